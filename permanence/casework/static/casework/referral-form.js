// The sending of a report: to whom, what allows it, what the unit reads first, what the person knows. Everything typed
// stays, conversation by conversation, until it has left; nothing leaves before it was read once more.

import { Refusal } from "../desk/api.js";
import { ask, choice } from "../desk/dialog.js";
import { fill, make, say, set } from "../desk/dom.js";
import { GROUNDS, HOW, grounds, known } from "./referral-words.js";

const SEARCH_MS = 250;
const EMPTY = { to: "", ground: "", reason: "", told: "", tells_now: false, agreed: false, agreed_how: "message", summary: "" };

export class ReferralForm {
  constructor({ referrals, drafts, toasts }) {
    Object.assign(this, { referrals, drafts, toasts, id: "", found: [], receivers: new Map(), built: "" });
    this.choices = make("div", { class: "referral__choices", role: "radiogroup", "aria-label": "À qui" });
    this.search = make("input", { type: "search", class: "referral__search", id: "referral-search", placeholder: "Autre unité : nom ou commune", "aria-label": "Chercher une autre unité par son nom ou sa commune", autocomplete: "off" });
    this.results = make("div", { class: "referral__choices", role: "radiogroup", "aria-label": "Unités trouvées" });
    this.searched = make("p", { class: "referral__hint", role: "status" });
    this.partners = make("div", { class: "referral__choices" });
    this.associations = make("details", { class: "referral__partners" }, make("summary", {}), this.partners);
    this.steps = make("ul", { class: "referral__minor" });
    this.minor = make("section", { class: "notice", "aria-label": "Mineur", hidden: true }, make("p", {}, make("strong", {}, "Elle ou il est mineur : 119, et ces étapes")), this.steps);
    this.ground = make("div", { class: "referral__choices", role: "radiogroup", "aria-label": "Ce qui permet de transmettre" });
    this.agreed = this.check("agreed", "La personne vient de dire qu’elle est d’accord (noté au signalement)");
    this.how = choice(HOW);
    set(this.how, "aria-label", "Comment elle l’a dit");
    this.agreement = make("div", { class: "referral__part" }, this.agreed.root, this.how);
    this.reason = this.area("reason", "Ce qui impose de transmettre", 2);
    this.told = this.area("told", "Ce qu’elle en sait, ou pourquoi rien ne lui est dit encore", 2);
    this.tells = this.check("tells_now", "Sa page le lui dit dès maintenant");
    this.legal = make("div", { class: "referral__part" }, this.reason.root, this.told.root, this.tells.root, make("p", { class: "referral__hint" }, "Un superviseur en est averti."));
    this.summary = this.area("summary", "Pour qui la reçoit, en quelques lignes (facultatif)", 3);
    this.send = make("button", { type: "button", class: "button button--main", "data-act": "send-referral", on: { click: () => this.confirm() } }, "Transmettre le signalement");
    this.error = make("p", { class: "referral__error", role: "alert", hidden: true });
    this.toError = make("p", { class: "referral__error", role: "alert", hidden: true });
    this.groundError = make("p", { class: "referral__error", role: "alert", hidden: true });
    this.root = make("section", { class: "referral__form", "aria-label": "Nouvelle orientation" }, this.minor, make("h3", {}, "À qui"), this.choices, this.search, this.searched, this.results, this.associations, this.toError, make("h3", {}, "Ce qui le permet"), this.ground, this.groundError, this.agreement, this.legal, this.summary.root, this.error, this.send);
    this.search.addEventListener("input", () => this.look());
    this.root.addEventListener("input", () => this.keep());
    this.root.addEventListener("change", () => this.keep());
    this.root.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.confirm());
  }

  area(name, label, rows) {
    const control = make("textarea", { id: `referral-${name}`, name, rows, maxlength: name === "summary" ? 4000 : 2000 });
    const error = make("p", { class: "referral__error", role: "alert", hidden: true });
    return { control, error, root: make("div", { class: "referral__field" }, make("label", { for: control.id }, label), control, error) };
  }

  check(name, label) {
    const control = make("input", { type: "checkbox", name });
    return { control, root: make("label", { class: "referral__check" }, control, make("span", {}, label)) };
  }

  get values() {
    return { ...EMPTY, ...JSON.parse(this.drafts.read(`referral.${this.id}`) || "{}") };
  }

  keep() {
    if (!this.id) return;
    const chosen = this.root.querySelector('[name="referral-to"]:checked');
    const ground = this.root.querySelector('[name="referral-ground"]:checked');
    const words = Object.fromEntries(["reason", "told", "summary"].map((name) => [name, this[name].control.value]));
    const kept = { ...words, to: chosen?.value ?? "", ground: ground?.value ?? "", tells_now: this.tells.control.checked, agreed: this.agreed.control.checked, agreed_how: this.how.value };
    this.drafts.keep(`referral.${this.id}`, JSON.stringify(kept));
    this.parts(kept);
  }

  show(id, { form, consent }) {
    const told = `${id} ${JSON.stringify(form)} ${consent}`;
    if (this.built === told) return;
    const isOther = this.id !== id;
    Object.assign(this, { id, form, consent, built: told });
    if (isOther) Object.assign(this, { found: [] });
    if (isOther) this.search.value = "";
    this.build();
  }

  build() {
    const { form, values } = this;
    this.minor.hidden = !form.minor;
    fill(this.steps, form.steps.map((one) => make("li", {}, one)));
    this.receivers.clear();
    const places = form.places.flatMap((place) => [
      make("p", { class: "referral__place" }, `${place.name}, ${place.why}${place.shared ? " : commune partagée, choisissez" : ""}`),
      place.units.length ? place.units.map((one) => this.receiver(one, values)) : make("p", { class: "referral__hint" }, "Aucune unité connue pour cette commune : cherchez dans l’annuaire."),
    ]);
    fill(this.choices, places.length ? places : make("p", { class: "referral__hint" }, "Aucune commune n’est connue : cherchez l’unité dans l’annuaire."));
    fill(this.results, this.found.map((one) => this.receiver(one, values)));
    say(this.associations.firstElementChild, `Associations (${form.partners.length})`);
    fill(this.partners, form.partners.length ? form.partners.map((one) => this.receiver(one, values)) : make("p", { class: "referral__hint" }, "Aucune association connue pour ce département et ces faits."));
    fill(this.ground, grounds(form.minor).map((name) => this.radio("referral-ground", name, GROUNDS[name][0], name === "agreement" && this.consent !== "given" ? "Son accord n’est pas encore noté." : GROUNDS[name][1], values.ground === name)));
    for (const name of ["reason", "told", "summary"]) this[name].control.value = values[name];
    this.tells.control.checked = values.tells_now;
    this.agreed.control.checked = values.agreed;
    this.how.value = values.agreed_how;
    this.parts(values);
  }

  receiver(one, values) {
    const name = `${one.kind} ${one.id}`;
    if (this.receivers.has(name)) return null;
    this.receivers.set(name, one);
    return this.radio("referral-to", name, one.name, known(one), values.to === name);
  }

  radio(group, value, label, hint, checked) {
    const control = make("input", { type: "radio", name: group, value, checked });
    return make("label", { class: "referral__choice" }, control, make("span", {}, make("strong", {}, label), hint && make("span", { class: "referral__hint" }, hint)));
  }

  /** What is asked depends on what allows it. */
  parts({ ground }) {
    this.agreement.hidden = ground !== "agreement" || this.consent === "given";
    this.legal.hidden = !ground || ground === "agreement";
  }

  look() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), SEARCH_MS);
  }

  async find() {
    const text = this.search.value.trim();
    if (text.length < 2) return this.shown(text, []);
    try {
      return this.shown(text, await this.referrals.search(this.id, text));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return say(this.searched, refusal.message);
    }
  }

  shown(text, found) {
    if (text !== this.search.value.trim()) return;
    this.found = found;
    this.build();
    say(this.searched, text.length < 2 ? "" : found.length ? `${found.length} trouvée${found.length > 1 ? "s" : ""}.` : "Aucune unité de ce nom, ni pour une commune de ce nom.");
  }

  focus() {
    (this.root.querySelector('[name="referral-to"]:checked') ?? this.root.querySelector('[name="referral-to"]') ?? this.search).focus();
  }

  /** A message, into what the unit reads first. */
  take(text) {
    const { control } = this.summary;
    control.value = [control.value.trim(), `« ${text} »`].filter(Boolean).join("\n");
    this.keep();
    control.focus();
  }

  confirm() {
    const { values } = this;
    const to = this.receivers.get(values.to);
    this.refused({});
    if (!to || !values.ground) {
      return this.refused({ ...(to ? {} : { to: "Choisissez une unité, ou une association." }), ...(values.ground ? {} : { ground: "Choisissez ce qui permet de transmettre." }) });
    }
    const facts = [["À", to.name], ["Ce qui le permet", GROUNDS[values.ground][0]], ["Elle le sait", values.ground === "agreement" || values.tells_now ? "oui, sa page le lui dit" : "non, pas encore"]];
    const partner = to.kind === "partner" ? " Rien ne part tout seul vers une association : joignez-la vous-même, puis notez ici ce qu’elle répond." : "";
    const dialog = ask({
      id: "dialog-referral",
      title: "Transmettre le signalement",
      intro: `Il part tel qu’il est enregistré. Ce qui est lu ne se reprend pas.${partner}`,
      fields: [make("dl", { class: "facts" }, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]))],
      confirm: "Transmettre (Entrée)",
      onConfirm: () => this.leave(values, to),
    });
    return dialog.querySelector("[data-confirm]").focus();
  }

  async leave(values, to) {
    const { id } = this;
    const { to: chosen, ...body } = values;
    const agreement = values.ground === "agreement";
    this.sending ??= crypto.randomUUID();
    try {
      await this.referrals.send(id, { ...body, id: this.sending, [to.kind]: to.id, tells_now: agreement || values.tells_now, agreed: agreement && this.consent !== "given" && values.agreed });
    } catch (refusal) {
      if (refusal instanceof Refusal && refusal.status) this.sending = null;
      this.refused(refusal.errors ?? {});
      throw refusal;
    }
    this.sending = null;
    this.drafts.keep(`referral.${id}`, "");
    this.built = "";
    this.toasts.tell(`Transmis à ${to.name}.`);
  }

  refused(errors) {
    const places = { to: this.toError, ground: this.groundError, reason: this.reason.error, told: this.told.error, summary: this.summary.error };
    for (const [name, place] of Object.entries(places)) {
      place.hidden = !errors[name];
      say(place, errors[name] ?? "");
    }
    const first = Object.keys(places).find((name) => errors[name]);
    if (first) places[first].scrollIntoView({ block: "center" });
  }
}
