// What happened and what was said between the desk and the centres, oldest first; and the box for a note, whose words
// stay where they are while alerts come and sheets change.

import { make, reconcile } from "../desk/dom.js";
import { hour } from "../desk/words.js";
import { authorWords, stepWords } from "./words.js";

const LONGEST = 2000;
const NEAR_PX = 50;

export class Timeline {
  /** `write(id, text)` sends a note: a promise, refused with a sentence. `centre`: the number of this one. */
  constructor({ write, warn, centre }) {
    Object.assign(this, { write, warn, centre });
    this.id = null;
    this.drafts = new Map();
    this.log = make("ol", { class: "timeline", id: "timeline", role: "log", "aria-label": "Suivi et notes", "aria-relevant": "additions", tabindex: "0" });
    this.box = make("textarea", { id: "note", rows: 2, maxlength: LONGEST, placeholder: "Note à la brigade numérique et aux centres", "aria-label": "Note à la brigade numérique et aux centres" });
    this.sure = make("button", { type: "submit", class: "button" }, "Envoyer la note");
    this.form = make("form", { class: "note" }, this.box, make("div", { class: "note__foot" }, make("span", { class: "soft" }, "Jamais montrée à la personne. Entrée envoie, Maj + Entrée va à la ligne."), this.sure));
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("input", () => this.drafts.set(this.id, this.box.value));
    this.box.addEventListener("keydown", (event) => this.enter(event));
    this.root = make("div", { class: "timeline-frame" }, this.log, this.form);
  }

  render({ id, timeline }) {
    const another = id !== this.id;
    if (another) {
      this.id = id;
      this.log.replaceChildren();
      this.box.value = this.drafts.get(id) ?? "";
    }
    const stays = another || this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PX;
    reconcile(this.log, timeline, { key: ({ number }) => number, create: (step) => entry(step, this.centre), update: () => {} });
    if (stays) this.log.scrollTop = this.log.scrollHeight;
  }

  enter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    const { id } = this;
    if (!text || this.sure.disabled) return;
    this.sure.disabled = true;
    try {
      await this.write(id, text);
      this.drafts.delete(id);
      if (this.id === id && this.box.value.trim() === text) this.box.value = "";
    } catch (refusal) {
      this.warn(`La note n’est pas partie : ${refusal.errors?.text ?? refusal.message}`);
    } finally {
      this.sure.disabled = false;
    }
  }

  focus() {
    this.box.focus();
  }
}

function entry(step, centre) {
  const author = authorWords(step, centre);
  return make("li", { class: "step", "data-kind": step.kind, "data-from": step.centre ? "centre" : step.by ? "desk" : "clock" },
    make("p", { class: "step__head" }, make("time", { datetime: step.at }, hour(step.at)), make("b", {}, stepWords(step)), author && make("span", { class: "soft" }, author)),
    step.text && make("p", { class: "step__text" }, step.text));
}
