// The real page beside the form, in the real theme, as it would be with what is in the form.
import { el } from "./dom.js";
import { post } from "./talk.js";

/** Return {element, show(work), stop()}; *told* hears each answer of the server. */
export function makePreview(own, told) {
  const frame = el("iframe", {
    title: "Preview of the page", src: "frame.html", sandbox: "allow-same-origin", tabindex: "0",
  });
  const box = el("div", { class: "frame" }, frame);
  const status = el("p", { class: "quiet frame-status" }, "The page as it would be");
  let page = own ? "" : "index.html";
  let shown = page;
  let work = null;
  let waiting = false;
  let busy = false;
  let stopped = false;

  const choice = (name, legend, options, chosen, change) => el("fieldset", { class: "switch" },
    el("legend", { class: "only-spoken" }, legend),
    options.map(([value, text]) => el("label", {},
      el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => change(value) }), text)));

  const element = el("section", { class: "preview", "aria-label": "Preview" },
    el("div", { class: "preview-bar" },
      el("h2", {}, "Preview"),
      choice("page", "Page", [["", "Its own page"], ["index.html", "Front page"]], page, (value) => { page = value; again(); }),
      choice("width", "Width", [["wide", "Wide"], ["phone", "Phone"]], "wide", (value) => { box.classList.toggle("phone", value === "phone"); })),
    status, box);

  const ready = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  ready.then(() => frame.contentDocument?.addEventListener("click", follow));

  function follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    event.preventDefault(); // nothing leads away from the preview
    const site = new URL("site/", location.href);
    const target = new URL(link.href);
    if (!target.href.startsWith(site.href)) return;
    const path = target.pathname.slice(site.pathname.length) || "index.html";
    if (path === shown && target.hash) {
      frame.contentDocument.getElementById(decodeURIComponent(target.hash.slice(1)))?.scrollIntoView();
    } else if (path.endsWith(".html")) {
      page = path;
      again();
    }
  }

  function put(html, path) {
    // The frame's own parser: the document has the frame's policy, which lets the theme in.
    const made = new frame.contentWindow.DOMParser().parseFromString(html, "text/html");
    // Scripts would not run here, and the frame has a policy of its own: without them nothing
    // piles up over a thousand keystrokes.
    made.querySelectorAll("script, meta[http-equiv]").forEach((one) => one.remove());
    made.head.prepend(Object.assign(made.createElement("base"), { href: new URL(`site/${path}`, location.href).href }));
    const document = frame.contentDocument;
    const top = path === shown ? frame.contentWindow.scrollY : 0;
    document.replaceChild(document.adoptNode(made.documentElement), document.documentElement);
    frame.contentWindow.scrollTo(0, top);
    shown = path;
  }

  async function again() {
    if (!work || stopped) return;
    if (busy) { waiting = true; return; }
    busy = true;
    try {
      const answer = await post("api/preview", { work, page });
      await ready;
      if (stopped) return;
      if (answer.html !== null) put(answer.html, answer.page);
      status.textContent = answer.html === null ? "Not up to date: something must be mended first" : "The page as it would be";
      box.classList.toggle("stale", answer.html === null);
      told(answer);
    } catch (error) {
      status.textContent = error.message;
      box.classList.add("stale");
    } finally {
      busy = false;
      if (waiting) { waiting = false; again(); }
    }
  }

  return { element, show(next) { work = next; again(); }, stop() { stopped = true; } };
}
