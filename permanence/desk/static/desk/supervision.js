// A supervisor's list: every open conversation of the force, who answers, how urgent, whether the visitor is there.
// A click reads along; reading is written in the journal by the server.

import { levelChip } from "./chips.js";
import { now } from "./clock.js";
import { fill, make, place, reconcile, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { presenceLook, presenceWords } from "./presence.js";
import { LEVELS, count, heading } from "./words.js";

const EVERY_MS = 15_000;

export class Supervision {
  constructor({ store, acts, read }) {
    Object.assign(this, { store, acts, read });
    this.rows = place("force-list-rows");
    this.empty = place("force-list-empty");
    this.rows.addEventListener("click", (event) => {
      const id = event.target.closest("[data-conversation]")?.dataset.conversation;
      if (id) read(id);
    });
    place("force-list-refresh").addEventListener("click", () => this.load());
    store.on("list queue", () => this.soon());
    store.on("me", () => this.showDebriefs());
  }

  start() {
    this.load();
    setInterval(() => document.visibilityState === "visible" && this.load(), EVERY_MS);
  }

  /** Who wishes to talk after a grave conversation. */
  showDebriefs() {
    const number = this.store.me?.debriefs ?? 0;
    const link = place("debriefs");
    link.hidden = number === 0;
    say(link, `${count(number, "agent souhaite", "agents souhaitent")} vous parler`);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), 800);
  }

  async load() {
    try {
      this.show((await this.acts.everyConversation()).filter(({ mine }) => !mine));
    } catch (refusal) {
      this.empty.hidden = false;
      say(this.empty, `La liste n’a pas pu être lue. ${refusal.message}`);
    }
  }

  show(files) {
    files.sort((one, other) => LEVELS[one.level].rank - LEVELS[other.level].rank || Date.parse(one.created_at) - Date.parse(other.created_at));
    reconcile(this.rows, files, { key: ({ id }) => id, create: () => make("li"), update: (node, file) => fill(node, row(file)) });
    say(place("force-list-count"), String(files.length));
    this.empty.hidden = files.length > 0;
    say(this.empty, "Aucune conversation en cours chez les agents.");
  }
}

function row(file) {
  const look = presenceLook(file.presence);
  const button = make(
    "button",
    { type: "button", class: "row", "data-conversation": file.id, "data-level": file.level, title: "Lire cette conversation" },
    make("span", { class: "row__top" }, levelChip(file.level), make("span", { class: "row__officer" }, [file.officer, ...(file.guests ?? [])].map((one) => one?.name).filter(Boolean).join(", avec "))),
    make("span", { class: "row__where" }, heading(file)),
    make("span", { class: "row__facts", "data-tone": look.tone }, icon(look.icon), presenceWords(file.presence, file.presence_since, now())),
  );
  set(button, "aria-label", `Lire : ${LEVELS[file.level].word}, ${heading(file)}, ${file.officer?.name ?? "sans agent"}`);
  return button;
}
