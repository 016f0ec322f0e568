// What an officer typed and did not send yet, kept in this tab only (sessionStorage ends with it), by officer: a
// reload, a lost session or a crash of the page loses nothing, and the next officer on this machine finds nothing.

const PREFIX = "permanence.";

export class Drafts {
  constructor(officer) {
    this.prefix = `${PREFIX}${officer}.`;
    this.forgetOthers();
  }

  forgetOthers() {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && !key.startsWith(this.prefix)) sessionStorage.removeItem(key);
    }
  }

  draft(conversation) {
    return sessionStorage.getItem(`${this.prefix}draft.${conversation}`) ?? "";
  }

  keepDraft(conversation, text) {
    this.keep(`draft.${conversation}`, text);
  }

  /** Messages said but not yet stored by the server. */
  unsent() {
    return JSON.parse(sessionStorage.getItem(`${this.prefix}unsent`) ?? "[]");
  }

  keepUnsent(messages) {
    this.keep("unsent", messages.length ? JSON.stringify(messages) : "");
  }

  /** Which conversations were in sight, and which had the focus. */
  view() {
    return JSON.parse(sessionStorage.getItem(`${this.prefix}view`) ?? '{"slots": [], "focus": null}');
  }

  keepView(view) {
    this.keep("view", JSON.stringify(view));
  }

  /** Anything else that must outlive a reload, by its name. */
  read(name) {
    return sessionStorage.getItem(this.prefix + name) ?? "";
  }

  /** What follows `beginning` in the names of what is kept. */
  names(beginning) {
    const start = this.prefix + beginning;
    return Object.keys(sessionStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  keep(name, text) {
    if (text) sessionStorage.setItem(this.prefix + name, text);
    else sessionStorage.removeItem(this.prefix + name);
  }

  /** Whether something is written and not sent: asked before signing out. */
  any() {
    const looks = [`${this.prefix}view`, `${this.prefix}panel`, `${this.prefix}dossier`];
    return Object.keys(sessionStorage).some((key) => key.startsWith(this.prefix) && !looks.includes(key));
  }

  forgetAll() {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
