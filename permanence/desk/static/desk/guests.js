// A second officer in a conversation: whom I invite, who invites me, who is there, and how a guest goes. One officer holds
// the conversation and answers for it; the other speaks there too.

import { Transfers, WHO, summaryField } from "./transfers.js";
import { ask, field } from "./dialog.js";
import { make } from "./dom.js";
import { icon } from "./icons.js";
import { heading, label } from "./words.js";

const SUMMARY = "Ce que votre collègue doit savoir avant de répondre : pourquoi vous l’appelez, où en est l’échange. Chiffré comme les messages.";

/** Beside the one who holds the conversation; the server refuses more. */
export const MOST = 2;
const LOOK_AFTER_MS = 1500;

export class Invitations extends Transfers {
  constructor(parts) {
    super(parts, { root: "invitations", name: "invitations" });
    this.sent = new Map();
    this.takenBack = new Set();
  }

  /** Of an invitation of mine that is over the page says when nobody has come of it. */
  render() {
    super.render();
    const open = new Set(this.open().map(({ id }) => id));
    for (const [id, invitation] of this.sent) if (!open.has(id)) this.over(invitation);
    this.sent = new Map(this.open().filter(({ mine }) => mine).map((each) => [each.id, each]));
  }

  over({ id, to, conversation }) {
    if (this.takenBack.has(id)) return;
    setTimeout(() => {
      const { file } = this.store.conversations.get(conversation) ?? {};
      if (file?.mine && !file.guests.some((guest) => guest.id === to.id)) this.toasts.tell(`${to.name} n’a pas rejoint la conversation ${label(conversation)}.`);
    }, LOOK_AFTER_MS);
  }

  news({ mine, from }) {
    return mine ? null : ["new", `${from.name} vous invite dans une conversation`];
  }

  title({ mine, to, from }) {
    return mine ? `Invitation à ${to.name}` : `${from.name} vous invite`;
  }

  body(invitation) {
    const told = invitation.mine ? null : make("p", { class: "offer__where" }, "Vous écririez à deux ; la conversation reste la sienne.");
    return [...super.body(invitation), told];
  }

  takeBack({ id }) {
    const call = () => this.takenBack.add(id) && this.api.call("DELETE", `/desk/invitations/${id}`);
    return this.button("Retirer l’invitation", {}, call, id);
  }

  async invite({ id, file }) {
    const to = await this.colleagues(file.guests);
    if (!to) return;
    ask({
      id: "dialog-invite",
      title: "Inviter un collègue",
      intro: `${heading(file)}. Votre collègue a une minute pour répondre, puis vous écrirez à deux. La conversation reste la vôtre ; la personne saura qui la rejoint.`,
      fields: [field({ name: "officer", label: "Collègue", hint: WHO, control: to }), summaryField("summary", "Un mot pour votre collègue (facultatif)", SUMMARY)],
      confirm: "Inviter",
      onConfirm: ({ officer, summary }) => this.send(`/desk/conversations/${id}/invitations`, { officer: Number(officer), summary }, "Invitation envoyée."),
    });
  }
}

/** I go, asked once: coming back takes another invitation. */
export function leave({ id, file, acts }) {
  ask({
    id: "dialog-leave",
    title: "Quitter la conversation",
    intro: `${file.officer?.name ?? "Votre collègue"} continue d’y répondre. La personne saura que vous partez ; pour revenir, il faudra une nouvelle invitation.`,
    confirm: "Quitter la conversation",
    cancel: "Rester",
    onConfirm: () => acts.leave(id),
  });
}

/** A guest of mine goes, asked once. */
export function thank({ id, guest, acts }) {
  ask({
    id: "dialog-thank",
    title: `Remercier ${guest.name}`,
    intro: `${guest.name} n’écrira plus dans cette conversation, qui reste la vôtre. La personne en sera avertie.`,
    confirm: "Remercier",
    onConfirm: () => acts.thank(id, guest),
  });
}

/** Who speaks there besides the one who holds it, in a line for the head of its column; nothing where nobody does. */
export function companyLine({ file }) {
  const { guests = [], guest, mine, officer } = file;
  if (!guests.length) return null;
  const names = guests.map(({ name }) => name).join(" et ");
  if (guest) return [icon("people"), make("span", {}, `Vous écrivez ici à l’invitation de ${officer?.name ?? "votre collègue"}`)];
  return [icon("people"), make("span", {}, mine ? `Avec vous : ${names}` : `Sur invitation : ${names}`)];
}
