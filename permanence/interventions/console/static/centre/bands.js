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
const TIME = new Intl.DateTimeFormat("fr", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** "02:14:09". */
export function exactly(milliseconds) {
  return TIME.format(new Date(milliseconds));
}

export class Bands {
  constructor({ link, board, bell, retry, hear, go }) {
    Object.assign(this, { link, board, bell, hear, go });
    this.stale = band("stale", "Réessayer maintenant", retry);
    this.silent = band("silent", "Activer le son", hear);
    this.another = band("another", "Voir l’alerte", go);
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
    say(place("link"), WORDS[opening ? "" : freshness] ?? "Connexion en cours");
    place("stale").hidden = shown !== "stale";
    if (shown === "stale") say(this.stale, this.staleWords());
    place("polling").hidden = shown !== "polled";
    if (shown === "polled") say(place("polling"), `La liaison en direct est coupée : la liste est relue toutes les 3 secondes. Dernière lecture ${exactly(now() - (Date.now() - polledAt))}.`);
  }

  staleWords() {
    const { state, checkedAt, since, retryAt } = this.link;
    const cause = state === "offline" ? "Ce poste n’a plus de réseau" : "La connexion avec le serveur est perdue";
    const wait = Math.ceil((retryAt - Date.now()) / 1000);
    return [
      `${cause} depuis ${precise(Date.now() - since)}.`,
      checkedAt ? `Ce qui est affiché date de ${exactly(now() - (Date.now() - checkedAt))} et peut ne plus être vrai.` : "Aucune alerte ne peut arriver ici.",
      wait > 0 && `Nouvel essai dans ${wait} s.`,
      Date.now() - since > 20_000 && "Si cela dure, prenez un autre poste.",
    ].filter(Boolean).join(" ");
  }

  sound() {
    const { state } = this.bell;
    place("silent").hidden = state === "on";
    say(this.silent, state === "off" ? "Le son est coupé : une alerte ne sonnerait pas sur ce poste." : "Le navigateur retient le son : une alerte ne sonnerait pas sur ce poste.");
    say(place("sound"), { on: "Son actif", off: "Son coupé", blocked: "Son retenu" }[state]);
    set(place("sound"), "aria-pressed", String(state === "on"));
  }

  elsewhere() {
    const others = this.board.alarms.filter(({ id }) => id !== this.board.shown);
    place("another").hidden = others.length === 0;
    if (!others.length) return;
    const [first] = others;
    const more = others.length > 1 ? `, et ${others.length - 1} autre${others.length > 2 ? "s" : ""}` : "";
    refill(this.another, [first.id, more, where(first), town(first)], () => [
      make("b", {}, "Alerte non prise en compte"), ` : ${where(first)}, ${town(first)}, depuis `, make("span", { "data-since": askedAt(first) }), more]);
  }
}

function band(id, words, act) {
  const text = make("span");
  const key = id === "another" && make("kbd", {}, "Alt + A");
  fill(place(id), text, make("button", { type: "button", class: "button", on: { click: act } }, words, key));
  return text;
}

/** Every clock of the page, once a second. */
export function tickClocks() {
  say(place("clock"), exactly(now()));
  for (const node of document.querySelectorAll("[data-since]")) say(node, clock(now() - Date.parse(node.dataset.since)));
}
