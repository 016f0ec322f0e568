// Files that she sends: chosen, on their way one after the other, each with its own line in the thread; and a file of the
// thread asked for again. No name, no content and no picture is kept in the browser: a page that is loaded anew knows
// only that something was under way, and says so.

import { named, sent, short, size } from './filed.js';
import { newId } from './outbox.js';
import { Upload } from './upload.js';

const INTERRUPTED = 'La page a été rechargée : un fichier n’était pas encore parti. Choisissez-le de nouveau avec « + ».';
const SAID = {
  queued: 'En attente',
  offline: 'En pause : pas de réseau. L’envoi reprendra.',
  retrying: 'Réseau faible : nouvel essai',
  later: 'Un instant : l’envoi reprend bientôt',
  ended: 'Non envoyé : la conversation est terminée.',
};
const EMPTY = 'Ce fichier est vide. Ouvrez-le pour vérifier, puis choisissez-le de nouveau.';
const UNREADABLE = 'Votre appareil n’a pas pu lire ce fichier. Choisissez-le de nouveau.';
const TAKE = 'L’enregistrer le remet sur cet appareil. Effacez-le ensuite si quelqu’un peut regarder.';

export class Files {
  // `most`: bytes of the largest file; `shown()`: the thread has something to show now.
  constructor({ conversation, secret, thread, most, shown }) {
    Object.assign(this, { conversation, secret, thread, most, shown, waiting: [], current: null, over: false });
    this.key = `fichiers:${conversation}`;
    for (const name of ['pick-photo', 'pick-file', 'files-note', 'files-said', 'files-alert']) this[name] = document.getElementById(name);
    for (const picker of [this['pick-photo'], this['pick-file']]) {
      picker.addEventListener('change', () => {
        for (const file of [...picker.files]) this.take(file);
        picker.value = '';
      });
    }
    thread.element.addEventListener('click', ({ target }) => this.pressed(target));
    if (this.count()) this.note(INTERRUPTED);
  }

  take(file) {
    this.note('');
    const line = new Line(this.thread, { id: newId(), file: { name: file.name, type: file.type, size: file.size } });
    this.shown();
    line.cancel = () => this.cancel(line);
    if (!file.size) line.refuse(EMPTY);
    else if (file.size > this.most) line.refuse(this.tooLarge(file));
    else {
      this.waiting.push({ line, file });
      line.say(SAID.queued);
      this.next();
      return;
    }
    this.alert(line.refused);
  }

  tooLarge(file) {
    const how = file.type.startsWith('video/') ? 'Coupez la vidéo en plusieurs parties' : 'Envoyez-le en plusieurs parties';
    return `Ce fichier fait ${size(file.size)}, la limite est de ${size(this.most)}. ${how}, ou décrivez ici ce qu’il montre.`;
  }

  next() {
    this.count(this.waiting.length + (this.current ? 1 : 0));
    if (this.current || !this.waiting.length || this.over) return;
    const { line, file } = this.waiting.shift();
    const { conversation, secret } = this;
    line.progress(0);
    line.upload = new Upload({ id: line.id, file, conversation, secret, tell: (state, value) => this.told(line, state, value) });
    this.current = line;
    line.upload.run();
  }

  told(line, state, value) {
    if (state === 'sending') line.progress(value);
    else if (state === 'sent') this.settle(line, value);
    else if (state === 'refused') this.refused(line, value);
    else line.say(SAID[state], state);
    if (state === 'offline') this.say(`${line.name} : ${SAID.offline}`);
  }

  settle(line, { attachment, seq }) {
    if (line.isOver) return;
    line.done(attachment);
    this.thread.acknowledge(line.id, seq, new Date().toISOString());
    this.say(sent(line.file));
    this.free(line);
  }

  // The thread shows it: it is kept, whatever became of the answer.
  arrived(attachment) {
    if (!this.current || this.current.id !== attachment) return;
    const line = this.current;
    line.upload.stop();
    line.done(attachment);
    this.say(sent(line.file));
    this.free(line);
  }

  refused(line, { status, content }) {
    const detail = content.detail || (status === 0 ? UNREADABLE : 'Ce fichier n’a pas pu être envoyé. Essayez avec un autre, ou décrivez ici ce qu’il montre.');
    const errors = Object.values(content.errors || {}).filter((text) => text !== detail);
    line.refuse([detail, ...errors].join(' '));
    this.alert(line.refused);
    this.free(line);
  }

  free(line) {
    if (this.current === line) this.current = null;
    this.next();
  }

  cancel(line) {
    if (line.upload) line.upload.cancel();
    this.waiting = this.waiting.filter((one) => one.line !== line);
    line.remove();
    this.say('Envoi annulé.');
    document.getElementById('more').focus();
    this.free(line);
  }

  // Nothing can be sent any more.
  stop() {
    const lines = [this.current, ...this.waiting.map(({ line }) => line)].filter(Boolean);
    this.waiting = [];
    this.current = null;
    for (const line of lines) {
      if (line.upload) line.upload.stop();
      line.refuse(SAID.ended);
    }
    this.count(0);
  }

  // Gone by quick exit: nothing more leaves, nothing is written.
  leave() {
    this.over = true;
    if (this.current) this.current.upload.stop();
    this.waiting = [];
  }

  pressed(target) {
    const name = target.closest('[data-attachment]');
    if (!name) return;
    const block = name.closest('.filed');
    const open = name.getAttribute('aria-expanded') === 'true';
    name.setAttribute('aria-expanded', String(!open));
    if (open) block.nextElementSibling.remove();
    else {
      block.after(this.offer(name.dataset.attachment, name.title));
      block.parentElement.scrollIntoView({ block: 'nearest' });
    }
  }

  // Asked for again: it says first what that leaves on the device.
  offer(attachment, name) {
    const box = make('div', 'filed__take');
    const said = make('p', 'filed__said', TAKE);
    const button = make('button', 'filed__button', 'Enregistrer sur cet appareil');
    said.setAttribute('role', 'status');
    button.type = 'button';
    button.addEventListener('click', () => this.fetch(attachment, name, { said, button }));
    box.append(said, button);
    return box;
  }

  async fetch(attachment, name, { said, button }) {
    button.disabled = true;
    said.textContent = 'Téléchargement en cours';
    try {
      const answer = await fetch(`/api/v1/conversations/${this.conversation}/attachments/${attachment}`, { headers: { Authorization: `Bearer ${this.secret}` }, cache: 'no-store' });
      if (!answer.ok) throw new Error(String(answer.status));
      save(await answer.blob(), name);
      said.textContent = 'Téléchargé sur cet appareil. Effacez-le ensuite si quelqu’un peut regarder.';
    } catch {
      said.textContent = 'Le téléchargement n’a pas abouti. Réessayez quand le réseau est meilleur.';
      button.disabled = false;
    }
  }

  // How many are not there yet, remembered by this tab alone: a number, never a name.
  count(number) {
    try {
      if (number === undefined) return Number(sessionStorage.getItem(this.key)) || 0;
      if (this.over) return 0;
      if (number) sessionStorage.setItem(this.key, String(number));
      else sessionStorage.removeItem(this.key);
    } catch {
      // Storage refused: a reload will not be told.
    }
    return number || 0;
  }

  note(text) {
    this['files-note'].textContent = text;
    this['files-note'].hidden = !text;
  }

  say(text) {
    this['files-said'].textContent = text;
  }

  alert(text) {
    this['files-alert'].textContent = text;
  }
}

// A file's place in the thread until it is there.
class Line {
  constructor(thread, { id, file }) {
    Object.assign(this, { thread, id, file, name: short(file.name), isOver: false, refused: '', upload: null });
    this.article = thread.addWaiting({ id, file });
    this.state = make('span', 'filed__state');
    this.bar = document.createElement('progress');
    this.bar.max = 100;
    this.bar.setAttribute('aria-label', `Envoi de ${this.name}`);
    this.button = make('button', 'filed__button', 'Annuler');
    this.button.type = 'button';
    this.button.setAttribute('aria-label', `Annuler l’envoi de ${this.name}`);
    this.button.addEventListener('click', () => this.cancel());
    this.block = make('div', 'filed__sending');
    this.block.setAttribute('aria-live', 'off');
    const line = make('p', 'filed__line');
    line.append(this.state, this.button);
    this.block.append(this.bar, line);
    this.article.mark.textContent = '';
    this.article.querySelector('.filed').after(this.block);
    thread.toEnd();
  }

  progress(bytes) {
    const percent = Math.min(99, Math.floor((100 * bytes) / this.file.size));
    this.bar.value = percent;
    this.say(`Envoi ${percent} %`);
  }

  say(text, tone = '') {
    if (this.state.textContent !== text) this.state.textContent = text;
    const stays = tone && this.thread.isAtEnd();
    if (tone) this.block.dataset.tone = tone;
    else delete this.block.dataset.tone;
    if (stays) setTimeout(() => this.thread.toEnd());
  }

  refuse(reason) {
    this.isOver = true;
    this.refused = reason;
    this.bar.remove();
    this.say(reason, 'refused');
    this.button.textContent = 'Retirer';
    this.button.setAttribute('aria-label', `Retirer ${this.name} de la liste`);
    this.article.classList.add('said--refused');
    this.article.dataset.after = this.thread.last;
    this.article.scrollIntoView({ block: 'nearest' });
    this.cancel = () => { this.remove(); document.getElementById('more').focus(); };
  }

  done(attachment) {
    this.isOver = true;
    const held = this.block.contains(document.activeElement);
    this.block.remove();
    named(this.article.querySelector('.filed'), attachment);
    if (held) this.article.querySelector('.filed__name').focus();
  }

  remove() {
    this.isOver = true;
    this.thread.withdraw(this.id);
  }
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function make(tag, className, text = '') {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
