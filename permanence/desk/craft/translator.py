"""A translator that the operator runs or rents: LibreTranslate's interface, asked for one message at a time.

Answers for: nothing leaves unless an address was configured (`PERMANENCE_TRANSLATOR_URL`) and an officer asked; what
comes back is a machine's words, told as such and kept nowhere; every asking is in the audit journal, without a word of
it. Refuses: to wait longer than `PATIENCE_S`, to follow the translator to another address, to read an endless answer.
"""

import json
import logging
import urllib.error
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access
from permanence.desk.craft import queries
from permanence.lib.errors import Conflict, Invalid, NotFound, Unavailable
from permanence.lib.limits import Limit
from permanence.lib.outward import post_json

PATIENCE_S = 8.0
LONGEST_ANSWER = 200_000
LANGUAGES = frozenset({"fr", "en", "es", "pt", "tr", "ar", "uk", "ru", "ro", "it", "de", "pl", "zh", "fa", "sq"})
_asking = Limit("translations, by officer", 60, 60)
log = logging.getLogger(__name__)


class NoTranslator(Conflict):
    """The operator configured none."""


class TranslatorFailed(Unavailable):
    """It did not answer in time, refused, or said something that is no translation."""

    title = "Traduction indisponible"


@dataclass(frozen=True)
class Translation:
    """A machine's words beside a message."""

    text: str
    source: str
    """The language it was taken for; empty where the translator does not say."""
    target: str


def is_configured() -> bool:
    """Whether a button to translate has any sense."""
    return bool(settings.PERMANENCE.translator_url)


def translate(*, by: Officer, conversation: UUID, seq: int, target: str = "fr") -> Translation:
    """One message in another language. Raises `NoTranslator`, `NotFound`, `Invalid`, `TooMany`, `TranslatorFailed`."""
    intake = access.intake(by, conversation, Act.TRANSLATE)
    if not is_configured():
        raise NoTranslator("Aucun traducteur n’est configuré sur cette installation.")
    if target not in LANGUAGES:
        raise Invalid("Langue inconnue.", errors={"to": f"Choisissez parmi : {', '.join(sorted(LANGUAGES))}."})
    said = queries.message(intake.conversation, seq)
    if said is None or not said.text.strip():
        raise NotFound("Ce message n’existe pas dans la conversation.")
    _asking.hit(by.pk, detail="Trop de traductions à la fois : réessayez dans une minute.")
    on = ("conversation", conversation)
    audit.record(by=by.actor, act=Act.TRANSLATE, on=on, seq=seq, language=target)
    return _ask(said.text, target)


def _ask(text: str, target: str) -> Translation:
    body = {"q": text, "source": "auto", "target": target, "format": "text"}
    if settings.PERMANENCE.translator_key:
        body["api_key"] = settings.PERMANENCE.translator_key
    url = f"{settings.PERMANENCE.translator_url}/translate"
    try:
        return _read(post_json(url, body, patience_s=PATIENCE_S, longest=LONGEST_ANSWER), target)
    except urllib.error.HTTPError as error:
        log.warning("the translator answers %d", error.code)
        error.close()
        raise TranslatorFailed(_refusal(error.code)) from None
    except (OSError, ValueError) as error:
        log.warning("the translator does not answer: %s", type(error).__name__)
        raise TranslatorFailed(
            "Le traducteur ne répond pas. Le message d’origine reste affiché ; réessayez dans un instant."
        ) from None


def _read(body: bytes, target: str) -> Translation:
    """Raises `ValueError` for what is no translation."""
    if len(body) > LONGEST_ANSWER:
        raise ValueError("too long")
    answer = json.loads(body)
    text = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise ValueError("no translation")
    found = answer.get("detectedLanguage")
    source = found.get("language", "") if isinstance(found, dict) else ""
    return Translation(text, source if isinstance(source, str) else "", target)


def _refusal(status: int) -> str:
    if status == 429:
        return "Le traducteur reçoit trop de demandes : réessayez dans une minute."
    if status in (401, 403):
        return "Le traducteur refuse la clé de cette installation : prévenez votre administrateur."
    if status == 400:
        return "Le traducteur ne connaît pas cette langue, ou n’a pas reconnu celle du message."
    return "Le traducteur a refusé la demande. Le message d’origine reste affiché."
