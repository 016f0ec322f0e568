// The centre's console: makes the parts and joins them. Each module answers for one behaviour; this one only for who
// talks to whom, and for which intervention comes in sight by itself.

import { Api } from "../desk/api.js";
import { everySecond, now } from "../desk/clock.js";
import { place, say, set } from "../desk/dom.js";
import { preference, prefer } from "../desk/preferences.js";
import { Session } from "../desk/session.js";
import { applyTheme } from "../desk/settings.js";
import { Toasts } from "../desk/toasts.js";
import { Bands, exactly, tickClocks } from "./bands.js";
import { Bell } from "./bell.js";
import { Board } from "./board.js";
import { Keys, isWriting, showKeys } from "./keys.js";
import { Link } from "./link.js";
import { ListView } from "./list.js";
import { SheetView } from "./sheet.js";
import { Steps } from "./steps.js";
import { fieldNames, isOver, town, where } from "./words.js";

const page = document.body.dataset;
const centre = Number(page.centre);
const TITLE = `${page.centreName} · Permanence`;
const HANDS_OFF_MS = 700;
const CUT_OFF_MS = 10_000;
const THEMES = { auto: "comme la machine", light: "claires", dark: "sombres" };

const toasts = new Toasts(place("toasts"));
const board = new Board();
const session = new Session({ url: page.tokenUrl, csrf: page.csrf, onSignedOut: signedOut });
const api = new Api(page.api, session);
const bell = new Bell({ changed: render });
const steps = new Steps({ api, board, toasts, centre });
const link = new Link({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${page.live}`,
  api, session, board, changed: render,
  onUnauthorised: () => (session.current = null),
});
const list = new ListView({ board, link, choose });
const sheet = new SheetView({ board, steps, toasts, centre });
const bands = new Bands({ link, board, bell, retry: () => link.hurry(), hear: () => hear(true), go: toAlarm });
let tookOverAt = 0;

board.changed = render;
board.heard = heard;
new Keys({
  enter: () => acknowledge(),
  alarm: toAlarm,
  keys: {
    a: () => acknowledge(),
    ...Object.fromEntries([..."pscxr"].map((letter) => [letter, () => steps.byKey(letter)])),
    n: () => sheet.timeline.focus(),
    j: () => step(1),
    k: () => step(-1),
    m: () => hear(bell.state !== "on"),
  },
});
place("sound").addEventListener("click", () => hear(bell.state !== "on"));
place("theme").addEventListener("click", nextTheme);
place("help-open").addEventListener("click", showKeys);
place("sign-out").addEventListener("submit", goodbye);
for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, firstGesture, { capture: true });
document.addEventListener("pointerdown", ({ target }) => place("me-menu").contains(target) || (place("me-menu").open = false));
everySecond(tick);
applyTheme();
render();
link.start();

function render() {
  // Nothing in sight, and something under way: the most urgent.
  if (!board.current && board.open.length) board.shown = board.open[0].id;
  const alarms = board.alarms.length;
  const isAlarm = board.current?.state === "requested";
  set(document.body, "data-alarm", isAlarm ? (board.current.rung ? "louder" : "alarm") : "none");
  const title = alarms ? `(${alarms}) Alerte · ${TITLE}` : TITLE;
  if (document.title !== title) document.title = title;
  set(place("page-icon"), "href", alarms ? page.iconPressing : page.icon);
  place("count").hidden = alarms === 0;
  say(place("count"), `${alarms} ${alarms > 1 ? "alertes" : "alerte"} à prendre en compte`);
  list.render();
  sheet.render();
  tick();
}

function tick() {
  link.tick();
  bell.follow(wanted());
  set(document.body, "data-ringing", bell.ringing || "none");
  bands.render();
  sheet.tick();
  calm();
  tickClocks();
}

/** What must be heard now. A console that is cut off is heard too: it would miss the next alert. */
function wanted() {
  if (board.alarms.length) return board.alarms.some(({ rung }) => rung > 0) ? "louder" : "alarm";
  return link.freshness === "stale" && Date.now() - link.since > CUT_OFF_MS ? "lost" : "";
}

/** Whether an alert may take the whole width: never over one that rings already, nor under a hand that writes; the band
 *  says so then. */
function mayComeInSight() {
  return board.current?.state !== "requested" && !isWriting() && !document.querySelector("dialog[open]");
}

function choose(id) {
  board.show(id);
  place("sheet").scrollTop = 0;
}

/** The alert that rings and is not in sight, the oldest. */
function toAlarm() {
  const [first] = board.alarms.filter(({ id }) => id !== board.shown);
  if (!first) return;
  document.activeElement?.blur();
  tookOverAt = Date.now();
  choose(first.id);
}

/** The alert in sight is taken in charge; where another one rings, it is shown first: nobody takes what they have not
 *  read, nor by a key that was meant for the sheet before. */
function acknowledge() {
  if (board.current?.state !== "requested") return toAlarm();
  if (Date.now() - tookOverAt > HANDS_OFF_MS) steps.byKey("a");
  return undefined;
}

function step(change) {
  const { open, shown } = board;
  if (!open.length) return;
  const index = open.findIndex(({ id }) => id === shown);
  choose(open[(index + change + open.length) % open.length].id);
}

/** What an announcement brings: a sound, a sentence, an alert in sight. */
function heard({ kind, view, detail }) {
  const about = `${where(view)}, ${town(view)}`;
  const mine = detail?.by?.name === page.officerName;
  if (kind === "alarm") return alarm(view, about);
  if (kind === "louder" || kind === "escalated") return say(place("alarmed"), `Alerte toujours sans réponse : ${about}`);
  if (kind === "step" && isOver(view)) return over(view, about);
  if (kind === "sheet") return news(view, `Fiche modifiée (${fieldNames(detail.fields)}) : ${about}`);
  if (kind === "position") return news(view, `La personne partage sa position : ${about}`);
  if (kind === "note" && !mine) return news(view, `Nouvelle note de ${detail.by?.name ?? "la brigade"} : ${about}`);
  if (kind === "message" && view.id !== board.shown) return bell.play("message");
  return undefined;
}

function alarm(view, about) {
  say(place("alarmed"), `Nouvelle alerte : ${about}`);
  if (!mayComeInSight()) return;
  tookOverAt = Date.now();
  board.shown = view.id;
}

/** What is in sight marks itself; a screen reader hears of it, and of what is elsewhere everybody reads. */
function news(view, words) {
  if (view.id === board.shown) say(place("said"), words);
  else toasts.tell(words);
  bell.play("message");
}

/** Over: by a hand here, the next one comes in sight; by another, it stays and says so. */
function over(view, about) {
  toasts.tell(view.state === "closed" ? `Intervention close : ${about}` : `Intervention annulée : ${about}`);
  if (view.id === board.shown && steps.busy.has(view.id)) board.shown = null;
}

/** What stands where nothing is under way. */
function calm() {
  if (board.current) return;
  const checked = link.checkedAt ? `Dernière vérification ${exactly(now() - (Date.now() - link.checkedAt))}.` : "";
  if (!board.loaded) return sheet.tellCalm("Chargement des interventions…", "");
  if (link.freshness === "stale") return sheet.tellCalm("Cette console est coupée du serveur.", `Une alerte pourrait attendre sans être montrée ici. ${checked}`);
  return sheet.tellCalm("Aucune alerte.", checked);
}

/** The sound goes on or off; on, one hears at once what an alert sounds like. */
function hear(on) {
  prefer("centreSound", on);
  if (!on) return bell.turnOff();
  if (bell.state === "blocked") bell.resume();
  else bell.turnOn();
  setTimeout(() => board.alarms.length || bell.once("alarm"), 80);
  return tick();
}

/** A console that rang before rings again from the first gesture on, unless it was silenced by hand. */
function firstGesture({ target }) {
  if (bell.state === "blocked") bell.resume();
  if (bell.state !== "off" || preference("centreSound") !== true || target.closest?.("#sound, #silent")) return;
  bell.turnOn();
}

function nextTheme() {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(preference("theme")) + 1) % names.length];
  prefer("theme", next);
  applyTheme();
  toasts.tell(`Couleurs ${THEMES[next]}.`);
}

function goodbye() {
  session.over = true;
  link.stop();
}

/** Signed out elsewhere: the way back is the sign-in page. */
function signedOut() {
  link.stop();
  location.assign(`${page.signIn}?dit=centre&next=${encodeURIComponent(location.pathname)}`);
}
