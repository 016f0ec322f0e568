// What is typed beside a conversation, kept as it is typed. What the server has not taken yet stands in this tab's
// session storage: a lost network, a reload or a crash of the page loses nothing. A refused field stays as it was typed,
// with the reason; the others are kept without it.
//
// Whoever extends it says where the server keeps it: `known(id)` the fields as the server has them, `send(id, fields)`
// the request, `took(id, answer)` what it answered; `labelOf(name)` and `words(value)` for what could not be kept.

import { Refusal } from "./api.js";
import { label } from "./words.js";

const QUIET_MS = 500;
const RETRY_MS = [1500, 3000, 6000, 12_000];

export class Keeper {
  /** `warn(text)` says what could not be kept, where its page is gone; `name`: of the topic, and of what this tab keeps;
   *  `title`: as officers call it. */
  constructor({ api, store, drafts, warn, name, title, quiet = QUIET_MS }) {
    Object.assign(this, { api, store, drafts, warn, name, title, quiet });
    this.pages = new Map();
    for (const id of drafts.names(`${name}.`)) this.soon(id);
    store.on("link", () => store.link.state === "open" && this.retryAll());
  }

  /** What is typed and not kept (`dirty`), refused (`errors`), and how the keeping goes. */
  of(id) {
    if (!this.pages.has(id)) {
      const dirty = JSON.parse(this.drafts.read(`${this.name}.${id}`) || "{}");
      this.pages.set(id, { dirty, errors: {}, saving: false, failures: 0, timer: 0, kept: false, out: "" });
    }
    return this.pages.get(id);
  }

  /** A field as it stands on the page. */
  value(id, name) {
    const { dirty } = this.of(id);
    return name in dirty ? dirty[name] : (this.known(id)[name] ?? null);
  }

  edit(id, name, value) {
    const page = this.of(id);
    page.out = "";
    delete page.errors[name];
    if (same(value, this.known(id)[name]) && !page.saving) delete page.dirty[name];
    else page.dirty[name] = value;
    this.keep(id);
    this.soon(id);
  }

  /** What a request must bring along: not yet kept, and not refused. */
  unsaved(id) {
    const { dirty, errors } = this.of(id);
    return Object.fromEntries(Object.entries(dirty).filter(([name, value]) => !(name in errors) && value !== null));
  }

  /** Sentences beside their fields. */
  refuse(id, errors) {
    Object.assign(this.of(id).errors, errors);
    this.store.changed(this.name, id);
  }

  /** `""`, `saving`, `saved`, `failed`, `refused`, `out`. */
  standing(id) {
    const page = this.of(id);
    if (page.out) return "out";
    if (Object.keys(page.errors).some((name) => name in page.dirty)) return "refused";
    if (page.failures) return "failed";
    if (Object.keys(page.dirty).length) return "saving";
    return page.kept ? "saved" : "";
  }

  soon(id, wait = this.quiet) {
    const page = this.of(id);
    clearTimeout(page.timer);
    page.timer = setTimeout(() => this.save(id), wait);
    this.store.changed(this.name, id);
  }

  retryAll() {
    for (const [id, page] of this.pages) if (page.failures) this.save(id);
  }

  /** Keeps what is typed now; what is typed meanwhile follows. */
  async save(id) {
    const page = this.of(id);
    clearTimeout(page.timer);
    const body = Object.fromEntries(Object.entries(page.dirty).filter(([name]) => !(name in page.errors)));
    if (page.saving || page.out || !Object.keys(body).length) return;
    page.saving = true;
    let wait = this.quiet;
    try {
      this.learn(id, await this.send(id, body), body);
    } catch (refusal) {
      wait = this.refused(id, body, refusal);
    }
    page.saving = false;
    this.keep(id);
    if (wait !== null && Object.keys(this.unrefused(page)).length) this.soon(id, wait);
    this.store.changed(this.name, id);
  }

  learn(id, answer, body) {
    const page = this.of(id);
    Object.assign(page, { failures: 0, kept: true });
    for (const [name, value] of Object.entries(body)) if (same(page.dirty[name], value)) delete page.dirty[name];
    this.took(id, answer);
  }

  /** How long until the next attempt; null: none by itself. */
  refused(id, body, refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const page = this.of(id);
    const named = Object.entries(refusal.errors).filter(([name]) => name in body);
    if (refusal.status === 422 && named.length) {
      Object.assign(page.errors, Object.fromEntries(named));
      return 0;
    }
    if (refusal.status === 422 && Object.keys(body).length === 1) {
      page.errors[Object.keys(body)[0]] = refusal.message;
      return null;
    }
    if ([403, 404, 409].includes(refusal.status)) {
      this.shut(id, page, refusal);
      return null;
    }
    page.failures += 1;
    return RETRY_MS[Math.min(page.failures, RETRY_MS.length) - 1];
  }

  /** The conversation is not, or no more, this officer's: what was not kept is said, and never written over what others
   *  fill in, should it come back. */
  shut(id, page, { message }) {
    const typed = Object.entries(page.dirty).filter(([, value]) => value !== null);
    const lost = typed.map(([name, value]) => `${this.labelOf(name)} « ${this.words(value)} »`).join(", ");
    page.out = message;
    page.dirty = {};
    if (lost) this.warn(`${this.title} ${label(id)} non enregistrée, à transmettre à qui répond maintenant : ${lost}.`);
  }

  unrefused({ dirty, errors }) {
    return Object.fromEntries(Object.entries(dirty).filter(([name]) => !(name in errors)));
  }

  keep(id) {
    const { dirty, out } = this.of(id);
    this.drafts.keep(`${this.name}.${id}`, Object.keys(dirty).length && !out ? JSON.stringify(dirty) : "");
  }
}

/** Whether two answers are the same. */
export function same(one, other) {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
