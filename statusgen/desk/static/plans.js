// What each form asks for.
import { changeField, checkField, choiceField, textField, tickField } from "./fields.js";

const INCIDENT_STATUSES = [
  ["investigating", "Investigating", "We know that, but not why."],
  ["identified", "Identified", "We know why."],
  ["monitoring", "Monitoring", "It is mended, and we want to be sure."],
  ["update", "Update", "There is more to say; the status stays."],
];
const ENDINGS = [
  ["resolved", "Resolved", "It is over. Every component goes back to operational."],
  ["postmortem", "Postmortem", "The story afterwards; the review is held with it."],
];
const MAINTENANCE_STATUSES = [
  ["in_progress", "In progress", "It has begun."],
  ["verifying", "Verifying", "The work is done, and we look whether all is well."],
  ["completed", "Completed", "It is over."],
  ["update", "Update", "More to say, such as a new end."],
  ["cancelled", "Cancelled", "It does not take place."],
];
const TIMES = "14:20, 10 minutes ago, or 2026-11-23 14:20 UTC";

/** Return {title, fields, more}: what the form of *task* asks for. */
export function plan(task, state, item, preset) {
  const words = textField("message", "What customers read", { rows: 9, spellcheck: "true", hint: "Markdown. What is it like for them, what still works, when will they hear more?" });
  const next = textField("next_update", "Next update", { hint: "When you will speak again, such as 14:50 UTC or in 30 minutes." });
  const at = textField("at", "Time of this message", { hint: `Empty: now. Else ${TIMES}.` });
  const title = textField("title", "What do customers notice, in one line?", { maxlength: "140" });
  const severities = state.severities.map((one) => [one.id, `${one.id} ${one.name}`, one.definition]);
  const usual = (severity) => state.severities.find((one) => one.id === severity).usual;
  const draft = checkField("draft", "Draft", "Only previews show it.");
  const drill = checkField("drill", "Drill", "A rehearsal; it is never published.");
  switch (task) {
    case "new-incident": return {
      title: "Report an incident", moment: () => "investigating",
      fields: [title, choiceField("severity", "How bad is it?", severities), tickField(state.groups, state.statuses, usual), next, words],
      more: [choiceField("status", "What the first message says", [...INCIDENT_STATUSES.slice(0, 3), ENDINGS[0]]), at,
        textField("started", "Since when customers are affected", { hint: `Empty: since this message. Else ${TIMES}.` }),
        textField("detected", "When you noticed", { hint: "The clock for the first update runs from here." }),
        checkField("pinned", "Pinned", "It comes first on the page."), draft, drill],
    };
    case "update": return {
      title: { resolved: "Resolve", postmortem: "Postmortem" }[preset.status] ?? "Update",
      fields: [choiceField("status", "What this message says", [...INCIDENT_STATUSES, ...ENDINGS]),
        changeField(state.groups, state.statuses, item?.affected ?? {}), next, words],
      more: [at, choiceField("severity", "Severity", [["", "Stays as it is"], ...severities]),
        textField("ends", "When it was really over", { hint: "Only with Resolved, and if that was before this message." })],
    };
    case "new-maintenance": return {
      title: "Plan maintenance", moment: () => "scheduled",
      fields: [title, textField("starts", "Begins", { hint: "2026-12-01 02:00 UTC" }), textField("ends", "Ends", { hint: "2026-12-01 04:00 UTC, or 04:00 UTC" }),
        textField("effect", "What customers will notice", { hint: "In a sentence." }), tickField(state.groups, state.statuses, () => "under maintenance"), words],
      more: [at, draft, drill],
    };
    case "maintenance-update": return {
      title: "Maintenance update",
      fields: [choiceField("status", "What this message says", MAINTENANCE_STATUSES),
        textField("ends", "New end", { hint: "Only if it takes longer, or less long, than planned." }), words],
      more: [at],
    };
    case "new-notice": return {
      title: "Announce something",
      fields: [title, textField("starts", "Shown from", { hint: "Empty: at once." }), textField("ends", "Shown until", { hint: "Empty: until you end it." }), words],
      more: [draft],
    };
    case "end-notice": return {
      title: "End a notice", fields: [textField("ends", "When", { hint: "Empty: now." })], more: [],
    };
    default: return preset.language ? translation(state.languages.find((one) => one.id === preset.language)) : {
      title: "Edit the file",
      fields: [textField("text", "The file", { rows: 28, spellcheck: "true", class: "source", hint: "Markdown with the front matter. Problems show the line that they are in." })],
      more: [],
    };
  }
}

function translation({ id, name }) {
  return {
    title: name,
    fields: [textField("text", `The words in ${name}`, {
      rows: 28, spellcheck: "true", class: "source", lang: id,
      hint: "Write below each heading, and leave the headings as they are. What stays empty is shown in the original.",
    })],
    more: [],
  };
}
