// A patrol is asked for, and what follows. The request bears one id from the first attempt to the last, kept in this tab
// until the server has answered: however often it leaves, it is one alarm.

import { Refusal } from "./api.js";
import { underWay } from "./intervention-words.js";
import { Once } from "./once.js";
import { label } from "./words.js";

const RETRY_MS = [1000, 2000, 4000, 8000];

export class Interventions {
  /** `sheets` brings what is typed; `call(sound, words)` rings. */
  constructor({ api, store, drafts, sheets, toasts, call }) {
    Object.assign(this, { api, store, drafts, sheets, toasts, call });
    this.asked = new Map();
    this.heard = new Map();
    this.once = new Once();
    for (const id of drafts.names("request.")) this.resume(id);
    store.on("conversation", (id) => this.listen(id));
  }

  /** The request under way: `{id, centres, insee, failures}`; undefined once it is answered. */
  sending(id) {
    return this.asked.get(id);
  }

  resume(id) {
    this.asked.set(id, { ...JSON.parse(this.drafts.read(`request.${id}`)), failures: 0 });
    this.attempt(id);
  }

  /** `centres`: the ids chosen in the stead of the competent ones. */
  request(id, { centres, insee }) {
    if (this.asked.has(id)) return;
    const ask = { id: crypto.randomUUID(), centres, insee };
    this.drafts.keep(`request.${id}`, JSON.stringify(ask));
    this.asked.set(id, { ...ask, failures: 0 });
    this.attempt(id);
  }

  async attempt(id) {
    const ask = this.asked.get(id);
    this.store.changed("sheet", id);
    const place = ask.insee ? { insee: ask.insee } : {};
    const body = { id: ask.id, centres: ask.centres, ...this.sheets.unsaved(id), ...place };
    try {
      this.sent(id, await this.api.post(`/desk/conversations/${id}/interventions`, body));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (refusal.status === 0 || refusal.status === 429 || refusal.status >= 500) this.again(id);
      else this.refused(id, refusal);
    }
  }

  again(id) {
    const ask = this.asked.get(id);
    ask.failures += 1;
    this.store.changed("sheet", id);
    setTimeout(() => this.attempt(id), RETRY_MS[Math.min(ask.failures, RETRY_MS.length) - 1]);
  }

  sent(id, { centre }) {
    this.settle(id);
    this.toasts.tell(centre ? `Alerte transmise : ${centre.name}.` : "Alerte enregistrée, mais aucun centre n’est connu pour ce lieu : téléphonez au centre opérationnel compétent et prévenez votre superviseur.");
    if (this.store.link.state !== "open") this.load(id);
  }

  async refused(id, refusal) {
    const isAside = refusal.status === 422 && this.areAside(id, Object.keys(refusal.errors));
    this.sheets.refuse(id, refusal.errors);
    if (isAside) return this.attempt(id);
    this.settle(id);
    const why = [refusal.message, ...Object.values(refusal.errors)].join(" ");
    if (refusal.status === 409) await this.load(id);
    const conversation = this.store.conversations.get(id);
    if (conversation && underWay(conversation)) this.toasts.warn(why);
    else if (refusal.status === 422) this.toasts.warn(`L’alerte n’est pas partie. ${why}`);
    else this.lost(id, why);
  }

  /** The conversation went elsewhere while the request was on its way: said aloud, for the officer may be looking elsewhere. */
  lost(id, why) {
    const words = `L’alerte de la conversation ${label(id)} n’est pas partie. Prévenez votre superviseur ou téléphonez au centre opérationnel.`;
    this.toasts.warn(`${words} ${why}`);
    this.call("alarm", words);
  }

  /** Fields that were typed and cannot be kept: the alarm leaves without them, and each says why. */
  areAside(id, names) {
    const typed = this.sheets.unsaved(id);
    return names.length > 0 && names.every((name) => name in typed && name !== "insee");
  }

  settle(id) {
    this.asked.delete(id);
    this.drafts.keep(`request.${id}`, "");
    this.store.changed("sheet", id);
  }

  async load(id) {
    const answer = await this.try(() => this.api.get(`/desk/conversations/${id}/interventions`));
    for (const one of answer?.interventions ?? []) this.store.learnIntervention(one);
  }

  /** The centres that a request would tell now; null where the server could not say. */
  ahead(id, insee) {
    return this.quietly(() => this.api.get(`/desk/conversations/${id}/centres?insee=${encodeURIComponent(insee)}`));
  }

  /** Every centre, with whether somebody is there. */
  centres() {
    return this.quietly(() => this.api.get("/desk/centres"));
  }

  async note(intervention, text) {
    const post = (id) => this.api.post(`/desk/interventions/${intervention}/notes`, { id, text });
    this.store.learnIntervention(await this.once.send(intervention, text, post));
  }

  async reopen(intervention, reason) {
    this.store.learnIntervention(await this.api.post(`/desk/interventions/${intervention}/reopen`, { reason }));
  }

  async quietly(call) {
    try {
      return (await call()).centres;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return null;
    }
  }

  async try(call) {
    try {
      return await call();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.toasts.warn(refusal.message);
      return undefined;
    }
  }

  /** What is new of an emergency of mine rings: a step, a word of the centre, nobody who answers. */
  listen(id) {
    const conversation = this.store.conversations.get(id);
    for (const one of conversation?.interventions.values() ?? []) {
      const last = one.timeline.at(-1);
      const before = this.heard.get(one.id);
      this.heard.set(one.id, last?.number ?? 0);
      if (before === undefined || !conversation.file?.mine || (last?.number ?? 0) <= before) continue;
      for (const step of one.timeline.filter(({ number }) => number > before)) this.ring(step);
    }
  }

  ring({ kind, centre }) {
    if (kind === "escalate") this.call("danger", "Un centre opérationnel ne répond pas à une demande d’intervention.");
    else if (kind === "note" ? centre : ["acknowledge", "dispatch", "arrive", "close", "cancel"].includes(kind)) this.call("message", "Une intervention avance.");
  }
}
