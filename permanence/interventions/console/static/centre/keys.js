// The keyboard. Single keys work outside of text fields and can be switched off (WCAG 2.1.4); Alt + A works in them
// too, for an alert must be reached from a note that is being written.

import { tell } from "../desk/dialog.js";
import { make } from "../desk/dom.js";
import { preference, prefer } from "../desk/preferences.js";
import { STEP_KEYS } from "./steps.js";

const LIST = [
  ["Entrée", "Prendre en compte l’alerte affichée ; sinon montrer celle qui sonne"],
  ["N", "Écrire une note"],
  ["J, K", "Intervention suivante, précédente"],
  ["M", "Activer ou couper le son"],
  ["?", "Afficher cette liste"],
];
const EVERYWHERE = [
  ["Alt + A", "Montrer l’alerte qui sonne, même en écrivant"],
  ["Échap", "Sortir de la zone de texte, pour retrouver les touches"],
];

export class Keys {
  /** `keys`: what each letter does; `enter()`; `alarm()`: show the alert that rings. */
  constructor({ keys, enter, alarm }) {
    Object.assign(this, { keys, enter, alarm });
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.defaultPrevented || event.repeat || document.querySelector("dialog[open]")) return undefined;
    if (event.altKey && event.code === "KeyA" && !event.ctrlKey) return does(event, this.alarm);
    if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
    if (isWriting(event.target)) return event.key === "Escape" && event.target.blur();
    if (!preference("shortcuts")) return undefined;
    if (event.key === "?") return does(event, showKeys);
    if (event.key === "Enter") return isPressable(event.target) ? undefined : does(event, this.enter);
    const act = this.keys[event.key.toLowerCase()];
    return act && does(event, act);
  }
}

function does(event, act) {
  event.preventDefault();
  act();
}

/** Whether somebody is writing: nothing may take the focus away from there. */
export function isWriting(target = document.activeElement) {
  return target instanceof Element && target.closest("textarea, select, input:not([type=radio], [type=checkbox])") !== null;
}

function isPressable(target) {
  return target instanceof Element && target.closest("button, a, summary, label, input") !== null;
}

/** The list, in a dialog, with the switch of single keys. */
export function showKeys() {
  if (document.getElementById("dialog-keys")) return;
  const table = (caption, rows) =>
    make("table", { class: "keys" }, make("caption", {}, caption), make("tbody", {}, rows.map(([key, words]) => make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, words)))));
  const box = make("input", { type: "checkbox", checked: preference("shortcuts") });
  box.addEventListener("change", () => prefer("shortcuts", box.checked));
  const body = [make("label", {}, box, " Touches d’une seule lettre actives"), table("Étapes", STEP_KEYS), table("Hors des zones de texte", LIST), table("Partout", EVERYWHERE)];
  tell({ id: "dialog-keys", title: "Touches de la console", body: make("div", { class: "keys-list" }, body) });
}
