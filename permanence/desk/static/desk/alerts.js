// Calling the officer: sound, title and icon, desktop notification. Each thing is told once, by what is new since the
// last look; no word of a conversation ever leaves the page.

import { everySecond, now } from "./clock.js";
import { silentDanger, speaks } from "./conversation.js";
import { fill, make, place, set } from "./dom.js";
import { icon } from "./icons.js";
import { pressing } from "./needs.js";
import { preference, prefer } from "./preferences.js";
import { Sound } from "./sound.js";
import { sounds } from "./watchdog.js";

const REPEAT_MS = 30_000;
const DANGER = "Un visiteur attend en urgence.";

export class Alerts {
  constructor({ store, toasts, icons }) {
    Object.assign(this, { store, toasts, icons });
    this.sound = new Sound({ changed: () => this.buttons() });
    this.known = null;
    this.dangers = new Set();
    this.rung = new Set();
    everySecond(() => this.ring());
    place("sound").addEventListener("click", () => this.toggleSound());
    place("notifications").addEventListener("click", () => this.toggleNotifications());
    if (preference("sound")) this.sound.turnOn();
    for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, () => this.sound.state === "blocked" && this.sound.resume());
    store.on("queue", () => this.queue());
    store.on("conversation list", () => this.conversations());
    store.on("queue conversation list", () => this.title());
    setInterval(() => this.again(), REPEAT_MS);
    this.buttons();
  }

  /** Somebody in danger whom nobody has taken is told again and again, as is an alarm nobody looks after. */
  again() {
    if (this.store.mine().some(sounds)) this.alarm();
    else if (this.ringing().length && this.onDuty()) this.call("danger", DANGER);
  }

  /** Those in danger who ring here by now: at the free first, then at the others, at supervisors, at the other force. */
  ringing() {
    return this.store.queue.rows.filter(({ level, rings_at: from }) => level === "immediate" && (!from || Date.parse(from) <= now()));
  }

  /** Once for each, as soon as it rings here. */
  ring() {
    const ids = this.ringing().map(({ conversation }) => conversation);
    const isNew = ids.some((id) => !this.rung.has(id));
    this.rung = new Set(ids);
    if (isNew && this.onDuty()) this.call("danger", DANGER);
  }

  alarm() {
    this.call("alarm", "Une personne en danger ne donne plus signe de vie.");
  }

  /** Who is new in the queue, or rings here as dangerous. On a break only danger rings; after the shift, nothing. */
  queue() {
    const { rows } = this.store.queue;
    const before = this.known;
    this.known = new Set(rows.map(({ conversation }) => conversation));
    this.ring();
    if (!before || !this.onDuty()) return;
    const fresh = rows.filter(({ conversation, level }) => !before.has(conversation) && level !== "immediate");
    if (fresh.length && this.store.me.presence === "available") this.call("new", "Un visiteur attend.");
  }

  onDuty() {
    return ["available", "break"].includes(this.store.me?.presence);
  }

  /** A conversation of mine that becomes dangerous, a dangerous one that falls silent, an alarm that begins. */
  conversations() {
    const dangers = new Set();
    for (const conversation of this.store.mine()) {
      if (sounds(conversation)) dangers.add(`alarm ${conversation.id}`);
      if (conversation.file?.level === "immediate") dangers.add(`level ${conversation.id}`);
      if (silentDanger(conversation)) dangers.add(`silent ${conversation.id}`);
    }
    const fresh = [...dangers].filter((danger) => !this.dangers.has(danger));
    const first = !this.looked;
    this.dangers = dangers;
    this.looked = true;
    if (fresh.some((danger) => danger.startsWith("alarm"))) this.alarm();
    else if (fresh.length && !first) this.call("danger", "Une de vos conversations est en danger immédiat.");
  }

  /** A message of a visitor of mine, where the officer does not look. */
  message({ conversation, message }) {
    if (message.from !== "visitor" || !speaks(conversation)) return;
    if (document.hasFocus() && this.store.slots.includes(conversation.id)) return;
    this.call("message", "Une de vos conversations a un nouveau message.");
  }

  call(sound, words) {
    this.sound.play(sound);
    if (document.hasFocus() || !this.notifies()) return;
    const notification = new Notification("Permanence", { body: words, tag: `permanence-${sound}`, icon: this.icons.plain });
    notification.addEventListener("click", () => {
      window.focus();
      notification.close();
    });
  }

  notifies() {
    return "Notification" in window && preference("notifications") && Notification.permission === "granted";
  }

  title() {
    const number = pressing({ conversations: this.store.tabs(), rows: this.store.queue.rows });
    const title = number ? `(${number}) Permanence · brigade numérique` : "Permanence · brigade numérique";
    if (document.title !== title) document.title = title;
    set(place("page-icon"), "href", number ? this.icons.pressing : this.icons.plain);
  }

  toggleSound() {
    if (this.sound.state === "blocked") this.sound.resume();
    else if (this.sound.state === "on") this.sound.turnOff();
    else this.sound.turnOn();
    prefer("sound", this.sound.state !== "off");
    if (this.sound.state !== "off") setTimeout(() => this.sound.play("new"), 50);
  }

  async toggleNotifications() {
    if (!("Notification" in window)) return this.toasts.warn("Ce navigateur ne sait pas afficher de notification.");
    const wanted = !this.notifies();
    if (wanted && (await Notification.requestPermission()) !== "granted") {
      this.toasts.warn("Le navigateur bloque les notifications : autorisez-les pour ce site, à gauche de l’adresse.");
    }
    prefer("notifications", wanted && Notification.permission === "granted");
    return this.buttons();
  }

  buttons() {
    const { state } = this.sound;
    const words = { off: "Son coupé", on: "Son actif", blocked: "Son bloqué : cliquez" }[state];
    fill(place("sound"), icon(state === "on" ? "sound" : "silent"), make("span", {}, words));
    set(place("sound"), "aria-pressed", String(state === "on"));
    set(place("sound"), "data-blocked", String(state === "blocked"));
    const on = this.notifies();
    fill(place("notifications"), icon("bell"), make("span", {}, on ? "Notifications actives" : "Notifications"));
    set(place("notifications"), "aria-pressed", String(on));
  }
}
