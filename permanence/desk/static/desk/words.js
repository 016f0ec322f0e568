// What officers read for what the server says in codes. Pure: codes in, French out.

export const LEVELS = {
  immediate: { word: "Danger immédiat", short: "Danger", rank: 0 },
  high: { word: "Urgent", short: "Urgent", rank: 1 },
  standard: { word: "Normal", short: "Normal", rank: 2 },
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
const departments = new Map();
const languages = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames("fr", { type: "language" }) : null;

/** Takes the server's own words for kinds of violence and levels (`GET /vocabulary`). */
export function learnVocabulary(vocabulary) {
  for (const { code, label } of vocabulary.categories ?? []) categories.set(code, label);
  for (const { code, label } of vocabulary.level ?? []) if (LEVELS[code]) LEVELS[code].word = label;
}

/** Takes the names of departments, by code, that the page brings. */
export function learnDepartments(names) {
  for (const [code, name] of Object.entries(names)) departments.set(code, name);
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
  const { code, name } = typeof value === "string" ? { code: value } : (value ?? {});
  if (!code) return "Département inconnu";
  const known = name ?? departments.get(code);
  return known ? `${known} (${code})` : `Département ${code}`;
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

/** Where and who, on one line: "Rennes · Victime"; an exercise says so first. */
export function heading(file) {
  const where = file.commune?.name ?? (file.department ? department(file.department) : "Lieu inconnu");
  return [file.exercise ? "Exercice" : "", where, REPORTERS[file.reporter] ?? ""].filter(Boolean).join(" · ");
}
