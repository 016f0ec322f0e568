// A file in an officer's words: what it is, how big, whether it was scanned, what can be done with it. Pure.

const KINDS = {
  photo: { word: "Photo", icon: "photo", see: "Voir" },
  video: { word: "Vidéo", icon: "film", see: "Voir" },
  audio: { word: "Enregistrement", icon: "voice", see: "Écouter" },
  document: { word: "Document", icon: "file", see: "Lire" },
};
const SCANS = { "": "non analysé", clean: "analysé, rien trouvé", infected: "logiciel malveillant détecté" };
const FAMILIES = { image: "photo", video: "video", audio: "audio" };

/** Its kind: as the server found it, or else by the type that its message tells. */
export function kind({ kind: found, type = "" }) {
  return KINDS[found ?? FAMILIES[type.split("/")[0]] ?? "document"] ?? KINDS.document;
}

export function scan(row) {
  return SCANS[row?.scan ?? ""] ?? row.scan;
}

/** "2,1 Mo". */
export function size(bytes) {
  if (bytes < 1000) return `${bytes}\u00a0octet${bytes > 1 ? "s" : ""}`;
  if (bytes < 1e6) return `${Math.floor(bytes / 1000)}\u00a0ko`;
  return `${(bytes / 1e6).toLocaleString("fr-FR", { maximumFractionDigits: 1 })}\u00a0Mo`;
}

/** The beginning and the ending of a name, where it would not fit. */
export function short(name, longest = 34) {
  const letters = [...name];
  return letters.length <= longest ? name : `${letters.slice(0, longest - 11).join("")}…${letters.slice(-10).join("")}`;
}
