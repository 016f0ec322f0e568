// The parts of a dossier, in the order of their tabs: how each is called, and by which command, key and tool it is
// reached. Pure. A part that the page has no panel for shows nowhere.

export const TABS = [
  { name: "file", title: "Fiche", command: "fiche", key: "y", words: "La fiche de la conversation" },
  { name: "report", title: "Signalement", command: "signalement", chord: "F2", words: "Le signalement : remplir, relire, enregistrer", tool: "Au signalement" },
  { name: "danger", title: "Danger", command: "danger", chord: "F4", words: "La grille d’évaluation du danger", tool: "À la grille" },
  { name: "evidence", title: "Pièces", command: "pieces", chord: "F8", words: "Les pièces : photos, enregistrements, documents", tool: "Aux pièces" },
  { name: "referral", title: "Orientation", command: "orientation", chord: "F9", words: "L’orientation : unité, rendez-vous, suite", tool: "À l’orientation" },
];

/** What the tool of a message that sends it into a part is called in the thread. */
export function toolOf(name) {
  return `into-${name}`;
}
