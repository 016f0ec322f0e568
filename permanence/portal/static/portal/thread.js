// The thread: additions only, in the order of their numbers; a message that comes twice is shown once. While the past
// is replayed nothing is read aloud; afterwards each addition is. It never takes the focus, and scrolls only for a
// reader who is at the end.

import { filed } from './filed.js';
import { clock, day, MARK, said } from './words.js';

const NEAR_PX = 160;

export class Thread {
  constructor(element, newer) {
    Object.assign(this, { element, newer, byId: new Map(), numbers: new Set(), last: 0, read: 0, until: 0 });
    element.setAttribute('aria-live', 'off');
    newer.addEventListener('click', () => this.toEnd());
    window.addEventListener('scroll', () => { if (this.isAtEnd()) newer.hidden = true; }, { passive: true });
  }

  // The past ends at this number: whatever is above it is news.
  replayUntil(seq) {
    this.until = seq;
    this.settle();
  }

  // A message of the journal.
  add(message) {
    if (this.numbers.has(message.seq)) return;
    this.note(message.seq);
    const at = new Date(message.at);
    const isNews = message.from !== 'visitor' && message.seq > this.until;
    const known = this.byId.get(message.id) || this.byId.get(message.attachment);
    const stays = this.isAtEnd();
    if (known) this.confirm(known, message.seq, at);
    else this.place(this.article(message, at), message.seq);
    this.settle();
    if (message.seq <= this.until) return;
    if (stays || message.from === 'visitor') this.toEnd();
    else if (isNews) this.newer.hidden = false;
  }

  // One of mine that is not stored yet.
  addWaiting({ id, text, file }) {
    if (this.byId.has(id)) return this.byId.get(id);
    const article = this.article({ id, text, file, from: 'visitor' }, null);
    article.classList.add('said--waiting');
    this.element.append(article);
    this.toEnd();
    return article;
  }

  // It will not be sent.
  withdraw(id) {
    const article = this.byId.get(id);
    this.byId.delete(id);
    if (article) article.remove();
  }

  acknowledge(id, seq, at) {
    const article = this.byId.get(id);
    if (!article || this.numbers.has(seq)) return;
    this.note(seq);
    this.confirm(article, seq, new Date(at));
  }

  markRead(seq) {
    this.read = Math.max(this.read, seq);
    for (const article of this.byId.values()) {
      if (article.dataset.seq && article.mark && Number(article.dataset.seq) <= this.read) article.mark.textContent = MARK.read;
    }
  }

  refuse(id, reason, again) {
    const article = this.byId.get(id);
    if (!article) return;
    article.mark.textContent = `Non envoyé : ${reason} `;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'said__again';
    button.textContent = 'Reprendre ce texte';
    button.addEventListener('click', () => {
      this.withdraw(id);
      again();
    });
    article.mark.append(button);
  }

  toEnd() {
    this.newer.hidden = true;
    window.scrollTo({ top: document.documentElement.scrollHeight });
  }

  isAtEnd() {
    return document.documentElement.scrollHeight - window.scrollY - window.innerHeight < NEAR_PX;
  }

  note(seq) {
    this.numbers.add(seq);
    while (this.numbers.has(this.last + 1)) this.last += 1;
  }

  settle() {
    if (this.last >= this.until) this.element.setAttribute('aria-live', 'polite');
  }

  confirm(article, seq, at) {
    article.classList.remove('said--waiting');
    article.when.textContent = clock(at);
    article.when.dateTime = at.toISOString();
    article.mark.textContent = seq <= this.read ? MARK.read : MARK.sent;
    this.place(article, seq, at);
  }

  // Numbered ones in their order; those that wait stay at the end, those that were refused `after` what stood there.
  place(article, seq) {
    article.dataset.seq = seq;
    let next = null;
    for (let other = this.element.lastElementChild; other; other = other.previousElementSibling) {
      if (other === article || !other.matches('.said')) continue;
      const place = other.dataset.seq || other.dataset.after;
      if (place && Number(place) < seq) break;
      next = other;
    }
    if (article.nextElementSibling !== next || !article.isConnected) this.element.insertBefore(article, next);
    this.dateBefore(article);
  }

  dateBefore(article) {
    const today = day(new Date(article.when.dateTime));
    let before = article.previousElementSibling;
    while (before && !before.matches('.thread__day')) before = before.previousElementSibling;
    if (before && before.textContent === today) return;
    const line = document.createElement('p');
    line.className = 'thread__day';
    line.textContent = today;
    this.element.insertBefore(line, article);
  }

  article(message, at) {
    const article = document.createElement('article');
    article.className = `said said--${message.from}`;
    if (message.event) article.dataset.event = message.event;
    if (message.from === 'officer') article.append(line('p', 'said__who', message.name || 'Un agent'));
    if (message.from === 'visitor') article.append(line('p', 'fr-sr-only', 'Vous'));
    const { file, attachment } = message;
    const text = file && file.name ? filed(file, attachment) : line('p', 'said__text', said(message));
    text.dir = 'auto';
    const foot = line('p', 'said__when', '');
    article.when = line('time', '', at ? clock(at) : '');
    if (at) article.when.dateTime = at.toISOString();
    foot.append(article.when);
    if (message.from === 'visitor') {
      article.mark = line('span', 'said__mark', at ? (message.seq <= this.read ? MARK.read : MARK.sent) : MARK.waiting);
      foot.append(' ', article.mark);
    }
    article.append(text, foot);
    this.byId.set(message.id, article);
    return article;
  }
}

function line(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
