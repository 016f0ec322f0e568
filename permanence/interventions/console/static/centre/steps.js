// The next steps of an intervention, as buttons and keys: only those that the server says are possible now. Closing
// asks for a result, cancelling for a reason; what the server refuses is said in its words, and the sheet read again.

import { ask, field } from "../desk/dialog.js";
import { make } from "../desk/dom.js";
import { Once } from "../desk/once.js";

const STEPS = {
  acknowledge: { key: "A", words: "Prendre en compte", main: true },
  dispatch: { key: "P", words: "Patrouille en route", main: true },
  arrive: { key: "S", words: "Patrouille sur place", main: true },
  close: { key: "C", words: "Clore", main: true, field: "result" },
  cancel: { key: "X", words: "Annuler", field: "reason" },
  reopen: { key: "R", words: "Rouvrir" },
};
const ASKED = {
  close: {
    title: "Clore l’intervention",
    intro: "Elle quitte la liste des interventions en cours. La brigade numérique lit ce résultat. Elle peut être rouverte.",
    label: "Résultat",
    hint: "Ce que la patrouille a trouvé et fait, même bref.",
    confirm: "Clore",
  },
  cancel: {
    title: "Annuler l’intervention",
    intro: "Aucune patrouille n’ira, ou n’ira plus. La brigade numérique en est prévenue et lit ce motif. Elle peut être rouverte.",
    label: "Motif",
    hint: "Pourquoi, même bref.",
    confirm: "Annuler l’intervention",
  },
};

/** Keys of the steps, for the list of shortcuts: [["A", "Prendre en compte"], …]. */
export const STEP_KEYS = Object.values(STEPS).map(({ key, words }) => [key, words]);

export class Steps {
  constructor({ api, board, toasts, centre }) {
    Object.assign(this, { api, board, toasts, centre });
    this.busy = new Set();
    this.once = new Once();
  }

  /** What this centre may press now: nothing but a reopening where another one has it in charge. */
  possible({ next, centre }) {
    return centre && centre.id !== this.centre ? next.filter((act) => act === "reopen") : next;
  }

  buttons(view) {
    const busy = this.busy.has(view.id);
    return this.possible(view).map((act) => {
      const { key, words, main } = STEPS[act];
      const tone = main ? " button--main" : act === "cancel" ? " button--danger" : "";
      return make("button", { type: "button", class: `button act${tone}`, "data-act": act, "aria-busy": busy ? "true" : null, "aria-keyshortcuts": key, on: { click: () => this.press(act, view.id) } },
        make("span", {}, words), make("kbd", {}, act === "acknowledge" ? "A ou Entrée" : key));
    });
  }

  /** By key: the step of that letter, where it is possible; else a sentence says what is. */
  byKey(letter) {
    const [act] = Object.entries(STEPS).find(([, { key }]) => key === letter.toUpperCase()) ?? [];
    const view = this.board.current;
    if (!act || !view) return;
    if (this.possible(view).includes(act)) this.press(act, view.id);
    else this.toasts.tell(this.instead(view));
  }

  instead(view) {
    const words = this.possible(view).map((act) => `« ${STEPS[act].words} » (${STEPS[act].key})`);
    return words.length ? `Cette étape n’est pas possible maintenant. Possible : ${words.join(" ou ")}.` : "Un autre centre a cette intervention en charge : écrivez-lui une note.";
  }

  press(act, id) {
    if (STEPS[act].field) this.askFor(act, id);
    else this.send(act, id).catch((refusal) => this.toasts.warn(refusal.message));
  }

  askFor(act, id) {
    const { label, hint, ...words } = ASKED[act];
    const name = STEPS[act].field;
    const control = make("textarea", { rows: 3, maxlength: 2000, required: true });
    const onConfirm = (given) => this.send(act, id, { [name]: given[name].trim() });
    ask({ id: `dialog-${act}`, ...words, cancel: "Ne rien changer", tone: act === "cancel" ? "danger" : "main", fields: [field({ name, label, hint, control })], onConfirm });
    control.focus();
  }

  async send(act, id, body = {}) {
    if (this.busy.has(id)) return;
    this.busy.add(id);
    this.board.changed();
    try {
      this.board.put(await this.api.post(`/centre/interventions/${id}/${act}`, body));
    } catch (refusal) {
      if ([403, 404, 409].includes(refusal.status)) this.again(id);
      throw refusal;
    } finally {
      this.busy.delete(id);
      this.board.changed();
    }
  }

  /** Somebody else was quicker: the sheet as it stands now. */
  async again(id) {
    const view = await this.api.get(`/centre/interventions/${id}`).catch(() => null);
    if (view) this.board.put(view);
  }

  /** A note to the desk and the other centres. */
  async note(id, text) {
    const post = (note) => this.api.post(`/centre/interventions/${id}/notes`, { id: note, text });
    this.board.put(await this.once.send(id, text, post));
  }
}
