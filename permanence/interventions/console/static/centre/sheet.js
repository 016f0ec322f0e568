// The sheet of the intervention in sight: where, how to approach, what is dangerous, who writes; what can be done now;
// beside it the last messages, the timeline and the notes. Each part is made anew only where it changed.

import { now } from "../desk/clock.js";
import { fill, make, place, say, set } from "../desk/dom.js";
import { icon } from "../desk/icons.js";
import { askedAt, clock, lastStep } from "../desk/intervention-words.js";
import { presenceLook, presenceWords } from "../desk/presence.js";
import { FORCES, REPORTERS, hour, language } from "../desk/words.js";
import { approachBands } from "./approach.js";
import { dangerTiles, peopleRows, placeRows } from "./facts.js";
import { Messages } from "./messages.js";
import { ageAll, positionRows } from "./position.js";
import { refill } from "./refill.js";
import { Timeline } from "./timeline.js";
import { AGES, STATES, WHY, changedFields, isOver, rungWords, town, where } from "./words.js";

export class SheetView {
  constructor({ board, steps, toasts, centre }) {
    Object.assign(this, { board, steps, toasts, centre });
    this.root = place("sheet");
    this.messages = new Messages();
    this.timeline = new Timeline({ write: (id, text) => steps.note(id, text), warn: (text) => toasts.warn(text), centre });
    const names = ["head", "rung", "acts", "orders", "tiles", "place", "position", "people", "writer", "told"];
    this.parts = Object.fromEntries(names.map((name) => [name, make(["tiles", "place", "people"].includes(name) ? "dl" : "div", { class: `sheet__${name}` })]));
    set(this.parts.rung, "role", "status");
    this.body = this.arranged();
    this.empty = make("div", { class: "calm" });
  }

  arranged() {
    const { head, rung, acts, orders, tiles, place: where_, position, people, writer, told } = this.parts;
    const titled = (title, ...parts) => make("section", { class: "block", "aria-label": title }, make("h3", {}, title), parts);
    return make("article", { class: "one" },
      make("div", { class: "one__top" }, head, rung, acts, orders),
      make("div", { class: "one__columns" },
        make("div", { class: "one__facts", tabindex: "0", role: "group", "aria-label": "Ce que l’on sait" },
          titled("Dangers", tiles), titled("Lieu", where_, position), titled("Personnes", people), titled("Centres prévenus", told)),
        make("section", { class: "one__messages", "aria-label": "Conversation" }, make("h3", {}, "Derniers messages"), writer, this.messages.root),
        make("section", { class: "one__timeline", "aria-label": "Suivi" }, make("h3", {}, "Suivi et notes"), this.timeline.root)));
  }

  render() {
    const view = this.board.current;
    if (!view) return this.nothing();
    if (!this.body.isConnected) fill(this.root, this.body);
    set(this.body, "data-state", view.state);
    set(this.body, "data-rung", view.rung);
    set(this.body, "data-id", view.id);
    this.facts(view);
    this.messages.render(view);
    this.timeline.render(view);
    this.tick();
    return undefined;
  }

  nothing() {
    if (!this.empty.isConnected) fill(this.root, this.empty);
  }

  /** What stands where nothing is under way: that the console lives, and when it last knew. */
  tellCalm(title, words) {
    refill(this.empty, [title], () => [make("p", { class: "calm__title" }, title), make("p", { class: "calm__words" })]);
    say(this.empty.lastElementChild, words);
  }

  facts(view) {
    const changed = changedFields(view);
    const { sheet, state, rung, commune, department, position, exercise, next, centre, centres } = view;
    const marks = [...changed];
    const about = { sheet, marks };
    refill(this.parts.head, { sheet, state, commune, department, located: Boolean(position), exercise, marks, at: lastStep(view) }, () => headOf(view));
    refill(this.parts.rung, { rung, state, centres, centre }, () => rungOf(view, this.centre));
    refill(this.parts.acts, { id: view.id, next, centre, busy: this.steps.busy.has(view.id) }, () => this.actsOf(view));
    refill(this.parts.orders, { ...about, doubtful: view.author_may_read }, () => approachBands(view, changed));
    refill(this.parts.tiles, about, () => dangerTiles(view, changed));
    refill(this.parts.place, about, () => placeRows(view, changed));
    refill(this.parts.position, { ...about, position }, () => positionRows(view, changed, (words) => this.toasts.tell(words)));
    refill(this.parts.people, about, () => peopleRows(view, changed));
    refill(this.parts.told, centres, () => centres.map((each) => toldRow(each, this.centre)));
    this.writer(view);
  }

  actsOf(view) {
    const buttons = this.steps.buttons(view);
    const elsewhere = view.centre && view.centre.id !== this.centre && make("p", { class: "notice" }, `${view.centre.name} a pris cette intervention en charge. Vous pouvez suivre et écrire une note.`);
    return [elsewhere, make("div", { class: "acts" }, buttons)];
  }

  writer(view) {
    const { reporter, age, language: code, officer } = view;
    refill(this.parts.writer, { reporter, age, code, officer }, () => [
      make("p", {}, make("b", {}, REPORTERS[reporter] ?? "Qualité inconnue"), AGES[age] ? `, personne ${AGES[age]}` : "", code && code !== "fr" ? `, écrit en ${language(code)}` : ""),
      make("p", { class: "soft" }, officer ? `Répond : ${officer.name} (${FORCES[officer.force] ?? "brigade numérique"})` : "Personne ne répond en ce moment"),
      make("p", { class: "presence", id: "presence" })]);
  }

  /** Every second: what counts up, what grows old. */
  tick() {
    const view = this.board.current;
    if (!view) return;
    const shown = this.parts.writer.querySelector("#presence");
    const { icon: name, tone } = presenceLook(view.visitor);
    set(shown, "data-tone", tone);
    refill(shown, [name], () => [icon(name), make("span")]);
    say(shown.lastElementChild, `Présence : ${presenceWords(view.visitor, view.visitor_since, now())}`);
    ageAll(this.root);
    this.messages.age();
  }
}

function headOf(view) {
  const { word, icon: name, tone } = STATES[view.state];
  const { floor, access_code: code } = view.sheet;
  return [
    make("div", { class: "head__where" },
      make("p", { class: "head__state" },
        make("span", { class: "state", "data-tone": tone }, icon(name), make("span", {}, word)),
        view.exercise && make("span", { class: "mark" }, "Exercice : aucune personne réelle")),
      make("h2", { class: "head__place" }, where(view)),
      make("p", { class: "head__town" }, [town(view), floor && `étage ou porte : ${floor}`, code && `code : ${code}`].filter(Boolean).join(" · "))),
    make("dl", { class: "head__clocks" }, clocksOf(view))];
}

/** What counts up; what is over counts no more: when it ended, and how long it took. */
function clocksOf(view) {
  const counting = (label, at) => make("div", { class: "clock" }, make("dt", {}, label), make("dd", { "data-since": at }));
  const still = (label, words) => make("div", { class: "clock" }, make("dt", {}, label), make("dd", {}, words));
  const [asked, stepped] = [askedAt(view), lastStep(view)];
  if (isOver(view)) return [still("Terminée à", hour(stepped)), still("Durée", clock(Date.parse(stepped) - Date.parse(asked)))];
  return [counting("Depuis la demande", asked), view.state !== "requested" && counting("Depuis la dernière étape", stepped)];
}

function rungOf(view, mine) {
  const isSecond = view.state === "requested" && view.centres.some(({ id, why }) => id === mine && why === "second");
  const words = isSecond ? "Vous êtes le second centre : le premier n’a pas répondu. Un superviseur de la brigade numérique est prévenu." : rungWords(view);
  return words ? make("p", { class: "rung", "data-rung": view.rung }, icon("immediate"), make("span", {}, words)) : null;
}

function toldRow({ id, name, telephone, why, listening }, mine) {
  return make("p", { class: "told" },
    make("b", {}, id === mine ? "Votre centre" : name), make("span", { class: "soft" }, ` ${WHY[why] ?? why}`),
    telephone && id !== mine && make("a", { href: `tel:${telephone.replaceAll(" ", "")}` }, telephone),
    id !== mine && make("span", { class: listening ? "mark mark--fine" : "mark mark--late" }, listening ? "Console ouverte" : "Console fermée"));
}
