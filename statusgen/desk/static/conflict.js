// Both versions side by side, when somebody else has been faster.
import { el } from "./dom.js";

/** Return for each line of *a* and *b* whether the other has it too, in order. */
function common(a, b) {
  const width = b.length + 1;
  if (a.length * width > 4e6) return [a.map(() => true), b.map(() => true)]; // too long to compare
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = a[i] === b[j]
        ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const inA = a.map(() => false);
  const inB = b.map(() => false);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { inA[i++] = true; inB[j++] = true; }
    else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i++;
    else j++;
  }
  return [inA, inB];
}

function version(title, lines, same, kind) {
  return el("section", {},
    el("h3", {}, title),
    el("pre", { tabindex: "0", "aria-label": title }, lines.map((line, n) =>
      same[n] ? `${line}\n` : el("mark", { class: kind }, `${line}\n`))));
}

/**
 * Show *told*, and return what the person chose: one of the keys of *choices*, or "".
 * *opened* is the file as the person had opened it, where that is known: then what each has
 * changed is marked, else what differs. A form's own part is what is not in *theirs*.
 */
export function askConflict(told, choices, opened, isForm) {
  const theirs = told.theirs.split("\n");
  const mine = told.mine.split("\n");
  const [inTheirs, inMine] = common(theirs, mine);
  const known = opened?.split("\n");
  const newTheirs = known ? common(theirs, known)[0] : inTheirs;
  const newMine = known && !isForm ? common(mine, known)[0] : inMine;
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "conflict", "aria-labelledby": "conflict-title" },
      el("h2", { id: "conflict-title" }, "Nothing was overwritten"),
      el("p", {}, `${told.message} Here are both versions; what is new in each is marked. What you wrote is kept.`),
      el("div", { class: "versions" },
        version("On the disk now", theirs, newTheirs, "theirs"),
        version("With what you wrote", mine, newMine, "mine")),
      el("p", { class: "actions" },
        Object.entries(choices).map(([key, text], n) => el("button", {
          type: "button", class: n ? "button" : "button main", onclick: () => dialog.close(key),
        }, text)),
        el("button", { type: "button", class: "button", onclick: () => dialog.close("") }, "Go back to writing")));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue); });
    dialog.addEventListener("cancel", () => { dialog.returnValue = ""; });
    document.body.append(dialog);
    dialog.showModal();
    for (const pre of dialog.querySelectorAll("pre")) {
      const first = pre.querySelector("mark");
      if (first) pre.scrollTop = first.offsetTop - pre.clientHeight / 3;
    }
  });
}
