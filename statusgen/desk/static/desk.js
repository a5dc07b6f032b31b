// The desk's page: which part of it is shown, and what all parts have in common.
import { el, now, setClock, setZone, span, speak, tick } from "./dom.js";
import { showFiles, showHistory } from "./files.js";
import { showForm } from "./form.js";
import { showHome } from "./home.js";
import { showPublish } from "./publish.js";
import { get, listen } from "./talk.js";

const main = document.getElementById("main");
const desk = { state: null, leave: null, refresh: null, go };

const ROUTES = {
  "": showHome,
  files: showFiles,
  history: showHistory,
  publish: showPublish,
  "new-incident": (place, it) => showForm(place, it, { task: "new-incident" }),
  "new-maintenance": (place, it) => showForm(place, it, { task: "new-maintenance" }),
  "new-notice": (place, it) => showForm(place, it, { task: "new-notice" }),
  update: (place, it, kind, id) => showForm(place, it, { task: "update", id }),
  resolve: (place, it, kind, id) => showForm(place, it, { task: "update", id, status: "resolved" }),
  postmortem: (place, it, kind, id) =>
    showForm(place, it, { task: "update", id, status: "postmortem" }),
  "maintenance-update": (place, it, kind, id) =>
    showForm(place, it, { task: "maintenance-update", id }),
  "end-notice": (place, it, kind, id) => showForm(place, it, { task: "end-notice", id }),
  raw: (place, it, kind, id, language = "") => showForm(place, it, { task: "raw", kind, id, language }),
};

function go(address) {
  if (location.hash === address) show();
  else location.hash = address;
}

async function show() {
  desk.leave?.();
  desk.leave = desk.refresh = null;
  const [name, ...which] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const route = ROUTES[name] ?? showHome;
  const place = el("div", { class: "view" });
  try {
    await load();
    await route(place, desk, ...which);
  } catch (error) {
    place.replaceChildren(trouble(error));
  }
  main.replaceChildren(place);
  for (const link of document.querySelectorAll("header nav a")) {
    if (link.getAttribute("href") === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const heading = main.querySelector("h1");
  document.title = `${heading?.textContent ?? "The desk"} · ${desk.state?.name ?? "statusgen"}`;
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function trouble(error) {
  const problems = error.told?.problems ?? [];
  return el("section", {},
    el("h1", {}, "This cannot be shown"),
    el("p", {}, error.message),
    error.told?.hint ? el("p", { class: "hint" }, error.told.hint) : null,
    problems.length ? el("ul", {}, problems.map((one) => el("li", {}, one.message))) : null);
}

async function load() {
  desk.state = await get("api/state");
  setClock(desk.state.now);
  setZone(desk.state.zone);
  document.getElementById("brand").textContent = desk.state.name;
  showDue();
}

// --- the clock in the header

let announced = "";

function showDue() {
  const place = document.getElementById("next-due");
  const due = (desk.state?.dues ?? []).find((one) => one.what !== "review");
  place.hidden = !due;
  if (!due) return;
  const left = Date.parse(due.at) - now();
  const late = left < 0;
  const what = due.what === "first-update" ? "First update" : "Next update";
  const text = late ? `${what} is ${span(left)} late` : `${what} in ${span(left)}`;
  if (place.textContent !== text) {
    place.replaceChildren(el("a", { href: `#/update/incidents/${due.incident}` }, text));
  }
  place.classList.toggle("late", late);
  place.classList.toggle("soon", !late && left < 10 * 60000);
  const moment = late ? "late" : left < 5 * 60000 ? "soon" : "";
  if (moment && announced !== moment + due.at) {
    announced = moment + due.at;
    speak(`${due.title}: ${text}`);
  }
}

setInterval(() => { tick(); showDue(); }, 1000);

// --- what changes elsewhere

const banner = document.getElementById("connection");
let away = false;

function lost(gone) {
  if (gone === away) return;
  away = gone;
  banner.hidden = !gone;
  banner.textContent = gone
    ? "The desk does not answer. What you write is kept in this browser; start it again with: statusgen desk"
    : "";
}

let waiting = 0;
listen((paths) => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    try {
      await load();
      desk.refresh?.(paths);
    } catch { /* the banner says so */ }
  }, 80);
}, lost);

addEventListener("hashchange", show);
show();
