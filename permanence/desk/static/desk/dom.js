// Making and changing page elements. Words only ever enter through text nodes: nothing here reads markup.

/** An element with its attributes, listeners (`on`) and children; false, null and undefined children are left out. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listen(node, value);
    else set(node, name, value);
  }
  node.append(...kept(children));
  return node;
}

function listen(node, listeners) {
  for (const [type, listener] of Object.entries(listeners)) node.addEventListener(type, listener);
}

/** Sets an attribute; false or null takes it away, true leaves it empty. */
export function set(node, name, value) {
  if (value === false || value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value === true ? "" : value)) node.setAttribute(name, value === true ? "" : value);
}

/** Changes the text only where it differs, so that nothing is announced twice. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Replaces the children. */
export function fill(node, ...children) {
  node.replaceChildren(...kept(children));
}

function kept(children) {
  return children.flat(Infinity).filter((child) => child !== false && child !== null && child !== undefined);
}

/**
 * Keeps a list of children in step with `items` without rebuilding those that stay, so that focus, scroll and
 * selection survive: `key(item)` names one, `create(item)` makes its node, `update(node, item)` refreshes it.
 */
export function reconcile(parent, items, { key, create, update }) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const kept = new Set();
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let node = known.get(name);
    known.delete(name);
    if (!node) {
      node = create(item);
      node.dataset.key = name;
    }
    update(node, item);
    kept.add(node);
    if (node === place) place = place.nextElementSibling;
    else keepFocus(() => parent.insertBefore(node, place));
  }
  for (const node of known.values()) node.remove();
  for (const node of [...parent.children]) if (node.dataset.key && !kept.has(node)) node.remove(); // a key given twice
}

function keepFocus(change) {
  const focused = document.activeElement;
  change();
  if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
}

/** The node that the page's template left for us. */
export function place(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}
