// The officers' console: makes the parts and joins them. Each module answers for one behaviour; this one only for who
// talks to whom.

import { Acts } from "./acts.js";
import { Alerts } from "./alerts.js";
import { Api } from "./api.js";
import { Board } from "./board.js";
import { labelled } from "./chips.js";
import { Craft } from "./craft.js";
import { Connection } from "./connection.js";
import { ask } from "./dialog.js";
import { fill, place, set } from "./dom.js";
import { Drafts } from "./drafts.js";
import { Emergencies } from "./emergencies.js";
import { Frames } from "./frames.js";
import { MeView } from "./me.js";
import { NeedsView } from "./needs-view.js";
import { Offers } from "./offers.js";
import { Outbox } from "./outbox.js";
import { preference, prefer } from "./preferences.js";
import { QueueView } from "./queue.js";
import { Session } from "./session.js";
import { applyTheme, openSettings } from "./settings.js";
import { Shortcuts, showShortcuts } from "./shortcuts.js";
import { FileView } from "./file.js";
import { Invitations } from "./guests.js";
import { StatusView } from "./status.js";
import { Store } from "./store.js";
import { Supervision } from "./supervision.js";
import { Toasts } from "./toasts.js";
import { Transfers } from "./transfers.js";
import { count, label, learnDepartments, learnVocabulary } from "./words.js";

const page = document.body.dataset;
learnDepartments(JSON.parse(place("departments").textContent));
const supervises = page.role === "supervisor";
const others = new BroadcastChannel("permanence-desk");

const store = new Store();
const toasts = new Toasts(place("toasts"));
const drafts = new Drafts(page.officer);
const session = new Session({ url: page.tokenUrl, csrf: page.csrf, onSignedOut: signedOut });
const api = new Api(page.api, session);

let connection = null;
const outbox = new Outbox({ drafts, connection: () => connection, changed: (id) => store.touched(id) });
const frames = new Frames({ store, connection: () => connection, outbox, heard });
const acts = new Acts({ api, store, toasts, opened: (id) => board.show(id, { write: true }), situated: (me) => others.postMessage(me) });
const craft = new Craft({ api, store, toasts, drafts, acts, supervises, translates: page.translates === "true", board: () => board, call: (...words) => alerts.call(...words), unfold });
const board = new Board({ store, drafts, outbox, acts, craft, send: (frame) => connection.send(frame) });
const queue = new QueueView({ store, acts });
const alerts = new Alerts({ store, toasts, icons: { plain: page.icon, pressing: page.iconPressing } });
if (supervises) new Emergencies({ store, acts, read, call: (...words) => alerts.call(...words) });
acts.transfers = new Transfers({ api, store, acts, toasts, call: (...words) => alerts.call(...words) });
acts.invitations = new Invitations({ api, store, acts, toasts, call: (...words) => alerts.call(...words) });
new Offers({ api, store, acts, call: (...words) => alerts.call(...words) });
new MeView({ store, acts });
new FileView({ store, acts, supervises });
new NeedsView({ store, go });
new StatusView({ store, outbox, retry: () => connection.hurry() });

connection = new Connection({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${page.live}`,
  opening: async () => frames.opening(await session.token()),
  onFrame: (frame) => frames.apply(frame),
  onState: (link) => store.setLink(link),
  onUnauthorised: () => (session.current = null),
});

new Shortcuts({
  nth: (number) => board.nth(number),
  chords: {
    ...craft.commands.chords(),
    note: () => craft.note(),
    find: () => craft.find(),
    step: (change) => board.step(change) ?? board.write(),
  },
  keys: {
    ...craft.commands.keys(),
    p: Craft.focusPresence,
    w: () => place("needs").querySelector("button:enabled")?.click(),
    j: () => board.step(1),
    k: () => board.step(-1),
    e: () => board.write(),
    q: () => queue.focusFirst(),
    f: toggleFile,
  },
});
place("help-open").addEventListener("click", showShortcuts);
fill(place("settings-open"), labelled("settings", "Réglages"));
place("settings-open").addEventListener("click", () => openSettings({ chosen }));
place("hand-over").addEventListener("click", () => acts.transfers.handOver());
place("sign-out").addEventListener("submit", leave);
others.addEventListener("message", ({ data }) => (data === "signed out" ? setTimeout(checkSession, 1500) : store.setMe(data)));
addEventListener("beforeunload", (event) => outbox.messages.length && !session.over && event.preventDefault());
document.addEventListener("pointerdown", closeMenu);
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenu(event));
applyTheme();
showFile();
start();

async function start() {
  connection.start();
  craft.start();
  if (supervises) new Supervision({ store, acts, read }).start();
  try {
    learnVocabulary(await api.get("/vocabulary?language=fr"));
    store.changed("queue");
    store.changed("focus");
  } catch {
    // Codes stand for their words until the page is opened again; nothing else depends on it.
  }
}

async function read(id) {
  if (store.conversations.has(id) || (await acts.look(id))) {
    frames.follow(store.conversation(id));
    board.show(id);
  }
}

/** From a line of what needs the officer to the thing itself. */
function go({ kind, conversation }) {
  if (kind === "emergency") read(conversation);
  else if (kind === "referral") openReferral(conversation);
  else if (conversation) board.show(conversation, { write: true });
  else if (kind !== "calm") queue.focusFirst();
}

async function openReferral(id) {
  await read(id);
  craft.dossier.choose("referral", id);
}

/** What a frame brings that deserves a sound or a sentence. */
function heard(kind, detail) {
  if (kind === "message") alerts.message(detail);
  if (kind === "alarm") alerts.alarm();
  if (kind === "gone") gone(detail);
  if (kind === "situation") store.setMe(acts.situating ? { ...detail, presence: store.me.presence, capacity: store.me.capacity } : detail);
  if (kind === "refused") toasts.warn(detail.detail ?? "Le serveur a refusé une demande.");
}

function gone({ id, unsent, guest }) {
  if (unsent) toasts.warn(`La conversation ${label(id)} a quitté votre poste : ${count(unsent, "message")} n’y a pas été envoyé.`);
  else if (guest && !acts.moved.has(id)) toasts.tell(`Vous n’êtes plus dans la conversation ${label(id)}, où vous étiez invité.`);
  else if (!acts.moved.has(id)) toasts.tell(`La conversation ${label(id)} n’est plus de votre ressort : elle a quitté votre poste.`);
}

function chosen(name) {
  if (name === "theme") applyTheme();
  else board.choose();
}

/** The officer's menu closes on Escape and on a click elsewhere. */
function closeMenu({ type, target }) {
  const menu = place("me-menu");
  if (type === "keydown" || !menu.contains(target)) menu.open = false;
}

function toggleFile() {
  prefer("file", !preference("file"));
  showFile();
}

function unfold() {
  if (!preference("file")) toggleFile();
}

function showFile() {
  set(document.body, "data-file", preference("file") ? "shown" : "folded");
}

/** Signing out by hand: what is not sent would be lost on this machine, so it is asked once. */
function leave(event) {
  const form = event.target;
  if (!drafts.any() || form.dataset.sure) return goodbye();
  event.preventDefault();
  return ask({
    id: "dialog-sign-out",
    title: "Se déconnecter",
    intro: "Un brouillon ou un message n’est pas encore envoyé. Il sera effacé de ce poste, sans retour possible.",
    confirm: "Effacer et se déconnecter",
    tone: "danger",
    onConfirm: () => {
      form.dataset.sure = "true";
      form.requestSubmit();
    },
  });
}

function goodbye() {
  session.over = true;
  drafts.forgetAll();
  connection.stop();
  others.postMessage("signed out");
}

/** Another tab signed out: asking for a token tells whether this one is out too. */
function checkSession() {
  session.another().catch(() => {});
}

/** Signed out elsewhere: the drafts stay in this tab, the way back is the sign-in page. */
function signedOut() {
  connection.stop();
  location.assign(`${page.signIn}?dit=ailleurs&next=${encodeURIComponent(location.pathname)}`);
}
