// The questions of the grid: red ones on top, then by part. A question is answered by a click or by one letter; what
// supports the answer stands under it and leads to it.

import { fill, make, say, set } from "../desk/dom.js";
import { support } from "./danger-words.js";

const CHOICES = [["yes", "Oui", "o"], ["no", "Non", "n"], ["unknown", "?", "i"]];

export class DangerRows {
  /** `answer(name, answer | null)` keeps one; `go(answer)` shows what supports it; `tie(name)` asks what does. */
  constructor({ answer, go, tie }) {
    Object.assign(this, { answer, go, tie, key: "", rows: new Map() });
    this.fields = make("fieldset", { class: "danger__rows", "aria-label": "Questions de la grille" });
    this.root = make("div", {}, this.fields);
    this.root.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** The grid with its answers; `may`: whether this officer answers. */
  show(grid, answers, may) {
    if (this.key !== grid.key) this.begin(grid);
    this.fields.disabled = !may;
    for (const [name, row] of this.rows) this.update(row, name, answers[name], may);
  }

  begin(grid) {
    this.key = grid.key;
    this.rows.clear();
    const red = this.part(`En rouge : ${grid.threshold.red} oui suffisent`, grid.criteria.filter((one) => one.red), "red");
    const parts = grid.sections.map(({ id, title }) => this.part(title, grid.criteria.filter((one) => one.section === id && !one.red)));
    fill(this.fields, red, parts);
  }

  part(title, criteria, tone = null) {
    if (!criteria.length) return null;
    return make("section", { class: "danger__part", "data-tone": tone }, make("h3", {}, title), criteria.map((one) => this.row(one)));
  }

  row({ id, question, help }) {
    const radios = CHOICES.map(([value, , key]) => make("input", { type: "radio", class: "visually-hidden", name: `danger-${id}`, value, "data-key": key }));
    const segments = CHOICES.map(([value, text], index) => make("label", { class: "segment", "data-choice": value }, radios[index], text, value === "unknown" && make("span", { class: "visually-hidden" }, " ne sait pas")));
    const words = make("span", { class: "danger__question", id: `danger-${id}-question` }, unbroken(question));
    const group = make("div", { class: "segments", role: "radiogroup", "aria-labelledby": words.id, "aria-describedby": `danger-${id}-help` }, segments);
    const tied = make("div", { class: "danger__support" });
    const root = make("div", { class: "danger__row", "data-criterion": id }, words, group, make("p", { class: "danger__help", id: `danger-${id}-help` }, help), tied);
    for (const radio of radios) radio.addEventListener("change", () => this.choose(id, radio.value));
    for (const radio of radios) radio.addEventListener("click", () => this.row_(id).said === radio.value && this.takeAway(id));
    this.rows.set(id, { root, radios, tied, said: null, told: "", given: null });
    return root;
  }

  row_(name) {
    return this.rows.get(name);
  }

  /** Another answer keeps what it was tied to: the message spoke of it. */
  choose(name, value) {
    const { answer, ...tied } = this.row_(name).given ?? {};
    this.answer(name, { ...tied, answer: value });
  }

  takeAway(name) {
    if (!this.fields.disabled) this.answer(name, null);
  }

  update(row, name, answer, may) {
    Object.assign(row, { said: answer?.answer ?? null, given: answer ?? null });
    for (const radio of row.radios) radio.checked = radio.value === row.said;
    set(row.root, "data-answer", row.said);
    const told = JSON.stringify([answer, may]);
    if (row.told === told) return;
    row.told = told;
    const words = support(answer);
    fill(
      row.tied,
      words && make("button", { type: "button", class: "danger__go", title: "Voir ce qui appuie cette réponse", on: { click: () => this.go(row.given) } }, words),
      answer && may && make("button", { type: "button", class: "danger__tie", tabindex: "-1", title: "Touche R", "aria-keyshortcuts": "R", on: { click: () => this.tie(name) } }, words ? "changer" : "Relier à un message"),
    );
    row.tied.hidden = !words && !(answer && may);
  }

  /** O, N and I answer the question under the hand; R ties the answer; Delete takes it away. What appears with an
   *  answer is not in the way of the next question: the tabulator passes it by. */
  pressed(event) {
    if (!event.target.matches?.("input[type=radio]") || event.ctrlKey || event.altKey || event.metaKey) return;
    const name = event.target.closest("[data-criterion]").dataset.criterion;
    const radio = this.row_(name).radios.find(({ dataset }) => dataset.key === event.key.toLowerCase());
    if (radio) {
      radio.checked = true;
      radio.focus();
      if (this.row_(name).said !== radio.value) this.choose(name, radio.value);
    } else if (["Delete", "Backspace"].includes(event.key)) this.takeAway(name);
    else if (event.key.toLowerCase() === "r" && this.row_(name).given && !this.fields.disabled) this.tie(name);
    else return;
    event.preventDefault();
  }

  /** The first question without an answer, or the first one. */
  focus() {
    const rows = [...this.rows.values()];
    const { radios } = rows.find(({ said }) => !said) ?? rows[0] ?? { radios: [] };
    (radios.find(({ checked }) => checked) ?? radios[0])?.focus();
  }

  /** A question, marked for a moment. */
  mark(name) {
    const { root } = this.row_(name) ?? {};
    root?.scrollIntoView({ block: "center" });
    set(root, "data-marked", "true");
    setTimeout(() => set(root, "data-marked", null), 2500);
  }

  /** What a part of the head shows of a question. */
  said(name) {
    return this.row_(name)?.said ?? "";
  }
}

/** The question mark never stands alone on a line. */
export function unbroken(question) {
  return question.replace(/ \?$/, "\u00a0?");
}

/** Says a text where it differs, and hides the place where there is none. */
export function sayOrHide(node, text) {
  node.hidden = !text;
  say(node, text);
}
