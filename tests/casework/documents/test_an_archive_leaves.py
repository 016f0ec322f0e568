"""The archive of a case: bit for bit what was received, signed, in the custody of each piece, and checked by a program
that knows nothing of this deployment."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.documents import access, actions, keys, layout, packing, readme, signing, verifying
from permanence.casework.documents.case import Case
from permanence.casework.documents.models import Issued
from permanence.casework.evidence.models import Attachment, Custody
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.actions import keep
from permanence.lib.errors import Conflict
from tests.casework.documents.conftest import PHOTO, sha256
from tests.casework.documents.papers import text

ROOT = Path(__file__).parents[3]


@pytest.fixture
def packed(case: Case, officer: Officer) -> bytes:
    """The archive that her officer downloads."""
    made = packing.pack(by=officer, case=case)
    data = b"".join(made.chunks)
    assert len(data) == made.size
    return data


def opened(data: bytes) -> zipfile.ZipFile:
    """As any tool opens it."""
    return zipfile.ZipFile(io.BytesIO(data))


def told(data: bytes) -> Any:
    """Its manifest."""
    return json.loads(opened(data).read(layout.MANIFEST))


def test_it_holds_the_documents_and_every_piece_bit_for_bit(packed: bytes) -> None:
    with opened(packed) as archive:
        assert archive.namelist() == [
            "manifeste.json",
            "manifeste.json.sig",
            "fiche-de-transmission.pdf",
            "echange-integral.pdf",
            "LISEZMOI.txt",
            "cle-publique.pem",
            "SHA256SUMS",
            "pieces/001-photo.jpg",
            "pieces/002-photo.jpg",
        ]
        assert archive.read("pieces/001-photo.jpg") == PHOTO
        assert archive.read("pieces/002-photo.jpg") == PHOTO + b"\x00"
        assert archive.read("fiche-de-transmission.pdf").startswith(b"%PDF-")


def test_it_is_intact_and_signed_with_the_key_of_this_deployment(packed: bytes) -> None:
    fingerprint = keys.fingerprint(signing.public_key())
    assert verifying.verify(io.BytesIO(packed), key=fingerprint).is_known_key
    assert fingerprint in opened(packed).read(readme.README).decode()


def test_the_manifest_tells_the_custody_by_rank_and_no_name(packed: bytes, case: Case, officer: Officer) -> None:
    manifest = told(packed)
    piece = next(one for one in manifest["files"] if one["file"] == "pieces/002-photo.jpg")
    assert piece["name"].endswith("passwd.jpg")
    assert piece["sha256"] == sha256(PHOTO + b"\x00")
    assert [one["act"] for one in piece["custody"]] == ["received", "exported"]
    assert piece["custody"][-1]["by"] == officer.rank == manifest["made_by"]
    assert officer.first_name not in json.dumps(manifest)
    assert manifest["number"] == f"{case.report.reference}/3"
    numbers = [one["number"] for one in manifest["files"] if "record_sha256" in one]
    assert numbers == [f"{case.report.reference}/1", f"{case.report.reference}/2"]


def test_that_it_left_is_in_the_custody_and_the_journal(packed: bytes, case: Case, officer: Officer) -> None:
    for piece in Attachment.objects.all():
        assert piece.custody.filter(act=Custody.Act.EXPORTED, officer=officer).count() == 1
    issued = Issued.objects.get(kind="archive")
    assert issued.record == sha256(opened(packed).read(layout.MANIFEST))
    assert Entry.objects.filter(act="issue document", object_id=str(case.report.pk)).count() == 3


def test_usual_tools_check_its_files_too(packed: bytes, tmp_path: Path) -> None:
    with opened(packed) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(
    not shutil.which("openssl"),
    reason="openssl is not on this machine; `permanence evidence verify` checks the same signature in the tests below",
)
def test_usual_tools_check_its_signature_too(packed: bytes, tmp_path: Path) -> None:
    with opened(packed) as archive:
        archive.extractall(tmp_path)
    asked = next(line.strip() for line in readme.WORDS.splitlines() if "pkeyutl" in line)
    assert subprocess.run(asked.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", "cle-publique.pem", "-outform", "DER"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert sha256(der.stdout) == keys.fingerprint(signing.public_key())


def verify(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process that knows no setting of this deployment."""
    command = [sys.executable, "-c", "from config.cli import main; main()", "evidence", "verify", str(path), *options]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(path.parent)}
    return subprocess.run(command, env=environment, cwd=path.parent, capture_output=True, text=True, check=False)


def test_the_command_needs_nothing_of_the_deployment(packed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pieces.zip"
    path.write_bytes(packed)
    done = verify(path, "--key", keys.fingerprint(signing.public_key())[:16])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert "intacte, 7 fichiers" in done.stdout
    assert sorted(one.name for one in tmp_path.iterdir()) == ["pieces.zip"]


def test_the_command_names_what_was_altered_by_one_byte(packed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pieces.zip"
    place = packed.index(PHOTO) + 500
    path.write_bytes(packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :])
    done = verify(path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pieces/001-photo.jpg : altéré" in done.stderr
    assert verify(tmp_path / "absente.zip").returncode == 2
    path.write_bytes(packed)
    assert verify(path, "--key", "0" * 64).returncode == 1


def test_what_a_scanner_withheld_is_told_and_does_not_leave(case: Case, officer: Officer) -> None:
    Attachment.objects.filter(sha256=sha256(PHOTO)).update(scan=Attachment.Scan.INFECTED)
    again = access.of_desk(officer, case.report.pk)
    data = b"".join(packing.pack(by=officer, case=again).chunks)
    assert verifying.verify(io.BytesIO(data)).manifest.files[-1].name == "pieces/002-photo.jpg"
    assert "pieces/001-photo.jpg" not in opened(data).namelist()
    assert told(data)["withheld"] == [{"name": "cuisine.jpg", "sha256": sha256(PHOTO), "size": len(PHOTO)}]


def test_a_unit_gets_what_was_passed_to_it(sent: Referral, said_later: str, receiver: Officer) -> None:
    data = b"".join(packing.pack(by=receiver, case=access.of_unit(receiver, sent.pk)).chunks)
    assert told(data)["receiver"] == "Commissariat de police de Rennes"
    assert len([name for name in opened(data).namelist() if name.startswith("pieces/")]) == 3
    assert said_later not in text(opened(data).read("echange-integral.pdf"))


def test_of_an_unnamed_witness_no_archive_goes_to_a_unit(sent: Referral, receiver: Officer, officer: Officer) -> None:
    keep(by=officer, conversation=sent.report_id, given={"reporter": "witness"})
    with pytest.raises(Conflict, match="n’a pas accepté d’être nommé"):
        packing.pack(by=receiver, case=access.of_unit(receiver, sent.pk))
    assert not Issued.objects.exists()


def test_more_than_an_archive_holds_is_refused_before_anything_is_made(
    case: Case, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "LARGEST_ARCHIVE", 1_000)
    with pytest.raises(Conflict, match="deux gigaoctets"):
        packing.pack(by=officer, case=case)
    assert not Issued.objects.exists()


def test_it_is_read_piece_by_piece(case: Case, officer: Officer) -> None:
    chunks = packing.pack(by=officer, case=case).chunks
    assert len(next(chunks)) < 10_000_000
    assert max(len(chunk) for chunk in chunks) < 10_000_000


def test_the_download_is_neutral_and_stays_nowhere(
    case: Case, officer: Officer, browser_of: Callable[[Officer], Client]
) -> None:
    answer = browser_of(officer).post(f"/brigade/dossiers/{case.report.pk}/pieces.zip")
    assert isinstance(answer, StreamingHttpResponse)
    data = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    assert int(answer["Content-Length"]) == len(data)
    assert answer["Content-Disposition"] == f'attachment; filename="pieces-{case.report.reference}-3.zip"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert actions.printed(Issued.objects.get(kind="archive")).endswith("/3")
