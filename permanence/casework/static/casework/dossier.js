// The dossier of the conversation in focus: a row of tabs at the head of the right column, one panel in sight at a time,
// remembered by conversation. The intervention keeps its own place above: an emergency never waits behind a tab.
//
// A panel is a class of its own file: `constructor({ root, api, store, acts, toasts, drafts, supervises, board })`,
// `show(conversation, may)` on each change while it is in sight (`may`: whether this officer may fill it), `badge(
// conversation)` a few letters for its tab, `focus()` the first thing to do there; `take(id, seq, text)` where a message
// can be sent into it, `open(id, what)` where something of it is shown from elsewhere. A panel whose own facts have
// changed says so by `store.changed("dossier", id)`.

import { fill, make, place, say, set } from "../desk/dom.js";
import { EvidencePanel } from "./evidence-panel.js";
import { DangerPanel } from "./danger-panel.js";
import { ReportPanel } from "./report-panel.js";
import { ReferralPanel } from "./referral-panel.js";
import { TABS, toolOf } from "./tabs.js";

/** By name, in one line each. */
const PANELS = {
  report: ReportPanel,
  evidence: EvidencePanel,
  danger: DangerPanel,
  referral: ReferralPanel,
};

export class Dossier {
  /** `unfold()` shows the right column where it is folded; the rest as a panel takes it. */
  constructor({ unfold, ...parts }) {
    Object.assign(this, { store: parts.store, drafts: parts.drafts, supervises: parts.supervises, board: parts.board, unfold });
    this.choices = new Map(JSON.parse(parts.drafts.read("dossier") || "[]"));
    this.root = place("dossier");
    this.panels = new Map(TABS.filter(({ name }) => name in PANELS).map(({ name }) => [name, this.made(name, parts)]));
    this.tabs = TABS.filter(({ name }) => name === "file" || this.panels.has(name));
    fill(this.root, this.tabs.map((tab) => this.tab(tab)));
    this.root.addEventListener("keydown", (event) => this.key(event));
    parts.store.on("focus list me", () => this.render());
    parts.store.on("conversation dossier", (id) => id === this.store.focus && this.render());
    this.render();
  }

  made(name, parts) {
    const root = make("section", { class: `panel panel--${name}`, id: `panel-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`, tabindex: "-1", hidden: true });
    root.addEventListener("keydown", (event) => this.leave(event));
    place("panels").append(root);
    return { root, panel: new PANELS[name]({ ...parts, root }) };
  }

  tab({ name, title, key, chord }) {
    const badge = make("span", { class: "dossier__badge" });
    return make("button", { type: "button", class: "dossier__tab", role: "tab", id: `tab-${name}`, "data-tab": name, "aria-controls": `panel-${name}`, title: `${title} (${chord ?? key.toUpperCase()})`, on: { click: () => this.choose(name) } }, title, badge);
  }

  /** Which parts this page has, by name. */
  has(name) {
    return this.tabs.length > 1 && this.tabs.some((tab) => tab.name === name);
  }

  /** The tools that a message has here. */
  get tools() {
    return this.tabs.filter(({ name }) => this.panels.get(name)?.panel.take).map(({ name }) => toolOf(name));
  }

  /** Those who speak with the person, or did last, and supervisors; nobody before somebody answers her. */
  may({ file, state }) {
    return Boolean(file && state !== "waiting" && (file.mine || file.guest || this.supervises));
  }

  chosen(id) {
    const name = this.choices.get(id) ?? "file";
    return this.has(name) ? name : "file";
  }

  choose(name, id = this.store.focus) {
    if (!this.store.conversations.has(id)) return;
    this.choices.set(id, name);
    this.drafts.keep("dossier", JSON.stringify([...this.choices].slice(-40)));
    this.unfold();
    this.render();
    place(`panel-${name}`).scrollIntoView({ block: "nearest" });
  }

  /** By its key or its command: in sight and under the hand; from inside, back to writing. */
  toggle(name) {
    const { store } = this;
    if (!this.has(name) || !store.conversations.has(store.focus)) return;
    if (this.chosen(store.focus) === name && place(`panel-${name}`).contains(document.activeElement)) return this.back();
    this.choose(name);
    store.announce();
    if (name === "file") place("file").focus();
    else this.panels.get(name).panel.focus();
  }

  /** What stands in the file must be seen before it is used. */
  reveal(name) {
    if (this.chosen(this.store.focus) !== name) this.choose(name);
  }

  /** A message, or the part of it that is selected, into a part. */
  take(name, id, seq, text) {
    this.choose(name, id);
    this.store.announce();
    this.panels.get(name).panel.take(id, seq, text);
  }

  /** One thing of a part, in sight. */
  open(name, id, what) {
    this.choose(name, id);
    this.store.announce();
    this.panels.get(name).panel.open(id, what);
  }

  render() {
    const conversation = this.store.conversations.get(this.store.focus);
    const shown = conversation?.file ? this.chosen(conversation.id) : "file";
    this.root.hidden = this.tabs.length < 2 || !conversation?.file;
    set(document.body, "data-dossier", shown === "file" ? null : shown);
    for (const { name } of this.tabs) this.turn(name, name === shown, conversation);
    place("panel-file").hidden = shown !== "file";
    for (const [name, { root, panel }] of this.panels) {
      root.hidden = name !== shown;
      if (!root.hidden) panel.show(conversation, this.may(conversation));
    }
  }

  turn(name, isShown, conversation) {
    const tab = this.root.querySelector(`[data-tab="${name}"]`);
    set(tab, "aria-selected", String(isShown));
    set(tab, "tabindex", isShown ? "0" : "-1");
    say(tab.lastElementChild, conversation?.file && this.panels.has(name) ? this.panels.get(name).panel.badge(conversation) : "");
  }

  /** Arrows go from tab to tab. */
  key(event) {
    const change = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") return this.back();
    if (!change || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    event.preventDefault();
    const at = this.tabs.findIndex(({ name }) => name === this.chosen(this.store.focus));
    const { name } = this.tabs[(at + change + this.tabs.length) % this.tabs.length];
    this.choose(name);
    return this.root.querySelector(`[data-tab="${name}"]`).focus();
  }

  leave(event) {
    if (event.key === "Escape" && !event.defaultPrevented) this.back();
  }

  back() {
    this.board().columns.get(this.store.focus)?.write();
  }
}
