// One conversation as this page knows it, and what can be told from it. Pure: no page, no network, no clock of its own.

/** A conversation newly heard of. `messages` is by number; `seen` the last number without a hole before it;
 *  `attachments` the files that its messages bear, `files` what is known of them, both by id. */
export function fresh(id) {
  return {
    id,
    file: null,
    state: "active",
    last: 0,
    seen: 0,
    messages: new Map(),
    inOrder: null,
    read: { visitor: 0, officer: 0 },
    readHere: 0,
    presence: "away",
    since: null,
    typingUntil: 0,
    colleague: { name: "", until: 0 },
    watch: null,
    notes: 0,
    attachments: [],
    files: new Map(),
    kept: null,
    assessment: null,
    interventions: new Map(),
    referrals: new Map(),
    asked: false,
    loaded: false,
  };
}

/** Takes what the server says of the conversation as a whole. Older numbers never undo newer ones. */
export function learn(conversation, { state, last, read, file, presence, presence_since: since, notes }) {
  conversation.notes = Math.max(conversation.notes, notes ?? 0);
  const unsaid = presence ? { check_word: null, author_may_read: false } : {}; // an answer to an act says less than a frame
  if (file) conversation.file = { ...conversation.file, guests: [], guest: false, ...unsaid, ...file };
  conversation.state = state ?? file?.state ?? conversation.state;
  conversation.last = Math.max(conversation.last, last ?? 0, file?.last ?? 0);
  learnRead(conversation, read ?? file?.read ?? {});
  conversation.presence = presence ?? file?.presence ?? conversation.presence;
  conversation.since = since ?? file?.presence_since ?? conversation.since;
}

/** Read marks only grow. Where several officers speak, what a colleague has read is not read here. */
export function learnRead(conversation, { visitor = 0, officer = 0, here = 0 }) {
  const { read } = conversation;
  read.visitor = Math.max(read.visitor, visitor);
  read.officer = Math.max(read.officer, officer);
  const alone = !conversation.file?.guests?.length || !conversation.loaded;
  conversation.readHere = Math.max(conversation.readHere, here, alone ? read.officer : 0);
}

/** Puts a message in its place; a number already known is not a second message. Says whether it is new. */
export function insert(conversation, message) {
  const known = conversation.messages.has(message.seq);
  if (!known) conversation.messages.set(message.seq, message);
  if (!known && message.attachment) conversation.attachments.push(message.attachment);
  conversation.inOrder = known ? conversation.inOrder : null;
  conversation.last = Math.max(conversation.last, message.seq);
  while (conversation.messages.has(conversation.seen + 1)) conversation.seen += 1;
  return !known;
}

/** Whether messages are missing between those that are here and the last that exists. */
export function incomplete(conversation) {
  return conversation.seen < conversation.last;
}

/** The messages in order. */
export function thread(conversation) {
  conversation.inOrder ??= [...conversation.messages.values()].sort((one, other) => one.seq - other.seq);
  return conversation.inOrder;
}

export function mine(conversation) {
  return Boolean(conversation.file?.mine) && conversation.state === "active";
}

/** Whether the officer speaks there: holds it, or was invited. */
export function speaks(conversation) {
  return mine(conversation) || (Boolean(conversation.file?.guest) && conversation.state === "active");
}

/** How many of the visitor's messages were not read: by nobody of the desk, or, where several speak, not here. */
export function unread(conversation) {
  let number = 0;
  for (const { seq, from } of conversation.messages.values()) {
    if (from === "visitor" && seq > conversation.readHere) number += 1;
  }
  return number;
}

/** Since when (ISO) the visitor waits for an answer; null where the last word is the desk's. */
export function waitingForAnswer(conversation) {
  if (!mine(conversation)) return null;
  let since = null;
  for (const { from, at } of thread(conversation)) {
    if (from === "officer") since = null;
    else if (from === "visitor") since ??= at;
  }
  return since;
}

/** The most urgent level stands out whatever else is known. */
export function level(conversation) {
  return conversation.file?.level ?? "standard";
}

/** A dangerous conversation whose visitor is not there any more. */
export function silentDanger(conversation) {
  return mine(conversation) && level(conversation) === "immediate" && conversation.presence !== "here";
}
