// Making elements. Text is always text here: nothing is ever read as HTML.

/** Return an element; `on…` properties are listeners, others are set as they are. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Say *text* to those who listen instead of looking. */
export function speak(text) {
  const place = document.getElementById("spoken");
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 50);
}

let offset = 0; // the server's clock less ours, in milliseconds
export const setClock = (now) => { offset = Date.parse(now) - Date.now(); };
export const now = () => Date.now() + offset;

let zone = "UTC";
export const setZone = (name) => { zone = name; };

/** Return e.g. `14:50 GMT`, with the day where that is not today. */
export function time(at) {
  const when = new Date(at);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  }).format(when);
  if (day.format(when) === day.format(new Date(now()))) return clock;
  const date = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, weekday: "short", day: "numeric", month: "short",
  });
  return `${date.format(when)}, ${clock}`;
}

/** Return e.g. `14:50 UTC`, as a message says it. */
export const utc = (at) => `${new Date(at).toISOString().slice(11, 16)} UTC`;

/** Return e.g. `12 min`, `2 h 5 min`, `3 days`; under two minutes with seconds. */
export function span(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (seconds < 120) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** Return an element that counts down to *at*; all of them are set by `tick`. */
export function countdown(at) {
  const element = el("span", { class: "countdown" });
  element.dataset.at = at;
  setCountdown(element);
  return element;
}

function setCountdown(element) {
  const left = Date.parse(element.dataset.at) - now();
  const text = left < 0 ? `${span(left)} late` : `${span(left)} left`;
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("late", left < 0);
  element.classList.toggle("soon", left >= 0 && left < 10 * 60000);
}

export const tick = () => document.querySelectorAll(".countdown").forEach(setCountdown);
