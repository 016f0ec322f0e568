// The pieces of the conversation: what was sent, when, by which message; looked at, downloaded, and by whom. Nothing is
// fetched before it is asked for, and each reading is written in the piece's own log by the server.

import { ask } from "../desk/dialog.js";
import { fill, make, reconcile, say, set } from "../desk/dom.js";
import { icon } from "../desk/icons.js";
import { moment, count } from "../desk/words.js";
import { now } from "../desk/clock.js";
import { Evidence } from "./evidence.js";
import { kind, scan, short, size } from "./evidence-words.js";
import { Viewer } from "./evidence-viewer.js";

const EMPTY = "Aucune pièce. La personne peut envoyer une photo, une vidéo, un son ou un PDF : bouton « + » à gauche de l’endroit où elle écrit.";
const WARNING = "L’original n’est pas transformé : il peut contenir un logiciel malveillant, des images difficiles, et des informations cachées sur la personne (lieu, appareil). Il sera enregistré sur ce poste. Ce téléchargement est inscrit à votre nom dans le journal de la pièce.";
const SAVED_MS = 60_000;

export class EvidencePanel {
  constructor({ root, api, store, toasts, board }) {
    Object.assign(this, { root, store, toasts, board, id: null, wanted: null });
    this.evidence = new Evidence({ api, store });
    this.viewer = new Viewer({ evidence: this.evidence, store, changed: () => this.marked() });
    this.title = make("h2", { class: "pieces__title" }, "Pièces");
    this.sum = make("p", { class: "pieces__sum" });
    this.empty = make("p", { class: "empty" }, EMPTY);
    this.list = make("ol", { class: "pieces" });
    fill(root, make("header", { class: "pieces__head" }, this.title, this.sum), this.viewer.root, this.empty, this.list);
  }

  show(conversation) {
    this.id = conversation.id;
    const rows = this.evidence.rows(conversation);
    this.empty.hidden = rows.length > 0 || conversation.attachments.length > 0;
    say(this.sum, rows.length ? `${count(rows.length, "fichier")}, ${size(rows.reduce((sum, row) => sum + row.size, 0))}` : "");
    reconcile(this.list, rows, {
      key: ({ id }) => id,
      create: () => make("li", { class: "piece" }),
      update: (node, row) => this.update(node, row),
    });
    this.marked();
    for (const row of rows) this.viewer.refresh(row);
    if (this.wanted?.id === this.id) this.open(this.id, this.wanted.attachment);
  }

  badge({ attachments }) {
    return attachments.length ? String(attachments.length) : "";
  }

  focus() {
    (this.list.querySelector("button") ?? this.root).focus();
  }

  /** From the thread: the piece in sight, and looked at. */
  open(id, attachment) {
    const row = this.store.conversations.get(id)?.files.get(attachment);
    this.wanted = row ? null : { id, attachment };
    if (row) this.see(id, row);
  }

  see(id, row) {
    this.viewer.show(id, row, this.list.querySelector(`[data-piece="${row.id}"] [data-act="see"]`));
    this.viewer.root.scrollIntoView({ block: "nearest" });
  }

  update(node, row) {
    const told = JSON.stringify(row);
    if (node.dataset.told === told) return;
    const open = node.querySelector("details")?.open;
    node.dataset.told = told;
    set(node, "data-piece", row.id);
    set(node, "data-view", row.view);
    const { word, icon: shape, see } = kind(row);
    const at = make("time", { datetime: row.at }, moment(row.at, now()));
    const facts = make("p", { class: "piece__facts" }, `${size(row.size)}, `, at, ", ", make("span", { "data-scan": row.scan }, scan(row)), row.view === "waiting" && ", en préparation");
    const acts = make("div", { class: "piece__acts" }, this.button("see", see, row, () => this.see(this.id, row)), this.button("jump", "Dans le fil", row, () => this.jump(row)), !row.withheld && this.button("original", "Télécharger l’original", row, () => this.confirm(row)));
    fill(node, make("div", { class: "piece__line" }, icon(shape), make("p", { class: "piece__name", title: row.name }, make("strong", {}, word), " ", short(row.name, 40))), facts, acts, this.proof(row, open));
  }

  button(name, text, row, act) {
    return make("button", { type: "button", class: "button", "data-act": name, "aria-label": `${text}, ${short(row.name)}`, on: { click: act } }, text);
  }

  /** Its hash, and who had it in hand. */
  proof(row, open) {
    const copy = make("button", { type: "button", class: "button button--plain", on: { click: () => this.copy(copy, row.sha256) } }, "Copier");
    const log = make("div", { class: "piece__log", role: "status" });
    const details = make("details", { class: "piece__proof" }, make("summary", {}, "Empreinte et journal"), make("p", { class: "piece__hash" }, make("span", {}, "SHA-256"), make("code", {}, row.sha256), copy), log);
    details.addEventListener("toggle", () => details.open && this.log(row, log));
    details.open = Boolean(open);
    return details;
  }

  async log(row, node) {
    try {
      const { custody } = await this.evidence.custody(this.id, row.id);
      fill(node, make("ol", { class: "custody" }, custody.map((line) => make("li", {}, make("time", { datetime: line.at }, moment(line.at, now())), " ", line.words, line.by && ` par ${line.by}`))));
    } catch (refusal) {
      fill(node, refusal.message);
    }
  }

  async copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
      say(button, "Copié");
    } catch {
      getSelection().selectAllChildren(button.previousElementSibling);
    }
    setTimeout(() => say(button, "Copier"), 1500);
  }

  jump({ seq }) {
    const { id } = this;
    this.board().show(id);
    this.board().columns.get(id)?.goTo(seq);
  }

  confirm(row) {
    const { id } = this;
    ask({
      id: "dialog-original",
      title: "Télécharger l’original",
      intro: WARNING,
      fields: [make("p", { class: "dialog__name" }, `${kind(row).word} ${short(row.name, 60)}, ${size(row.size)}, ${scan(row)}`)],
      confirm: "Télécharger",
      tone: "danger",
      onConfirm: async () => save(await this.evidence.original(id, row.id), row.name),
    });
  }

  /** Which one is being looked at. */
  marked() {
    for (const node of this.list.children) set(node, "aria-current", this.viewer.open?.row.id === node.dataset.piece ? "true" : null);
  }
}

function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED_MS);
}
