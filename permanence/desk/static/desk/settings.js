// The officer's choices on this machine: colours, number of columns, what Enter does, single-key shortcuts. Each takes
// effect at once and can be changed back.

import { tell } from "./dialog.js";
import { make } from "./dom.js";
import { preference, prefer } from "./preferences.js";

const GROUPS = [
  { name: "theme", label: "Couleurs", options: [["auto", "Comme la machine"], ["light", "Clair"], ["dark", "Sombre"]] },
  { name: "columns", label: "Conversations côte à côte", options: [[1, "Une"], [2, "Deux"], [3, "Trois"]] },
  { name: "enterSends", label: "Touche Entrée", options: [[true, "Envoie le message"], [false, "Va à la ligne (Ctrl+Entrée envoie)"]] },
  { name: "suggestions", label: "Réponses suggérées au-dessus du texte", options: [[true, "Montrées"], [false, "Masquées"]] },
  { name: "blur", label: "Images et vidéos reçues", options: [[true, "Toujours floutées d’abord"], [false, "Nettes dès l’ouverture"]] },
  { name: "shortcuts", label: "Raccourcis d’une seule touche", options: [[true, "Actifs"], [false, "Coupés"]] },
];

/** Applies the theme: an attribute that the style sheet reads. */
export function applyTheme() {
  const theme = preference("theme");
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The dialog; `chosen(name)` is told of each change. */
export function openSettings({ chosen }) {
  const groups = GROUPS.map((group) => choices(group, chosen));
  tell({ id: "dialog-settings", title: "Réglages de ce poste", body: make("div", { class: "dialog__form" }, groups) });
}

function choices({ name, label, options }, chosen) {
  const inputs = options.map(([value, words]) => {
    const input = make("input", { type: "radio", name, value, class: "visually-hidden", "data-setting": name });
    input.checked = preference(name) === value;
    input.addEventListener("change", () => {
      prefer(name, value);
      chosen(name);
    });
    return make("label", { class: "segment" }, input, make("span", {}, words));
  });
  return make("fieldset", { class: "field" }, make("legend", {}, label), make("div", { class: "segments" }, inputs));
}
