// One tab for each open conversation, in the order they came: where, how urgent, unread, how long it waits for me.

import { levelChip } from "./chips.js";
import { now } from "./clock.js";
import { level, mine, speaks, thread, unread, waitingForAnswer } from "./conversation.js";
import { fill, make, place, reconcile, set } from "./dom.js";
import { icon } from "./icons.js";
import { STANDINGS, tone, underWay } from "./intervention-words.js";
import { late } from "./needs.js";
import { unreadWords } from "./thread.js";
import { LEVELS, duration, heading, label } from "./words.js";

export class TabsView {
  constructor({ store, drafts, show }) {
    Object.assign(this, { store, drafts });
    this.root = place("tabs");
    this.root.addEventListener("click", (event) => {
      const id = event.target.closest("[data-conversation]")?.dataset.conversation;
      if (id) show(id);
    });
  }

  render() {
    const tabs = this.store.tabs().filter(({ file }) => file);
    this.root.hidden = tabs.length === 0;
    reconcile(this.root, tabs, {
      key: ({ id }) => id,
      create: ({ id }) => make("button", { type: "button", class: "tab", "data-conversation": id }),
      update: (node, conversation) => this.update(node, conversation, tabs.indexOf(conversation) + 1),
    });
  }

  update(node, conversation, number) {
    const { id, file } = conversation;
    const facts = this.facts(conversation, number);
    set(node, "data-level", level(conversation));
    set(node, "data-mine", String(mine(conversation)));
    set(node, "data-state", conversation.state);
    set(node, "data-late", String(late(conversation, now())));
    set(node, "data-in-sight", String(this.store.slots.includes(id)));
    set(node, "aria-current", this.store.focus === id ? "true" : null);
    set(node, "aria-label", `Conversation ${number}, ${heading(file)}${level(conversation) === "standard" ? "" : `, ${LEVELS[level(conversation)].word.toLowerCase()}`}${facts.state === "guest" ? ", sur invitation" : ""}${unreadWords(facts.unread)}${facts.wait ? `, attend depuis ${facts.wait}` : ""}${facts.emergency ? `, intervention : ${facts.emergency.word.toLowerCase()}` : ""}${facts.draft ? ", brouillon" : ""}`);
    set(node, "title", `Conversation ${label(id)}`);
    const told = JSON.stringify([facts, level(conversation), heading(file)]);
    if (node.dataset.told === told) return;
    node.dataset.told = told;
    fill(node, ...content(conversation, facts));
  }

  facts(conversation, number) {
    const isLate = late(conversation, now());
    return {
      number: number <= 10 ? number % 10 : null,
      words: lastWords(conversation),
      emergency: emergency(conversation),
      unread: speaks(conversation) ? unread(conversation) : 0,
      wait: isLate ? duration(now() - Date.parse(waitingForAnswer(conversation))) : "",
      state: mine(conversation) ? "" : speaks(conversation) ? "guest" : conversation.state,
      draft: speaks(conversation) && !this.store.slots.includes(conversation.id) && this.drafts.draft(conversation.id) !== "",
    };
  }
}

function content(conversation, facts) {
  const sign = { ended: "Terminée", waiting: "En file", active: "Lecture" }[facts.state];
  const line = [
    facts.number !== null && make("kbd", {}, String(facts.number)),
    level(conversation) !== "standard" && levelChip(level(conversation), { short: true }),
    make("span", { class: "tab__where" }, heading(conversation.file)),
    sign && make("span", { class: "tab__state" }, facts.state === "active" && icon("eye"), sign),
    facts.unread > 0 && make("span", { class: "tab__unread" }, String(facts.unread)),
  ];
  const under = [
    facts.state === "guest" && make("span", { class: "tab__state tab__guest" }, icon("people"), "Invité"),
    facts.emergency && make("span", { class: "tab__emergency", "data-tone": facts.emergency.tone }, facts.emergency.word),
    facts.draft && make("span", { class: "tab__draft", title: "Brouillon gardé" }, icon("draft")),
    make("span", { class: "tab__words" }, facts.words),
    facts.wait && make("span", { class: "tab__wait" }, facts.wait),
  ];
  return [make("span", { class: "tab__line" }, line), make("span", { class: "tab__line tab__line--under" }, under)];
}

/** Where its intervention stands, while there is one. */
function emergency(conversation) {
  const one = underWay(conversation);
  return one && { word: STANDINGS[one.state].short, tone: tone(one) };
}

/** What tells it from nine others: the last thing that the person said. */
function lastWords(conversation) {
  const said = thread(conversation).findLast(({ from }) => from === "visitor");
  return said ? [...said.text].slice(0, 80).join("") : "";
}
