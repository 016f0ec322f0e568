// The conversation in the browser: ties the channel, the thread, the outbox and the page together.

import { Connection } from './connection.js';
import { Danger } from './danger.js';
import { follow } from './keyboard.js';
import { Outbox } from './outbox.js';
import { Suite } from './suite.js';
import { Thread } from './thread.js';
import { company, CONNECTION, NOBODY, waiting, who } from './words.js';

const $ = (id) => document.getElementById(id);
const seat = $('seat');
const { conversation, secret, space } = seat.dataset;
const box = $('text');
const form = $('say');
const LONGEST = 4000;
const PLAIN = ['withdraw', 'attach']; // What the form does by itself.
const SHORT = 4; // Up to here the page is read from its top: what to do now, the code, the wait.
const TYPING_EVERY_MS = 3000;
const TYPING_LASTS_MS = 6000;
const SEEN_EVERY_MS = 800;
const RETRY_MS = 4000;
const SIGN_OF_LIFE_MS = 5 * 60 * 1000;
const AWAY_MS = 20 * 60 * 1000;

const thread = new Thread($('thread'), $('newer'));
const outbox = new Outbox(conversation);
const connection = new Connection(conversation, secret, () => thread.last);
const danger = new Danger({ conversation, secret, send: (frame) => connection.send(frame), line: $('danger-said') });
const suite = new Suite({ conversation, secret, root: $('suite') });
let view = {};
let typedAt = 0;
let pastEnds = 0;

// --- what the desk says ---

const frames = {
  opened(frame) {
    if ($('frame')) begin(frame.last);
    frames.state(frame);
    for (const message of outbox.messages) thread.addWaiting(message);
    resend();
  },
  state(frame) {
    suite.look();
    show({ guests: [], ...frame });
  },
  queue(frame) {
    show({ queue: frame });
  },
  message(frame) {
    thread.add(frame);
    if (frame.from === 'visitor') outbox.remove(frame.id);
    if (frame.attachment && files) files.arrived(frame.attachment);
    if (frame.from === 'officer') $('typing').textContent = '';
    if (frame.event === 'referral') suite.look();
    if (frame.event === 'danger') $('now').hidden = false;
    if (frame.event === 'on_scene') arrived(frame.seq);
    if (frame.seq === pastEnds && pastEnds > SHORT) thread.toEnd();
    tellRead();
  },
  ack(frame) {
    outbox.remove(frame.id);
    thread.acknowledge(frame.id, frame.seq, frame.at);
  },
  read(frame) {
    thread.markRead(frame.officer);
  },
  typing(frame) {
    const name = frame.name || (view.officer ? view.officer.name : 'La personne qui vous répond');
    $('typing').textContent = `${name} est en train d’écrire`;
    clearTimeout(frames.quiet);
    frames.quiet = setTimeout(() => { $('typing').textContent = ''; }, TYPING_LASTS_MS);
  },
  presence(frame) {
    if (frame.officer) show({ present: frame.officer === 'here' });
  },
  error(frame) {
    if (!frame.id) return;
    const message = outbox.messages.find((one) => one.id === frame.id);
    if (!message) return;
    if (['unavailable', 'too_fast', 'busy'].includes(frame.code)) {
      setTimeout(resend, (frame.retry_after_s || 0) * 1000 + RETRY_MS);
      return;
    }
    outbox.remove(frame.id);
    thread.refuse(frame.id, frame.detail, () => { box.value = `${message.text}\n${box.value}`.trim(); keepDraft(); });
  },
};

// The channel is open for the first time: the live thread takes the place of the frame that refreshes.
function begin(last) {
  $('frame').remove();
  $('thread').hidden = false;
  $('empty').hidden = last > 0;
  pastEnds = last;
  thread.replayUntil(last);
}

function show(news) {
  view = { ...view, ...news };
  say($('status'), who(view));
  say($('with'), company(view));
  const isWaiting = view.state === 'waiting';
  say($('waiting'), isWaiting ? waiting(view.queue) : absence());
  $('waiting').hidden = !$('waiting').textContent;
  const isAlone = $('waiting').textContent.startsWith(NOBODY);
  $('waiting').classList.toggle('talk__waiting--nobody', isAlone);
  $('calls').hidden = !isAlone;
  if (view.read) thread.markRead(view.read.officer);
  const ended = view.state === 'ended';
  const endsNow = ended && $('ended').hidden;
  $('ended').hidden = !ended;
  form.hidden = ended;
  if (ended) for (const one of [position, files]) if (one) one.stop();
  if (endsNow) {
    $('now').hidden = true; // It says to write here, where nothing can be written any more.
    $('ended').scrollIntoView({ block: 'center' });
  }
}

function absence() {
  if (view.state !== 'active' || view.present !== false) return '';
  return `${view.officer ? view.officer.name : 'La personne qui vous répond'} n’est pas devant l’écran en ce moment. `
    + 'Vos messages sont gardés. Si le danger est immédiat : 17, ou SMS au 114.';
}

// A status line is written only when it changes, so that it is not read aloud again.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

connection.addEventListener('frame', ({ detail }) => { if (frames[detail.type]) frames[detail.type](detail); });
connection.addEventListener('state', ({ detail }) => {
  const line = $('connection');
  say(line, CONNECTION[detail]);
  const isLost = detail === 'lost' || detail === 'offline';
  line.toggleAttribute('data-lost', isLost);
  $('kept').hidden = !isLost;
});
connection.addEventListener('refused', () => location.replace(space));

// --- what the visitor does ---

function resend() {
  for (const { id, text } of outbox.messages) connection.send({ type: 'send', conversation, id, text });
}

function keepDraft() {
  const stays = thread.isAtEnd();
  outbox.draft = box.value;
  box.style.height = 'auto';
  if (!CSS.supports('field-sizing', 'content')) box.style.height = `${box.scrollHeight + 2}px`;
  if (stays && thread.last > SHORT) thread.toEnd();
}

form.addEventListener('submit', (event) => {
  if (event.submitter && PLAIN.includes(event.submitter.value)) return;
  event.preventDefault();
  const text = box.value;
  $('error').textContent = '';
  if (!text.trim()) return;
  if ([...text].length > LONGEST) {
    $('error').textContent = `Ce message est trop long (plus de ${LONGEST} caractères) : envoyez-le en plusieurs fois.`;
    return;
  }
  const message = outbox.add(text);
  shown();
  box.value = '';
  keepDraft();
  thread.addWaiting(message);
  connection.send({ type: 'send', conversation, ...message });
});

function shown() {
  $('empty').hidden = true;
  $('thread').hidden = false;
}

box.addEventListener('input', () => {
  keepDraft();
  if ($('seen')) return showTyped();
  if (Date.now() - typedAt < TYPING_EVERY_MS || !box.value.trim()) return;
  typedAt = Date.now();
  connection.send({ type: 'typing', conversation });
});

// Where the deployment lets officers see what is being written, the page says so before it shows anything.
function showTyped() {
  if (showTyped.due) return;
  showTyped.due = setTimeout(() => {
    showTyped.due = 0;
    connection.send({ type: 'typing', conversation, text: box.value });
  }, SEEN_EVERY_MS);
}
if ($('seen')) $('seen').hidden = false;
box.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

function tellRead() {
  if (!document.hidden && thread.last) connection.send({ type: 'read', conversation, seq: thread.last });
}

$('danger').addEventListener('click', (event) => {
  event.preventDefault();
  $('now').hidden = false;
  danger.press();
  $('danger-menu').open = false;
  $('now').scrollIntoView({ block: 'center' });
});

const noted = $('code-card');
if (noted) {
  noted.addEventListener('submit', (event) => {
    event.preventDefault();
    post('noted').then((answer) => { if (answer.ok) noted.remove(); }).catch(() => {});
  });
}

function post(what) {
  return fetch(space, { method: 'POST', body: new URLSearchParams({ do: what }), redirect: 'follow' });
}

const menus = [$('danger-menu'), $('menu')];
document.addEventListener('click', ({ target }) => {
  for (const menu of menus) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') for (const menu of menus) menu.open = false;
});

// --- coming and going ---

let hiddenAt = 0;
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    hiddenAt = Date.now();
    return;
  }
  if (hiddenAt && Date.now() - hiddenAt > AWAY_MS) location.reload();
  else stillMine();
  tellRead();
});
setInterval(() => { if (!document.hidden) stillMine(); }, SIGN_OF_LIFE_MS);

// The place may have been left in another tab: then nothing of it stays on this one.
function stillMine() {
  post('present').then(({ status: code }) => { if (code === 409) location.reload(); }).catch(() => {});
}

// What can be added to the words comes after all that is needed to write: nothing of it is in the way on a slow network.
let position = null;
let files = null;
let onScene = 0;
function arrived(seq) {
  onScene = seq;
  if (position) position.arrived(seq);
}
const load = (module) => module.catch(() => null);
Promise.all([load(import('./more.js')), load(import('./position.js')), load(import('./files.js'))]).then(([sheet, where, what]) => {
  if (left || !sheet) return;
  if (where) position = new where.Position({ conversation, secret, last: () => thread.last });
  if (what) files = new what.Files({ conversation, secret, thread, most: Number(seat.dataset.most), shown });
  if (position) position.arrived(onScene);
  if (files && !$('plain').open) $('plain').remove(); // The form without a script, unless she is choosing there.
  new sheet.More({
    'add-photo': files && (() => $('pick-photo').click()),
    'add-file': files && (() => $('pick-file').click()),
    'add-position': position && (() => position.open(true)),
  });
});

let left = false;
window.addEventListener('quit', () => {
  left = true;
  for (const one of [position, files]) if (one) one.leave();
  outbox.close();
  connection.stop();
});
window.addEventListener('pagehide', (event) => {
  if (left || event.persisted) return;
  const body = new Blob([JSON.stringify({ how: 'closed', secret })], { type: 'application/json' });
  navigator.sendBeacon(`/api/v1/conversations/${conversation}/leave`, body);
});

box.value = box.value || outbox.draft;
keepDraft();
follow();
connection.open();
