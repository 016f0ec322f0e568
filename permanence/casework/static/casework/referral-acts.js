// What the desk may do with a referral: a note, taking it back, telling her, reopening it; on behalf of an association,
// writing down what it answers; a supervisor, saying that they have seen it. Each asks once, in a dialog that keeps what
// is typed.

import { ask, choice, field } from "../desk/dialog.js";
import { make } from "../desk/dom.js";
import { OUTCOMES, UNDER_WAY } from "./referral-words.js";

export class ReferralActs {
  constructor({ referrals, supervises, acts }) {
    Object.assign(this, { referrals, supervises, acts });
  }

  /** The buttons of one referral, the expected one first. */
  buttons(one) {
    const open = UNDER_WAY.includes(one.state);
    const may = (act) => one.next.includes(act);
    const calls = one.ground !== "agreement" || one.state === "refused";
    return [
      this.supervises && calls && !one.noticed_at && this.button("notice", "J’ai vu", () => this.acts.try(() => this.referrals.step(one, "notice"))),
      ...(one.to.kind === "partner" ? this.ofPartner(one, may) : []),
      !one.told_at && open && this.button("tell", "Le lui dire", () => this.words(one, "tell", "told", "Ce que vous lui dites", "Sa page dira qui la reçoit, dès maintenant.")),
      open && this.button("note", "Note", () => this.words(one, "note", "text", "Votre note", `Lue par ${one.to.name} comme par la brigade, jamais par elle.`)),
      may("reopen") && this.button("reopen", "Rouvrir", () => this.words(one, "reopen", "reason", "Motif", "Elle reprend là où elle en était, avec son histoire.")),
      may("recall") && this.button("recall", one.state === "refused" ? "En prendre acte" : "Retirer", () => this.words(one, "recall", "reason", "Motif", one.state === "refused" ? "Rien n’est transmis ailleurs ; elle ne vous appelle plus." : "Qui l’a reçue ne la verra plus. Un rendez-vous prévu est annulé.")),
    ];
  }

  ofPartner(one, may) {
    const { appointment } = one;
    const said = "Ce que l’association vous a répondu.";
    return [
      may("accept") && this.button("accept", "L’association accepte", () => this.acts.try(() => this.referrals.step(one, "accept"))),
      may("propose") && this.button("propose", "Rendez-vous", () => this.hour(one)),
      may("confirm") && this.button("confirm", "Confirmé", () => this.acts.try(() => this.referrals.change(one, appointment.id, "confirm", { revision: appointment.revision }))),
      may("cancel") && this.button("cancel", "Annuler le rendez-vous", () => this.words(one, null, "reason", "Motif", "Un autre moment pourra être noté.", (body) => this.referrals.change(one, appointment.id, "cancel", body))),
      may("close") && this.button("close", "Suite", () => this.outcome(one)),
      may("refuse") && this.button("refuse", "L’association refuse", () => this.words(one, "refuse", "reason", "Motif", said)),
    ];
  }

  button(name, words, on) {
    return make("button", { type: "button", class: "button", "data-referral-act": name, on: { click: on } }, words);
  }

  words(one, step, name, label, intro, send = (body) => this.referrals.step(one, step, body)) {
    const control = make("textarea", { rows: 3, maxlength: 2000, required: true });
    ask({ id: "dialog-referral-act", title: one.to.name, intro, fields: [field({ name, label, control })], confirm: "Enregistrer", onConfirm: send });
  }

  outcome(one) {
    const note = make("textarea", { rows: 2, maxlength: 2000 });
    ask({
      id: "dialog-referral-act",
      title: "Quelle suite",
      intro: one.to.name,
      fields: [field({ name: "outcome", label: "Suite", control: choice(OUTCOMES) }), field({ name: "note", label: "Précision (facultatif)", control: note })],
      confirm: "Enregistrer",
      onConfirm: (body) => this.referrals.step(one, "close", body),
    });
  }

  hour(one) {
    const id = crypto.randomUUID();
    const text = (longest) => make("input", { type: "text", maxlength: longest });
    ask({
      id: "dialog-referral-act",
      title: "Rendez-vous",
      intro: `${one.to.name}. L’heure de votre poste ; sa page le lui montrera.`,
      fields: [
        field({ name: "starts_at", label: "Jour et heure", control: make("input", { type: "datetime-local", required: true }) }),
        field({ name: "minutes", label: "Durée, en minutes", control: make("input", { type: "number", min: 5, max: 480, value: 60 }) }),
        field({ name: "place", label: "Où", control: text(300) }),
        field({ name: "contact", label: "Qui demander", control: text(200) }),
        field({ name: "bring", label: "Quoi apporter", control: text(600) }),
      ],
      confirm: "Enregistrer",
      onConfirm: ({ starts_at: at, minutes, ...words }) => this.referrals.step(one, "appointments", { id, starts_at: at ? new Date(at).toISOString() : null, minutes: Number(minutes), ...words }),
    });
  }
}
