// The queue as the server orders it: most urgent first, then longest waiting. A row is a button: one click takes the
// person. Waiting times tick; nothing else moves unless the queue does.

import { chip, levelChip } from "./chips.js";
import { everySecond, now } from "./clock.js";
import { fill, make, place, reconcile, say, set } from "./dom.js";
import { LEVELS, REPORTERS, category, count, department, language, wait } from "./words.js";

export class QueueView {
  constructor({ store, acts }) {
    Object.assign(this, { store, acts });
    this.rows = place("queue-rows");
    this.empty = place("queue-empty");
    this.busy = new Set();
    this.pressed = false;
    this.rows.addEventListener("pointerdown", () => (this.pressed = true));
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => this.release());
    this.rows.addEventListener("click", (event) => this.take(event.target.closest("[data-conversation]")));
    this.rows.addEventListener("keydown", (event) => this.walk(event));
    this.next = place("take-next");
    this.next.addEventListener("click", () => acts.takeNext());
    acts.onTaking = (taking) => set(this.next, "aria-busy", String(taking));
    store.on("queue", () => this.render());
    everySecond(() => this.tick());
  }

  /** A row that is being pressed is not drawn anew under the finger: the click would be lost. */
  release() {
    if (!this.pressed) return;
    this.pressed = false;
    setTimeout(() => this.render());
  }

  render() {
    if (this.pressed) return;
    const { rows, loaded } = this.store.queue;
    reconcile(this.rows, rows, { key: (row) => row.conversation, create: () => make("li"), update: (node, row) => this.update(node, row) });
    set(this.rows, "aria-busy", loaded ? "false" : "true");
    say(place("queue-count"), loaded ? String(rows.length) : "");
    this.empty.hidden = rows.length > 0;
    if (loaded) say(this.empty, "Personne n’attend en ce moment.");
    this.tick();
  }

  update(node, row) {
    const told = JSON.stringify([row, (row.categories ?? []).map(category), LEVELS[row.level]]);
    if (node.dataset.told === told) return;
    node.dataset.told = told;
    const focused = node.contains(document.activeElement);
    fill(node, rowButton(row));
    if (focused) node.firstElementChild.focus({ preventScroll: true });
  }

  tick() {
    for (const row of this.store.queue.rows) {
      const node = this.rows.querySelector(`[data-key="${CSS.escape(row.conversation)}"]`);
      if (node) say(node.querySelector(".row__wait"), wait(now() - Date.parse(row.queued_at)));
    }
  }

  async take(button) {
    const id = button?.dataset.conversation;
    if (!id || this.busy.has(id)) return;
    this.busy.add(id);
    set(button, "aria-busy", "true");
    await this.acts.claim(id);
    this.busy.delete(id);
    button.removeAttribute("aria-busy");
  }

  /** Arrow keys walk along the rows. */
  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...this.rows.querySelectorAll("button")];
    buttons[buttons.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  }

  focusFirst() {
    (this.rows.querySelector("button") ?? place("queue")).focus();
  }
}

function rowButton(row) {
  const where = row.department ? department(row.department) : "Lieu inconnu";
  const who = REPORTERS[row.reporter] ?? "";
  const attributes = {
    type: "button",
    class: "row",
    "data-conversation": row.conversation,
    "data-level": row.level,
    title: "Prendre cette conversation",
    "aria-label": `Prendre : ${[LEVELS[row.level]?.word, where, who, count(row.messages, "message")].filter(Boolean).join(", ")}`,
  };
  return make(
    "button",
    attributes,
    make("span", { class: "row__top" }, levelChip(row.level), make("span", { class: "row__wait" })),
    make("span", { class: "row__where" }, [where, who].filter(Boolean).join(" · ")),
    row.first_words && make("span", { class: "row__words" }, row.first_words),
    make("span", { class: "row__facts" }, facts(row)),
  );
}

function facts(row) {
  return [
    row.overflow && chip(`Renfort ${row.force}`, "late"),
    !row.force && chip("Force à déterminer", "late"),
    row.returned_to_you && chip("Revient vers vous", "blue"),
    row.in_danger && row.level !== "immediate" && chip("Dit être en danger", "danger"),
    !row.here && chip("Partie pour l’instant", "soft"),
    row.language && row.language !== "fr" && chip(language(row.language), "blue"),
    make("span", {}, row.messages ? count(row.messages, "message") : "Aucun message"),
    (row.categories ?? []).length > 0 && make("span", { class: "row__categories" }, row.categories.map(category).join(", ")),
  ];
}
