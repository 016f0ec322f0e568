// One referral as it stands: to whom, where it is, what is late, the appointment, what happened, and what the desk may
// do with it.

import { now } from "../desk/clock.js";
import { chip } from "../desk/chips.js";
import { fill, make } from "../desk/dom.js";
import { moment } from "../desk/words.js";
import { late, line, tone, UNDER_WAY } from "./referral-words.js";

const APPOINTMENT_TONES = { proposed: "late", confirmed: "blue" };

/** `acts(one)` are the buttons; `hides`: she sees nothing of it now. */
export function card(one, { acts, hides }) {
  const troubled = late(one, now());
  return make(
    "article",
    { class: "referral", "data-referral": one.id, "data-tone": tone(one), "aria-label": `Orientation vers ${one.to.name}` },
    make("header", { class: "referral__head" }, make("h3", {}, one.to.name), chip(one.state_label, tone(one)), one.urgent && chip("Urgent", "danger"), one.exercise && chip("Exercice", "soft")),
    make("p", { class: "referral__hint" }, `${one.ground_label}, ${one.sent_by}, ${moment(one.sent_at, now())}`),
    one.to.neutral && make("p", { class: "referral__hint" }, one.to.neutral_words),
    troubled && make("p", { class: "referral__late" }, troubled),
    one.agreement_lost && UNDER_WAY.includes(one.state) && make("p", { class: "referral__late" }, "Son accord a été retiré depuis : l’unité en est avertie. Retirez l’orientation, ou notez ce que la personne souhaite."),
    one.outcome && make("p", {}, make("strong", {}, `Suite : ${one.outcome_label}`)),
    one.appointment && appointment(one.appointment),
    knows(one, hides),
    make("div", { class: "referral__acts" }, acts(one)),
    history(one),
  );
}

function appointment(one) {
  const facts = [["Où", one.place], ["Demander", one.contact], ["Apporter", one.bring], ["À savoir", one.note]].filter(([, value]) => value);
  return make(
    "div",
    { class: "referral__appointment" },
    make("p", {}, make("strong", {}, one.words), one.clock && ` (${one.clock})`, " ", chip(one.state_label, APPOINTMENT_TONES[one.state])),
    facts.length > 0 && make("dl", { class: "facts" }, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
  );
}

/** What she knows of it; an officer tells her the rest. */
function knows(one, hides) {
  if (hides && one.told_at) return make("p", { class: "referral__hidden" }, "Sa page ne montre rien : l’auteur lit peut-être.");
  if (one.told_at) return one.told && make("p", { class: "referral__hint" }, `Ce qui lui est dit : ${one.told}`);
  return make("p", { class: "referral__hidden" }, `La personne n’en sait rien encore. ${one.told}`);
}

function history(one) {
  const steps = one.timeline.map((step) => {
    const { head, by, text } = line(step);
    return make("li", {}, make("p", {}, make("strong", {}, head), by && ` · ${by}`, make("span", { class: "referral__when" }, moment(step.at, now()))), text && make("p", { class: "referral__text" }, text));
  });
  const details = make("details", { class: "referral__history" }, make("summary", {}, `Historique (${steps.length})`));
  const list = make("ol", {});
  fill(list, steps);
  details.append(list);
  return details;
}
