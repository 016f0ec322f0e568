// What officers read for what the server says in codes. Pure: codes in, French out.

export const LEVELS = {
  immediate: { word: "Danger immédiat", short: "Danger", rank: 0 },
  high: { word: "Prioritaire", short: "Prioritaire", rank: 1 },
  standard: { word: "Courant", short: "Courant", rank: 2 },
};
export const FORCES = { PN: "Police nationale", GN: "Gendarmerie nationale" };
export const REPORTERS = { victim: "Victime", witness: "Témoin", professional: "Professionnel" };
export const AGES = { minor: "Mineur", adult: "Majeur" };
export const MARKS = {
  genuine: "Authentique",
  test: "Test",
  training: "Entraînement",
  abuse: "Abus",
  duplicate: "Doublon",
};
export const PRESENCES = { available: "Disponible", break: "En pause", off: "Fin de service" };
export const STATES = { waiting: "En attente", active: "En cours", ended: "Terminée" };

const categories = new Map();
const languages = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames("fr", { type: "language" }) : null;

/** Takes the server's own words (`GET /vocabulary`), whatever way it groups them. */
export function learnVocabulary(vocabulary) {
  for (const group of Object.values(vocabulary ?? {})) {
    if (!Array.isArray(group)) continue;
    for (const entry of group) if (entry?.code && entry?.label) categories.set(entry.code, entry.label);
  }
  learnLabels(LEVELS, vocabulary?.levels);
}

function learnLabels(known, entries) {
  if (!Array.isArray(entries)) return;
  for (const { code, label } of entries) if (known[code] && label) known[code].word = label;
}

export function category(code) {
  return categories.get(code) ?? code;
}

/** "français", "anglais"; the code itself where it is no known language. */
export function language(code) {
  if (!code) return "";
  try {
    return languages?.of(code) ?? code;
  } catch {
    return code;
  }
}

/** "Ille-et-Vilaine (35)", whether the server names a department or gives its code alone. */
export function department(value) {
  if (!value) return "Département inconnu";
  if (typeof value === "string") return `Département ${value}`;
  return value.name ? `${value.name} (${value.code})` : `Département ${value.code}`;
}

/** "moins d'une minute", "4 min", "1 h 05", "2 j". */
export function duration(milliseconds) {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return "moins d’une minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(hours / 24)} j`;
}

/** How long somebody has waited, as short as can be: "à l’instant", "4 min". */
export function wait(milliseconds) {
  return milliseconds < 60_000 ? "à l’instant" : duration(milliseconds);
}

/** As `duration`, down to the second under two minutes: "40 s". */
export function precise(milliseconds) {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  return seconds < 120 ? `${seconds} s` : duration(milliseconds);
}

const HOUR = new Intl.DateTimeFormat("fr", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("fr", { weekday: "long", day: "numeric", month: "long" });

/** "12:04" on this machine's clock. */
export function hour(iso) {
  return HOUR.format(new Date(iso));
}

/** "mardi 24 novembre". */
export function day(iso) {
  return DAY.format(new Date(iso));
}

const SHORT_DAY = new Intl.DateTimeFormat("fr", { day: "numeric", month: "short" });

/** "à 12:04", or "24 nov. à 12:04" where that was not within the last twelve hours. */
export function moment(iso, at) {
  if (!iso) return "";
  const recent = Math.abs(at - Date.parse(iso)) < 12 * 3_600_000;
  return recent ? `à ${hour(iso)}` : `${SHORT_DAY.format(new Date(iso))} à ${hour(iso)}`;
}

/** "1 message", "2 messages": the plural by adding an s unless one is given. */
export function count(number, one, many = `${one}s`) {
  return `${number} ${number < 2 ? one : many}`;
}

/** The number by which officers name a conversation aloud: its id's first six characters. */
export function label(id) {
  return id.slice(0, 6).toUpperCase();
}

/** Where and who, on one line: "Rennes · Victime". */
export function heading(file) {
  const where = file.commune?.name ?? (file.department ? department(file.department) : "Lieu inconnu");
  return [where, REPORTERS[file.reporter] ?? ""].filter(Boolean).join(" · ");
}
