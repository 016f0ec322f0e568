// Light, dark, or as the machine says: remembered on this machine, applied before the first paint.
// A classic script, loaded in the head, so that a night shift is never lit up white between two pages.
"use strict";

(function applyTheme() {
  let theme = "";
  try {
    theme = localStorage.getItem("permanence.theme") || "";
  } catch {
    // Storage closed by the browser's policy: the machine's own choice holds.
  }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
