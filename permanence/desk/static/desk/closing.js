// A conversation that has fallen silent: said to its officer, who may propose to close it; the visitor is told first,
// and a word of theirs keeps it open. A grave one never closes by itself.

import { level, mine, thread } from "./conversation.js";
import { ask, choice, field } from "./dialog.js";
import { make } from "./dom.js";
import { duration } from "./words.js";

export const QUIET_MS = 30 * 60_000;
const MINUTES = [15, 30, 60];

/** What the head of the column says of the silence: `{text, tone}`, or null where there is nothing to say. */
export function silence(conversation, at) {
  if (!mine(conversation)) return null;
  const { closing } = conversation.file;
  if (closing) return proposed(closing, Date.parse(closing.at) - at);
  const since = quietSince(conversation);
  return since !== null && at - since >= QUIET_MS ? { text: `silence depuis ${duration(at - since)}`, tone: "soft" } : null;
}

function proposed(closing, left) {
  if (left > 0) return { text: `${closing.by_itself ? "se ferme seule dans" : "fermeture dans"} ${duration(left)}`, tone: "soft" };
  return { text: closing.by_itself ? "se ferme" : "sans réponse : peut être fermée", tone: "due" };
}

/** Since when (ms) the visitor has said nothing, where they have the last word of nobody; null where they wait. */
function quietSince(conversation) {
  let since = Date.parse(conversation.file.created_at);
  let answered = false;
  for (const { from, at } of thread(conversation)) {
    if (from === "visitor") since = Date.parse(at);
    if (from !== "system") answered = from === "officer";
  }
  return answered ? since : null;
}

/** Asked of the officer: how long the visitor has, and what happens then. */
export function proposeClosing({ id, file, acts }) {
  const grave = level({ file }) !== "standard";
  const minutes = choice(MINUTES.map((each) => [String(each), `${each} minutes`]), "30");
  const then = choice([["", "Me laisser décider"], ...(grave ? [] : [["1", "Fermer la conversation"]])]);
  ask({
    id: "dialog-closing",
    title: "Proposer de fermer",
    intro: "La personne est prévenue. Si elle écrit, même un mot, la conversation reste ouverte et vous en êtes averti. Son code de reprise lui permettra toujours de revenir.",
    fields: [
      field({ name: "minutes", label: "Lui laisser", control: minutes }),
      field({ name: "by_itself", label: "Ensuite, si elle n’a rien écrit", hint: grave ? "Conversation urgente : elle ne se ferme jamais toute seule." : "", control: then }),
    ],
    confirm: "Prévenir la personne",
    onConfirm: (values) => acts.decide(id, "closing", { minutes: Number(values.minutes), by_itself: values.by_itself === "1" }, "La personne est prévenue."),
  });
}

/** The button of the file: to propose, or to take it back. */
export function closingButton({ id, file, acts }) {
  const isProposed = Boolean(file.closing);
  const click = () => (isProposed ? acts.keepOpen(id) : proposeClosing({ id, file, acts }));
  return make("button", { type: "button", class: "button", "data-act": "closing", on: { click } }, isProposed ? "Garder ouverte" : "Proposer de fermer");
}
