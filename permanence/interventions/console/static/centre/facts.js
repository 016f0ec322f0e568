// What a patrol must know before it knocks: the dangers, who is there, the place. A question that was not asked says
// so; what changed since the centre took the alert in charge says when.

import { make } from "../desk/dom.js";
import { icon } from "../desk/icons.js";
import { answerWords, isYes, modifiedWords } from "./words.js";

const DANGERS = [
  ["weapon", "Arme", "danger"],
  ["injured", "Blessures", "danger"],
  ["children", "Enfants", "late"],
  ["dogs", "Chiens", "late"],
];
const PLACE = [
  ["address", "Adresse"],
  ["landmark", "Repère"],
  ["floor", "Étage, porte"],
  ["access_code", "Code d’accès"],
  ["no_place_reason", "Lieu non connu"],
];
const PEOPLE = [
  ["people", "Qui est là"],
  ["aggressor", "Auteur"],
  ["vehicle", "Véhicule"],
  ["note", "Autre"],
];

/** When a field changed, as a mark beside it; nothing where it did not. */
export function changeMark(changed, ...names) {
  const at = names.map((name) => changed.get(name)).find(Boolean);
  return at && make("span", { class: "mark mark--changed" }, modifiedWords(at));
}

/** Weapon, injuries, children, dogs: large, coloured where the answer is yes. */
export function dangerTiles({ sheet }, changed) {
  return DANGERS.map(([name, label, tone]) => {
    const answer = sheet[name];
    const state = answer === undefined ? "unknown" : isYes(answer) ? tone : "no";
    return make("div", { class: "tile", "data-state": state, "data-field": name },
      make("dt", {}, state === tone && icon("immediate"), label, changeMark(changed, name)),
      make("dd", {}, answerWords(answer)));
  });
}

/** Address, floor, code, as rows; only what is known, but the address always. */
export function placeRows({ sheet }, changed) {
  return rows(PLACE.filter(([name]) => name === "address" || sheet[name] !== undefined), sheet, changed);
}

/** Who is there, the author, the vehicle, the rest. */
export function peopleRows({ sheet }, changed) {
  return rows(PEOPLE, sheet, changed);
}

function rows(names, sheet, changed) {
  return names.map(([name, label]) =>
    make("div", { class: "row", "data-field": name, "data-known": String(sheet[name] !== undefined) },
      make("dt", {}, label), make("dd", {}, answerWords(sheet[name]), changeMark(changed, name))));
}
