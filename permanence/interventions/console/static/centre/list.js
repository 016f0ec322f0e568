// The list: what is under way by urgency, what is over folded away. A card says where, how it stands, since when, and
// what is unread of it.

import { everySecond } from "../desk/clock.js";
import { make, place, reconcile, say, set } from "../desk/dom.js";
import { icon } from "../desk/icons.js";
import { askedAt, lastStep } from "../desk/intervention-words.js";
import { hour } from "../desk/words.js";
import { refill } from "./refill.js";
import { STATES, isOver, isYes, town, where } from "./words.js";

export class ListView {
  constructor({ board, link, choose }) {
    Object.assign(this, { board, link, choose });
    everySecond(() => this.nothing());
  }

  render() {
    const { open, over } = this.board;
    this.cards(place("open"), open);
    this.cards(place("closed"), over);
    say(place("open-count"), open.length ? `(${open.length})` : "");
    say(place("over-count"), `(${over.length})`);
    place("over").hidden = over.length === 0;
    this.nothing();
  }

  nothing() {
    place("none").hidden = this.board.open.length > 0 || !this.board.loaded;
    say(place("none"), "Aucune intervention en cours.");
  }

  cards(list, views) {
    reconcile(list, views, {
      key: (view) => view.id,
      create: (view) => make("li", {}, make("button", { type: "button", class: "card", on: { click: () => this.choose(view.id) } })),
      update: (node, view) => this.update(node.firstElementChild, view),
    });
  }

  update(card, view) {
    const shown = view.id === this.board.shown;
    const unread = this.board.unread.has(view.id);
    set(card, "aria-current", shown ? "true" : null);
    set(card, "data-state", view.state);
    set(card, "data-rung", view.rung);
    const { state, rung, sheet, commune, department, position, exercise } = view;
    refill(card, { state, rung, sheet, commune, department, position: Boolean(position), exercise, unread, at: lastStep(view) }, () => content(view, unread));
  }
}

function content(view, unread) {
  const { word, icon: name, tone } = STATES[view.state];
  const since = view.state === "requested" ? askedAt(view) : lastStep(view);
  return [
    make("span", { class: "card__line" },
      make("span", { class: "state", "data-tone": tone }, icon(name), make("span", {}, word)),
      isOver(view) ? make("span", { class: "card__clock" }, hour(since)) : make("span", { class: "card__clock", "data-since": since })),
    make("strong", { class: "card__where" }, where(view)),
    make("span", { class: "card__line card__line--soft" },
      make("span", { class: "card__town" }, town(view)),
      unread && make("span", { class: "mark mark--blue" }, "Nouveau"),
      view.exercise && make("span", { class: "mark" }, "Exercice"),
      isYes(view.sheet.weapon) && make("span", { class: "mark mark--danger" }, "Arme")),
  ];
}
