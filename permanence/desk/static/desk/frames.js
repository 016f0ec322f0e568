// What each frame of the live channel does to the state. The shapes are those of docs/live-channel.md.

import { incomplete } from "./conversation.js";

const GAP_MS = 1500;
const TYPING_MS = 6000;

/** The oldest first: after a reload, and on another machine, tabs bear the same numbers. */
const byAge = (one, other) => Date.parse(one.created_at) - Date.parse(other.created_at);

export class Frames {
  /** `heard(kind, detail)` is told what deserves a sound or a word: message, gone, refused; and of the officer's own situation. */
  constructor({ store, connection, outbox, heard }) {
    Object.assign(this, { store, connection, outbox, heard });
    this.checks = new Map();
  }

  /** What a connection opens with: what was seen of each conversation, so that what was missed comes back. */
  opening(token) {
    const after = {};
    for (const { id, seen, loaded } of this.store.tabs()) if (loaded) after[id] = seen;
    return { type: "open", token, after };
  }

  apply(frame) {
    this[`on_${frame.type}`]?.(frame);
  }

  on_opened(frame) {
    if (!frame.conversation) return this.everything(frame);
    const conversation = this.store.learn(frame.conversation, frame);
    if (!conversation.loaded && !conversation.asked) this.follow(conversation);
    return this.watchGap(conversation);
  }

  /** The answer to our own `open`: who I am and what I hold; a tab of mine that is not mine any more is asked anew. */
  everything({ officer, state, conversations }) {
    this.store.setMe({ invitations: [], ...officer, presence: state });
    const held = new Set();
    for (const conversation of this.store.tabs()) conversation.asked = false;
    for (const file of [...(conversations ?? [])].sort(byAge)) {
      held.add(file.id);
      this.store.learn(file.id, { file });
    }
    for (const conversation of this.store.tabs()) if (!held.has(conversation.id)) this.follow(conversation);
    this.outbox.resend();
  }

  on_message({ conversation: id, ...message }) {
    this.outbox.settle(message.id);
    const isNew = this.store.insert(id, message);
    const conversation = this.store.conversation(id);
    this.watchGap(conversation);
    if (isNew && conversation.loaded) this.heard("message", { conversation, message });
    if (!incomplete(conversation)) conversation.loaded = true;
  }

  on_ack({ conversation: id, id: client, seq, at }) {
    const sent = this.outbox.settle(client);
    if (!sent) return;
    const name = this.store.me?.name;
    this.store.insert(id, { seq, id: client, from: "officer", name, at, text: sent.text });
    this.watchGap(this.store.conversation(id));
  }

  on_state(frame) {
    if (frame.officer) return this.heard("situation", { invitations: [], ...frame.officer });
    if (!this.store.conversations.has(frame.conversation)) return undefined;
    if (frame.gone) return this.lost(frame.conversation);
    this.forgetPosition(frame.conversation);
    return this.watchGap(this.store.learn(frame.conversation, frame));
  }

  /** A countdown that runs, sounds or is looked after; without a deadline it is over. */
  on_watchdog({ type, conversation: id, ...watch }) {
    const conversation = this.store.conversations.get(id);
    if (!conversation) return;
    const isNews = watch.alarmed_at && !conversation.watch?.alarmed_at;
    conversation.watch = watch.deadline ? watch : null;
    this.store.touched(id);
    if (isNews) this.heard("alarm", conversation);
  }

  on_sheet({ type, conversation: id, ...kept }) {
    if (this.store.conversations.has(id)) this.store.keepSheet(id, kept);
  }

  on_assessment({ type, conversation: id, ...kept }) {
    if (this.store.conversations.has(id)) this.store.keepAssessment(id, kept);
  }

  on_intervention({ type, ...intervention }) {
    this.store.learnIntervention(intervention);
  }

  /** How the report of a conversation stands; its panel asks for the rest. */
  on_report({ type, conversation: id, ...report }) {
    const conversation = this.store.conversations.get(id);
    if (!conversation) return;
    conversation.report = report;
    this.store.touched(id);
  }

  /** Where a referral stands; whoever shows it asks for the rest. */
  on_referral({ type, conversation: id, ...one }) {
    if (!this.store.conversations.has(id)) return;
    this.store.conversation(id).referrals.set(one.id, one);
    this.store.changed("dossier", id);
  }

  on_queue({ waiting }) {
    if (waiting) this.store.setQueue(waiting);
  }

  /** The visitor, or another officer who speaks there too. */
  on_typing({ conversation: id, from, name, text = "" }) {
    const conversation = this.store.conversations.get(id);
    if (!conversation) return;
    if (from === "officer") {
      conversation.colleague = { name: name || "Votre collègue", until: Date.now() + TYPING_MS };
      this.store.touched(id);
      return;
    }
    conversation.typingUntil = Date.now() + TYPING_MS;
    conversation.typed = text;
    this.store.touched(id);
  }

  on_read({ conversation: id, ...read }) {
    if (this.store.conversations.has(id)) this.store.learnRead(id, read);
  }

  on_presence({ conversation: id, visitor, since }) {
    if (!visitor || !this.store.conversations.has(id)) return;
    this.store.learn(id, { presence: visitor, presence_since: since });
  }

  on_error(frame) {
    const outOfReach = ["forbidden", "not_found"].includes(frame.code) && frame.conversation;
    if (frame.id && this.outbox.refuse(frame) && this.store.conversations.has(frame.conversation)) return;
    if (outOfReach) this.lost(frame.conversation);
    else if (!frame.id) this.heard("refused", frame);
  }

  /** A conversation that left this desk, with whatever was still to be sent to it. */
  lost(id) {
    const known = this.store.conversations.has(id);
    const guest = Boolean(this.store.conversations.get(id)?.file?.guest);
    const unsent = this.outbox.abandon(id);
    if (known || unsent) this.heard("gone", { id, unsent, guest });
    if (known) this.store.forget(id);
  }

  /** A position alone that is not told anew with the state was withdrawn. */
  forgetPosition(id) {
    const conversation = this.store.conversations.get(id);
    if (conversation.kept && !conversation.kept.version) conversation.kept = null;
  }

  /** Asks for everything after what is here. */
  follow(conversation) {
    conversation.asked = true;
    this.connection().send({ type: "follow", conversation: conversation.id, after: conversation.seen });
    if (!incomplete(conversation)) this.arrived(conversation);
  }

  arrived(conversation) {
    if (conversation.loaded || !conversation.file) return;
    conversation.loaded = true;
    this.store.touched(conversation.id);
  }

  /** A hole that is not filled in a moment is asked for: the store of the server is the truth. */
  watchGap(conversation) {
    if (!incomplete(conversation)) this.arrived(conversation);
    if (!incomplete(conversation) || this.checks.has(conversation.id)) return;
    const check = () => {
      this.checks.delete(conversation.id);
      if (incomplete(conversation) && this.store.conversations.has(conversation.id)) {
        this.follow(conversation);
        this.watchGap(conversation);
      }
    };
    this.checks.set(conversation.id, setTimeout(check, GAP_MS));
  }
}
