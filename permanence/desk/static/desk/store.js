// The state of the page, in one place. Frames and answers change it through these methods; views read it and are told
// that something changed: at once after a quiet moment, and in a flood (a long thread that is replayed) a few times a
// second, each topic once, never more than half of the time. Nothing here changes the page or touches the network.

import { fresh, insert, learn, learnRead, mine } from "./conversation.js";

const QUIET_MS = 60;

export class Store {
  constructor() {
    this.me = null;
    this.link = { state: "connecting", retryAt: 0, since: Date.now(), opened: false };
    this.queue = { rows: [], loaded: false };
    this.conversations = new Map();
    this.focus = null;
    this.slots = [];
    this.listeners = new Map();
    this.dirty = new Set();
    this.rest = 0;
    this.turn = new MessageChannel();
    this.turn.port1.addEventListener("message", () => this.announce());
    this.turn.port1.start();
  }

  /** Topics: me, link, queue, list (which conversations there are), focus, conversation (called with its id). */
  on(topics, listener) {
    for (const topic of topics.split(" ")) {
      if (!this.listeners.has(topic)) this.listeners.set(topic, new Set());
      this.listeners.get(topic).add(listener);
    }
  }

  changed(topic, id = "") {
    if (this.dirty.size === 0) this.soon();
    this.dirty.add(`${topic} ${id}`);
  }

  /** Timers of a page out of sight may be held back for a minute: there, after what has already come in. */
  soon() {
    const wait = this.rest - performance.now();
    if (wait <= 0) queueMicrotask(() => this.announce());
    else if (document.hidden) this.turn.port2.postMessage(null);
    else setTimeout(() => this.announce(), wait);
  }

  announce() {
    const dirty = [...this.dirty];
    const began = performance.now();
    this.dirty.clear();
    this.tell(dirty);
    const ended = performance.now();
    this.rest = ended + Math.max(QUIET_MS, ended - began);
  }

  tell(dirty) {
    for (const entry of dirty) {
      const [topic, id] = entry.split(" ");
      for (const listener of this.listeners.get(topic) ?? []) listener(id);
    }
  }

  setMe(me) {
    this.me = { ...this.me, ...me };
    this.changed("me");
  }

  setLink(link) {
    const since = link.state === "open" || this.link.state === "open" ? Date.now() : this.link.since;
    this.link = { retryAt: 0, ...link, since, opened: this.link.opened || link.state === "open" };
    this.changed("link");
  }

  setQueue(rows) {
    this.queue = { rows, loaded: true };
    this.changed("queue");
  }

  /** The conversation, made known if it was not. */
  conversation(id) {
    if (!this.conversations.has(id)) {
      this.conversations.set(id, fresh(id));
      this.changed("list");
    }
    return this.conversations.get(id);
  }

  learn(id, facts) {
    const conversation = this.conversation(id);
    learn(conversation, facts);
    this.touched(id);
    return conversation;
  }

  insert(id, message) {
    const conversation = this.conversation(id);
    const isNew = insert(conversation, message);
    if (message.from === "visitor") conversation.typingUntil = 0;
    if (message.name === conversation.colleague.name) conversation.colleague.until = 0;
    if (isNew) this.touched(id);
    return isNew;
  }

  /** The intervention sheet as the server has it; an older one never undoes a newer one. */
  keepSheet(id, kept) {
    const conversation = this.conversation(id);
    if (kept.version < (conversation.kept?.version ?? 0)) return;
    conversation.kept = kept;
    this.touched(id);
  }

  /** The assessment of danger as the server has it; an older one never undoes a newer one. */
  keepAssessment(id, kept) {
    const conversation = this.conversation(id);
    if (kept.version < (conversation.assessment?.version ?? 0)) return;
    conversation.assessment = kept;
    this.touched(id);
  }

  /** An intervention as it now stands. */
  learnIntervention(one) {
    if (!this.conversations.has(one.conversation)) return;
    const { interventions } = this.conversation(one.conversation);
    const before = interventions.get(one.id);
    if (before && before.timeline.length > one.timeline.length) return;
    interventions.set(one.id, one);
    this.touched(one.conversation);
  }

  learnRead(id, read) {
    learnRead(this.conversation(id), read);
    this.touched(id);
  }

  touched(id) {
    this.changed("conversation", id);
  }

  forget(id) {
    this.conversations.delete(id);
    this.slots = this.slots.filter((slot) => slot !== id);
    if (this.focus === id) this.focus = this.slots.at(-1) ?? this.tabs()[0]?.id ?? null;
    this.changed("list");
    this.changed("focus");
  }

  /** Every open conversation in the order it came: tabs never move under the hand. */
  tabs() {
    return [...this.conversations.values()];
  }

  mine() {
    return this.tabs().filter(mine);
  }

  setFocus(id) {
    this.focus = id;
    this.changed("focus");
  }
}
