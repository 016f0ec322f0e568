// The keyboard. Single keys work outside of text fields and can be switched off (WCAG 2.1.4); `?` and the button show
// them all. Digits are read by their place on the keyboard: on a French one they need Shift.

import { tell } from "./dialog.js";
import { make } from "./dom.js";
import { preference } from "./preferences.js";

const LIST = [
  ["N", "Prendre la personne la plus urgente de la file"],
  ["1 … 9", "Aller à la conversation de ce numéro"],
  ["J", "Conversation suivante"],
  ["K", "Conversation précédente"],
  ["E", "Écrire dans la conversation en cours"],
  ["Échap", "Sortir de la zone de texte, pour retrouver les raccourcis"],
  ["Q", "Aller à la file d’attente (puis flèches, Entrée pour prendre)"],
  ["F", "Montrer ou replier la fiche"],
  ["?", "Afficher cette liste"],
];
const IN_TEXT = [
  ["Entrée", "Envoyer (réglable)"],
  ["Maj + Entrée", "Aller à la ligne"],
  ["Ctrl + Entrée", "Envoyer, dans tous les cas"],
];

export class Shortcuts {
  /** `keys`: what each letter does; `nth(number)` what a digit does. */
  constructor({ keys, nth }) {
    Object.assign(this, { keys, nth });
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
    if (!preference("shortcuts")) return undefined;
    if (event.key === "?") return this.does(event, showShortcuts);
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const act = digit ? () => this.nth(Number(digit)) : this.keys[event.key.toLowerCase()];
    return act && this.does(event, act);
  }

  does(event, act) {
    event.preventDefault();
    act();
  }
}

function writing(target) {
  return target instanceof Element && target.closest("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]") !== null;
}

/** The list, in a dialog. */
export function showShortcuts() {
  if (document.getElementById("dialog-shortcuts")) return;
  const table = (caption, rows) =>
    make("table", { class: "keys" }, make("caption", {}, caption), make("tbody", {}, rows.map(([key, words]) => make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, words)))));
  const off = preference("shortcuts") ? "" : "Les raccourcis d’une seule touche sont coupés dans les réglages.";
  tell({ id: "dialog-shortcuts", title: "Raccourcis clavier", body: make("div", { class: "dialog__form" }, off && make("p", { class: "notice notice--late" }, off), table("Hors des zones de texte", LIST), table("Dans un message", IN_TEXT)) });
}
