// The interventions that this centre was told of, and the one in sight. The server's views replace what is here; what
// differs is told as news, so that each is heard once.

import { askedAt } from "../desk/intervention-words.js";
import { isOver } from "./words.js";

export class Board {
  constructor() {
    this.known = new Map();
    this.shown = null;
    this.unread = new Set();
    this.loaded = false;
    this.changed = () => {};
    this.heard = () => {};
  }

  /** The whole board, as a connection or a reading of the list brings it. */
  replace(views) {
    const kept = new Set(views.map(({ id }) => id));
    for (const id of this.known.keys()) if (!kept.has(id)) this.forget(id);
    const news = views.map((view) => this.learn(view));
    this.loaded = true;
    this.tell(news.flat());
  }

  /** One of them, whole. */
  put(view) {
    this.tell(this.learn(view));
  }

  /** It left the board: over for hours. */
  gone(id) {
    this.forget(id);
    this.changed();
  }

  forget(id) {
    this.known.delete(id);
    this.unread.delete(id);
    if (this.shown === id) this.shown = null;
  }

  learn(view) {
    const before = this.known.get(view.id);
    // An answer may overtake the announcement of an earlier step.
    if (before && before.timeline.length > view.timeline.length) return [];
    this.known.set(view.id, view);
    return differences(before, view);
  }

  tell(news) {
    for (const { kind, view } of news) {
      if (["note", "message"].includes(kind) && view.id !== this.shown) this.unread.add(view.id);
    }
    for (const one of news) this.heard(one);
    this.changed();
  }

  show(id) {
    this.shown = id;
    this.unread.delete(id);
    this.changed();
  }

  get current() {
    return this.known.get(this.shown) ?? null;
  }

  /** Under way: nobody's first, then the oldest first. */
  get open() {
    const waits = ({ state }) => (state === "requested" ? 0 : 1);
    const found = [...this.known.values()].filter((view) => !isOver(view));
    return found.sort((one, other) => waits(one) - waits(other) || Date.parse(askedAt(one)) - Date.parse(askedAt(other)));
  }

  /** Over in the last hours, the newest first. */
  get over() {
    return [...this.known.values()].filter(isOver).sort((one, other) => Date.parse(askedAt(other)) - Date.parse(askedAt(one)));
  }

  /** Those that ring: nobody took them in charge; the oldest first. */
  get alarms() {
    return this.open.filter(({ state }) => state === "requested");
  }
}

/** What is new of a view: alarm, louder, escalated, step, note, sheet, position, message. */
function differences(before, view) {
  const news = [];
  const tell = (kind, detail = null) => news.push({ kind, view, detail });
  if (view.state === "requested" && before?.state !== "requested") tell("alarm");
  if (!before) return news;
  if (view.rung > before.rung) tell(view.rung > 1 ? "escalated" : "louder");
  if (view.state !== before.state && view.state !== "requested") tell("step");
  for (const step of view.timeline.slice(before.timeline.length)) {
    if (["note", "sheet", "position", "unlocated"].includes(step.kind)) tell(step.kind, step);
  }
  const last = before.messages?.at(-1)?.seq ?? 0;
  const said = (view.messages ?? []).filter(({ seq, from }) => seq > last && from === "visitor");
  if (said.length) tell("message", said.at(-1));
  return news;
}
