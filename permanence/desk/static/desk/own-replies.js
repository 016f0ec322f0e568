// An officer's own replies: listed, added, changed, deleted, in one dialog that is never left with something lost.

import { ask, choice, field, tell } from "./dialog.js";
import { make } from "./dom.js";
import { Refusal } from "./api.js";

const LANGUAGES = [["fr", "français"], ["en", "anglais"], ["es", "espagnol"], ["pt", "portugais"]];
const HINT = "{officer}, {unit}, {force}, {departement} et {commune} se remplissent seuls ; toute autre mention entre accolades reste à compléter avant l’envoi.";

/** The list, and the way to each. `text` begins a new one. */
export function openOwnReplies({ api, replies, toasts }) {
  const mine = replies.all.filter(({ own }) => own);
  const again = () => openOwnReplies({ api, replies, toasts });
  const dialog = tell({ id: "dialog-own-replies", title: "Mes réponses", body: make("div", { class: "dialog__form" }, list(mine, { edit, remove }), make("button", { type: "button", class: "button", "data-act": "add", on: { click: () => edit(null) } }, "Ajouter une réponse")) });

  function edit(reply) {
    dialog.close();
    askReply({ api, replies, reply, then: again });
  }

  async function remove(reply) {
    try {
      await api.call("DELETE", `/desk/replies/own/${reply.id}`);
      await replies.load();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toasts.warn(refusal.message);
    }
    dialog.close();
    again();
  }
}

function list(mine, { edit, remove }) {
  if (!mine.length) return make("p", {}, "Aucune pour l’instant. Vos réponses ne sont proposées qu’à vous ; celles de la brigade sont tenues par les superviseurs.");
  return make("ul", { class: "own-replies" }, mine.map((reply) => make("li", {}, make("p", {}, make("strong", {}, `/${reply.shortcut}`), make("span", { lang: reply.language }, reply.text)), make("button", { type: "button", class: "button", on: { click: () => edit(reply) } }, "Modifier", make("span", { class: "visually-hidden" }, ` ${reply.shortcut}`)), make("button", { type: "button", class: "button button--plain", on: { click: () => remove(reply) } }, "Supprimer", make("span", { class: "visually-hidden" }, ` ${reply.shortcut}`)))));
}

function askReply({ api, replies, reply, then }) {
  const shortcut = make("input", { maxlength: 30, autocomplete: "off", autocapitalize: "none", spellcheck: "false", value: reply?.shortcut ?? "" });
  const text = make("textarea", { rows: 6, maxlength: 2000 });
  text.value = reply?.text ?? "";
  const dialog = ask({
    id: "dialog-own-reply",
    title: reply ? `Modifier /${reply.shortcut}` : "Ajouter une réponse",
    intro: "N’y mettez ni le nom ni l’adresse d’une personne.",
    fields: [field({ name: "shortcut", label: "Raccourci, tapé après /", hint: "Minuscules sans accent, chiffres et tirets.", control: shortcut }), field({ name: "language", label: "Langue", control: choice(LANGUAGES, reply?.language ?? "fr") }), field({ name: "text", label: "Texte", hint: HINT, control: text })],
    confirm: "Enregistrer",
    onConfirm: async (body) => {
      if (reply) await api.put(`/desk/replies/own/${reply.id}`, body);
      else await api.post("/desk/replies/own", body);
      await replies.load();
    },
  });
  dialog.addEventListener("close", then);
}
