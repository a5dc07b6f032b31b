// Publishing: every step as it goes, and the proof at the end.
import { el, speak } from "./dom.js";
import { stream } from "./talk.js";

export function showPublish(place, desk, begin) {
  const { targets, drafts, problems } = desk.state;
  const log = el("ol", { class: "steps" });
  const result = el("div", {});
  const button = el("button", { type: "button", class: "button main", onclick: run }, "Publish now");
  const rows = new Map();
  const errors = problems.filter((one) => one.level === "ERROR").length;
  place.append(
    el("h1", {}, "Publish"),
    targets.length
      ? el("p", {}, "What is saved goes to ", targets.map((one) => one.name).join(", "), ".")
      : el("p", { class: "problem error" }, "There is no target yet. The engineer names one in content/site.yaml."),
    drafts.length ? el("p", { class: "hint" }, `${drafts.length} text${drafts.length > 1 ? "s are" : " is"} not saved and will not be part of it.`) : "",
    desk.notice ? el("p", { class: "problem advice" }, desk.notice) : "",
    errors ? el("p", { class: "problem error" }, `There ${errors > 1 ? "are mistakes" : "is a mistake"} in the content: see the overview.`) : "",
    el("p", { class: "actions" }, button),
    log, result);
  button.disabled = !targets.length;
  desk.notice = "";

  function step(key, text, done, total) {
    let row = rows.get(key);
    if (!row) {
      row = { text: el("span", {}), bar: el("progress", { max: 1, value: 0, "aria-label": key }) };
      rows.set(key, row);
      log.append(el("li", {}, row.text, row.bar));
    }
    row.text.textContent = text;
    row.bar.hidden = !total;
    if (total) { row.bar.max = total; row.bar.value = done; }
  }

  function hear(event) {
    if (event.event === "build") step("build", `Building: ${event.what}`, event.done, event.total);
    if (event.event === "built") { step("build", `Built: ${event.summary}`, 0, 0); speak("The page is built."); }
    if (event.event === "step") {
      const text = event.phase === "note" || event.phase === "trying again" ? event.text : event.phase;
      step(event.target, `${event.target}: ${text}`, event.done, event.total);
    }
    if (event.event === "done") finish(event);
  }

  function finish(event) {
    button.disabled = false;
    button.textContent = "Publish again";
    const heading = el("h2", { tabindex: "-1" }, event.ok ? "It is published" : "It is not published everywhere");
    if (!event.targets) heading.textContent = "Nothing was published";
    for (const row of rows.values()) row.bar.hidden = true;
    for (const one of event.targets ?? []) step(one.target, `${one.target}: ${one.error ? "ended" : "done"}`, 0, 0);
    result.replaceChildren(heading, ...(event.targets ?? []).map(proof),
      event.error ? el("p", { class: "problem error" }, event.error, ". ", event.hint ?? "") : "",
      event.problems ? el("ul", {}, event.problems.map((one) => el("li", { class: "pre" }, one))) : "",
      event.ok ? el("p", {}, el("a", { href: event.url, rel: "noopener noreferrer", target: "_blank" }, "Open the public page (in a new tab)")) : "");
    heading.focus();
  }

  function proof(told) {
    if (told.error) {
      return el("div", { class: "proof wrong" }, el("h3", {}, `${told.target}: not published`),
        el("p", {}, told.error), told.hint ? el("p", { class: "hint" }, told.hint) : "");
    }
    const what = told.outcome === "unchanged"
      ? `was up to date already (release ${told.release})`
      : `release ${told.release}, ${told.uploads} files written`;
    const seen = {
      live: `Readers get it: ${told.checked} files fetched from the public address are what was built` +
        (told.live_after ? `, ${told.live_after.toFixed(1)} s after you pressed the button.` : "."),
      wrong: "Readers do not get it yet:",
      none: "It has no public address in site.yaml, so nobody has looked at it from outside.",
    }[told.proof];
    return el("div", { class: `proof ${told.proof}` }, el("h3", {}, `${told.target}: ${what}`), el("p", {}, seen),
      told.lines.length ? el("ul", {}, told.lines.map((one) => el("li", {}, one))) : "");
  }

  async function run() {
    button.disabled = true;
    button.textContent = "Publishing …";
    log.replaceChildren();
    result.replaceChildren();
    rows.clear();
    speak("Publishing.");
    try {
      await stream("api/publish", {}, hear);
    } catch (error) {
      finish({ ok: false, error: error.message, hint: error.told?.hint });
    }
  }
  if (begin === "now" && targets.length) {
    history.replaceState(null, "", "#/publish");
    queueMicrotask(run);
  }
}
