// What a report asks, and when: which kinds a category asks for, which offences a kind has, where a message may be
// quoted. Pure. The server knows the same codes.

const ALL_KINDS = ["physical", "psychological", "sexual", "economic"];
export const KINDS_OF = { conjugal: ALL_KINDS, intrafamily: ALL_KINDS };
export const IMPLIED = { sexual: "sexual" };
export const OFFENCES_OF = {
  physical: ["homicide", "physical_violence"],
  sexual: ["rape", "sexual_assault", "sexual_harassment"],
  psychological: ["moral_harassment", "threats", "privacy", "insults"],
  economic: [],
};
export const MINORS = ["under_15", "15_17"];
/** Who it can be first, by what the facts are about. */
export const FIRST_RELATIONS = { conjugal: ["spouse", "partner", "ex"], intrafamily: ["parent", "child", "sibling", "family"] };

/** The items of a group that stands several times, in the order in which they were begun. */
export function itemsOf(content, group) {
  return [...new Set(Object.keys(content).filter((path) => path.startsWith(`${group}.`)).map((path) => path.split(".")[1]))];
}

/** The offences that a fact may be, by its category and kinds. */
export function offencesOf(category, kinds) {
  if (!(category in KINDS_OF) && !(category in IMPLIED)) return [];
  return (IMPLIED[category] ? [IMPLIED[category]] : kinds).flatMap((kind) => OFFENCES_OF[kind] ?? []);
}

/** Whether children are asked about: at home, or where the victim is one. */
export function asksOfChildren(content) {
  const atHome = itemsOf(content, "facts").some((item) => content[`facts.${item}.category`] in KINDS_OF);
  return atHome || MINORS.includes(content["victim.age"]) || itemsOf(content, "children").length > 0;
}

/** "12/08/2024" of what is kept as "2024-08-12"; what is not yet a date stays as typed. */
export function shownDay(kept) {
  return /^\d{4}(-\d{2}){0,2}$/.test(kept ?? "") ? kept.split("-").reverse().join("/") : (kept ?? "");
}

/** A new item's id. */
export function newItem() {
  return crypto.randomUUID().replaceAll("-", "").slice(0, 8);
}

/** What a message becomes in a field: its words, who said them, when. */
export function quoted(text, { name, at }) {
  return `« ${text.trim()} » (${name}, ${at})`;
}

/** Where a message may be quoted: key, words, and the paths of its text and of its numbers. */
export function targets(content) {
  const facts = itemsOf(content, "facts");
  const fact = (item, number) => ({ key: number < 9 ? String(number + 1) : "", words: facts.length > 1 ? `Faits ${number + 1}` : "Faits", text: `facts.${item}.text`, quotes: `facts.${item}.quotes` });
  return [
    ...(facts.length ? facts.map(fact) : [fact(newItem(), 0)]),
    { key: "r", words: "Résumé", text: "summary", quotes: "quotes" },
    { key: "v", words: "Victime", text: "victim.text", quotes: "victim.quotes" },
    { key: "a", words: "Auteur", text: "author.text", quotes: "author.quotes" },
    { key: "d", words: "Démarches antérieures", text: "before.text", quotes: "before.quotes" },
    { key: "c", words: "Accord pour transmettre", consent: true },
  ];
}
