"""Errors as RFC 9457 problem documents, whatever went wrong."""

import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils.decorators import sync_and_async_middleware
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from permanence.lib.errors import Invalid, Refused, Unauthorised
from permanence.lib.problems import MEDIA_TYPE, document
from permanence.lib.problems import problem as problem_of

EMERGENCY_NUMBERS = {"17": "Police, gendarmerie", "112": "Urgences", "114": "Urgences par SMS"}
"""Said with every refusal for haste: a person in danger may be behind it."""

UNREADABLE = "Le corps de la requête n’est pas un formulaire lisible, ou il a trop de champs ou de fichiers."

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse] | Callable[[HttpRequest], Awaitable[HttpResponse]]


def problem(status: int, title: str = "", detail: str = "", *, code: str = "") -> HttpResponse:
    """A problem document as an answer."""
    return _answer(document(status, title, detail, code=code))


def of(refusal: Refused) -> HttpResponse:
    """The answer to a refusal."""
    response = _answer(problem_of(refusal))
    if after := getattr(refusal, "retry_after_s", 0):
        response["Retry-After"] = str(after)
    if isinstance(refusal, Unauthorised):
        response["WWW-Authenticate"] = "Bearer"
    return response


def _answer(built: dict[str, Any]) -> HttpResponse:
    if built["status"] == HTTPStatus.TOO_MANY_REQUESTS:
        built["emergency_numbers"] = EMERGENCY_NUMBERS
    return HttpResponse(json.dumps(built, ensure_ascii=False), status=built["status"], content_type=MEDIA_TYPE)


def install(api: NinjaAPI) -> None:
    """Makes every error of `api` a problem document."""

    @api.exception_handler(Refused)
    def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
        return of(error)

    @api.exception_handler(ValidationError)
    def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        return of(Invalid("Certains champs sont à corriger.", errors=_by_field(error.errors)))

    @api.exception_handler(AuthenticationError)
    def unauthorised(_request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        del error
        return of(Unauthorised("Présentez le secret ou le jeton dans l’en-tête Authorization: Bearer."))

    @api.exception_handler(HttpError)
    def http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
        detail = "Le corps de la requête n’est pas du JSON." if error.status_code == 400 else str(error)
        return problem(error.status_code, detail=detail, code="malformed" if error.status_code == 400 else "")

    @api.exception_handler(RequestDataTooBig)
    def too_big(_request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        del error
        return problem(413, "Requête trop grande", "Le corps de la requête est trop grand.", code="too_long")

    @api.exception_handler(BadRequest)
    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(SuspiciousOperation)
    def unreadable(_request: HttpRequest, error: Exception) -> HttpResponse:
        del error
        return problem(400, "Requête illisible", UNREADABLE, code="malformed")

    @api.exception_handler(Exception)
    def failed(_request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("a request failed: %s", type(error).__name__, exc_info=error)
        return problem(500, "Erreur interne", "La demande n’a pas abouti. Réessayez ; en danger, appelez le 17.")


@sync_and_async_middleware
def problems_only(get_response: Callable[..., Any]) -> Callable[..., Any]:
    """Under `/api/`, an error that is not JSON (unknown path, wrong method) becomes a problem document."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return _as_problem(request, await get_response(request))

        markcoroutinefunction(asynchronous)
        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        return _as_problem(request, get_response(request))

    return synchronous


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    plain = "json" not in response.headers.get("Content-Type", "")
    if response.status_code < 400 or not plain or not request.path.startswith("/api/"):
        return response
    answer = problem(response.status_code)
    if "Allow" in response.headers:
        answer["Allow"] = response["Allow"]
    return answer


def _by_field(errors: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for error in errors:
        place = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
        names = [part for part in place if not part.startswith("given")]
        found[".".join(names) or "body"] = _in_french(error)
    return found


def _in_french(error: dict[str, Any]) -> str:
    words = {
        "missing": "Ce champ est nécessaire.",
        "uuid_parsing": "Donnez un UUID.",
        "uuid_type": "Donnez un UUID.",
        "value_error": "Donnez un objet JSON.",
        "finite_number": "Donnez un nombre entier.",
        "string_type": "Donnez un texte.",
        "string_unicode": "Ce texte contient un caractère qui ne peut pas être transmis.",
        "int_parsing": "Donnez un nombre entier.",
        "int_type": "Donnez un nombre entier.",
        "bool_parsing": "Donnez true ou false.",
        "bool_type": "Donnez true ou false.",
        "list_type": "Donnez une liste.",
        "literal_error": f"Valeurs possibles : {_expected(error)}.",
        "enum": f"Valeurs possibles : {_expected(error)}.",
    }
    return words.get(error["type"], f"Valeur refusée ({error['type']}).")


def _expected(error: dict[str, Any]) -> str:
    return str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", " ou ")
