"""An edition is numbered, signed and kept; it never changes, and says so to whoever tries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from config.check import Kind
from config.check.figures import publications
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Conflict
from permanence.statistics.publications import actions, figures, signed
from permanence.statistics.publications.actions import Made, Told
from permanence.statistics.publications.models import File, Publication, Untouchable

pytestmark = pytest.mark.django_db
NOVEMBER = Told("Chiffres de novembre 2026", date(2026, 11, 1), date(2026, 11, 30))
COUNTS = {"force": "", "department": "", "scope": "all", "counts": {"report": 212, "report|sex|female": 190}}
Publish = Callable[..., Publication]


@pytest.fixture
def publish(analyst: Officer) -> Publish:
    def made(told: Told = NOVEMBER, kind: str = "monthly") -> Publication:
        files = [Made("chiffres.csv", "text/csv", b"code;count\r\nreport;212\r\n")]
        return actions.publish(kind, told, figures=[COUNTS], files=files, definitions="1", by=analyst)

    return made


def test_an_edition_says_what_was_published_under_a_signature_that_anybody_can_check(publish: Publish) -> None:
    made = publish()
    verified = signed.verify(bytes(made.document))
    assert verified.sha256 == made.sha256
    assert verified.record["figures"] == [COUNTS]
    assert verified.record["number"] == 1
    signed.check_files(verified.record, [(one.name, bytes(one.content)) for one in made.files.all()])
    assert figures.published(made)[figures.Place("", "", "all")]["report"] == 212


def test_the_document_names_nobody(publish: Publish, analyst: Officer) -> None:
    text = signed.plain(bytes(publish().document)).decode()
    assert analyst.username not in text


def test_editions_of_a_kind_are_numbered_without_a_hole(publish: Publish) -> None:
    october = Told("Chiffres d’octobre 2026", date(2026, 10, 1), date(2026, 10, 31))
    assert [publish().number, publish(october).number, publish(kind="year").number] == [1, 2, 1]


def test_a_period_is_published_once(publish: Publish) -> None:
    publish()
    with pytest.raises(Conflict, match="déjà publiée"):
        publish()
    assert Publication.objects.count() == File.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.save(),
        lambda made: made.delete(),
        lambda made: Publication.objects.update(title="Autre"),
        lambda made: Publication.objects.all().delete(),
        lambda made: Publication.objects.bulk_update([made], ["title"]),
        lambda made: made.files.get().save(),
        lambda made: File.objects.filter(publication=made).delete(),
    ],
)
def test_what_was_published_cannot_be_changed_nor_deleted(
    publish: Publish, change: Callable[[Publication], object]
) -> None:
    made = publish()
    with pytest.raises(Untouchable, match="gardé tel quel"):
        change(made)


def test_publishing_leaves_its_row_in_the_journal(publish: Publish, analyst: Officer) -> None:
    made = publish()
    row = Entry.objects.get(act="publish statistics")
    assert (row.actor, row.object_id, row.detail["sha256"]) == (analyst.actor, str(made.pk), made.sha256)


@pytest.mark.parametrize("place", ["212", "report", "monthly"])
def test_one_altered_letter_is_found(publish: Publish, place: str) -> None:
    text = signed.plain(bytes(publish().document))
    altered = text.replace(place.encode(), place[:-1].encode() + b"9", 1)
    with pytest.raises(signed.Fault, match="altérés"):
        signed.verify(altered)


def test_a_document_signed_by_somebody_else_is_told_apart(publish: Publish) -> None:
    made = publish()
    fingerprint = signed.verify(bytes(made.document)).fingerprint
    assert signed.verify(bytes(made.document), key=fingerprint[:16]).is_known_key
    with pytest.raises(signed.Fault, match="autre clé"):
        signed.verify(bytes(made.document), key="0" * 64)


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\x1f\x8brien", b'{"format":"permanence.publication/1"}'])
def test_what_is_no_publication_is_told_so(data: bytes) -> None:
    with pytest.raises(signed.Fault):
        signed.verify(data)


def test_a_file_that_was_changed_is_named(publish: Publish) -> None:
    record = figures.record(publish())
    with pytest.raises(signed.Fault, match=r"chiffres\.csv"):
        signed.check_files(record, [("chiffres.csv", b"code;count\r\nreport;213\r\n")])


def test_permanence_check_names_an_edition_that_is_not_what_was_signed(publish: Publish) -> None:
    assert [one.kind for one in publications()] == [Kind.OK]
    made = publish()
    assert [one.text for one in publications()] == ["1 kept as they were signed"]
    with connection.cursor() as cursor:  # whoever reaches the database itself
        cursor.execute(f"UPDATE {File._meta.db_table} SET content = %s", [b"code;count\r\nreport;213\r\n"])
    (told,) = publications()
    assert told.kind is Kind.FAULT
    assert str(made) in told.text
