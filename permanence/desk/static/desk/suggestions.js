// Which replies may serve now, told from what the desk knows: level, who writes, what about, how far the conversation
// is. Proposals as small buttons above the text box: a click inserts, nothing is ever sent.

import { level, thread } from "./conversation.js";
import { plain } from "./folding.js";

const MOST = 4;
const LONG_AFTER = 10;

/** The few replies that fit, best first. Pure. */
export function suggested(conversation, replies) {
  const said = thread(conversation).filter(({ from }) => from === "officer");
  const step = said.length === 0 ? "opening" : said.length >= LONG_AFTER ? "closing" : "during";
  const before = said.map(({ text }) => plain(text)).join("\n");
  const themes = themesOf(conversation);
  const known = replies.of(conversation.file?.language ?? "fr").filter((reply) => !reply.own);
  return known
    .filter(({ language }) => language === known[0].language)
    .filter((reply) => !before.includes(beginning(reply)))
    .map((reply) => ({ reply, weight: weight(reply, step, themes) }))
    .filter(({ weight: each }) => each > 0)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST)
    .map(({ reply }) => reply);
}

/** What the conversation is about, most pressing first. */
function themesOf({ file }, pressing = level({ file })) {
  const about = file?.categories ?? [];
  return [
    pressing === "immediate" && "safety",
    file?.age === "minor" && "minor",
    file?.reporter === "witness" && "witness",
    about.includes("cyber_harassment") && "cyber",
    pressing === "high" && "safety",
    "listening",
    "safety",
    "unit",
  ].filter(Boolean);
}

function weight(reply, step, themes) {
  const place = themes.indexOf(reply.theme);
  const about = place < 0 ? 0 : 10 - place;
  if (step === "opening") return reply.step === "opening" ? 20 + about : reply.theme === "safety" && themes[0] === "safety" ? 15 : 0;
  if (step === "closing") return reply.step === "closing" ? 20 : reply.step === "during" ? about : 0;
  return reply.step === "during" ? about : 0;
}

/** Enough of a reply to know that it was said: what comes before the first thing to fill, or its last words. */
function beginning({ text }) {
  const parts = plain(text).split(/\{[^}]*\}/);
  return parts.sort((one, other) => other.length - one.length)[0].slice(0, 40);
}
