// The answers to the grid, kept as they are clicked. What the server has not taken yet stands in this tab's session
// storage and is tried again: a lost network or a reload loses nothing. A refused answer is put back, with the reason.

import { Refusal } from "../desk/api.js";
import { label } from "../desk/words.js";

const QUIET_MS = 120;
const RETRY_MS = [1500, 3000, 6000, 12_000];

export class DangerAnswers {
  constructor({ api, store, drafts, toasts }) {
    Object.assign(this, { api, store, drafts, toasts });
    this.grids = new Map();
    this.pages = new Map();
    for (const id of drafts.names("danger.")) this.soon(id);
    store.on("link", () => store.link.state === "open" && this.retryAll());
  }

  /** What is clicked and not kept (`dirty`), and how the keeping goes. */
  of(id) {
    if (!this.pages.has(id)) {
      const dirty = JSON.parse(this.drafts.read(`danger.${id}`) || "{}");
      this.pages.set(id, { dirty, saving: false, failures: 0, timer: 0, kept: false, out: "", asked: false });
    }
    return this.pages.get(id);
  }

  /** The assessment as the server has it; null while nothing was asked or begun. */
  kept(id) {
    return this.store.conversations.get(id)?.assessment ?? null;
  }

  /** The questions of the assessment; null until they are here. */
  grid(id) {
    return this.grids.get(this.kept(id)?.key) ?? null;
  }

  /** By criterion, as they stand on the page. */
  answers(id) {
    const all = { ...this.kept(id)?.answers, ...this.of(id).dirty };
    return Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== null));
  }

  /** `""`, `saving`, `saved`, `failed`, `out`. */
  standing(id) {
    const page = this.of(id);
    if (page.out) return "out";
    if (page.failures) return "failed";
    if (Object.keys(page.dirty).length) return "saving";
    return page.kept ? "saved" : "";
  }

  /** The questions and what was answered, asked for once an opening, and where the grid became another one. */
  async load(id) {
    const page = this.of(id);
    if (page.asked || this.grid(id)) return;
    page.asked = true;
    try {
      this.learn(id, await this.api.get(`/desk/conversations/${id}/danger`));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if ([403, 404].includes(refusal.status)) page.out = refusal.message;
      else setTimeout(() => this.again(id), RETRY_MS[1]);
    }
    this.changed(id);
  }

  again(id) {
    this.of(id).asked = false;
    if (this.store.focus === id) this.load(id);
  }

  /** An answer, or null: none any more. */
  set(id, name, answer) {
    const page = this.of(id);
    page.out = "";
    page.dirty[name] = answer;
    this.keep(id);
    this.soon(id);
  }

  /** To the present grid: throws the refusal, for the dialog to show. */
  async carryOver(id) {
    this.learn(id, await this.api.post(`/desk/conversations/${id}/danger/carry-over`));
    this.changed(id);
  }

  soon(id, wait = QUIET_MS) {
    const page = this.of(id);
    clearTimeout(page.timer);
    page.timer = setTimeout(() => this.save(id), wait);
    this.changed(id);
  }

  retryAll() {
    for (const [id, page] of this.pages) if (page.failures) this.save(id);
  }

  /** Keeps what is clicked now; what is clicked meanwhile follows. */
  async save(id) {
    const page = this.of(id);
    const answers = { ...page.dirty };
    if (page.saving || page.out || !Object.keys(answers).length) return;
    page.saving = true;
    let wait = QUIET_MS;
    try {
      this.learn(id, await this.api.call("PATCH", `/desk/conversations/${id}/danger`, { answers }));
      Object.assign(page, { failures: 0, kept: true });
      this.settle(page, answers);
    } catch (refusal) {
      wait = this.refused(id, answers, refusal);
    }
    page.saving = false;
    this.keep(id);
    if (wait !== null && Object.keys(page.dirty).length) this.soon(id, wait);
    this.changed(id);
  }

  settle({ dirty }, answers) {
    for (const [name, answer] of Object.entries(answers)) if (dirty[name] === answer) delete dirty[name];
  }

  /** How long until the next attempt; null: none by itself. */
  refused(id, answers, refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const page = this.of(id);
    if (refusal.status === 422) {
      const named = Object.keys(refusal.errors).map((name) => name.split(".").at(-1)).filter((name) => name in answers);
      for (const name of named.length ? named : Object.keys(answers)) delete page.dirty[name];
      this.toasts.warn([refusal.message, ...Object.values(refusal.errors)].join(" "));
      return 0;
    }
    if ([403, 404, 409].includes(refusal.status)) {
      const lost = Object.keys(page.dirty).length;
      Object.assign(page, { out: refusal.message, dirty: {} });
      this.toasts.warn(`Grille ${label(id)} : ${lost} réponse${lost > 1 ? "s" : ""} non enregistrée${lost > 1 ? "s" : ""}, à redonner par qui répond maintenant.`);
      return null;
    }
    page.failures += 1;
    return RETRY_MS[Math.min(page.failures, RETRY_MS.length) - 1];
  }

  learn(id, { grid, ...kept }) {
    this.grids.set(grid.key, grid);
    if (this.store.conversations.has(id)) this.store.keepAssessment(id, kept);
  }

  keep(id) {
    const { dirty, out } = this.of(id);
    this.drafts.keep(`danger.${id}`, Object.keys(dirty).length && !out ? JSON.stringify(dirty) : "");
  }

  changed(id) {
    this.store.changed("dossier", id);
  }
}
