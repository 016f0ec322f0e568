// Conversations that go from one officer to another: what is offered to me, what I offered, and how one offers. An offer
// lives on the server; this page shows it with its clock and passes the answers on.

import { levelChip } from "./chips.js";
import { everySecond, now } from "./clock.js";
import { ask, choice, field, reasonField } from "./dialog.js";
import { fill, make, place, reconcile, say } from "./dom.js";
import { REPORTERS, count, department, heading, label } from "./words.js";

const LONGEST = 1000;
const WHO = "Ceux de votre force qui sont à la brigade ; seuls les disponibles peuvent accepter.";
const SUMMARY = "Ce que votre collègue doit savoir avant de répondre : où elle en est, ce qui est promis, ce qu’il ne faut pas redemander. Chiffré comme les messages.";

export class Transfers {
  /** `opened(id)` once a conversation that was offered to me is mine; `call(words)` rings for an offer that arrives. */
  constructor({ api, store, acts, toasts, call }) {
    Object.assign(this, { api, store, acts, toasts, call });
    this.root = place("transfers");
    this.known = new Set();
    this.busy = new Set();
    store.on("me", () => this.render());
    everySecond(() => this.tick());
  }

  offers() {
    return (this.store.me?.transfers ?? []).filter(({ expires_at: end }) => Date.parse(end) > now());
  }

  render() {
    const offers = this.offers();
    for (const offer of offers) {
      if (!offer.mine && !this.known.has(offer.id)) this.call(`${offer.from.name} vous propose une conversation`);
      this.known.add(offer.id);
    }
    reconcile(this.root, offers, { key: ({ id }) => id, create: () => make("li", { class: "offer" }), update: (node, offer) => this.show(node, offer) });
    this.root.hidden = offers.length === 0;
    this.tick();
  }

  show(node, offer) {
    const told = JSON.stringify(offer);
    if (node.told === told) return;
    node.told = told;
    node.dataset.ends = offer.expires_at;
    const where = [offer.department ? department(offer.department) : "Lieu inconnu", REPORTERS[offer.reporter] ?? ""].filter(Boolean).join(" · ");
    const who = offer.mine ? `Proposée à ${offer.to.name}` : `${offer.from.name} vous propose`;
    const left = make("span", { class: "offer__left" });
    fill(
      node,
      make("p", { class: "offer__top" }, make("strong", {}, who), left),
      make("p", { class: "offer__where" }, levelChip(offer.level), `${label(offer.conversation)} · ${where}`),
      offer.summary && make("p", { class: "offer__summary" }, offer.summary),
      make("div", { class: "offer__acts" }, offer.mine ? this.mine(offer) : this.theirs(offer)),
    );
  }

  theirs({ id }) {
    return [
      this.button("Accepter", "button--main", () => this.api.post(`/desk/transfers/${id}/accept`), (file) => this.acts.take(file), id),
      this.button("Refuser", "", () => this.api.post(`/desk/transfers/${id}/refuse`), () => {}, id),
    ];
  }

  mine({ id }) {
    return this.button("Garder la conversation", "", () => this.api.call("DELETE", `/desk/transfers/${id}`), () => {}, id);
  }

  button(text, tone, call, done, id) {
    return make("button", { type: "button", class: `button ${tone}`, on: { click: () => this.answer(call, done, id) } }, text);
  }

  /** Once, however often it is pressed; the offer leaves the page when the server has answered. */
  async answer(call, done, id) {
    if (this.busy.has(id)) return;
    this.busy.add(id);
    const answer = await this.acts.try(call);
    this.busy.delete(id);
    if (answer !== undefined) this.learn((this.store.me.transfers ?? []).filter((offer) => offer.id !== id));
    if (answer) done(answer);
  }

  learn(transfers) {
    this.store.setMe({ transfers });
  }

  tick() {
    let over = false;
    for (const node of this.root.children) {
      const seconds = Math.ceil((Date.parse(node.dataset.ends) - now()) / 1000);
      over ||= seconds <= 0;
      say(node.querySelector(".offer__left"), seconds > 0 ? clock(seconds) : "");
    }
    if (over) this.render();
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

  /** The end of a shift: everything I hold, each with its word. */
  async handOver() {
    const mine = this.store.mine();
    if (!mine.length) return this.toasts.tell("Vous ne tenez aucune conversation : il n’y a rien à passer.");
    const to = await this.colleagues();
    if (!to) return undefined;
    const words = mine.map(({ id, file }) => summaryField(id, `${label(id)} · ${heading(file)}`, ""));
    return ask({
      id: "dialog-hand-over",
      title: "Passer toutes mes conversations",
      intro: `${count(mine.length, "conversation")}, chacune avec un mot pour votre collègue, qui a cinq minutes pour les accepter. D’ici là elles restent les vôtres.`,
      fields: [field({ name: "officer", label: "Collègue", hint: WHO, control: to }), ...words],
      confirm: "Proposer",
      onConfirm: ({ officer, ...summaries }) => this.send("/desk/hand-over", { officer: Number(officer), summaries }, "Propositions envoyées."),
    });
  }

  async send(path, body, said) {
    const { transfers } = await this.api.post(path, body);
    this.learn(transfers);
    this.toasts.tell(said);
  }

  /** A list to choose from; undefined after saying that nobody can be asked. */
  async colleagues() {
    const answer = await this.acts.try(() => this.api.get("/desk/colleagues"));
    if (!answer) return undefined;
    const free = answer.colleagues.filter(({ presence }) => presence === "available");
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

function summaryField(name, words, hint) {
  return field({ name, label: words, hint, control: make("textarea", { rows: 3, maxlength: LONGEST }) });
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
