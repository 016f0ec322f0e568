// The intervention of the conversation in focus: the sheet that is filled while writing, the request, and where it
// stands. Open for the conversations where the officer opened it, and wherever a patrol has been asked for.

import { CentresView } from "./centres-view.js";
import { ask, crossButton } from "./dialog.js";
import { fill, make, place, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { underWay } from "./intervention-words.js";
import { Interventions } from "./interventions.js";
import { PositionView } from "./position-view.js";
import { added } from "./sheet-fields.js";
import { SheetView } from "./sheet-view.js";
import { Sheets } from "./sheets.js";
import { StandingView } from "./standing-view.js";
import { heading, label } from "./words.js";

const LISTEN_EVERY_MS = 10_000;
const SAID = {
  "": "",
  saving: "Enregistrement…",
  saved: "Enregistré",
  failed: "Non enregistré, nouvel essai en cours. Rien n’est perdu.",
  refused: "Un champ n’est pas enregistré : voyez sous le champ.",
};

export class Panel {
  /** `board()` shows conversations; `call(sound, words)` rings. */
  constructor({ api, store, acts, toasts, drafts, supervises, board, call }) {
    Object.assign(this, { store, acts, toasts, drafts, supervises, board });
    this.sheets = new Sheets({ api, store, drafts, warn: (text) => toasts.warn(text) });
    this.interventions = new Interventions({ api, store, drafts, sheets: this.sheets, toasts, call });
    this.choices = new Map(JSON.parse(drafts.read("panel") || "[]"));
    this.root = place("intervention");
    this.title = make("h2", { id: "intervention-title" }, "Intervention");
    this.said = make("p", { class: "intervention__said", role: "status" });
    this.standing = new StandingView({ store, drafts, interventions: this.interventions, fail: (refusal) => this.fail(refusal) });
    this.position = new PositionView({ ask: (text) => this.question(text) });
    this.sheet = new SheetView({ store, sheets: this.sheets, lookUp: (code) => acts.postalCode(code), changed: () => this.ahead() });
    this.centres = new CentresView({ ahead: (id, insee) => this.interventions.ahead(id, insee), all: () => this.interventions.centres() });
    this.send = make("button", { type: "button", class: "button button--alarm", "data-act": "request-intervention", on: { click: () => this.confirm() } });
    this.others = make("button", { type: "button", class: "button", "data-act": "hand-others", on: { click: () => acts.transfers.handOver(store.focus) } }, "Confier mes autres conversations");
    this.trouble = make("p", { class: "intervention__trouble", role: "alert", hidden: true });
    this.foot = make("div", { class: "intervention__foot" }, this.centres.root, this.trouble, this.send);
    fill(this.root, make("header", { class: "intervention__head" }, this.title, this.said, crossButton("Fermer l’intervention (la fiche est gardée)", () => this.toggle(store.focus))), this.standing.root, make("div", { class: "intervention__others" }, this.others), this.position.root, this.sheet.root, this.foot);
    this.root.addEventListener("keydown", (event) => this.key(event));
    store.on("focus list me", () => this.render());
    store.on("conversation sheet", (id) => id === store.focus && this.render());
    setInterval(() => this.listen(), LISTEN_EVERY_MS);
  }

  /** Who fills a sheet: whoever speaks with the person (one goes on writing to her, the other fills it), and supervisors. */
  may({ file, state }) {
    return Boolean(file && (file.mine || file.guest || this.supervises) && state === "active");
  }

  reads(conversation) {
    return Boolean(conversation?.file && (this.may(conversation) || conversation.interventions.size));
  }

  isOpen(conversation) {
    return this.reads(conversation) && (this.choices.get(conversation.id) ?? underWay(conversation) !== null);
  }

  /** By its key, its command, its button: opened and under the hand, or closed. */
  toggle(id) {
    const conversation = this.store.conversations.get(id);
    if (!this.reads(conversation)) return;
    const within = this.root.contains(document.activeElement);
    this.choose(id, !this.isOpen(conversation) || !within);
    if (!this.isOpen(conversation)) return this.board().columns.get(id)?.write();
    if (this.store.focus !== id) this.board().show(id);
    this.store.announce();
    this.sheet.focus();
  }

  choose(id, open) {
    this.choices.set(id, open);
    this.drafts.keep("panel", JSON.stringify([...this.choices]));
    this.store.changed("sheet", id);
    this.render();
  }

  render() {
    const conversation = this.store.conversations.get(this.store.focus);
    const open = Boolean(conversation && this.isOpen(conversation));
    set(document.body, "data-panel", open ? "intervention" : null);
    this.root.hidden = !open;
    if (!open) return;
    const { id } = conversation;
    const may = this.may(conversation);
    say(this.title, `Intervention ${label(id)}`);
    this.standing.show(conversation, may);
    this.position.render(this.sheets.kept(id).position, may);
    this.sheet.show(id, may);
    this.keeping(id);
    this.others.hidden = !conversation.file.mine || this.store.mine().length < 2;
    this.sending(conversation, may);
  }

  keeping(id) {
    const standing = this.sheets.standing(id);
    say(this.said, standing === "out" ? `Fiche fermée : ${this.sheets.of(id).out}` : SAID[standing]);
    set(this.said, "data-keeping", standing);
  }

  /** The foot: what will be told, and the button; nothing while a request is under way. */
  sending(conversation, may) {
    const ask = this.interventions.sending(conversation.id);
    this.foot.hidden = !may || (underWay(conversation) !== null && !ask);
    if (this.foot.hidden) return;
    this.ahead();
    this.send.disabled = Boolean(ask);
    const words = ask ? "Envoi de l’alerte…" : conversation.interventions.size ? "Demander une nouvelle intervention" : "Demander une intervention";
    if (this.send.textContent !== words) fill(this.send, icon("immediate"), make("span", {}, words));
    this.trouble.hidden = !ask?.failures;
    if (ask?.failures) say(this.trouble, `L’alerte n’est pas encore partie : le serveur ne répond pas. Nouvel essai sans arrêt, une seule alerte partira. Si cela dure, téléphonez au centre.`);
  }

  ahead(again = false) {
    if (this.sheet.id && !this.foot.hidden) this.centres.show(this.sheet.id, this.sheet.insee, again);
  }

  /** Whether anybody is at the consoles, as long as it matters. */
  async listen() {
    if (this.root.hidden || document.hidden) return;
    if (!this.foot.hidden) return this.ahead(true);
    if (this.standing.one?.state === "requested") this.standing.heard(await this.interventions.centres());
  }

  /** One button, one key: what will be told to whom is read before it leaves. */
  confirm() {
    const { id, insee } = this.sheet;
    const conversation = this.store.conversations.get(id);
    const centres = this.centres.told.map(({ name }) => name);
    const { ids } = this.centres;
    const where = [this.sheets.value(id, "address"), this.sheets.value(id, "landmark")].filter(Boolean).join(", ");
    const commune = insee ? `${this.sheet.communeName}${this.sheet.commune.isProposed ? " (d’après l’arrivée, non confirmée)" : ""}` : "commune inconnue";
    const body = make("dl", { class: "facts" }, make("dt", {}, "Lieu"), make("dd", {}, [where, commune].filter(Boolean).join(", ")), make("dt", {}, "Prévenus"), make("dd", {}, centres.length ? centres.join(" et ") : "aucun centre connu"));
    const dialog = ask({
      id: "dialog-intervention",
      title: "Demander une intervention",
      intro: `${heading(conversation.file)}. Une patrouille est demandée maintenant ; ${conversation.file.author_may_read ? "la personne n’en est pas avertie, l’auteur peut lire" : "la personne en est avertie"}. La fiche peut être complétée ensuite.`,
      fields: [body],
      confirm: "Demander maintenant (Entrée)",
      tone: "danger",
      onConfirm: () => this.interventions.request(id, { centres: ids, insee }),
    });
    dialog.querySelector("[data-confirm]").focus();
  }

  /** A message, or a part of it, into a field of the sheet. */
  take(id, name, text) {
    this.choices.set(id, true);
    this.sheets.edit(id, name, added(name, this.sheets.value(id, name), text));
    this.choose(id, true);
    this.store.announce();
    if (this.store.focus === id) this.sheet.mark(name);
  }

  /** Put where the officer writes, never sent by itself. */
  question(text) {
    const { focus } = this.store;
    this.board().show(focus, { write: true });
    this.board().columns.get(focus)?.composer.assist.insert(text);
  }

  fail(refusal) {
    this.toasts.warn([refusal.message, ...Object.values(refusal.errors ?? {})].join(" "));
  }

  key(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") this.board().columns.get(this.store.focus)?.write();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !this.foot.hidden && !this.send.disabled) this.confirm();
    else return;
    event.preventDefault();
  }
}
