// One file looked at: a picture, a film, a recording, the pages of a document. Pictures and films come blurred, and are
// blurred again on Escape, when the page is left, when another conversation is read. Nothing plays by itself; what was
// fetched is forgotten with the view.

import { fill, make, say, set } from "../desk/dom.js";
import { preference } from "../desk/preferences.js";
import { kind, short } from "./evidence-words.js";
import { Lightbox } from "./lightbox.js";

const WAITING = "En préparation : une copie sûre est en train d’être faite. Elle s’affichera ici.";
const NONE = "Aucune copie sûre n’a pu être faite de ce fichier. L’original reste entier : il peut être téléchargé.";
const WITHHELD = "Fichier retenu : un logiciel malveillant y a été trouvé. Il est conservé, mais ni montré ni remis.";

export class Viewer {
  /** `evidence` fetches; `changed()` is called when what is open changes. */
  constructor({ evidence, store, changed }) {
    Object.assign(this, { evidence, store, changed, open: null, urls: [], sharp: false, turned: false });
    this.title = make("h3", { class: "viewer__title" });
    this.pages = make("div", { class: "viewer__pages", hidden: true });
    this.said = make("p", { class: "viewer__said", role: "status" });
    this.stage = make("div", { class: "viewer__stage" });
    this.reveal = this.button("reveal", "Afficher nettement", () => this.sharpen(!this.sharp));
    this.enlarge = this.button("enlarge", "Agrandir", () => this.enlarged());
    this.close = this.button("close-viewer", "Fermer", () => this.shut(true));
    this.acts = make("div", { class: "viewer__acts" }, this.reveal, this.enlarge, this.close);
    this.root = make("section", { class: "viewer", "aria-label": "Pièce affichée", hidden: true }, this.title, this.stage, this.pages, this.said, this.acts);
    this.lightbox = new Lightbox({ toggled: (sharp) => this.sharpen(sharp) });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.sharpen(false), true);
    document.addEventListener("visibilitychange", () => document.hidden && this.sharpen(false));
    store.on("focus", () => this.open && store.focus !== this.open.id && this.shut());
  }

  button(name, text, act) {
    return make("button", { type: "button", class: "button", "data-act": name, on: { click: act } }, text);
  }

  /** Fetches the safe copy and shows it; `opener` gets the focus back. */
  async show(id, row, opener = null) {
    this.shut();
    const mine = { id, row, opener, page: 1 };
    this.open = mine;
    this.root.hidden = false;
    say(this.title, `${kind(row).word} ${short(row.name)}`);
    set(this.root, "data-kind", row.kind);
    this.changed();
    if (row.withheld) return this.tell(WITHHELD);
    if (row.view !== "ready") return this.tell(row.view === "waiting" ? WAITING : (row.why ?? NONE));
    return this.load(mine, 1);
  }

  async load(mine, page) {
    mine.page = page;
    const isHere = () => this.open === mine && mine.page === page;
    this.tell("Chargement…");
    try {
      const blob = await this.evidence.view(mine.id, mine.row.id, page);
      if (isHere()) this.put(blob, mine);
    } catch (refusal) {
      if (isHere()) this.tell(refusal.message);
    }
  }

  /** The copy that was in preparation may be there now. */
  refresh(row) {
    if (!this.open || this.open.row.id !== row.id || row.view === this.open.row.view) return;
    this.show(this.open.id, row, this.open.opener);
  }

  put(blob, { row, page }) {
    this.forget();
    const url = this.url(blob);
    const media = blob.type.split("/")[0];
    const makers = { image: () => this.picture(url, row), audio: () => this.sound(url, row), video: () => this.film(url, row) };
    const made = makers[media];
    if (!made) return this.tell(NONE);
    const goesOn = page > 1 || this.turned;
    this.tell("");
    fill(this.stage, made());
    this.turn(row, page);
    this.sharpen(media === "audio" || !preference("blur") || (goesOn && this.sharp), true);
    return this.dress(media);
  }

  /** From page to page of a document. */
  turn({ pages, cut }, page) {
    const mine = this.open;
    this.pages.hidden = !(pages > 1);
    const go = (name, text, to) => make("button", { type: "button", class: "button", "data-act": name, disabled: to < 1 || to > pages, on: { click: () => { this.turned = true; this.load(mine, to); } } }, text);
    fill(this.pages, go("page-before", "Précédente", page - 1), make("span", { role: "status" }, `Page ${page} sur ${pages}${cut ? ", le début seulement" : ""}`), go("page-after", "Suivante", page + 1));
  }

  dress(media) {
    this.reveal.hidden = media === "audio";
    this.enlarge.hidden = media !== "image";
  }

  picture(url, { name }) {
    return make("img", { class: "viewer__picture", src: url, alt: `Pièce ${short(name)}`, draggable: "false" });
  }

  sound(url, { name }) {
    return make("audio", { class: "viewer__sound", src: url, controls: true, controlslist: "nodownload", preload: "metadata", "aria-label": `Enregistrement ${short(name)}` });
  }

  film(url, { name }) {
    return make("video", { class: "viewer__film", src: url, controlslist: "nodownload", disablepictureinpicture: true, preload: "metadata", playsinline: true, "aria-label": `Vidéo ${short(name)}` });
  }

  /** What was fetched before. */
  forget() {
    for (const url of this.urls.splice(0)) URL.revokeObjectURL(url);
  }

  url(blob) {
    const url = URL.createObjectURL(blob);
    this.urls.push(url);
    return url;
  }

  tell(text) {
    say(this.said, text);
    this.said.hidden = !text;
    this.reveal.hidden = true;
    this.enlarge.hidden = true;
  }

  sharpen(sharp, anew = false) {
    if (sharp === this.sharp && !anew) return;
    this.sharp = sharp;
    set(this.root, "data-sharp", String(sharp));
    say(this.reveal, sharp ? "Flouter" : "Afficher nettement");
    this.lightbox.sharpen(sharp);
    for (const film of this.stage.querySelectorAll("video")) this.hold(film, sharp);
  }

  /** What is blurred neither plays nor is heard. */
  hold(film, sharp) {
    film.controls = sharp;
    if (!sharp) film.pause();
  }

  enlarged() {
    const picture = this.stage.querySelector("img");
    if (picture) this.lightbox.show({ url: picture.src, title: this.title.textContent, sharp: this.sharp });
  }

  /** Nothing of it stays on the page; `back`: by hand, so the focus goes where it came from. */
  shut(back = false) {
    const { open } = this;
    this.open = null;
    this.lightbox.close();
    this.turned = false;
    fill(this.stage);
    this.forget();
    this.root.hidden = true;
    this.pages.hidden = true;
    this.sharpen(false, true);
    if (back && open?.opener?.isConnected) open.opener.focus();
    if (open) this.changed();
  }
}
