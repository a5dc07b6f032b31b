// A form: what is written, its problems, the page beside it, and saving.
import { askConflict } from "./conflict.js";
import { countdown, el, now, speak, time, utc } from "./dom.js";
import { textField } from "./fields.js";
import { plan } from "./plans.js";
import { makePreview } from "./preview.js";
import { post } from "./talk.js";
import { wordsPicker } from "./words.js";

const KINDS = {
  "new-incident": "incidents", update: "incidents", "new-maintenance": "maintenance",
  "maintenance-update": "maintenance", "new-notice": "notices", "end-notice": "notices",
};
const KEEP_AFTER = 600; // milliseconds without a key, then the server keeps it too

/** Show the form of *preset* in *place*. */
export async function showForm(place, desk, preset) {
  const { state } = desk;
  const { task } = preset;
  const kind = KINDS[task] ?? preset.kind;
  const isNew = task.startsWith("new-");
  const language = preset.language ?? "";
  const which = { kind, id: preset.id, language };
  const file = isNew ? null : await post("api/file", which);
  const lists = [...state.incidents, ...state.recent, ...state.maintenances, ...state.notices];
  const item = isNew ? null : lists.find((one) => one.file === preset.id) ?? null;
  const form = plan(task, state, item, preset);
  const fields = [...form.fields, ...form.more];
  const by = Object.fromEntries(fields.map((field) => [field.name, field]));
  const key = `${task}:${isNew ? "" : `${kind}/${preset.id}${language && `/${language}`}`}`;
  const touched = new Set();
  let base = file?.digest ?? "";
  let newId = "";
  let keeping = 0;
  let changed = false;
  let nextByHand = false;

  // --- what is written

  const read = () => ({
    task, ...(task === "raw" ? { kind, language } : {}), id: isNew ? "" : preset.id, base,
    ...Object.fromEntries(fields.map((field) => [field.name, field.read()])),
  });
  const write = (work) => fields.forEach((field) => { if (field.name in work) field.write(work[field.name]); });
  const fresh = () => ({
    title: "", severity: "",
    status: preset.status ?? { "new-incident": "investigating", update: "update", "maintenance-update": "in_progress" }[task] ?? "",
    components: {}, message: "", at: "", started: "", detected: "", next_update: "",
    starts: "", ends: "", effect: "", draft: false, drill: false, pinned: false, text: file?.text ?? "",
  });

  function suggestNext() {
    if (!by.next_update || nextByHand) return;
    const severity = by.severity.read() || item?.severity || "P1";
    const pace = state.severities.find((one) => one.id === severity).pace_minutes;
    const over = ["resolved", "postmortem"].includes(by.status?.read());
    const due = Math.ceil((now() + pace * 60000) / 300000) * 300000;
    by.next_update.write(over ? "" : utc(due));
    by.next_update.element.hidden = over;
  }

  function keep() {
    const work = read();
    try {
      localStorage.setItem(`statusgen:${key}`, JSON.stringify({ work, saved: new Date().toISOString() }));
    } catch { /* full, or forbidden: the server keeps it */ }
    clearTimeout(keeping);
    keeping = setTimeout(() => post("api/keep", work).catch(() => {}), KEEP_AFTER);
  }

  function throwAway() {
    clearTimeout(keeping);
    localStorage.removeItem(`statusgen:${key}`);
    changed = false;
  }

  function found() {
    const here = JSON.parse(localStorage.getItem(`statusgen:${key}`) ?? "null");
    const there = state.drafts.find((one) => one.key === key) ?? null;
    if (!here || !there) return here ?? there;
    return Date.parse(here.saved) > Date.parse(there.saved) ? here : there;
  }

  // --- problems

  const summary = el("div", { class: "summary", role: "status" });
  const alerts = el("div", { role: "status" });
  let problems = [];

  /** Mistakes before advice, each in the order of the form. */
  function ordered(list) {
    const names = fields.map((field) => field.name);
    const rank = (one) => (one.level === "error" ? 0 : 1000) + ((names.indexOf(one.field) + 1000) % 1000);
    return [...list].sort((a, b) => rank(a) - rank(b) || a.line - b.line);
  }

  function showProblems() {
    for (const field of fields) {
      const list = document.getElementById(`f-${field.name}-problems`) ?? field.element.querySelector(".problems");
      const mine = problems.filter((one) => one.field === field.name && (touched.has(field.name) || one.rule !== "content"));
      list?.replaceChildren(...mine.map((one) => problem(one, field)));
      const wrong = mine.some((one) => one.level === "error");
      if (field.control) field.control.setAttribute("aria-invalid", String(wrong));
    }
    const errors = problems.filter((one) => one.level === "error").length;
    const advice = problems.length - errors;
    const others = problems.filter((one) => !by[one.field]);
    const first = problems.find((one) => one.level === "error" && by[one.field] && (touched.has(one.field) || one.rule !== "content"));
    const text = errors
      ? `${errors} thing${errors > 1 ? "s" : ""} to mend before it can be saved`
      : advice ? `Ready to save, with ${advice} piece${advice > 1 ? "s" : ""} of advice` : "Ready to save";
    const said = JSON.stringify([text, first ?? 0, others]);
    if (summary.dataset.said !== said) {
      summary.dataset.said = said;
      summary.replaceChildren(el("p", { class: errors ? "bad" : "good" }, text),
        first ? el("button", { type: "button", class: "link", onclick: () => reach(first) },
          `${first.line > 1 ? `Line ${first.line}: ` : ""}${first.message}`) : "",
        others.length ? el("ul", { class: "problems" }, others.map((one) => problem(one, null))) : "");
    }
  }

  function problem(one, field) {
    const box = field?.control instanceof HTMLTextAreaElement ? field.control : null;
    const where = box && one.line ? `Line ${one.line}: ` : field ? "" : `${one.at.split("/").pop()}: `;
    const words = `${where}${one.message}`;
    return el("li", { class: `problem ${one.level}` },
      el("span", { class: "only-spoken" }, one.level === "error" ? "Mistake: " : "Advice: "),
      box && one.line ? el("button", { type: "button", class: "link", onclick: () => select(box, one) }, words) : words,
      one.hint ? el("span", { class: "hint" }, one.hint) : null);
  }

  function select(box, { line, column }) {
    const lines = box.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Math.max(column - 1, 0);
    box.focus();
    box.setSelectionRange(start, start + (/^\S+/.exec(box.value.slice(start))?.[0].length ?? 0));
  }

  function reach(one) {
    const field = by[one.field];
    const fold = field.element.closest("details");
    if (fold) fold.open = true;
    if (field.control instanceof HTMLTextAreaElement) select(field.control, one); else field.control.focus();
  }

  // --- the page beside it

  const preview = makePreview(task !== "end-notice", (answer) => {
    problems = ordered(answer.problems);
    newId = answer.id;
    showProblems();
  });

  function edited(name) {
    changed = true;
    touched.add(name);
    if (name === "next_update") nextByHand = true;
    if (name === "severity" || name === "status") suggestNext();
    by.components?.severity?.(by.severity?.read());
    if (name === "status" || name === "severity") words.draw();
    preview.show(read());
    keep();
  }

  // --- words that are ready

  const words = wordsPicker(by.message, state, {
    moment: () => form.moment?.() ?? (by.status?.read() || "update").replace("_", "-"),
    severity: () => by.severity?.read() || item?.severity || "",
    fill: (template) => post("api/fill", { template, work: read() }),
    changed: () => edited("message"),
  });

  // --- saving

  async function save(andPublish) {
    fields.forEach((field) => touched.add(field.name));
    const work = { ...read(), id: isNew ? newId : preset.id };
    busy(true);
    try {
      const told = await post("api/save", work);
      throwAway();
      done(told, andPublish);
    } catch (error) {
      if (error.status === 409) return conflict(error.told, andPublish);
      refused(error);
    } finally {
      busy(false);
    }
    return undefined;
  }

  function refused(error) {
    if (error.told?.problems?.length) problems = ordered(error.told.problems);
    showProblems();
    const message = error.status ? error.message : "The desk does not answer. What you wrote is kept in this browser.";
    delete summary.dataset.said;
    summary.prepend(el("p", { class: "bad" }, `Not saved: ${message}`));
    const first = problems.find((one) => by[one.field]);
    if (first) reach(first);
  }

  async function conflict(told, andPublish) {
    const raw = task === "raw";
    const choices = told.base === "" ? {}
      : isNew ? { rename: "Save mine under another name" }
      : raw ? { mine: "Replace it with mine", theirs: "Take theirs into the form, and keep mine below" }
      : { mine: "Save my message into the new version" };
    const chosen = await askConflict(told, choices, file && base === file.digest ? file.text : undefined, !raw);
    if (chosen === "rename") { newId = ""; return save(andPublish); }
    if (chosen === "mine") { base = told.base; return save(andPublish); }
    if (chosen === "theirs") {
      const aside = textField("mine", "What you had written", { rows: 12, class: "source" });
      aside.write(by.text.read());
      aside.control.readOnly = true;
      by.text.element.after(aside.element);
      by.text.write(told.theirs);
      base = told.base;
      edited("text");
    }
    return undefined;
  }

  function done(told, andPublish) {
    speak("Saved.");
    const refused = told.git_error ? `It is saved, but git has refused: ${told.git_error}` : "";
    desk.notice = refused;
    if (andPublish) return desk.go("#/publish/now");
    desk.leave?.();
    desk.refresh = null;
    const git = refused
      ? el("p", { class: "problem advice" }, refused)
      : told.commit ? el("p", { class: "hint" }, `Committed as ${told.commit}${told.pushed ? " and pushed" : ""}.`) : null;
    const heading = el("h1", { tabindex: "-1" }, "Saved");
    place.classList.remove("two");
    place.replaceChildren(heading, el("p", {}, el("code", {}, told.path)), git ?? "",
      el("p", {}, "Customers see it once it is published."),
      el("p", { class: "actions" },
        el("a", { class: "button main", href: "#/publish/now" }, "Publish now"),
        el("a", { class: "button", href: "#/" }, "To the overview"),
        language ? null : state.languages.map((one) => el("a", {
          class: "button", href: `#/raw/${told.kind}/${told.id}/${one.id}`, lang: one.id,
        }, one.name)),
        el("a", { class: "button", href: `#/raw/${told.kind}/${told.id}${language && `/${language}`}` }, "Edit the file")));
    heading.focus();
    return undefined;
  }

  const saveButton = el("button", { type: "button", class: "button", onclick: () => save(false) }, "Save");
  const bothButton = el("button", { type: "button", class: "button main", onclick: () => save(true) }, "Save and publish");
  function busy(is) {
    saveButton.disabled = bothButton.disabled = is;
  }

  // --- the page

  const restored = found();
  write(fresh());
  if (restored) {
    write(restored.work);
    base = restored.work.base || base;
    nextByHand = Boolean(restored.work.next_update);
    changed = true;
  }
  suggestNext();
  by.components?.severity?.(by.severity?.read());
  const notes = el("div", {});
  const due = state.dues.find((one) => one.incident === item?.id);
  notes.append(
    restored ? el("p", { class: "note", role: "status" }, `Your text from ${time(restored.saved)} is back; it had not been saved. `,
      el("button", { type: "button", class: "link", onclick: async () => { throwAway(); await post("api/forget", read()); desk.state.drafts = []; desk.go(location.hash); } }, "Begin anew")) : "",
    due ? el("p", { class: "due" }, `${due.what === "review" ? "Review" : "Update"} due ${time(due.at)} `, countdown(due.at)) : "");

  const fold = form.more.length
    ? el("details", { class: "more" }, el("summary", {}, "More: times and marks"), form.more.map((field) => field.element)) : null;
  const elements = form.fields.map((field) => field.element);
  const message = form.fields.indexOf(by.message);
  if (message >= 0) elements.splice(message, 0, words.element);
  const shape = el("form", { class: "writing", novalidate: "", onsubmit: (event) => { event.preventDefault(); save(false); } },
    el("h1", {}, item ? `${form.title}: ${item.title}` : isNew ? form.title : `${form.title}: ${preset.id}`),
    notes, elements, fold ?? "",
    el("div", { class: "saving" }, alerts, summary, el("p", { class: "actions" }, bothButton, saveButton)));
  for (const field of fields) {
    for (const kindOf of ["input", "change"]) field.element.addEventListener(kindOf, () => edited(field.name));
  }
  shape.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(false); }
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  });
  place.classList.add("two");
  place.append(shape, preview.element);
  preview.show(read());

  desk.leave = () => {
    preview.stop();
    if (changed && keeping) { clearTimeout(keeping); post("api/keep", read()).catch(() => {}); }
  };
  desk.refresh = async (paths) => {
    if (!file || (paths && !paths.includes(file.path))) return;
    const there = await post("api/file", which).catch(() => null);
    if (there?.digest === base) return;
    if (!changed && there) return desk.go(location.hash);
    alerts.replaceChildren(el("p", { class: "note bad" }, "Somebody else has changed this file. When you save, both versions are shown."));
    return undefined;
  };
}
