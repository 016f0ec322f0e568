// What can be done with one message: quote it, pin it, have it translated. By the mouse, the buttons show under the
// pointer; by the keyboard, arrows choose a message in the thread and Tab goes to its buttons.

import { TABS, toolOf } from "../casework/tabs.js";
import { make, set } from "./dom.js";

const TOOLS = { quote: "Citer", pin: "Épingler", translate: "Traduire", sheet: "Dans la fiche", ...Object.fromEntries(TABS.map(({ name, tool }) => [toolOf(name), tool])) };

/** The buttons of one message. */
export function toolButtons(names) {
  return make("span", { class: "entry__tools" }, names.map((name) => make("button", { type: "button", class: "entry__tool", tabindex: "-1", "data-tool": name }, TOOLS[name])));
}

export class EntryTools {
  /** `use(tool, seq)` does it. */
  constructor({ log, use }) {
    Object.assign(this, { log, use, chosen: null });
    log.addEventListener("click", (event) => this.clicked(event));
    log.addEventListener("keydown", (event) => this.key(event));
    log.addEventListener("focusin", ({ target }) => this.choose(target.closest(".entry[data-seq]")));
    log.addEventListener("focusout", (event) => !log.contains(event.relatedTarget) && this.choose(null));
  }

  clicked(event) {
    const tool = event.target.closest("[data-tool]");
    if (tool) this.use(tool.dataset.tool, Number(tool.closest("[data-seq]").dataset.seq));
  }

  key(event) {
    if (event.key === "Tab" && event.target === this.chosen) return this.reach(this.chosen, "0");
    const change = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && this.chosen) this.log.focus();
    else if (!change || event.ctrlKey || event.altKey || !this.step(change)) return undefined;
    event.preventDefault();
    return event.stopPropagation();
  }

  step(change) {
    const entries = [...this.log.querySelectorAll(".entry[data-seq]:has(.entry__tools)")];
    const at = entries.indexOf(this.chosen);
    const next = at < 0 ? entries.at(-1) : entries[Math.min(entries.length - 1, Math.max(0, at + change))];
    if (!next) return false;
    set(next, "tabindex", "-1");
    next.focus();
    return true;
  }

  /** Only one message's buttons are on the way of Tab. */
  choose(entry) {
    if (this.chosen && this.chosen !== entry) this.reach(this.chosen, "-1");
    this.chosen = entry;
    if (entry) this.reach(entry, "0");
  }

  reach(entry, tabindex) {
    for (const tool of entry.querySelectorAll("[data-tool]")) set(tool, "tabindex", tabindex);
  }
}
