// Finding words whatever their accents and capitals: the same as the server's `folding.py`. Pure.

const APART = { œ: "oe", æ: "ae", "’": "'", "‘": "'", ß: "ss", "\u00a0": " ", "\u202f": " " };
const MARKS = /\p{M}/gu;

/** The text without accents, in small letters, and for each of its units its place in `text`. */
export function fold(text) {
  let folded = "";
  const places = [];
  let place = 0;
  for (const character of text) {
    const small = character.toLowerCase();
    const plain = APART[small] ?? small.normalize("NFD").replace(MARKS, "");
    for (let unit = 0; unit < plain.length; unit += 1) places.push(place);
    folded += plain;
    place += character.length;
  }
  return { folded, places, length: text.length };
}

/** The text alone, folded. */
export function plain(text) {
  return fold(text).folded;
}

/** Where `wanted` stands in `text`, by places of the text: `[{start, end}]`, never overlapping. */
export function found(text, wanted) {
  const needle = plain(wanted.trim());
  if (!needle) return [];
  const { folded, places, length } = fold(text);
  const matches = [];
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
    const after = at + needle.length;
    matches.push({ start: places[at], end: after < places.length ? places[after] : length });
  }
  return matches;
}

/** Whether the letters of `wanted` stand in `text` in this order: what a hurried hand types. */
export function inOrder(text, wanted) {
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
