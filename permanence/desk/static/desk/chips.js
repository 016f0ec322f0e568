// Small marks used in several places. A level is always a colour, a word and an icon together.

import { make } from "./dom.js";
import { icon } from "./icons.js";
import { LEVELS } from "./words.js";

/** The level of a conversation. */
export function levelChip(level, { short = false } = {}) {
  const { word, short: brief } = LEVELS[level] ?? LEVELS.standard;
  return make("span", { class: "level", "data-level": level }, icon(level), make("span", {}, short ? brief : word));
}

/** A word in a frame: "Force à déterminer", "Entraînement". */
export function chip(text, tone = "soft") {
  return make("span", { class: "chip", "data-tone": tone }, text);
}

/** An icon and its word. */
export function labelled(name, text) {
  return [icon(name), make("span", {}, text)];
}
