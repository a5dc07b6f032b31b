// The preview's own script: reloads when a file is saved, and shows mistakes over the page.
(() => {
  const overlay = document.createElement("div");
  overlay.id = "statusgen-problems";
  overlay.setAttribute("role", "alert");
  const shadow = overlay.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    section { position: fixed; inset: auto 0 0 0; max-block-size: 60vh; overflow: auto;
      z-index: 2147483647; padding: 1rem 1.25rem; background: #2b1114; color: #fff;
      font: 15px/1.5 system-ui, sans-serif; border-block-start: 4px solid #ff6b6b; }
    h2 { margin: 0 0 .5rem; font-size: 1.05rem; }
    ol { margin: 0; padding-inline-start: 1.4rem; }
    code { font: 13px/1.5 ui-monospace, monospace; color: #ffc9c9; }
    p { margin: 0 0 .6rem; } .hint { color: #c3f0ca; } .advice code { color: #ffe3a3; }`);
  shadow.adoptedStyleSheets = [sheet];

  const line = (tag, text, cls) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (cls) element.className = cls;
    return element;
  };

  const show = (problems) => {
    const errors = problems.filter((problem) => problem.level === "error");
    overlay.remove();
    if (!errors.length) return false;
    const section = document.createElement("section");
    const one = errors.length === 1;
    section.append(line("h2", one ? "One mistake to mend" : `${errors.length} mistakes to mend`));
    section.append(line("p", "This is the page as it was before."));
    const list = document.createElement("ol");
    for (const problem of errors) {
      const item = document.createElement("li");
      item.append(line("code", problem.at), line("p", problem.message));
      if (problem.hint) item.append(line("p", problem.hint, "hint"));
      list.append(item);
    }
    section.append(list);
    shadow.replaceChildren(section);
    document.body.append(overlay);
    return true;
  };

  const keep = "statusgen-scroll:" + location.pathname;
  const before = sessionStorage.getItem(keep);
  if (before !== null) {
    sessionStorage.removeItem(keep);
    scrollTo(0, Number(before));
  }

  let lost = false;
  const reload = () => {
    sessionStorage.setItem(keep, String(scrollY));
    location.reload();
  };
  const events = new EventSource("/-/events");
  events.addEventListener("hello", (event) => {
    if (lost) return reload();
    show(JSON.parse(event.data).problems);
  });
  events.addEventListener("changed", (event) => {
    if (!show(JSON.parse(event.data).problems)) reload();
  });
  events.addEventListener("error", () => { lost = true; });
})();
