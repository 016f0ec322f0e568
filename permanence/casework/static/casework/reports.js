// The reports of the conversations on this page: as the server has them, what is typed and not kept yet, what a colleague
// has just changed.

import { Refusal } from "../desk/api.js";
import { Keeper, same } from "../desk/keeper.js";
import { itemsOf } from "./report-fields.js";

const QUIET_MS = 900;
const SHOWN_MS = 20_000;
const AGAIN_MS = 5000;
const OF_THE_HOUSE = /^consent\.(?:at|by)$|\.commune$/;
const NOTHING = { version: 0, reference: null, content: {}, missing: {}, windows: {}, suggested: {}, links: [], filed_at: null };

export class Reports extends Keeper {
  constructor(parts) {
    super({ ...parts, name: "report", title: "Saisie du signalement", quiet: QUIET_MS });
    Object.assign(this, { answers: new Map(), asking: new Set(), begun: new Map(), theirs: new Map(), codes: null, trouble: "" });
  }

  /** As the server last said it; `loaded` false until it did. */
  answer(id) {
    return this.answers.get(id) ?? NOTHING;
  }

  known(id) {
    return this.answer(id).content;
  }

  /** The content as it stands on the page. */
  content(id) {
    const { dirty } = this.of(id);
    const whole = { ...this.known(id), ...dirty };
    return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && !value.length)));
  }

  /** The items of a group, those begun and still empty too. */
  items(id, group) {
    return [...new Set([...itemsOf(this.content(id), group), ...(this.begun.get(`${id} ${group}`) ?? [])])];
  }

  begin(id, group, item) {
    const name = `${id} ${group}`;
    this.begun.set(name, [...(this.begun.get(name) ?? []), item]);
    this.store.changed("report", id);
  }

  /** An item with all that it holds. */
  remove(id, group, item) {
    const name = `${id} ${group}`;
    this.begun.set(name, (this.begun.get(name) ?? []).filter((one) => one !== item));
    for (const path of Object.keys({ ...this.known(id), ...this.of(id).dirty })) {
      if (path.startsWith(`${group}.${item}.`)) this.edit(id, path, null);
    }
    this.store.changed("report", id);
  }

  /** Reads it where it is not here, or where somebody has kept something since. */
  async look(id, version) {
    const here = this.answers.get(id);
    if (this.asking.has(id) || (here && (version ?? 0) <= here.version)) return;
    this.asking.add(id);
    try {
      this.took(id, await this.api.get(`/desk/conversations/${id}/report`));
      this.trouble = "";
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.trouble = refusal.message;
      setTimeout(() => this.store.changed("report", id), AGAIN_MS);
    }
    this.asking.delete(id);
    this.store.changed("report", id);
  }

  async send(id, fields) {
    const given = Object.fromEntries(Object.entries(fields).filter(([path]) => !OF_THE_HOUSE.test(path)));
    const sent = { id, given, version: Infinity };
    this.sent = sent;
    const answer = await this.api.call("PATCH", `/desk/conversations/${id}/report`, { given });
    sent.version = answer.version;
    return answer;
  }

  took(id, answer) {
    const before = this.answers.get(id);
    if (before && answer.version < before.version) return;
    const mine = this.sent?.id === id && answer.version <= this.sent.version ? this.sent.given : {};
    if (before) this.compare(id, before, answer, mine);
    this.answers.set(id, answer);
  }

  /** What differs and was not sent from here was written by somebody else: their name stands beside the field a while. */
  compare(id, before, answer, mine) {
    const by = answer.edited_by === this.store.me?.name ? "un collègue" : answer.edited_by;
    for (const path of new Set([...Object.keys(before.content), ...Object.keys(answer.content)])) {
      if (path in mine || same(before.content[path], answer.content[path]) || OF_THE_HOUSE.test(path)) continue;
      this.theirs.set(`${id} ${path}`, { by, until: Date.now() + SHOWN_MS });
      setTimeout(() => this.store.changed("report", id), SHOWN_MS + 50);
    }
  }

  /** Who has just changed a field from elsewhere; empty: nobody. */
  by(id, path) {
    const mark = this.theirs.get(`${id} ${path}`);
    return mark && mark.until > Date.now() ? mark.by : "";
  }

  async file(id) {
    await this.settle(id);
    this.took(id, await this.api.post(`/desk/conversations/${id}/report/file`));
    this.store.changed("report", id);
  }

  /** What is typed is kept before it is filed. Throws where it is not. */
  async settle(id) {
    for (let tries = 0; tries < 40 && this.standing(id) === "saving"; tries += 1) {
      if (this.of(id).saving) await new Promise((done) => setTimeout(done, 150));
      else await this.save(id);
    }
    if (this.standing(id) === "failed") throw new Refusal("Le serveur ne répond pas : ce que vous avez saisi est gardé ici, réessayez dans un instant.");
    if (this.standing(id) === "refused") throw new Refusal("Un champ n’est pas enregistré : corrigez-le d’abord.");
  }

  versions(id) {
    return this.api.get(`/desk/conversations/${id}/report/versions`);
  }

  search(id, what) {
    return this.api.post(`/desk/conversations/${id}/report/links`, what);
  }

  async tie(id, what) {
    const { links } = await this.api.post(`/desk/conversations/${id}/report/links`, what);
    this.answers.set(id, { ...this.answer(id), links });
    this.store.changed("report", id);
  }

  async untie(id, reference, reason) {
    await this.api.post(`/desk/conversations/${id}/report/links/${encodeURIComponent(reference)}/remove`, { reason });
    const links = this.answer(id).links.filter((one) => one.reference !== reference);
    this.answers.set(id, { ...this.answer(id), links });
    this.store.changed("report", id);
  }

  earlier(id, reference) {
    return this.api.get(`/desk/conversations/${id}/report/links/${encodeURIComponent(reference)}`);
  }

  /** The words of every code, once. */
  async vocabulary() {
    this.codes ??= await this.api.get("/desk/casework/vocabulary");
    return this.codes;
  }

  labelOf(path) {
    return path;
  }

  words(value) {
    return Array.isArray(value) ? value.join(", ") : value;
  }
}
