// Which conversations are in sight, and which one has the focus.
//
// One to three columns stand side by side, one alone on an enlarged page. A conversation that is called replaces the one touched longest ago, so that
// the last two or three an officer worked with stay in sight. What is in sight, at its end, in a window that has the
// focus, is read: the visitor is told so.

import { everySecond } from "./clock.js";
import { Column } from "./column.js";
import { speaks } from "./conversation.js";
import { place } from "./dom.js";
import { preference } from "./preferences.js";
import { TabsView } from "./tabs.js";

const ENLARGED = matchMedia("(max-width: 1000px)");

/** How many stand side by side: as chosen, one where letters are enlarged. */
function inSight() {
  return ENLARGED.matches ? 1 : preference("columns");
}

export class Board {
  constructor({ store, drafts, outbox, acts, craft, send }) {
    Object.assign(this, { store, drafts, outbox, acts, craft, send });
    this.root = place("columns");
    this.columns = new Map();
    this.touched = [];
    this.told = new Map();
    this.remembered = drafts.view();
    this.tabs = new TabsView({ store, drafts, show: (id) => this.show(id, { write: true }) });
    store.on("list", () => this.arrange());
    store.on("focus", () => this.render());
    store.on("me replies", () => this.render());
    store.on("conversation", (id) => this.refresh(id));
    this.root.addEventListener("focusin", (event) => this.noticed(event));
    this.root.addEventListener("pointerdown", (event) => this.noticed(event));
    this.root.addEventListener("scroll", () => this.markRead(), true);
    addEventListener("focus", () => this.markRead());
    ENLARGED.addEventListener("change", () => this.arrange());
    everySecond(() => this.tick());
  }

  /** Brings a conversation in sight and gives it the focus. */
  show(id, { write = false } = {}) {
    const { store } = this;
    if (!store.conversations.has(id)) return;
    if (!store.slots.includes(id)) this.place(id);
    this.touch(id);
    this.arrange();
    if (write) this.columns.get(id)?.write();
  }

  place(id) {
    const { slots } = this.store;
    if (slots.length < inSight()) slots.push(id);
    else slots[slots.indexOf(this.oldest())] = id;
  }

  oldest() {
    const rank = (id) => this.touched.indexOf(id);
    return [...this.store.slots].sort((one, other) => rank(one) - rank(other))[0];
  }

  touch(id) {
    this.touched = [...this.touched.filter((each) => each !== id), id];
    if (this.store.focus !== id) this.store.setFocus(id);
  }

  noticed(event) {
    const id = event.target.closest?.("[data-conversation]")?.dataset.conversation;
    if (id && id !== this.store.focus) this.touch(id);
  }

  /** Fills free places, takes away what is no more, keeps within the number of columns chosen. */
  arrange() {
    const { store } = this;
    const open = store.tabs().filter(({ file }) => file).map(({ id }) => id);
    while (store.slots.length > inSight()) store.slots.splice(store.slots.indexOf(this.oldest()), 1);
    for (const id of [...this.remembered.slots.filter((each) => open.includes(each)), ...open]) {
      if (store.slots.length < inSight() && !store.slots.includes(id)) store.slots.push(id);
    }
    store.slots = store.slots.filter((id) => open.includes(id));
    for (const id of [...this.columns.keys()]) if (!open.includes(id)) this.discard(id);
    if (!store.slots.includes(store.focus)) store.setFocus(this.firstFocus());
    this.render();
  }

  discard(id) {
    this.columns.delete(id);
    this.drafts.keepDraft(id, "");
  }

  /** As before the page was left, or else the last one. */
  firstFocus() {
    const { slots } = this.store;
    return slots.includes(this.remembered.focus) ? this.remembered.focus : (slots.at(-1) ?? null);
  }

  render() {
    const shown = this.store.slots.map((id) => this.column(id));
    const roots = shown.map(({ root }) => root);
    if (roots.length !== this.root.childElementCount || roots.some((root, index) => root !== this.root.children[index])) {
      this.put(roots);
    }
    this.root.dataset.columns = String(roots.length);
    this.remember();
    const order = this.store.tabs().filter(({ file }) => file).map(({ id }) => id);
    for (const column of shown) {
      column.numbered(order.indexOf(column.id) + 1);
      column.root.dataset.focus = String(column.id === this.store.focus);
      column.render();
    }
    this.tabs.render();
    this.markRead();
  }

  /** What is in sight, for after a reload of this tab. */
  remember() {
    const { slots, focus } = this.store;
    if (slots.length) this.drafts.keepView((this.remembered = { slots: [...slots], focus }));
  }

  put(roots) {
    const focused = document.activeElement;
    this.root.replaceChildren(...roots);
    if (focused?.isConnected && focused !== document.activeElement && this.root.contains(focused)) focused.focus({ preventScroll: true });
    for (const root of roots) this.columns.get(root.dataset.conversation).thread.toBottom();
  }

  column(id) {
    if (!this.columns.has(id)) {
      const { store, drafts, outbox, acts, craft, send } = this;
      this.columns.set(id, new Column({ id, store, drafts, outbox, acts, craft, say: send, close: (which) => this.dismiss(which) }));
    }
    return this.columns.get(id);
  }

  refresh(id) {
    if (this.store.slots.includes(id)) this.columns.get(id)?.render();
    else if (this.store.conversations.get(id)?.file && this.store.slots.length < inSight()) this.arrange();
    this.tabs.render();
    this.markRead();
  }

  tick() {
    for (const id of this.store.slots) this.columns.get(id)?.tick();
    this.tabs.render();
  }

  /** Takes a conversation that is not mine off the screen. */
  dismiss(id) {
    this.send({ type: "unfollow", conversation: id });
    this.store.forget(id);
  }

  markRead() {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    for (const id of this.store.slots) this.markOneRead(id);
  }

  markOneRead(id) {
    const conversation = this.store.conversations.get(id);
    if (!conversation?.loaded || !speaks(conversation) || !this.columns.get(id)?.thread.atBottom()) return;
    const { seen, read, readHere } = conversation;
    if (seen > readHere) this.store.learnRead(id, { here: seen });
    if (seen <= read.officer || this.told.get(id) === seen) return;
    if (!this.send({ type: "read", conversation: id, seq: seen })) return;
    this.told.set(id, seen);
    this.store.learnRead(id, { officer: seen });
  }

  /** The next or the one before among the tabs. */
  step(change) {
    const ids = this.store.tabs().filter(({ file }) => file).map(({ id }) => id);
    if (!ids.length) return;
    const at = ids.indexOf(this.store.focus);
    this.focusColumn(ids[(at + change + ids.length) % ids.length]);
  }

  nth(number) {
    const conversation = this.store.tabs().filter(({ file }) => file)[number - 1];
    if (conversation) this.focusColumn(conversation.id);
  }

  focusColumn(id) {
    this.show(id);
    this.columns.get(id)?.root.focus();
  }

  write() {
    this.columns.get(this.store.focus)?.write();
  }

  /** A choice changed: number of columns, what Enter does. */
  choose() {
    for (const { composer } of this.columns.values()) composer.refresh();
    this.arrange();
  }
}
