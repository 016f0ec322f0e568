// The last words of the conversation as they come: what she and the officer write, oldest first, additions announced
// politely. What has just come bears a mark for a while.

import { make, reconcile, set } from "../desk/dom.js";
import { hour } from "../desk/words.js";

const NEW_FOR_MS = 45_000;
const NEAR_PX = 50;

export class Messages {
  constructor() {
    this.came = new Map();
    this.id = null;
    this.log = make("ol", { class: "messages", id: "messages", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": "Derniers messages de la conversation", tabindex: "0" });
    this.none = make("p", { class: "soft", hidden: true }, "Aucun message pour l’instant.");
    this.root = make("div", { class: "messages-frame" }, this.log, this.none);
  }

  render({ id, messages = [] }) {
    const another = id !== this.id;
    if (another) {
      this.id = id;
      this.came.clear();
      // Another conversation's words are not news: they are put in silence.
      set(this.log, "aria-live", "off");
      this.log.replaceChildren();
    }
    for (const { seq } of messages) if (!this.came.has(seq)) this.came.set(seq, another ? 0 : Date.now());
    const stays = another || this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PX;
    reconcile(this.log, messages, { key: ({ seq }) => seq, create: entry, update: (node, { seq }) => this.mark(node, seq) });
    this.none.hidden = messages.length > 0;
    if (stays) this.log.scrollTop = this.log.scrollHeight;
    if (another) setTimeout(() => set(this.log, "aria-live", "polite"), 100);
  }

  /** Every second: what is no longer new. */
  age() {
    for (const node of this.log.children) this.mark(node, Number(node.dataset.key));
  }

  mark(node, seq) {
    const isNew = Date.now() - (this.came.get(seq) ?? 0) < NEW_FOR_MS;
    set(node, "data-new", isNew ? "true" : null);
    const mark = node.querySelector(".message__new");
    if (mark) mark.hidden = !isNew;
  }
}

function entry({ from, name, at, text, matters }) {
  const who = { visitor: "La personne", officer: name || "L’agent", system: "" }[from];
  return make("li", { class: `message message--${from}`, "data-matters": matters ? "true" : null },
    make("p", { class: "message__head" },
      who && make("b", {}, who), make("time", { datetime: at }, hour(at)),
      matters && make("span", { class: "mark mark--danger" }, "Signal de danger"),
      from !== "system" && make("span", { class: "mark mark--blue message__new" }, "Nouveau")),
    make("p", { class: "message__text" }, text));
}
