// Earlier reports of the same person: found by a code or a reference that she gives, or by the identity that she gave
// here; nothing of a found one is shown until it is tied.

import { ask, choice, crossButton, field, reasonField, tell } from "../desk/dialog.js";
import { fill, make } from "../desk/dom.js";
import { count, day } from "../desk/words.js";

const HOW = [
  ["reference", "Par la référence qu’elle donne"],
  ["code", "Par son code de reprise"],
  ["born", "Par son nom et sa date de naissance"],
  ["telephone", "Par son téléphone"],
  ["mail", "Par son courriel"],
];

export class LinksView {
  constructor({ reports, toasts }) {
    Object.assign(this, { reports, toasts, id: "", told: "" });
    this.list = make("ul", { class: "links" });
    this.seek = make("button", { type: "button", class: "button report__add", "data-act": "find-report", on: { click: () => this.search() } }, "Chercher un signalement antérieur");
    this.root = make("section", { class: "report__links", "aria-label": "Signalements antérieurs" }, this.list, this.seek);
  }

  render(id) {
    const { links, version } = this.reports.answer(id);
    this.seek.hidden = !version;
    if (this.told === `${id} ${JSON.stringify(links)}`) return;
    Object.assign(this, { id, told: `${id} ${JSON.stringify(links)}` });
    fill(this.list, links.map((one) => make("li", { class: "link" }, make("button", { type: "button", class: "link__read", on: { click: () => this.read(one) } }, one.reference), make("span", { class: "link__words" }, about(one)), crossButton(`Détacher ${one.reference}`, () => this.untie(one)))));
  }

  search() {
    const { id } = this;
    const how = choice(HOW);
    const value = make("input", { autocomplete: "off", maxlength: 60 });
    const values = field({ name: "value", label: "Ce qu’elle a donné", control: value });
    how.addEventListener("change", () => (values.hidden = !["code", "reference"].includes(how.value)));
    ask({
      id: "dialog-find-report",
      title: "Chercher un signalement antérieur",
      intro: "Par ce que la personne a donné elle-même, jamais par les faits. La recherche et son motif sont inscrits au journal.",
      fields: [field({ name: "how", label: "Comment", control: how }), values, reasonField({ required: true, hint: "Par exemple : elle dit avoir déjà écrit en mars." })],
      confirm: "Chercher",
      onConfirm: async (what) => {
        const { found } = await this.reports.search(id, what);
        this.choose(id, what, found);
      },
    });
  }

  choose(id, what, found) {
    const lines = found.map((one) => make("li", { class: "link" }, make("span", { class: "link__words" }, make("strong", {}, one.reference), ` ${about(one)}`), make("button", { type: "button", class: "button", on: { click: () => tie(one) } }, "Rattacher")));
    const body = found.length ? make("ul", { class: "links" }, lines) : make("p", {}, "Aucun autre signalement n’y correspond.");
    const dialog = tell({ id: "dialog-found-reports", title: `${count(found.length, "signalement trouvé", "signalements trouvés")}`, body });
    const tie = async ({ reference }) => {
      dialog.close();
      try {
        await this.reports.tie(id, { ...what, earlier: reference });
        this.toasts.tell(`${reference} est rattaché à ce signalement.`);
      } catch (refusal) {
        this.toasts.warn(refusal.message);
      }
    };
  }

  async read({ reference }) {
    const { id } = this;
    try {
      const { sections } = await this.reports.earlier(id, reference);
      tell({ id: "dialog-earlier-report", title: `Signalement ${reference}`, body: make("div", { class: "history" }, sections.map(({ title, rows }) => make("section", {}, make("h3", {}, title), make("dl", { class: "facts" }, rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]))))) });
    } catch (refusal) {
      this.toasts.warn(refusal.message);
    }
  }

  untie({ reference }) {
    const { id } = this;
    ask({ id: "dialog-untie-report", title: `Détacher ${reference}`, fields: [reasonField({ required: true, hint: "" })], confirm: "Détacher", onConfirm: ({ reason }) => this.reports.untie(id, reference, reason) });
  }
}

function about({ at, force, unit }) {
  return [day(at), force, unit].filter(Boolean).join(", ");
}
