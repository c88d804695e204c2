// The citation panel, copying, and scrolling to a new question. Gradio runs this once the page is up.
(() => {
  if (document.getElementById("citation")) return;
  document.documentElement.lang = "zh-CN";

  const panel = document.createElement("aside");
  panel.id = "citation";
  panel.hidden = true;
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", "引文（citation）");
  panel.innerHTML =
    '<div class="bar"><h2>引文 <small lang="en">citation</small></h2>' +
    '<button type="button" class="close" aria-label="关闭引文（close）">关闭</button></div>' +
    '<div class="body" aria-live="polite"></div>';
  document.body.append(panel);
  const body = panel.querySelector(".body");
  let opener = null;

  const asked = () => new URLSearchParams(location.search).get("cite");

  const fetched = async (id) => {
    try {
      // The server escapes every word of a document: see render.py.
      return await (await fetch("/panel/" + encodeURIComponent(id))).text();
    } catch {
      return '<p class="problem" role="alert">连接不上程序，它可能已经关闭（cannot connect）。</p>';
    }
  };

  const show = async (id) => {
    const html = await fetched(id);
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
    if (label === "已复制") return;
    try {
      await copied(button.dataset.copy);
      button.textContent = "已复制";
    } catch {
      button.textContent = "没能复制";
    }
    setTimeout(() => (button.textContent = label), 1500);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-cite]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      return open(link);
    }
    const button = event.target.closest?.("button[data-copy]");
    if (button) return copy(button);
    if (event.target.closest?.("#citation .close")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  window.addEventListener("popstate", follow);

  // A new question comes to the top of the window, so that its answer is read from its beginning.
  let turns = 0;
  new MutationObserver(() => {
    const all = document.querySelectorAll("#conversation .turn");
    if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start" });
    turns = all.length;
  }).observe(document.body, { childList: true, subtree: true });

  follow();
})();
