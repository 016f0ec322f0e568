// Messages that the officer has said and the server has not yet acknowledged.
//
// Each keeps its id from the first attempt to the last, so that sending again is never saying twice. Kept through a
// reload. A message leaves only by an acknowledgement, or by the officer's hand when the server refused it for good.

const PASSING = new Set(["unavailable", "too_fast", "busy"]);

export class Outbox {
  constructor({ drafts, connection, changed }) {
    Object.assign(this, { drafts, connection, changed });
    this.messages = drafts.unsent();
  }

  /** Says `text`; it stands as waiting until acknowledged. */
  say(conversation, text) {
    const message = { id: crypto.randomUUID(), conversation, text, at: new Date().toISOString(), refused: "" };
    this.messages.push(message);
    this.keep(conversation);
    this.attempt(message);
  }

  attempt({ id, conversation, text }) {
    this.connection().send({ type: "send", conversation, id, text });
  }

  /** After a (re)connection: everything unacknowledged, in order, under its first id. */
  resend() {
    for (const message of this.messages) if (!message.refused) this.attempt(message);
  }

  of(conversation) {
    return this.messages.filter((message) => message.conversation === conversation);
  }

  /** Acknowledged, or seen in the thread: gives the message back, once. */
  settle(id) {
    const message = this.messages.find((each) => each.id === id);
    if (message) this.remove(message);
    return message;
  }

  /** The server said no: for a moment (try again) or for good (the officer decides). Says whether it was ours. */
  refuse({ id, code, detail, retry_after_s: wait }) {
    const message = this.messages.find((each) => each.id === id);
    if (!message) return false;
    if (PASSING.has(code)) setTimeout(() => this.messages.includes(message) && this.attempt(message), (wait ?? 2) * 1000);
    else message.refused = detail || "Ce message n’a pas pu être envoyé.";
    this.keep(message.conversation);
    return true;
  }

  /** Takes a refused message back; its text returns to the draft. */
  takeBack(id) {
    return this.settle(id)?.text ?? "";
  }

  /** The conversation is out of reach: what was not sent to it never will be. Says how many. */
  abandon(conversation) {
    const lost = this.of(conversation);
    for (const message of lost) this.remove(message);
    return lost.length;
  }

  remove(message) {
    this.messages = this.messages.filter((each) => each !== message);
    this.keep(message.conversation);
  }

  keep(conversation) {
    this.drafts.keepUnsent(this.messages);
    this.changed(conversation);
  }
}
