// Words that are ready, to begin a message with.
import { el } from "./dom.js";

/** Return {element, draw()}: the templates for this moment, to begin the words with. */
export function wordsPicker(field, state, { moment, severity, fill, changed }) {
  const id = "f-template";
  const select = el("select", { id });
  const open = el("p", { class: "hint", role: "status" });
  const undo = el("button", { type: "button", class: "link", hidden: true, onclick: () => { field.write(before); undo.hidden = true; changed(); } }, "Put back what I had");
  let before = "";
  const use = el("button", {
    type: "button", class: "button", onclick: async () => {
      if (!select.value) return;
      const told = await fill(select.value);
      before = field.read();
      undo.hidden = !before.trim();
      field.write(told.text);
      open.textContent = told.open.length ? `Still to say: ${told.open.map((one) => `{${one.name}} ${one.meaning}`).join("; ")}.` : "";
      changed();
      field.control.focus();
    },
  }, "Use these words");
  function draw() {
    const fitting = state.templates.filter((one) => one.moment === moment() && (!severity() || !one.severities.length || one.severities.includes(severity())));
    select.replaceChildren(...fitting.map((one) => el("option", { value: one.name }, one.own ? one.name : `${one.name} (built in)`)));
    element.hidden = !field || !fitting.length;
  }
  const element = el("div", { class: "field words" }, el("label", { for: id }, "Words that are ready"), el("div", { class: "row" }, select, use, undo), open);
  draw();
  return { element, draw };
}
