// The referral of the conversation in focus: where each one stands, and the sending of the report to whoever receives
// the person.

import { everySecond } from "../desk/clock.js";
import { fill, make, say } from "../desk/dom.js";
import { ReferralActs } from "./referral-acts.js";
import { card } from "./referral-card.js";
import { ReferralForm } from "./referral-form.js";
import { UNDER_WAY, badge } from "./referral-words.js";
import { Referrals } from "./referrals.js";

const NONE = "Aucun signalement n’est commencé : remplissez-le (F2), il se transmet ensuite d’ici.";
const NOT_FILED = "Le signalement n’est pas encore enregistré : relisez-le (F2), il part tel qu’il est enregistré.";

export class ReferralPanel {
  constructor({ root, api, store, acts, toasts, drafts, supervises }) {
    Object.assign(this, { root, store, id: "", may: false, told: "" });
    this.referrals = new Referrals({ api, store });
    this.acts = new ReferralActs({ referrals: this.referrals, supervises, acts });
    this.form = new ReferralForm({ referrals: this.referrals, drafts, toasts });
    this.empty = make("p", { class: "empty" });
    this.cards = make("div", { class: "referral__cards" });
    this.more = make("details", { class: "referral__more", hidden: true }, make("summary", {}, "Transmettre aussi ailleurs"));
    this.notice = make("p", { class: "notice", hidden: true });
    this.place = make("div", {});
    fill(root, this.empty, this.cards, this.notice, this.more, this.place);
    everySecond(() => this.id && !root.hidden && this.tick());
  }

  show(conversation, may) {
    const { id } = conversation;
    if (this.id !== id) this.told = "";
    Object.assign(this, { id, may });
    if (may) this.referrals.look(conversation);
    const answer = this.referrals.of(id);
    const isHere = may && Boolean(answer);
    this.empty.hidden = isHere && !answer.trouble;
    if (!may) say(this.empty, "L’orientation se décide une fois la conversation prise en charge.");
    else say(this.empty, answer?.trouble ?? "Chargement de l’orientation…");
    for (const node of [this.cards, this.place]) node.hidden = !isHere;
    if (!isHere) {
      this.notice.hidden = this.more.hidden = true;
      return;
    }
    this.standing(answer, conversation);
    this.sending(answer, id);
  }

  /** The cards, made anew only where the server says otherwise, so that what is unfolded stays. */
  standing(answer, { file }) {
    const told = JSON.stringify([answer.referrals, file.author_may_read]);
    if (this.told === told) return;
    this.told = told;
    const unfolded = new Set([...this.cards.querySelectorAll("details[open]")].map((node) => node.closest("[data-referral]").dataset.referral));
    const parts = { acts: (one) => this.acts.buttons(one), hides: Boolean(file.author_may_read) };
    fill(this.cards, answer.referrals.map((one) => card(one, parts)));
    for (const node of this.cards.querySelectorAll("details")) node.open = unfolded.has(node.closest("[data-referral]").dataset.referral);
  }

  /** The form: at once where nothing is under way, folded away beneath what is. */
  sending(answer, id) {
    const words = answer.form ? (answer.filed ? "" : NOT_FILED) : NONE;
    this.notice.hidden = !words;
    say(this.notice, words);
    const isFolded = answer.referrals.some(({ state }) => UNDER_WAY.includes(state));
    this.more.hidden = Boolean(words) || !isFolded;
    const home = isFolded ? this.more : this.place;
    if (words) return this.form.root.remove();
    if (this.form.root.parentNode !== home) home.append(this.form.root);
    return this.form.show(id, answer);
  }

  /** What was on time a moment ago may be late now. */
  tick() {
    const late = this.referrals.of(this.id)?.referrals.some((one) => !one.late && one.due_at && Date.parse(one.due_at) < Date.now());
    if (late && !this.referrals.asking.has(this.id) && Date.now() - (this.ticked ?? 0) > 10_000) {
      this.ticked = Date.now();
      this.referrals.load(this.id);
    }
  }

  badge({ referrals }) {
    return badge([...(referrals?.values() ?? [])]);
  }

  focus() {
    if (this.cards.querySelector("button")) this.cards.querySelector("button").focus();
    else if (this.form.root.isConnected) this.form.focus();
    else this.root.focus();
  }

  /** A message, quoted for whoever receives her. */
  take(id, seq, text) {
    if (this.id !== id || !this.form.root.isConnected) return;
    this.more.open = true;
    this.form.take(text);
  }
}
