// An intervention that was asked for: where it stands, clocks that count up, who was told and whether anybody is there,
// what happened, the notes both ways, and how to open it again.

import { everySecond, now } from "./clock.js";
import { ask, reasonField } from "./dialog.js";
import { fill, make, reconcile, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { STANDINGS, WAY, askedAt, clock, lastStep, latest, stepBy, stepWords, tone, underWay, why } from "./intervention-words.js";
import { fieldLabel } from "./sheet-view.js";
import { hour } from "./words.js";

const LONGEST = 2000;

export class StandingView {
  /** `interventions` acts; `fail(refusal)` tells why it could not. */
  constructor({ store, drafts, interventions, fail }) {
    Object.assign(this, { store, drafts, interventions, fail, one: null, listening: new Map() });
    this.state = make("strong", { class: "standing__state", "data-standing": true });
    this.since = make("span", { class: "standing__clock", "data-clock": "request" });
    this.step = make("span", { class: "standing__clock", "data-clock": "step" });
    this.way = make("ol", { class: "standing__way", "aria-label": "Étapes" });
    this.alarm = make("p", { class: "standing__alarm", role: "alert", hidden: true });
    this.centres = make("ul", { class: "standing__centres", "aria-label": "Centres prévenus" });
    this.timeline = make("ol", { class: "standing__timeline", "aria-label": "Déroulé", tabindex: "0" });
    this.box = make("textarea", { class: "notes__box", id: "centre-note", rows: 1, maxlength: LONGEST, placeholder: "Note au centre opérationnel", "aria-label": "Note au centre opérationnel" });
    this.send = make("button", { type: "submit", class: "button" }, "Envoyer");
    this.form = make("form", { class: "standing__form" }, this.box, this.send);
    this.reopen = make("button", { type: "button", class: "button button--danger", "data-act": "reopen-intervention", on: { click: () => this.askToReopen() } }, "Rouvrir l’intervention");
    this.root = make("div", { class: "standing", hidden: true }, make("div", { class: "standing__head" }, this.state, this.since, this.step), this.way, this.alarm, this.centres, this.timeline, this.form, this.reopen);
    this.form.addEventListener("submit", (event) => this.write(event));
    this.box.addEventListener("input", () => this.drafts.keepDraft(`centre.${this.one.id}`, this.box.value));
    this.box.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && this.write(event));
    everySecond(() => this.tick());
  }

  /** Of a conversation; `may`: whether this officer writes to the centre. */
  show(conversation, may) {
    const one = underWay(conversation) ?? latest(conversation);
    this.root.hidden = !one;
    if (!one) return void (this.one = null);
    if (this.one?.id !== one.id) this.box.value = this.drafts.draft(`centre.${one.id}`);
    const told = this.one?.id === one.id ? this.one.timeline.length : 0;
    if (!told) this.root.closest(".right").scrollTop = 0;
    this.one = one;
    set(this.root, "data-state", one.state);
    set(this.root, "data-tone", tone(one));
    say(this.state, `Intervention : ${STANDINGS[one.state].word.toLowerCase()}${one.centre ? `, ${one.centre.name}` : ""}`);
    reconcile(this.way, WAY.map((state, index) => ({ state, index })), { key: ({ state }) => state, create: ({ state }) => make("li", {}, STANDINGS[state].short), update: (node, each) => set(node, "data-reached", String(reached(one, each.index))) });
    reconcile(this.timeline, one.timeline, { key: ({ number }) => `${one.id} ${number}`, create: (step) => line(step, one.centres.length > 1), update: () => {} });
    if (told !== one.timeline.length) this.timeline.scrollTop = this.timeline.scrollHeight;
    this.form.hidden = !may;
    this.reopen.hidden = !may || !one.next.includes("reopen");
    this.told();
    this.tick();
  }

  /** Who was told, and whether their console is open. */
  told() {
    const { one } = this;
    const there = ({ id, listening }) => this.listening.get(id) ?? listening;
    reconcile(this.centres, one.centres, { key: ({ id }) => id, create: () => make("li", { class: "centre" }), update: (node, centre) => centreLine(node, { ...centre, listening: there(centre) }) });
    const alone = one.state === "requested" && !one.centres.some(there);
    this.alarm.hidden = !alone && !(one.state === "requested" && one.rung > 0);
    if (!this.alarm.hidden) fill(this.alarm, icon("immediate"), make("span", {}, alarmWords(one, alone)));
  }

  /** What is known of the consoles since; `rows`: `GET /desk/centres`. */
  heard(rows) {
    for (const { id, listening } of rows ?? []) this.listening.set(id, listening);
    if (this.one) this.told();
  }

  tick() {
    const { one } = this;
    if (!one || this.root.hidden) return;
    const over = !WAY.includes(one.state);
    say(this.since, over ? "" : `demandée depuis ${clock(now() - Date.parse(askedAt(one)))}`);
    say(this.step, over || one.state === "requested" ? "" : `étape depuis ${clock(now() - Date.parse(lastStep(one)))}`);
  }

  async write(event) {
    event.preventDefault();
    const { id } = this.one;
    const text = this.box.value.trim();
    if (!text) return;
    this.send.disabled = true;
    try {
      await this.interventions.note(id, text);
      this.drafts.keepDraft(`centre.${id}`, "");
      if (this.one?.id === id) this.box.value = "";
    } catch (refusal) {
      this.fail(refusal);
    }
    this.send.disabled = false;
  }

  askToReopen() {
    const { id } = this.one;
    ask({
      id: "dialog-reopen",
      title: "Rouvrir l’intervention",
      intro: "Les mêmes centres sont prévenus de nouveau, avec tout l’historique et la fiche telle qu’elle est maintenant.",
      fields: [reasonField({ required: false, hint: "Ce que la patrouille doit savoir : elle a démenti à la porte, il est revenu… Le centre le lit." })],
      confirm: "Rouvrir maintenant",
      tone: "danger",
      onConfirm: ({ reason }) => this.interventions.reopen(id, reason.trim()),
    });
  }
}

function reached({ state }, index) {
  return state === "closed" || WAY.indexOf(state) >= index;
}

function alarmWords({ centres, rung }, alone) {
  const numbers = centres.filter(({ telephone }) => telephone).map(({ name, telephone }) => `${name} : ${telephone}`);
  const call = numbers.length ? `Téléphonez. ${numbers.join(" · ")}` : "Téléphonez au centre ; son numéro n’est pas renseigné ici, demandez-le à votre superviseur.";
  if (alone) return `Personne n’a ouvert la console ${centres.length > 1 ? "de ces centres" : "du centre"}. ${call}`;
  return `${rung > 1 ? "Toujours pas de réponse : superviseurs et second centre prévenus." : "Pas de réponse : l’alarme sonne plus fort."} ${call}`;
}

function centreLine(node, centre) {
  const told = `${centre.listening} ${centre.why} ${centre.telephone}`;
  if (node.dataset.told === told) return;
  node.dataset.told = told;
  set(node, "data-listening", String(centre.listening));
  fill(node, make("strong", {}, centre.name), make("span", { class: "centre__why" }, [why(centre), centre.telephone].filter(Boolean).join(" · ")), make("span", { class: "centre__here" }, centre.listening ? "console ouverte" : "console fermée"));
}

function line(step, several) {
  const by = stepBy(step, several);
  return make("li", { class: "step", "data-kind": step.kind, "data-side": step.centre ? "centre" : "desk" }, make("time", { datetime: step.at }, hour(step.at)), make("span", { class: "step__words" }, stepWords(step, fieldLabel), by && make("span", { class: "step__by" }, ` ${by}`)));
}
