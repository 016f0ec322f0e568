// What stands across the page as long as it is true: the list may be old, it is read instead of told, the sound is off,
// an alert rings that is not in sight.

import { now } from "../desk/clock.js";
import { fill, make, place, say, set } from "../desk/dom.js";
import { askedAt, clock } from "../desk/intervention-words.js";
import { precise } from "../desk/words.js";
import { refill } from "./refill.js";
import { town, where } from "./words.js";

const WORDS = { live: "En direct", polled: "Lue toutes les 3 s", stale: "Connexion perdue" };
const OPENING_MS = 3000;
const LASTS_MS = 20_000;
const TIME = new Intl.DateTimeFormat("fr", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** "02:14:09". */
export function exactly(milliseconds) {
  return TIME.format(new Date(milliseconds));
}

/** A moment of this machine's clock as the server's has it. */
function here(milliseconds) {
  return now() - (Date.now() - milliseconds);
}

export class Bands {
  constructor({ link, board, bell, retry, hear, go }) {
    Object.assign(this, { link, board, bell });
    this.stale = band("stale", "alert", "Réessayer maintenant", retry);
    this.polling = band("polling", "status");
    this.silent = band("silent", "status", "Activer le son", hear);
    // Said by the page's own alert when it comes: here it counts up.
    this.another = band("another", null, "Voir l’alerte", go);
    place("another").lastElementChild.append(make("kbd", {}, "Alt + A"));
  }

  render() {
    this.connection();
    this.sound();
    this.elsewhere();
  }

  connection() {
    const { freshness, opened, polledAt } = this.link;
    const opening = freshness === "stale" && !opened && !polledAt && Date.now() - this.link.since < OPENING_MS;
    const shown = opening ? "opening" : freshness;
    set(document.body, "data-stale", String(shown === "stale"));
    set(place("link"), "data-link", { live: "open", polled: "polled", opening: "connecting" }[shown] ?? "lost");
    say(place("link"), WORDS[shown] ?? "Connexion en cours");
    place("stale").hidden = shown !== "stale";
    if (shown === "stale") this.old();
    place("polling").hidden = shown !== "polled";
    if (shown !== "polled") return;
    say(this.polling.words, "La liaison en direct est coupée : la liste est relue toutes les 3 secondes.");
    say(this.polling.counts, `Dernière lecture ${exactly(here(polledAt))}.`);
  }

  /** What is true is said once; what counts is seen, and not read out every second. */
  old() {
    const { state, checkedAt, since, retryAt } = this.link;
    const cause = state === "offline" ? "Ce poste n’a plus de réseau." : "La connexion avec le serveur est perdue.";
    const age = checkedAt ? `Ce qui est affiché date de ${exactly(here(checkedAt))} et peut ne plus être vrai.` : "Aucune alerte ne peut arriver ici.";
    const lasts = Date.now() - since > LASTS_MS && "Si cela dure, prenez un autre poste.";
    say(this.stale.words, [cause, age, lasts].filter(Boolean).join(" "));
    const wait = Math.ceil((retryAt - Date.now()) / 1000);
    say(this.stale.counts, [`Depuis ${precise(Date.now() - since)}.`, wait > 0 && `Nouvel essai dans ${wait} s.`].filter(Boolean).join(" "));
  }

  sound() {
    const { state } = this.bell;
    place("silent").hidden = state === "on";
    say(this.silent.words, state === "off" ? "Le son est coupé : une alerte ne sonnerait pas sur ce poste." : "Le navigateur retient le son : une alerte ne sonnerait pas sur ce poste.");
    say(place("sound"), { on: "Son actif", off: "Son coupé", blocked: "Son retenu" }[state]);
    set(place("sound"), "aria-pressed", String(state === "on"));
  }

  elsewhere() {
    const others = this.board.alarms.filter(({ id }) => id !== this.board.shown);
    place("another").hidden = others.length === 0;
    if (!others.length) return;
    const [first] = others;
    const more = others.length > 1 ? `, et ${others.length - 1} autre${others.length > 2 ? "s" : ""}` : "";
    refill(this.another.words, [first.id, more, where(first), town(first)], () => [
      make("b", {}, "Alerte non prise en compte"), ` : ${where(first)}, ${town(first)}, depuis `, make("span", { "data-since": askedAt(first) }), more]);
  }
}

/** A band's words, said by screen readers in their `role`, and what counts beside them, which they leave alone. */
function band(id, role, label, act) {
  const [words, counts] = [make("span", { role }), make("span", { "aria-hidden": "true" })];
  fill(place(id), words, counts, label && make("button", { type: "button", class: "button", on: { click: act } }, label));
  return { words, counts };
}

/** Every clock of the page, once a second. */
export function tickClocks() {
  say(place("clock"), exactly(now()));
  for (const node of document.querySelectorAll("[data-since]")) say(node, clock(now() - Date.parse(node.dataset.since)));
}
