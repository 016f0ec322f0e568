// The decisions of an officer on a conversation, each with its reason. What moves the conversation away or closes it
// says so and asks once.

import { ask, choice, field, reasonField } from "./dialog.js";
import { fill, make } from "./dom.js";
import { FORCES, LEVELS, MARKS } from "./words.js";

const WHY = "Inscrit au journal avec votre nom. N’y mettez pas les mots de la personne.";

/** Another level than the one it has. */
export function correctLevel({ id, file, acts }) {
  const levels = Object.entries(LEVELS).map(([code, { word }]) => [code, word]);
  ask({
    id: "dialog-level",
    title: "Corriger le niveau",
    intro: "Le niveau règle l’ordre de la file et l’alerte affichée. Vous pourrez le corriger de nouveau.",
    fields: [field({ name: "level", label: "Niveau", control: choice(levels, file.level) }), reasonField({ required: true, hint: WHY })],
    confirm: "Corriger",
    onConfirm: (body) => acts.decide(id, "level", body, "Niveau corrigé."),
  });
}

/** The force that answers for the place of the facts; the commune by its postal code where it is known. */
export function correctForce({ id, file, acts }) {
  const force = choice([["", "Choisir…"], ...Object.entries(FORCES)], file.force ?? "");
  const code = make("input", { inputmode: "numeric", autocomplete: "off", maxlength: 5, value: file.postal_code ?? "" });
  const commune = make("select", {}, make("option", { value: "" }, "Ne pas changer la commune"));
  const found = make("p", { class: "field__hint", role: "status" });
  code.addEventListener("input", () => lookUp(code.value.trim(), { acts, commune, force, found }));
  commune.addEventListener("change", () => follow(commune, force));
  lookUp(code.value, { acts, commune, found });
  ask({
    id: "dialog-force",
    title: "Corriger la force",
    intro: "Si vous désignez l’autre force, la conversation quitte votre poste et rejoint sa file avec tout son historique. La personne en est avertie.",
    fields: [
      field({ name: "postal_code", label: "Code postal du lieu des faits (facultatif)", control: code }),
      found,
      field({ name: "insee", label: "Commune", control: commune }),
      field({ name: "force", label: "Force compétente", control: force }),
      reasonField({ required: true, hint: WHY }),
    ],
    confirm: "Corriger la force",
    onConfirm: ({ force: chosen, insee, reason }) =>
      acts.decide(id, "force", { force: chosen, reason, ...(insee ? { insee } : {}) }, `Force corrigée : ${FORCES[chosen]}.`),
  });
}

async function lookUp(code, { acts, commune, force, found }) {
  if (code.length !== 5) return;
  try {
    const { communes } = await acts.postalCode(code);
    const options = communes.map(({ insee, name, force: each }) => make("option", { value: insee, "data-force": each ?? "" }, each ? `${name} (${each})` : name));
    fill(commune, make("option", { value: "" }, "Ne pas changer la commune"), options);
    if (communes.length === 1 && force) commune.value = communes[0].insee;
    fill(found, communes.length === 1 ? "Une commune pour ce code." : `${communes.length} communes pour ce code : choisissez.`);
    if (force) follow(commune, force);
  } catch (refusal) {
    fill(found, refusal.message);
  }
}

function follow(commune, force) {
  const known = commune.selectedOptions[0]?.dataset.force;
  if (known) force.value = known;
}

/** What kind of conversation it is for the figures. */
export function mark({ id, file, acts }) {
  ask({
    id: "dialog-mark",
    title: "Marquer la conversation",
    intro: "Seules les conversations authentiques comptent dans les chiffres. La marque peut être changée.",
    fields: [field({ name: "kind", label: "Marque", control: choice(Object.entries(MARKS), file.mark ?? "genuine") }), reasonField({ required: true, hint: WHY })],
    confirm: "Marquer",
    onConfirm: (body) => acts.decide(id, "mark", body, `Conversation marquée : ${MARKS[body.kind]}.`),
  });
}

/** The end of the conversation, asked once. */
export function endConversation({ id, file, acts }) {
  const dangerous = file.level === "immediate";
  ask({
    id: "dialog-end",
    title: "Terminer la conversation",
    intro: "Vous ne pourrez pas la rouvrir vous-même. La personne ne pourra plus écrire ici, sauf à revenir avec son code de reprise : elle repassera alors par la file.",
    fields: [reasonField({ required: dangerous, hint: dangerous ? `Obligatoire : le danger est dit immédiat. ${WHY}` : WHY })],
    confirm: "Terminer maintenant",
    tone: "danger",
    cancel: "Continuer la conversation",
    onConfirm: ({ reason }) => acts.decide(id, "end", reason.trim() ? { reason } : {}, "Conversation terminée."),
  });
}
