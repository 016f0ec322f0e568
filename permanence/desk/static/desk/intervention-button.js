// At the head of each conversation, always in sight: the way to the intervention, and where it stands.

import { now } from "./clock.js";
import { fill, make, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { STANDINGS, askedAt, clock, latest, tone, underWay } from "./intervention-words.js";

export class InterventionButton {
  constructor({ id, panel }) {
    this.panel = panel;
    this.words = make("span");
    this.root = make("button", { type: "button", class: "button column__intervention", "data-act": "intervention", "aria-keyshortcuts": "u", hidden: true, on: { click: () => panel.toggle(id) } });
    fill(this.root, icon("immediate"), this.words);
  }

  render(conversation) {
    this.root.hidden = !this.panel.reads(conversation);
    if (this.root.hidden) return;
    const one = underWay(conversation) ?? latest(conversation);
    set(this.root, "data-tone", one ? tone(one) : null);
    set(this.root, "aria-pressed", String(this.panel.isOpen(conversation)));
    set(this.root.closest(".column"), "data-intervention", underWay(conversation)?.state ?? null);
    set(this.root, "title", one ? `Intervention : ${STANDINGS[one.state].word.toLowerCase()}` : "Fiche d’intervention, demander une patrouille (U)");
    const open = underWay(conversation);
    say(this.words, open ? `${STANDINGS[open.state].short} ${clock(now() - Date.parse(askedAt(open)))}` : one ? `Intervention ${STANDINGS[one.state].word.toLowerCase()}` : "Intervention");
  }
}
