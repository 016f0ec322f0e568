// The officer's craft, joined: replies, commands, notebook, reminders, search, translation. Each part is its own module;
// this one only knows who talks to whom.

import { Dossier } from "../casework/dossier.js";
import { TABS, toolOf } from "../casework/tabs.js";
import { Commands } from "./commands.js";
import { place } from "./dom.js";
import { askFact, FactsView } from "./facts-view.js";
import { Panel } from "./intervention-panel.js";
import { askField, wordsOf } from "./into-sheet.js";
import { NotebookView } from "./notebook-view.js";
import { Notebook } from "./notebook.js";
import { openOwnReplies } from "./own-replies.js";
import { press } from "./proposals.js";
import { askReminder, Reminders } from "./reminders.js";
import { Replies } from "./replies.js";
import { showShortcuts } from "./shortcuts.js";
import { Translations } from "./translation.js";

export class Craft {
  /** `board()` shows conversations; `call(sound, words)` rings. */
  constructor({ api, store, toasts, drafts, acts, supervises, translates, board, call, unfold }) {
    Object.assign(this, { api, store, toasts, acts, board });
    this.dossier = new Dossier({ api, store, acts, toasts, drafts, supervises, board, unfold });
    this.tools = ["quote", "pin", "sheet", ...this.dossier.tools, ...(translates ? ["translate"] : [])];
    this.panel = new Panel({ api, store, acts, toasts, drafts, supervises, board, call });
    this.replies = new Replies({ api, changed: () => store.changed("replies") });
    this.notebook = new Notebook({ api, store, toasts, supervises, call });
    this.translations = new Translations({ api, store });
    this.commands = new Commands({ doers: this.doers(), settle: () => store.announce(), show: (part) => this.dossier.toggle(part) });
    this.facts = new FactsView({ store, notebook: this.notebook, goTo: (id, seq) => this.inSight(id)?.goTo(seq) });
    this.side = new NotebookView({ store, notebook: this.notebook, drafts, remind: (id) => this.remind(id), pin: (id) => this.pin(id), back: () => this.board().columns.get(store.focus)?.root.focus() });
    this.reminders = new Reminders({ api, store, notebook: this.notebook, call, go: (id) => board().show(id, { write: true }) });
  }

  doers() {
    const { acts, store } = this;
    const here = (act) => () => store.conversations.has(store.focus) && act(store.focus);
    return {
      note: () => this.note(),
      questions: () => this.questions(),
      pin: here((id) => this.pin(id)),
      remind: here((id) => this.remind(id)),
      find: () => this.find(),
      next: () => acts.takeNext(),
      accept: () => press("accept"),
      refuse: () => press("refuse"),
      handOver: () => acts.transfers.handOver(),
      handOthers: here((id) => acts.transfers.handOver(id)),
      intervention: here((id) => this.panel.toggle(id)),
      break: () => acts.presence("break", store.me?.capacity),
      available: () => acts.presence("available", store.me?.capacity),
      ownReplies: () => openOwnReplies(this),
      help: showShortcuts,
    };
  }

  note() {
    this.dossier.reveal("file");
    this.side.focus();
  }

  questions() {
    this.dossier.reveal("file");
    this.side.focusQuestions();
  }

  start() {
    this.replies.load();
  }

  pin(id, text = "", seq = null) {
    askFact({ id, notebook: this.notebook, text, seq });
  }

  remind(id) {
    askReminder({ id, notebook: this.notebook });
  }

  /** The column of a conversation, brought in sight. */
  inSight(id) {
    this.board().show(id);
    return this.board().columns.get(id);
  }

  /** Searches the conversation in focus; says whether there is one. */
  find() {
    const column = this.board().columns.get(this.store.focus);
    column?.finder.open();
    return Boolean(column);
  }

  search(id, text) {
    return this.api.post(`/desk/conversations/${id}/search`, { text });
  }

  /** A tool of one message. */
  use(id, tool, seq) {
    const text = this.store.conversations.get(id)?.messages.get(seq)?.text ?? "";
    if (tool === "quote") this.inSight(id)?.composer.quote(text);
    if (tool === "pin") this.pin(id, text, seq);
    if (tool === "sheet") this.intoSheet(id, seq, text);
    if (tool === "translate") this.translations.ask(id, seq);
    const part = TABS.find(({ name }) => toolOf(name) === tool);
    if (part) this.dossier.take(part.name, id, seq, this.wordsOf(id, seq, text));
  }

  /** What is selected inside a message, or the whole of it. */
  wordsOf(id, seq, text) {
    return wordsOf(text, this.board().columns.get(id)?.thread.log.querySelector(`.entry[data-seq="${seq}"] .entry__text`));
  }

  intoSheet(id, seq, text) {
    const words = this.wordsOf(id, seq, text);
    askField(words, (name) => this.panel.take(id, name, words));
  }

  /** A file of the thread, looked at in its part of the dossier. */
  see(id, file) {
    this.inSight(id);
    this.dossier.open("evidence", id, file);
  }

  /** The situation chosen from the keyboard: arrows change it from there. */
  static focusPresence() {
    place("presence").querySelector("input:checked, input")?.focus();
  }
}
