// What was written and is not yet safe: kept in this tab's own storage, so that a lost connection, a reload or a crash
// of the page loses nothing. Each message keeps its id for ever: sent twice, it is stored once.

const UNSENT = 'attente:';
const DRAFT = 'brouillon:';

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export class Outbox {
  constructor(conversation) {
    this.conversation = conversation;
    this.gone = false;
    this.forgetOthers();
    this.messages = this.stored();
  }

  add(text) {
    const message = { id: newId(), text };
    this.messages.push(message);
    this.store();
    return message;
  }

  remove(id) {
    this.messages = this.messages.filter((message) => message.id !== id);
    this.store();
  }

  get draft() {
    return this.read(DRAFT) || '';
  }

  set draft(text) {
    this.write(DRAFT, text);
  }

  // The visitor left by quick exit: nothing is written any more.
  close() {
    this.gone = true;
  }

  stored() {
    try {
      return JSON.parse(this.read(UNSENT) || '[]');
    } catch {
      return [];
    }
  }

  store() {
    this.write(UNSENT, this.messages.length ? JSON.stringify(this.messages) : '');
  }

  read(kind) {
    try {
      return sessionStorage.getItem(kind + this.conversation);
    } catch {
      return null;
    }
  }

  write(kind, text) {
    if (this.gone) return;
    try {
      if (text) sessionStorage.setItem(kind + this.conversation, text);
      else sessionStorage.removeItem(kind + this.conversation);
    } catch {
      // Storage refused: what was written stays in memory.
    }
  }

  // Another conversation of the same tab leaves nothing to this one.
  forgetOthers() {
    try {
      for (const key of Object.keys(sessionStorage)) {
        if (!key.endsWith(this.conversation)) sessionStorage.removeItem(key);
      }
    } catch {
      // Nothing is stored.
    }
  }
}
