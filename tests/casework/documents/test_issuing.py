"""What a document says, its number, and what stays behind of it: hashes and a row, never a word."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.documents import access, actions, transcript, transmission, typesetting
from permanence.casework.documents.case import Case
from permanence.casework.documents.models import Issued
from permanence.casework.documents.typesetting import pdf
from permanence.casework.referrals import actions as referrals
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.actions import keep
from permanence.desk.craft.actions import add_note
from permanence.interventions import actions as interventions
from permanence.lib.errors import Conflict, NotFound, Unavailable
from permanence.live.models import Conversation
from permanence.territory.models import Unit
from tests.casework.documents.conftest import PHOTO, WITNESS, say, sha256
from tests.casework.documents.papers import read, text


def flat(data: bytes) -> str:
    """What is printed, on one line."""
    return " ".join(text(data).replace("\u200b", "").split())


def test_the_sheet_says_what_a_unit_must_know(sent: Referral, receiver: Officer) -> None:
    document = actions.issue_transmission(by=receiver, case=access.of_unit(receiver, sent.pk))
    said = flat(document.data)
    for words in (
        "À : Commissariat de police de Rennes",
        "Qui ne doit rien savoir",
        "partenaire, concubin, petit ami",
        "Danger : le seuil est atteint (3 « oui », dont 3 en rouge",
        "Du lundi au mercredi de 9 h à 11 h 30",
        "C’est la pharmacie, votre commande est arrivée.",
        "Accord de la personne",
        "On vous rappellera.",
        "Il m’a serré le cou.",
        "Démo Personne",
        "cuisine.jpg",
        sha256(PHOTO)[:32],
        "Aucune patrouille n’a été demandée.",
        document.number,
    ):
        assert words in said, words
    assert document.number == f"{sent.report.reference}/1"


def test_the_sheet_of_a_minor_bears_the_route_of_a_minor(sent: Referral, receiver: Officer, officer: Officer) -> None:
    assert "La personne est mineure" not in _sheet(sent, receiver)
    keep(by=officer, conversation=sent.report_id, given={"victim.age": "15_17"})
    said = _sheet(sent, receiver)
    for words in ("La personne est mineure", "Ni appel, ni courrier, ni message aux parents", "119, Allô enfance"):
        assert words in said, words


def test_the_sheet_says_that_she_took_her_agreement_back(sent: Referral, receiver: Officer, officer: Officer) -> None:
    assert "Accord retiré" not in _sheet(sent, receiver)
    keep(by=officer, conversation=sent.report_id, given={"consent.transmission": "withdrawn"})
    said = _sheet(sent, receiver)
    assert said.index("a retiré son accord : ne l’appelez pas") < said.index("Qui ne doit rien savoir")


def _sheet(sent: Referral, receiver: Officer) -> str:
    return flat(actions.issue_transmission(by=receiver, case=access.of_unit(receiver, sent.pk)).data)


def test_a_witness_who_did_not_agree_is_in_no_document(case: Case, officer: Officer) -> None:
    assert WITNESS not in flat(actions.issue_transmission(by=officer, case=case).data)
    keep(by=officer, conversation=case.report.pk, given={"witness.consent": "given"})
    again = access.of_desk(officer, case.report.pk)
    assert WITNESS in flat(actions.issue_transmission(by=officer, case=again).data)


def test_the_desks_own_notes_are_in_no_document(case: Case, officer: Officer) -> None:
    add_note(by=officer, conversation=case.report.pk, note=uuid4(), text="je la crois en danger cette nuit")
    again = access.of_desk(officer, case.report.pk)
    assert "je la crois" not in flat(actions.issue_transmission(by=officer, case=again).data)
    assert "je la crois" not in flat(actions.issue_transcript(by=officer, case=again).data)


def test_the_transcript_has_every_message_as_it_was_said(case: Case, officer: Officer) -> None:
    say(case.report.conversation, "#panic() *il revient* 😭")
    document = actions.issue_transcript(by=officer, case=case)
    said = flat(document.data)
    assert "il a menacé de me tuer hier" in said
    assert "#panic() *il revient*" in said
    assert sha256(PHOTO)[:32] in said
    (record,) = read(document.data).attachments["enregistrement.json"]
    told = json.loads(record)
    numbers = [row["seq"] for block in told["blocks"] for row in block["rows"]]
    case.report.conversation.refresh_from_db()
    assert numbers == list(range(1, case.report.conversation.last_seq + 1))


def test_what_is_said_after_it_was_sent_is_not_the_units_but_her_pieces_are(
    sent: Referral, said_later: str, receiver: Officer
) -> None:
    document = actions.issue_transcript(by=receiver, case=access.of_unit(receiver, sent.pk))
    assert said_later not in flat(document.data)
    assert "il a menacé de me tuer hier" in flat(document.data)
    sheet = actions.issue_transmission(by=receiver, case=access.of_unit(receiver, sent.pk))
    assert "plus-tard.jpg" in flat(sheet.data)


def test_the_desk_has_it_all(sent: Referral, said_later: str, officer: Officer) -> None:
    document = actions.issue_transcript(by=officer, case=access.of_desk(officer, sent.report_id))
    assert said_later in flat(document.data)


def test_what_an_unnamed_witness_wrote_goes_to_no_unit(sent: Referral, receiver: Officer, officer: Officer) -> None:
    keep(by=officer, conversation=sent.report_id, given={"reporter": "witness"})
    with pytest.raises(Conflict, match="n’a pas accepté d’être nommé"):
        actions.issue_transcript(by=receiver, case=access.of_unit(receiver, sent.pk))
    sheet = actions.issue_transmission(by=receiver, case=access.of_unit(receiver, sent.pk))
    assert "Aucune pièce n’est jointe." in flat(sheet.data)
    kept = actions.issue_transcript(by=officer, case=access.of_desk(officer, sent.report_id))
    assert "Ne pas transmettre" in flat(kept.data)


def test_without_her_agreement_the_ground_is_told_and_that_she_does_not_know_yet(
    told: Conversation, officer: Officer, rennes: Unit, receiver: Officer
) -> None:
    keep(by=officer, conversation=told.pk, given={"consent.transmission": "refused"}, forget=["windows.cd34"])
    reason = {"ground": "vital_danger", "reason": "Elle ne répond plus.", "summary": "x", "told": "Rien encore."}
    given = referrals.Sending(unit=rennes.pk, tells_now=False, **reason)
    sent = referrals.send(by=officer, conversation=told.pk, pk=uuid4(), given=given)[0]
    said = flat(actions.issue_transmission(by=receiver, case=access.of_unit(receiver, sent.pk)).data)
    for words in (
        "Danger vital",
        "Elle ne répond plus.",
        transmission.NOT_TOLD,
        transmission.NONE_KNOWN,
        "Rien encore.",
    ):
        assert words in said, words


def test_an_intervention_is_told_step_by_step(case: Case, officer: Officer) -> None:
    fields = {"insee": "35238", "address": "une adresse"}
    interventions.request(by=officer, conversation=case.report.pk, pk=case.report.pk, fields=fields)
    said = flat(actions.issue_transmission(by=officer, case=access.of_desk(officer, case.report.pk)).data)
    assert "Demandée" in said


def test_each_document_has_its_own_number_hash_and_row(case: Case, officer: Officer) -> None:
    first = actions.issue_transmission(by=officer, case=case)
    second = actions.issue_transcript(by=officer, case=case)
    assert [one.number for one in Issued.objects.all()] == [1, 2]
    assert first.issued.sha256 == hashlib.sha256(first.data).hexdigest()
    assert first.issued.size == len(first.data)
    (record,) = read(second.data).attachments["enregistrement.json"]
    assert second.issued.record == hashlib.sha256(record).hexdigest()
    rows = Entry.objects.filter(act="issue document", actor=officer.actor)
    assert [(row.detail["number"], row.detail["record"]) for row in rows.order_by("id")] == [
        (1, first.issued.record),
        (2, second.issued.record),
    ]
    assert "menacé" not in str([row.detail for row in Entry.objects.all()])


def test_a_document_that_cannot_be_set_keeps_its_number(
    case: Case, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_options: Any) -> bytes:
        raise Unavailable(typesetting.FAILED)

    with monkeypatch.context() as patch:
        patch.setattr(typesetting, "pdf", broken)
        with pytest.raises(Unavailable):
            actions.issue_transmission(by=officer, case=case)
    assert actions.issue_transmission(by=officer, case=case).issued.number == 2
    assert Issued.objects.get(number=1).record == ""


def test_a_very_long_conversation_is_told_in_several_documents(
    case: Case, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcript, "MOST", 2)
    found = actions.messages(case)
    assert [len(one) for one in found[:-1]] == [2] * (len(found) - 1)
    said = flat(actions.issue_transcript(by=officer, case=case, part=2).data)
    assert f"Partie 2 sur {len(found)} : messages 3 à 4" in said
    assert "L’archive des pièces les contient tous." in said
    with pytest.raises(NotFound):
        actions.issue_transcript(by=officer, case=case, part=len(found) + 1)


def test_words_that_were_destroyed_make_no_document(case: Case, officer: Officer) -> None:
    key = case.report.conversation.key
    key.wrapped, key.destroyed_at = b"", case.report.opened_at + timedelta(days=1)
    key.save()
    gone = access.of_desk(officer, case.report.pk)
    with pytest.raises(Conflict, match="effacés"):
        actions.issue_transmission(by=officer, case=gone)
    with pytest.raises(Conflict, match="effacés"):
        actions.issue_transcript(by=officer, case=gone)


def test_an_empty_conversation_has_a_transcript_too(case: Case, officer: Officer) -> None:
    paper = transcript.made(case, [], part=1, of=1, by=officer, number="X/1", at=case.report.opened_at)
    assert "Aucun message" in flat(pdf(paper))


def test_a_report_that_was_never_begun_has_no_document(held: Conversation, officer: Officer) -> None:
    with pytest.raises(NotFound, match="Aucun signalement"):
        access.of_desk(officer, held.pk)
