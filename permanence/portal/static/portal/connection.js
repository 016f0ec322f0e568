// One channel to the desk, whatever the network does.
//
// A WebSocket first; where it never opens (networks that refuse it), long polling, and a WebSocket tried again from time
// to time. Every 20 s of silence a `ping`; no answer within 10 s means a dead connection, whatever the browser believes.
// Reconnection waits longer each time, with jitter, and starts at once when the network or the page comes back.

import { Polling } from './polling.js';

const SILENCE_MS = 20000;
const ANSWER_MS = 10000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30000;
const REFUSALS_BEFORE_POLLING = 3;
const TRY_SOCKET_AGAIN_MS = 120000;
const IT_WORKED_BEFORE_MS = 15000;

export class Connection extends EventTarget {
  constructor(conversation, secret, after) {
    super();
    Object.assign(this, { conversation, secret, after, failures: 0, refusals: 0, stopped: false, ready: false });
    window.addEventListener('online', () => this.back());
    window.addEventListener('offline', () => this.tell('offline'));
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.check(); });
  }

  open() {
    if (this.stopped) return;
    clearTimeout(this.retry);
    this.tell(navigator.onLine === false ? 'offline' : 'opening');
    if (this.refusals >= REFUSALS_BEFORE_POLLING) this.poll();
    else this.connect();
  }

  // False when nothing could be handed over: the outbox keeps it.
  send(frame) {
    if (!this.ready) return false;
    return this.polling ? this.polling.send(frame) : this.write(frame);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.retry);
    this.drop();
  }

  connect() {
    const socket = new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/live`);
    this.socket = socket;
    let heard = false;
    const patience = setTimeout(() => socket.close(), ANSWER_MS);
    socket.onopen = () => {
      this.write({ type: 'open', conversation: this.conversation, secret: this.secret, after: this.after() });
    };
    socket.onmessage = (event) => {
      clearTimeout(patience);
      heard = true;
      this.worked = true;
      if (socket === this.socket) this.receive(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      clearTimeout(patience);
      if (socket !== this.socket) return;
      this.refusals = heard ? 0 : this.refusals + 1;
      this.lost(event.code === 4401);
    };
  }

  poll() {
    this.polling = new Polling(this.conversation, this.secret, this.after, (frame) => this.receive(frame), (dead) => {
      this.polling = null;
      this.lost(dead);
    });
    this.polling.start();
    this.socketAgain = setTimeout(() => {
      this.refusals = REFUSALS_BEFORE_POLLING - 1;
      this.drop();
      this.open();
    }, this.worked ? IT_WORKED_BEFORE_MS : TRY_SOCKET_AGAIN_MS);
  }

  receive(frame) {
    clearTimeout(this.answer);
    this.beat();
    if (frame.type === 'reconnect') {
      this.drop();
      this.again(frame.after_ms);
      return;
    }
    if (frame.type === 'opened') {
      this.ready = true;
      this.failures = 0;
      this.tell(this.polling ? 'polling' : 'open');
    }
    if (frame.type === 'error' && frame.code === 'unauthorised') this.refused();
    else if (frame.type === 'error' && !this.ready && !this.polling) this.notOpened(frame.code);
    else this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
  }

  // The opening itself was refused: the channel is not open, whatever the socket says. The database is away, or this
  // network holds too many channels: polling needs none.
  notOpened(code) {
    if (code === 'too_fast') this.refusals += 1;
    this.lost(false);
  }

  write(frame) {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  beat() {
    clearTimeout(this.silence);
    if (!this.polling) this.silence = setTimeout(() => this.check(), SILENCE_MS);
  }

  // Is anybody there?
  check() {
    if (this.stopped || this.polling) return;
    if (!this.write({ type: 'ping' })) {
      if (!this.socket || this.socket.readyState > WebSocket.OPEN) this.hurry();
      return;
    }
    clearTimeout(this.answer);
    this.answer = setTimeout(() => {
      this.drop();
      this.lost(false);
    }, ANSWER_MS);
  }

  lost(refused) {
    this.drop();
    if (this.stopped) return;
    if (refused) {
      this.refused();
      return;
    }
    this.tell(navigator.onLine === false ? 'offline' : 'lost');
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.failures);
    this.failures += 1;
    this.again(delay * (0.5 + Math.random()));
  }

  again(delay) {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), delay);
  }

  // The network is back: a channel that survived is checked, one that did not is opened at once.
  back() {
    if (!this.ready) {
      this.hurry();
      return;
    }
    this.tell(this.polling ? 'polling' : 'open');
    this.check();
  }

  hurry() {
    if (this.stopped || this.ready) return;
    this.failures = 0;
    this.drop();
    this.open();
  }

  refused() {
    this.stop();
    this.dispatchEvent(new Event('refused'));
  }

  drop() {
    for (const timer of [this.silence, this.answer, this.socketAgain]) clearTimeout(timer);
    this.ready = false;
    const { socket, polling } = this;
    this.socket = null;
    this.polling = null;
    if (socket) socket.close();
    if (polling) polling.stop();
  }

  tell(state) {
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }
}
