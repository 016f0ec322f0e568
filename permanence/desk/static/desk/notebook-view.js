// Beside the file: the questions still to ask, the notes between officers, the reminders to come. What is being typed
// in the note stays through every change of the rest.

import { now } from "./clock.js";
import { crossButton } from "./dialog.js";
import { make, place, reconcile, say, set } from "./dom.js";
import { count, duration, hour, moment } from "./words.js";

const DESTROYED = "Contenu détruit à la fin de sa durée de conservation.";

export class NotebookView {
  /** `remind(id)` and `pin(id)` ask for a reminder, a fact; `back()` returns to the conversation. */
  constructor({ store, notebook, drafts, remind, pin, back }) {
    Object.assign(this, { store, notebook, drafts });
    this.root = place("notebook");
    this.questions = make("ul", { class: "questions" });
    this.asked = make("span", { class: "count" });
    this.reminders = make("ul", { class: "reminders" });
    this.notes = make("ol", { class: "notes" });
    this.box = make("textarea", { class: "notes__box", rows: 2, id: "note", maxlength: 4000, placeholder: "Note pour les collègues, jamais montrée à la personne", "aria-label": "Note interne" });
    this.send = make("button", { type: "submit", class: "button" }, "Noter");
    this.form = make("form", { class: "notes__form" }, this.box, this.send);
    this.section = make("section", { class: "file__section" }, title("Notes internes"), this.notes, this.form);
    this.root.append(
      make("section", { class: "file__section" }, title(make("span", {}, "Questions à poser ", this.asked)), this.questions),
      this.section,
      make("section", { class: "file__section" }, title("Rappels et faits", this.button("pin", "Épingler", pin), this.button("remind", "Rappel", remind)), this.reminders),
    );
    this.form.addEventListener("submit", (event) => this.write(event));
    this.box.addEventListener("input", () => this.keep());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && back());
    store.on("focus list", () => this.render());
    store.on("notebook conversation", (id) => id === store.focus && this.render());
  }

  button(name, text, act) {
    return make("button", { type: "button", class: "button", "data-act": name, on: { click: () => act(this.store.focus) } }, text);
  }

  get id() {
    return this.store.focus;
  }

  render() {
    const conversation = this.store.conversations.get(this.id);
    this.root.hidden = !this.notebook.readable(conversation);
    if (this.root.hidden) return;
    const { questions, reminders, notes } = this.notebook.of(this.id);
    const left = questions.filter(({ asked }) => !asked).length;
    say(this.asked, questions.length ? (left ? count(left, "restante") : "toutes posées") : "");
    reconcile(this.questions, questions, { key: ({ code }) => `${this.id} ${code}`, create: (one) => this.question(this.id, one), update: tick });
    reconcile(this.reminders, reminders, { key: ({ id }) => id, create: (one) => this.reminder(this.id, one), update: due });
    reconcile(this.notes, notes ?? [], { key: ({ id }) => id, create: note, update: () => {} });
    if (this.shown !== notes?.at(-1)?.id) this.notes.scrollTop = this.notes.scrollHeight;
    this.shown = notes?.at(-1)?.id;
    if (this.root.dataset.conversation === this.id) return;
    set(this.root, "data-conversation", this.id);
    this.box.value = this.drafts.draft(`note.${this.id}`);
  }

  question(conversation, { code, text }) {
    const box = make("input", { type: "checkbox", "data-question": code });
    box.addEventListener("change", () => this.notebook.try(conversation, () => this.notebook.tick(conversation, code, box.checked)));
    return make("li", {}, make("label", { class: "question" }, box, make("span", {}, text)));
  }

  reminder(conversation, { id, text }) {
    const away = crossButton("Retirer ce rappel", () => this.notebook.try(conversation, () => this.notebook.done(conversation, id)));
    return make("li", { class: "reminder" }, make("span", { class: "reminder__when" }), make("span", { class: "reminder__text" }, text ?? DESTROYED), away);
  }

  keep() {
    this.drafts.keepDraft(`note.${this.id}`, this.box.value);
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.write(event);
  }

  async write(event) {
    event.preventDefault();
    const { id } = this;
    const text = this.box.value.trim();
    if (!text) return;
    this.send.disabled = true;
    await this.notebook.try(id, async () => {
      await this.notebook.note(id, text);
      this.drafts.keepDraft(`note.${id}`, "");
      if (this.id === id) this.box.value = "";
    });
    this.send.disabled = false;
  }

  /** The first that was not asked yet. */
  focusQuestions() {
    const boxes = [...this.questions.querySelectorAll("input")];
    if (!this.root.hidden) (boxes.find(({ checked }) => !checked) ?? boxes[0])?.focus();
  }

  /** Ctrl+; from anywhere. */
  focus() {
    if (!this.root.hidden) this.box.focus();
  }
}

function title(words, ...acts) {
  return make("div", { class: "file__line" }, make("h3", {}, words), make("span", { class: "file__buttons" }, acts));
}

function tick(node, { asked }) {
  const box = node.querySelector("input");
  box.checked = Boolean(asked);
  set(node, "data-asked", String(Boolean(asked)));
  set(node, "title", asked ? `Posée à ${hour(asked.at)} par ${asked.by || "un agent"}` : null);
}

function due(node, { due_at: at }) {
  const left = Date.parse(at) - now();
  say(node.querySelector(".reminder__when"), left > 0 ? `${moment(at, now())}, dans ${duration(left)}` : "maintenant");
}

function note({ text, at, by, kind }) {
  const whisper = kind === "whisper" && make("strong", {}, "Conseil du superviseur. ");
  return make("li", { class: "note", "data-kind": kind }, make("p", { class: "note__text" }, whisper, text ?? DESTROYED), make("p", { class: "note__by" }, `${by.name || "un agent"}, ${hour(at)}`));
}
