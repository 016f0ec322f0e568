// Replies to begin from: the house's and the officer's own. Finds them, fills what the desk knows, and says what is left
// to complete. Nothing here sends anything.

import { inOrder, plain } from "./folding.js";
import { FORCES } from "./words.js";

const STALE_MS = 60_000;
const MOST = 60;
const BRACES = /\{([^{}\n]{1,60})\}/g;
const NAMES = { agent: "officer", officer: "officer", unite: "unit", unit: "unit", force: "force", departement: "departement", commune: "commune" };

export class Replies {
  constructor({ api, changed }) {
    Object.assign(this, { api, changed, all: [], themes: new Map(), loadedAt: 0 });
    document.addEventListener("visibilitychange", () => !document.hidden && Date.now() - this.loadedAt > STALE_MS && this.load());
  }

  /** What could be loaded; without an answer the composer works, with no reply to offer. */
  async load() {
    this.loadedAt = Date.now();
    try {
      const { replies, themes } = await this.api.get("/desk/replies");
      this.all = replies.map((reply) => ({ ...reply, folded: plain(`${reply.shortcut} ${reply.text}`) }));
      this.themes = new Map(themes.map(({ code, label }) => [code, label]));
      this.changed();
    } catch {
      // Tried again when the page is looked at anew.
    }
  }

  /** Those of the conversation's language, then the French ones; the officer's own first. */
  of(language) {
    const own = this.all.filter((reply) => reply.language === language);
    return language === "fr" || !own.length ? this.all.filter((reply) => reply.language === "fr") : [...own, ...this.all.filter((reply) => reply.language === "fr")];
  }

  /** By shortcut or by words, the closest first. */
  matching(query, language) {
    const wanted = plain(query.trim());
    if (!wanted) return this.of(language).slice(0, MOST);
    return this.of(language)
      .map((reply) => ({ reply, rank: rank(reply, wanted) }))
      .filter(({ rank: each }) => each < 5)
      .sort((one, other) => one.rank - other.rank)
      .slice(0, MOST)
      .map(({ reply }) => reply);
  }
}

function rank({ shortcut, folded }, wanted) {
  if (shortcut === wanted) return 0;
  if (shortcut.startsWith(wanted)) return 1;
  if (shortcut.includes(wanted)) return 2;
  if (wanted.split(" ").every((word) => folded.includes(word))) return 3;
  return wanted.length > 2 && inOrder(shortcut, wanted) ? 4 : 5;
}

/** The text with what the desk knows of the officer and the conversation; what it does not know stays in braces. */
export function filled(text, { me, file }) {
  const known = {
    officer: me?.name,
    unit: file?.unit?.name,
    force: FORCES[file?.force ?? me?.force],
    departement: file?.department?.name,
    commune: file?.commune?.name,
  };
  return text.replace(BRACES, (whole, name) => known[NAMES[plain(name.trim())]] || whole);
}

/** The first thing left to complete: `{name, start, end}`, or null. */
export function toComplete(text, from = 0) {
  BRACES.lastIndex = from;
  const match = BRACES.exec(text);
  BRACES.lastIndex = 0;
  return match && { name: match[1], start: match.index, end: match.index + match[0].length };
}
