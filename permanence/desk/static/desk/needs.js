// What needs the officer now, most pressing first. Pure: the state and the time in, sentences out.

import { level, mine, silentDanger, speaks, unread, waitingForAnswer } from "./conversation.js";
import { unanswered } from "./intervention-words.js";
import { count, duration, heading, label, precise } from "./words.js";
import { need as referral } from "../casework/referral-words.js";
import { presenceWords } from "./presence.js";
import { countdown, sounds } from "./watchdog.js";

/** By kind, what calls a supervisor. */
export const EMERGENCIES = {
  watchdog: "Personne en danger sans nouvelles",
  intervention: "Aucun centre n’a répondu",
  no_place: "Patrouille demandée, lieu inconnu",
  no_centre: "Patrouille demandée, aucun centre prévenu : téléphonez",
};
export const PATIENCE_MS = 60_000;

/** `[{kind, tone, text, conversation?}]`; `kind` emergency, intervention, silent, danger, answer, referral, unread, queue. */
export function needs({ conversations, rows, at, emergencies = [], referrals = [] }) {
  const own = conversations.filter(mine);
  return [
    ...emergencies.map((each) => ({ ...need("emergency", "danger", emergency(each, at), each.conversation), about: each.id })),
    ...own.filter(unanswered).map((each) => need("intervention", "danger", `Centre opérationnel sans réponse : ${heading(each.file)}`, each.id)),
    ...own.filter((each) => silentDanger(each) || sounds(each)).map((each) => need("silent", "danger", silence(each, at), each.id)),
    ...dangerInQueue(rows, at),
    ...own.filter((each) => late(each, at)).sort(byUrgency).map((each) => answer(each, at)),
    ...referrals.map((each) => referral(each, at)),
    ...unreadElsewhere(conversations.filter(speaks).filter((each) => !late(each, at) && unread(each) > 0)),
    ...ordinaryQueue(rows, at),
  ];
}

function need(kind, tone, text, conversation = null) {
  return { kind, tone, text, conversation };
}

function emergency({ kind, cause, conversation, commune, since }, at) {
  const which = [commune?.name, label(conversation)].filter(Boolean).join(" ");
  return `${EMERGENCIES[cause] ?? EMERGENCIES[kind]}, depuis ${precise(at - Date.parse(since))} : ${which}`;
}

function silence(conversation, at) {
  if (sounds(conversation)) return `${heading(conversation.file)} : ${countdown(conversation, at).text}`;
  return `${heading(conversation.file)} : danger, ${presenceWords(conversation.presence, conversation.since, at)}`;
}

function dangerInQueue(rows, at) {
  const dangerous = rows.filter((row) => row.level === "immediate");
  if (!dangerous.length) return [];
  const text = `${count(dangerous.length, "danger immédiat", "dangers immédiats")} en file, ${longest(dangerous, at)}`;
  return [need("danger", "danger", text)];
}

function answer(conversation, at) {
  const wait = duration(at - Date.parse(waitingForAnswer(conversation)));
  const tone = level(conversation) === "immediate" ? "danger" : "late";
  return need("answer", tone, `${heading(conversation.file)} attend votre réponse depuis ${wait}`, conversation.id);
}

function unreadElsewhere(conversations) {
  if (!conversations.length) return [];
  const number = conversations.reduce((sum, each) => sum + unread(each), 0);
  const where = conversations.length < 2 ? heading(conversations[0].file) : `${conversations.length} conversations`;
  const text = `${count(number, "message non lu", "messages non lus")}, ${where}`;
  return [need("unread", "plain", text, conversations[0].id)];
}

function ordinaryQueue(rows, at) {
  const waiting = rows.filter((row) => row.level !== "immediate");
  if (!waiting.length) return [];
  const verb = waiting.length < 2 ? "attend" : "attendent";
  return [need("queue", "plain", `${count(waiting.length, "personne")} ${verb} en file, ${longest(waiting, at)}`)];
}

function longest(rows, at) {
  const wait = at - Math.min(...rows.map((row) => Date.parse(row.queued_at)));
  return wait < 60_000 ? "à l’instant" : `depuis ${duration(wait)}`;
}

/** Whether the visitor has waited for an answer longer than a minute. */
export function late(conversation, at) {
  const since = waitingForAnswer(conversation);
  return since !== null && at - Date.parse(since) > PATIENCE_MS;
}

function byUrgency(one, other) {
  return Date.parse(waitingForAnswer(one)) - Date.parse(waitingForAnswer(other));
}

/** The number in the title: those who wait in the queue, and messages nobody read. */
export function pressing({ conversations, rows }) {
  return rows.length + conversations.filter(speaks).reduce((sum, each) => sum + unread(each), 0);
}
