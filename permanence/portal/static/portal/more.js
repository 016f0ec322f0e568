// The sheet behind `+`: what can be added to the conversation besides words. One tap opens it, one chooses.

export class More {
  // `choices`: what each button of the sheet does, by its id. A choice that could not be loaded is not offered.
  constructor(choices) {
    this.button = document.getElementById('more');
    this.sheet = document.getElementById('sheet');
    for (const [id, does] of Object.entries(choices)) {
      const choice = document.getElementById(id);
      choice.hidden = !does;
      choice.addEventListener('click', () => { this.open(false); does(); });
    }
    this.button.hidden = false;
    this.button.addEventListener('click', () => this.open(this.sheet.hidden));
    document.addEventListener('keydown', ({ key }) => { if (key === 'Escape' && !this.sheet.hidden) { this.open(false); this.button.focus(); } });
  }

  open(open) {
    this.sheet.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    if (open) this.sheet.querySelector('button:not([hidden])').focus();
  }
}
