// A message translated on an officer's request, beside the original and marked as a machine's words. In this page's
// memory only: it goes with the page.

import { Refusal } from "./api.js";
import { make } from "./dom.js";
import { language } from "./words.js";

export class Translations {
  constructor({ api, store }) {
    Object.assign(this, { api, store });
  }

  /** Asks once for a message; a second asking after a failure tries again. */
  async ask(id, seq) {
    const conversation = this.store.conversations.get(id);
    conversation.translations ??= new Map();
    if (conversation.translations.get(seq)?.text || conversation.translations.get(seq)?.waits) return;
    this.put(conversation, seq, { waits: true, told: "waits" });
    try {
      const { text, from } = await this.api.post(`/desk/conversations/${id}/messages/${seq}/translation`, { to: "fr" });
      this.put(conversation, seq, { text, from, told: "done" });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.put(conversation, seq, { refused: refusal.message, told: refusal.message });
    }
  }

  put(conversation, seq, translation) {
    conversation.translations.set(seq, translation);
    this.store.touched(conversation.id);
  }
}

/** What stands under the message. */
export function translationLines(translation) {
  if (!translation) return null;
  if (translation.waits) return make("p", { class: "entry__translation", role: "status" }, "Traduction demandée…");
  if (translation.refused) return make("p", { class: "entry__translation entry__translation--refused", role: "status" }, translation.refused);
  const from = translation.from ? `, ${language(translation.from)} vers français` : "";
  return make("div", { class: "entry__translation" }, make("p", { class: "entry__machine" }, `Traduction automatique, à vérifier${from}`), make("p", { class: "entry__translated", lang: "fr" }, translation.text));
}
