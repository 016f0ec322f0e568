"""Refusals as words: an exception names the fact, its class the kind of answer.

Every door (HTTP API, pages, live channel) turns a `Refused` into its own form: a problem document, a sentence beside
the field, an `error` frame. A subclass in a room names the fact (`AlreadyTaken(Conflict)`); its docstring explains.
"""

from collections.abc import Mapping
from typing import ClassVar


class Refused(Exception):
    """What was asked is not done; `detail` says in the reader's language what to do next."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "malformed"
    title: ClassVar[str] = "Demande refusée"

    def __init__(self, detail: str = "", *, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = dict(errors or {})
        """By field: what is wrong and what to do."""


class Invalid(Refused):
    """The words or the values cannot be taken as they are."""

    status = 422
    code = "malformed"
    title = "Saisie à corriger"


class Unauthorised(Refused):
    """A wrong secret, an unknown conversation, an expired token: told alike."""

    status = 401
    code = "unauthorised"
    title = "Accès refusé"


class Forbidden(Refused):
    """Known, but not allowed to do this."""

    status = 403
    code = "forbidden"
    title = "Action non autorisée"


class NotFound(Refused):
    """Does not exist, or the asker may not know that it does."""

    status = 404
    code = "not_found"
    title = "Introuvable"


class Conflict(Refused):
    """Possible in another state, not in this one."""

    status = 409
    code = "busy"
    title = "Impossible dans cet état"


class TooMany(Refused):
    """Too often; `retry_after_s` seconds from now it will do."""

    status = 429
    code = "too_fast"
    title = "Trop de demandes"

    def __init__(self, detail: str = "", *, retry_after_s: int = 1) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class Unavailable(Refused):
    """The store does not answer: nothing was kept, try again."""

    status = 503
    code = "unavailable"
    title = "Service momentanément indisponible"
