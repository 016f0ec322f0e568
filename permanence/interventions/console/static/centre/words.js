// What an operator reads for what the server says in codes. Pure: a view in, French out.

import { hour } from "../desk/words.js";

export const STATES = {
  requested: { word: "À prendre en compte", tone: "danger", icon: "immediate" },
  acknowledged: { word: "Prise en compte", tone: "late", icon: "check" },
  dispatched: { word: "Patrouille en route", tone: "blue", icon: "send" },
  on_scene: { word: "Patrouille sur place", tone: "fine", icon: "here" },
  closed: { word: "Close", tone: "soft", icon: "read" },
  cancelled: { word: "Annulée", tone: "soft", icon: "cross" },
};
export const AGES = { minor: "mineure", adult: "majeure" };
export const WHY = {
  competent: "compétent pour la commune",
  shared: "commune partagée entre les deux forces",
  entry: "département d’entrée, lieu inconnu",
  chosen: "choisi par la brigade",
  second: "second centre, sans réponse du premier",
};
export const FIELDS = {
  insee: "commune",
  address: "adresse",
  landmark: "repère",
  floor: "étage, porte",
  access_code: "code d’accès",
  approach: "comment approcher",
  people: "qui est là",
  aggressor: "auteur",
  vehicle: "véhicule",
  no_place_reason: "pourquoi le lieu n’est pas connu",
  weapon: "arme",
  injured: "blessures",
  children: "enfants",
  dogs: "chiens",
  can_speak: "peut parler",
  quiet_approach: "approche discrète",
  do_not_call_back: "ne pas rappeler",
  latitude: "position",
  longitude: "position",
  accuracy_m: "position",
  note: "autre",
};
const ASKED = ["request", "reopen"];
const NO = /^(non\b|aucune?\b|pas d[e'’])/i;

/** Whether nothing more is to be done, unless it is reopened. */
export function isOver({ state }) {
  return ["closed", "cancelled"].includes(state);
}

/** Where to go, as one line: the address, else what is nearest to one. */
export function where({ sheet, commune, position }) {
  if (sheet.address || sheet.landmark) return sheet.address ?? sheet.landmark;
  if (position || sheet.latitude !== undefined) return "Adresse inconnue, position donnée";
  return commune ? `${commune.name}, adresse inconnue` : "Lieu inconnu";
}

/** The commune and its department: "Rennes (35)". */
export function town({ commune, department }) {
  if (commune) return department ? `${commune.name} (${department.code})` : commune.name;
  return department ? `Commune inconnue, ${department.name} (${department.code})` : "Commune inconnue";
}

/** Whether an answer of the sheet means yes: yes, a number above none, or words that do not deny. */
export function isYes(answer) {
  if (typeof answer === "string") return !NO.test(answer);
  return answer === true || Number(answer) > 0;
}

/** "Oui", "Non", the words themselves; a number as it is; what was not asked is not "no". */
export function answerWords(answer) {
  if (answer === undefined || answer === null) return "Non renseigné";
  if (answer === true) return "Oui";
  if (answer === false || answer === 0) return "Non";
  return String(answer);
}

/** By field of the sheet, when it changed since the centre took it in charge (before that: since it was asked for). */
export function changedFields({ timeline }) {
  const from = timeline.findLastIndex(({ kind }) => kind === "acknowledge" || ASKED.includes(kind));
  const found = new Map();
  for (const { kind, fields, at } of timeline.slice(from + 1)) {
    if (kind === "sheet") for (const name of fields ?? []) found.set(name, at);
  }
  return found;
}

/** The names of changed fields, each once: "adresse, arme". */
export function fieldNames(fields = []) {
  return [...new Set(fields.map((name) => FIELDS[name] ?? name))].join(", ");
}

/** What happened, in words; who and when stand beside it. */
export function stepWords(step) {
  switch (step.kind) {
    case "request":
      return `Demandée${step.centres?.length ? ` à ${step.centres.join(", ")}` : ", aucun centre connu"}`;
    case "acknowledge":
      return "Prise en compte";
    case "dispatch":
      return "Patrouille en route";
    case "arrive":
      return "Patrouille sur place";
    case "close":
      return "Close";
    case "cancel":
      return "Annulée";
    case "reopen":
      return "Rouverte";
    case "note":
      return "Note";
    case "sheet":
      return `Fiche modifiée : ${fieldNames(step.fields)}`;
    case "position":
      return "La personne partage sa position";
    case "unlocated":
      return "La personne ne partage plus sa position";
    case "louder":
      return "Personne n’a pris en compte : l’alerte sonne plus fort";
    case "escalate":
      return step.centres?.length ? `Superviseur prévenu, et second centre : ${step.centres.join(", ")}` : "Superviseur prévenu ; aucun second centre connu";
    case "delivery":
      return step.delivery === "arrived" ? `Reçue par le système relié « ${step.connector} »` : `N’arrive pas au système relié « ${step.connector} » : traitez-la ici`;
    default:
      return step.kind;
  }
}

/** Whose it is: "Nadia, brigade numérique", "Luc, votre centre" (`mine`: its number), or another centre by its name. */
export function authorWords({ by, centre }, mine) {
  if (!by) return "";
  if (!centre) return `${by.name}, brigade numérique`;
  return `${by.name}, ${centre.id === mine ? "votre centre" : centre.name}`;
}

/** What a rung means, in a sentence; empty while none was climbed. */
export function rungWords(view) {
  if (view.state !== "requested" || !view.rung) return "";
  if (view.rung === 1) return "Personne n’a encore répondu : l’alerte sonne plus fort.";
  const second = view.centres.filter(({ why }) => why === "second").map(({ name }) => name);
  const told = second.length ? ` et un second centre (${second.join(", ")}) sont prévenus` : " est prévenu ; aucun second centre n’est connu";
  return `Personne n’a encore répondu : un superviseur de la brigade numérique${told}.`;
}

/** "48.117266, -1.677793": decimal degrees, as other systems take them. */
export function degrees({ latitude, longitude }) {
  return `${Number(latitude).toFixed(6)}, ${Number(longitude).toFixed(6)}`;
}

/** "modifié 02:14". */
export function modifiedWords(at) {
  return `modifié ${hour(at)}`;
}
