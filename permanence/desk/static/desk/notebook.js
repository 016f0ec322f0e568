// What is kept beside each conversation: facts in sight, reminders, questions asked, notes. Asked of the server when a
// conversation comes under the officer's eyes, and after each change; never kept on this machine.

import { Refusal } from "./api.js";
import { heading } from "./words.js";

const STALE_MS = 30_000;
const EMPTY = { facts: [], reminders: [], questions: [], notes: null, loaded: false };

export class Notebook {
  /** `call(sound, words)` rings when a colleague or a supervisor writes a note. */
  constructor({ api, store, toasts, supervises, call }) {
    Object.assign(this, { api, store, toasts, supervises, call });
    this.numbers = new Map();
    this.writing = new Set();
    this.pages = new Map();
    this.askedAt = new Map();
    store.on("focus list", () => this.look());
    store.on("conversation", (id) => this.heard(id));
    document.addEventListener("visibilitychange", () => !document.hidden && this.look());
  }

  /** What is known of a conversation's notebook. */
  of(id) {
    return this.pages.get(id) ?? EMPTY;
  }

  /** Whether this officer reads it: the server refuses others, and writes it down. */
  readable(conversation) {
    return Boolean(conversation?.file && (conversation.file.mine || conversation.file.guest || this.supervises || conversation.state === "waiting"));
  }

  look() {
    const conversation = this.store.conversations.get(this.store.focus);
    if (!this.readable(conversation) || Date.now() - (this.askedAt.get(conversation.id) ?? 0) < STALE_MS) return;
    this.load(conversation.id);
  }

  /** Somebody wrote a note there: it is told, and read at once where it is in sight. */
  heard(id) {
    const conversation = this.store.conversations.get(id);
    const before = this.numbers.get(id);
    if (!conversation?.file || conversation.notes === before) return;
    this.numbers.set(id, conversation.notes);
    if (before === undefined || !conversation.loaded) return;
    this.askedAt.delete(id);
    if (id === this.store.focus) this.look();
    if (this.writing.has(id)) return;
    this.toasts.tell(`Nouvelle note de la brigade, ${heading(conversation.file)}.`);
    this.call("message", "Une note vous attend dans une de vos conversations.");
  }

  async load(id) {
    this.askedAt.set(id, Date.now());
    const [page, notes] = await Promise.all([this.ask(`/desk/conversations/${id}/notebook`), this.ask(`/desk/conversations/${id}/notes`)]);
    if (page) this.put(id, { ...page, loaded: true });
    if (notes?.notes) this.put(id, { notes: notes.notes });
  }

  /** The answer, or null: what is beside a conversation never stands in the way of the conversation. */
  async ask(path) {
    try {
      return await this.api.get(path);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return null;
    }
  }

  put(id, facts) {
    this.pages.set(id, { ...this.of(id), ...facts });
    this.store.changed("notebook", id);
  }

  /** Each of these throws the refusal, for its form to show. */
  async pin(id, text, seq = null) {
    await this.api.post(`/desk/conversations/${id}/facts`, { id: crypto.randomUUID(), text, seq });
    await this.load(id);
  }

  async unpin(id, fact) {
    await this.api.call("DELETE", `/desk/conversations/${id}/facts/${fact}`);
    await this.load(id);
  }

  async remind(id, minutes, text) {
    await this.api.post(`/desk/conversations/${id}/reminders`, { id: crypto.randomUUID(), minutes, text });
    await this.load(id);
    this.store.changed("reminders");
  }

  async done(id, reminder) {
    await this.api.post(`/desk/reminders/${reminder}/done`);
    await this.load(id);
    this.store.changed("reminders");
  }

  async tick(id, question, asked) {
    await this.api.put(`/desk/conversations/${id}/questions/${question}`, { asked });
    await this.load(id);
  }

  async note(id, text) {
    this.writing.add(id);
    try {
      const { seq } = await this.api.post(`/desk/conversations/${id}/notes`, { id: crypto.randomUUID(), text });
      this.numbers.set(id, Math.max(seq, this.numbers.get(id) ?? 0));
      await this.load(id);
    } finally {
      this.writing.delete(id);
    }
  }

  /** Tells a refusal in a sentence, and keeps the page as the server has it. */
  async try(id, act) {
    try {
      await act();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.toasts.warn([refusal.message, ...Object.values(refusal.errors)].join(" "));
      this.store.changed("notebook", id);
    }
  }
}
