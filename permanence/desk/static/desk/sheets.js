// The intervention sheets, kept as they are typed.

import { Keeper } from "./keeper.js";
import { LABELS, answered } from "./sheet-fields.js";

export class Sheets extends Keeper {
  constructor(parts) {
    super({ ...parts, name: "sheet", title: "Fiche" });
  }

  kept(id) {
    return this.store.conversations.get(id)?.kept ?? { sheet: {}, commune: null, version: 0, position: null };
  }

  known(id) {
    return this.kept(id).sheet;
  }

  send(id, fields) {
    return this.api.call("PATCH", `/desk/conversations/${id}/sheet`, fields);
  }

  took(id, answer) {
    if (this.store.conversations.has(id)) this.store.keepSheet(id, answer);
  }

  labelOf(name) {
    return LABELS[name] ?? name;
  }

  words(value) {
    return typeof value === "boolean" ? { yes: "oui", no: "non" }[answered(value).choice] : value;
  }
}
