// What comes next for her: the card of whoever receives her and of the appointment, kept in step with the server while
// the page is open; her answer, without leaving what she was writing.

const SOON_MS = 400;
const SILENT = 'La réponse n’est pas passée : le réseau ne répond pas. Réessayez dans un instant.';

export class Suite {
  constructor({ conversation, secret, root }) {
    Object.assign(this, { root, address: root.dataset.cards, url: `/api/v1/conversations/${conversation}/appointments`, later: 0 });
    this.headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` };
    root.addEventListener('click', (event) => this.press(event));
  }

  // Something may have changed: looked up once for all that is told until then.
  look() {
    if (!this.later) this.later = setTimeout(() => this.fetch(), SOON_MS);
  }

  async fetch() {
    this.later = 0;
    try {
      const answer = await fetch(this.address, { headers: { Accept: 'text/html' } });
      if (answer.status === 200) this.show(await answer.text());
    } catch {
      // The next change, or the next time the page is opened, asks again.
    }
  }

  // Replaced only where it differs; a word begun, the place of the hand, what was folded and what was opened stay.
  show(html) {
    if (html === this.html) return;
    this.html = html;
    const isFolded = this.root.querySelector('details:not([open])')?.classList.contains('suite');
    const words = [...this.root.querySelectorAll('textarea')].map(({ id, value }) => [id, value]);
    const opened = [...this.root.querySelectorAll('.suite__other[open] textarea')].map(({ id }) => id);
    const hand = this.root.contains(document.activeElement) ? document.activeElement : null;
    this.root.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.children);
    this.root.hidden = !this.root.firstElementChild;
    if (isFolded && this.root.firstElementChild) this.root.firstElementChild.open = false;
    for (const field of opened.map((id) => document.getElementById(id)).filter(Boolean)) field.closest('details').open = true;
    for (const [id, value] of words.filter(([, one]) => one)) this.bring(id, value);
    if (hand) this.hold(hand);
  }

  // Where the appointment is gone, what she had begun to say of it goes into the box.
  bring(id, value) {
    const field = document.getElementById(id);
    if (field) {
      field.value = value;
      field.closest('details').open = true;
      return;
    }
    const box = document.getElementById('text');
    if (!box) return;
    box.value = [box.value, value].filter(Boolean).join('\n');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }

  hold({ id, selectionStart, selectionEnd }) {
    const again = (id && document.getElementById(id)) || this.root.querySelector('.suite__title') || document.getElementById('text');
    again?.focus({ preventScroll: true });
    if (again?.id === id && selectionStart !== undefined) again.setSelectionRange(selectionStart, selectionEnd);
  }

  press(event) {
    const button = event.target.closest('button[data-answer]');
    if (!button) return;
    event.preventDefault();
    this.answer(button);
  }

  async answer(button) {
    const { answer, appointment, revision } = button.dataset;
    const reason = answer === 'decline' ? document.getElementById(`word-${appointment}`).value : '';
    button.disabled = true;
    const refusal = await this.post(`${this.url}/${appointment}/${answer}`, { revision: Number(revision), reason });
    button.disabled = false;
    if (refusal !== SILENT) {
      this.html = '';
      if (!refusal) for (const field of this.root.querySelectorAll('textarea')) field.value = '';
      await this.fetch();
    }
    this.say(refusal);
  }

  async post(path, body) {
    try {
      const response = await fetch(path, { method: 'POST', headers: this.headers, body: JSON.stringify(body) });
      if (response.ok) return '';
      return (await response.json()).detail || SILENT;
    } catch {
      return SILENT;
    }
  }

  say(text) {
    this.root.querySelector('.suite__error')?.remove();
    if (!text) return;
    const line = document.createElement('p');
    line.className = 'suite__error';
    line.setAttribute('role', 'alert');
    line.textContent = text;
    this.root.hidden = false;
    (this.root.querySelector('.suite__title') ?? this.root).after(line);
  }
}
