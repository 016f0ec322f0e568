// The time as the server has it, and one tick a second for everything that counts up on the page.

let skew = 0;
const listeners = new Set();

/** Now, in milliseconds, by the server's clock: a workstation's own may be minutes off. */
export function now() {
  return Date.now() + skew;
}

/** Learns the difference from an answer's `Date` header (whole seconds; a small difference is left alone). */
export function learn(header) {
  const told = Date.parse(header ?? "");
  if (Number.isNaN(told)) return;
  const difference = told + 500 - Date.now();
  skew = Math.abs(difference) > 2000 ? difference : 0;
}

/** Calls `listener` every second. */
export function everySecond(listener) {
  listeners.add(listener);
}

setInterval(() => listeners.forEach((listener) => listener()), 1000);
