// Parts of the sheet are made anew only where what they tell has changed, so that focus and selection survive.

import { fill } from "../desk/dom.js";

const told = new WeakMap();

/** Fills `node` with what `children()` makes, unless it already tells `about`. */
export function refill(node, about, children) {
  const key = JSON.stringify(about);
  if (told.get(node) === key) return;
  told.set(node, key);
  const hadFocus = node.contains(document.activeElement);
  fill(node, children());
  if (hadFocus && !node.contains(document.activeElement)) node.closest("[tabindex]")?.focus({ preventScroll: true });
}
