"""What is said of a figure is true to it: numbers whole, percents rounded, plurals French, nothing called a rise that
chance may explain."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.statistics import sentences
from permanence.statistics.comparing import compare, rounded
from permanence.statistics.sentences import Asked

TODAY = date(2026, 11, 30)
SINCE_JANUARY = Asked("report", date(2026, 1, 1), TODAY, TODAY)
COUNTS = st.integers(0, 3_000_000)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_the_sentence_asked_most() -> None:
    assert _plain(sentences.headline(SINCE_JANUARY, compare(2450, 2100))) == (
        "2 450 signalements depuis le 1er janvier, contre 2 100 à la même date l’an dernier : "
        "350 de plus (+ 17 %), une hausse nette."
    )


def test_the_commanders_sentence_says_force_and_scope() -> None:
    asked = replace(SINCE_JANUARY, scope="couple_women", force="GN", department="Ille-et-Vilaine")
    assert _plain(sentences.headline(asked, compare(41, 50))) == (
        "41 signalements de violences faites aux femmes au sein du couple (physiques, psychologiques, sexuelles) "
        "à la gendarmerie nationale (Ille-et-Vilaine) depuis le 1er janvier, contre 50 à la même date l’an dernier : "
        "9 de moins (− 18 %), un écart qui ne se distingue pas du hasard."
    )


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (0, 0, "aucun signalement depuis le 1er janvier, contre aucun à la même date l’an dernier."),
        (3, 0, "3 signalements depuis le 1er janvier, contre aucun à la même date l’an dernier."),
        (
            9,
            3,
            "9 signalements depuis le 1er janvier, contre 3 à la même date l’an dernier : 6 de plus, un écart qui ne "
            "se distingue pas du hasard.",
        ),
        (1, 1, "1 signalement depuis le 1er janvier, contre 1 à la même date l’an dernier : autant."),
    ],
)
def test_little_is_said_of_little(now: int, before: int, said: str) -> None:
    assert sentences.headline(SINCE_JANUARY, compare(now, before)) == said


@pytest.mark.parametrize(
    ("first", "last", "said", "against"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "en octobre 2026", "en octobre 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "en 2025", "en 2024"),
        (date(2024, 1, 1), date(2025, 12, 31), "de 2024 à 2025", "de 2022 à 2023"),
        (date(2026, 3, 1), date(2026, 4, 3), "du 1er mars au 3 avril 2026", "du 1er mars au 3 avril 2025"),
        (date(2025, 12, 1), TODAY, "depuis le 1er décembre 2025", "à la même date l’an dernier"),
        (TODAY, TODAY, "le 30 novembre 2026", "à la même date l’an dernier"),
    ],
)
def test_a_period_is_said_as_one_says_it(first: date, last: date, said: str, against: str) -> None:
    asked = replace(SINCE_JANUARY, from_on=first, to_on=last)
    assert sentences.headline(asked, compare(5, 4)).startswith(f"5 signalements {said}, contre 4 {against} : ")


def test_on_29_february_the_dates_compared_are_said() -> None:
    day = date(2028, 2, 29)
    said = sentences.headline(Asked("report", date(2028, 1, 1), day, day), compare(9, 9))
    assert said.endswith("contre 9 du 1er janvier au 28 février 2027 : autant.")


@given(COUNTS, COUNTS)
def test_every_number_said_is_the_number_counted(now: int, before: int) -> None:
    figures = compare(now, before)
    said = _plain(sentences.headline(SINCE_JANUARY, figures)).replace("1er janvier", "")
    outside = re.sub(r"\([^)]*%\)", "", said)
    numbers = [int(found.replace(" ", "")) for found in re.findall(r"\d+(?: \d{3})*", outside)]
    expected = [count for count in (now, before) if count]
    if before and now != before:
        expected.append(abs(now - before))
    assert numbers == expected


@given(COUNTS, st.integers(1, 3_000_000))
def test_a_percent_said_is_the_rounded_one(now: int, before: int) -> None:
    said = _plain(sentences.percent(compare(now, before).percent))
    exact = 100 * (now - before) / before
    if said.startswith("moins de"):
        assert 0 < abs(exact) < 0.5
    else:
        digits = int(re.sub(r"\D", "", said))
        assert digits == rounded(abs(exact))
        assert said.startswith("+" if exact > 0 else "−" if exact < 0 else "0")


@given(COUNTS, COUNTS)
def test_a_rise_is_named_only_where_chance_hardly_gives_it(now: int, before: int) -> None:
    figures = compare(now, before)
    said = sentences.headline(SINCE_JANUARY, figures)
    assert ("hausse" in said) == (figures.is_clear and now > before > 0)
    assert ("baisse" in said) == (figures.is_clear and now < before)


@pytest.mark.parametrize(
    ("hits", "total", "said"),
    [
        (0, 0, "–"),
        (0, 9, "0 %"),
        (9, 9, "100 %"),
        (1, 1000, "moins de 1 %"),
        (999, 1000, "plus de 99 %"),
        (5, 8, "63 %"),
    ],
)
def test_a_share_is_never_all_or_nothing_where_it_is_not(hits: int, total: int, said: str) -> None:
    assert _plain(sentences.share(hits, total)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (0, "0 s"),
        (45, "45 s"),
        (120, "2 min"),
        (130, "2 min 10 s"),
        (605, "10 min"),
        (3600, "1 h"),
        (11_100, "3 h 05"),
        (400_000, "4 jours"),
    ],
)
def test_a_duration_is_no_finer_than_one_says(seconds: int | None, said: str) -> None:
    assert sentences.duration(seconds) == said


@pytest.mark.parametrize("measure", sorted(sentences.NOUNS))
def test_every_measure_has_its_noun(measure: str) -> None:
    assert sentences.noun(measure, 0).startswith(("aucun ", "aucune "))
    assert sentences.noun(measure, 1).startswith("1 ")
    assert _plain(sentences.noun(measure, 1200)).startswith("1 200 ")


def test_an_interval_is_said_in_percents() -> None:
    assert _plain(sentences.interval(compare(2450, 2100))) == "entre + 10 % et + 24 %"
    assert sentences.interval(compare(5, 0)) == ""
    assert sentences.interval(compare(0, 0)) == ""
