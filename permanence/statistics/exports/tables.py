"""THE tables of the figures: what the pages show, what the files hold and what the note says are these rows. Pure, but
for `sheets`, which reads.

Every count stands beside that of the same period of the year before. What is told of several (categories, kinds,
offences) may add up to more than the whole; each such table says so.
"""

from collections.abc import Iterable

from permanence.roster.words import MONTHS
from permanence.statistics import comparing, durations, visits, words
from permanence.statistics.counting import UNKNOWN
from permanence.statistics.exports import rows
from permanence.statistics.exports.material import MONTHLY, Material, gather
from permanence.statistics.exports.partings import CONVERSATIONS, REFERRALS, REPORTS, SET_ASIDE, SEVERAL, Parting
from permanence.statistics.exports.shape import Column, Table, Unit
from permanence.statistics.queries import Question
from permanence.statistics.scopes import SCOPES

NO_FORCE = "Force non encore déterminée"
HEADLINES = ("conversation", "genuine", "answered", "abandoned", "report", "emergency", "intervention", "referral")
LAST = ("appointment", "outcome", "complaint", "set_aside")
BY_FORCE = ("genuine", "answered", "abandoned", "report", "emergency", "intervention", "referral", "complaint")
CLOCK = ("genuine", "report", "emergency")
WEIGHED = ("genuine", "emergency", "intervention", "report")
AGO = (("", ""), ("_before", ", période comparée"))
DELAY = (
    ("count", "Nombre", Unit.COUNT),
    ("median", "Médiane", Unit.SECONDS),
    ("p90", "Neuf sur dix", Unit.SECONDS),
)
ABOUT_DELAYS = (
    "Délais lus sur une échelle fixe (définition) et donnés au bas de la graduation : la moitié est plus "
    "courte que la médiane, neuf sur dix plus courts que la dernière colonne. Seul compte ce qui a eu lieu."
)
PROMISES = {20: "20 secondes", 60: "1 minute", 180: "3 minutes", 600: "10 minutes"}
"""Seconds below which a first answer is counted."""
ABOUT_VISITS = (
    "Des pages ouvertes, pas des personnes : un compteur anonyme, sans robots ni chargements anticipés connus."
)
EMERGENCIES = ("emergency", "intervention", "acknowledged", "dispatched", "arrived")


def sheets(question: Question) -> list[Table]:
    """Every table of a question, in the order in which it is read."""
    return of(gather(question))


def of(material: Material) -> list[Table]:
    """Every table; one that the question leaves no sense (the forces, of a question about one) is not there."""
    found = [headlines(material), answers(material), by_month(material), by_scope(material)]
    found += _parted(material, REPORTS)
    found += [by_force(material), by_department(material)]
    found += clock(material)
    found += _parted(material, CONVERSATIONS)
    found += door(material)
    found += [waits(material), within(material), emergencies(material), emergency_times(material), funnel(material)]
    found += _parted(material, (*REFERRALS, SET_ASIDE))
    return [table for table in found if table is not None]


def headlines(material: Material) -> Table:
    """How many of each thing."""
    columns = (*rows.COMPARED, Column("definition", "Définition", Unit.TEXT))
    told = [
        (*rows.compared(measure, words.MEASURES[measure], material.now, material.before, measure), measure)
        for measure in (*HEADLINES, *LAST)
    ]
    return Table("headlines", "Chiffres clés", columns, tuple(told), note=rows.ABOUT_INTERVALS)


def answers(material: Material) -> Table:
    """Shares of what was begun: answered, abandoned, urgent, reported."""
    columns = (
        *rows.NAMED,
        Column("count", "Conversations"),
        Column("percent", "Part des conversations (%)", Unit.PERCENT),
        Column("count_before", "Période comparée"),
        Column("percent_before", "Part, période comparée (%)", Unit.PERCENT),
    )
    told = [
        (
            *(measure, words.MEASURES[measure]),
            *(material.now.get(measure, 0), rows.percent(material.now, measure, "conversation")),
            *(material.before.get(measure, 0), rows.percent(material.before, measure, "conversation")),
        )
        for measure in ("conversation", "genuine", "answered", "abandoned", "emergency")
    ]
    note = "Ce qui n’est ni répondu ni abandonné est encore en cours, ou a été pris en charge sans réponse écrite."
    return Table("answers", "Réponses et abandons", columns, tuple(told), note=note)


def by_month(material: Material) -> Table:
    """One row a month; the first and the last hold the days asked for alone."""
    columns = (
        *rows.NAMED,
        *rows.of_measures(MONTHLY),
        *rows.of_measures(("report",), ago=True),
    )
    told = [
        (f"{on:%Y-%m}", f"{MONTHS[on.month - 1]} {on.year}", *rows.counts(MONTHLY, now), before.get("report", 0))
        for on, (now, before) in sorted(material.months.items())
    ]
    note = "Le premier et le dernier mois ne comptent que les jours de la période."
    return Table("months", "Mois par mois", columns, tuple(told), note=note)


def by_scope(material: Material) -> Table | None:
    """Reports of each scope."""
    if not material.scopes:
        return None
    told = [
        rows.compared(scope, SCOPES[scope][0], now, before, "report")
        for scope, (now, before) in material.scopes.items()
    ]
    note = f"{SEVERAL} Chaque champ a sa définition."
    return Table("scopes", "Signalements par champ", rows.COMPARED, tuple(told), note=note, definition="report")


def by_force(material: Material) -> Table | None:
    """What each force has; and what no force has yet."""
    if not material.forces:
        return None
    columns = (
        *rows.NAMED,
        *rows.of_measures(BY_FORCE),
        *rows.of_measures(BY_FORCE, ago=True),
    )
    told = [
        (force or UNKNOWN, words.FORCES.get(force, NO_FORCE), *rows.counts(BY_FORCE, now, before))
        for force, (now, before) in material.forces.items()
    ]
    return Table("forces", "Par force", columns, tuple(told))


def by_department(material: Material) -> Table | None:
    """Conversations and reports of every department, those where nothing happened too, with what they weigh."""
    if not material.departments:
        return None
    columns = (
        *rows.NAMED,
        *rows.of_measures(WEIGHED),
        *rows.CHANGES,
        Column("population", "Habitants"),
        Column("report_per_1000", "Signalements pour 1 000 habitants", Unit.RATE),
    )
    note = (
        "Habitants : population municipale des communes connues du service (INSEE). Le taux est celui de la période, "
        "sans correction de sa durée. « Non connu » : lieu inconnu, à l’étranger, ou que la personne n’a pas dit."
    )
    codes = [*sorted(material.departments), UNKNOWN]
    told = tuple(_department(material, code) for code in codes)
    return Table("departments", "Par département", columns, told, note=note, definition="report")


def clock(material: Material) -> list[Table]:
    """When people write: hours and days of the week, in Paris."""
    return [
        _clock(material, "hours", "Par heure de la journée", "hour"),
        _clock(material, "weekdays", "Par jour de la semaine", "weekday"),
    ]


def waits(material: Material) -> Table:
    """How long people wait and how long conversations last."""
    return _delays(material, "waits", "Attente et durée des conversations", ("wait", "length"))


def within(material: Material) -> Table:
    """How many were answered within a time that one promises."""
    columns = (
        *rows.NAMED,
        Column("count", "Conversations"),
        Column("percent", "Part des conversations répondues (%)", Unit.PERCENT),
        Column("count_before", "Période comparée"),
        Column("percent_before", "Part, période comparée (%)", Unit.PERCENT),
    )
    totals = [durations.total(vector, "wait") for vector in (material.now, material.before)]
    told = []
    for edge, label in PROMISES.items():
        now, ago = (durations.below(vector, "wait", edge) for vector in (material.now, material.before))
        told.append((str(edge), label, now, rows.share(now, totals[0]), ago, rows.share(ago, totals[1])))
    return Table("within", "Première réponse en moins de", columns, tuple(told), definition="answered")


def door(material: Material) -> list[Table]:
    """How often each page of the visitors' door was reached; without an interval: one person opens several pages."""
    if material.visits is None:
        return []
    now, ago = material.visits
    found = sorted({key for vector in material.visits for key in vector if key.startswith("arrived|language|")})
    told = [rows.compared(name, label, now, ago, name)[:6] for name, label in visits.NAMES.items()]
    languages = [(key, key.rpartition("|")[2]) for key in found]
    by_language = [rows.compared(code, words.value("language", code), now, ago, key)[:6] for key, code in languages]
    return [
        Table("visits", "Arrivées à la porte", rows.COMPARED[:6], tuple(told), ABOUT_VISITS, "connection"),
        Table(
            "visit_languages", "Arrivées par langue", rows.COMPARED[:6], tuple(by_language), ABOUT_VISITS, "connection"
        ),
    ]


def emergency_times(material: Material) -> Table:
    """From an intervention's request to each of its steps."""
    return _delays(material, "emergency_times", "Délais des interventions", ("acknowledge", "dispatch", "arrive"))


def emergencies(material: Material) -> Table:
    """How many there were, and how far each came."""
    told = tuple(rows.compared(one, words.MEASURES[one], material.now, material.before, one) for one in EMERGENCIES)
    return Table("emergencies", "Urgences et interventions", rows.COMPARED, told, note=rows.ABOUT_INTERVALS)


def funnel(material: Material) -> Table:
    """What came of the conversations begun in the period, step by step, with the time that it took."""
    columns = (
        *rows.NAMED,
        Column("count", "Nombre"),
        Column("percent", "Part de celles où la personne a écrit (%)", Unit.PERCENT),
        Column("percent_of_step", "Part de l’étape précédente (%)", Unit.PERCENT),
        Column("median", "Délai médian depuis l’ouverture", Unit.SECONDS),
        Column("p90", "Délai de neuf sur dix depuis l’ouverture", Unit.SECONDS),
        Column("count_before", "Période comparée"),
        Column("percent_before", "Part, période comparée (%)", Unit.PERCENT),
    )
    note = (
        "Tout est compté au jour où la conversation a commencé : les plus récentes n’ont pas fini leur parcours. Un "
        "signalement peut être transmis sans accord (danger vital, mineur en danger, article 40)."
    )
    return Table(
        "funnel",
        "De la conversation à la plainte",
        columns,
        tuple(rows.steps(material.now, material.before)),
        note=note,
    )


def _parted(material: Material, partings: Iterable[Parting]) -> list[Table]:
    return [_parting(material, one) for one in partings]


def _parting(material: Material, of: Parting) -> Table:
    now, before = material.now, material.before
    prefix = f"{of.measure}|{of.dimension}|"
    told = tuple(
        rows.parted(code, words.value(of.dimension, code), now, before, (prefix + code, of.measure))
        for code in rows.codes(of.known or words.values(of.dimension), prefix, now, before)
    )
    return Table(of.code, of.title, rows.PARTED, told, note=of.note, definition=of.measure)


def _clock(material: Material, code: str, title: str, dimension: str) -> Table:
    """Conversations and reports by the hour or the day on which they began or were filed."""
    columns = (*rows.NAMED, *rows.of_measures(CLOCK), *rows.of_measures(CLOCK, ago=True))
    told = tuple(
        (
            *(one, words.value(dimension, one)),
            *rows.counts(CLOCK, material.now, material.before, of=f"|{dimension}|{one}"),
        )
        for one in words.values(dimension)
    )
    return Table(code, title, columns, told, note="Heure de Paris.")


def _delays(material: Material, code: str, title: str, names: tuple[str, ...]) -> Table:
    columns = (
        *rows.NAMED,
        *(Column(f"{name}{ago}", label + told, unit) for ago, told in AGO for name, label, unit in DELAY),
    )
    told = tuple(rows.delays((material.now, material.before), names, words.DURATIONS))
    return Table(code, title, columns, told, note=ABOUT_DELAYS)


def _department(material: Material, code: str) -> rows.Row:
    now, before = material.now, material.before
    counts = rows.counts(WEIGHED, now, of=f"|department|{code}")
    told = rows.compared(code, "", now, before, f"report|department|{code}")
    population = material.populations.get(code)
    rate = comparing.per_thousand(now.get(f"report|department|{code}", 0), population)
    return (
        code,
        material.departments.get(code) or words.value("department", code),
        *counts,
        *told[3:6],
        population,
        rate,
    )
