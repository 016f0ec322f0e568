// What an officer does to conversations, through the HTTP API. Each act tells how it went in one sentence; the page
// changes when the server says so, never before.

import { Refusal } from "./api.js";

export class Acts {
  /** `opened(id)` once a conversation is mine; `situated(me)` once the server knows of my new situation. */
  constructor({ api, store, toasts, opened, situated }) {
    Object.assign(this, { api, store, toasts, opened, situated });
    this.taking = false;
    /** Changes of my situation under way: what the server tells meanwhile is older than what I chose. */
    this.situating = 0;
    /** Conversations that this page itself confided to the other force. */
    this.moved = new Set();
    /** Who passes conversations on to colleagues; set once the page is made. */
    this.transfers = null;
    this.invitations = null;
  }

  /** The most urgent conversation becomes mine. */
  async takeNext() {
    if (this.taking) return;
    this.nowTaking(true);
    const taken = await this.try(() => this.api.post("/desk/queue/next"));
    this.nowTaking(false);
    if (taken === null) this.toasts.tell("Personne n’attend dans la file.");
    else if (taken) this.take(taken);
  }

  nowTaking(taking) {
    this.taking = taking;
    this.onTaking(taking);
  }

  async claim(id) {
    const taken = await this.try(() => this.api.post(`/desk/conversations/${id}/claim`), {
      404: "Cette conversation n’est plus dans votre file.",
    });
    if (taken) this.take(taken);
  }

  take(file) {
    this.store.learn(file.id, { file, state: file.state });
    this.opened(file.id);
    if (this.store.me?.presence === "off") this.onDuty();
  }

  /** Whoever takes a conversation is on duty: the server has counted them so with the claim. */
  onDuty() {
    const me = { presence: "available", capacity: this.store.me.capacity };
    this.store.setMe(me);
    this.situated(me);
  }

  async presence(state, capacity) {
    const before = { presence: this.store.me.presence, capacity: this.store.me.capacity };
    this.store.setMe({ presence: state, capacity });
    this.situating += 1;
    const done = await this.try(() => this.api.put("/desk/presence", { state, capacity }));
    this.situating -= 1;
    if (done === undefined) this.store.setMe(before);
    else this.situated({ presence: state, capacity });
  }

  /** A conversation read along by a supervisor. */
  async look(id) {
    const file = await this.try(() => this.api.get(`/desk/conversations/${id}`), {
      404: "Cette conversation n’est pas, ou n’est plus, visible de votre poste.",
    });
    if (file) this.store.learn(id, { file, state: file.state });
    return Boolean(file);
  }

  /** `force`, `level`, `mark`, `closing` or `end`: throws the refusal, for the dialog to show. */
  async decide(id, act, body, said) {
    if (act === "force") this.moved.add(id);
    const file = await this.api.post(`/desk/conversations/${id}/${act}`, body);
    if (file?.id && this.store.conversations.has(id)) this.store.learn(id, { file, state: file.state });
    this.toasts.tell(said);
  }

  /** A closing that was proposed is proposed no more. */
  async keepOpen(id) {
    const file = await this.try(() => this.api.delete(`/desk/conversations/${id}/closing`));
    if (!file) return;
    this.store.learn(id, { file, state: file.state });
    this.toasts.tell("La conversation reste ouverte, la personne le sait.");
  }

  /** What a grave conversation leaves me with: throws the refusal, for the dialog to show. */
  async debrief(id, body) {
    await this.api.post(`/desk/conversations/${id}/debrief`, body);
    const known = this.store.conversations.get(id);
    if (known?.file) this.store.learn(id, { file: { ...known.file, debrief: false } });
    this.toasts.tell(body.talk ? "Vos superviseurs savent que vous souhaitez en parler." : "C’est gardé.");
  }

  /** I am a guest there no more: throws the refusal, for the dialog to show. */
  async leave(id) {
    this.moved.add(id);
    try {
      await this.api.post(`/desk/conversations/${id}/guests/leave`);
    } catch (refusal) {
      this.moved.delete(id);
      throw refusal;
    }
    this.toasts.tell("Vous avez quitté la conversation, la personne le sait.");
  }

  /** A guest of mine goes: throws the refusal, for the dialog to show. */
  async thank(id, guest) {
    const file = await this.api.post(`/desk/conversations/${id}/guests/${guest.id}/thank`);
    this.store.learn(id, { file, state: file.state });
    this.toasts.tell(`${guest.name} a quitté la conversation, la personne le sait.`);
  }

  postalCode(code) {
    return this.api.get(`/territory/postal-codes/${encodeURIComponent(code)}`);
  }

  /** Every open conversation this officer may see. */
  async everyConversation() {
    const found = [];
    let cursor = "";
    do {
      const page = await this.api.get(`/desk/conversations?state=active${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      found.push(...(page.conversations ?? page.items ?? []));
      cursor = page.cursor ?? page.next ?? "";
    } while (cursor && found.length < 500);
    return found;
  }

  /** The answer, or undefined after telling why there is none. */
  async try(call, words = {}) {
    try {
      return await call();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.toasts.warn(words[refusal.status] ?? refusal.message);
      return undefined;
    }
  }
}
