// The live channel: one WebSocket, kept alive, reopened after any loss.
//
// Answers for: a heartbeat (a half-dead connection is found within 30 s), reconnection with a growing delay and jitter,
// and telling the page in which state the connection is. What to ask for after a loss (`opening`) and what to do with
// a frame (`onFrame`) belongs to others. Refuses to keep messages: the outbox does, and resends on `onOpen`.

const SILENCE_MS = 20_000;
const PATIENCE_MS = 10_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;
const UNAUTHORISED = 4401;

export class Connection {
  /** `opening()`: a promise of the first frame; `onState({state, retryAt})` with state connecting, open, lost, offline. */
  constructor({ url, opening, onFrame, onState, onUnauthorised }) {
    Object.assign(this, { url, opening, onFrame, onState, onUnauthorised });
    this.socket = null;
    this.failures = 0;
    this.timer = 0;
    this.heartbeat = 0;
    this.stopped = false;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.lose());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.probe());
  }

  start() {
    this.stopped = false;
    this.connect();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.drop();
  }

  /** Sends a frame if the channel is open; says whether it did. */
  send(frame) {
    if (!this.ready || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  connect() {
    clearTimeout(this.timer);
    this.drop();
    if (this.stopped) return;
    this.onState({ state: "connecting" });
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.await(PATIENCE_MS);
    socket.addEventListener("open", () => this.introduce(socket));
    socket.addEventListener("message", ({ data }) => socket === this.socket && this.receive(data));
    socket.addEventListener("close", ({ code }) => socket === this.socket && this.closed(code));
  }

  async introduce(socket) {
    try {
      const frame = await this.opening();
      if (socket === this.socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    } catch {
      if (socket === this.socket) this.lose();
    }
  }

  receive(data) {
    this.await(SILENCE_MS);
    const frame = JSON.parse(data);
    if (frame.type === "reconnect") this.retry(frame.after_ms ?? 1000);
    else if (frame.type === "error" && frame.code === "unauthorised") this.closed(UNAUTHORISED);
    else if (frame.type !== "pong") this.deliver(frame);
  }

  deliver(frame) {
    if (frame.type === "opened" && !this.ready) {
      this.ready = true;
      this.failures = 0;
      this.onState({ state: "open" });
    }
    // The opening itself was refused (the database is away): the channel is not open, whatever the socket says.
    if (frame.type === "error" && !this.ready) return this.lose();
    return this.onFrame(frame);
  }

  /** After `milliseconds` of silence asks the server whether it is there; without an answer the connection is dead. */
  await(milliseconds) {
    clearTimeout(this.heartbeat);
    this.heartbeat = setTimeout(() => (this.ready ? this.probe() : this.lose()), milliseconds);
  }

  probe() {
    if (!this.send({ type: "ping" })) return;
    clearTimeout(this.heartbeat);
    this.heartbeat = setTimeout(() => this.lose(), PATIENCE_MS);
  }

  closed(code) {
    if (code !== UNAUTHORISED) return this.lose();
    this.drop();
    this.onUnauthorised();
    return this.retry(this.delay());
  }

  lose() {
    if (this.stopped) return;
    if (this.timer && !this.socket) return;
    this.retry(this.delay());
  }

  retry(delay) {
    this.drop();
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.onState({ state: navigator.onLine ? "lost" : "offline", retryAt: Date.now() + delay });
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.connect();
    }, delay);
  }

  /** 0.5 s, 1 s, 2 s … 8 s, each spread over half to one and a half of it, so that a restart is no stampede. */
  delay() {
    const growing = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.failures);
    this.failures += 1;
    return growing * (0.5 + Math.random());
  }

  /** The network is back, or the officer asks: try at once. */
  hurry() {
    if (this.stopped || this.ready) return;
    this.failures = 0;
    this.connect();
  }

  drop() {
    clearTimeout(this.heartbeat);
    const socket = this.socket;
    this.socket = null;
    this.ready = false;
    socket?.close();
  }
}
