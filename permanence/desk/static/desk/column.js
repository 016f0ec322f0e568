// One conversation in sight: who it is, whether they are there, what was said, and where to answer.

import { levelChip } from "./chips.js";
import { now } from "./clock.js";
import { silence } from "./closing.js";
import { Assist } from "./assist.js";
import { Composer } from "./composer.js";
import { debrief } from "./debrief.js";
import { level, mine, silentDanger, speaks, waitingForAnswer } from "./conversation.js";
import { crossButton } from "./dialog.js";
import { fill, make, say, set } from "./dom.js";
import { Finder } from "./finder.js";
import { companyLine } from "./guests.js";
import { icon } from "./icons.js";
import { InterventionButton } from "./intervention-button.js";
import { late } from "./needs.js";
import { presenceLook, presenceWords } from "./presence.js";
import { Thread } from "./thread.js";
import { countdown } from "./watchdog.js";
import { duration, heading, label } from "./words.js";

export class Column {
  constructor({ id, store, drafts, outbox, say: send, acts, close, craft }) {
    Object.assign(this, { id, store, outbox, acts, craft });
    const conversation = () => this.conversation;
    this.thread = new Thread({ takeBack: (message) => this.composer.add(outbox.takeBack(message)), use: (tool, seq) => craft.use(id, tool, seq), see: (file) => craft.see(id, file) });
    const assist = (composer) => new Assist({ id, composer, conversation, me: () => store.me, replies: craft.replies, commands: craft.commands });
    this.composer = new Composer({ id, drafts, outbox, assist, typing: () => send({ type: "typing", conversation: id }) });
    this.finder = new Finder({ log: this.thread.log, conversation, elsewhere: (text) => craft.search(id, text), back: () => this.write() });
    this.number = make("kbd", { class: "column__number", "aria-hidden": "true", hidden: true });
    this.level = make("span", { class: "column__level" });
    this.title = make("h2", { class: "column__title" });
    this.presence = make("p", { class: "column__presence" });
    this.wait = make("p", { class: "column__wait", hidden: true });
    this.silence = make("p", { class: "column__silence", hidden: true });
    this.company = make("p", { class: "column__company", hidden: true });
    this.watch = make("p", { class: "column__watch", role: "status", hidden: true });
    this.typing = make("p", { class: "column__typing", role: "status" });
    this.emergency = new InterventionButton({ id, panel: craft.panel });
    this.close = crossButton("Retirer cette conversation de l’écran", () => close(id));
    this.instead = make("div", { class: "column__instead", hidden: true });
    const name = make("span", { class: "column__id", title: "Numéro à citer à un collègue" }, label(id));
    const head = make("header", { class: "column__head" }, make("div", { class: "column__line" }, this.number, this.level, this.wait, this.silence, this.emergency.root, this.close), this.title, make("div", { class: "column__line" }, this.presence, this.watch, name), this.company);
    this.root = make("article", { class: "column", tabindex: "-1", "data-conversation": id }, head, this.finder.root, this.thread.root, this.typing, this.composer.root, this.instead);
  }

  get conversation() {
    return this.store.conversations.get(this.id);
  }

  render() {
    const { conversation } = this;
    if (!conversation?.file) return;
    const own = speaks(conversation);
    const where = heading(conversation.file);
    say(this.title, where);
    set(this.root, "aria-label", `Conversation ${label(this.id)}, ${where}`);
    set(this.root, "data-level", level(conversation));
    set(this.root, "data-state", conversation.state);
    set(this.root, "data-mine", String(mine(conversation)));
    set(this.root, "data-guest", conversation.file.guest ? "true" : null);
    if (this.level.dataset.level !== level(conversation)) {
      this.level.dataset.level = level(conversation);
      fill(this.level, levelChip(level(conversation)));
    }
    this.thread.tools = own ? this.craft.tools : [];
    this.thread.render(conversation, this.outbox.of(this.id), this.store.me?.name);
    this.composer.root.hidden = !own;
    this.close.hidden = own;
    this.insteadOfWriting(conversation, own);
    this.showCompany(conversation);
    this.composer.assist.suggest();
    this.finder.refresh();
    this.tick();
  }

  /** The digit of its tab, so that the eye finds the key. */
  numbered(number) {
    this.number.hidden = number > 10;
    say(this.number, String(number % 10));
  }

  /** What changes with time alone. */
  tick() {
    const { conversation } = this;
    if (!conversation?.file) return;
    const look = presenceLook(conversation.presence);
    if (this.presence.dataset.presence !== conversation.presence) {
      this.presence.dataset.presence = conversation.presence;
      this.presence.dataset.tone = look.tone;
      fill(this.presence, icon(look.icon), make("span"));
    }
    say(this.presence.lastElementChild, presenceWords(conversation.presence, conversation.since, now()));
    const isLate = late(conversation, now());
    set(this.root, "data-late", String(isLate));
    set(this.root, "data-silent", String(silentDanger(conversation)));
    this.wait.hidden = !isLate;
    if (isLate) say(this.wait, `attend depuis ${duration(now() - Date.parse(waitingForAnswer(conversation)))}`);
    const quiet = silence(conversation, now());
    this.silence.hidden = !quiet;
    if (quiet) {
      say(this.silence, quiet.text);
      set(this.silence, "data-tone", quiet.tone);
    }
    this.countdown(countdown(conversation, now()));
    this.emergency.render(conversation);
    say(this.typing, typingWords(conversation));
  }

  showCompany({ file, state }) {
    const told = JSON.stringify([state, file.guests, file.guest, file.mine, file.officer]);
    if (this.company.dataset.told === told) return;
    this.company.dataset.told = told;
    const line = state === "active" ? companyLine({ file }) : null;
    this.company.hidden = !line;
    fill(this.company, line);
  }

  countdown(runs) {
    this.watch.hidden = !runs;
    set(this.root, "data-watch", runs?.tone ?? "");
    if (runs) say(this.watch, runs.text);
  }

  insteadOfWriting(conversation, own) {
    this.instead.hidden = own;
    if (own) return;
    const { officer } = conversation.file;
    const told = `${conversation.state} ${officer?.name ?? ""} ${conversation.file.debrief}`;
    if (this.instead.dataset.told === told) return;
    this.instead.dataset.told = told;
    const take = make("button", { type: "button", class: "button button--main", on: { click: () => this.acts.claim(this.id) } }, "Prendre cette conversation");
    const words = {
      ended: ["Conversation terminée. Le fil reste lisible tant que cet onglet est ouvert.", conversation.file.debrief && debrief(this.id, this.acts)],
      waiting: ["La personne attend dans la file. ", take],
      active: [officer ? `${officer.name} répond à cette personne. Vous lisez, sans pouvoir écrire.` : "Un autre agent répond. Vous lisez, sans pouvoir écrire."],
    };
    fill(this.instead, icon({ active: "eye", waiting: "clock" }[conversation.state] ?? "check"), make("p", {}, words[conversation.state] ?? []));
  }

  /** A message in sight, and for a moment marked. */
  goTo(seq) {
    const entry = this.thread.log.querySelector(`.entry[data-seq="${seq}"]`);
    entry?.scrollIntoView({ block: "center" });
    if (entry) set(entry, "data-found", "current");
  }

  write() {
    if (this.composer.root.hidden) this.root.focus();
    else this.composer.box.focus();
  }
}

/** That she is typing; and what, where the deployment shows it and her page has told her so. That the other officer is. */
function typingWords({ typingUntil, typed, colleague }) {
  const other = colleague.until > Date.now() ? `${colleague.name} est en train d’écrire` : "";
  if (typingUntil <= Date.now()) return other;
  return [typed?.trim() ? `Pas encore envoyé : « ${typed.trim()} »` : "La personne est en train d’écrire", other].filter(Boolean).join(" · ");
}
