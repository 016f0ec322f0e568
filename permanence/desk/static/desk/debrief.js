// After a grave conversation: what it leaves its officer with. Offered where it ended, never asked twice, read by the
// supervisors alone.

import { ask, choice, field } from "./dialog.js";
import { make } from "./dom.js";

/** The button under an ended conversation. */
export function debrief(id, acts) {
  return make("button", { type: "button", class: "button", "data-act": "debrief", on: { click: () => write(id, acts) } }, "Après cette conversation…");
}

function write(id, acts) {
  const note = make("textarea", { rows: 5, maxlength: 4000 });
  const talk = choice([["", "Non, pas maintenant"], ["1", "Oui, j’aimerais en parler"]]);
  ask({
    id: "dialog-debrief",
    title: "Après une conversation grave",
    intro: "Rien n’est obligatoire. Seuls les superviseurs de votre force lisent ce que vous laissez ici.",
    fields: [
      field({ name: "talk", label: "En parler avec un superviseur", control: talk }),
      field({ name: "text", label: "Quelques mots (facultatif)", hint: "Ce que vous avez vécu, ce qui vous a manqué. N’y mettez pas les mots de la personne.", control: note }),
    ],
    confirm: "Envoyer",
    cancel: "Plus tard",
    onConfirm: (given) => acts.debrief(id, { text: given.text, talk: given.talk === "1" }),
  });
}
