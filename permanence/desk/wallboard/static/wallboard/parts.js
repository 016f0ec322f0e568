// The parts of the board: an alarm, a force, an emergency, an officer. A level is told by word and shape besides colour.

import { make } from "../desk/dom.js";

const LEVELS = { immediate: ["▲", "danger immédiat"], high: ["◆", "urgent"], standard: ["●", "normal"] };
const STATES = { available: ["✓", "disponible"], break: ["‖", "en pause"], away: ["✕", "absent"] };
const FORCES = { PN: "PN", GN: "GN", "": "Force à préciser" };

/** A duration: `0:07`, `12:40`, `1 h 05`. */
export function time(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)}`;
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** One alarm, with its clock where somebody waits. */
export function alarmRow(alarm) {
  const clock = alarm.since && make("strong", { class: "running", "data-since": alarm.since });
  const words = [make("span", { class: "shape", "aria-hidden": "true" }, alarm.grave ? "▲" : "◆"), make("span", {}, alarm.text)];
  return make("p", { class: "alarm", "data-grave": String(alarm.grave), "data-kind": alarm.kind }, words, clock);
}

/** An alarm of which whoever is on call was told; `lookAfter` says that somebody here does. */
export function callRow(call, lookAfter) {
  const times = call.times > 1 ? `Astreinte appelée ${call.times} fois` : "Astreinte appelée";
  const end = call.by
    ? make("span", { class: "call__by" }, `${call.by} s’en occupe`)
    : make("button", { type: "button", class: "button", on: { click: () => lookAfter(call.id) } }, "Je m’en occupe");
  return make("p", { class: "call" }, make("b", {}, times), make("span", {}, call.text), end);
}

/** A force: who waits in one very large figure, then the rest. */
export function forceCard(force) {
  const levels = Object.entries(LEVELS).map(([code, [shape, word]]) =>
    make("li", { class: "level", "data-level": code, "data-none": String(!force.levels[code]) },
      make("span", { class: "shape", "aria-hidden": "true" }, shape), make("b", {}, String(force.levels[code])), ` ${word}`));
  return make("section", { class: "force", "data-force": force.code || "all" },
    make("h2", {}, force.name),
    make("div", { class: "force__waiting" },
      make("p", { class: "huge" }, make("b", {}, String(force.waiting)), make("span", {}, force.waiting > 1 ? "attendent" : "attend")),
      make("ul", { class: "levels" }, levels)),
    make("dl", { class: "force__rest" },
      figure("Plus longue attente", force.longest_since ? make("span", { "data-since": force.longest_since }) : "aucune", "longest"),
      figure("Attente estimée", estimate(force.estimate_s), "estimate"),
      figure("Répondu en 20 s", share(force.within_20_s), "within-20"),
      figure("Répondu en 60 s", share(force.within_60_s), "within-60"),
      figure("Abandons du jour", String(force.abandoned), "abandoned"),
      figure("Places libres", String(force.free), "free")),
    make("p", { class: "force__staff" }, staff(force)));
}

function figure(label, value, name) {
  return make("div", { class: "figure", "data-figure": name }, make("dt", {}, label), make("dd", {}, value));
}

function estimate(seconds) {
  if (seconds === null) return "inconnue";
  return seconds <= 60 ? "1 min" : `${Math.ceil(seconds / 60)} min`;
}

function share(percent) {
  return percent === null ? "–" : `${percent} %`;
}

function staff(force) {
  const away = force.away ? `, ${force.away} ${force.away > 1 ? "absents" : "absent"}` : "";
  return `${force.available} ${force.available > 1 ? "disponibles" : "disponible"}, ${force.on_break} en pause${away}`;
}

/** An emergency with its running clock. */
export function emergencyRow(one) {
  const where = `${FORCES[one.force]}${one.department ? `, département ${one.department}` : ""}`;
  return make("li", { class: "emergency", "data-waits": String(one.waits) },
    make("span", { class: "shape", "aria-hidden": "true" }, "▲"),
    make("span", {}, make("b", {}, one.waits ? "Attend" : one.officer || "En cours"), make("small", {}, where)),
    make("strong", { class: "running", "data-since": one.since }));
}

/** An officer: state, what they hold by level, free places, load. */
export function officerCard(one) {
  const [mark, state] = STATES[one.state];
  const held = Object.entries(LEVELS).filter(([code]) => one[code]).map(([code, [shape, word]]) =>
    make("span", { class: "held", "data-level": code, title: word }, `${shape} ${one[code]}`, make("span", { class: "visually-hidden" }, ` ${word}`)));
  const free = one.state === "available" && `${one.free} ${one.free > 1 ? "libres" : "libre"}`;
  return make("li", { class: "agent", "data-state": one.state, "data-alone": String(one.state === "away" && one.held > 0) },
    make("p", { class: "agent__name" },
      make("span", {}, make("span", { "aria-hidden": "true" }, `${mark} `), make("b", {}, one.first_name), ` ${one.force}`),
      make("span", { class: "agent__free" }, free || state)),
    make("p", { class: "agent__load" }, held, one.held > 0 && make("span", {}, `charge ${one.weight.toLocaleString("fr")}`), make("small", {}, one.rank)));
}
