// What is known of the files of each conversation, and their bytes. The list is asked for when a message brings a file
// that is not known yet, and again, gently, while a copy is being prepared. Bytes come only when somebody asks for them:
// each reading is written down by the server.

const PREPARING_MS = [2000, 3000, 5000, 10_000, 20_000];

export class Evidence {
  constructor({ api, store }) {
    Object.assign(this, { api, store, asked: new Map(), rounds: new Map(), timers: new Map() });
    store.on("conversation", (id) => this.look(id));
  }

  /** The files of a conversation, as they came. */
  rows({ files }) {
    return [...files.values()];
  }

  /** Something new came with a message. */
  look(id) {
    const conversation = this.store.conversations.get(id);
    const known = conversation?.attachments.length ?? 0;
    if (!conversation?.file || known <= (this.asked.get(id) ?? 0)) return;
    this.asked.set(id, known);
    this.rounds.set(id, 0);
    this.soon(id, 0);
  }

  soon(id, wait) {
    clearTimeout(this.timers.get(id));
    this.timers.set(id, setTimeout(() => this.load(id), wait));
  }

  /** Later and later, while something is missing or in the making. */
  async load(id) {
    if (!this.store.conversations.has(id)) return this.asked.delete(id);
    const round = this.rounds.get(id) ?? 0;
    const wait = PREPARING_MS[Math.min(round, PREPARING_MS.length - 1)];
    this.rounds.set(id, round + 1);
    if (document.hidden && round > 1) return this.soon(id, wait);
    try {
      return this.learn(id, await this.api.get(this.path(id))) && this.soon(id, wait);
    } catch ({ status }) {
      return !status && this.soon(id, wait);
    }
  }

  /** Whether it must be asked again. */
  learn(id, { attachments }) {
    const conversation = this.store.conversations.get(id);
    if (!conversation) return false;
    conversation.files = new Map(attachments.map((row) => [row.id, row]));
    this.store.touched(id);
    this.store.changed("dossier", id);
    return attachments.some(({ view }) => view === "waiting") || conversation.attachments.some((one) => !conversation.files.has(one));
  }

  custody(id, attachment) {
    return this.api.get(`${this.path(id, attachment)}/custody`);
  }

  /** The copy that is safe to look at, a page of it where it has several. */
  view(id, attachment, page = 1) {
    return this.api.bytes(`${this.path(id, attachment)}?view=safe&page=${page}`);
  }

  /** The file as it was sent. */
  original(id, attachment) {
    return this.api.bytes(this.path(id, attachment));
  }

  path(id, attachment = "") {
    return `/desk/conversations/${id}/attachments${attachment && `/${attachment}`}`;
  }
}
