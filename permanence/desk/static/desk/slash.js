// The list that `/` opens above the text box: replies and commands. Arrows choose, Enter or Tab takes, Escape gives up.
// A reply is put where the caret stands and waits there for the officer; nothing is ever sent from here.

import { fill, make, say, set } from "./dom.js";
import { count } from "./words.js";

const AT_LINE = /(?:^|\n)\/((?:\S[^\n]{0,59})?)$/;
const AFTER_SPACE = /\s\/(\S{0,40})$/;

/** What is being looked for at the caret: `{query, start, end}`, or null. */
export function wantedAt(text, caret) {
  const before = text.slice(0, caret);
  const match = AT_LINE.exec(before) ?? AFTER_SPACE.exec(before);
  return match && { query: match[1], start: caret - match[1].length - 1, end: caret };
}

export class Slash {
  /** `offers(query)` gives `[{key, name, words, group, take()}]`; `take` is called once the `/…` is gone. */
  constructor({ id, box, offers, preview }) {
    Object.assign(this, { box, offers, items: [], at: 0, wanted: null, put: -1 });
    this.preview = preview;
    this.list = make("ul", { class: "slash", role: "listbox", id: `slash-${id}`, "aria-label": "Réponses et commandes", hidden: true });
    this.said = make("p", { class: "visually-hidden", role: "status" });
    set(box, "aria-autocomplete", "list");
    set(box, "aria-controls", this.list.id);
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
    box.addEventListener("blur", () => this.close());
  }

  get open() {
    return !this.list.hidden;
  }

  /** After each change of the text. */
  look() {
    const wanted = this.box.selectionStart === this.box.selectionEnd ? wantedAt(this.box.value, this.box.selectionStart) : null;
    if (!wanted || wanted.start === this.put) return this.close(wanted !== null);
    this.put = -1;
    const items = this.offers(wanted.query);
    if (!items.length && /\s/.test(wanted.query)) return this.close();
    return this.show(wanted, items);
  }

  show(wanted, items) {
    Object.assign(this, { wanted, items, at: 0 });
    this.list.hidden = false;
    set(this.box, "aria-expanded", "true");
    let group = "";
    fill(this.list, items.map((item, index) => {
      const head = item.group !== group && make("li", { class: "slash__group", role: "presentation" }, item.group);
      group = item.group;
      return [head, this.line(item, index)];
    }), !items.length && make("li", { class: "slash__none", role: "presentation" }, "Aucune réponse ni commande de ce nom. Échap pour continuer d’écrire."));
    say(this.said, items.length ? `${count(items.length, "proposition")}. Flèches pour choisir, Entrée pour insérer.` : "Aucune proposition.");
    this.mark();
  }

  line({ name, words, kind }, index) {
    return make("li", { class: "slash__line", role: "option", id: `${this.list.id}-${index}`, "data-index": index, "data-kind": kind }, make("span", { class: "slash__name" }, `/${name}`), make("span", { class: "slash__words" }, words));
  }

  mark() {
    for (const line of this.list.querySelectorAll("[role=option]")) {
      const chosen = Number(line.dataset.index) === this.at;
      set(line, "aria-selected", String(chosen));
      if (chosen) line.scrollIntoView({ block: "nearest" });
    }
    set(this.box, "aria-activedescendant", this.items.length ? `${this.list.id}-${this.at}` : null);
    this.preview(this.items[this.at]);
  }

  /** Says whether the key was for the list. */
  key(event) {
    if (!this.open || event.isComposing) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    if (event.key in moves) this.move(moves[event.key]);
    else if (event.key === "Escape") this.dismiss();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.shiftKey) this.take(this.at);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  move(change) {
    const last = this.items.length - 1;
    const next = this.at + change;
    this.at = Math.abs(change) === 1 ? (next < 0 ? last : next > last ? 0 : next) : Math.min(last, Math.max(0, next));
    this.mark();
  }

  clicked(event) {
    const line = event.target.closest("[data-index]");
    if (line) this.take(Number(line.dataset.index));
  }

  take(index) {
    const item = this.items[index];
    if (!item) return;
    const { start, end } = this.wanted;
    this.close();
    item.take({ start, end });
  }

  /** Escape: the `/` stays in the text, and the list stays away from it. */
  dismiss() {
    this.put = this.wanted.start;
    this.close(true);
  }

  close(keep = false) {
    if (!keep) this.put = -1;
    if (!this.open) return;
    this.list.hidden = true;
    set(this.box, "aria-expanded", null);
    set(this.box, "aria-activedescendant", null);
    say(this.said, "");
    this.preview(undefined);
  }
}

/** Replaces part of what is written, as typing would: the browser's own undo takes it back. */
export function write(box, { start, end }, text) {
  box.focus();
  box.setSelectionRange(start, end);
  const typed = text ? document.execCommand("insertText", false, text) : start === end || document.execCommand("delete");
  if (typed) return;
  box.setRangeText(text, start, end, "end");
  box.dispatchEvent(new Event("input"));
}
