// A picture alone before a dark ground, as large as wanted. By the keyboard: + and - change its size, 0 fits it, arrows
// move over it, N shows it sharp or blurred, Escape closes. The focus goes back where it was.

import { make, say, set } from "../desk/dom.js";

const SIZES = [1, 1.5, 2, 3, 4];

export class Lightbox {
  /** `toggled(sharp)`: the officer asks to see it sharp, or blurred again. */
  constructor({ toggled }) {
    Object.assign(this, { toggled, dialog: null, size: 0, sharp: false });
  }

  show({ url, title, sharp }) {
    this.close();
    this.picture = make("img", { class: "lightbox__picture", src: url, alt: title, draggable: "false" });
    this.stage = make("div", { class: "lightbox__stage", tabindex: "0", role: "group", "aria-label": "Image : flèches pour s’y déplacer" }, this.picture);
    this.told = make("span", { class: "lightbox__size", role: "status" });
    this.reveal = this.button("", () => this.toggled(!this.sharp));
    const tools = make("div", { class: "lightbox__tools" }, this.reveal, this.button("−", () => this.zoom(-1), "Réduire (touche -)"), this.told, this.button("+", () => this.zoom(1), "Agrandir (touche +)"), this.button("Ajuster", () => this.zoom(0)), this.button("Fermer", () => this.close()));
    const dialog = make("dialog", { class: "lightbox", "aria-label": title }, make("header", { class: "lightbox__head" }, make("h2", {}, title), tools), this.stage);
    dialog.addEventListener("keydown", (event) => this.key(event));
    dialog.addEventListener("close", () => this.gone(dialog));
    document.body.append(dialog);
    dialog.showModal();
    this.dialog = dialog;
    this.stage.focus();
    this.zoom(0);
    this.sharpen(sharp);
  }

  button(text, act, label = null) {
    return make("button", { type: "button", class: "button", "aria-label": label, title: label, on: { click: act } }, text);
  }

  key(event) {
    const does = { "+": () => this.zoom(1), "=": () => this.zoom(1), "-": () => this.zoom(-1), 0: () => this.zoom(0), n: () => this.toggled(!this.sharp) }[event.key.toLowerCase()];
    if (!does || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  /** 0 fits it to the screen. */
  zoom(change) {
    this.size = change ? Math.min(SIZES.length - 1, Math.max(0, this.size + change)) : 0;
    set(this.stage, "data-size", String(this.size));
    this.centre();
    say(this.told, `${SIZES[this.size] * 100}\u00a0%`);
  }

  centre() {
    const { stage } = this;
    stage.scrollTo((stage.scrollWidth - stage.clientWidth) / 2, (stage.scrollHeight - stage.clientHeight) / 2);
  }

  sharpen(sharp) {
    this.sharp = sharp;
    if (!this.dialog) return;
    set(this.dialog, "data-sharp", String(sharp));
    say(this.reveal, sharp ? "Flouter" : "Afficher nettement");
  }

  close() {
    this.dialog?.close();
  }

  gone(dialog) {
    dialog.remove();
    if (this.dialog !== dialog) return;
    this.dialog = null;
    this.toggled(false);
  }
}
