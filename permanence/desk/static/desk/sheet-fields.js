// The fields of the intervention sheet and how a question's answer is written. Pure. The server knows the same fields.

export const PLACE = [
  ["address", "Adresse", "Numéro, rue, bâtiment"],
  ["landmark", "Repère", "Commerce, arrêt, couleur de la porte"],
  ["floor", "Étage, porte", ""],
  ["access_code", "Code d’accès", ""],
  ["no_place_reason", "Lieu inconnu", "Pourquoi le lieu n’est pas connu"],
];
export const QUESTIONS = [
  ["weapon", "Arme", "Laquelle, où"],
  ["injured", "Blessures", "Lesquelles, qui"],
  ["children", "Enfants", "Combien, où"],
  ["dogs", "Chien", ""],
  ["can_speak", "Peut parler", ""],
  ["quiet_approach", "Arriver sans bruit", ""],
  ["do_not_call_back", "Ne pas rappeler", ""],
];
export const LINES = [
  ["people", "Qui est là", "Combien, qui, où"],
  ["aggressor", "Auteur", "Nom, allure, état"],
  ["vehicle", "Véhicule", "Modèle, couleur, plaque"],
  ["approach", "Comment approcher", "Par où, quoi éviter"],
  ["note", "Autre", ""],
];
export const LABELS = { insee: "Commune", latitude: "Latitude", longitude: "Longitude", accuracy_m: "Précision", ...Object.fromEntries([...PLACE, ...QUESTIONS, ...LINES].map(([name, label]) => [name, label])) };

/** What a message may be put into, and the key that does it. */
export const TARGETS = [
  ["address", "a"],
  ["landmark", "r"],
  ["floor", "e"],
  ["access_code", "c"],
  ["people", "q"],
  ["weapon", "m"],
  ["injured", "b"],
  ["children", "f"],
  ["aggressor", "u"],
  ["vehicle", "v"],
  ["approach", "p"],
  ["note", "n"],
];

/** A question's answer as it is kept: yes, no, a number of children, or words; null where nothing is known. */
export function answer(name, choice, words) {
  const said = words.trim();
  if (!said) return { yes: true, no: false }[choice] ?? null;
  if (name === "children" && choice !== "no" && /^\d{1,2}$/.test(said)) return Number(said);
  return { yes: `Oui, ${said}`, no: `Non, ${said}` }[choice] ?? said;
}

/** The same read back: what is chosen, and the words beside it. */
export function answered(value) {
  if (typeof value === "boolean") return { choice: value ? "yes" : "no", words: "" };
  if (typeof value === "number") return { choice: value > 0 ? "yes" : "no", words: String(value) };
  const match = /^(Oui|Non), (.+)$/s.exec(value ?? "");
  if (match) return { choice: match[1] === "Oui" ? "yes" : "no", words: match[2] };
  return { choice: "", words: value ?? "" };
}

/** What is there already, and what a message adds. */
export function added(name, value, text) {
  const before = typeof value === "boolean" || typeof value === "number" ? answered(value) : { words: value ?? "" };
  const words = [before.words, text.trim()].filter(Boolean).join(name === "note" ? "\n" : ", ");
  return before.choice ? answer(name, before.choice, words) : words;
}
