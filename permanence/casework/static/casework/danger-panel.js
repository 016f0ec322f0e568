// The assessment of danger in the dossier: what the answers come to, in sight above the questions, and what a human may
// decide once the threshold is reached. Nothing is decided here.

import { correctLevel } from "../desk/decisions.js";
import { fill, make, say, set } from "../desk/dom.js";
import { icon } from "../desk/icons.js";
import { latest, underWay } from "../desk/intervention-words.js";
import { prefer, preference } from "../desk/preferences.js";
import { DangerAnswers } from "./danger-answers.js";
import { askCarryOver, askCriterion, askSupport, tellHistory, tellNote } from "./danger-dialogs.js";
import { DangerRows, sayOrHide } from "./danger-rows.js";
import { counts, open, score, verdict } from "./danger-words.js";

const SAID = { "": "", saving: "Enregistrement…", saved: "Enregistré", failed: "Non enregistré, nouvel essai en cours" };

export class DangerPanel {
  constructor({ root, api, store, acts, toasts, drafts, board }) {
    Object.assign(this, { root, api, store, acts, board, id: "", waiting: null });
    this.answers = new DangerAnswers({ api, store, drafts, warn: (text) => toasts.warn(text) });
    this.rows = new DangerRows({ answer: (name, answer) => this.answers.edit(this.id, name, answer), go: (answer) => this.go(answer), tie: (name) => this.tie(name) });
    this.verdict = make("p", { class: "danger__verdict" });
    this.counts = make("p", { class: "danger__counts" });
    this.open = make("p", { class: "danger__open" });
    this.threshold = make("p", { class: "danger__threshold" });
    this.said = make("p", { class: "danger__said", role: "status" });
    this.reached = make("div", { class: "danger__reached" });
    this.newer = make("div", { class: "danger__newer", hidden: true });
    this.help = make("button", { type: "button", class: "button", "aria-pressed": "false", on: { click: () => this.helping(!this.helps) } }, "Comment demander");
    this.history = make("button", { type: "button", class: "button", on: { click: () => this.tellHistory() } }, "Historique");
    this.empty = make("p", { class: "empty" });
    this.head = make("div", { class: "danger__head", role: "status" }, make("div", { class: "danger__figures" }, this.verdict, this.counts), this.open, this.threshold, this.reached);
    this.reveal(false);
    fill(root, this.head, this.newer, make("div", { class: "danger__tools" }, this.said, this.help, this.history), this.empty, this.rows.root);
    this.helping(preference("dangerHelp"));
  }

  get conversation() {
    return this.store.conversations.get(this.id);
  }

  show(conversation, may) {
    this.id = conversation.id;
    const { id, answers } = this;
    if (!answers.grid(id)) answers.load(id);
    const grid = answers.grid(id);
    const { out } = answers.of(id);
    sayOrHide(this.empty, out || (grid ? "" : "Chargement de la grille…"));
    if (!grid) this.reveal(false);
    say(this.said, SAID[answers.standing(id)] ?? "");
    set(this.said, "data-keeping", answers.standing(id));
    if (!grid) return fill(this.reached);
    const isNew = this.rows.root.hidden;
    this.reveal(true);
    this.rows.show(grid, answers.answers(id), may && !out);
    if (isNew) this.focusLate();
    this.figures(score(grid, answers.answers(id)), grid);
    this.suggest(score(grid, answers.answers(id)), conversation, may);
    this.offer(answers.kept(id)?.newer, may);
    return this.taken(grid);
  }

  reveal(shown) {
    for (const node of [this.head, this.rows.root, this.help, this.history]) node.hidden = !shown;
  }

  figures(found, grid) {
    say(this.verdict, verdict(found));
    say(this.counts, counts(found));
    say(this.open, open(found));
    say(this.threshold, grid.threshold.words);
    set(this.head, "data-standing", found.is_danger ? "danger" : found.may_become ? "open" : "below");
  }

  /** Once the threshold is reached: what it calls for. A human decides, with a reason. */
  suggest(found, conversation, may) {
    const { file } = conversation;
    const level = found.is_danger && may && file.level !== "immediate";
    const patrol = found.is_danger && may && !underWay(conversation);
    const told = JSON.stringify([found.is_danger, level, patrol, Boolean(latest(conversation)), file.level]);
    if (this.told === `${this.id} ${told}`) return;
    this.told = `${this.id} ${told}`;
    if (!found.is_danger) return void fill(this.reached);
    const button = (act, words, on) => make("button", { type: "button", class: "button", "data-suggests": act, on: { click: on } }, words);
    fill(
      this.reached,
      make("p", {}, icon("immediate"), may ? "La grille conseille, vous décidez." : "La grille conseille ; qui répond à la personne décide."),
      level && button("level", "Relever le niveau", () => correctLevel({ id: conversation.id, file: { ...file, level: "immediate" }, acts: this.acts })),
      patrol && button("intervention", "Demander une intervention", () => this.patrol(conversation.id)),
    );
  }

  patrol(id) {
    this.board().columns.get(id)?.root.querySelector('[data-act="intervention"]')?.click();
  }

  offer(newer, may) {
    this.newer.hidden = !newer;
    if (!newer || this.newer.dataset.key === `${newer.key} ${may}`) return;
    set(this.newer, "data-key", `${newer.key} ${may}`);
    fill(this.newer, make("p", {}, `Commencée avec une grille plus ancienne. L’actuelle : « ${newer.title} », ${newer.source}.`), may && make("button", { type: "button", class: "button", on: { click: () => askCarryOver({ newer, carry: () => this.answers.carryOver(this.id) }) } }, "Passer à l’actuelle"));
  }

  helping(helps) {
    this.helps = helps;
    set(this.root, "data-help", helps ? "shown" : null);
    set(this.help, "aria-pressed", String(helps));
    prefer("dangerHelp", helps);
  }

  /** What it comes to, at a glance: how many yes, or that the threshold is reached. */
  badge({ id, assessment }) {
    const grid = this.answers.grid(id);
    const found = grid ? score(grid, this.answers.answers(id)) : assessment?.score;
    set(document.getElementById("tab-danger"), "data-danger", found?.is_danger ? "true" : null);
    if (!found || (!assessment?.version && !found.yes && !found.no)) return "";
    return found.is_danger ? "Oui" : String(found.yes);
  }

  focus() {
    this.root.focus();
    if (!this.rows.fields.disabled && this.answers.grid(this.id)) this.rows.focus();
  }

  /** Opened by its key before the questions were here: they are under the hand once they are. */
  focusLate() {
    if (document.activeElement === this.root) this.focus();
  }

  /** A message answers a question: asked which, once the questions are here. */
  take(id, seq, text) {
    this.waiting = { id, seq, text };
    const grid = this.answers.grid(id);
    if (grid) this.taken(grid);
  }

  taken(grid) {
    const { id, seq, text } = this.waiting ?? {};
    if (id !== this.id) return;
    this.waiting = null;
    const put = (name, answer) => {
      this.answers.edit(id, name, { answer, seq });
      this.store.announce();
      this.rows.mark(name);
    };
    if (!this.rows.fields.disabled) askCriterion({ grid, text, seq, said: (name) => this.rows.said(name), take: put });
  }

  async tie(name) {
    const { id } = this;
    const notes = await this.notes(id);
    const answer = this.answers.answers(id)[name];
    if (!notes || !answer) return;
    const { question } = this.answers.grid(id).criteria.find((one) => one.id === name);
    askSupport({ question, answer, conversation: this.conversation, notes, tie: (support) => this.answers.edit(id, name, { answer: answer.answer, ...support }) });
  }

  async go({ seq, note }) {
    const { id } = this;
    if (seq) {
      this.board().show(id);
      return this.board().columns.get(id)?.goTo(seq);
    }
    const found = (await this.notes(id))?.find((one) => one.seq === note);
    return found && tellNote(found);
  }

  async notes(id) {
    return (await this.acts.try(() => this.api.get(`/desk/conversations/${id}/notes`)))?.notes;
  }

  async tellHistory() {
    const { id } = this;
    const answer = await this.acts.try(() => this.api.get(`/desk/conversations/${id}/danger/history`));
    const criteria = new Map([...this.answers.grids.values()].flatMap((grid) => grid.criteria).map((one) => [one.id, one.question]));
    if (answer) tellHistory(answer.history, (name) => criteria.get(name) ?? name);
  }
}
