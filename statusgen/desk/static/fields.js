// The parts of a form. Each field is {element, read(), write(value), control}.
import { el } from "./dom.js";

let count = 0;

/** Return a line or a box of text with its label, a hint and room for its problems. */
export function textField(name, label, { hint = "", rows = 0, list = null, ...more } = {}) {
  const id = `f-${name}`;
  const control = el(rows ? "textarea" : "input", {
    id, name, ...(rows ? { rows: String(rows) } : { type: "text" }),
    autocomplete: "off", "aria-describedby": `${hint ? `${id}-hint ` : ""}${id}-problems`, ...more,
  });
  const element = el("div", { class: "field" },
    el("label", { for: id }, label),
    hint ? el("p", { class: "hint", id: `${id}-hint` }, hint) : null,
    control, list, problemsOf(name));
  return {
    name, element, control,
    read: () => control.value,
    write: (value) => { control.value = value ?? ""; },
  };
}

export const problemsOf = (name) => el("ul", { class: "problems", id: `f-${name}-problems` });

export function checkField(name, label, hint = "") {
  const control = el("input", { type: "checkbox", id: `f-${name}`, name });
  return {
    name, control,
    element: el("p", { class: "check" }, control, el("label", { for: `f-${name}` }, label), hint ? el("span", { class: "hint" }, ` ${hint}`) : null),
    read: () => control.checked,
    write: (value) => { control.checked = Boolean(value); },
  };
}

/** Return a group of radio buttons; *options* are [value, label, explanation]. */
export function choiceField(name, legend, options) {
  const group = `choice-${count++}`;
  const inputs = options.map(([value, label, explanation]) => {
    const id = `f-${name}-${value || "none"}`;
    const input = el("input", { type: "radio", name: group, id, value });
    return [input, el("div", { class: "choice" }, input, el("label", { for: id }, el("strong", {}, label), explanation ? el("span", { class: "hint" }, explanation) : null))];
  });
  const element = el("fieldset", { class: "field" }, el("legend", {}, legend),
    el("div", { class: "choices" }, inputs.map(([, row]) => row)), problemsOf(name));
  return {
    name, element, control: inputs[0][0],
    read: () => inputs.find(([input]) => input.checked)?.[0].value ?? "",
    write: (value) => inputs.forEach(([input]) => { input.checked = input.value === value; }),
  };
}

/** Return a tick for each component, with the status that it takes. */
export function tickField(groups, statuses, usual) {
  const rows = new Map();
  const sets = groups.map((group) => {
    const list = group.components.map((component) => {
      const id = `f-component-${component.id}`;
      const box = el("input", { type: "checkbox", id, onchange: () => { select.hidden = !box.checked; } });
      const first = el("option", { value: "" }, "as the severity has it");
      const select = el("select", { "aria-label": `Status of ${component.name}`, hidden: true },
        first, statuses.filter((one) => one !== "operational").map((one) => el("option", { value: one }, one)));
      rows.set(component.id, { box, select, first });
      return el("li", {}, box, el("label", { for: id }, component.name,
        component.description ? el("span", { class: "hint" }, component.description) : null), select);
    });
    return el("fieldset", { class: "ticks" }, el("legend", {}, group.name || "Others"), el("ul", {}, list));
  });
  return {
    name: "components", control: rows.values().next().value.box,
    element: el("fieldset", { class: "field" }, el("legend", {}, "What is affected"),
      el("div", { class: "tick-groups" }, sets), problemsOf("components")),
    read: () => Object.fromEntries([...rows].filter(([, { box }]) => box.checked).map(([id, { select }]) => [id, select.value])),
    write: (value) => rows.forEach(({ box, select }, id) => {
      box.checked = id in value;
      select.value = value[id] ?? "";
      select.hidden = !box.checked;
    }),
    severity: (severity) => rows.forEach(({ first }) => {
      first.textContent = severity ? `${usual(severity)} (as ${severity} has it)` : "as the severity has it";
    }),
  };
}

/** Return a status to choose for each component; what stays as it is is not sent. */
export function changeField(groups, statuses, affected) {
  const rows = new Map();
  const row = (component) => {
    const id = `f-component-${component.id}`;
    const current = affected[component.id] ?? component.status;
    const select = el("select", { id }, el("option", { value: "" }, `stays: ${current}`),
      statuses.filter((one) => one !== current).map((one) => el("option", { value: one }, one)));
    rows.set(component.id, select);
    return el("li", {}, el("label", { for: id }, component.name), select);
  };
  const all = groups.flatMap((group) => group.components);
  const first = all.filter((one) => one.id in affected).map(row);
  const rest = all.filter((one) => !(one.id in affected)).map(row);
  const more = el("details", {}, el("summary", {}, "Other components"), el("ul", { class: "changes" }, rest));
  return {
    name: "components", control: rows.values().next().value,
    element: el("fieldset", { class: "field" }, el("legend", {}, "How the components are now"),
      first.length ? el("ul", { class: "changes" }, first) : null, rest.length ? more : null, problemsOf("components")),
    read: () => Object.fromEntries([...rows].filter(([, one]) => one.value).map(([id, one]) => [id, one.value])),
    write: (value) => {
      rows.forEach((one, id) => { one.value = value[id] ?? ""; });
      if (Object.keys(value).some((id) => !(id in affected))) more.open = true;
    },
  };
}
