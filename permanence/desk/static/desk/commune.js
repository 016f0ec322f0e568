// The commune of the danger, by its postal code. The one given at the door is proposed, and said to be only that: the
// place of the danger may be another one.

import { fill, make, say, set } from "./dom.js";

const ARRIVAL = "D’après l’arrivée, à confirmer.";

export class Commune {
  /** `lookUp(code)` asks the server; `chosen(insee)` keeps it; `changed()` when what would be told changes. */
  constructor({ lookUp, chosen, changed }) {
    Object.assign(this, { lookUp, chosen, changed, names: new Map(), given: null, id: "", settled: new Set(), told: "" });
    this.code = make("input", { class: "sheet__code", id: "sheet-postal-code", inputmode: "numeric", autocomplete: "off", maxlength: 5, placeholder: "Code postal", "aria-label": "Code postal du lieu du danger" });
    this.list = make("select", { class: "sheet__commune", id: "sheet-insee", "aria-label": "Commune du lieu du danger", "aria-describedby": "sheet-insee-said" });
    this.confirm = make("button", { type: "button", class: "button", "data-confirm-commune": true, hidden: true }, "Confirmer");
    this.said = make("p", { class: "sheet__said", id: "sheet-insee-said", role: "status" });
    this.root = make("div", { class: "sheet__row" }, make("span", { class: "sheet__label" }, "Commune"), make("div", { class: "sheet__place" }, this.code, this.list), make("div", { class: "sheet__proposal" }, this.said, this.confirm));
    this.code.addEventListener("input", () => this.typed(true));
    this.list.addEventListener("change", () => this.choose(this.list.value));
    this.confirm.addEventListener("click", () => this.choose(this.list.value));
  }

  /** Of another conversation: what was given at the door stands as a proposal. */
  begin(id, file) {
    Object.assign(this, { id, given: file.commune, told: "" });
    this.options([]);
    this.code.value = file.postal_code ?? "";
    if (!file.commune) this.typed(false);
  }

  /** `insee`: as the sheet has it; `name`: its words; `error`: a refusal. */
  render({ insee, name, error, locked }) {
    if (insee && name) this.names.set(insee, name);
    const proposed = !insee && !this.settled.has(this.id) ? this.given : null;
    const shown = insee || proposed?.insee || "";
    if (proposed) this.names.set(proposed.insee, proposed.name);
    if (shown && !this.option(shown)) this.list.append(make("option", { value: shown }, this.names.get(shown) ?? shown));
    if (this.list.value !== shown) this.list.value = shown;
    this.confirm.hidden = !proposed || locked;
    set(this.list, "data-proposed", proposed ? "true" : null);
    set(this.list, "aria-invalid", error ? "true" : null);
    say(this.said, error || (proposed ? ARRIVAL : this.told));
    set(this.said, "data-tone", error ? "danger" : proposed ? "late" : null);
  }

  /** What a request would name: kept, or proposed by the arrival. */
  get value() {
    return this.list.value;
  }

  /** Whether it is only what was said at the door. */
  get isProposed() {
    return this.list.dataset.proposed === "true";
  }

  /** `byHand`: the officer types; otherwise it is what was said at the door, and nothing is decided by it. */
  async typed(byHand) {
    const { id } = this;
    const code = this.code.value.trim();
    this.told = "";
    if (!/^\d{5}$/.test(code)) return this.changed();
    try {
      const { communes } = await this.lookUp(code);
      if (this.id !== id || this.code.value.trim() !== code) return undefined;
      this.found(communes, byHand);
    } catch (refusal) {
      this.told = refusal.message;
    }
    return this.changed();
  }

  found(communes, byHand) {
    for (const { insee, name } of communes) this.names.set(insee, name);
    this.options(communes);
    if (communes.length > 1) this.told = `${communes.length} communes pour ce code : choisissez.`;
    if (!byHand) return;
    this.settled.add(this.id);
    this.chosen(communes.length === 1 ? communes[0].insee : null);
    if (communes.length > 1) this.list.focus();
  }

  options(communes) {
    fill(this.list, make("option", { value: "" }, communes.length ? "Choisir…" : "Inconnue"), communes.map(({ insee, name, force }) => make("option", { value: insee }, force ? `${name} (${force})` : `${name} (deux forces)`)));
  }

  option(insee) {
    return [...this.list.options].find(({ value }) => value === insee);
  }

  /** Chosen by hand; "Inconnue" takes the proposal away too. */
  choose(insee) {
    this.settled.add(this.id);
    this.told = "";
    this.chosen(insee || null);
  }
}
