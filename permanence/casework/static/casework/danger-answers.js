// The answers to the grid of the conversations on this page, kept as they are clicked; and the grids themselves, each
// asked for once.

import { Refusal } from "../desk/api.js";
import { Keeper } from "../desk/keeper.js";
import { ANSWERS } from "./danger-words.js";

const QUIET_MS = 120;
const AGAIN_MS = 3000;

export class DangerAnswers extends Keeper {
  constructor(parts) {
    super({ ...parts, name: "danger", title: "Grille", quiet: QUIET_MS });
    Object.assign(this, { grids: new Map(), asking: new Set() });
    parts.store.on("danger", (id) => parts.store.changed("dossier", id));
  }

  /** The assessment as the server has it; null while nothing was asked or begun. */
  kept(id) {
    return this.store.conversations.get(id)?.assessment ?? null;
  }

  known(id) {
    return this.kept(id)?.answers ?? {};
  }

  /** The questions of the assessment; null until they are here. */
  grid(id) {
    return this.grids.get(this.kept(id)?.key) ?? null;
  }

  /** By criterion, as they stand on the page. */
  answers(id) {
    const all = { ...this.known(id), ...this.of(id).dirty };
    return Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== null));
  }

  /** The questions and what was answered, asked for once an opening, and where the grid became another one. */
  async load(id) {
    if (this.asking.has(id) || this.grid(id)) return;
    this.asking.add(id);
    try {
      this.took(id, await this.api.get(`/desk/conversations/${id}/danger`));
      this.asking.delete(id);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if ([403, 404].includes(refusal.status)) this.of(id).out = refusal.message;
      else setTimeout(() => this.again(id), AGAIN_MS);
    }
    this.store.changed("danger", id);
  }

  again(id) {
    this.asking.delete(id);
    if (this.store.focus === id) this.load(id);
  }

  send(id, answers) {
    return this.api.call("PATCH", `/desk/conversations/${id}/danger`, { answers });
  }

  took(id, { grid, ...kept }) {
    this.grids.set(grid.key, grid);
    if (this.store.conversations.has(id)) this.store.keepAssessment(id, kept);
  }

  /** A refused answer is put back as it was, and the reason said. */
  refused(id, answers, refusal) {
    const wait = super.refused(id, answers, refusal);
    const { dirty, errors } = this.of(id);
    for (const [name, words] of Object.entries(errors)) {
      delete dirty[name];
      delete errors[name];
      this.warn(`${this.labelOf(name)} ${words}`);
    }
    return wait;
  }

  /** To the present grid: throws the refusal, for the dialog to show. */
  async carryOver(id) {
    this.took(id, await this.api.post(`/desk/conversations/${id}/danger/carry-over`));
    this.store.changed("danger", id);
  }

  labelOf(name) {
    for (const grid of this.grids.values()) for (const one of grid.criteria) if (one.id === name) return one.question;
    return name;
  }

  words({ answer }) {
    return ANSWERS[answer];
  }
}
