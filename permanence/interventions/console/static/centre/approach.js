// How to approach: two things that must not be missed, each a band of its own, then the words of the desk; and whether
// whoever writes can speak.

import { make } from "../desk/dom.js";
import { icon } from "../desk/icons.js";
import { changeMark } from "./facts.js";
import { answerWords, isYes } from "./words.js";

/** The bands; first that the author may be the one who reads and writes. What was not asked is said in small, for it is not "no". */
export function approachBands({ sheet, author_may_read: doubtful }, changed) {
  return [
    doubtful && make("p", { class: "order order--strict order--doubt" }, icon("eye"), make("b", {}, "L’auteur lit peut-être"), " : les derniers messages peuvent être de lui"),
    order("quiet_approach", "Approche discrète", "Approche discrète", sheet, changed),
    order("do_not_call_back", "Ne pas rappeler", "Rappel", sheet, changed),
    speech(sheet, changed),
    sheet.approach && make("p", { class: "order order--words" }, make("b", {}, "Comment approcher : "), sheet.approach, changeMark(changed, "approach")),
  ];
}

function order(name, words, label, sheet, changed) {
  const answer = sheet[name];
  if (!isYes(answer)) return calm(name, label, answer, changed);
  const more = typeof answer === "string" && ` : ${answer}`;
  return make("p", { class: "order order--strict", "data-field": name }, icon("silent"), make("b", {}, words), more, changeMark(changed, name));
}

function calm(name, label, answer, changed) {
  const allowed = { quiet_approach: "aucune consigne", do_not_call_back: "possible" }[name];
  const words = answer === undefined ? "non renseigné" : answer === false ? allowed : answerWords(answer);
  return make("p", { class: "order order--calm", "data-field": name }, `${label} : ${words}`, changeMark(changed, name));
}

function speech({ can_speak: answer }, changed) {
  const mark = changeMark(changed, "can_speak");
  if (answer === undefined) return make("p", { class: "order order--calm", "data-field": "can_speak" }, "Peut parler : non renseigné", mark);
  if (answer === true) return make("p", { class: "order order--fine", "data-field": "can_speak" }, "Peut parler", mark);
  const words = typeof answer === "string" ? `Peut parler : ${answer}` : "Ne peut pas parler";
  return make("p", { class: "order order--strict", "data-field": "can_speak" }, icon("silent"), make("b", {}, words), mark);
}
