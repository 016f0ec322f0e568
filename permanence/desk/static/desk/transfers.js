// Conversations that go from one officer to another: what is offered to me, what I offered, and how one offers.

import { levelChip } from "./chips.js";
import { ask, choice, field, reasonField } from "./dialog.js";
import { make } from "./dom.js";
import { Proposals } from "./proposals.js";
import { REPORTERS, count, department, heading, label } from "./words.js";

const LONGEST = 1000;
export const WHO = "Ceux de votre force qui sont à la brigade ; seuls les disponibles peuvent accepter.";
const SUMMARY = "Ce que votre collègue doit savoir avant de répondre : où elle en est, ce qui est promis, ce qu’il ne faut pas redemander. Chiffré comme les messages.";

export class Transfers extends Proposals {
  constructor(parts, where = { root: "transfers", name: "transfers" }) {
    super(parts, where);
    this.toasts = parts.toasts;
  }

  news({ mine, from }) {
    return mine ? null : ["new", `${from.name} vous propose une conversation`];
  }

  title({ mine, to, from }) {
    return mine ? `Proposée à ${to.name}` : `${from.name} vous propose`;
  }

  body(offer) {
    const where = [offer.department ? department(offer.department) : "Lieu inconnu", REPORTERS[offer.reporter] ?? ""].filter(Boolean).join(" · ");
    return [
      make("p", { class: "offer__where" }, levelChip(offer.level), `${label(offer.conversation)} · ${where}`),
      offer.summary && make("p", { class: "offer__summary" }, offer.summary),
    ];
  }

  answers(offer) {
    return offer.mine ? this.takeBack(offer) : this.yesOrNo(offer);
  }

  takeBack({ id }) {
    return this.button("Garder la conversation", {}, () => this.api.call("DELETE", `/desk/transfers/${id}`), id);
  }

  /** One conversation, to one colleague. */
  async offer({ id, file }) {
    const to = await this.colleagues();
    if (!to) return;
    ask({
      id: "dialog-transfer",
      title: "Transférer à un collègue",
      intro: `${heading(file)}. Votre collègue a une minute pour répondre ; d’ici là, la conversation reste la vôtre. La personne saura qui lui répond.`,
      fields: [field({ name: "officer", label: "Collègue", hint: WHO, control: to }), summaryField("summary", "Résumé (facultatif)", SUMMARY)],
      confirm: "Proposer",
      onConfirm: ({ officer, summary }) => this.send(`/desk/conversations/${id}/transfer`, { officer: Number(officer), summary }, "Proposition envoyée."),
    });
  }

  /** Everything I hold, each with its word: the end of a shift; or `but` the emergency that takes all of me. */
  async handOver(but = null) {
    const mine = this.store.mine().filter(({ id }) => id !== but);
    if (!mine.length) return this.toasts.tell(`Vous ne tenez aucune ${but ? "autre " : ""}conversation : il n’y a rien à passer.`);
    const to = await this.colleagues();
    if (!to) return undefined;
    const words = mine.map(({ id, file }) => summaryField(id, `${label(id)} · ${heading(file)}`, ""));
    return ask({
      id: "dialog-hand-over",
      title: but ? "Confier mes autres conversations" : "Passer toutes mes conversations",
      intro: `${but ? "Vous gardez celle en cours. " : ""}${count(mine.length, "conversation")}, chacune avec un mot pour votre collègue, qui a cinq minutes pour les accepter. D’ici là elles restent les vôtres.`,
      fields: [field({ name: "officer", label: "Collègue", hint: WHO, control: to }), ...words],
      confirm: "Proposer",
      onConfirm: ({ officer, ...summaries }) => this.send("/desk/hand-over", { officer: Number(officer), summaries, but }, "Propositions envoyées."),
    });
  }

  async send(path, body, said) {
    const answer = await this.api.post(path, body);
    this.learn(answer[this.name]);
    this.toasts.tell(said);
  }

  /** A list to choose from, without those who are `there` already; undefined after saying that nobody can be asked. */
  async colleagues(there = []) {
    const answer = await this.acts.try(() => this.api.get("/desk/colleagues"));
    if (!answer) return undefined;
    const isThere = new Set(there.map(({ id }) => id));
    const free = answer.colleagues.filter(({ id, presence }) => presence === "available" && !isThere.has(id));
    if (!free.length) {
      this.toasts.warn("Aucun collègue de votre force n’est disponible en ce moment. Prévenez votre superviseur.");
      return undefined;
    }
    return choice(free.map(({ id, name, holding, capacity, load }) => [String(id), `${name} (${holding} sur ${capacity}, charge ${load.toLocaleString("fr")})`]));
  }
}

/** A supervisor speaks in the officer's place. */
export function takeOver({ id, file, acts }) {
  ask({
    id: "dialog-take-over",
    title: "Reprendre la conversation",
    intro: `Vous répondrez à la place de ${file.officer?.name ?? "l’agent"}, qui n’y écrira plus. La personne en est avertie.`,
    fields: [reasonField({ required: true, hint: "Inscrit au journal avec votre nom. N’y mettez pas les mots de la personne." })],
    confirm: "Reprendre",
    onConfirm: async ({ reason }) => {
      acts.take(await acts.api.post(`/desk/conversations/${id}/take-over`, { reason }));
    },
  });
}

export function summaryField(name, words, hint) {
  return field({ name, label: words, hint, control: make("textarea", { rows: 3, maxlength: LONGEST }) });
}
