// The citation panel, copying, earlier conversations, rating, and scrolling to a new question. Gradio
// runs this once the page is up.
(() => {
  if (document.getElementById("citation")) return;
  document.documentElement.lang = "⟦zh-CN⟧";

  const panel = document.createElement("aside");
  panel.id = "citation";
  panel.hidden = true;
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", "⟦引文⟧");
  panel.innerHTML =
    '<div class="bar"><h2>⟦引文⟧</h2>' +
    '<button type="button" class="close" aria-label="⟦关闭引文⟧">⟦关闭⟧</button></div>' +
    '<div class="body" aria-live="polite"></div>';
  document.body.append(panel);
  const body = panel.querySelector(".body");
  let opener = null;

  const asked = () => new URLSearchParams(location.search).get("cite");

  // Whoever was signed out in the meantime comes back here.
  const signIn = () =>
    location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
  const problem = (message) => {
    const told = document.createElement("p");
    told.className = "problem";
    told.setAttribute("role", "alert");
    told.textContent = message;
    return told.outerHTML;
  };
  // The server escapes every word of a document or a question: see render.py. What is not HTML is an
  // error, as the API tells it.
  const fetched = async (address) => {
    const answer = await fetch(address).catch(() => null);
    if (answer?.status === 401) signIn();
    if (answer?.headers.get("content-type")?.startsWith("text/html")) return answer.text();
    const said = await answer?.json().catch(() => null);
    return problem(said?.error ?? "⟦连接不上程序，它可能已经关闭。⟧");
  };

  const show = async (id) => {
    const html = await fetched("/panel/" + encodeURIComponent(id));
    if (asked() !== id) return; // another one was opened meanwhile
    body.innerHTML = html;
    panel.hidden = false;
    document.body.classList.add("citing");
    const around = body.querySelector(".around");
    const mark = around?.querySelector("mark");
    if (mark) around.scrollTop = mark.offsetTop - around.offsetTop - around.clientHeight / 4;
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
    for (const link of document.querySelectorAll("[data-cite]"))
      link.classList.toggle("open", link.dataset.cite === id);
  };

  const hide = () => {
    panel.hidden = true;
    document.body.classList.remove("citing");
    for (const link of document.querySelectorAll("[data-cite].open")) link.classList.remove("open");
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  };

  // The address always names the citation on the screen; Back closes it, as a phone's user expects.
  const follow = () => (asked() ? show(asked()) : hide());
  const open = (link) => {
    const to = new URL(location.href);
    to.searchParams.set("cite", link.dataset.cite);
    if (asked()) history.replaceState(history.state, "", to);
    else history.pushState({ citation: true }, "", to);
    opener = link;
    follow();
  };
  const close = () => {
    if (panel.hidden) return;
    if (history.state?.citation) return history.back();
    const to = new URL(location.href);
    to.searchParams.delete("cite");
    history.replaceState(null, "", to);
    follow();
  };

  const copied = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Over plain http from another machine browsers offer only this old way.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const copy = async (button) => {
    const label = button.textContent;
    if (label === "⟦已复制⟧") return;
    try {
      await copied(button.dataset.copy);
      button.textContent = "⟦已复制⟧";
    } catch {
      button.textContent = "⟦没能复制⟧";
    }
    setTimeout(() => (button.textContent = label), 1500);
  };

  // Copied by hand, the bare number of a mark runs into the figure beside it: 218名。1 and 2025年 are
  // 218名。12025年 in a letter. While it is being copied it stands in brackets.
  document.addEventListener("copy", () => {
    const chosen = getSelection();
    const numbers = [...document.querySelectorAll("#conversation :is(a.mark, a.source b)")];
    const copied = numbers.filter((each) => chosen.containsNode(each, true));
    for (const each of copied) {
      each.prepend("[");
      each.append("]");
    }
    setTimeout(() => {
      for (const each of copied) {
        each.firstChild.remove();
        each.lastChild.remove();
      }
    });
  });

  // ---- asking again
  const typed = (text, send) => {
    const box = document.querySelector("#question textarea");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    if (send) setTimeout(() => document.querySelector("#send").click(), 50);
  };

  // Gradio loads the page anew once the program is there again: what was being typed comes back, or
  // else the question whose answer was on its way, and is kept nowhere.
  const TYPED = "typed";
  const asking = () => {
    const growing = document.querySelector("#conversation :is(.waiting, .growing)");
    return growing?.closest(".turn").querySelector(".question")?.textContent;
  };
  window.addEventListener("pagehide", () => {
    const typing = document.querySelector("#question textarea")?.value;
    sessionStorage.setItem(TYPED, typing || asking() || "");
  });
  const restore = () => {
    const kept = sessionStorage.getItem(TYPED);
    sessionStorage.removeItem(TYPED);
    if (kept && !document.querySelector("#question textarea").value) typed(kept);
  };
  // Messages of Gradio's own: the one that it has in English only and shows to everybody, and errors
  // of ours as it passes them on, an upload's with what they came in: HTTP 403: {"error": "…"}.
  const LOST = "Connection to the server was lost. Attempting reconnection...";
  const PASSED_ON = /^HTTP \d+: \{"error":"(.*)"\}$/s;
  const translate = () => {
    for (const each of document.querySelectorAll("[data-testid=toast-text]")) {
      const said = each.textContent.trim();
      const title = each.closest(".toast-body")?.querySelector(".toast-title");
      if (said.includes("（sign in first）")) return signIn(); // what was typed is kept
      if (said === LOST) {
        each.textContent = "⟦程序停了，或网络断了。恢复以后这一页会自己接上，写好的问题还在。⟧";
        if (title) title.textContent = "⟦连接断开⟧";
      } else if (PASSED_ON.test(said)) {
        each.textContent = said.match(PASSED_ON)[1];
        if (title) title.textContent = "⟦没有做成⟧";
      }
    }
  };

  // ---- what the reader thinks of an answer
  const rate = async (button) => {
    const good = button.dataset.good === "1";
    const reason = good ? "" : prompt("⟦哪里不对？可以不写⟧", "");
    if (reason === null) return;
    const { rate: conversation, n } = button.dataset;
    const body = JSON.stringify({ conversation, n: Number(n), good, reason: reason.slice(0, 500) });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/rate", { method: "POST", headers, body }).catch(() => null);
    if (answer?.status === 401) return signIn();
    button.textContent = answer?.ok ? "⟦已记下⟧" : "⟦没能记下⟧";
  };

  // ---- a draft to work on: its id goes to the program, which fills the form
  const work = (button) => {
    const box = document.querySelector("#draft-name :is(input, textarea)");
    box.value = button.dataset.draft;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // ---- earlier conversations. The cookie is this browser's name, by which it finds its own again.
  if (!/(?:^|; )reader=[\w-]{16,64}/.test(document.cookie)) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const name = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    document.cookie = `reader=${name}; path=/; max-age=31536000; SameSite=Lax`;
  }
  const drawer = document.createElement("aside");
  drawer.id = "history";
  drawer.hidden = true;
  drawer.tabIndex = -1;
  drawer.setAttribute("aria-label", "⟦以前的对话⟧");
  drawer.innerHTML =
    '<div class="bar"><h2>⟦以前的对话⟧</h2>' +
    '<button type="button" class="close" aria-label="⟦关闭⟧">⟦关闭⟧</button></div>' +
    '<input type="search" placeholder="⟦查找⟧" aria-label="⟦在以前的对话里查找⟧" maxlength="200">' +
    '<div class="body" aria-live="polite"></div>';
  document.body.append(drawer);
  const search = drawer.querySelector("input");
  const list = async () => {
    const wanted = search.value;
    const html = await fetched("/history?q=" + encodeURIComponent(wanted));
    if (search.value === wanted) drawer.querySelector(".body").innerHTML = html;
  };
  search.addEventListener("input", list);
  const remembered = (open) => {
    drawer.hidden = !open;
    if (open) {
      list();
      search.focus();
    } else document.querySelector("#open-history")?.focus({ preventScroll: true });
  };
  const forget = async (button) => {
    if (!confirm("⟦删除这段对话？删了就找不回来。⟧")) return;
    const name = button.dataset.forget;
    const address = "/history/" + encodeURIComponent(name);
    const answer = await fetch(address, { method: "DELETE" }).catch(() => null);
    if (answer?.status === 401) return signIn();
    if (!answer?.ok) return void (button.textContent = "⟦没能删除⟧");
    if (new URLSearchParams(location.search).get("chat") === name) return location.assign("/");
    await list();
    search.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-cite]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      return open(link);
    }
    const button = event.target.closest?.("button[data-copy]");
    if (button) return copy(button);
    const again = event.target.closest?.("button[data-edit], button[data-ask]");
    if (again) return typed(again.dataset.edit ?? again.dataset.ask, "ask" in again.dataset);
    const rated = event.target.closest?.("button[data-rate]");
    if (rated) return rate(rated);
    const draft = event.target.closest?.("button[data-draft]");
    if (draft) return work(draft);
    const language = event.target.closest?.("a[data-language]");
    if (language) {
      event.preventDefault();
      const here = new URL(location.href);
      here.searchParams.set("lang", language.dataset.language);
      return location.assign(here);
    }
    const forgotten = event.target.closest?.("button[data-forget]");
    if (forgotten) return forget(forgotten);
    // These go as soon as they were pressed; the keyboard then goes on in the box.
    if (event.detail === 0 && event.target.closest?.("#send, #stop, #clear"))
      document.querySelector("#question textarea").focus({ preventScroll: true });
    if (event.target.closest?.("#open-history")) return remembered(drawer.hidden);
    if (event.target.closest?.("#history .close")) return remembered(false);
    if (event.target.closest?.("#citation .close")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drawer.hidden) close();
    else remembered(false);
  });
  window.addEventListener("popstate", follow);

  // ---- tabs: the address names the one that is seen, and each comes back as it was left
  const LOOKED_UP = ["find", "phrase", "article", "issue"];
  const left = {};
  const tabAsked = () => {
    const asked = new URLSearchParams(location.search);
    if (LOOKED_UP.some((name) => asked.has(name))) return "lookup";
    return asked.get("tab") ?? "ask";
  };
  const leave = () => {
    const address = new URL(location.href);
    address.searchParams.delete("cite"); // the panel is not reopened
    left[tabAsked()] = address.href;
  };
  const choose = () => {
    const tab = tabAsked();
    leave();
    const button = document.getElementById(`${tab}-button`);
    if (button?.getAttribute("aria-selected") === "false") button.click();
    document.body.dataset.tab = tab;
    document.dispatchEvent(new CustomEvent("tab", { detail: tab }));
    named();
  };
  window.addEventListener("popstate", choose);
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.("button[role=tab]")?.dataset.tabId;
    if (!tab || tab === tabAsked()) return;
    leave();
    history.pushState(null, "", left[tab] ?? (tab === "ask" ? "/" : `/?tab=${tab}`));
    follow();
    choose();
  });

  // The address names the conversation, once it is kept.
  const named = () => {
    if (document.body.dataset.tab !== "ask") return;
    const shown = document.querySelector("#conversation .turns");
    if (!shown || shown.querySelector(".growing, .waiting")) return;
    const to = new URL(location.href);
    const name = shown.querySelector(".turn") ? shown.dataset.chat : "";
    if ((to.searchParams.get("chat") ?? "") === name) return;
    if (!name && !chatting) return; // the page is still being filled
    chatting = true;
    if (name) to.searchParams.set("chat", name);
    else to.searchParams.delete("chat");
    history.replaceState(history.state, "", to);
  };
  let chatting = false;

  // A new question comes to the top of the window, so that its answer is read from its beginning; also
  // one that takes the place of a message.
  let turns = 0;
  let failed = false;
  new MutationObserver(() => {
    const all = document.querySelectorAll("#conversation .turn");
    const last = all[all.length - 1];
    const fails = Boolean(last?.querySelector(".problem"));
    if (all.length > turns || (last && failed && !fails)) last.scrollIntoView({ block: "start" });
    turns = all.length;
    failed = fails;
    named();
    translate();
  }).observe(document.body, { childList: true, subtree: true });

  follow();
  choose();
  restore();
})();
