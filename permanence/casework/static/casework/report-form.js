// The form of a report: parts that fold, each asking only what the facts told so far call for. A part says on its line
// what it holds.

import { crossButton } from "../desk/dialog.js";
import { fill, make, reconcile, say, set } from "../desk/dom.js";
import { Controls } from "./report-controls.js";
import { asksOfChildren, FIRST_RELATIONS, itemsOf, KINDS_OF, newItem, offencesOf } from "./report-fields.js";

export class Form {
  /** `goTo(seq)` shows a message; `by(path)` who has just changed a field; `words` the vocabulary. */
  constructor({ reports, id, words, lookUp, goTo, opened, hourOf }) {
    Object.assign(this, { reports, id, words, goTo, opened, hourOf, parts: [], quotes: [], groups: [] });
    this.controls = new Controls({ value: (path) => reports.value(id, path), edit: (path, value) => reports.edit(id, path, value), by: (path) => reports.by(id, path), words, lookUp });
    this.fields = make("fieldset", { class: "report__fields", "aria-label": "Signalement" }, this.story(), this.facts(), this.victim(), this.author(), this.children(), this.consent(), this.windows(), this.before(), this.witness());
    this.root = make("div", { class: "report__form" }, this.fields);
  }

  get content() {
    return this.reports.content(this.id);
  }

  part(name, title, shown, ...content) {
    const told = make("span", { class: "report__told" });
    const details = make("details", { class: "report__part", "data-part": name, open: this.opened.get(name) ?? ["story", "facts", "victim", "author"].includes(name) }, make("summary", {}, make("h3", {}, title), told), make("div", { class: "report__body" }, content));
    details.addEventListener("toggle", () => this.opened.set(name, details.open));
    this.parts.push({ details, told, shown });
    return details;
  }

  story() {
    const { controls } = this;
    const professional = controls.text("professional", "Fonction", { hint: "Fonction, organisme" });
    this.when(professional, (content) => content.reporter === "professional");
    return this.part("story", "Récit", () => "", controls.picks("reporter", "Qui écrit", "reporter"), professional, controls.text("summary", "Résumé", { lines: 2, wide: true, hint: "En quelques phrases, ce qui amène la personne" }), this.cited("quotes"));
  }

  facts() {
    const list = make("div", { class: "report__items" });
    const add = this.adding("Ajouter d’autres faits", "facts");
    this.groups.push({ group: "facts", list, make: (item) => this.fact(item), least: 1 });
    return this.part("facts", "Faits", (content) => this.labels("category", itemsOf(content, "facts").map((item) => content[`facts.${item}.category`])), list, add);
  }

  fact(item) {
    const { controls } = this;
    const path = (name) => `facts.${item}.${name}`;
    const category = () => this.reports.value(this.id, path("category")) ?? "";
    const kinds = () => this.reports.value(this.id, path("kinds")) ?? [];
    const until = controls.day(path("until_on"), "et");
    this.when(until, (content) => content[path("when")] === "period");
    const rest = make("div", { class: "report__rest" },
      controls.picks(path("kinds"), "Violences", "kind", { several: true, only: () => KINDS_OF[category()] ?? [] }),
      controls.picks(path("offences"), "Faits relevés", "offence", { several: true, only: () => offencesOf(category(), kinds()) }),
      controls.picks(path("when"), "Quand", "when"),
      controls.day(path("from_on"), "Date"),
      until,
      controls.text(path("at"), "Moment", { hint: "Le soir, chaque week-end, trois fois", maxlength: 200 }),
      controls.commune(`facts.${item}`),
      controls.text(path("place"), "Lieu", { hint: "Adresse, domicile, travail, en ligne" }),
      controls.text(path("text"), "Récit", { lines: 2, wide: true, hint: "Ses mots, dans l’ordre" }),
      this.cited(path("quotes")),
    );
    this.when(rest, (content) => Boolean(content[path("category")] || content[path("text")]));
    return this.item("facts", item, "Retirer ces faits", controls.picks(path("category"), "Catégorie", "category", { wide: true }), rest);
  }

  victim() {
    const { controls } = this;
    return this.part("victim", "Victime", (content) => this.told(content, "victim", [["sex", "sex"], ["age", "age"]]), controls.picks("victim.sex", "Sexe", "sex"), controls.list("victim.age", "Âge", "age"), this.identity("victim"), controls.text("victim.needs", "Besoins", { hint: "Interprète, accessibilité, garde d’enfants" }), controls.text("victim.text", "Précisions", { lines: 1 }), this.cited("victim.quotes"));
  }

  author() {
    const { controls } = this;
    const first = () => FIRST_RELATIONS[itemsOf(this.content, "facts").map((item) => this.content[`facts.${item}.category`]).find((code) => code in FIRST_RELATIONS)] ?? [];
    const list = make("div", { class: "report__items" });
    const other = (item) => this.item("others", item, "Retirer cet auteur", controls.text(`others.${item}.name`, "Nom"), controls.list(`others.${item}.relation`, "Lien", "relation"), controls.picks(`others.${item}.sex`, "Sexe", "sex"), controls.text(`others.${item}.text`, "Précisions"));
    this.groups.push({ group: "others", list, make: other, least: 0 });
    return this.part("author", "Auteur", (content) => this.told(content, "author", [["relation", "relation"]]), controls.list("author.relation", "Lien", "relation", { first }), controls.picks("author.lives_with", "Même toit", "answer"), controls.picks("author.sex", "Sexe", "sex"), controls.list("author.age", "Âge", "age"), this.identity("author"), controls.text("author.text", "Précisions", { lines: 1, hint: "Allure, profession, véhicule, armes" }), this.cited("author.quotes"), list, this.adding("Ajouter un auteur", "others"));
  }

  /** Who and where: for the unit that will receive her, asked only when she wishes to be known. */
  identity(person) {
    const { controls } = this;
    const details = make("details", { class: "report__more" }, make("summary", {}, person === "victim" ? "Identité et coordonnées, si la personne les donne" : "Identité et coordonnées"), controls.text(`${person}.name`, "Nom", { hint: "Prénom et nom" }), controls.day(`${person}.born_on`, "Né le"), controls.text(`${person}.telephone`, "Téléphone", { maxlength: 60 }), controls.text(`${person}.mail`, "Courriel", { maxlength: 200 }), controls.commune(person), controls.text(`${person}.address`, "Adresse"));
    if (["name", "born_on", "telephone", "mail", "insee", "address"].some((name) => this.reports.value(this.id, `${person}.${name}`))) details.open = true;
    return details;
  }

  children() {
    const { controls } = this;
    const list = make("div", { class: "report__items" });
    const child = (item) => this.item("children", item, "Retirer cet enfant", controls.pair("Enfant", controls.bareText(`children.${item}.name`, "Prénom"), controls.number(`children.${item}.age`, "Âge"), make("span", {}, "ans")), controls.picks(`children.${item}.exposed`, "Présence", "exposed"), controls.text(`children.${item}.text`, "Précisions"));
    this.groups.push({ group: "children", list, make: child, least: 0 });
    const part = this.part("children", "Enfants", (content) => many(itemsOf(content, "children").length, "enfant"), list, this.adding("Ajouter un enfant", "children"));
    this.when(part, asksOfChildren);
    return part;
  }

  consent() {
    const { controls } = this;
    const how = controls.picks("consent.how", "Connu par", "consent_how");
    this.when(how, (content) => Boolean(content["consent.transmission"]));
    const text = controls.text("consent.text", "Précisions", { hint: "Ce qu’elle accepte, ce qu’elle refuse" });
    this.recorded = make("p", { class: "report__recorded", hidden: true });
    return this.part("consent", "Accord pour transmettre", (content) => this.labels("transmission", [content["consent.transmission"]]) || "pas encore demandé", controls.picks("consent.transmission", "Accord", "transmission"), how, text, this.recorded, this.cited("consent.seq"));
  }

  windows() {
    const { controls } = this;
    const list = make("div", { class: "report__items" });
    const one = (item) => {
      const path = (name) => `windows.${item}.${name}`;
      return this.item("windows", item, "Retirer ce créneau", controls.days(path("days"), "Jours"), controls.pair("Heures", "de", controls.hour(path("from"), "De"), "à", controls.hour(path("until"), "À")), controls.picks(path("how"), "Moyen", "how"), controls.text(path("to"), "Joindre à", { hint: "Numéro ou adresse", maxlength: 200 }), controls.text(path("say"), "Si un autre répond", { hint: "Ce que l’on dit alors" }), controls.text(path("note"), "Remarque"), make("p", { class: "report__window", "data-window": item }));
    };
    this.groups.push({ group: "windows", list, make: one, least: 0 });
    return this.part("windows", "Quand et comment la joindre", (content) => many(itemsOf(content, "windows").length, "créneau", "créneaux"), list, this.adding("Ajouter un créneau", "windows"));
  }

  before() {
    const { controls } = this;
    return this.part("before", "Démarches antérieures", (content) => this.told(content, "before", [["complaint", "answer"]]) && `Plainte : ${this.told(content, "before", [["complaint", "answer"]]).toLowerCase()}`, controls.picks("before.complaint", "Plainte, main courante", "answer"), controls.picks("before.protection", "Ordonnance de protection", "answer"), controls.picks("before.medical", "Constat médical", "answer"), controls.text("before.text", "Précisions", { lines: 1 }), this.cited("before.quotes"));
  }

  witness() {
    const { controls } = this;
    const kept = make("p", { class: "report__kept" }, "Gardé à part. Transmis à personne tant que le témoin n’accepte pas d’être nommé ; jamais dit au foyer.");
    const part = this.part("witness", "Témoin", (content) => this.labels("witness_consent", [content["witness.consent"]]), kept, controls.picks("witness.consent", "Accord", "witness_consent", { wide: true }), controls.text("witness.name", "Nom"), controls.text("witness.relation", "Lien", { hint: "Voisine, collègue, parent" }), controls.text("witness.telephone", "Téléphone", { maxlength: 60 }), controls.text("witness.mail", "Courriel", { maxlength: 200 }), controls.text("witness.text", "Précisions", { lines: 1 }));
    this.when(part, (content) => content.reporter === "witness" || Object.keys(content).some((path) => path.startsWith("witness.")));
    return part;
  }

  item(group, item, away, ...content) {
    return make("div", { class: "report__item", "data-item": item }, crossButton(away, () => this.reports.remove(this.id, group, item)), content);
  }

  adding(words, group) {
    return make("button", { type: "button", class: "button report__add", "data-add": group, on: { click: () => this.add(group) } }, words);
  }

  add(group) {
    const item = newItem();
    this.reports.begin(this.id, group, item);
    this.render(true);
    this.root.querySelector(`[data-item="${item}"] :is(input, textarea, select, .pick)`)?.focus();
  }

  /** The messages that a part was taken from, one click away. */
  cited(path) {
    const line = make("p", { class: "report__cited", hidden: true });
    this.quotes.push({ path, line });
    return line;
  }

  /** Shown only where it is asked for. */
  when(node, asked) {
    this.asked ??= [];
    this.asked.push({ node, asked });
  }

  render(may) {
    this.fields.disabled = !may;
    const { content } = this;
    for (const { group, list, make: create, least } of this.groups) this.list(group, list, create, least);
    for (const { node, asked } of this.asked) node.hidden = !asked(content);
    this.controls.render(this.reports.of(this.id).errors);
    for (const { told, shown } of this.parts) say(told, shown(content));
    for (const { path, line } of this.quotes) this.cite(line, content[path]);
    this.inWords(content);
  }

  list(group, list, create, least) {
    const items = this.reports.items(this.id, group);
    const shown = items.length >= least ? items : [this.spare(group)];
    for (const node of [...list.children]) if (!shown.includes(node.dataset.item)) this.controls.drop(`${group}.${node.dataset.item}.`);
    reconcile(list, shown, { key: (item) => item, create, update: () => {} });
  }

  /** The empty first one, always the same until something is typed there. */
  spare(group) {
    this.spares ??= {};
    this.spares[group] ??= newItem();
    return this.spares[group];
  }

  cite(line, given) {
    const numbers = [given ?? []].flat();
    line.hidden = numbers.length === 0;
    if (line.dataset.told === String(numbers)) return;
    line.dataset.told = String(numbers);
    fill(line, "D’après ", numbers.map((seq) => make("button", { type: "button", class: "report__seq", "data-seq": seq, on: { click: () => this.goTo(seq) } }, `le message de ${this.hourOf(seq)}`)));
  }

  /** What the house adds: when an agreement was recorded, how a window reads. */
  inWords(content) {
    const at = content["consent.at"];
    this.recorded.hidden = !at;
    if (at) say(this.recorded, `Recueilli le ${new Date(at).toLocaleString("fr", { dateStyle: "short", timeStyle: "short" })} par ${content["consent.by"]}.`);
    const { windows } = this.reports.answer(this.id);
    for (const line of this.root.querySelectorAll("[data-window]")) {
      const told = windows[line.dataset.window];
      const lacking = told?.lacking ?? [];
      say(line, lacking.length ? `Créneau incomplet, il manque : ${lacking.join(", ")}.` : (told?.words ?? ""));
      set(line, "data-tone", lacking.length ? "late" : null);
    }
  }

  labels(vocabulary, codes) {
    return [...new Set(codes.filter(Boolean))].map((code) => this.words[vocabulary].find((one) => one.code === code)?.label ?? code).join(", ");
  }

  told(content, group, names) {
    return names.map(([name, vocabulary]) => this.labels(vocabulary, [content[`${group}.${name}`]])).filter(Boolean).join(", ");
  }

  /** The first thing that filing needs, or else the story. */
  focus() {
    const { missing } = this.reports.answer(this.id);
    const first = "reporter" in missing && !this.content.reporter ? '[data-path="reporter"] .pick' : "facts" in missing && !itemsOf(this.content, "facts").length ? '[data-part="facts"] .pick' : '[data-field="summary"]';
    const control = this.fields.disabled ? null : this.root.querySelector(first);
    const part = control?.closest("details");
    if (part) part.open = true;
    control?.focus();
    return Boolean(control);
  }

  /** A field, marked for a moment. */
  mark(path) {
    const row = this.root.querySelector(`[data-path="${path}"]`);
    for (let part = row?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    row?.scrollIntoView({ block: "center" });
    if (row) set(row, "data-marked", "true");
    setTimeout(() => row && set(row, "data-marked", null), 2500);
  }
}

function many(number, one, several = `${one}s`) {
  return number ? `${number} ${number > 1 ? several : one}` : "";
}
