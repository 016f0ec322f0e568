// What the grid asks in a dialog: which question a message answers, what supports an answer, what was answered before.

import { now } from "../desk/clock.js";
import { ask, choice, field, tell } from "../desk/dialog.js";
import { make } from "../desk/dom.js";
import { plain } from "../desk/folding.js";
import { count, moment } from "../desk/words.js";
import { unbroken } from "./danger-rows.js";
import { ANSWERS, counts, support } from "./danger-words.js";

const MESSAGES = 12;
const WORDS = 70;

/** Which question a message answers, and how: typing filters, Enter says yes to the first. `take(name, answer)`. */
export function askCriterion({ grid, text, seq, said, take }) {
  const red = (one) => Number(!one.red);
  const every = [...grid.criteria].sort((one, other) => red(one) - red(other));
  const filter = make("input", { class: "into__filter", type: "search", "aria-label": "Filtrer les questions", placeholder: "Filtrer les questions : arme, mort, enfant…", autocomplete: "off" });
  const lines = make("ul", { class: "into__criteria" }, every.map((one) => criterion(one, said(one.id))));
  const dialog = tell({ id: "dialog-into-danger", title: `À la grille : message ${seq}`, body: make("div", { class: "into" }, make("blockquote", { class: "into__words" }, text), filter, lines) });
  const put = (name, answer) => {
    dialog.close();
    take(name, answer);
  };
  filter.addEventListener("input", () => {
    for (const line of lines.children) line.hidden = !line.dataset.plain.includes(plain(filter.value.trim()));
  });
  filter.addEventListener("keydown", (event) => {
    const first = [...lines.children].find((line) => !line.hidden);
    if (event.key !== "Enter" || !first) return;
    event.preventDefault();
    put(first.dataset.criterion, "yes");
  });
  lines.addEventListener("click", ({ target }) => target.closest("button") && put(target.closest("li").dataset.criterion, target.closest("button").value));
  filter.focus();
}

function criterion({ id, question, help, red }, said) {
  const button = ([value, word]) => make("button", { type: "button", class: "button", value, "aria-label": `${word} : ${question}`, "aria-pressed": String(said === value) }, word);
  return make("li", { "data-criterion": id, "data-plain": plain(`${question} ${help}`), "data-tone": red ? "red" : null }, make("span", {}, unbroken(question)), [["yes", "Oui"], ["no", "Non"], ["unknown", "?"]].map(button));
}

/** What supports an answer: one of her last messages, a note between officers, or nothing. `tie({seq} | {note} | {})`. */
export function askSupport({ question, answer, conversation, notes, tie }) {
  const said = [...conversation.messages.values()].filter(({ from, seq }) => from === "visitor" || seq === answer.seq).sort((one, other) => other.seq - one.seq);
  const kept = said.filter(({ seq }, index) => index < MESSAGES || seq === answer.seq);
  const options = [["", "Rien de précis"], ...kept.map(({ seq, text }) => [`seq ${seq}`, `Message ${seq} : ${short(text)}`]), ...notes.map(({ seq, text }) => [`note ${seq}`, `Note ${seq} : ${short(text ?? "")}`])];
  ask({
    id: "dialog-support",
    title: "Ce qui appuie la réponse",
    intro: question,
    fields: [field({ name: "support", label: "Message ou note interne", hint: "Pour un message plus ancien : « À la grille », sur ce message.", control: choice(options, Object.keys(answer).filter((name) => name !== "answer").map((name) => `${name} ${answer[name]}`)[0] ?? "") })],
    confirm: "Garder",
    onConfirm: ({ support: chosen }) => {
      const [kind, number] = chosen.split(" ");
      tie(kind ? { [kind]: Number(number) } : {});
    },
  });
}

function short(text) {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > WORDS ? `${line.slice(0, WORDS)}…` : line;
}

/** Who answered what, when, and what it came to. */
export function tellHistory(history, question) {
  const change = ([name, [before, after]]) => make("li", {}, `${question(name)} `, make("span", { class: "scores__change" }, `${said(before)} → ${said(after)}`));
  const line = ({ at, by, before, changes, ...found }) =>
    make("li", { class: "scores__one", "data-danger": found.is_danger ? "true" : null }, make("p", { class: "scores__head" }, make("strong", {}, counts(found)), before && before.is_danger !== found.is_danger && make("span", { class: "scores__crossed" }, found.is_danger ? "seuil atteint" : "sous le seuil"), make("span", {}, `${moment(at, now())}, ${by.name}`)), make("ul", {}, Object.entries(changes).map(change)));
  const body = history.length ? make("ol", { class: "scores" }, history.map(line)) : make("p", { class: "empty" }, "Aucune réponse pour l’instant.");
  tell({ id: "dialog-scores", title: `Historique de la grille : ${count(history.length, "enregistrement")}`, body });
}

function said(answer) {
  if (!answer) return "sans réponse";
  return [ANSWERS[answer.answer], support(answer)].filter(Boolean).join(", ");
}

/** A note that supports an answer. */
export function tellNote({ seq, by, at, text }) {
  tell({ id: "dialog-note", title: `Note interne ${seq}`, body: make("div", {}, make("p", { class: "into__words" }, text ?? "Contenu détruit à la fin de sa durée de conservation."), make("p", { class: "file__by" }, `${by.name}, ${moment(at, now())}`)) });
}

/** Whether to go on with another version of the grid. `carry()` may throw a refusal. */
export function askCarryOver({ newer, carry }) {
  ask({
    id: "dialog-carry-over",
    title: "Passer à la grille actuelle",
    intro: `« ${newer.title} », ${newer.source}. Les questions communes gardent leur réponse ; les autres réponses restent dans l’historique. Ce passage ne s’annule pas.`,
    confirm: "Passer à cette grille",
    onConfirm: carry,
  });
}
