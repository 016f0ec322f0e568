// The controls of a report: a field of words, a date as she tells it, one of a few, some of a few, days, a commune. Each
// is bound to a path; what is being typed stays through every change of the rest; a refusal, or the name of the colleague
// who has just written there, stands beside it.

import { fill, make, say, set } from "../desk/dom.js";
import { shownDay } from "./report-fields.js";

const DAYS = ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"];

export class Controls {
  /** `value(path)`, `edit(path, value)`; `by(path)` who changed it from elsewhere; `words` the vocabulary. */
  constructor({ value, edit, by, words, lookUp }) {
    Object.assign(this, { value, edit, by, words, lookUp, bound: new Map() });
  }

  text(path, label, { hint = "", lines = 0, wide = false, maxlength = 8000 } = {}) {
    const control = make(lines ? "textarea" : "input", { class: "sheet__control", autocomplete: "off", placeholder: hint || false, rows: lines || false, spellcheck: "true", lang: "fr", maxlength });
    control.addEventListener("input", () => this.edit(path, control.value.trim() ? control.value : null));
    return this.row(path, label, control, { wide, show: (value) => put(control, value ?? "") });
  }

  /** Kept when it is left: half a date is none. */
  day(path, label, hint = "jj/mm/aaaa, mm/aaaa ou aaaa") {
    const control = make("input", { class: "sheet__control", autocomplete: "off", placeholder: hint, maxlength: 10, inputmode: "numeric" });
    control.addEventListener("change", () => this.edit(path, control.value.trim() || null));
    return this.row(path, label, control, { show: (value) => put(control, shownDay(value)) });
  }

  hour(path, label) {
    const control = make("input", { class: "sheet__control report__hour", autocomplete: "off", placeholder: "14:30", maxlength: 7 });
    control.addEventListener("change", () => this.edit(path, control.value.trim() || null));
    return this.bare(path, label, control, (value) => put(control, value ?? ""));
  }

  bareText(path, label) {
    const control = make("input", { class: "sheet__control", autocomplete: "off", placeholder: label, maxlength: 200 });
    control.addEventListener("input", () => this.edit(path, control.value.trim() ? control.value : null));
    return this.bare(path, label, control, (value) => put(control, value ?? ""));
  }

  number(path, label) {
    const control = make("input", { class: "sheet__control report__number", inputmode: "numeric", maxlength: 2, autocomplete: "off" });
    control.addEventListener("change", () => this.edit(path, control.value.trim() ? Number(control.value.trim()) || control.value.trim() : null));
    return this.bare(path, label, control, (value) => put(control, String(value ?? "")));
  }

  /** One of a list, those of `first()` on top. */
  list(path, label, vocabulary, { first = () => [] } = {}) {
    const control = make("select", { class: "sheet__control" });
    const options = () => {
      const top = first();
      const all = this.words[vocabulary];
      const line = ({ code, label: text }) => make("option", { value: code }, text);
      const chosen = all.filter(({ code }) => top.includes(code));
      fill(control, make("option", { value: "" }, "Non précisé"), chosen.map(line), chosen.length > 0 && make("hr"), all.filter(({ code }) => !top.includes(code)).map(line));
    };
    control.addEventListener("change", () => this.edit(path, control.value || null));
    let told = "";
    const show = (value) => {
      if (told !== String(first())) options(told = String(first()));
      if (!control.options.length) options();
      put(control, value ?? "");
    };
    return this.row(path, label, control, { show });
  }

  /** One or some of a few, side by side: arrows go from one to the next, Space presses. `only()`: those that are asked. */
  picks(path, label, vocabulary, { several = false, only = null, wide = false } = {}) {
    const group = make("div", { class: "picks", role: "group", "aria-label": label });
    const chosen = () => (several ? (this.value(path) ?? []) : [this.value(path)]);
    const press = (code) => {
      const has = chosen().includes(code);
      if (!several) return this.edit(path, has ? null : code);
      const next = has ? chosen().filter((one) => one !== code) : [...chosen(), code];
      return this.edit(path, this.words[vocabulary].map((one) => one.code).filter((one) => next.includes(one)));
    };
    group.addEventListener("click", ({ target }) => target.closest("[data-code]") && press(target.closest("[data-code]").dataset.code));
    group.addEventListener("keydown", roving);
    let told = null;
    const show = () => {
      const asked = only?.() ?? this.words[vocabulary].map(({ code }) => code);
      const all = this.words[vocabulary].filter(({ code }) => asked.includes(code) || chosen().includes(code));
      const codes = all.map(({ code }) => code).join();
      if (told !== codes) {
        told = codes;
        fill(group, all.map(({ code, label: text }, index) => make("button", { type: "button", class: "pick", "data-code": code, tabindex: index ? "-1" : "0" }, text)));
      }
      for (const button of group.children) set(button, "aria-pressed", String(chosen().includes(button.dataset.code)));
      row.hidden = all.length === 0;
    };
    const row = this.row(path, label, group, { show, wide });
    return row;
  }

  days(path, label) {
    const group = make("div", { class: "picks picks--days", role: "group", "aria-label": label });
    const chosen = () => this.value(path) ?? [];
    fill(group, DAYS.map((name, day) => make("button", { type: "button", class: "pick", "data-code": day, tabindex: day ? "-1" : "0" }, name)));
    group.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-code]");
      if (!button) return;
      const day = Number(button.dataset.code);
      const next = chosen().includes(day) ? chosen().filter((one) => one !== day) : [...chosen(), day].sort();
      this.edit(path, next.length ? next : null);
    });
    group.addEventListener("keydown", roving);
    return this.row(path, label, group, { show: () => [...group.children].forEach((button) => set(button, "aria-pressed", String(chosen().includes(Number(button.dataset.code))))) });
  }

  /** By its postal code, then its name where several share it. */
  commune(group, label = "Commune") {
    const path = `${group}.insee`;
    const code = make("input", { class: "sheet__code", inputmode: "numeric", autocomplete: "off", maxlength: 5, placeholder: "Code postal", "aria-label": `${label}, code postal` });
    const list = make("select", { class: "sheet__commune", "aria-label": label });
    const names = new Map();
    const put_ = (communes) => fill(list, make("option", { value: "" }, communes.length ? "Choisir…" : "Non précisée"), communes.map(({ insee, name }) => make("option", { value: insee }, name)));
    put_([]);
    code.addEventListener("input", async () => {
      const typed = code.value.trim();
      if (!/^\d{5}$/.test(typed)) return;
      const communes = await this.lookUp(typed);
      if (code.value.trim() !== typed) return;
      put_(communes);
      for (const { insee, name } of communes) names.set(insee, name);
      if (communes.length === 1) this.edit(path, communes[0].insee);
      else if (communes.length) list.focus();
      this.said(path, communes.length ? "" : "Aucune commune n’a ce code postal.");
    });
    list.addEventListener("change", () => this.edit(path, list.value || null));
    const show = (value) => {
      const insee = value ?? "";
      const known = names.get(insee) ?? this.value(`${group}.commune`) ?? insee;
      if (insee && ![...list.options].some((option) => option.value === insee)) list.append(make("option", { value: insee }, known));
      if (list.value !== insee) list.value = insee;
    };
    return this.row(path, label, make("div", { class: "sheet__place" }, code, list), { show, target: code });
  }

  /** Two fields of one line, each with its label in words. */
  pair(label, ...parts) {
    return make("div", { class: "sheet__row report__pair" }, make("span", { class: "sheet__label" }, label), make("div", { class: "report__line" }, parts));
  }

  /** A field without a row of its own. */
  bare(path, label, control, show) {
    const error = make("p", { class: "sheet__said", id: `${idOf(path)}-said`, hidden: true });
    set(control, "aria-label", label);
    this.bind(path, control, error, show);
    return make("span", { class: "report__bare" }, control, error);
  }

  row(path, label, control, { show, wide = false, target = control }) {
    const error = make("p", { class: "sheet__said", id: `${idOf(path)}-said`, hidden: true });
    const isOne = control.matches("input, select, textarea");
    const name = make(isOne ? "label" : "span", { class: "sheet__label", ...(isOne ? { for: idOf(path) } : {}) }, label);
    this.bind(path, target, error, show);
    return make("div", { class: `sheet__row${wide ? " sheet__row--wide" : ""}`, "data-path": path }, name, control, error);
  }

  bind(path, control, error, show) {
    set(control, "id", idOf(path));
    set(control, "data-field", path);
    set(control, "aria-describedby", error.id);
    this.bound.set(path, { control, error, show });
  }

  /** Everything of an item that was taken away. */
  drop(beginning) {
    for (const path of [...this.bound.keys()]) if (path.startsWith(beginning)) this.bound.delete(path);
  }

  /** What is being typed stays; the rest shows what is known. */
  render(errors) {
    for (const [path, { control, show }] of this.bound) {
      const isTyping = document.activeElement === control && control.matches("input, textarea") && control.value;
      if (!isTyping) show(this.value(path));
      const by = this.by(path);
      this.said(path, errors[path] ?? (by ? `Modifié à l’instant par ${by}.` : ""), errors[path] ? "danger" : "late");
    }
  }

  said(path, text, tone = "late") {
    const { control, error } = this.bound.get(path);
    error.hidden = !text;
    say(error, text);
    set(error, "data-tone", text ? tone : null);
    set(control, "aria-invalid", text && tone === "danger" ? "true" : null);
  }
}

/** The id of a field on the page. */
export function idOf(path) {
  return `report-${path.replaceAll(".", "-")}`;
}

function put(control, value) {
  if (control.value !== String(value)) control.value = value;
}

/** Arrows within a row of buttons; Tab leaves it. */
function roving(event) {
  const change = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!change || event.ctrlKey || event.altKey || event.metaKey) return;
  const buttons = [...event.currentTarget.children];
  const at = buttons.indexOf(event.target);
  const next = buttons[(at + change + buttons.length) % buttons.length];
  for (const button of buttons) set(button, "tabindex", button === next ? "0" : "-1");
  next.focus();
  event.preventDefault();
  event.stopPropagation();
}
