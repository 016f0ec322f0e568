// What officers read of an emergency: where it stands, what happened, since when. Pure: answers of the server in, French out.

import { duration } from "./words.js";

export const STANDINGS = {
  requested: { word: "Demandée", short: "Demandée" },
  acknowledged: { word: "Prise en compte", short: "Prise en compte" },
  dispatched: { word: "Patrouille en route", short: "En route" },
  on_scene: { word: "Patrouille sur place", short: "Sur place" },
  closed: { word: "Close", short: "Close" },
  cancelled: { word: "Annulée", short: "Annulée" },
};
export const WAY = ["requested", "acknowledged", "dispatched", "on_scene"];
const WHY = {
  competent: "compétent pour la commune",
  shared: "commune partagée entre les deux forces",
  entry: "département d’entrée, lieu inconnu",
  chosen: "choisi par vous",
  second: "prévenu faute de réponse du premier",
};

/** The newest of a conversation; null where no patrol was asked for. */
export function latest({ interventions }) {
  return [...interventions.values()].sort((one, other) => Date.parse(other.requested_at) - Date.parse(one.requested_at))[0] ?? null;
}

/** The one that is not over; there is one at most. */
export function underWay(conversation) {
  return [...conversation.interventions.values()].find(({ state }) => WAY.includes(state)) ?? null;
}

/** Whether nobody answers a request that has already been made louder. */
export function unanswered(conversation) {
  const one = underWay(conversation);
  return one?.state === "requested" && one.rung > 0;
}

/** How it is drawn. */
export function tone({ state, rung }) {
  if (state === "requested") return rung > 0 ? "danger" : "late";
  return { acknowledged: "blue", dispatched: "blue", on_scene: "fine" }[state] ?? "soft";
}

/** When it was asked for: again, where it was reopened. */
export function askedAt({ requested_at: at, timeline }) {
  return timeline.findLast(({ kind }) => kind === "reopen")?.at ?? at;
}

/** Steps that moved it, the last one first: a note is no step. */
export function lastStep({ timeline, requested_at: at }) {
  return timeline.findLast(({ kind }) => kind in STEPS)?.at ?? at;
}

/** "0:42", "12:05", then "1 h 05": counts up under the eye. */
export function clock(milliseconds) {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  if (seconds >= 3600) return duration(milliseconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "à 12 m près", "à 2 km près". */
export function accuracy(metres) {
  return metres < 1000 ? `à ${Math.max(1, Math.round(metres))} m près` : `à ${(metres / 1000).toLocaleString("fr", { maximumFractionDigits: 1 })} km près`;
}

export function why({ why: code }) {
  return WHY[code] ?? "";
}

const STEPS = {
  request: ({ centres = [] }) => (centres.length ? `Demandée à ${centres.join(" et ")}` : "Demandée : aucun centre n’a pu être désigné"),
  acknowledge: () => "Prise en compte",
  dispatch: () => "Patrouille envoyée",
  arrive: () => "Patrouille sur place",
  close: ({ text }) => `Close : ${text ?? "résultat détruit"}`,
  cancel: ({ text }) => `Annulée : ${text ?? "motif détruit"}`,
  reopen: () => "Rouverte",
};
const OTHERS = {
  note: ({ text }) => text ?? "Note détruite à la fin de sa durée de conservation.",
  sheet: ({ fields = [] }, label) => `Fiche complétée : ${fields.map(label).join(", ")}`,
  position: () => "Position partagée par la personne",
  unlocated: () => "La personne ne partage plus sa position",
  louder: () => "Sans réponse : l’alarme sonne plus fort au centre",
  escalate: ({ centres = [] }) => `Sans réponse : ${["superviseurs", ...centres].join(", ")} prévenus`,
  delivery: ({ connector, delivery }) => (delivery === "arrived" ? `Reçue par le système relié « ${connector} »` : `N’arrive pas au système relié « ${connector} » : téléphonez au centre`),
};

/** One line of the timeline; `label(field)` names a field of the sheet. */
export function stepWords(step, label) {
  const moved = STEPS[step.kind];
  const told = (moved ?? OTHERS[step.kind])?.(step, label) ?? step.kind;
  return moved && step.text && !["close", "cancel"].includes(step.kind) ? `${told} : ${step.text}` : told;
}

/** Who did it: "Major Luc"; with the centre where `several` were told. */
export function stepBy({ by, centre }, several) {
  return [by?.name, (several || !by) && centre?.name].filter(Boolean).join(", ");
}
