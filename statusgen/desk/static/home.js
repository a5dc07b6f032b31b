// What goes on, and what is due.
import { countdown, el, span, time } from "./dom.js";
import { post } from "./talk.js";

const WHAT = { "first-update": "First update", "next-update": "Next update", review: "Review" };

export function showHome(place, desk) {
  const draw = () => place.replaceChildren(...home(desk, draw));
  draw();
  desk.refresh = draw;
}

function home(desk, draw) {
  const { state } = desk;
  return [
    el("div", { class: "title-row" },
      el("h1", {}, "Overview"),
      el("p", { class: `overall ${state.worst}` }, "The page says: ", el("strong", {}, state.overall))),
    el("p", { class: "actions" },
      el("a", { class: "button main", href: "#/new-incident" }, "Report an incident"),
      el("a", { class: "button", href: "#/new-maintenance" }, "Plan maintenance"),
      el("a", { class: "button", href: "#/new-notice" }, "Announce something")),
    drafts(desk, draw),
    mistakes(state),
    section("Open incidents", state.incidents.map((one) => incident(one, state)),
      "Nothing is wrong."),
    reviews(state),
    section("Maintenance", state.maintenances.map(maintenance), "None is planned."),
    section("Notices", state.notices.map(notice), "None is up."),
    section("Lately over", state.recent.map((one) => over(one, state)), "Nothing yet."),
  ].filter(Boolean);
}

function section(title, items, nothing) {
  return el("section", {},
    el("h2", {}, title),
    items.length ? el("ul", { class: "cards" }, items) : el("p", { class: "quiet" }, nothing));
}

const marks = (one) => [
  one.severity ? el("span", { class: `mark ${one.severity}` }, one.severity) : null,
  one.draft ? el("span", { class: "mark" }, "Draft") : null,
  one.drill ? el("span", { class: "mark" }, "Drill") : null,
];

function actions(title, ...links) {
  return el("p", { class: "actions" }, links.map(([text, href, main, lang]) =>
    el("a", { class: main ? "button main" : "button", href, lang, "aria-label": `${text}: ${title}` }, text)));
}

/** Return, for each other language, what opens the words in it, and how many there are. */
const translations = (one, state) => state.languages.map(({ id, name }) =>
  [`${name} (${one.translated[id]} of ${one.updates})`, `#/raw/incidents/${one.file}/${id}`, false, id]);

function incident(one, state) {
  const due = state.dues.find((due) => due.incident === one.id && due.what !== "review");
  const names = new Map(state.groups.flatMap((g) => g.components.map((c) => [c.id, c.name])));
  const still = Object.entries(one.affected).filter(([, status]) => status !== "operational");
  return el("li", { class: "card open" },
    el("h3", {}, marks(one), one.title),
    el("p", {}, el("strong", {}, one.status), ` since ${time(one.updated)} · began ${time(one.started)}`),
    still.length ? el("p", {}, still.map(([id, status]) => `${names.get(id) ?? id}: ${status}`).join(" · ")) : null,
    one.draft ? el("p", { class: "hint" }, "Only previews show it. To make it public, take out “draft: true” with “Edit the file”.") : null,
    due ? el("p", { class: "due" }, `${WHAT[due.what]} ${due.promised ? "promised for" : "due"} `,
      time(due.at), " ", countdown(due.at)) : null,
    actions(one.title,
      ["Write an update", `#/update/incidents/${one.file}`, true],
      ["Resolve", `#/resolve/incidents/${one.file}`],
      ...translations(one, state),
      ["Edit the file", `#/raw/incidents/${one.file}`],
      ["History", `#/history/incidents/${one.file}`]));
}

function reviews(state) {
  const due = state.dues.filter((one) => one.what === "review");
  if (!due.length) return null;
  return section("Reviews that are due", due.map((one) => el("li", { class: "card" },
    el("h3", {}, marks(one), one.title),
    el("p", { class: "due" }, `Review due ${time(one.at)} `, countdown(one.at)),
    actions(one.title, ["Write the postmortem", `#/postmortem/incidents/${one.incident}`, true]))), "");
}

function maintenance(one) {
  return el("li", { class: "card" },
    el("h3", {}, marks(one), one.title),
    el("p", {}, el("strong", {}, one.status), ` · ${time(one.starts)} to ${time(one.ends)}`),
    actions(one.title,
      ["Say more", `#/maintenance-update/maintenance/${one.file}`, true],
      ["Edit the file", `#/raw/maintenance/${one.file}`]));
}

function notice(one) {
  const when = one.ends ? `until ${time(one.ends)}` : "until you end it";
  return el("li", { class: "card" },
    el("h3", {}, marks(one), one.title),
    el("p", {}, one.shown ? `Shown now, ${when}` : `From ${time(one.starts)}, ${when}`),
    actions(one.title,
      ["End it", `#/end-notice/notices/${one.file}`],
      ["Edit the file", `#/raw/notices/${one.file}`]));
}

function over(one, state) {
  return el("li", { class: "card" },
    el("h3", {}, marks(one), one.title),
    el("p", {}, `${time(one.started)}, lasted ${span(Date.parse(one.ended) - Date.parse(one.started))}`),
    actions(one.title,
      ["Say more", `#/update/incidents/${one.file}`],
      ["Postmortem", `#/postmortem/incidents/${one.file}`],
      ...translations(one, state),
      ["Edit the file", `#/raw/incidents/${one.file}`],
      ["History", `#/history/incidents/${one.file}`]));
}

const TASKS = {
  "new-incident": "New incident", update: "Update", "new-maintenance": "New maintenance",
  "maintenance-update": "Maintenance update", "new-notice": "New notice",
  "end-notice": "End of a notice", raw: "Edit of a file",
};

/** Return the address of the form that *work* was begun in. */
function addressOf(work) {
  if (work.task.startsWith("new-")) return `#/${work.task}`;
  const kind = { update: "incidents", "maintenance-update": "maintenance", "end-notice": "notices" };
  const route = { resolved: "resolve", postmortem: "postmortem" };
  const name = work.task === "update" ? route[work.status] ?? "update" : work.task;
  return `#/${name}/${kind[work.task] ?? work.kind}/${work.id}${work.language ? `/${work.language}` : ""}`;
}

function drafts(desk, draw) {
  if (!desk.state.drafts.length) return null;
  const items = desk.state.drafts.map(({ work, saved, key }) => el("li", { class: "card draft" },
    el("h3", {}, `${TASKS[work.task]}: ${work.title || work.id || "no title yet"}`),
    el("p", {}, `Written ${time(saved)}, not saved.`),
    el("p", { class: "actions" },
      el("a", { class: "button main", href: addressOf(work) }, "Go on"),
      el("button", {
        type: "button", class: "button", onclick: async () => {
          await post("api/forget", work);
          localStorage.removeItem(`statusgen:${key}`);
          desk.state.drafts = desk.state.drafts.filter((one) => one.key !== key);
          draw();
        },
      }, "Throw away"))));
  return section("Not saved yet", items, "");
}

function mistakes(state) {
  const errors = state.problems.filter((one) => one.level === "ERROR");
  if (!errors.length) return null;
  return el("section", { class: "mistakes" },
    el("h2", {}, "Mistakes that keep the page from being published"),
    el("ul", {}, errors.map((one) => {
      const [, kind, rest] = one.at.split("/").length > 2 ? one.at.split("/") : [];
      const [id, language] = (rest?.replace(/\.md.*$/, "") ?? "").split(".");
      const known = ["incidents", "maintenance", "notices", "pages"].includes(kind);
      return el("li", {}, el("code", {}, one.at), ` ${one.message}. `,
        one.hint ? el("span", { class: "hint" }, one.hint) : null, " ",
        known && id ? el("a", { href: `#/raw/${kind}/${id}${language ? `/${language}` : ""}` }, "Mend it") : null);
    })));
}
