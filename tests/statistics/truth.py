"""What the figures ought to be, counted from the stories in plain Python: a second opinion that shares no code with
the product but the edges of the histograms."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from permanence.statistics.durations import BINS
from tests.statistics.stories import Intervention, Referral, Report, Story

PARIS = ZoneInfo("Europe/Paris")
Event = tuple[date, str, str, str]
"""Day, force, department, key."""


def truth(
    stories: Iterable[Story], from_on: date, to_on: date, force: str = "", department: str = "", scope: str = "all"
) -> Counter[str]:
    """The vector of a question."""
    told: Counter[str] = Counter()
    for story in stories:
        if scope in scopes(story):
            for day, of, where, key in events(story):
                if from_on <= day <= to_on and force in ("", of) and department in ("", where):
                    told[key] += 1
    return told


def scopes(story: Story) -> set[str]:
    """Where the story belongs."""
    found = {"all"}
    report = _counting(story)
    if report is None:
        six = {"conjugal", "intrafamily", "sexual", "sexist", "discrimination", "cyber_harassment"}
        found |= six & set(story.categories)
        return found | {"minors"} if story.age == "minor" else found
    found |= {category for category, _, _ in report.facts}
    if any(kind == "sexual" for _, kind, _ in report.facts):
        found.add("sexual")
    couple = {kind for category, kind, _ in report.facts if category == "conjugal"}
    if report.sex == "female" and couple & {"physical", "psychological", "sexual"}:
        found.add("couple_women")
    if report.age in ("under_15", "15_17"):
        found.add("minors")
    return found


def events(story: Story) -> Iterator[Event]:
    """Everything of it that counts, one event a count."""
    began, place = _day(story.begun), (story.force, story.department)
    if story.exercise or story.mark != "genuine":
        why = "exercise" if story.exercise else story.mark
        yield (began, *place, "set_aside")
        yield (began, *place, f"set_aside|mark|{why}")
        return
    for key in _of_conversation(story):
        yield (began, *place, key)
    for asked in story.interventions:
        if not asked.is_exercise:
            for key in _of_intervention(asked):
                yield (_day(asked.asked), story.force, asked.department, key)
    report = _counting(story)
    if report is not None and report.filed is not None:
        for key in _of_report(report, story):
            yield (_day(report.filed), report.force, report.department, key)
        for referral in report.referrals:
            if not referral.is_exercise:
                for day, key in _of_referral(referral, report):
                    yield (day, report.force, report.department, key)


def _of_conversation(story: Story) -> Iterator[str]:
    visitors = [at for who, at in story.said if who == "visitor"]
    officers = [at for who, at in story.said if who == "officer"]
    measures = ["conversation"]
    if visitors:
        measures.append("genuine")
    if officers:
        measures.append("answered")
        yield _bin("wait", story.begun, min(officers))
    elif story.left or story.state == "ended":
        measures.append("abandoned")
    if story.level == "immediate" or any(not one.is_exercise for one in story.interventions):
        measures.append("emergency")
    if story.claims and story.state == "ended" and story.ended:
        yield _bin("length", min(story.claims), story.ended)
    local = story.begun.astimezone(PARIS)
    for measure in measures:
        yield measure
        yield f"{measure}|reporter|{story.reporter or 'unknown'}"
        yield f"{measure}|age|{story.age or 'unknown'}"
        for category in story.categories or ["unknown"]:
            yield f"{measure}|category|{category}"
        yield f"{measure}|language|{_language(story)}"
        yield f"{measure}|level|{story.level}"
        yield f"{measure}|hour|{local:%H}"
        yield f"{measure}|weekday|{local.isoweekday()}"
        yield f"{measure}|department|{story.department or 'unknown'}"
    if visitors:
        yield from _funnel(story, bool(officers))


def _funnel(story: Story, is_answered: bool) -> Iterator[str]:
    yield "funnel|genuine"
    if is_answered:
        yield "funnel|answered"
    report = _counting(story)
    if report is None or report.filed is None:
        return
    yield "funnel|report"
    yield _bin("to_report", story.begun, report.filed)
    if report.consent == "given":
        yield "funnel|agreed"
    real = [one for one in report.referrals if not one.is_exercise]
    accepted = [at for one in real for kind, at in one.steps if kind == "accept"]
    proposed = [at for one in real for at, _ in one.appointments]
    closed = [_closing(one) for one in real if one.state == "closed"]
    for name, delay, moments in (
        ("referral", "to_referral", [one.sent for one in real]),
        ("accepted", "to_acceptance", accepted),
        ("appointment", "to_appointment", proposed),
        ("", "to_outcome", closed),
    ):
        if moments:
            yield _bin(delay, story.begun, min(moments))
            if name:
                yield f"funnel|{name}"
    ends = {one.outcome for one in real if one.state == "closed"}
    kept = any(state == "kept" for one in real for _, state in one.appointments)
    if kept or ends & {"complaint", "main_courante", "pv_renseignement", "received"}:
        yield "funnel|received"
    if "complaint" in ends:
        yield "funnel|complaint"


def _of_intervention(asked: Intervention) -> Iterator[str]:
    local = asked.asked.astimezone(PARIS)
    yield "intervention"
    yield f"intervention|department|{asked.department or 'unknown'}"
    yield f"intervention|hour|{local:%H}"
    yield f"intervention|weekday|{local.isoweekday()}"
    for kind, measure in (("acknowledge", "acknowledged"), ("dispatch", "dispatched"), ("arrive", "arrived")):
        moments = [at for step, at in asked.steps if step == kind]
        if moments:
            yield measure
            yield _bin(kind, asked.asked, min(moments))


def _of_report(report: Report, story: Story) -> Iterator[str]:
    assert report.filed is not None
    local = report.filed.astimezone(PARIS)
    yield "report"
    columns = ("category", "kind", "offence")
    for number, name in enumerate(columns):
        for value in {fact[number] for fact in report.facts if fact[number]} or {"unknown"}:
            yield f"report|{name}|{value}"
    for kind in {kind for category, kind, _ in report.facts if category == "conjugal" and kind}:
        yield f"report|couple|{kind}"
    for name, value in (
        ("reporter", report.reporter),
        ("sex", report.sex),
        ("age_band", report.age),
        ("relation", report.relation),
        ("department", report.department),
        ("hour", f"{local:%H}"),
        ("weekday", str(local.isoweekday())),
        ("language", _language(story)),
    ):
        yield f"report|{name}|{value or 'unknown'}"


def _of_referral(referral: Referral, report: Report) -> Iterator[tuple[date, str]]:
    sent = _day(referral.sent)
    yield sent, "referral"
    yield sent, f"referral|ground|{referral.ground}"
    yield sent, f"referral|to|{'partner' if referral.to_partner else 'unit'}"
    yield sent, f"referral|department|{report.department or 'unknown'}"
    for proposed, _ in referral.appointments:
        yield _day(proposed), "appointment"
    if referral.state == "closed":
        closed = _day(_closing(referral))
        yield closed, "outcome"
        yield closed, f"outcome|outcome|{referral.outcome}"
        if referral.outcome == "complaint":
            yield closed, "complaint"


def _language(story: Story) -> str:
    """The stories speak four of those that are told apart, one with its country, and two that are not."""
    return {"pt-BR": "pt", "bre": "other", "yi-Hebr": "other"}.get(story.language, story.language)


def _counting(story: Story) -> Report | None:
    report = story.report
    return report if report and report.filed and not report.is_exercise else None


def _closing(referral: Referral) -> datetime:
    return max(at for kind, at in referral.steps if kind == "close")


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def _bin(name: str, since: datetime, until: datetime) -> str:
    lasted = int(until.timestamp()) - int(since.timestamp())
    return f"{name}|{max((edge for edge in BINS[name] if edge <= lasted), default=0)}"
