"""The transmission sheet: what a unit must know, what matters first at the top of the first page.

That she took her agreement back; who must not be told, what a minor needs, the danger, when and how she may be reached,
on what ground it was passed on and what she was told; then the account, the danger grid, the pieces with their hashes,
the interventions. Never the desk's own notes; a witness only where the witness agreed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from permanence.accounts.models import Officer
from permanence.casework.assessment import queries as assessment
from permanence.casework.documents.case import DESK, Case
from permanence.casework.documents.paper import Block, Callout, Cell, Paper, Rows, Table, Text, brief
from permanence.casework.documents.pieces import described
from permanence.casework.referrals import queries as referrals
from permanence.casework.referrals import route
from permanence.casework.reports import content as account
from permanence.casework.reports import windows
from permanence.casework.reports.vocabulary import Relation, label
from permanence.casework.sections import Section
from permanence.interventions import queries as interventions
from permanence.interventions.steps import Act as Step

TITLE = "Fiche de transmission"
NOBODY = "Cette fiche n’a encore été transmise à personne"
AGREEMENT, REACHING = "Accord pour transmettre", "Quand et comment la joindre"
TOLD_APART = {AGREEMENT, REACHING}
"""Sections of the account that this sheet tells in its own place."""
SILENCE = "Ces personnes ne doivent pas apprendre que la personne a écrit, ni que ce document existe."
OUTSIDE = "En dehors des créneaux ci-dessous : n’appelez pas, n’écrivez pas, ne vous présentez pas chez elle."
NONE_KNOWN = "Aucun créneau sûr n’est connu."
NO_WINDOW = (
    f"{NONE_KNOWN} Ne la contactez pas directement : la brigade numérique, qui échange avec elle par "
    "écrit, lui demandera quand et comment."
)
NOT_TOLD = (
    "La personne elle-même ne sait pas encore que cette fiche vous est transmise : la brigade numérique le lui dira."
)
TAKEN_BACK = (
    "Depuis que cette fiche est partie, la personne a retiré son accord : ne l’appelez pas, ne fixez rien de plus, et "
    "voyez avec la brigade numérique ce qu’elle souhaite."
)
MAY_READ = "L’auteur lit peut-être ce qu’elle écrit et reçoit : tout message doit rester neutre."


def made(case: Case, *, by: Officer, number: str, at: datetime) -> Paper:
    """The sheet as a paper, ready to be set."""
    view = referrals.view(case.referral) if case.referral else None
    receiver = str(view["to"].get("name", "")) if view else ""
    return Paper(
        kind="transmission",
        title=TITLE,
        subtitle=f"À : {receiver}" if receiver else NOBODY,
        number=number,
        reference=case.report.reference,
        made_at=at,
        zone=case.zone,
        force=case.force,
        desk=DESK,
        head=case.head(by),
        blocks=tuple(_blocks(case, view)),
        key=case.key,
        language=case.intake.language or "fr",
        is_demonstration=case.is_demonstration,
        is_exercise=case.is_exercise,
    )


def _blocks(case: Case, view: dict[str, Any] | None) -> Iterable[Block]:
    sections = account.sections(case.content, witness=case.witness or None)
    if view and view["agreement_lost"]:
        yield Callout(tone="danger", title="Accord retiré", lines=(TAKEN_BACK,))
    yield _silence(case, view)
    if route.is_minor(case.report):
        yield Callout(tone="danger", title="La personne est mineure", lines=route.ROUTE_OF_A_MINOR)
    yield _danger(case)
    yield from _reaching(case)
    yield _ground(view, sections)
    for section in sections:
        if section.title not in TOLD_APART:
            yield Rows(heading=section.title, rows=section.rows)
    yield from _grid(case)
    yield _pieces(case)
    yield _interventions(case)
    if view:
        yield Rows(heading="Suites", rows=tuple(_following(case, view)))


def _silence(case: Case, view: dict[str, Any] | None) -> Block:
    relation = case.content.get("author.relation", "")
    author = f"l’auteur ({label(Relation, relation).lower()})" if relation else "l’auteur"
    lines = [f"Ne rien dire à : {author}, les personnes du foyer, leurs proches. {SILENCE}", OUTSIDE]
    if not windows.windows(case.content):
        lines[1] = NO_WINDOW
    if view and not view["told_at"]:
        lines.append(NOT_TOLD)
    if case.intake.author_may_read:
        lines.append(MAY_READ)
    if case.is_unnamed_witness:
        lines.append("Un témoin a écrit et n’a pas accepté d’être nommé : son identité ne figure pas ici.")
    return Callout(tone="danger", title="Qui ne doit rien savoir", lines=tuple(lines))


def _danger(case: Case) -> Block:
    found = assessment.view(case.report.pk)
    if found is None:
        lines: tuple[Cell, ...] = ("La grille n’a pas été remplie. Cela ne veut pas dire qu’il n’y a pas de danger.",)
        return Callout(tone="warning", title="Danger : pas encore évalué", lines=lines)
    score, answers = found["score"], found["answers"]
    count = f"{score['yes']} « oui », dont {score['red']} en rouge, {score['unknown']} sans réponse"
    title = f"Danger : le seuil est atteint ({count})" if score["is_danger"] else f"Seuil non atteint ({count})"
    reds = [
        one["question"]
        for one in found["grid"]["criteria"]
        if one["red"] and answers.get(one["id"], {}).get("answer") == "yes"
    ]
    told = [f"Oui : {question}" for question in reds] or ["Aucune question rouge n’a reçu de « oui »."]
    told.append(found["grid"]["threshold"]["words"])
    return Callout(tone="danger" if score["is_danger"] else "warning", title=title, lines=tuple(told))


def _reaching(case: Case) -> Iterable[Block]:
    found = windows.windows(case.content)
    rows = tuple((f"Créneau {number}", one.words) for number, one in enumerate(found, 1))
    yield Rows(heading=REACHING, rows=rows or (("Créneaux", NONE_KNOWN),))


def _ground(view: dict[str, Any] | None, sections: list[Section]) -> Block:
    rows: list[tuple[str, Cell]] = []
    if view:
        rows.append(("Fondement", {"strong": _capital(view["ground_label"])}))
        rows += [("Motif", view["reason"]), ("Résumé", view["summary"])]
    rows += [(name, value) for one in sections if one.title == AGREEMENT for name, value in one.rows]
    if view:
        told = view["told"] if view["told_at"] else f"La personne n’en est pas encore informée. {view['told']}"
        rows.append(("Ce qui lui a été dit", told))
    known = tuple(row for row in rows if row[1])
    return Rows(heading="Cadre de la transmission", rows=known or (("Fondement", "Son accord n’a pas été recueilli."),))


def _grid(case: Case) -> Iterable[Block]:
    found = assessment.sections(case.report.pk)
    if found:
        yield Rows(heading="Grille d’évaluation du danger", rows=found[0].rows)
    for part in found[1:]:
        yield Table(
            heading=part.title.removeprefix("Danger : ").capitalize(),
            level=2,
            columns=("Question", "Réponse"),
            widths=("4", "1.3"),
            rows=part.rows,
        )


def _pieces(case: Case) -> Block:
    rows = tuple(
        (f"{number}", described(one), brief(datetime.fromisoformat(one["at"]), case.zone), {"hash": one["sha256"]})
        for number, one in enumerate(case.pieces, 1)
    )
    if not rows:
        return Text(heading="Pièces", lines=("Aucune pièce n’est jointe.",))
    columns = ("N°", "Fichier", "Reçue", "SHA-256")
    return Table(heading="Pièces", columns=columns, widths=("auto", "2.2", "1.5", "2.6"), rows=rows)


def _interventions(case: Case) -> Block:
    rows = tuple(
        (
            brief(datetime.fromisoformat(step["at"]), case.zone),
            _capital(str(Step(step["kind"]).label)) + (f" : {step['result']}" if step.get("result") else ""),
            (step.get("centre") or {}).get("name") or DESK,
        )
        for one in reversed(interventions.of_conversation(case.report.conversation))
        for step in one["timeline"]
        if step["kind"] in Step
    )
    if not rows:
        return Text(heading="Interventions", lines=("Aucune patrouille n’a été demandée.",))
    return Table(heading="Interventions", columns=("Quand", "Étape", "Par"), widths=("1.3", "2", "1.4"), rows=rows)


def _following(case: Case, view: dict[str, Any]) -> Iterable[tuple[str, Cell]]:
    yield "Transmise le", brief(datetime.fromisoformat(view["sent_at"]), case.zone)
    yield "Transmise par", f"{view['sent_by']}, {DESK.lower()}"
    yield "État", " : ".join(filter(None, (view["state_label"], view["outcome_label"])))
    coming = view["appointment"]
    if coming:
        at = brief(datetime.fromisoformat(coming["starts_at"]), case.zone)
        yield "Rendez-vous", f"{at}, {coming['state_label'].lower()}"
        for field, name in (("place", "Lieu"), ("contact", "Contact"), ("bring", "À apporter")):
            if coming[field]:
                yield name, coming[field]
    yield "Pour toute question", f"{DESK}, dans le dossier {case.report.reference} (Permanence)"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
