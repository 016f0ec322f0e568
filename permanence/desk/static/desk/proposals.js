// Conversations that are proposed to me, or by me: each with its clock, answered once. A proposal lives on the server; this
// page shows it and passes the answers on. What stands in it, and what can be answered, is the subclass's to say.

import { everySecond, now } from "./clock.js";
import { fill, make, place, reconcile, say } from "./dom.js";

export class Proposals {
  /** `call(sound, words)` rings for one that arrives. `name`: where my situation holds them; `root`: the list's id. */
  constructor({ api, store, acts, call }, { root, name }) {
    Object.assign(this, { api, store, acts, call, name });
    this.root = place(root);
    this.known = new Set();
    this.busy = new Set();
    store.on("me", () => this.render());
    everySecond(() => this.tick());
  }

  open() {
    return (this.store.me?.[this.name] ?? []).filter(({ expires_at: end }) => Date.parse(end) > now());
  }

  render() {
    const proposed = this.open();
    for (const one of proposed) {
      const news = this.known.has(one.id) ? null : this.news(one);
      if (news) this.call(...news);
      this.known.add(one.id);
    }
    reconcile(this.root, proposed, { key: ({ id }) => id, create: () => make("li", { class: "offer" }), update: (node, one) => this.show(node, one) });
    this.root.hidden = proposed.length === 0;
    this.tick();
  }

  show(node, one) {
    const told = JSON.stringify(one);
    if (node.told === told) return;
    node.told = told;
    node.dataset.ends = one.expires_at;
    const top = make("p", { class: "offer__top" }, make("strong", {}, this.title(one)), make("span", { class: "offer__left" }));
    fill(node, top, this.body(one), make("div", { class: "offer__acts" }, this.answers(one)));
  }

  /** Two buttons, which `A` and `D` press too. */
  yesOrNo({ id }) {
    const path = `/desk/${this.name}/${id}`;
    return [
      this.button("Accepter", { tone: "button--main", key: "A", answer: "accept" }, () => this.api.post(`${path}/accept`), id, (file) => this.acts.take(file)),
      this.button("Refuser", { key: "D", answer: "refuse" }, () => this.api.post(`${path}/refuse`), id),
    ];
  }

  button(text, { tone = "", key = null, answer = null }, call, id, done = () => {}) {
    const attributes = { type: "button", class: `button ${tone}`, "data-answer": answer, "aria-keyshortcuts": key?.toLowerCase(), on: { click: () => this.answer(call, done, id) } };
    return make("button", attributes, text, key && make("kbd", { "aria-hidden": "true" }, key));
  }

  /** Once, however often it is pressed; it leaves the page when the server has answered. */
  async answer(call, done, id) {
    if (this.busy.has(id)) return;
    this.busy.add(id);
    const answer = await this.acts.try(call);
    this.busy.delete(id);
    if (answer !== undefined) this.learn((this.store.me[this.name] ?? []).filter((one) => one.id !== id));
    if (answer) done(answer);
  }

  learn(proposed) {
    this.store.setMe({ [this.name]: proposed });
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
}

/** Answers the first proposal in sight from the keyboard: `accept` or `refuse`. */
export function press(answer) {
  document.querySelector(`.offers:not([hidden]) [data-answer="${answer}"]`)?.click();
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
