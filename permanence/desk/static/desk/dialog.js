// One question at a time, in the browser's own dialog: focus stays inside, Escape gives up, and what cannot be undone
// says so before it is confirmed. A refusal is shown in the dialog, which keeps everything typed.

import { fill, make, set } from "./dom.js";
import { icon } from "./icons.js";

let number = 0;

/**
 * `fields` are elements made by `field`; `confirm` the word of the button; `onConfirm(values)` may return a promise:
 * the dialog closes when it is kept and shows the sentence when it is not.
 */
export function ask({ id, title, intro = "", fields = [], confirm, tone = "main", cancel = "Annuler", onConfirm }) {
  number += 1;
  const heading = `dialog-${number}`;
  const error = make("p", { class: "notice notice--danger", role: "alert", hidden: true });
  const sure = make("button", { type: "submit", class: `button button--${tone}`, "data-confirm": true }, confirm);
  const give = make("button", { type: "button", class: "button", "data-cancel": true }, cancel);
  const form = make("form", { class: "dialog__form", novalidate: true }, fields, error, make("div", { class: "dialog__foot" }, give, sure));
  const dialog = make("dialog", { class: "dialog", id, "aria-labelledby": heading }, make("h2", { id: heading }, title), intro && make("p", {}, intro), form);
  give.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => putAway(dialog));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit({ dialog, form, sure, error, onConfirm });
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Taken off the page. The browser gives the focus back to where it was, but a text field gets its caret only anew. */
function putAway(dialog) {
  dialog.remove();
  const back = document.activeElement;
  if (!back?.matches("textarea, input") || back.closest("dialog")) return;
  back.blur();
  back.focus({ preventScroll: true });
}

async function submit({ dialog, form, sure, error, onConfirm }) {
  sure.disabled = true;
  error.hidden = true;
  clearErrors(form);
  try {
    await onConfirm(Object.fromEntries(new FormData(form)));
    dialog.close();
  } catch (refusal) {
    show(form, error, refusal);
  } finally {
    sure.disabled = false;
  }
}

function show(form, error, refusal) {
  const elsewhere = [];
  for (const [name, text] of Object.entries(refusal.errors ?? {})) {
    if (!showBeside(form, name, text)) elsewhere.push(text);
  }
  const named = Object.keys(refusal.errors ?? {}).length - elsewhere.length;
  if (named && !elsewhere.length) return;
  fill(error, [refusal.message, ...elsewhere].join(" "));
  error.hidden = false;
}

function showBeside(form, name, text) {
  const control = form.elements.namedItem(name);
  if (!(control instanceof HTMLElement)) return false;
  const beside = form.querySelector(`#${control.id}-error`);
  if (!beside) return false;
  fill(beside, text);
  beside.hidden = false;
  set(control, "aria-invalid", "true");
  control.focus();
  return true;
}

function clearErrors(form) {
  for (const beside of form.querySelectorAll(".field__error")) beside.hidden = true;
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/** A control with its label, hint and place for its error. `control` gets its name and id. */
export function field({ name, label, hint = "", control }) {
  number += 1;
  control.name = name;
  control.id = `field-${name}-${number}`;
  set(control, "aria-describedby", `${control.id}-error`);
  const error = make("p", { class: "field__error", id: `${control.id}-error`, hidden: true });
  return make("div", { class: "field" }, make("label", { for: control.id }, label), hint && make("p", { class: "field__hint" }, hint), control, error);
}

/** A list to choose from: `[[value, label], …]`. */
export function choice(options, chosen = "") {
  return make("select", {}, options.map(([value, label]) => make("option", { value, selected: value === chosen }, label)));
}

/** Why: some lines. */
export function reasonField({ required, hint }) {
  const control = make("textarea", { rows: 3, maxlength: 500, required });
  return field({ name: "reason", label: required ? "Motif" : "Motif (facultatif)", hint, control });
}

/** A dialog that only tells. */
export function tell({ id, title, body }) {
  const close = make("button", { type: "button", class: "button button--main", autofocus: true }, "Fermer");
  const dialog = make("dialog", { class: "dialog dialog--wide", id, "aria-label": title }, make("h2", {}, title), body, make("div", { class: "dialog__foot" }, close));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => putAway(dialog));
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The cross of a panel. */
export function crossButton(label, onClick) {
  return make("button", { type: "button", class: "button button--plain button--icon", "aria-label": label, title: label, on: { click: onClick } }, icon("cross"));
}
