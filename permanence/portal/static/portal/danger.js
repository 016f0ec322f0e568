// Danger, once pressed, is said again until the server has answered that it is heard: over the channel, which is quickest
// but may only look alive, and by a plain request. Said twice within a minute it counts once: the server sees to that.

const ANSWER_MS = 8000;
const AGAIN_MS = 4000;

export class Danger {
  // `send(frame)` is the channel's; `line` says that it has not left yet.
  constructor({ conversation, secret, send, line }) {
    this.url = `/api/v1/conversations/${conversation}`;
    this.headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
    Object.assign(this, { conversation, send, line, presses: 0, heard: 0 });
    window.addEventListener('online', () => this.ask());
  }

  press() {
    this.presses += 1;
    this.send({ type: 'danger', conversation: this.conversation });
    this.ask();
  }

  async ask() {
    clearTimeout(this.timer);
    const { presses } = this;
    if (presses === this.heard) return;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), ANSWER_MS);
    try {
      const { ok, status } = await fetch(this.url, { method: 'PATCH', headers: this.headers, body: '{"in_danger": true}', cache: 'no-store', signal: patience.signal });
      if (!ok && status !== 401) throw new Error(String(status));
      this.heard = Math.max(this.heard, presses);
    } catch {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), AGAIN_MS);
    } finally {
      clearTimeout(timer);
      this.line.hidden = this.heard === this.presses;
    }
  }
}
