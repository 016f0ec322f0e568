// What a supervisor must look at now: people in danger who went quiet, patrols asked for that no centre acknowledged.
// Each with what is known, at the top of their column, until somebody looks after it.

import { everySecond, now } from "./clock.js";
import { fill, make, place, reconcile, say } from "./dom.js";
import { icon } from "./icons.js";
import { EMERGENCIES } from "./needs.js";
import { answer } from "./watchdog.js";
import { department, label, precise } from "./words.js";

const REPEAT_MS = 20_000;

export class Emergencies {
  /** `read(id)` opens a conversation; `call(sound, words)` rings. */
  constructor({ store, acts, read, call }) {
    Object.assign(this, { store, acts, read, call });
    this.root = place("emergencies");
    this.known = new Set();
    store.on("me", () => this.render());
    everySecond(() => this.tick());
    setInterval(() => this.ring(), REPEAT_MS);
  }

  get all() {
    return this.store.me?.emergencies ?? [];
  }

  render() {
    const { all } = this;
    const isNew = all.some(({ id, since }) => !this.known.has(`${id} ${since}`));
    this.known = new Set(all.map(({ id, since }) => `${id} ${since}`));
    reconcile(this.root, all, { key: ({ id }) => id, create: () => make("li", { class: "emergency" }), update: (node, one) => this.show(node, one) });
    this.root.hidden = all.length === 0;
    if (isNew) this.ring();
    this.tick();
  }

  ring() {
    if (this.all.length) this.call("alarm", EMERGENCIES[this.all[0].kind]);
  }

  show(node, one) {
    const told = JSON.stringify(one);
    if (node.told === told) return;
    node.told = told;
    node.dataset.since = one.since;
    const where = [one.commune?.name, one.department && department(one.department)].filter(Boolean).join(", ") || "Lieu inconnu";
    fill(
      node,
      make("p", { class: "emergency__title" }, icon("immediate"), make("strong", {}, EMERGENCIES[one.cause] ?? EMERGENCIES[one.kind]), make("span", { class: "emergency__since" })),
      make("p", {}, [label(one.conversation), where, one.officer ?? "sans agent"].join(" · ")),
      one.last_words && make("p", { class: "emergency__words" }, `Ses derniers mots : « ${one.last_words.text} »`),
      make("div", { class: "offer__acts" }, this.buttons(one)),
    );
  }

  buttons({ kind, conversation }) {
    const open = make("button", { type: "button", class: "button", on: { click: () => this.read(conversation) } }, "Lire");
    if (kind !== "watchdog") return [open];
    return [open, make("button", { type: "button", class: "button button--main", on: { click: () => answer(conversation, "handled", this.acts) } }, "Je m’en occupe")];
  }

  tick() {
    for (const node of this.root.children) say(node.querySelector(".emergency__since"), precise(now() - Date.parse(node.dataset.since)));
  }
}
