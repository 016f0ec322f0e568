"""A name, a number, an address as they are compared: the same person given twice is found, nothing else is. Pure.

Only of the victim and of the author: never a child's, never a witness's. A name alone ties no two reports: it needs the
birth date with it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from permanence.vault.sealing import fingerprint

PEOPLE = ("victim", "author")
FIELDS = ("name", "born", "telephone", "mail")
_DIGITS = re.compile(r"\D")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WHOLE_DATE = 10


def normalised(field: str, value: str) -> str:
    """How a value is compared; empty where it is not one (a number half typed)."""
    if field == "telephone":
        return _telephone(value)
    if field == "mail":
        mail = value.strip().casefold()
        return mail if _MAIL.fullmatch(mail) else ""
    name, _, born = value.partition("|")
    plain = unicodedata.normalize("NFD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    words = re.findall(r"[a-z]+", "".join(one for one in plain if not unicodedata.combining(one)))
    told = " ".join(sorted(words)) if len(words) > 1 else ""
    return f"{told}|{born}" if told and field == "born" else told


def hashed(field: str, value: str) -> bytes:
    """The keyed hash by which it is found; empty where there is nothing to find."""
    plain = normalised(field, value)
    return fingerprint(f"report {field}", plain) if plain else b""


def of(content: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Of every person: who, which field, the hash."""
    for person in PEOPLE:
        name, born = content.get(f"{person}.name", ""), content.get(f"{person}.born_on", "")
        given = {"name": name, "born": f"{name}|{born}" if len(born) == _WHOLE_DATE else ""}
        given |= {field: content.get(f"{person}.{field}", "") for field in ("telephone", "mail")}
        for field, value in given.items():
            if value and (found := hashed(field, value)):
                yield person, field, found


def _telephone(value: str) -> str:
    digits = _DIGITS.sub("", value)
    if value.strip().startswith("+33") or digits.startswith("0033"):
        digits = "0" + digits.removeprefix("00").removeprefix("33").lstrip("0")
    return digits if len(digits) >= 9 else ""
