// The state of the page, in one place. Frames and answers change it through these methods; views read it and are told,
// once per turn and topic, that something changed. Nothing here touches the page or the network.

import { fresh, insert, learn, learnRead, mine } from "./conversation.js";

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
  }

  /** Topics: me, link, queue, list (which conversations there are), focus, conversation (called with its id). */
  on(topics, listener) {
    for (const topic of topics.split(" ")) {
      if (!this.listeners.has(topic)) this.listeners.set(topic, new Set());
      this.listeners.get(topic).add(listener);
    }
  }

  changed(topic, id = "") {
    if (this.dirty.size === 0) queueMicrotask(() => this.announce());
    this.dirty.add(`${topic} ${id}`);
  }

  announce() {
    const dirty = [...this.dirty];
    this.dirty.clear();
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
    if (isNew) this.touched(id);
    return isNew;
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
