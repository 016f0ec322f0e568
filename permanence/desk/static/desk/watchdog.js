// A person in danger who went quiet: how long is left before everybody is called, in the head of her conversation, and
// what can be answered, in her file. The countdown runs on the server; this page shows it.

import { ask, reasonField } from "./dialog.js";
import { make } from "./dom.js";
import { precise } from "./words.js";

const CAUSES = {
  silent: "ne répond plus",
  dropped: "connexion perdue",
  closed: "page fermée",
  quick_exit: "sortie rapide",
};

/** What the head of the column says: `{text, tone}`; null where nothing runs. */
export function countdown({ watch }, at) {
  if (!watch) return null;
  const cause = CAUSES[watch.cause] ?? "";
  if (watch.handled_by) return { text: `${cause} · pris en main par ${watch.handled_by}`, tone: "soft" };
  if (watch.alarmed_at) return { text: `Sans nouvelles depuis ${precise(at - Date.parse(watch.since))} (${cause})`, tone: "alarm" };
  return { text: `${cause} · alarme dans ${clock(Date.parse(watch.deadline) - at)}`, tone: "due" };
}

/** Whether it sounds and nobody looks after it. */
export function sounds({ watch }) {
  return Boolean(watch?.alarmed_at) && !watch.handled_by;
}

/** The section of the file, with both answers; null where there is nothing to answer. */
export function watchAnswers({ id, watch }, acts) {
  if (!watch || watch.handled_by) return null;
  const handled = make("button", { type: "button", class: "button button--main", "data-act": "watch-handled", on: { click: () => answer(id, "handled", acts) } }, "Je m’en occupe");
  const extend = make("button", { type: "button", class: "button", "data-act": "watch-extend", on: { click: () => answer(id, "extend", acts) } }, "5 minutes de plus");
  const known = make("p", { class: "file__watch" }, watch.alarmed_at ? "Elle est en danger et ne donne plus signe de vie." : "Elle est en danger et s’est tue : une alarme suit, sauf signe de vie.");
  return make("div", { class: "file__answers" }, known, handled, extend);
}

/** Both answers say why: the journal keeps it. */
export function answer(id, action, acts) {
  const isHandled = action === "handled";
  ask({
    id: "dialog-watch",
    title: isHandled ? "Je m’en occupe" : "Attendre encore cinq minutes",
    intro: isHandled
      ? "L’alarme s’arrête pour tout le monde. Si la personne revient puis se tait de nouveau, elle repart."
      : "L’alarme est remise de cinq minutes.",
    fields: [reasonField({ required: true, hint: "Ce que vous faites, ou pourquoi attendre. Inscrit au journal avec votre nom ; n’y mettez pas les mots de la personne." })],
    confirm: isHandled ? "Je m’en occupe" : "Attendre",
    onConfirm: ({ reason }) => acts.api.post(`/desk/conversations/${id}/watchdog`, { action, reason }),
  });
}

function clock(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
