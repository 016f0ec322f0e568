// Searching one conversation: Ctrl+F where it has the focus. What is on the page is searched at once, whatever the
// accents; what is not loaded yet, by the server. Pressed again, Ctrl+F is the browser's own.

import { Refusal } from "./api.js";
import { incomplete, thread } from "./conversation.js";
import { crossButton } from "./dialog.js";
import { make, say, set } from "./dom.js";
import { found } from "./folding.js";
import { count } from "./words.js";

export class Finder {
  /** `elsewhere(text)` asks the server where else: `{count, matches}`. */
  constructor({ log, conversation, elsewhere, back }) {
    Object.assign(this, { log, conversation, elsewhere, back, matches: [], at: -1, beyond: 0 });
    this.box = make("input", { class: "finder__box", type: "search", "aria-label": "Chercher dans la conversation", placeholder: "Chercher dans la conversation", autocomplete: "off", spellcheck: "false", maxlength: 100 });
    this.said = make("span", { class: "finder__said", role: "status" });
    const step = (sign, label, change) => make("button", { type: "button", class: "button button--plain button--icon", "aria-label": label, title: label, on: { click: () => this.step(change) } }, sign);
    this.root = make("div", { class: "finder", role: "search", hidden: true }, this.box, this.said, step("↑", "Résultat précédent", -1), step("↓", "Résultat suivant", 1), crossButton("Fermer la recherche", () => this.close()));
    this.box.addEventListener("input", () => this.look());
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  open() {
    this.root.hidden = false;
    this.box.focus();
    this.box.select();
    this.look();
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.matches = [];
    this.paint();
    this.back();
  }

  key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.box) this.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The last match first: what was said lately. */
  look() {
    this.beyond = 0;
    this.gather();
    this.at = this.matches.length - 1;
    this.show();
    clearTimeout(this.asking);
    if (incomplete(this.conversation()) && this.box.value.trim()) this.asking = setTimeout(() => this.ask(this.box.value), 400);
  }

  /** After a change of the thread: the same place, among what there is now. */
  refresh() {
    if (this.root.hidden || !this.box.value.trim()) return;
    const before = this.matches.length;
    this.gather();
    if (this.at >= this.matches.length || this.at < 0) this.at = this.matches.length - 1;
    if (before !== this.matches.length) this.tell();
    this.paint();
  }

  gather() {
    const wanted = this.box.value;
    this.matches = thread(this.conversation()).filter(({ from }) => from !== "system").flatMap(({ seq, text }) => found(text, wanted).map((match) => ({ seq, ...match })));
  }

  async ask(wanted) {
    try {
      const { count: everywhere } = await this.elsewhere(wanted);
      if (wanted === this.box.value) this.beyond = Math.max(0, everywhere - this.matches.length);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
    this.tell();
  }

  step(change) {
    if (!this.matches.length) return;
    this.at = (this.at + change + this.matches.length) % this.matches.length;
    this.show();
  }

  show() {
    this.tell();
    this.paint();
    const match = this.matches[this.at];
    if (match) this.entry(match)?.scrollIntoView({ block: "center" });
  }

  tell() {
    const wanted = this.box.value.trim();
    const more = this.beyond ? ` (${count(this.beyond, "autre")} plus haut, en chargement)` : "";
    const place = this.matches.length ? `${this.at + 1} sur ${this.matches.length}${more}` : this.beyond ? `${count(this.beyond, "résultat")} en chargement` : "Aucun résultat";
    say(this.said, wanted ? place : "");
    set(this.root, "data-found", wanted ? String(this.matches.length + this.beyond) : null);
  }

  entry({ seq }) {
    return this.log.querySelector(`.entry[data-seq="${seq}"]`);
  }

  /** Matches are painted by the browser, on the words as they stand: the thread itself is not touched. */
  paint() {
    for (const entry of this.log.querySelectorAll("[data-found]")) set(entry, "data-found", null);
    const current = this.matches[this.at];
    const now = current && this.entry(current);
    if (now) set(now, "data-found", "current");
    if (!("highlights" in CSS)) return;
    CSS.highlights.set("found", new Highlight(...this.matches.map((match) => this.range(match)).filter(Boolean)));
    CSS.highlights.set("found-now", new Highlight(...[current && this.range(current)].filter(Boolean)));
  }

  range(match) {
    const words = this.entry(match)?.querySelector(".entry__text");
    const start = words && spot(words, match.start);
    const end = words && spot(words, match.end);
    if (!start || !end) return null;
    const range = new Range();
    range.setStart(...start);
    range.setEnd(...end);
    return range;
  }
}

/** The text node and the place in it of a place in the words, which may be parted by marks; null beyond their end. */
function spot(words, place) {
  const nodes = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  let left = place;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return null;
}
