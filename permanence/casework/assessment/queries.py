"""What is shown of an assessment: to the desk beside the conversation, to a unit and in documents as sections."""

from typing import Any
from uuid import UUID

from permanence.casework.assessment import grids
from permanence.casework.assessment.answers import Answer, Answers
from permanence.casework.assessment.grid import Criterion, Grid, Said
from permanence.casework.assessment.models import Assessment
from permanence.casework.sections import Section
from permanence.interventions import sealed
from permanence.live.models import Conversation
from permanence.live.protocol import moment

View = dict[str, Any]
WORDS = {Said.YES: "Oui", Said.NO: "Non", Said.UNKNOWN: "Ne sait pas"}
NOT_ASKED = "Sans réponse"


def of(conversation_id: UUID) -> Assessment | None:
    """The assessment, its conversation's key and who assessed it last selected; None where none was begun."""
    found = Assessment.objects.select_related("conversation__key", "assessed_by")
    return found.filter(pk=conversation_id).first()


def answers_of(conversation: Conversation, found: Assessment | None) -> Answers:
    """What was answered; empty where nothing was, or where the key was destroyed."""
    if found is None:
        return {}
    answers: Answers = sealed.open_words(conversation.key, found.body, "danger", conversation.pk)
    return answers


def view(conversation_id: UUID) -> View | None:
    """The assessment with its grid; None where none was begun."""
    found = of(conversation_id)
    return whole(found.conversation, found) if found else None


def whole(conversation: Conversation, found: Assessment | None) -> View:
    """What was answered with the questions, or the questions alone: the shape of `GET …/danger`."""
    grid = grids.of(found)
    return {"grid": _grid(grid)} | _standing(conversation, found, grid)


def frame(conversation: Conversation) -> View | None:
    """The same without the questions, as the live channel tells it after a conversation's state; None: none begun."""
    found = of(conversation.pk)
    return _standing(conversation, found, grids.of(found)) if found else None


def history(conversation: Conversation) -> list[View]:
    """Every score, the newest first: who, when, from what to what, and the answers that changed it."""
    found = Assessment.objects.filter(pk=conversation.pk).first()
    rows = list(found.scores.select_related("by").order_by("number")) if found else []
    told: list[View] = []
    for row in rows:
        told.append(
            {
                "number": row.number,
                "grid": row.grid,
                "at": moment(row.at),
                "by": {"id": row.by.pk, "name": row.by.display_name},
                "yes": row.yes,
                "red": row.red,
                "unknown": row.unknown,
                "is_danger": row.is_danger,
                "before": {name: told[-1][name] for name in ("yes", "red", "is_danger")} if told else None,
                "changes": sealed.open_words(conversation.key, row.body, "danger score", conversation.pk, row.number),
            }
        )
    return told[::-1]


def sections(conversation_id: UUID) -> list[Section]:
    """The result, then every question with its answer, red rows first; internal notes are not named."""
    found = of(conversation_id)
    if found is None:
        return []
    grid, answers = grids.of(found), answers_of(found.conversation, found)
    result = Section("Évaluation du danger", _result(found, grid, answers))
    reds = [one for one in grid.criteria if one.red]
    parts = [("Danger : questions en rouge", reds)]
    for heading in grid.headings:
        rest = [one for one in grid.criteria if one.section == heading.id and not one.red]
        parts.append((f"Danger : {heading.title[:1].lower()}{heading.title[1:]}", rest))
    return [result, *(Section(title, _rows(criteria, answers)) for title, criteria in parts if criteria)]


def _result(found: Assessment, grid: Grid, answers: Answers) -> tuple[tuple[str, str], ...]:
    score = grid.score(answers)
    outcome = "Danger" if score.is_danger else "Seuil de danger non atteint"
    count = f"{score.yes} oui sur {len(grid.criteria)}, dont {score.red} en rouge"
    rows = [("Résultat", f"{outcome} : {count}"), ("Seuil", grid.threshold)]
    if score.unknown:
        open_ = f"{score.unknown} sans réponse : jusqu’à {score.possible_yes} oui possibles"
        rows.append(("Questions sans réponse", open_))
    rows.append(("Grille", f"{grid.title}, {grid.source}"))
    return tuple(rows)


def _rows(criteria: list[Criterion], answers: Answers) -> tuple[tuple[str, str], ...]:
    return tuple((one.question, _words(answers.get(one.id))) for one in criteria)


def _words(answer: Answer | None) -> str:
    if not answer:
        return NOT_ASKED
    said = WORDS[Said(answer["answer"])]
    return f"{said} (message {answer['seq']})" if "seq" in answer else said


def _standing(conversation: Conversation, found: Assessment | None, grid: Grid) -> View:
    answers = answers_of(conversation, found)
    score = grid.score(answers)
    current = grids.current()
    return {
        "key": grid.key,
        "newer": {"key": current.key, "title": current.title, "source": current.source}
        if grid.key != current.key
        else None,
        "version": found.version if found else 0,
        "answers": answers,
        "score": {
            "yes": score.yes,
            "red": score.red,
            "no": score.no,
            "unknown": score.unknown,
            "possible_yes": score.possible_yes,
            "possible_red": score.possible_red,
            "is_danger": score.is_danger,
            "may_become": score.may_become,
        },
        "assessed_at": moment(found.assessed_at) if found else None,
        "assessed_by": {"id": found.assessed_by_id, "name": found.assessed_by.display_name} if found else None,
    }


def _grid(grid: Grid) -> View:
    return {
        "key": grid.key,
        "title": grid.title,
        "source": grid.source,
        "threshold": {"yes": grid.yes, "red": grid.red, "words": grid.threshold},
        "sections": [{"id": one.id, "title": one.title} for one in grid.headings],
        "criteria": [
            {"id": one.id, "section": one.section, "question": one.question, "help": one.help, "red": one.red}
            for one in grid.criteria
        ],
    }
