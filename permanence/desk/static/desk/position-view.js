// Where the visitor's device says that it is: how exactly, how long ago, and how to ask for it. Nothing is sent from
// here: the question is put into the message box, for the officer to send.

import { everySecond, now } from "./clock.js";
import { make, say, set } from "./dom.js";
import { accuracy } from "./intervention-words.js";
import { precise } from "./words.js";

const OLD_MS = 120_000;
const LATE_MS = 60_000;
const QUESTION = "Pouvez-vous partager votre position ? Touchez « + » à gauche de l’endroit où vous écrivez, puis « Partager ma position ». Elle n’est montrée qu’à moi et aux secours, et vous pouvez arrêter quand vous voulez. Si cela ne marche pas, écrivez la rue, un repère, l’étage.";

export class PositionView {
  /** `ask(text)` puts the question where the officer writes. */
  constructor({ ask }) {
    this.position = null;
    this.place = make("strong", { class: "position__place", "data-position": "place" });
    this.age = make("span", { class: "position__age", "data-position": "age" });
    this.copy = make("button", { type: "button", class: "button", on: { click: () => this.toClipboard() } }, "Copier");
    this.ask = make("button", { type: "button", class: "button", "data-act": "ask-position", on: { click: () => ask(QUESTION) } }, "Demander sa position");
    this.line = make("p", { class: "position__line" }, this.place, this.age);
    this.root = make("div", { class: "position" }, make("span", { class: "sheet__label" }, "Position"), this.line, make("div", { class: "position__acts" }, this.copy, this.ask));
    everySecond(() => this.tick());
  }

  render(position, may) {
    this.position = position;
    this.line.hidden = !position;
    this.copy.hidden = !position;
    this.ask.hidden = !may || Boolean(position);
    if (position) say(this.place, `${this.degrees()}, ${accuracy(position.accuracy_m)}`);
    this.tick();
  }

  degrees() {
    return `${this.position.latitude.toFixed(5)}, ${this.position.longitude.toFixed(5)}`;
  }

  /** Measured, and received where the phone said it late. */
  tick() {
    if (!this.position) return;
    const measured = now() - Date.parse(this.position.at);
    const received = now() - Date.parse(this.position.received_at);
    const late = measured - received > LATE_MS;
    say(this.age, `il y a ${precise(measured)}${late ? ` (reçue il y a ${precise(received)})` : ""}`);
    set(this.age, "data-tone", measured > OLD_MS ? "late" : null);
  }

  async toClipboard() {
    try {
      await navigator.clipboard.writeText(this.degrees());
      say(this.copy, "Copié");
    } catch {
      getSelection().selectAllChildren(this.place);
    }
    setTimeout(() => say(this.copy, "Copier"), 1500);
  }
}
