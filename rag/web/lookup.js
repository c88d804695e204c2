// The tab 查出处: what the address asks for is fetched and shown. Links and the form lead to addresses,
// so that each view can be sent to a colleague and Back goes to the one before.
(() => {
  const place = () => document.querySelector("#lookup .lookup");
  // The citation is page.js's; everything else in the address is this tab's.
  const wanted = () => {
    const asked = new URLSearchParams(location.search);
    asked.delete("cite");
    asked.delete("tab");
    asked.delete("chat");
    return asked.toString();
  };

  let shown = null;
  let led = false; // by a link or the form, and not by Back
  const heights = new Map(); // how far down each view had been read

  const fetched = async (query) => {
    const answer = await fetch("/lookup?" + query).catch(() => null);
    // Whoever was signed out in the meantime comes back here.
    if (answer?.status === 401)
      location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
    // The server escapes every word of a document: see render_lookup.py.
    if (answer?.ok) return answer.text();
    return '<p class="problem" role="alert">⟦没有取到，程序可能已经关闭。⟧</p>';
  };

  const show = async () => {
    const query = wanted();
    if (query === shown) return;
    const first = shown === null;
    if (!first) heights.set(shown, scrollY);
    shown = query;
    const returned = !led && !first;
    led = false;
    const html = await fetched(query);
    if (shown !== query) return; // another one was asked for meanwhile
    if (document.body.dataset.tab !== "lookup") return void (shown = null); // or another tab
    place().innerHTML = html;
    settle();
    const target = place().querySelector("[data-focus]");
    if (target) {
      target.focus({ preventScroll: true });
      const { top } = target.getBoundingClientRect();
      if (returned) scrollTo(0, heights.get(shown) ?? 0);
      else if (top < 0 || top > innerHeight * 0.6) target.scrollIntoView({ block: "start" });
    }
  };

  // What was pasted into the form has an address of its own: that is the one to keep and to send.
  const settle = () => {
    const address = place().querySelector(".view")?.dataset.address;
    const cite = new URLSearchParams(location.search).get("cite");
    if (!address || wanted() === "") return;
    const to = new URL(address, location.href);
    const cites = to.searchParams.has("cite");
    if (cite && !cites) to.searchParams.set("cite", cite);
    history.replaceState(history.state, "", to);
    shown = wanted();
    if (cites) dispatchEvent(new PopStateEvent("popstate"));
  };

  const go = (address) => {
    led = true;
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-look]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      return go(link.href);
    }
    const button = event.target.closest?.("button[data-copy-address]");
    if (button) button.dataset.copy = location.href; // page.js copies it
  }, true);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#lookup form.find")) return;
    event.preventDefault();
    const asked = new URLSearchParams(new FormData(event.target));
    if (asked.get("find").trim()) go("/?" + asked);
    else go("/?tab=lookup");
  });
  // page.js tells which tab the address names, now and whenever it changes.
  document.addEventListener("tab", (event) => {
    if (event.detail === "lookup") show();
  });
})();
