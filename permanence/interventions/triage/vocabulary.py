"""Which known word a typed word stands for, whatever its spelling; and the letter that stands for its meanings.

Tried in this order, and the first that answers is kept: the word itself; letters repeated ("aidezzz"); a small word
glued to it ("jsuis", "metrangle"); the way it sounds in French ("couto"); one letter wrong, missing, too many, or two
exchanged, in a word of five letters or more; several words written as one ("aidezmoi"). Only words that carry a signal
are looked for by sound or by a wrong letter, and a word that is known to be another one ("larme" is no "arme") is
listed in the data and never taken for a spelling.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from permanence.interventions.triage.text import HARD, SOFT, Word

UNKNOWN = "\u00b7"
_MEMORY = 20_000
_TYPO_FROM = 5
_GLUED_FROM = 7
_LONGEST = 40
_ELISIONS = frozenset([*"jmtslndc", "qu"])
_SMALL = ("qu", "j", "m", "t", "s", "l", "n", "d", "k")
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ai(?:t|s|ent)?$", "E"), (r"(?:er|ez|ees?|es)$", "e"), (r"eaux?|aux?", "o"), (r"ph", "f"), (r"qu|ck|q", "k"),
        (r"c(?![eiyh])", "k"), (r"c(?=[eiy])", "s"), (r"(?<!c)h", ""), (r"y", "i"), (r"[ae]i", "e"), (r"z", "s"),
        (r"(.)\1+", r"\1"), (r"(?<=..)[estdx]+$", ""),
    )
]  # fmt: skip


def sound(word: str) -> str:
    """How an unaccented French word sounds, roughly: `frapper`, `frapé` and `frappe` alike, `frappait` apart."""
    for pattern, by in _SOUNDS:
        word = pattern.sub(by, word)
    return word


def squeezed(word: str) -> str:
    """`word` with each letter said once: `aidezzz` and `aidez`, `frape` and `frappe` alike."""
    return _RUN.sub(r"\1", word)


class Vocabulary:
    """Words known to the lexicon. `letters` maps each to the one letter that stands for all its meanings."""

    def __init__(
        self, letters: Mapping[str, str], others: Collection[str], keys: Iterable[str], spoken: Collection[str],
        heads: Collection[str],
    ) -> None:  # fmt: skip
        """`keys`: the words that carry a signal; `spoken`: those that are French; `heads`: what glued words begin with.

        `others`: real words that resemble known ones.
        """
        self._letters = dict(letters)
        self._others = frozenset(others)
        self._heads = frozenset(heads)
        self._keys = frozenset(keys)
        self._memory: dict[str, str] = {}
        self._squeezed: dict[str, str] = {}
        self._sounds: dict[str, str] = {}
        self._cut: dict[str, list[str]] = {}
        for word in self._letters:
            self._squeezed.setdefault(squeezed(word), word)
        for word in sorted(self._keys):
            if len(word) >= _TYPO_FROM:
                for cut in _cuts(word):
                    self._cut.setdefault(cut, []).append(word)
            if word in spoken and len(word) > 3 and word.isascii():
                self._sounds.setdefault(sound(word), word)

    def encode(self, words: list[Word]) -> tuple[str, list[tuple[int, int]]]:
        """One letter a word and the place of each in the text."""
        out: list[str] = []
        places: list[tuple[int, int]] = []
        memory = self._memory
        at, count = 0, len(words)
        while at < count:
            folded, start, end, _ = words[at]
            at += 1
            if folded in (HARD, SOFT):
                out.append(folded)
                places.append((start, end))
                continue
            if at < count and (joined := self._joined(folded, words[at])):
                folded, end = joined, words[at].end
                at += 1
            known = memory.get(folded)
            if known is None:
                known = self._remember(folded)
            out.append(known)
            places.extend([(start, end)] * len(known))
        return "".join(out), places

    def _joined(self, folded: str, following: Word) -> str | None:
        """`j'ai`, `j ai` and `jai` are one word; so are `he's` and `hes`, `aujourd'hui` and `aujourdhui`."""
        tail = following.folded
        if following.glued or folded in _ELISIONS or tail == "t":
            joined = folded + tail
            return joined if joined in self._letters else None
        return None

    def _remember(self, folded: str) -> str:
        if len(self._memory) >= _MEMORY:
            self._memory.clear()
        found = self._memory[folded] = self._find(folded)
        return found

    def _find(self, word: str) -> str:
        known = self._letters.get(word)
        if known is not None:
            return known
        if word in self._others or len(word) > _LONGEST:
            return UNKNOWN
        meant = self._repeated(word) or self._squeezed.get(squeezed(word), "")
        if meant:
            return self._letters[meant]
        return self._after_small(word) or self._meant(word) or self._several(word) or UNKNOWN

    def _meant(self, word: str) -> str:
        heard = self._sounds.get(sound(word)) if len(word) > 3 and word.isascii() else None
        meant = heard or self._nearest(word)
        return self._letters[meant] if meant else ""

    def _repeated(self, word: str) -> str:
        for by in (r"\1", r"\1\1"):
            fewer = _LONG_RUN.sub(by, word)
            if fewer != word and fewer in self._letters:
                return fewer
        return ""

    def _after_small(self, word: str) -> str:
        for small in _SMALL:
            rest = word[len(small) :]
            if not word.startswith(small) or len(rest) < 2 or small not in self._letters:
                continue
            if rest in self._keys or (len(rest) > 3 and rest[0] in "aeiouh" and rest in self._letters):
                return self._letters[small] + self._letters[rest]
            if len(rest) > 4 and (heard := self._sounds.get(sound(rest))) and heard[0] == rest[0]:
                return self._letters[small] + self._letters[heard]
        return ""

    def _nearest(self, word: str) -> str:
        if len(word) < _TYPO_FROM - 1:
            return ""
        for cut in _cuts(word):
            for known in self._cut.get(cut, ()):
                if _one_apart(word, known):
                    return known
        return ""

    def _several(self, word: str) -> str:
        """Two to four known words end to end, the fewest that will do, the first of them one of `heads`."""
        if len(word) < _GLUED_FROM or not any(word.startswith(head) for head in self._heads):
            return ""
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 15), end):
                before = best[start]
                part = word[start:end]
                if before is None or part not in (self._letters if start else self._heads):
                    continue
                if best[end] is None or len(before) + 1 < len(best[end] or ()):
                    best[end] = [*before, part]
        parts = best[-1] or []
        if not parts or len(word) / len(parts) < 3:
            return ""
        return "".join(self._letters[part] for part in parts)


def _cuts(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def _one_apart(one: str, other: str) -> bool:
    """At most one letter wrong, missing or too many, or two neighbours exchanged; the first letter is right."""
    if one[0] != other[0] and one[1:] != other[1:] and one[1:] != other and one != other[1:]:
        return one[:2] == other[1::-1] and one[2:] == other[2:]
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
