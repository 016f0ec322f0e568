// A file as the thread shows it: what it is, how big, whether it was scanned, and a way to look at it. Never the picture
// itself: nobody meets it by scrolling.

import { make } from "../desk/dom.js";
import { icon } from "../desk/icons.js";
import { kind, scan, short, size } from "./evidence-words.js";

/** What changes the card, as one text. */
export function cardTold({ attachment }, files) {
  const row = attachment && files.get(attachment);
  return row ? `${row.scan} ${row.view}` : "";
}

/** `files`: what is known of the conversation's files, by id; `data-see` names the file to look at. */
export function card({ attachment, file }, files) {
  const row = files.get(attachment);
  const { word, icon: shape, see } = kind({ ...file, kind: row?.kind });
  const facts = [size(file.size), row && scan(row), row?.view === "waiting" && "en préparation"].filter(Boolean).join(", ");
  const name = make("span", { class: "filed__name", title: file.name }, short(file.name));
  const about = make("span", { class: "filed__about" }, make("span", { class: "filed__kind" }, word, " ", name), make("span", { class: "filed__facts", "data-scan": row?.scan ?? "" }, facts));
  const button = make("button", { type: "button", class: "button filed__see", "data-see": attachment, "aria-label": `${see} : ${word.toLowerCase()} ${short(file.name)}` }, see);
  return make("div", { class: "entry__text filed", "data-attachment": attachment }, icon(shape), about, button);
}
