// The messages of one conversation, oldest first: `role=log`, additions only, times always, dates when they change.
// It stays at the bottom while the officer is there, and never moves under an officer who is reading further up.

import { card, cardTold } from "../casework/evidence-card.js";
import { STEPS_TOLD } from "../casework/referral-words.js";
import { fill, make, reconcile, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { thread } from "./conversation.js";
import { marked, spansOf } from "./signals.js";
import { EntryTools, toolButtons } from "./entry-tools.js";
import { translationLines } from "./translation.js";
import { FORCES, count, day, hour } from "./words.js";

const NEAR_PX = 60;

export class Thread {
  /** `takeBack(id)` is called for a message that the server refused; `use(tool, seq)` for one that serves; `see(file)` for
   *  a file to look at. */
  constructor({ takeBack, use, see }) {
    this.takeBack = takeBack;
    this.tools = [];
    this.log = make("div", { class: "thread", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0", "aria-label": "Messages" });
    this.newer = make("button", { type: "button", class: "button thread__newer", hidden: true, on: { click: () => this.toBottom() } }, "Nouveaux messages");
    this.root = make("div", { class: "thread-frame" }, this.log, this.newer);
    this.shown = 0;
    this.stays = true;
    this.entryTools = new EntryTools({ log: this.log, use });
    this.log.addEventListener("scroll", () => this.scrolled());
    this.log.addEventListener("click", ({ target }) => target.closest("[data-see]") && see(target.closest("[data-see]").dataset.see));
    new ResizeObserver(() => this.stays && this.toBottom()).observe(this.log);
  }

  scrolled() {
    this.stays = this.atBottom();
    if (this.stays) this.newer.hidden = true;
  }

  render(conversation, unsent, myName) {
    const entries = [...dated(thread(conversation)), ...unsent.map((message) => ({ key: `m-${message.id}`, unsent: message }))];
    reconcile(this.log, entries, {
      key: (entry) => entry.key,
      create: (entry) => make("div", { class: "entry" }),
      update: (node, entry) => this.update(node, entry, conversation, myName),
    });
    set(this.log, "aria-busy", conversation.loaded ? "false" : "true");
    if (this.stays) this.toBottom();
    else if (conversation.seen > this.shown) this.newer.hidden = false;
    this.shown = conversation.seen;
  }

  update(node, entry, conversation, myName) {
    if (entry.day) return say(node, entry.day) ?? set(node, "class", "entry entry--day");
    if (entry.unsent) return this.updateUnsent(node, entry.unsent);
    const { message, follows } = entry;
    const status = message.from === "officer" ? (message.seq <= conversation.read.visitor ? "read" : "sent") : "";
    const translation = conversation.translations?.get(message.seq);
    const tools = this.tools.filter((tool) => tool !== "translate" || (message.from === "visitor" && !message.file));
    const spans = message.from === "visitor" ? spansOf(conversation, message.seq) : [];
    const told = `${message.seq} ${status} ${follows} ${tools} ${translation?.told ?? ""} ${JSON.stringify(spans)} ${cardTold(message, conversation.files)}`;
    if (node.dataset.told === told) return undefined;
    node.dataset.told = told;
    const colleague = message.from === "officer" && message.name && message.name !== myName;
    set(node, "class", `entry entry--${message.from}${colleague ? " entry--colleague" : ""}${follows ? " entry--follows" : ""}`);
    set(node, "data-seq", message.seq);
    set(node, "data-event", message.event ?? null);
    set(node, "data-status", status || null);
    return message.from === "system" ? fill(node, eventLine(message, myName)) : fill(node, bubble(message, { status, follows, myName, tools, translation, spans, files: conversation.files }));
  }

  updateUnsent(node, message) {
    const told = `unsent ${message.refused}`;
    if (node.dataset.told === told) return;
    node.dataset.told = told;
    set(node, "class", "entry entry--officer entry--unsent");
    set(node, "data-status", message.refused ? "refused" : "waiting");
    const back = make("button", { type: "button", class: "button", on: { click: () => this.takeBack(message.id) } }, "Reprendre le texte");
    const state = message.refused
      ? [make("span", { class: "entry__refused" }, message.refused), back]
      : [icon("clock"), make("span", {}, "En attente d’envoi")];
    fill(node, make("p", { class: "entry__text" }, message.text), make("p", { class: "entry__foot" }, state));
  }

  atBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  toBottom() {
    this.log.scrollTop = this.log.scrollHeight;
    this.newer.hidden = true;
    this.stays = true;
  }
}

/** Messages with a line for each new date; `follows`: the same person went on within two minutes. */
function dated(messages) {
  const entries = [];
  let before = null;
  for (const message of messages) {
    message.day ??= day(message.at);
    const sameDay = before?.day === message.day;
    if (!sameDay) entries.push({ key: `day-${message.seq}`, day: message.day });
    const follows = sameDay && before.from === message.from && before.name === message.name && Date.parse(message.at) - Date.parse(before.at) < 120_000;
    entries.push({ key: `m-${message.id ?? message.seq}`, message, follows });
    before = message;
  }
  return entries;
}

function bubble(message, { status, follows, myName, tools, translation, spans, files }) {
  const author = message.from === "visitor" ? "La personne" : message.name && message.name !== myName ? message.name : "Vous";
  const label = make("span", { class: follows ? "visually-hidden" : "entry__author" }, author);
  const at = make("time", { datetime: message.at }, hour(message.at));
  const mark = { sent: [icon("check"), "Envoyé"], read: [icon("read"), "Lu"] }[status];
  const foot = make("p", { class: "entry__foot" }, label, at, mark && make("span", { class: "entry__status" }, mark), tools.length > 0 && toolButtons(tools));
  const said = message.file?.name ? card(message, files) : make("p", { class: "entry__text" }, marked(message.text, spans));
  return [said, translationLines(translation), foot];
}

function eventLine(message, myName) {
  return make("p", { class: "entry__event" }, make("span", {}, eventWords(message, myName)), make("time", { datetime: message.at }, hour(message.at)));
}

function eventWords({ event, data = {}, text }, myName) {
  switch (event) {
    case "joined":
      if (data.beside) return data.name && data.name === myName ? "Vous avez rejoint la conversation" : `${data.name || "Un autre agent"} a rejoint la conversation`;
      if (data.name && data.name === myName) return "Vous avez pris la conversation";
      return `${data.name ?? "Un agent"} a pris la conversation`;
    case "parted":
      return data.name && data.name === myName ? "Vous avez quitté la conversation" : `${data.name || "L’autre agent"} a quitté la conversation`;
    case "left":
      return `${data.name ?? "L’agent"} a rendu la conversation à la file`;
    case "moved":
      return `Conversation confiée à la ${FORCES[data.force] ?? "autre force"}`;
    case "ended":
      return data.by === "visitor" ? "La personne a terminé la conversation" : "Conversation terminée par la brigade";
    case "resumed":
      return "La personne est revenue avec son code de reprise";
    case "closing":
      return "Fermeture proposée : la personne est prévenue";
    case "kept":
      return "La conversation reste ouverte : la personne est prévenue";
    case "alerted":
      return "Intervention demandée : la personne en est avertie";
    case "received":
      return "Le centre a pris l’alerte en compte : la personne le sait";
    case "dispatched":
      return "Une patrouille est en route : la personne le sait";
    case "on_scene":
      return "La patrouille est sur place : la personne le sait";
    case "referral":
      return STEPS_TOLD[data.step] ?? text;
    case "danger":
      return "La personne dit être en danger maintenant";
    default:
      return text;
  }
}

/** What the tab of a conversation says to screen readers of its unread messages. */
export function unreadWords(number) {
  return number ? `, ${count(number, "message non lu", "messages non lus")}` : "";
}
