// What needs the officer now: one line in the top band at all times, the whole list where no conversation is open.

import { everySecond, now } from "./clock.js";
import { make, place, reconcile, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { needs } from "./needs.js";
import { count } from "./words.js";

const ICONS = { emergency: "immediate", intervention: "immediate", silent: "immediate", danger: "immediate", answer: "clock", referral: "people", unread: "send", queue: "people" };

export class NeedsView {
  /** `go(need)` leads to what a line speaks of. */
  constructor({ store, go }) {
    Object.assign(this, { store, go });
    this.band = place("needs");
    this.list = place("welcome-needs");
    this.welcome = place("welcome");
    this.lines = [];
    for (const root of [this.band, this.list]) root.addEventListener("click", (event) => this.follow(event));
    store.on("queue list conversation me link", () => this.render());
    everySecond(() => this.render());
  }

  render() {
    const { store } = this;
    this.lines = needs({ conversations: store.tabs(), rows: store.queue.rows, at: now(), emergencies: store.me?.emergencies, referrals: store.me?.referrals });
    const open = store.tabs().some(({ file }) => file);
    this.welcome.hidden = open;
    this.show(this.band, this.summary());
    if (!open) this.show(this.list, this.whole());
    say(place("welcome-hint"), open ? "" : this.hint());
  }

  /** The two most pressing, and how many more. */
  summary() {
    if (!this.lines.length) return this.calm();
    const [first, second, ...rest] = this.lines;
    const more = rest.length && { kind: "queue", tone: "soft", text: `et ${count(rest.length, "autre")}` };
    return [first, second, more].filter(Boolean);
  }

  whole() {
    return this.lines.length ? this.lines : this.calm();
  }

  calm() {
    return [{ kind: "calm", tone: "soft", text: this.store.queue.loaded ? "Rien ne vous attend." : "Chargement…" }];
  }

  hint() {
    const { me, queue } = this.store;
    if (!me) return "";
    if (me.presence !== "available") return "Vous n’êtes pas disponible. Passez « Disponible », en haut à gauche, pour prendre des conversations.";
    if (queue.rows.length) return "Cliquez sur une personne de la file, ou appuyez sur N pour prendre la plus urgente.";
    return "La prochaine personne apparaîtra dans la file. Activez le son et les notifications, en haut à droite, pour être prévenu.";
  }

  show(root, lines) {
    reconcile(root, lines.map((line, index) => ({ ...line, index })), {
      key: ({ kind, about, conversation, index }) => `${kind} ${about ?? conversation ?? index}`,
      create: (line) => {
        const button = make("button", { type: "button", class: "need", "data-kind": line.kind }, ICONS[line.kind] ? icon(ICONS[line.kind]) : null, make("span"));
        return root.tagName === "UL" ? make("li", {}, button) : button;
      },
      update: (node, line) => {
        const button = node.querySelector("button") ?? node;
        set(button, "data-tone", line.tone);
        set(button, "data-conversation", line.conversation);
        set(button, "disabled", line.kind === "calm");
        say(button.lastElementChild, line.text);
      },
    });
  }

  follow(event) {
    const button = event.target.closest(".need");
    if (button) this.go({ kind: button.dataset.kind, conversation: button.dataset.conversation ?? null });
  }
}
