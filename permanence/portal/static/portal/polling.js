// The same conversation over plain requests, for networks that refuse WebSocket: it speaks the frames of the live
// channel, so that nobody else needs to know.

const WAIT_S = 25;

export class Polling {
  constructor(conversation, secret, after, receive, lost) {
    Object.assign(this, { after, receive, lost, stopped: false, revision: '' });
    this.url = `/api/v1/conversations/${conversation}`;
    this.headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
  }

  async start() {
    try {
      await this.look('opened');
      while (!this.stopped) await this.listen();
    } catch (error) {
      if (!this.stopped) this.lost(error.status === 401);
    }
  }

  stop() {
    this.stopped = true;
  }

  send(frame) {
    if (frame.type === 'send') this.say(frame);
    else if (frame.type === 'danger') this.ask('PATCH', '', { in_danger: true }).catch(() => {});
    return true;
  }

  async listen() {
    const found = await this.ask('GET', `/messages?after=${this.after()}&limit=200&wait=${WAIT_S}`);
    if (this.stopped) return;
    for (const message of found.messages) this.receive({ type: 'message', ...message });
    await this.look('state');
  }

  async look(type) {
    const view = await this.ask('GET', '');
    const revision = JSON.stringify(view);
    if (!this.stopped && (type === 'opened' || revision !== this.revision)) this.receive({ type, ...view });
    this.revision = revision;
  }

  async say({ id, text }) {
    try {
      const stored = await this.ask('POST', '/messages', { id, text });
      this.receive({ type: 'ack', id, ...stored });
    } catch (error) {
      const code = { 409: 'ended', 422: 'malformed', 429: 'too_fast' }[error.status] || 'unavailable';
      this.receive({ type: 'error', id, code, detail: error.message });
    }
  }

  async ask(method, path, content) {
    const body = content && JSON.stringify(content);
    const response = await fetch(this.url + path, { method, headers: this.headers, body, cache: 'no-store' });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw Object.assign(new Error(problem.detail || ''), { status: response.status });
    }
    return response.status === 204 ? null : response.json();
  }
}
