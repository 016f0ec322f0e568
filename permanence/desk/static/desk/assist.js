// What helps an officer write: suggestions above the box, the list that `/` opens, and the last look before a message
// leaves. A message in which something is left to complete stays in the box, with that place selected.

import { fill, make, say } from "./dom.js";
import { preference } from "./preferences.js";
import { filled, toComplete } from "./replies.js";
import { Slash, write } from "./slash.js";
import { suggested } from "./suggestions.js";

export class Assist {
  /** `conversation()` and `me()` as they are now. */
  constructor({ id, composer, conversation, me, replies, commands }) {
    Object.assign(this, { composer, conversation, me, replies, commands });
    this.preview = make("p", { class: "slash__preview", hidden: true });
    this.slash = new Slash({ id, box: composer.box, offers: (query) => this.offers(query), preview: (item) => this.show(item) });
    this.chips = make("div", { class: "suggested", role: "group", "aria-label": "Réponses suggérées", hidden: true });
    this.left = make("p", { class: "composer__left", role: "alert", hidden: true });
    this.menu = make("div", { class: "slash-frame" }, this.preview, this.slash.list);
    this.chips.addEventListener("mousedown", (event) => event.preventDefault());
    composer.root.prepend(this.menu, this.chips, this.slash.said, this.left);
  }

  get language() {
    return this.conversation()?.file?.language ?? "fr";
  }

  offers(query) {
    const commands = this.commands.matching(query).map((command) => this.command(command));
    const first = query ? [] : suggested(this.conversation(), this.replies).map((reply) => this.reply(reply, "Suggérées maintenant"));
    const replies = this.replies.matching(query, this.language).map((reply) => this.reply(reply, query ? "Réponses" : this.replies.themes.get(reply.theme)));
    const exact = query && commands[0]?.name.startsWith(query);
    return exact ? [...commands, ...replies] : [...first, ...replies, ...commands];
  }

  reply(reply, group) {
    const text = filled(reply.text, { me: this.me(), file: this.conversation()?.file });
    return { kind: "reply", name: reply.shortcut, words: text, group, take: (place) => this.insert(text, place) };
  }

  command(command) {
    const take = (place) => {
      write(this.composer.box, place, "");
      this.commands.run(command);
    };
    return { kind: "command", name: command.name, words: command.words, group: "Commandes", take };
  }

  show(item) {
    this.preview.hidden = item?.kind !== "reply";
    say(this.preview, this.preview.hidden ? "" : item.words);
  }

  /** At the caret, what is to complete selected. */
  insert(text, place = this.caret()) {
    const { box } = this.composer;
    write(box, place, text);
    const next = toComplete(box.value, place.start);
    if (next && next.start < place.start + text.length) box.setSelectionRange(next.start, next.end);
  }

  caret() {
    const { box } = this.composer;
    return { start: box.selectionStart, end: box.selectionEnd };
  }

  /** After each change of the text. */
  typed() {
    this.left.hidden = true;
    this.slash.look();
    this.suggest();
  }

  /** Whether the message must stay: something is left to complete, or it is a command that nobody chose. */
  holdsBack(text) {
    const next = toComplete(text);
    const command = /^\/\S*$/.test(text.trim());
    if (next) say(this.left, `À compléter avant l’envoi : ${next.name}`);
    else if (command) say(this.left, "Une commande ne s’envoie pas : choisissez dans la liste, ou effacez-la.");
    this.left.hidden = !next && !command;
    if (next) this.composer.box.setSelectionRange(next.start, next.end);
    if (next || command) this.composer.box.focus();
    return Boolean(next || command);
  }

  /** Only above an empty box; their place is kept while something is written, so that nothing moves under the eye. */
  suggest() {
    const conversation = this.conversation();
    const wanted = preference("suggestions") && conversation?.loaded ? suggested(conversation, this.replies) : [];
    this.chips.dataset.quiet = String(this.composer.box.value !== "");
    const told = wanted.map(({ id }) => id).join(" ") + (this.me()?.name ?? "");
    this.chips.hidden = wanted.length === 0;
    if (this.chips.dataset.told === told) return;
    this.chips.dataset.told = told;
    fill(this.chips, wanted.map((reply) => this.chip(reply)));
  }

  chip(reply) {
    const { words } = this.reply(reply, "");
    return make("button", { type: "button", class: "suggested__one", title: words, "aria-label": `Insérer : ${words}`, "data-reply": reply.shortcut, on: { click: () => this.insert(filled(reply.text, { me: this.me(), file: this.conversation()?.file })) } }, `/${reply.shortcut}`);
  }
}
