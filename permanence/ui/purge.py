"""Keeping of a style sheet what our pages use.

Answers for: dropping, from the design system's style sheets, every rule whose classes appear in no page of ours, the
fonts, and the custom properties that nothing reads any more; turning its dark theme, which a script of its own switches
on, into one that follows the device (`prefers-color-scheme`), so that no script is needed.
Refuses to change a declaration: what is kept is kept as written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import tinycss2
from tinycss2 import ast

DARK = re.compile(r"^(?::root)?\[data-fr-theme=dark\]\s*")
CLASS_PREFIX = re.compile(r"""\[class[*^]=["']?\s*([\w-]+)["']?\]""")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATION = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")
READ = re.compile(r"var\(\s*(--[\w-]+)")
NOT_OURS = re.compile(
    r"-ms-|type=range|type=image|audio|contenteditable|target=_blank|contacts-auto-fill|data-fr-scrolling|url-prefix"
    r"|data-fr-(?!theme=dark)"
)
"""Selectors for elements that no page of ours holds, for browsers nobody has, or for the scripts we leave out."""


@dataclass(frozen=True)
class Rule:
    """One rule: the conditions around it (media, supports), its selectors, its declarations."""

    around: tuple[str, ...]
    selectors: tuple[str, ...]
    declarations: tuple[tuple[str, str], ...]


def purge(sources: Iterable[str], *, used: frozenset[str], read_elsewhere: Iterable[str] = ()) -> str:
    """The rules of `sources`, in order, that pages with the classes `used` need.

    `read_elsewhere` are style sheets of ours: the custom properties that they read are kept.
    """
    rules = [rule for source in sources for rule in _rules(tinycss2.parse_stylesheet(source, True, True), ())]
    kept = [part for rule in rules for part in _chosen(rule, used)]
    return _written(_without_unread(kept, frozenset(READ.findall("".join(read_elsewhere)))))


def _rules(nodes: Iterable[ast.Node], around: tuple[str, ...]) -> list[Rule]:
    found: list[Rule] = []
    for node in nodes:
        if isinstance(node, ast.AtRule) and node.lower_at_keyword in ("media", "supports") and node.content:
            condition = f"@{node.lower_at_keyword} {tinycss2.serialize(node.prelude).strip()}"
            inner = tinycss2.parse_rule_list(node.content, True, True)
            found += _rules(inner, (*around, condition))
        elif isinstance(node, ast.QualifiedRule):
            found.append(Rule(around, _selectors(node.prelude), _declarations(node.content)))
    return found


def _selectors(prelude: list[ast.Node]) -> tuple[str, ...]:
    parts: list[list[ast.Node]] = [[]]
    for node in prelude:
        if isinstance(node, ast.LiteralToken) and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return tuple(tinycss2.serialize(part).strip() for part in parts)


def _declarations(content: list[ast.Node]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (node.name, tinycss2.serialize(node.value).strip() + ("!important" if node.important else ""))
        for node in tinycss2.parse_declaration_list(content, True, True)
        if isinstance(node, ast.Declaration)
    )


def _chosen(rule: Rule, used: frozenset[str]) -> list[Rule]:
    """The rule with the selectors that can match; those that ask for the dark theme apart, in the dark."""
    if not rule.declarations or any(NOT_OURS.search(condition) for condition in rule.around):
        return []
    selectors = [selector for selector in rule.selectors if _can_match(selector, used)]
    plain = tuple(selector for selector in selectors if not DARK.match(selector))
    dark = tuple(DARK.sub("", selector) or ":root" for selector in selectors if DARK.match(selector))
    around = ("@media (prefers-color-scheme:dark)", *rule.around)
    parts = [Rule(rule.around, plain, rule.declarations), Rule(around, dark, rule.declarations)]
    return [part for part in parts if part.selectors]


def _can_match(selector: str, used: frozenset[str]) -> bool:
    if NOT_OURS.search(selector):
        return False
    asked = NEGATION.sub("", selector)
    prefixes = CLASS_PREFIX.findall(asked)
    return all(name in used for name in CLASS.findall(asked)) and all(
        any(name.startswith(prefix) for name in used) for prefix in prefixes
    )


def _without_unread(rules: list[Rule], read_elsewhere: frozenset[str]) -> list[Rule]:
    """Custom properties that nothing reads go, then those that only they read, until none is left."""
    while True:
        read = read_elsewhere.union(
            *(READ.findall(value) for rule in rules for _, value in rule.declarations),
        )
        fewer = [rule for rule in (_filtered(rule, read) for rule in rules) if rule.declarations]
        if fewer == rules:
            return rules
        rules = fewer


def _filtered(rule: Rule, read: frozenset[str]) -> Rule:
    kept = tuple(pair for pair in rule.declarations if not pair[0].startswith("--") or pair[0] in read)
    return Rule(rule.around, rule.selectors, kept)


def _written(rules: list[Rule]) -> str:
    lines: list[str] = []
    around: tuple[str, ...] = ()
    for rule in rules:
        if rule.around != around:
            lines.append("}" * len(around) + "".join(f"{condition}{{" for condition in rule.around))
            around = rule.around
        body = ";".join(f"{name}:{value}" for name, value in rule.declarations)
        lines.append(f"{','.join(rule.selectors)}{{{body}}}")
    return "\n".join([*lines, "}" * len(around)]) + "\n"
