// The file of the conversation in focus: where, how urgent and why, who, since when; and what an officer may decide.

import { counts, open, verdict } from "../casework/danger-words.js";
import { chip, levelChip } from "./chips.js";
import { everySecond, now } from "./clock.js";
import { closingButton } from "./closing.js";
import { correctForce, correctLevel, endConversation, mark } from "./decisions.js";
import { fill, make, place, say } from "./dom.js";
import { doubts } from "./doubt.js";
import { MOST, leave, thank } from "./guests.js";
import { signalLines } from "./signals.js";
import { takeOver } from "./transfers.js";
import { countdown, watchAnswers } from "./watchdog.js";
import { AGES, FORCES, LEVELS, MARKS, REPORTERS, STATES, category, department, duration, label, language, moment } from "./words.js";

const LEVEL_BY = {
  visitor: "dit par la personne",
  officer: "fixé par la brigade",
  system: "à l’ouverture",
  signals: "d’après ses mots",
};

export class FileView {
  constructor({ store, acts, supervises }) {
    Object.assign(this, { store, acts, supervises });
    this.root = place("file");
    this.since = null;
    store.on("focus list me", () => this.render());
    store.on("conversation", (id) => id === store.focus && this.render());
    everySecond(() => this.tick());
  }

  render() {
    const conversation = this.store.conversations.get(this.store.focus);
    const { file, state } = conversation ?? {};
    const told = JSON.stringify([file, state, conversation?.watch, conversation?.assessment?.score, (file?.categories ?? []).map(category), LEVELS]);
    if (this.told === told) return;
    this.told = told;
    if (!conversation?.file) return fill(this.root, make("p", { class: "empty" }, "Choisissez une conversation : sa fiche s’affiche ici."));
    return fill(this.root, ...this.content(conversation));
  }

  content(conversation) {
    const { id, file, state } = conversation;
    const answers = file.mine || this.supervises;
    const may = answers && state !== "ended";
    this.since = make("dd", { "data-fact": "since" });
    this.tick();
    return [
      make("header", { class: "file__head" }, make("h2", {}, "Fiche ", make("span", { class: "file__id" }, label(id))), make("span", { class: "file__state" }, STATES[state] ?? "")),
      conversation.watch && section("Surveillance", null, countdown(conversation, now()).tone === "soft" ? make("p", {}, countdown(conversation, now()).text) : answers && watchAnswers(conversation, this.acts)),
      section("Niveau", may && this.button("level", "Corriger le niveau", correctLevel, id, file), level(file), signalLines(conversation, this.acts)),
      conversation.assessment?.version > 0 && section("Danger évalué", null, danger(conversation.assessment.score)),
      may && state === "active" && section("Qui écrit", null, doubts(conversation, this.acts)),
      section("Lieu", may && this.button("force", "Corriger la force", correctForce, id, file), facts(place_(file))),
      section("Personne", null, facts(person(file))),
      section("Conversation", answers && this.button("mark", "Marquer", mark, id, file), this.times(file, state)),
      file.guest && state === "active" && make("div", { class: "file__acts" }, this.button("leave", "Quitter la conversation", leave, id, file)),
      may && make("div", { class: "file__acts" }, state === "active" && [this.passing(id, file), closingButton({ id, file, acts: this.acts })], this.button("end", "Terminer la conversation", endConversation, id, file)),
    ];
  }

  /** Towards a colleague, or towards the supervisor who reads along. */
  passing(id, file) {
    const transfer = this.button("transfer", "Transférer", ({ acts, ...what }) => acts.transfers.offer(what), id, file);
    const invite = this.button("invite", "Inviter", ({ acts, ...what }) => acts.invitations.invite(what), id, file);
    const thanks = (file.guests ?? []).map((guest) => this.button("thank", `Remercier ${guest.name}`, ({ acts }) => thank({ id, guest, acts }), id, file));
    return file.mine ? [transfer, (file.guests ?? []).length < MOST && invite, thanks] : [this.button("take-over", "Reprendre", takeOver, id, file), transfer];
  }

  times(file, state) {
    const list = facts([["Commencée", moment(file.created_at, now())], ["Répond", file.officer?.name ?? "personne pour l’instant"], ["Avec", state === "active" && (file.guests ?? []).map(({ name }) => name).join(", ")], ["Marque", MARKS[file.mark] ?? null]]);
    list.prepend(make("dt", {}, "Depuis"), this.since);
    return list;
  }

  tick() {
    const file = this.store.conversations.get(this.store.focus)?.file;
    if (this.since && file) say(this.since, duration(now() - Date.parse(file.created_at)));
  }

  button(name, text, act, id, file) {
    const tone = name === "end" ? "button--danger" : "";
    return make("button", { type: "button", class: `button ${tone}`, "data-act": name, on: { click: () => act({ id, file, acts: this.acts }) } }, text);
  }
}

function section(title, act, ...content) {
  return make("section", { class: "file__section" }, make("div", { class: "file__line" }, make("h3", {}, title), act), content);
}

function facts(pairs) {
  const kept = pairs.filter(([, value]) => value);
  return make("dl", { class: "facts" }, kept.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function level(file) {
  const by = LEVEL_BY[String(file.level_by ?? "").split(":")[0]] ?? file.level_by;
  return make("p", { class: "file__level" }, levelChip(file.level), by && make("span", { class: "file__by" }, by), file.in_danger && chip("Dit être en danger", "danger"));
}

/** What the grid comes to, for whoever answers and whoever reads along; its questions are a tab away. */
function danger(found) {
  return make("p", { class: "file__danger", "data-danger": found.is_danger ? "true" : null }, make("strong", {}, verdict(found)), make("span", {}, `${counts(found)}. `, found.unknown > 0 && open(found)));
}

function place_(file) {
  return [
    ["Commune", file.commune?.name ?? "non précisée"],
    ["Code postal", file.postal_code],
    ["Département", file.department ? department(file.department) : "inconnu"],
    ["Force", file.force ? [FORCES[file.force], file.overflow && " ", file.overflow && chip(`Renfort ${file.force}`, "late")] : chip("À déterminer", "late")],
    ["Unité", file.unit?.name ?? "non déterminée"],
  ];
}

function person(file) {
  const about = (file.categories ?? []).map(category);
  return [
    ["Écrit comme", REPORTERS[file.reporter] ?? "non précisé"],
    ["Âge", AGES[file.age] ?? "non précisé"],
    ["Langue", language(file.language)],
    ["Faits évoqués", about.length ? make("ul", { class: "facts__list" }, about.map((text) => make("li", {}, text))) : "non précisés"],
  ];
}
