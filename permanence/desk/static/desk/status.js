// The connection in words. While it is down a band across the page says so, since when, and when it is tried again:
// nothing typed is lost meanwhile, and that is said too.

import { everySecond } from "./clock.js";
import { fill, make, place, say, set } from "./dom.js";
import { count, precise } from "./words.js";

const WORDS = {
  connecting: "Connexion en cours",
  open: "En direct",
  lost: "Connexion perdue",
  offline: "Hors ligne",
};
const PATIENCE_MS = 3000;
const NEVER_MS = 15_000;
const NEVER =
  "La liaison en direct ne s’ouvre pas. Si d’autres pages s’affichent, le réseau de ce poste la bloque : prévenez votre superviseur, et prenez un autre poste. Les brouillons de ce poste sont gardés.";

export class StatusView {
  constructor({ store, outbox, retry }) {
    Object.assign(this, { store, outbox, retry });
    this.link = place("link");
    this.band = place("offline");
    this.words = make("span");
    fill(this.band, this.words, make("button", { type: "button", class: "button", on: { click: retry } }, "Réessayer maintenant"));
    store.on("link", () => this.render());
    everySecond(() => this.render());
  }

  render() {
    const { state, since, retryAt } = this.store.link;
    set(this.link, "data-link", state);
    say(this.link, WORDS[state]);
    const down = Date.now() - since;
    this.band.hidden = state === "open" || down < PATIENCE_MS;
    if (!this.band.hidden) say(this.words, this.sentence(state, down, retryAt));
  }

  sentence(state, down, retryAt) {
    const cause = {
      connecting: "Le serveur tarde à répondre.",
      offline: "Ce poste n’a plus de réseau.",
      lost: "La connexion avec le serveur est perdue.",
    }[state];
    if (state !== "offline" && !this.store.link.opened && down > NEVER_MS) return NEVER;
    const wait = Math.ceil((retryAt - Date.now()) / 1000);
    const unsent = this.outbox.messages.length;
    return [
      cause,
      `Depuis ${precise(down)}.`,
      wait > 0 && `Nouvel essai dans ${wait} s.`,
      unsent > 0
        ? `${count(unsent, "message")} en attente : l’envoi reprendra tout seul.`
        : "Vous pouvez continuer à écrire : l’envoi reprendra tout seul.",
    ].filter(Boolean).join(" ");
  }
}
