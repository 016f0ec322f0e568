// What just happened, in one sentence at the bottom of the page: said politely, gone by itself. A refusal is said at
// once and stays until it is put away.

import { make } from "./dom.js";
import { icon } from "./icons.js";

const LASTS_MS = 7000;

export class Toasts {
  constructor(root) {
    this.polite = make("div", { role: "status", class: "toasts__list" });
    this.urgent = make("div", { role: "alert", class: "toasts__list" });
    root.append(this.polite, this.urgent);
  }

  /** Good to know. */
  tell(text) {
    const toast = this.make(text, "plain");
    this.polite.replaceChildren(toast);
    setTimeout(() => toast.remove(), LASTS_MS);
  }

  /** Something was refused or lost. */
  warn(text) {
    for (const shown of this.urgent.children) if (shown.dataset.text === text) return;
    this.urgent.append(this.make(text, "danger"));
  }

  make(text, tone) {
    const away = make("button", { type: "button", class: "button button--plain button--icon", "aria-label": "Fermer ce message" }, icon("cross"));
    const toast = make("p", { class: "toast", "data-tone": tone, "data-text": text }, make("span", {}, text), away);
    away.addEventListener("click", () => toast.remove());
    return toast;
  }
}
