// What the server holds of the referrals of each conversation: asked when a panel shows it, and again when a frame says
// that one of them has changed.

import { Refusal } from "../desk/api.js";

export class Referrals {
  constructor({ api, store }) {
    Object.assign(this, { api, store, answers: new Map(), told: new Map(), asking: new Set() });
  }

  of(id) {
    return this.answers.get(id);
  }

  /** Asks where nothing is known, or where the frames tell of another state than the one at hand. */
  look(conversation) {
    const { id } = conversation;
    const mark = [...conversation.referrals.values()].map((one) => `${one.id} ${one.steps} ${one.state} ${one.lateness} ${one.agreement_lost}`).join(",");
    const wanted = `${mark} ${conversation.report?.version ?? ""} ${conversation.file?.age ?? ""}`;
    if (this.told.get(id) === wanted || this.asking.has(id)) return;
    this.told.set(id, wanted);
    this.load(id);
  }

  async load(id) {
    this.asking.add(id);
    try {
      this.answers.set(id, await this.api.get(`/desk/conversations/${id}/referrals`));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.answers.set(id, { ...(this.answers.get(id) ?? { referrals: [], form: null, filed: false, consent: "" }), trouble: refusal.message });
      if (!refusal.status) setTimeout(() => this.told.delete(id), 3000);
    }
    this.asking.delete(id);
    this.store.changed("dossier", id);
  }

  /** Throws the refusal, for whoever asked to show. */
  async send(id, body) {
    await this.api.post(`/desk/conversations/${id}/referrals`, body);
    await this.load(id);
  }

  async step(one, name, body = {}) {
    await this.api.post(`/desk/referrals/${one.id}/${name}`, body);
    await this.load(one.conversation);
  }

  async change(one, appointment, name, body) {
    await this.api.post(`/desk/appointments/${appointment}/${name}`, body);
    await this.load(one.conversation);
  }

  async search(id, text) {
    return (await this.api.get(`/desk/directory?q=${encodeURIComponent(text)}&conversation=${id}`)).units;
  }
}
