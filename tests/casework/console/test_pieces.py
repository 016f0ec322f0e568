"""The evidence of a case: hidden until it is asked for, a copy to look at, the original with a warning, all of it in
the custody."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.casework.evidence import custody, receiving
from permanence.casework.evidence.models import Attachment
from permanence.casework.referrals.models import Referral
from tests.casework.console.conftest import Case, page_of
from tests.casework.evidence import files
from tests.casework.evidence.conftest import content_of
from tests.casework.evidence.test_reading import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(case: Referral) -> Attachment:
    """What she sent while she wrote."""
    sent = files.photograph()
    conversation = case.report.conversation
    return receiving.receive(conversation, name="preuve.jpg", size=len(sent), chunks=[sent], head=sent)


def address(case: Referral, piece: Attachment) -> str:
    return f"/unite/dossiers/{case.pk}/pieces/{piece.pk}"


def test_nothing_is_shown_before_it_is_asked_for(counter: Client, case: Referral, photo: Attachment) -> None:
    prepared(str(photo.pk), b"une copie", media_type="image/webp")
    page = page_of(counter, case)
    assert "preuve.jpg" in page
    assert 'loading="lazy"' in page
    assert page.index('<summary class="button">Montrer la photo') < page.index(f"{address(case, photo)}?copie=1")
    assert photo.sha256 in page
    assert not [one for one in custody.of(photo.pk) if one["by"]]


def test_a_copy_is_looked_at_and_the_original_kept_bit_for_bit(
    counter: Client, case: Referral, photo: Attachment, receiver: Officer
) -> None:
    prepared(str(photo.pk), b"une copie", media_type="image/webp")
    copy = counter.get(f"{address(case, photo)}?copie=1")
    assert (content_of(copy), copy["Content-Type"]) == (b"une copie", "image/webp")
    original = counter.get(address(case, photo))
    assert content_of(original) == files.photograph()
    assert original["Content-Disposition"].startswith("attachment")
    by = [one["by"] for one in custody.of(photo.pk) if one["by"]]
    assert by == [receiver.display_name] * 2


def test_a_copy_that_is_not_there_yet_is_said(counter: Client, case: Referral, photo: Attachment) -> None:
    assert "La copie à regarder est en préparation." in page_of(counter, case)
    answer = counter.get(f"{address(case, photo)}?copie=1")
    assert (answer.status_code, "en préparation" in answer.content.decode()) == (409, True)


def test_what_a_scanner_withheld_is_neither_shown_nor_given(counter: Client, case: Referral, photo: Attachment) -> None:
    Attachment.objects.filter(pk=photo.pk).update(scan="infected")
    assert "Télécharger l’original" not in page_of(counter, case)
    assert counter.get(address(case, photo)).status_code == 409


@pytest.mark.parametrize("page", ["0", "99", "x", "1e3"])
def test_a_page_that_the_copy_does_not_have_is_refused(
    page: str, counter: Client, case: Referral, photo: Attachment
) -> None:
    prepared(str(photo.pk), b"une copie", media_type="image/webp")
    answer = counter.get(f"{address(case, photo)}?copie={page}")
    assert answer.status_code == (200 if page in ("x", "1e3") else 404)
    assert answer.streaming or "n’a pas cette page" in answer.content.decode()


def test_another_cases_piece_is_not_found(counter: Client, case: Referral, photo: Attachment, another: Case) -> None:
    assert counter.get(address(another(), photo)).status_code == 404


def test_another_unit_reads_no_piece(
    case: Referral, photo: Attachment, other_receiver: Officer, browser_of: Callable[[Officer], Client]
) -> None:
    browser = browser_of(other_receiver)
    assert browser.get(address(case, photo)).status_code == 404
    assert browser.get(f"/unite/dossiers/{case.pk}/pieces/{uuid4()}").status_code == 404


def test_a_case_without_pieces_says_so(counter: Client, case: Referral) -> None:
    assert "Aucune pièce n’a été reçue." in page_of(counter, case)
