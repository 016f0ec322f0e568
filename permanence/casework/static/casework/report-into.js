// A message into a part of the report: one key or one click names the part.

import { tell } from "../desk/dialog.js";
import { make } from "../desk/dom.js";
import { targets } from "./report-fields.js";

/** Asks where; `take(target)` puts it there. */
export function askTarget(text, content, take) {
  const all = targets(content);
  const lines = all.map((target, index) => make("li", {}, make("button", { type: "button", class: "button into__field", "data-into": index, "data-key": target.key }, target.key && make("kbd", {}, target.key.toUpperCase()), target.words)));
  const dialog = tell({ id: "dialog-into-report", title: "Citer dans le signalement", body: make("div", { class: "into" }, make("blockquote", { class: "into__words" }, text), make("ul", { class: "into__fields" }, lines)) });
  const put = (button) => {
    dialog.close();
    take(all[Number(button.dataset.into)]);
  };
  dialog.addEventListener("click", ({ target }) => target.closest("[data-into]") && put(target.closest("[data-into]")));
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const key = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? event.key.toLowerCase();
    const button = dialog.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    put(button);
  });
  dialog.querySelector("[data-into]").focus();
}
