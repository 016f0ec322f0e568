// What an officer chose on this machine: never a word of a conversation. Kept in localStorage where it is allowed.

const DEFAULTS = {
  theme: "auto",
  shortcuts: true,
  enterSends: true,
  columns: window.innerWidth >= 1800 ? 3 : 2,
  file: true,
  suggestions: true,
  blur: true,
  dangerHelp: false,
  sound: false,
  notifications: false,
};
const chosen = {};

function read(name) {
  try {
    const text = localStorage.getItem(`permanence.${name}`);
    if (text === null) return DEFAULTS[name];
    return typeof DEFAULTS[name] === "string" ? text : JSON.parse(text);
  } catch {
    return DEFAULTS[name];
  }
}

/** The choice, or its default. */
export function preference(name) {
  if (!(name in chosen)) chosen[name] = read(name);
  return chosen[name];
}

/** Remembers a choice. */
export function prefer(name, value) {
  chosen[name] = value;
  try {
    localStorage.setItem(`permanence.${name}`, typeof value === "string" ? value : JSON.stringify(value));
  } catch {
    // Storage closed by the browser's policy: the choice holds until the page is left.
  }
}
