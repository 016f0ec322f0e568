// What the visitor's words say of the danger: marked where they stand, named in the file. The server judges them; they
// raise a level or suggest one, and the officer decides.

import { levelChip } from "./chips.js";
import { make } from "./dom.js";
import { LEVELS } from "./words.js";

/** What a message shows of them, to tell whether it must be drawn anew. */
export function spansOf({ file }, seq) {
  return (file?.signals?.spans ?? []).filter((span) => span.seq === seq);
}

/** The text with its signals marked; places are counted in code points. */
export function marked(text, spans) {
  if (!spans.length) return text;
  const points = Array.from(text);
  const parts = [];
  let at = 0;
  for (const { start, end, label } of apart(spans)) {
    if (start > at) parts.push(points.slice(at, start).join(""));
    parts.push(make("mark", { class: "signal", title: label }, points.slice(start, end).join("")));
    at = end;
  }
  return [...parts, points.slice(at).join("")];
}

/** Overlapping ones as one, with all their names. */
function apart(spans) {
  const found = [];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const last = found.at(-1);
    if (last && span.start < last.end) Object.assign(last, { end: Math.max(last.end, span.end), label: `${last.label}, ${span.label}` });
    else found.push({ ...span });
  }
  return found;
}

/** For the file: their names, and the level they suggest where it is more urgent than the officer's. */
export function signalLines({ id, file }, acts) {
  const { signals } = file;
  if (!signals) return null;
  const names = [...new Set(signals.spans.map(({ label }) => label))];
  const suggests = LEVELS[signals.level].rank < LEVELS[file.level].rank;
  const follow = make("button", { type: "button", class: "button", "data-act": "follow-signals", on: { click: () => acts.decide(id, "level", { level: signals.level, reason: "signaux dans les mots de la personne" }, "Niveau corrigé.") } }, "Suivre");
  return [
    make("p", { class: "file__signals" }, "Dans ses mots : ", make("strong", {}, names.join(", "))),
    suggests && make("p", { class: "file__answers" }, make("span", {}, "Ils suggèrent :"), levelChip(signals.level), follow),
  ];
}
