// Which centres will be told, said before anything is sent: those of the place of danger, asked of the server, or those
// that the officer chose instead; and whether anybody is at their console.

import { fill, make, say, set } from "./dom.js";
import { why } from "./intervention-words.js";
import { count } from "./words.js";

export class CentresView {
  /** `ahead(id, insee)` and `all()` ask the server; null where it could not say. */
  constructor({ ahead, all }) {
    Object.assign(this, { ahead, all, id: "", insee: null, rows: null, every: [], chosen: new Map() });
    this.title = make("p", { class: "ahead__title" });
    this.list = make("ul", { class: "ahead__list", id: "ahead" });
    this.warning = make("p", { class: "ahead__warning", role: "status", hidden: true });
    this.choice = make("select", { class: "ahead__choice", id: "choose-centre", "aria-label": "Prévenir un autre centre", hidden: true });
    this.other = make("button", { type: "button", class: "button button--plain", "data-act": "other-centre", on: { click: () => this.open() } }, "Prévenir un autre centre");
    this.back = make("button", { type: "button", class: "button button--plain", hidden: true, on: { click: () => this.forget() } }, "Revenir au centre compétent");
    this.root = make("div", { class: "ahead" }, this.title, this.list, this.warning, this.choice, make("div", { class: "ahead__acts" }, this.other, this.back));
    this.choice.addEventListener("change", () => this.choose(Number(this.choice.value)));
  }

  /** Asks again where the place is another one, or `again`. */
  async show(id, insee, again = false) {
    if (this.id === id && this.insee === insee && !again) return;
    if (this.id !== id) this.choice.hidden = true;
    const moved = this.id !== id || this.insee !== insee;
    Object.assign(this, { id, insee, rows: moved ? null : this.rows });
    this.render();
    const rows = await this.ahead(id, insee);
    if (this.id !== id || this.insee !== insee) return;
    this.rows = rows ?? this.rows ?? [];
    this.failed = rows === null;
    if (this.ids.length) this.every = (await this.all()) ?? this.every;
    this.render();
  }

  /** Those that the officer chose; empty: the competent ones. */
  get ids() {
    return this.chosen.get(this.id) ?? [];
  }

  /** Who will be told, as rows. */
  get told() {
    return this.ids.length ? this.every.filter(({ id }) => this.ids.includes(id)).map((row) => ({ ...row, why: "chosen" })) : (this.rows ?? []);
  }

  render() {
    const rows = this.told;
    const unknown = this.rows !== null && !rows.length;
    say(this.title, this.rows === null && !this.ids.length ? "Recherche du centre compétent…" : unknown ? "" : `${rows.length > 1 ? "Seront prévenus" : "Sera prévenu"} :`);
    fill(this.list, rows.map((row) => this.line(row)));
    const alone = rows.length > 0 && !rows.some(({ listening }) => listening);
    this.warning.hidden = !alone && !unknown;
    if (unknown) say(this.warning, this.failed ? "Le serveur n’a pas répondu : le centre sera celui de la commune." : "Aucun centre connu pour ce lieu : choisissez-en un, et téléphonez.");
    else say(this.warning, `Personne n’a ouvert cette console en ce moment : prévoyez de téléphoner${numbers(rows)}.`);
    this.back.hidden = !this.ids.length;
  }

  line({ name, listening, telephone, ...row }) {
    return make("li", { class: "centre", "data-listening": String(listening) }, make("strong", {}, name), make("span", { class: "centre__why" }, [why(row), telephone].filter(Boolean).join(" · ")), make("span", { class: "centre__here" }, listening ? "console ouverte" : "console fermée"));
  }

  async open() {
    this.every = (await this.all()) ?? [];
    fill(this.choice, make("option", { value: "" }, `Choisir parmi ${count(this.every.length, "centre")}…`), this.every.map(({ id, name, department }) => make("option", { value: String(id) }, `${department} · ${name}`)));
    this.choice.hidden = false;
    this.choice.focus();
  }

  choose(id) {
    if (!id) return;
    this.chosen.set(this.id, [...this.ids.filter((each) => each !== id), id]);
    this.choice.value = "";
    set(this.choice, "aria-label", "Prévenir encore un centre");
    this.render();
  }

  forget() {
    this.chosen.delete(this.id);
    this.choice.hidden = true;
    this.render();
  }
}

function numbers(rows) {
  const known = rows.filter(({ telephone }) => telephone).map(({ name, telephone }) => `${name} : ${telephone}`);
  return known.length ? ` (${known.join(" · ")})` : "";
}
