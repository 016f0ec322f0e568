// The inbox stays fresh while it is in sight: the page is asked for again every half minute, and its list put in the
// place of the one shown. It rings when a case arrives or becomes late, where the sound was turned on; the title counts.
// Without this module the page is whole: it is as fresh as its last loading, and says of when it is.

import { place, say } from "../desk/dom.js";
import { Sound } from "../desk/sound.js";

const EVERY_MS = 30_000;
const LIST = "liste";
const title = document.title;
const sound = new Sound({ changed: showSound });
const button = place("sound");

/** The cases of a list, and which of them are late. */
function seen(list) {
  const cases = [...list.querySelectorAll("[data-case]")];
  return { all: ids(cases), late: ids(cases.filter((one) => "late" in one.dataset)) };
}

function ids(cases) {
  return new Set(cases.map((one) => one.dataset.case));
}

/** What is in `after` and was not in `before`. */
function added(before, after) {
  return [...after].filter((id) => !before.has(id)).length;
}

function refresh() {
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  request.responseType = "document";
  request.timeout = EVERY_MS;
  request.addEventListener("load", () => show(request.response?.getElementById(LIST), request.responseURL));
  request.addEventListener("error", () => lost("liste figée : la connexion est coupée"));
  request.addEventListener("timeout", () => lost("liste figée : le serveur ne répond pas"));
  request.send();
}

function show(list, address) {
  if (!list) {
    const signedOut = address.includes("/compte/connexion");
    lost(signedOut ? "session terminée : rechargez la page pour vous reconnecter" : "liste figée : le serveur ne répond pas");
    return;
  }
  const before = seen(place(LIST));
  const after = seen(list);
  const focused = document.activeElement?.closest("[data-case]")?.dataset.case;
  place(LIST).replaceWith(document.adoptNode(list));
  if (focused) document.querySelector(`[data-case="${CSS.escape(focused)}"] a`)?.focus();
  if (added(before.late, after.late)) sound.play("alarm");
  else if (added(before.all, after.all)) sound.play("new");
  count(list);
}

/** The list is no longer sure to be what the server has; the words say why. */
function lost(words) {
  const link = place("link");
  link.dataset.lost = "";
  say(link, words);
}

function count(list) {
  const cases = Number(list.dataset.count);
  document.title = cases ? `(${cases}) ${title}` : title;
}

function showSound() {
  const on = sound.state === "on";
  button.setAttribute("aria-pressed", String(on));
  say(button, on ? "Son activé" : sound.state === "blocked" ? "Son bloqué : cliquez" : "Activer le son");
}

button.hidden = false;
button.addEventListener("click", () => (sound.state === "off" ? sound.turnOn() : sound.state === "blocked" ? sound.resume() : sound.turnOff()));
showSound();
count(place(LIST));
setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
