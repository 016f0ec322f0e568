// The report of the conversation in focus, beside the chat: what was said at the entry to confirm, the form, what is
// missing, and the act that makes it count. Kept as it is typed; several may fill it at once.

import { Refusal } from "../desk/api.js";
import { ask } from "../desk/dialog.js";
import { fill, make, say, set } from "../desk/dom.js";
import { count, hour, label, moment } from "../desk/words.js";
import { Form } from "./report-form.js";
import { itemsOf, newItem, quoted } from "./report-fields.js";
import { showHistory } from "./report-history.js";
import { askTarget } from "./report-into.js";
import { LinksView } from "./report-links.js";
import { Reports } from "./reports.js";

const SAID = {
  "": "",
  saving: "Enregistrement…",
  saved: "Gardé",
  failed: "Non gardé, nouvel essai en cours. Rien n’est perdu.",
  refused: "Un champ n’est pas gardé : voyez sous le champ.",
};

export class ReportPanel {
  constructor({ root, api, store, acts, toasts, drafts, board }) {
    Object.assign(this, { root, store, acts, toasts, board, form: null, opened: new Map(), words: null });
    this.reports = new Reports({ api, store, drafts, warn: (text) => toasts.warn(text) });
    this.title = make("h2", {}, "Signalement");
    this.said = make("p", { class: "intervention__said", role: "status" });
    this.history = make("button", { type: "button", class: "button button--plain report__history", on: { click: () => showHistory(this.reports, this.form.id) } }, "Historique");
    this.suggested = make("div", { class: "report__suggested", hidden: true });
    this.place = make("div", {});
    this.links = new LinksView({ reports: this.reports, toasts });
    this.missing = make("p", { class: "report__missing", role: "status" });
    this.file = make("button", { type: "button", class: "button button--main report__file", "data-act": "file-report", on: { click: () => this.confirm() } }, "Enregistrer le signalement");
    this.foot = make("div", { class: "report__foot" }, this.missing, this.file);
    this.empty = make("p", { class: "empty" }, "Chargement du signalement…");
    this.whole = make("div", { hidden: true }, make("header", { class: "report__head" }, this.title, this.said, this.history), this.suggested, this.place, this.links.root, this.foot);
    fill(root, this.empty, this.whole);
    root.addEventListener("keydown", (event) => this.key(event));
    store.on("report", (id) => store.changed("dossier", id));
  }

  /** Called by the dossier on each change while it is in sight. */
  show(conversation, may) {
    const { id } = conversation;
    if (may) this.reports.look(id, conversation.report?.version);
    this.learn();
    const isHere = may && this.words && this.reports.answers.has(id);
    this.whole.hidden = !isHere;
    this.empty.hidden = isHere;
    if (!isHere) return say(this.empty, may ? this.reports.trouble || "Chargement du signalement…" : "Le signalement se remplit une fois la conversation prise en charge.");
    if (this.form?.id !== id) this.build(id);
    this.form.render(may);
    this.keeping(id);
    this.suggest(id);
    this.links.render(id);
    this.standing(id);
    // Called before its answer had come: the hand waits on the panel itself.
    return document.activeElement === this.root && this.form.focus();
  }

  async learn() {
    if (this.words || this.learning) return;
    this.learning = true;
    try {
      this.words = await this.reports.vocabulary();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      setTimeout(() => this.store.changed("dossier", this.store.focus), 3000);
    }
    this.learning = false;
    this.store.changed("dossier", this.store.focus);
  }

  build(id) {
    const hourOf = (seq) => this.hourOf(id, seq);
    const goTo = (seq) => this.goTo(id, seq);
    const lookUp = async (code) => (await this.acts.try(() => this.acts.postalCode(code)))?.communes ?? [];
    this.form = new Form({ reports: this.reports, id, words: this.words, lookUp, goTo, hourOf, opened: this.opened });
    fill(this.place, this.form.root);
  }

  keeping(id) {
    const standing = this.reports.standing(id);
    const { reference } = this.reports.answer(id);
    say(this.title, reference ?? "Signalement");
    say(this.said, standing === "out" ? `Signalement fermé : ${this.reports.of(id).out}` : SAID[standing]);
    set(this.said, "data-keeping", standing);
    this.history.hidden = !reference;
  }

  /** What is still missing, or that it counts. */
  standing(id) {
    const { filed_at: at, filed_by: by } = this.reports.answer(id);
    const lacking = this.lacking(id);
    this.file.hidden = Boolean(at);
    set(this.foot, "data-filed", at ? "true" : null);
    if (at) return say(this.missing, `Enregistré ${moment(at, Date.now())} par ${by}. Ce que vous ajoutez complète le signalement.`);
    return say(this.missing, lacking.length ? `Il manque : ${lacking.join(" ; ")}.` : "Peut être enregistré ; il restera complétable.");
  }

  /** What filing needs and is not on the page, in words. */
  lacking(id) {
    const content = this.reports.content(id);
    const isThere = (path) => (path === "facts" ? itemsOf(content, "facts").some((item) => content[`facts.${item}.category`]) : content[path]);
    return Object.entries(this.reports.answer(id).missing).filter(([path]) => !isThere(path)).map(([, words]) => words);
  }

  /** What was said at the entry, until an officer takes it or answers otherwise. */
  suggest(id) {
    const { suggested } = this.reports.answer(id);
    const content = this.reports.content(id);
    const open = Object.entries(suggested).filter(([path]) => !(path in content) && (!path.startsWith("facts.") || !itemsOf(content, "facts").length));
    const groups = new Map();
    for (const [path, value] of open) {
      const name = path.startsWith("facts.") ? "facts" : path;
      groups.set(name, [...(groups.get(name) ?? []), [path, value]]);
    }
    this.suggested.hidden = groups.size === 0;
    if (this.suggested.dataset.told === `${id} ${JSON.stringify(open)}`) return;
    this.suggested.dataset.told = `${id} ${JSON.stringify(open)}`;
    const { file } = this.store.conversations.get(id);
    fill(this.suggested, make("span", { class: "report__suggests" }, "Dit à l’arrivée, à confirmer"), [...groups].map(([name, pairs]) => make("button", { type: "button", class: "pick pick--suggested", "data-suggested": name, title: "Reprendre dans le signalement", on: { click: () => this.accept(id, pairs) } }, this.suggestion(name, pairs, file))));
  }

  suggestion(name, pairs, file) {
    const words = pairs.map(([path, value]) => {
      if (path.endsWith(".insee")) return `Vit à ${file.commune?.name ?? value}`;
      const vocabulary = path.endsWith(".kinds") ? "kind" : path.endsWith(".category") ? "category" : path;
      return [value].flat().map((code) => this.words[vocabulary]?.find((one) => one.code === code)?.label ?? code).join(", ");
    });
    return words.join(" · ");
  }

  accept(id, pairs) {
    const item = newItem();
    for (const [path, value] of pairs) this.reports.edit(id, path.replace(/^facts\.\w+\./, `facts.${item}.`), value);
  }

  badge(conversation) {
    const { report } = conversation;
    if (this.reports.standing(conversation.id) === "failed") return "!";
    if (!report?.reference) return "";
    return report.filed ? "✓" : "…";
  }

  focus() {
    if (!this.form?.focus()) this.root.focus();
  }

  /** A message, or the part of it that is selected, into a part: « … » with who said it and when, its number kept. */
  take(id, seq, text) {
    const message = this.store.conversations.get(id)?.messages.get(seq);
    if (!message) return;
    const words = quoted(text, { name: message.from === "visitor" ? "la personne" : message.name || "la brigade", at: hour(message.at) });
    askTarget(text, this.reports.content(id), (target) => this.put(id, seq, words, target));
  }

  put(id, seq, words, target) {
    const { reports } = this;
    if (target.consent) {
      reports.edit(id, "consent.seq", seq);
      reports.edit(id, "consent.how", "message");
    } else {
      reports.edit(id, target.text, [reports.value(id, target.text), words].filter(Boolean).join("\n"));
      reports.edit(id, target.quotes, [...new Set([...(reports.value(id, target.quotes) ?? []), seq])].sort((one, other) => one - other));
    }
    this.store.changed("dossier", id);
    this.store.announce();
    this.form?.mark(target.consent ? "consent.transmission" : target.text);
  }

  hourOf(id, seq) {
    const message = this.store.conversations.get(id)?.messages.get(seq);
    return message ? hour(message.at) : `n° ${seq}`;
  }

  goTo(id, seq) {
    this.board().show(id);
    this.board().columns.get(id)?.goTo(seq);
  }

  confirm() {
    const { id } = this.form;
    const lacking = this.lacking(id);
    if (lacking.length) {
      this.toasts.warn(`Le signalement n’est pas encore enregistré, il manque : ${lacking.join(" ; ")}.`);
      this.form.focus();
      return;
    }
    const content = this.reports.content(id);
    const facts = itemsOf(content, "facts").length;
    const consent = content["consent.transmission"] ? "" : " L’accord pour transmettre reste à demander.";
    const dialog = ask({
      id: "dialog-file-report",
      title: "Enregistrer le signalement",
      intro: `Conversation ${label(id)}, ${count(facts, "fait")}. Le signalement compte dans les chiffres dès maintenant et reste complétable. Il ne se retire pas : une conversation qui est un test ou un abus se marque dans la fiche.${consent}`,
      confirm: "Enregistrer",
      onConfirm: async () => {
        await this.reports.file(id);
        this.toasts.tell(`Signalement ${this.reports.answer(id).reference} enregistré.`);
      },
    });
    dialog.querySelector("[data-confirm]").focus();
  }

  key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || this.file.hidden || !this.form) return;
    event.preventDefault();
    this.confirm();
  }
}
