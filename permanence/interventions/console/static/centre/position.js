// Where her telephone says that it is: decimal degrees to copy, how exact, how old. A place that is no longer fresh
// says so by itself; no map, nothing asked of another site.

import { now } from "../desk/clock.js";
import { make, say, set } from "../desk/dom.js";
import { accuracy } from "../desk/intervention-words.js";
import { hour, precise } from "../desk/words.js";
import { changeMark } from "./facts.js";
import { degrees } from "./words.js";

const FRESH_MS = 60_000;
const OLD_MS = 300_000;

/** The position shared by her device, the one written by the officer, or that there is none. */
export function positionRows({ sheet, position }, changed, copied) {
  const written = sheet.latitude === undefined ? null : sheet;
  if (!position && !written) return make("p", { class: "soft" }, "Aucune position partagée.");
  return [
    position && shown("Partagée par son téléphone", position, copied, make("span", { class: "position__age", "data-at": position.at })),
    written && shown("Donnée par la brigade", written, copied, changeMark(changed, "latitude", "longitude", "accuracy_m")),
  ];
}

function shown(label, place, copied, beside) {
  const text = degrees(place);
  const exactness = place.accuracy_m === undefined ? "précision inconnue" : accuracy(place.accuracy_m);
  return make("div", { class: "position" },
    make("p", {}, make("span", { class: "soft" }, `${label}, `), exactness, " ", beside),
    make("p", { class: "position__line" },
      make("code", {}, text),
      make("button", { type: "button", class: "button", on: { click: () => copy(text, copied) } }, "Copier"),
      make("a", { class: "button", href: `geo:${text.replace(" ", "")}` }, "Carte du poste")));
}

async function copy(text, copied) {
  const done = await navigator.clipboard?.writeText(text).then(() => true).catch(() => false);
  copied(done ? `Position copiée : ${text}` : "Ce navigateur ne copie pas : sélectionnez la position et copiez-la à la main.");
}

/** Every second: the age of each shared position, and whether it can still be trusted. */
export function ageAll(root) {
  for (const node of root.querySelectorAll("[data-at]")) {
    const age = now() - Date.parse(node.dataset.at);
    const state = age < FRESH_MS ? "fresh" : age < OLD_MS ? "late" : "old";
    set(node, "data-age", state);
    const words = { fresh: "il y a", late: "vieillit, il y a", old: "ancienne, il y a" }[state];
    say(node, `${words} ${precise(age)} (${hour(node.dataset.at)})`);
  }
}
