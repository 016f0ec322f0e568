// Reminders that are due: a line above the conversations, and a sound, until somebody says that it is done. The server
// keeps them, so that no reload and no crash forgets one; they come with a conversation that changes hands.

import { Refusal } from "./api.js";
import { everySecond, now } from "./clock.js";
import { ask, choice, field } from "./dialog.js";
import { make, place, reconcile, say } from "./dom.js";
import { icon } from "./icons.js";
import { heading, label } from "./words.js";

const ASK_EVERY_MS = 60_000;
const RING_EVERY_MS = 30_000;
const DELAYS = [[5, "5 minutes"], [10, "10 minutes"], [15, "15 minutes"], [30, "30 minutes"], [60, "1 heure"], [120, "2 heures"], [480, "8 heures"]];

export class Reminders {
  constructor({ api, store, notebook, call, go }) {
    Object.assign(this, { api, store, notebook, call, go });
    this.root = place("due");
    this.list = [];
    this.rungAt = new Map();
    this.askedAt = 0;
    store.on("reminders list", () => this.load());
    store.on("link", () => store.link.state === "open" && this.load());
    everySecond(() => this.tick());
  }

  async load() {
    this.askedAt = Date.now();
    try {
      this.list = (await this.api.get("/desk/reminders")).reminders;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
    this.tick();
  }

  tick() {
    if (Date.now() - this.askedAt > ASK_EVERY_MS && this.store.link.state === "open") this.load();
    const due = this.list.filter(({ due_at: at }) => Date.parse(at) <= now());
    this.root.hidden = due.length === 0;
    reconcile(this.root, due, { key: ({ id }) => id, create: (one) => this.line(one), update: (node, one) => this.update(node, one) });
    for (const one of due) this.ring(one);
  }

  ring({ id }) {
    if (Date.now() - (this.rungAt.get(id) ?? 0) < RING_EVERY_MS) return;
    this.rungAt.set(id, Date.now());
    this.call("new", "Un rappel est arrivé à son heure.");
  }

  line({ id, conversation }) {
    const go = make("button", { type: "button", class: "button", on: { click: () => this.go(conversation) } }, "Voir");
    const later = make("button", { type: "button", class: "button", on: { click: () => this.again(id, conversation) } }, "Dans 5 min");
    const done = make("button", { type: "button", class: "button button--main", on: { click: () => this.end(id, conversation) } }, "Fait");
    return make("div", { class: "due", "data-reminder": id }, icon("bell"), make("span", { class: "due__words" }), go, later, done);
  }

  update(node, { conversation, text }) {
    const file = this.store.conversations.get(conversation)?.file;
    const where = file ? heading(file) : label(conversation);
    say(node.querySelector(".due__words"), `Rappel, ${where}${text ? ` : ${text}` : ""}`);
  }

  end(id, conversation) {
    return this.notebook.try(conversation, () => this.notebook.done(conversation, id));
  }

  again(id, conversation) {
    const { text } = this.list.find((one) => one.id === id) ?? {};
    return this.notebook.try(conversation, async () => {
      await this.notebook.remind(conversation, 5, text ?? "");
      await this.notebook.done(conversation, id);
    });
  }
}

/** Asks in how long, and why. */
export function askReminder({ id, notebook }) {
  const text = make("input", { maxlength: 200, autocomplete: "off" });
  ask({
    id: "dialog-reminder",
    title: "Poser un rappel",
    intro: "Le poste sonne à l’heure dite, même après une coupure. Si la conversation change de mains, le rappel la suit.",
    fields: [field({ name: "minutes", label: "Dans", control: choice(DELAYS, 10) }), field({ name: "text", label: "Pour quoi (facultatif)", control: text })],
    confirm: "Poser le rappel",
    onConfirm: (body) => notebook.remind(id, Number(body.minutes), body.text),
  });
}
