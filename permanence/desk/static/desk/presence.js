// Whether the visitor is there, in words an officer can act on.

import { hour, precise } from "./words.js";

const SHOWN = {
  here: { icon: "here", tone: "fine" },
  dropped: { icon: "dropped", tone: "late" },
  quick_exit: { icon: "exit", tone: "late" },
  closed: { icon: "closed", tone: "late" },
  away: { icon: "closed", tone: "soft" },
};

/** "connectée", "connexion perdue depuis 40 s", "sortie rapide à 12:04", "page fermée à 12:04". */
export function presenceWords(presence, since, at) {
  switch (presence) {
    case "here":
      return "connectée";
    case "dropped":
      return since ? `connexion perdue depuis ${precise(at - Date.parse(since))}` : "connexion perdue";
    case "quick_exit":
      return since ? `sortie rapide à ${hour(since)}` : "sortie rapide";
    case "closed":
      return since ? `page fermée à ${hour(since)}` : "page fermée";
    default:
      return since ? `absente depuis ${precise(at - Date.parse(since))}` : "absente";
  }
}

/** How it is drawn: an icon's name and a tone. */
export function presenceLook(presence) {
  return SHOWN[presence] ?? SHOWN.away;
}
