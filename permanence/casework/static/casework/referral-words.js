// What officers read of a referral: where it stands, what it awaits, what may be done. Pure: answers of the server in,
// French out.

import { duration } from "../desk/words.js";

export const GROUNDS = {
  agreement: ["La personne est d’accord", "Son accord est noté dans le signalement."],
  vital_danger: ["Danger vital", "Sans son accord : sa vie est en danger."],
  minor: ["Mineur en danger", "Sans accord : un enfant est en danger."],
  article_40: ["Article 40", "Sans son accord : crime ou délit à porter au procureur."],
};
export const HOW = [
  ["message", "La personne l’a écrit ici"],
  ["telephone", "La personne l’a dit au téléphone"],
];
/** What an officer writes down on behalf of an association. */
export const OUTCOMES = [
  ["received", "L’association a reçu la personne"],
  ["not_come", "La personne n’est pas venue"],
  ["withdrawn", "La personne y a renoncé"],
  ["not_wanted", "La personne n’a pas souhaité de suite"],
];
export const UNDER_WAY = ["sent", "accepted", "proposed", "confirmed"];

/** The grounds in the order in which they are offered: for a minor, theirs first. */
export function grounds(isMinor) {
  const names = Object.keys(GROUNDS);
  return isMinor ? ["minor", ...names.filter((name) => name !== "minor")] : names;
}

/** What is known of a receiver besides its name; nothing is made up. */
export function known(one) {
  const distance = typeof one.distance_km === "number" ? `à ${one.distance_km.toLocaleString("fr")} km d’elle` : "";
  return [one.force, one.department?.name, distance, one.neutral_words, one.purpose, one.address, one.telephone, one.opening_hours, one.demonstration ? "démonstration" : ""].filter(Boolean).join(" · ");
}

/** Since when it is late and what for; nothing where it is not. */
export function late(one, at) {
  return one.late && one.due_at ? `En retard depuis ${duration(at - Date.parse(one.due_at))} : ${one.awaits}.` : "";
}

/** How it is drawn. */
export function tone(one) {
  if (one.late || one.state === "refused") return one.urgent || one.state === "refused" ? "danger" : "late";
  return UNDER_WAY.includes(one.state) ? "blue" : "soft";
}

/** A few letters for the tab: what is late or came back first, then how many are under way. */
export function badge(all) {
  const troubled = all.filter((one) => one.late).length;
  if (troubled) return troubled > 1 ? `${troubled} en retard` : "En retard";
  const open = all.filter(({ state }) => UNDER_WAY.includes(state)).length;
  return open ? String(open) : "";
}

/** One line of what happened: who, what, with which words. */
export function line(step) {
  const unattended = step.kind === "late" ? "" : "la personne";
  const by = step.by ? [step.by, step.kind === "send" ? "" : step.unit].filter(Boolean).join(", ") : unattended;
  const to = step.to ? ` vers ${step.to}` : "";
  return { head: `${capital(step.label)}${to}`, by, text: step.text };
}

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What the thread of the officer says of each step that the person was told of. */
export const STEPS_TOLD = {
  send: "Signalement transmis : la personne le sait",
  accept: "L’unité a accepté : la personne le sait",
  forward: "Une autre unité la recevra : la personne le sait",
  propose: "Rendez-vous proposé : la personne le voit",
  move: "Rendez-vous déplacé : la personne le voit",
  confirm: "Rendez-vous confirmé",
  decline: "Ce rendez-vous ne lui convient pas : un autre est à proposer",
  cancel: "Rendez-vous annulé : la personne le sait",
};

const CAUSES = { refused: "Orientation refusée", agreement: "Accord retiré, orientation en cours", late: "Orientation en retard", without: "Transmis sans son accord" };

/** A line of what needs the officer now. */
export function need({ cause, to, reference, since, urgent, conversation, id }, at) {
  const lasting = cause === "agreement" ? "" : `, depuis ${duration(at - Date.parse(since))}`;
  const text = `${CAUSES[cause]}${lasting} : ${reference}, ${to}`;
  return { kind: "referral", tone: urgent && cause !== "without" ? "danger" : "late", text, conversation, about: id };
}
