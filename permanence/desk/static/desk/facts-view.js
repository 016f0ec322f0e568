// The facts kept in sight at the head of the file: pinned from a message or typed, each taken off by one click. The
// message a fact was taken from is one click away.

import { ask, crossButton, field } from "./dialog.js";
import { make, place, reconcile, set } from "./dom.js";
import { hour } from "./words.js";

const LONGEST = 300;
const DESTROYED = "Contenu détruit à la fin de sa durée de conservation.";

export class FactsView {
  /** `goTo(id, seq)` shows a message. */
  constructor({ store, notebook, goTo }) {
    Object.assign(this, { store, notebook, goTo });
    this.root = place("pinned");
    this.list = make("ul", { class: "pinned__list" });
    this.root.append(make("h2", { class: "visually-hidden" }, "Faits épinglés"), this.list);
    store.on("focus list", () => this.render());
    store.on("notebook conversation", (id) => id === store.focus && this.render());
  }

  render() {
    const conversation = this.store.conversations.get(this.store.focus);
    const { facts } = conversation ? this.notebook.of(conversation.id) : { facts: [] };
    this.root.hidden = facts.length === 0;
    set(this.root, "data-conversation", this.root.hidden ? null : conversation.id);
    reconcile(this.list, facts, { key: ({ id }) => id, create: (fact) => this.line(conversation.id, fact), update: () => {} });
  }

  line(conversation, { id, text, seq, by, at }) {
    const words = make(seq ? "button" : "p", { class: "pinned__text", ...(seq ? { type: "button", title: "Voir le message", on: { click: () => this.goTo(conversation, seq) } } : {}) }, text ?? DESTROYED);
    const from = make("span", { class: "pinned__by" }, `${by || "un agent"}, ${hour(at)}`);
    const away = crossButton(`Retirer ce fait : ${text ?? ""}`, () => this.notebook.try(conversation, () => this.notebook.unpin(conversation, id)));
    return make("li", { class: "pinned__fact" }, make("div", {}, words, from), away);
  }
}

/** Pins a fact: the words of a message to shorten, or an empty line to fill. */
export function askFact({ id, notebook, text = "", seq = null }) {
  const control = make("textarea", { rows: 3, maxlength: LONGEST, required: true, autofocus: true });
  control.value = [...text].slice(0, LONGEST).join("");
  ask({
    id: "dialog-fact",
    title: "Épingler un fait",
    intro: "Il reste en tête de la fiche et suit la conversation si elle change de mains. La personne ne le voit pas.",
    fields: [field({ name: "text", label: "Fait", hint: `En une phrase, ${LONGEST} caractères au plus.`, control })],
    confirm: "Épingler",
    onConfirm: (body) => notebook.pin(id, body.text, seq),
  });
}
