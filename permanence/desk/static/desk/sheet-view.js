// The form of the sheet: one panel, no step before another. Each field is kept as it is typed; a refusal stands beside
// its field. What is being typed stays through every change of the rest.

import { Commune } from "./commune.js";
import { make, say, set } from "./dom.js";
import { LABELS, LINES, PLACE, QUESTIONS, answer, answered } from "./sheet-fields.js";

const CHOICES = [["yes", "Oui", "o"], ["no", "Non", "n"], ["", "?", "i"]];
const SEVERAL = new Set(["note"]);

export class SheetView {
  /** `lookUp(code)` finds the communes of a postal code; `changed()` when what would be told changes. */
  constructor({ store, sheets, lookUp, changed }) {
    Object.assign(this, { store, sheets, id: "", controls: new Map() });
    this.commune = new Commune({ lookUp, chosen: (insee) => this.edit("insee", insee), changed: () => this.render() ?? changed() });
    this.fields = make("fieldset", { class: "sheet__fields", "aria-label": "Fiche d’intervention" }, this.commune.root, this.group(PLACE), make("hr"), QUESTIONS.map((field) => this.question(field)), make("hr"), this.group(LINES));
    this.root = make("div", { class: "sheet" }, this.fields);
    this.changed = changed;
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  group(fields) {
    return fields.map((field) => this.line(field));
  }

  line([name, label, hint]) {
    const tag = SEVERAL.has(name) ? "textarea" : "input";
    const control = make(tag, { class: "sheet__control", id: `sheet-${name}`, "data-field": name, autocomplete: "off", placeholder: hint || false, rows: tag === "textarea" ? 2 : false, spellcheck: "true", lang: "fr" });
    control.addEventListener("input", () => this.edit(name, control.value.trim() ? control.value : null));
    this.controls.set(name, { control, show: (value) => put(control, value ?? "") });
    return this.row(name, make("label", { class: "sheet__label", for: control.id }, label), control);
  }

  question([name, label, hint]) {
    const words = make("input", { class: "sheet__control", id: `sheet-${name}`, "data-field": name, autocomplete: "off", placeholder: hint || "Préciser", "aria-label": `${label}, précision` });
    const radios = CHOICES.map(([value, , key]) => make("input", { type: "radio", class: "visually-hidden", name: `sheet-${name}-choice`, value, "data-key": key }));
    const segments = CHOICES.map(([value, text], index) => make("label", { class: "segment", "data-choice": value || "unknown" }, radios[index], text, value === "" && make("span", { class: "visually-hidden" }, " inconnu")));
    const chosen = () => radios.find(({ checked }) => checked)?.value ?? "";
    const keep = () => this.edit(name, answer(name, chosen(), words.value));
    words.addEventListener("input", keep);
    for (const radio of radios) radio.addEventListener("change", keep);
    const show = (value) => {
      const read = answered(value);
      for (const radio of radios) radio.checked = radio.value === read.choice;
      put(words, read.words);
    };
    this.controls.set(name, { control: words, show });
    return this.row(name, make("span", { class: "sheet__label", id: `sheet-${name}-label` }, label), make("div", { class: "sheet__answer" }, make("div", { class: "segments", role: "radiogroup", "aria-labelledby": `sheet-${name}-label` }, segments), words));
  }

  row(name, label, control) {
    const error = make("p", { class: "sheet__said", id: `sheet-${name}-error`, "data-tone": "danger", hidden: true });
    set(control.matches("input, textarea") ? control : control.querySelector("[data-field]"), "aria-describedby", error.id);
    return make("div", { class: "sheet__row", "data-row": name }, label, control, error);
  }

  edit(name, value) {
    this.sheets.edit(this.id, name, value);
    if (["insee", "no_place_reason"].includes(name)) this.changed();
  }

  /** The sheet of a conversation; `may`: whether this officer fills it. */
  show(id, may) {
    if (this.id !== id) {
      this.id = id;
      for (const { show } of this.controls.values()) show(null);
      this.commune.begin(id, this.store.conversations.get(id).file);
    }
    this.fields.disabled = !may;
    this.render();
  }

  render() {
    const { id, sheets } = this;
    if (!id) return;
    const { errors } = sheets.of(id);
    for (const [name, { control, show }] of this.controls) {
      // What is being typed stays; an empty field under the hand shows what somebody else has just filled in.
      if (document.activeElement !== control || !control.value || !this.root.contains(control)) show(sheets.value(id, name));
      this.refusal(name, control, errors[name]);
    }
    const insee = sheets.value(id, "insee");
    const kept = sheets.kept(id).commune;
    this.commune.render({ insee, name: kept?.insee === insee ? kept.name : "", error: errors.insee, locked: this.fields.disabled });
  }

  /** The name of what `insee` says. */
  get communeName() {
    return this.commune.names.get(this.insee) ?? this.insee;
  }

  refusal(name, control, text = "") {
    const beside = this.root.querySelector(`#sheet-${name}-error`);
    beside.hidden = !text;
    say(beside, text);
    set(control, "aria-invalid", text ? "true" : null);
  }

  /** The commune that a request would name; none where the place is said to be unknown. */
  get insee() {
    const unknown = this.sheets.value(this.id, "no_place_reason");
    return this.commune.isProposed && unknown ? "" : this.commune.value;
  }

  /** O, N and I answer the question under the hand. */
  key(event) {
    if (!event.target.matches?.("input[type=radio]") || event.ctrlKey || event.altKey || event.metaKey) return;
    const group = event.target.closest("[role=radiogroup]");
    const radio = group.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** The first field that is still empty. */
  focus() {
    const empty = [...this.root.querySelectorAll("input:not([type=radio]), select")].find((control) => !control.value);
    (this.fields.disabled ? this.root.closest("section") : (empty ?? this.commune.code)).focus();
  }

  /** A field, marked for a moment. */
  mark(name) {
    const row = this.root.querySelector(`[data-row="${name}"]`);
    row?.scrollIntoView({ block: "nearest" });
    set(row, "data-marked", "true");
    setTimeout(() => set(row, "data-marked", null), 2500);
  }
}

/** The name of a field, as the page says it. */
export function fieldLabel(name) {
  return LABELS[name] ?? name;
}

function put(control, value) {
  if (control.value !== String(value)) control.value = value;
}
