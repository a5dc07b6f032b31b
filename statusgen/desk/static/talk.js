// Talking to the desk's server.

/** What the server refuses, with its words. */
export class Refusal extends Error {
  constructor(status, told) {
    super(told.error ?? "the desk did not answer as it should");
    this.status = status;
    this.told = told;
  }
}

const HEADERS = { "Content-Type": "application/json", "X-Statusgen-Desk": "1" };

async function answer(response) {
  const kind = response.headers.get("Content-Type") ?? "";
  const told = kind.startsWith("application/json") ? await response.json() : {};
  if (!response.ok) throw new Refusal(response.status, told);
  return told;
}

export const get = async (path) => answer(await fetch(path));

export const post = async (path, body, more = {}) =>
  answer(await fetch(path, { method: "POST", headers: HEADERS, body: JSON.stringify(body), ...more }));

/** Call *heard* with each event of a stream that a POST begins. */
export async function stream(path, body, heard) {
  const response = await fetch(path, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });
  if (!response.ok) return answer(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) if (part.startsWith("data: ")) heard(JSON.parse(part.slice(6)));
  }
}

/**
 * Call *changed* with the paths of files that change, or with null where some may have while
 * nobody listened; and *lost* with whether the server is away.
 */
export function listen(changed, lost) {
  let events = null;
  let before = false;
  function open() {
    if (events || document.hidden) return;
    events = new EventSource("api/events");
    events.addEventListener("message", ({ data }) => {
      const { event, paths } = JSON.parse(data);
      lost(false);
      if (event === "rest") { events.close(); events = null; } // too many tabs: until this one is used
      if (event === "changed" || (event === "hello" && before)) changed(paths ?? null);
      before = true;
    });
    events.addEventListener("error", () => lost(true));
  }
  for (const use of ["focus", "pointerdown", "keydown"]) addEventListener(use, open);
  document.addEventListener("visibilitychange", open);
  open();
}
