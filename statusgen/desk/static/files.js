// Every file by its name, and who changed one before.
import { el, time } from "./dom.js";
import { get, post } from "./talk.js";

const NAMES = { incidents: "Incidents", maintenance: "Maintenance", notices: "Notices", pages: "Pages" };
const SHOWN = 60; // files of a kind; the search finds the others

export async function showFiles(place, desk) {
  const files = await get("api/files");
  const list = el("div", { "aria-live": "polite" });
  const search = el("input", { type: "search", id: "search", autocomplete: "off", oninput: draw });
  function draw() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren(...Object.entries(files).map(([kind, ids]) => {
      const found = ids.filter((id) => words.every((word) => id.includes(word)));
      return el("section", {},
        el("h2", {}, `${NAMES[kind]} (${found.length})`),
        el("ul", { class: "files" }, found.slice(0, SHOWN).map((id) => el("li", {},
          el("a", { href: `#/raw/${kind}/${id}` }, id), " ",
          desk.state.languages.map((one) => [el("a", { class: "quiet", lang: one.id, href: `#/raw/${kind}/${id}/${one.id}`, "aria-label": `${one.name}: ${id}` }, one.name), " "]),
          el("a", { class: "quiet", href: `#/history/${kind}/${id}`, "aria-label": `History of ${id}` }, "history")))),
        found.length > SHOWN ? el("p", { class: "quiet" }, `and ${found.length - SHOWN} more: write a part of the name`) : null);
    }));
  }
  draw();
  place.append(el("h1", {}, "All files"),
    el("p", { class: "field" }, el("label", { for: "search" }, "A part of the name"), search), list);
}

export async function showHistory(place, desk, kind, id) {
  const { git, past } = await post("api/history", { kind, id });
  const nothing = git
    ? "This file has not been committed yet."
    : "This project is in no git checkout, so nobody has kept what was before.";
  place.append(
    el("h1", {}, `History of ${id}`),
    el("p", { class: "actions" }, el("a", { class: "button", href: `#/raw/${kind}/${id}` }, "Edit the file")),
    past.length ? el("ol", { class: "history" }, past.map(change)) : el("p", {}, nothing));
}

function change({ id, who, when, subject, patch }) {
  const lines = patch.split("\n").map((line) => {
    const kind = { "+": "added", "-": "removed", "@": "place" }[line[0]];
    return el("span", { class: kind ?? "" }, `${line}\n`);
  });
  return el("li", {},
    el("p", {}, el("strong", {}, who), `, ${time(when)}: ${subject} `, el("code", {}, id)),
    patch ? el("details", {}, el("summary", {}, "What changed"), el("pre", { class: "patch", tabindex: "0" }, lines)) : null);
}
