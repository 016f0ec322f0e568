"""An archive that left is checked anywhere: whatever was altered is refused, and the file is named."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from permanence.casework.documents import archive, keys, manifest, verifying
from permanence.casework.documents.layout import MANIFEST, SIGNATURE
from tests.casework.documents.archives import FILES, KEY, MADE_AT, PUBLIC, fault, laid_out, made

pytestmark = pytest.mark.once
WHOLE = made()
PARTS = [*FILES, MANIFEST, SIGNATURE]


def test_what_was_made_is_intact_and_any_tool_opens_it() -> None:
    found = verifying.verify(io.BytesIO(WHOLE), key=keys.fingerprint(PUBLIC)[:16])
    assert found.is_known_key
    assert [one.name for one in found.manifest.files] == list(FILES)
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as opened:
        assert opened.testzip() is None
        assert opened.read("pieces/001-photo.jpg") == FILES["pieces/001-photo.jpg"]


def test_a_byte_flipped_anywhere_is_refused_and_named() -> None:
    """Every byte of the file, not a sample: there is no metadata that one may change."""
    for place in range(len(WHOLE)):
        altered = bytearray(WHOLE)
        altered[place] ^= 1 << (place % 8)
        found = fault(bytes(altered))
        assert found is not None, place
        assert found.name in str(found)


@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(1, 255))
def test_whatever_it_becomes(place: int, value: int) -> None:
    altered = bytearray(WHOLE)
    altered[place] ^= value
    assert fault(bytes(altered)) is not None


def test_a_byte_of_a_file_names_that_file() -> None:
    for name, data in FILES.items():
        if data:
            place = WHOLE.index(data)
            altered = WHOLE[:place] + bytes([data[0] ^ 1]) + WHOLE[place + 1 :]
            found = fault(altered)
            assert found is not None
            assert found.name == name


@given(st.integers(0, len(WHOLE) - 1))
def test_cut_short_anywhere(length: int) -> None:
    assert fault(WHOLE[:length]) is not None


def test_something_behind_the_end() -> None:
    assert fault(WHOLE + b"\0") is not None
    assert fault(b"\0" + WHOLE) is not None
    assert fault(b"") is not None


def _with(files: dict[str, bytes]) -> bytes:
    """The files of the archive changed, its manifest and signature as they were."""
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as opened:
        head = {name: opened.read(name) for name in (MANIFEST, SIGNATURE)}
    return laid_out({**head, **files})


@pytest.mark.parametrize(
    ("files", "named", "said"),
    [
        ({name: data for name, data in FILES.items() if "001" not in name}, "pieces/001-photo.jpg", "manquant"),
        ({name: data for name, data in FILES.items() if "002" not in name}, "pieces/002-audio.m4a", "manquant"),
        ({**FILES, "pieces/003.jpg": b"x"}, "pieces/003.jpg", "ajouté"),
        ({"avant.txt": b"x", **FILES}, "avant.txt", "ajouté"),
        (
            {name.replace("001-photo", "009-autre"): data for name, data in FILES.items()},
            "pieces/001-photo.jpg",
            "renommé en pieces/009-autre.jpg",
        ),
        ({**FILES, "../../etc/passwd": b"x"}, "../../etc/passwd", "dangereux"),
        ({**FILES, "C:\\evil.exe": b"x"}, "C:\\\\evil.exe", "dangereux"),
        ({**FILES, "/etc/shadow": b"x"}, "/etc/shadow", "dangereux"),
    ],
)
def test_a_file_missing_added_or_renamed(files: dict[str, bytes], named: str, said: str) -> None:
    found = fault(_with(files))
    assert found is not None
    assert found.name == named
    assert said in found.what


def test_a_file_that_is_there_twice() -> None:
    twice = [(name, data) for name, data in FILES.items() for _ in range(1 + (name == "LISEZMOI.txt"))]
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as opened:
        head = [(name, opened.read(name)) for name in (MANIFEST, SIGNATURE)]
    contents = [
        archive.Content(name, len(data), hashlib.sha256(data).hexdigest(), [data]) for name, data in (*head, *twice)
    ]
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = b"".join(archive.stream(contents, MADE_AT))
    found = fault(data)
    assert found is not None
    assert (found.name, found.what) == ("LISEZMOI.txt", "présent deux fois")


def test_a_manifest_rewritten_is_not_signed() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as opened:
        told, signature = opened.read(MANIFEST), opened.read(SIGNATURE)
    found = fault(laid_out({MANIFEST: told.replace(b"GN-2026", b"PN-2026"), SIGNATURE: signature, **FILES}))
    assert found is not None
    assert found.name == SIGNATURE


def test_an_archive_made_again_by_somebody_else_has_another_key() -> None:
    other = made(key=Ed25519PrivateKey.generate())
    assert fault(other) is None
    found = fault(other, key=keys.fingerprint(PUBLIC))
    assert found is not None
    assert "une autre clé" in found.what


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a/b/c", "C:x", "x\\y", ".caché", "LISEZMOI.txt", "MANIFESTE.json", "x" * 200]
)
def test_a_manifest_that_names_what_it_should_not(name: str) -> None:
    told = [{"file": one, "kind": "piece", "size": 0, "sha256": "0" * 64} for one in ("LISEZMOI.txt", name)]
    head = {"reference": "x", "made_at": MADE_AT.isoformat()}
    written = manifest.write(head, told, PUBLIC)
    found = fault(laid_out({MANIFEST: written, SIGNATURE: KEY.sign(written)}))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        {"format": "autre"},
        {"format": "permanence/archive/1", "files": [{"file": "a", "size": -1, "sha256": "0" * 64}]},
        {"format": "permanence/archive/1", "files": [{"file": "a", "size": 1e400, "sha256": "0" * 64}]},
    ],
)
def test_a_manifest_that_is_none(told: Any) -> None:
    if isinstance(told, dict) and "files" in told:
        told |= json.loads(manifest.write({"reference": "x", "made_at": MADE_AT.isoformat()}, told["files"], PUBLIC))
    written = json.dumps(told).encode()
    assert fault(laid_out({MANIFEST: written, SIGNATURE: KEY.sign(written)})) is not None


def test_a_bomb_is_not_inflated_and_a_flood_is_not_kept() -> None:
    """What is compressed is refused at its header; what is announced larger than it is costs nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(MANIFEST, b"0" * 50_000_000)
    assert fault(packed.getvalue()) is not None
    told = [{"file": "a", "kind": "piece", "size": 1 << 60, "sha256": "0" * 64}]
    written = manifest.write({"reference": "x", "made_at": MADE_AT.isoformat()}, told, PUBLIC)
    huge = laid_out({MANIFEST: written, SIGNATURE: KEY.sign(written), "a": b"court"})
    tracemalloc.start()
    found = fault(huge)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found is not None
    assert most < 20_000_000


def test_what_the_store_gives_must_be_what_was_received() -> None:
    one = archive.Content("pieces/001.jpg", 3, hashlib.sha256(b"abc").hexdigest(), [b"a", b"bd"])
    with pytest.raises(archive.Altered):
        list(archive.stream([one], MADE_AT))
