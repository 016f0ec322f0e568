// A message, or the part of it that is selected, into a field of the sheet: one key or one click names the field.

import { tell } from "./dialog.js";
import { make } from "./dom.js";
import { LABELS, TARGETS } from "./sheet-fields.js";

/** What is selected inside this message, or the whole of it. */
export function wordsOf(text, entry) {
  const selection = getSelection();
  const chosen = entry && selection.rangeCount && entry.contains(selection.anchorNode) && entry.contains(selection.focusNode) ? selection.toString().trim() : "";
  return chosen && text.includes(chosen) ? chosen : text.trim();
}

/** Asks into which field; `take(name)` puts it there. */
export function askField(text, take) {
  const lines = TARGETS.map(([name, key]) => make("li", {}, make("button", { type: "button", class: "button into__field", "data-into": name, "data-key": key }, make("kbd", {}, key.toUpperCase()), LABELS[name])));
  const dialog = tell({ id: "dialog-into-sheet", title: "Dans la fiche d’intervention", body: make("div", { class: "into" }, make("blockquote", { class: "into__words" }, text), make("ul", { class: "into__fields" }, lines)) });
  const put = (button) => {
    dialog.close();
    take(button.dataset.into);
  };
  dialog.addEventListener("click", ({ target }) => target.closest("[data-into]") && put(target.closest("[data-into]")));
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const button = dialog.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    put(button);
  });
  dialog.querySelector("[data-into]").focus();
}
