// Whom the desk offers me from the queue, where it does so: 45 seconds to answer. Nothing leaves the queue by it. After two
// that I left unanswered the desk asks whether I am there, and offers nobody until I say so.

import { chip, levelChip } from "./chips.js";
import { fill, make, place } from "./dom.js";
import { Proposals } from "./proposals.js";
import { REPORTERS, category, department, language } from "./words.js";

export class Offers extends Proposals {
  constructor(parts) {
    super(parts, { root: "offers", name: "offers" });
    this.away = place("away");
    const here = () => this.acts.presence("available", this.store.me.capacity);
    const words = "Deux propositions sont restées sans réponse. Êtes-vous à votre poste ? Rien ne vous est proposé d’ici là ; la file reste ouverte.";
    fill(this.away, make("p", {}, words), make("button", { type: "button", class: "button button--main", on: { click: here } }, "Je suis là"));
  }

  render() {
    super.render();
    this.away.hidden = !this.store.me?.away;
  }

  news(offer) {
    return [offer.level === "immediate" ? "danger" : "new", "Une personne de la file vous est proposée."];
  }

  title() {
    return "Une personne vous est proposée";
  }

  body(offer) {
    const where = [offer.department ? department(offer.department) : "Lieu inconnu", REPORTERS[offer.reporter] ?? ""].filter(Boolean).join(" · ");
    const categories = (offer.categories ?? []).map(category).join(", ");
    return [
      make("p", { class: "offer__where" }, levelChip(offer.level), where, offer.overflow && chip(`Renfort ${offer.force}`, "late"), offer.returned_to_you && chip("Revient vers vous", "blue"), offer.language !== "fr" && chip(language(offer.language), "blue")),
      categories && make("p", { class: "offer__where" }, categories),
      offer.first_words && make("p", { class: "offer__summary" }, offer.first_words),
    ];
  }

  answers(offer) {
    return this.yesOrNo(offer);
  }
}
