// The wallboard's page: asks for the state every two seconds, runs the clocks between answers, and says in large
// letters since when the server has not answered, so that old figures never look live.

import { everySecond, learn, now } from "../desk/clock.js";
import { fill, make, say } from "../desk/dom.js";
import { alarmRow, callRow, emergencyRow, forceCard, officerCard, time } from "./parts.js";

const EVERY_MS = 2000;
const PATIENCE_MS = 5000;
const STALE_MS = 8000;
const SHOWN = { alarms: 6, calls: 3, emergencies: 7, officers: 36 };

const byId = (id) => document.getElementById(id);
let tag = "";
let answeredAt = now();
let signedOut = false;
let known = new Set();

function show(board) {
  const calm = make("p", { class: "calm" }, "✓ Aucune alarme");
  fill(byId("alarms"), some(board.alarms, SHOWN.alarms, alarmRow, "p") ?? calm);
  byId("alarms").dataset.state = board.alarms.length ? "alarm" : "calm";
  byId("calls").hidden = board.calls.length === 0;
  fill(byId("calls"), some(board.calls, SHOWN.calls, (call) => callRow(call, lookAfter), "p") ?? "");
  fill(byId("figures"), board.forces.map(forceCard));
  const none = make("li", { class: "none" }, "Aucun");
  fill(byId("emergencies"), some(board.emergencies, SHOWN.emergencies, emergencyRow) ?? none);
  say(byId("emergencies-count"), String(board.emergencies.length));
  const nobody = make("li", { class: "none" }, "Personne");
  fill(byId("officers"), some(board.officers, SHOWN.officers, officerCard) ?? nobody);
  say(byId("officers-count"), String(board.officers.length));
  byId("officers").dataset.many = String(board.officers.length > 18);
  ring(board.alarms);
  tick();
}

// The first ones, then how many are not shown: a figure may be left out of the wall, never silently.
function some(items, most, row, tag = "li") {
  if (!items.length) return null;
  const rest = items.length - most;
  return [items.slice(0, most).map(row), rest > 0 && make(tag, { class: "more" }, rest > 1 ? `et ${rest} autres` : "et 1 autre")];
}

function tick() {
  say(byId("clock"), new Date(now()).toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris" }));
  for (const node of document.querySelectorAll("[data-since]")) say(node, time(now() - Date.parse(node.dataset.since)));
  const silent = signedOut || now() - answeredAt > STALE_MS;
  document.body.dataset.stale = String(silent);
  byId("stale").hidden = !silent;
  if (!silent) return;
  const since = new Date(answeredAt).toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris" });
  say(byId("stale"), signedOut ? `Session terminée : reconnectez-vous. Chiffres de ${since}` : `Serveur injoignable : chiffres de ${since}, ils ne sont plus à jour`);
}

async function ask() {
  const headers = tag ? { "If-None-Match": tag } : {};
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(document.body.dataset.stateUrl, { headers, signal, cache: "no-store", redirect: "manual" });
  signedOut = answer.type === "opaqueredirect" || answer.status === 403;
  if (answer.status !== 200 && answer.status !== 304) return;
  const board = answer.status === 200 ? await answer.json() : null;
  learn(answer.headers.get("Date"));
  answeredAt = now();
  tag = answer.headers.get("ETag") ?? "";
  if (board) show(board);
}

async function lookAfter(id) {
  const headers = { "X-CSRFToken": document.body.dataset.csrf };
  const answer = await fetch(document.body.dataset.callsUrl + id, { method: "POST", headers, redirect: "manual" }).catch(() => null);
  if (answer?.ok) await ask();
  else byId("calls").append(make("p", { class: "call call--refused", role: "alert" }, "Cet appel concerne l’autre force, ou le serveur ne répond pas."));
}

async function forever() {
  try {
    await ask();
  } catch {
    // Not reached: `tick` says since when.
  }
  setTimeout(forever, EVERY_MS);
}

// ---- Sound: off until a click, one short tone for each new grave alarm ----

let audio = null;

function ring(alarms) {
  // What an alarm is about stands before its colon: an immediate danger rings though an urgent wait has rung already.
  const grave = new Set(alarms.filter((alarm) => alarm.grave).map((alarm) => `${alarm.kind} ${alarm.text.split(" : ")[0]}`));
  const fresh = [...grave].some((about) => !known.has(about));
  known = grave;
  if (!audio || !fresh) return;
  const tone = audio.createOscillator();
  tone.frequency.value = 660;
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.4);
}

byId("sound").addEventListener("click", () => {
  audio?.close();
  audio = audio ? null : new AudioContext();
  byId("sound").setAttribute("aria-pressed", String(audio !== null));
  say(byId("sound"), audio ? "Son activé" : "Son coupé");
});

everySecond(tick);
show(JSON.parse(byId("board").textContent));
forever();
