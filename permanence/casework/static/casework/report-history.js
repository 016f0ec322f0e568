// The history of a report: who changed which field, when, before and after. What one officer typed within a few minutes
// reads as one change.

import { Refusal } from "../desk/api.js";
import { tell } from "../desk/dialog.js";
import { fill, make } from "../desk/dom.js";
import { day, hour } from "../desk/words.js";

const TOGETHER_MS = 5 * 60_000;

/** `versions` newest first, as the server gives them; gathered, with the first "before" and the last "after". Pure. */
export function gathered(versions) {
  const told = [];
  for (const version of versions) {
    const last = told.at(-1);
    const isOne = last && last.by === version.by && Date.parse(last.at) - Date.parse(version.at) < TOGETHER_MS;
    if (!isOne) told.push({ by: version.by, at: version.at, changes: new Map(version.changes.map((change) => [change.path, { ...change }])) });
    else for (const change of version.changes) last.changes.set(change.path, { ...change, after: last.changes.get(change.path)?.after ?? change.after });
  }
  return told.map(({ changes, ...rest }) => ({ ...rest, changes: [...changes.values()].filter(({ before, after }) => before !== after) })).filter(({ changes }) => changes.length);
}

/** In a dialog. */
export async function showHistory(reports, id) {
  const body = make("div", { class: "history" }, make("p", { class: "empty" }, "Chargement…"));
  tell({ id: "dialog-report-history", title: "Historique du signalement", body });
  try {
    const told = gathered((await reports.versions(id)).versions);
    fill(body, told.length ? make("ol", { class: "history__list" }, told.map(line)) : make("p", { class: "empty" }, "Rien n’a encore été gardé."));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    fill(body, make("p", { class: "notice notice--danger" }, refusal.message));
  }
}

function line({ by, at, changes }) {
  return make("li", { class: "history__one" }, make("p", { class: "history__by" }, `${by}, ${day(at)} à ${hour(at)}`), make("dl", { class: "history__changes" }, changes.map(({ field, before, after }) => [make("dt", {}, field), make("dd", {}, before && make("del", {}, before), before && after && " ", after ? make("ins", {}, after) : make("span", { class: "history__gone" }, "retiré"))])));
}
