// How fresh the board is: the live channel; where that does not open, the list read every three seconds; where neither
// answers, words that say so at once. What is old is never shown as live.

import { Connection } from "../desk/connection.js";

const ASK_MS = 4000;
const UNANSWERED_MS = 8000;
const POLL_AFTER_MS = 1200;
const POLL_MS = 3000;
const POLLED_FOR_MS = 9000;

class Heard extends Connection {
  constructor(named) {
    super(named);
    this.onHeard = named.onHeard;
  }

  receive(data) {
    this.onHeard();
    super.receive(data);
  }
}

export class Link {
  /** `board` is filled; `changed()` is told when the connection's state changes. */
  constructor({ url, api, session, board, changed, onUnauthorised }) {
    Object.assign(this, { api, board, changed });
    this.state = "connecting";
    this.since = Date.now();
    this.checkedAt = 0;
    this.polledAt = 0;
    this.askedAt = 0;
    this.retryAt = 0;
    this.polling = false;
    this.opened = false;
    this.connection = new Heard({
      url,
      opening: async () => ({ type: "open", token: await session.token() }),
      onFrame: (frame) => this.apply(frame),
      onState: (link) => this.moved(link),
      onHeard: () => this.heard(),
      onUnauthorised,
    });
  }

  start() {
    this.connection.start();
  }

  stop() {
    this.connection.stop();
  }

  apply(frame) {
    if (frame.type === "opened") return this.board.replace(frame.interventions ?? []);
    if (frame.type !== "intervention") return undefined;
    return frame.gone ? this.board.gone(frame.id) : this.board.put(frame);
  }

  moved({ state, retryAt = 0 }) {
    const wasOpen = this.state === "open";
    this.state = state;
    this.retryAt = retryAt;
    this.askedAt = 0;
    if (wasOpen || state === "open") this.since = Date.now();
    if (state === "open") this.opened = true;
    this.changed();
  }

  heard() {
    this.checkedAt = Date.now();
    this.askedAt = 0;
  }

  /** `live`, `polled`, or `stale`: the server has said nothing that could be trusted now. */
  get freshness() {
    if (this.state === "open" && !this.isUnanswered) return "live";
    return Date.now() - this.polledAt < POLLED_FOR_MS ? "polled" : "stale";
  }

  get isUnanswered() {
    return this.askedAt > 0 && Date.now() - this.askedAt > UNANSWERED_MS;
  }

  /** Every second: asks the server whether it is there, or reads the list where the channel is shut. */
  tick() {
    if (this.state !== "open") {
      const waited = Date.now() - this.since > POLL_AFTER_MS;
      if (waited && !this.polling && Date.now() - this.polledAt > POLL_MS) this.poll();
    } else if (this.isUnanswered) this.connection.lose();
    else if (!this.askedAt && Date.now() - this.checkedAt >= ASK_MS && this.connection.send({ type: "ping" })) this.askedAt = Date.now();
  }

  async poll() {
    this.polling = true;
    try {
      const { interventions } = await this.api.get("/centre/interventions");
      if (this.state === "open") return;
      this.polledAt = this.checkedAt = Date.now();
      this.board.replace(interventions);
      this.changed();
    } catch {
      // Not reached: `freshness` says so.
    } finally {
      this.polling = false;
    }
  }

  hurry() {
    this.connection.hurry();
    this.poll();
  }
}
