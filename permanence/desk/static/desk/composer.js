// Where an officer writes. The draft is kept while typing; Enter sends or makes a line, as chosen in the settings;
// nothing but white space and nothing over 4,000 characters is sent.

import { make, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { preference } from "./preferences.js";

const MOST = 4000;
const WARN_AT = 3500;
const QUOTED = 280;
const TYPING_EVERY_MS = 3000;

export class Composer {
  /** `assist(composer)` makes what helps to write. */
  constructor({ id, drafts, outbox, typing, assist }) {
    Object.assign(this, { id, drafts, outbox, typing });
    this.typedAt = 0;
    this.box = make("textarea", { class: "composer__box", rows: 2, id: `write-${id}`, "aria-label": "Votre message", placeholder: "Écrire à la personne, ou / pour une réponse préparée", spellcheck: "true", lang: "fr" });
    this.hint = make("span", { class: "composer__hint" });
    this.count = make("span", { class: "composer__count", role: "status" });
    this.button = make("button", { type: "submit", class: "button button--main composer__send" }, "Envoyer", icon("send"));
    this.root = make("form", { class: "composer" }, this.box, make("div", { class: "composer__foot" }, this.hint, this.count, this.button));
    this.box.value = drafts.draft(id);
    this.assist = assist(this);
    this.root.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.refresh();
  }

  key(event) {
    if (this.assist.slash.key(event)) return undefined;
    if (event.key === "Escape") return this.box.closest(".column")?.focus();
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.altKey) return undefined;
    if (preference("enterSends") || event.ctrlKey || event.metaKey) this.submit(event);
    return undefined;
  }

  submit(event) {
    event.preventDefault();
    const text = this.box.value;
    if (!text.trim() || length(text) > MOST || this.assist.holdsBack(text)) return;
    this.outbox.say(this.id, text.trim());
    this.put("");
    this.box.focus();
  }

  typed() {
    this.drafts.keepDraft(this.id, this.box.value);
    this.refresh();
    this.assist.typed();
    if (Date.now() - this.typedAt < TYPING_EVERY_MS || !this.box.value.trim()) return;
    this.typedAt = Date.now();
    this.typing(this.id);
  }

  /** Replaces what is written. */
  put(text) {
    this.box.value = text;
    this.drafts.keepDraft(this.id, text);
    this.typedAt = 0;
    this.refresh();
    this.assist.typed();
  }

  /** Adds a text taken back to what is being written. */
  add(text) {
    this.put([this.box.value, text].filter(Boolean).join("\n"));
    this.box.focus();
  }

  /** A sentence taken up before answering it. */
  quote(text) {
    const words = [...text.trim()].length > QUOTED ? `${[...text.trim()].slice(0, QUOTED).join("")}…` : text.trim();
    this.assist.insert(`« ${words.replace(/[{}]/g, "")} »\n`);
  }

  refresh() {
    const written = length(this.box.value);
    const over = written - MOST;
    say(this.count, over > 0 ? `${over} caractères de trop` : written >= WARN_AT ? `${MOST - written} caractères restants` : "");
    set(this.count, "data-over", over > 0 ? "true" : null);
    set(this.button, "aria-disabled", !this.box.value.trim() || over > 0 ? "true" : null);
    say(this.hint, preference("enterSends") ? "Entrée envoie, Maj+Entrée va à la ligne" : "Ctrl+Entrée envoie");
    this.box.rows = Math.min(8, Math.max(2, this.box.value.split("\n").length));
  }
}

/** Code points, as the server counts. */
function length(text) {
  return [...text].length;
}
