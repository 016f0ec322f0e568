"""What a report may hold, what the figures take of it, and how it reads."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, strategies

from permanence.casework.reports import content, fields
from permanence.casework.reports.vocabulary import IMPLIED, KINDS_OF, OFFENCES_OF, Category, Kind, Offence, vocabulary
from permanence.lib.errors import Invalid

TOLD = {
    "summary": "Il la frappe depuis le printemps.",
    "reporter": "victim",
    "facts.ab12.category": "conjugal",
    "facts.ab12.kinds": ["psychological", "physical"],
    "facts.ab12.offences": ["threats", "physical_violence"],
    "facts.ab12.when": "since",
    "facts.ab12.from_on": "03/2025",
    "facts.ab12.insee": "35238",
    "facts.ab12.place": "au domicile",
    "victim.sex": "female",
    "victim.age": "25_34",
    "author.relation": "spouse",
    "author.lives_with": "yes",
    "children.ch01.name": "Lou",
    "children.ch01.age": 6,
    "children.ch01.exposed": "witness",
    "consent.transmission": "given",
    "consent.seq": 12,
}


def _refused(given: dict[str, object], **more: date) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        content.cleaned(given, **more)
    return refused.value.errors


def test_what_was_told_is_kept_trimmed_in_the_order_of_the_words_and_empty_answers_are_left_out() -> None:
    kept = content.cleaned(TOLD | {"author.name": "  Une personne  ", "victim.name": "  ", "facts.ab12.quotes": []})
    assert kept["facts.ab12.kinds"] == ["physical", "psychological"]
    assert kept["facts.ab12.from_on"] == "2025-03"
    assert kept["author.name"] == "Une personne"
    assert "victim.name" not in kept
    assert "facts.ab12.quotes" not in kept


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("nothing", "x"),
        ("facts.category", "conjugal"),
        ("facts.AB!.category", "conjugal"),
        ("facts.ab12.category.more", "conjugal"),
        ("facts.ab12.category", "theft"),
        ("facts.ab12.kinds", "physical"),
        ("facts.ab12.kinds", ["physical", "other"]),
        ("facts.ab12.from_on", "31/02/2025"),
        ("facts.ab12.from_on", "hier"),
        ("facts.ab12.from_on", "1850"),
        ("facts.ab12.quotes", [-1]),
        ("facts.ab12.quotes", [True]),
        ("facts.ab12.commune", "Rennes"),
        ("victim.sex", 1),
        ("victim.name", "x" * 201),
        ("victim.name", "nul\x00"),
        ("victim.name", 12),
        ("children.ch01.age", -1),
        ("children.ch01.age", True),
        ("children.ch01.age", "six"),
        ("windows.wi01.from", "25:00"),
        ("windows.wi01.from", "24:30"),
        ("windows.wi01.days", [7]),
        ("consent.at", "2026-01-01"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(path: str, value: object) -> None:
    assert list(_refused({path: value, "summary": "Reste"})) == [path]


def test_a_date_to_come_is_refused_where_today_is_known() -> None:
    today = date(2026, 3, 10)
    assert _refused({"facts.ab12.from_on": "11/03/2026"}, today=today)
    assert _refused({"victim.born_on": "2027"}, today=today)
    assert content.cleaned({"facts.ab12.from_on": "03/2026"}, today=today)
    assert content.cleaned({"facts.ab12.from_on": "10/03/2026"}, today=today)


def test_an_end_before_its_beginning_is_said_beside_what_was_just_given() -> None:
    known = {"facts.ab12.from_on": "2025-03", "facts.ab12.until_on": "2024", "windows.wi01.from": "14:00"}
    known |= {"windows.wi01.until": "14:00"}
    assert set(content.contradictions(known, ["facts.ab12.until_on"])) == {"facts.ab12.until_on", "windows.wi01.until"}
    assert "facts.ab12.from_on" in content.contradictions(known, ["facts.ab12.from_on"])
    assert not content.contradictions({"facts.ab12.from_on": "2025-03", "facts.ab12.until_on": "2025"}, [])


def test_only_so_many_of_a_group() -> None:
    many = {f"windows.wi{number:02d}.note": "x" for number in range(11)}
    assert content.contradictions(many, ["windows.wi10.note"]) == {"windows.wi10.note": "Au plus 10."}
    assert not content.contradictions(many, ["summary"])


def test_the_figures_take_the_typed_answers_alone() -> None:
    assert content.typed(content.cleaned(TOLD)) == {
        "reporter": "victim",
        "victim_sex": "female",
        "victim_age": "25_34",
        "relation": "spouse",
        "consent": "given",
    }
    assert content.typed({}) == dict.fromkeys(("reporter", "victim_sex", "victim_age", "relation", "consent"), "")


def test_each_kind_counts_once_with_the_offences_that_are_its_own() -> None:
    again = {"facts.cd34.category": "conjugal", "facts.cd34.kinds": ["physical"], "facts.cd34.offences": ["rape"]}
    assert content.facts(content.cleaned(TOLD | again)) == [
        {"category": "conjugal", "kind": "physical", "offence": "physical_violence"},
        {"category": "conjugal", "kind": "psychological", "offence": "threats"},
        {"category": "conjugal", "kind": "physical", "offence": ""},
    ]


def test_a_category_says_its_kind_by_itself_or_none() -> None:
    assert content.facts({"facts.ab12.category": "sexual", "facts.ab12.offences": ["rape"]}) == [
        {"category": "sexual", "kind": "sexual", "offence": "rape"}
    ]
    assert content.facts({"facts.ab12.category": "discrimination", "facts.ab12.kinds": ["physical"]}) == [
        {"category": "discrimination", "kind": "", "offence": ""}
    ]
    assert content.facts({"facts.ab12.category": "conjugal"}) == [{"category": "conjugal", "kind": "", "offence": ""}]
    assert content.facts({"facts.ab12.text": "sans catégorie"}) == []


def test_what_is_missing_is_said_until_nothing_is() -> None:
    assert set(content.missing({})) == {"reporter", "facts"}
    assert set(content.missing({"reporter": "witness"})) == {"facts"}
    assert not content.missing(content.cleaned(TOLD))


def test_every_offence_belongs_to_one_kind_and_every_category_is_known_to_the_entry() -> None:
    offences = [offence for kind in Kind.values for offence in OFFENCES_OF[kind]]
    assert sorted(offences) == sorted(Offence.values)
    assert set(KINDS_OF) | set(IMPLIED) <= set(Category.values)
    assert all(one["label"] for words in vocabulary().values() for one in words)


def test_the_account_reads_in_french_section_by_section() -> None:
    told = content.cleaned(TOLD) | {"facts.ab12.commune": "Rennes", "consent.at": "2026-03-10T02:30:00+00:00"}
    account = {section.title: dict(section.rows) for section in content.sections(told)}
    assert account["Récit"] == {"Qui écrit": "Victime", "Résumé": "Il la frappe depuis le printemps."}
    assert account["Faits : Violences conjugales"]["Violences"] == "Physiques, Psychologiques"
    assert account["Faits : Violences conjugales"]["Quand"] == "depuis 03/2025"
    assert account["Faits : Violences conjugales"]["Où"] == "au domicile, Rennes"
    assert account["Enfant"] == {"Prénom": "Lou", "Âge": "6", "Présence": "A vu ou entendu"}
    assert account["Accord pour transmettre"]["Recueilli le"] == "10/03/2026 à 03:30 (heure de Paris)"
    assert "Démarches antérieures" not in account


def test_a_witness_is_told_of_only_where_the_witness_agreed() -> None:
    witness = {"witness.name": "Une voisine", "witness.telephone": "0600000000"}
    for consent in ({}, {"witness.consent": "refused"}):
        told = str(content.sections(content.cleaned(TOLD), witness=witness | consent))
        assert "voisine" not in told
    agreed = content.sections(content.cleaned(TOLD), witness=witness | {"witness.consent": "given"})
    assert agreed[-1].title == "Témoin"
    assert "Une voisine" in str(agreed[-1])
    assert "voisine" not in str(content.sections(content.cleaned(TOLD) | witness))


@given(strategies.dictionaries(strategies.text(max_size=20), strategies.one_of(strategies.none(), strategies.text())))
def test_whatever_is_given_is_kept_or_refused_in_words(given: dict[str, object]) -> None:
    with contextlib.suppress(Invalid):
        assert set(content.cleaned(given)) <= set(given)


@given(strategies.text(max_size=12))
def test_a_date_is_kept_as_it_reads_or_refused(text: str) -> None:
    try:
        kept = fields.partial_date(text)
    except ValueError:
        return
    assert fields.partial_date(kept) == kept
    assert fields.partial_date(fields.shown_date(kept)) == kept
