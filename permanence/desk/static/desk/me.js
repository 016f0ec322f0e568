// My own situation: available, on a break, end of shift; how many conversations I hold, of how many I take at once.

import { fill, make, place, say, set } from "./dom.js";
import { PRESENCES, count } from "./words.js";

const MOST = 20;
const LOAD = "Charge : danger immédiat 3, urgent 2, normal 1, la moitié si personne n’y écrit depuis 10 minutes.";
const HINTS = {
  break: "En pause : la file ne sonne plus pour vous, sauf danger immédiat. Vos conversations en cours restent les vôtres.",
  off: "Fin de service : vous n’êtes plus compté parmi les présents.",
};

export class MeView {
  constructor({ store, acts }) {
    Object.assign(this, { store, acts });
    this.segments = place("presence");
    this.build();
    store.on("me list conversation", () => this.render());
  }

  build() {
    fill(this.segments, Object.entries(PRESENCES).map(([state, word]) => this.segment(state, word)));
    this.segments.addEventListener("change", ({ target }) => this.acts.presence(target.value, this.store.me?.capacity));
    this.held = make("span", { class: "load__held", id: "load-held" });
    this.less = this.step("−", "Une conversation de moins à la fois", -1);
    this.more = this.step("+", "Une conversation de plus à la fois", 1);
    this.held.title = LOAD;
    fill(place("load"), this.held, make("span", { class: "load__steps" }, this.less, this.more));
  }

  segment(state, word) {
    const input = make("input", { type: "radio", name: "presence", value: state, class: "visually-hidden", disabled: true });
    return make("label", { class: "segment", "data-state": state }, input, make("span", {}, word));
  }

  step(sign, label, change) {
    const press = () => this.acts.presence(this.store.me.presence, this.store.me.capacity + change);
    return make("button", { type: "button", class: "button button--icon", "aria-label": label, title: label, disabled: true, on: { click: press } }, sign);
  }

  render() {
    const { me } = this.store;
    if (!me) return;
    for (const input of this.segments.querySelectorAll("input")) {
      input.disabled = false;
      input.checked = input.value === me.presence;
    }
    const held = this.store.mine().length;
    const load = held && me.load ? `, charge ${me.load.toLocaleString("fr")}` : "";
    say(this.held, `${count(held, "conversation")} sur ${me.capacity}${load}`);
    this.held.dataset.full = String(held >= me.capacity);
    this.less.disabled = me.capacity <= 1;
    this.more.disabled = me.capacity >= MOST;
    this.hint(me.presence, held);
  }

  hint(presence, held) {
    const hint = place("presence-hint");
    const kept = presence === "off" && held ? ` Vous tenez encore ${count(held, "conversation")} : passez-les à un collègue (votre nom, en haut à droite) ou terminez-les.` : "";
    hint.hidden = !HINTS[presence];
    say(hint, (HINTS[presence] ?? "") + kept);
    set(hint, "data-tone", kept ? "late" : null);
  }
}
