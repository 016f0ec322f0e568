// The keyboard. Single keys work outside of text fields and can be switched off (WCAG 2.1.4); `?` and the button show
// them all. Digits are read by their place on the keyboard: on a French one they need Shift.

import { COMMANDS, isHere } from "./commands.js";
import { tell } from "./dialog.js";
import { make } from "./dom.js";
import { preference } from "./preferences.js";

const LIST = [
  ["W", "Aller à ce qui attend le plus"],
  ["1 … 9, 0", "Aller à la conversation de ce numéro (0 : la dixième)"],
  ["J", "Conversation suivante"],
  ["K", "Conversation précédente"],
  ["E", "Écrire dans la conversation en cours"],
  ["Échap", "Sortir de la zone de texte, pour retrouver les raccourcis"],
  ["Q", "Aller à la file d’attente (puis flèches, Entrée pour prendre)"],
  ["P", "Ma situation, puis flèches pour la changer"],
  ["F", "Montrer ou replier la fiche"],
  ["?", "Afficher cette liste"],
];
const EVERYWHERE = [
  ["Ctrl + F", "Chercher dans la conversation (deux fois : dans la page)"],
  ["Ctrl + ;", "Écrire une note interne"],
  ["Alt + ↓ ↑", "Conversation suivante, précédente, prête à écrire"],
  ["Tab", "Passer d’un élément au suivant ; Maj + Tab revient"],
  ["↑ ↓", "Dans le fil : choisir un message, puis Tab pour le citer ou l’épingler"],
];
const IN_TEXT = [
  ["/", "Réponses préparées et commandes : flèches, puis Entrée pour insérer"],
  ["Entrée", "Envoyer (réglable)"],
  ["Maj + Entrée", "Aller à la ligne"],
  ["Ctrl + Entrée", "Envoyer, dans tous les cas"],
];

/** What can be done, each with its key and its command. */
function actions() {
  return COMMANDS.filter(isHere).map(({ key, chord, name, words }) => [[key?.toUpperCase() ?? chord, `/${name}`].filter(Boolean), words]);
}

export class Shortcuts {
  /** `keys`: what each letter does; `nth(number)` what a digit does; `chords`: what works inside text too. */
  constructor({ keys, nth, chords }) {
    Object.assign(this, { keys, nth, chords });
    document.addEventListener("keydown", (event) => this.chord(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
    if (!preference("shortcuts")) return undefined;
    if (event.key === "?") return this.does(event, showShortcuts);
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    const act = digit ? () => this.nth(Number(digit) || 10) : this.keys[event.key.toLowerCase()];
    return act && this.does(event, act);
  }

  /** With Ctrl or Alt, and function keys: in text fields too, and whatever the setting, for they get in nobody's way. */
  chord(event) {
    if (event.defaultPrevented || event.shiftKey || event.repeat || document.querySelector("dialog[open]")) return;
    const control = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (control && event.key === ";") this.does(event, this.chords.note);
    else if (control && event.key.toLowerCase() === "f" && !event.target.closest?.(".finder")) this.chords.find() && event.preventDefault();
    else if (!control && !event.altKey && this.chords[event.key]) this.does(event, this.chords[event.key]);
    else if (event.altKey && !control && ["ArrowDown", "ArrowUp"].includes(event.key)) this.does(event, () => this.chords.step(event.key === "ArrowDown" ? 1 : -1));
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
    make("table", { class: "keys" }, make("caption", {}, caption), make("tbody", {}, rows.map(([key, words]) => make("tr", {}, make("th", { scope: "row" }, [key].flat().map((each) => make("kbd", {}, each))), make("td", {}, words)))));
  const off = preference("shortcuts") ? "" : "Les raccourcis d’une seule touche sont coupés dans les réglages.";
  tell({ id: "dialog-shortcuts", title: "Raccourcis clavier", body: make("div", { class: "keys-sheet" }, off && make("p", { class: "notice notice--late" }, off), make("div", {}, table("Partout", EVERYWHERE), table("Hors des zones de texte", LIST)), make("div", {}, table("Actions : la touche, ou la commande dans un message", actions()), table("Dans un message", IN_TEXT))) });
}
