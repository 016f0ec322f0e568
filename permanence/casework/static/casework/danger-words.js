// What an assessment of danger comes to, in figures and in words. Pure. The server scores the same answers the same
// way; here they are scored as they are clicked.

/** What answers come to on a grid: the shape of the server's `score`. Unknown is not no. */
export function score(grid, answers) {
  const said = (answer, red) => grid.criteria.filter((one) => (red === undefined || one.red === red) && (answers[one.id]?.answer ?? "unknown") === answer).length;
  const reached = (yes, red) => yes >= grid.threshold.yes || red >= grid.threshold.red;
  const [yes, no, unknown] = ["yes", "no", "unknown"].map((answer) => said(answer));
  const red = said("yes", true);
  const [possibleYes, possibleRed] = [yes + unknown, red + said("unknown", true)];
  const danger = reached(yes, red);
  return { yes, no, unknown, red, possible_yes: possibleYes, possible_red: possibleRed, is_danger: danger, may_become: !danger && reached(possibleYes, possibleRed) };
}

/** "Danger", or what stands instead of it. */
export function verdict(found) {
  if (found.is_danger) return "Danger : seuil atteint";
  return found.may_become ? "Non atteint, pas exclu" : "Seuil non atteint";
}

/** "7 oui, dont 1 en rouge". */
export function counts({ yes, red }) {
  return `${yes} oui, dont ${red} en rouge`;
}

/** What is not known, and what it could still make of it; nothing where everything was answered. */
export function open(found) {
  if (!found.unknown) return "Toutes les questions ont une réponse.";
  return `${found.unknown} sans réponse : jusqu’à ${found.possible_yes} oui possibles (${found.possible_red} en rouge).`;
}

/** An answer that a history names. */
export const ANSWERS = { yes: "oui", no: "non", unknown: "ne sait pas" };

/** What supports an answer: "message 12", "note 3"; empty where nothing does. */
export function support(answer) {
  if (answer?.seq) return `message ${answer.seq}`;
  return answer?.note ? `note ${answer.note}` : "";
}
