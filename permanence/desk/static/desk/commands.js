// What `/` and single keys can do besides writing: one list for the composer, the keyboard and the help. A command whose
// control is not on the page (another role, an ended conversation, a part not installed) is not offered.

import { TABS } from "../casework/tabs.js";
import { inOrder, plain } from "./folding.js";
import { place } from "./dom.js";

/** `name` is typed after `/`, `key` pressed outside of text fields, `chord` in them too, `act` the control of the file
 *  that it presses, `part` the part of the dossier that it brings in sight. */
export const COMMANDS = [
  ...TABS.map(({ name, command, key, chord, words }) => ({ name: command, key, chord, words, part: name })),
  { name: "intervention", key: "u", words: "Urgence : la fiche d’intervention, demander une patrouille", does: "intervention" },
  { name: "note", key: "i", words: "Écrire une note interne", does: "note" },
  { name: "fait", key: "g", words: "Épingler un fait en tête de la fiche", does: "pin" },
  { name: "questions", key: "o", words: "Cocher les questions à poser", does: "questions" },
  { name: "rappel", key: "r", words: "Poser un rappel sur cette conversation", does: "remind" },
  { name: "chercher", key: "s", words: "Chercher dans la conversation", does: "find" },
  { name: "niveau", key: "l", words: "Corriger le niveau", act: "level" },
  { name: "force", key: "c", words: "Corriger la force ou le lieu", act: "force" },
  { name: "marque", key: "m", words: "Marquer la conversation", act: "mark" },
  { name: "transfert", key: "t", words: "Transférer à un collègue", act: "transfer" },
  { name: "inviter", key: "v", words: "Inviter un collègue dans la conversation", act: "invite" },
  { name: "remercier", words: "Remercier un invité, qui quitte la conversation", act: "thank" },
  { name: "quitter", key: "b", words: "Quitter une conversation où vous êtes invité", act: "leave" },
  { name: "reprendre", words: "Reprendre la conversation d’un agent", act: "take-over" },
  { name: "releve", words: "Passer toutes mes conversations à un collègue", does: "handOver" },
  { name: "autres", key: "z", words: "Confier mes autres conversations, garder celle-ci", does: "handOthers" },
  { name: "suivi", key: "h", words: "Prendre en main une personne en danger qui s’est tue", act: "watch-handled" },
  { name: "attendre", words: "Lui laisser cinq minutes de plus avant l’alarme", act: "watch-extend" },
  { name: "doute", words: "L’auteur lit peut-être, ou lever cette mention", act: "doubt" },
  { name: "mot", words: "Noter le mot de contrôle convenu", act: "check-word" },
  { name: "fin", key: "x", words: "Terminer la conversation", act: "end" },
  { name: "suivante", key: "n", words: "Prendre la personne la plus urgente de la file", does: "next" },
  { name: "accepter", key: "a", words: "Accepter la conversation ou l’invitation proposée", does: "accept" },
  { name: "decliner", key: "d", words: "Refuser la conversation ou l’invitation proposée", does: "refuse" },
  { name: "pause", words: "Passer en pause", does: "break" },
  { name: "disponible", words: "Redevenir disponible", does: "available" },
  { name: "reponses", words: "Gérer mes réponses personnelles", does: "ownReplies" },
  { name: "aide", words: "Afficher toutes les touches", does: "help" },
];

export class Commands {
  /** `doers`: what each `does` calls; `settle()` brings the page up to the conversation in focus; `show(part)`. */
  constructor({ doers, settle, show }) {
    Object.assign(this, { doers, settle, show });
  }

  offered() {
    return COMMANDS.filter((command) => command.does || (command.part ? isHere(command) : control(command)));
  }

  matching(query) {
    const wanted = plain(query.trim());
    return this.offered().filter(({ name, words }) => name.startsWith(wanted) || (wanted.length > 2 && (plain(words).includes(wanted) || inOrder(name, wanted))));
  }

  /** A key may follow another faster than the page: the file must show the conversation that is meant. */
  run(command) {
    this.settle();
    if (command.part) this.show(command.part);
    else if (command.does) this.doers[command.does]();
    else control(command)?.click();
  }

  /** For the keyboard: what each single letter does. */
  keys() {
    return Object.fromEntries(COMMANDS.filter(({ key }) => key).map((command) => [command.key, () => this.run(command)]));
  }

  /** The same for the keys that work in text fields too. */
  chords() {
    return Object.fromEntries(COMMANDS.filter(({ chord }) => chord).map((command) => [command.chord, () => this.run(command)]));
  }
}

/** Whether the page has it: a part of the dossier may not be there. */
export function isHere({ part }) {
  return !part || (!place("dossier").hidden && Boolean(place("dossier").querySelector(`[data-tab="${part}"]`)));
}

function control({ act }) {
  return place("file").querySelector(`[data-act="${act}"]:not(:disabled)`) ?? place("notebook").querySelector(`[data-act="${act}"]:not(:disabled)`);
}
