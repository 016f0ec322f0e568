// What is said to the visitor, in plain French. `words.py` says the same in pages without a script.

export const NOBODY = 'Personne n’est disponible pour le moment. Vos messages sont gardés : ils seront lus dès qu’un '
  + 'policier ou un gendarme sera là. Si vous êtes en danger, n’attendez pas : appelez le 17, ou écrivez par SMS au 114.';

export const CONNECTION = {
  opening: 'Connexion en cours',
  open: 'En ligne',
  polling: 'En ligne',
  lost: 'Connexion perdue, nouvel essai',
  offline: 'Pas de réseau',
};

export const MARK = { waiting: 'En attente', sent: 'Envoyé', read: 'Lu' };

function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes <= 1) return 'environ une minute';
  return minutes < 60 ? `environ ${minutes} minutes` : 'plus d’une heure';
}

// When somebody is expected by the roster, on her own clock; nothing where nobody knows.
function planned(at) {
  if (!at) return '';
  const moment = new Date(at);
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  let when = `${dayFormat.format(moment)} `;
  if (moment.toDateString() === new Date().toDateString()) when = '';
  else if (moment.toDateString() === tomorrow.toDateString()) when = 'demain ';
  const minutes = moment.getMinutes() ? ` ${String(moment.getMinutes()).padStart(2, '0')}` : '';
  return `Un policier ou un gendarme est attendu ${when}à ${moment.getHours()} h${minutes}.`;
}

export function waiting(queue) {
  if (!queue) return 'Votre conversation est ouverte.';
  if (!queue.staffed) return `${NOBODY} ${planned(queue.planned_at)}`.trimEnd();
  const ahead = queue.position - 1;
  let place = `${ahead} personnes avant vous`;
  if (ahead <= 0) place = 'Vous êtes la prochaine personne';
  else if (ahead === 1) place = '1 personne avant vous';
  return queue.estimated_wait_s === null ? `${place}.` : `${place}, ${duration(queue.estimated_wait_s)}.`;
}

// Who joined the one who answers.
export function company({ state, guests = [] }) {
  return state === 'active' && guests.length ? `avec ${guests.map(({ name }) => name).join(' et ')}` : '';
}

export function who(view) {
  if (view.state === 'ended') return 'Conversation terminée';
  if (view.state === 'active' && view.officer) return view.officer.name;
  if (view.queue && !view.queue.staffed) return 'Personne n’est disponible'; // never "waiting" for nobody
  return 'En attente d’une réponse';
}

const FORCES = { PN: 'la police nationale', GN: 'la gendarmerie nationale' };
const EVENTS = {
  joined: ({ name }) => `${name || 'Un agent'} vous répond.`,
  left: ({ name }) => `${name || 'La personne qui vous répondait'} a dû laisser la conversation. `
    + 'Une autre personne va la reprendre, avec tout son contenu.',
  moved: ({ force }) => `Votre conversation passe à ${FORCES[force] || 'l’autre force'}, avec son contenu.`,
  ended: () => 'La conversation est terminée. Votre code de reprise permet d’y revenir.',
  resumed: () => 'Vous avez repris la conversation.',
  danger: () => 'Vous avez dit que vous êtes en danger maintenant.',
};

// Of a second officer (`beside`) the desk's own words say which of the two stays.
export function said({ event, text, data = {} }) {
  const words = EVENTS[event];
  return words && !data.beside ? words(data) : text;
}

const clockFormat = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('fr-FR', { weekday: 'long', day: 'numeric', month: 'long' });

export const clock = (at) => clockFormat.format(at);
export const day = (at) => dayFormat.format(at);
