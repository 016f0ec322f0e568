// Who is typing? The word agreed with her, and the mark that the author may be reading: the server then refuses whatever
// would betray to whom she writes.

import { ask, field, reasonField } from "./dialog.js";
import { make } from "./dom.js";

/** The section of the file: the word to ask for, and both acts. */
export function doubts({ id, file }, acts) {
  const { check_word: word, author_may_read: doubted } = file;
  return [
    doubted && make("p", { class: "file__doubt" }, "L’auteur lit peut-être. Les mots qui révèlent à qui elle écrit sont refusés ; les étapes d’une intervention ne s’affichent plus chez elle."),
    word ? make("p", {}, "Mot de contrôle : ", make("strong", {}, word)) : make("p", { class: "file__by" }, "Aucun mot de contrôle convenu."),
    make("div", { class: "file__answers" }, button("check-word", word ? "Changer le mot" : "Noter un mot convenu", () => keepWord(id, word, acts)), button("doubt", doubted ? "Lever la mention" : "L’auteur lit peut-être", () => doubt(id, !doubted, acts), doubted ? "" : "button--danger")),
  ];
}

function button(name, text, click, tone = "") {
  return make("button", { type: "button", class: `button ${tone}`, "data-act": name, on: { click } }, text);
}

function keepWord(id, word, acts) {
  ask({
    id: "dialog-check-word",
    title: "Mot de contrôle",
    intro: "Un mot que vous seuls connaissez, convenu quand elle écrit librement. Après un silence ou un changement de ton, demandez-le : qui ne le donne pas n’est pas elle, ou n’écrit pas librement.",
    fields: [field({ name: "word", label: "Mot convenu", hint: "Chiffré comme les messages. Vide : oublié.", control: make("input", { maxlength: 80, autocomplete: "off", value: word ?? "" }) })],
    confirm: "Enregistrer",
    onConfirm: (values) => acts.api.put(`/desk/conversations/${id}/check-word`, values),
  });
}

function doubt(id, mayRead, acts) {
  ask({
    id: "dialog-doubt",
    title: mayRead ? "L’auteur lit peut-être" : "Lever la mention",
    intro: mayRead
      ? "Vos messages ne pourront plus contenir de mot qui révèle à qui elle écrit. Les étapes d’une intervention ne lui seront plus affichées ; le centre opérationnel continue."
      : "Vous pourrez de nouveau tout écrire, et les étapes d’une intervention s’afficheront chez elle.",
    fields: [reasonField({ required: true, hint: "Ce qui vous fait douter, ou ce qui vous rassure. Inscrit au journal avec votre nom." })],
    confirm: mayRead ? "Mettre la mention" : "Lever la mention",
    tone: mayRead ? "danger" : "main",
    onConfirm: ({ reason }) => acts.api.put(`/desk/conversations/${id}/author-may-read`, { may_read: mayRead, reason }),
  });
}
