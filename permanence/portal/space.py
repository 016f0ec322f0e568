"""`/espace`: the one address from the entry to the end of a conversation.

A GET shows where the visitor stands: the entry, the conversation, its end, or the lock. A POST does one thing (`do`)
and comes back here. Whatever is refused is said on the page it came from, with what was typed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_http_methods

from permanence.casework.evidence import access as evidence
from permanence.casework.evidence import reading, receiving
from permanence.casework.evidence.quota import weight
from permanence.casework.evidence.signatures import HEAD
from permanence.desk import opening, queries
from permanence.desk.arrival import Arrival
from permanence.desk.vocabulary import Age, Category, Reporter
from permanence.interventions import queries as interventions
from permanence.interventions.actions import withdraw_position
from permanence.lib.errors import Invalid, Refused, TooMany
from permanence.lib.limits import Limit, client_of
from permanence.live import actions as live
from permanence.live import attendance, journal
from permanence.live.models import Conversation, Sender, State
from permanence.live.text import checked
from permanence.portal import counted, entry, filed, lines, session, suite, thread, words
from permanence.portal.session import Door, Found
from permanence.ui.middleware import LOCATED
from permanence.ui.origin import from_here
from permanence.ui.views import refused

Answer = HttpResponse
MODULES = ("connection", "danger", "polling", "outbox", "thread", "filed", "words", "keyboard", "suite")
"""What `chat.js` imports: fetched beside it, not after it."""

NO_FILE = "Aucun fichier n’est choisi : touchez « Choisir un fichier », puis « Envoyer ce fichier »."

_speaking = Limit("messages, by conversation", 120, 60)
_sending = Limit("files of forms, by conversation", 60, 300)


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
def space(request: HttpRequest) -> HttpResponseBase:
    """Where the visitor stands, or one thing done."""
    try:
        if request.method == "POST":
            return _DO.get(request.POST.get("do", "").partition(" ")[0], _unknown)(request)
        return _shown(request, session.look(request))
    except Refused as refusal:
        return refused(request, refusal)


def _shown(request: HttpRequest, found: Found, *, status: int = 200, **more: object) -> Answer:
    if found.door is Door.LOCKED:
        return session.probe(render(request, "portal/locked.html", {"text": "", **more}))
    if found.conversation is None or found.place is None:
        if request.method == "GET":
            counted.reached(request, "entered")
        return session.probe(
            session.forget_stale(request, render(request, "portal/entry.html", _entry_context(entry.blank())))
        )
    attendance.visitor_asked(found.conversation)
    ended = found.conversation.state == State.ENDED
    page = "portal/end.html" if ended else "portal/chat.html"
    context = {**_chat_context(found), **more, **(_end_context(found.conversation) if ended else {})}
    response = render(request, page, context, status=status)
    if not ended:
        response["Permissions-Policy"] = LOCATED
    return session.keep(response, found.place)


def _entry_context(form: entry.Entry) -> dict[str, object]:
    return {"form": form, "reporters": Reporter.choices, "ages": Age.choices, "categories": Category.choices}


def _chat_context(found: Found) -> dict[str, object]:
    assert found.conversation is not None
    intake = found.conversation.intake
    return {
        "place": found.place,
        "code": words.code_in_fours(live.return_code(found.conversation)),
        "in_danger": intake.in_danger,
        "shares_position": interventions.position(found.conversation) is not None,
        **suite.context(found.conversation),
        "unit": queries.unit(intake),
        "message_id": uuid4(),
        "modules": [static(f"portal/{name}.js") for name in MODULES],
        "some_lines": lines.some_lines(intake.department),
        "largest_file": receiving.quota().file,
        "largest_words": weight(receiving.quota().file),
    }


def _end_context(conversation: Conversation) -> dict[str, object]:
    said = thread.lines(conversation)
    sent = sum(1 for line in said if line.file and line.sender == Sender.VISITOR)
    return {"thread": said, "files": filed.counted(sent)}


def _start(request: HttpRequest) -> Answer:
    form = entry.read(request)
    if entry.ask_again(form):
        counted.reached(request, "asked_again")
        return session.probe(render(request, "portal/entry.html", _entry_context(form), status=422))
    if not session.keeps_cookies(request):
        return _without_cookies(request)
    try:
        return _opened(request, form.arrival(), form.key, form.first_message())
    except (Invalid, TooMany) as refusal:
        form.errors = dict(refusal.errors) or {"all": refusal.detail}
        return render(request, "portal/entry.html", _entry_context(form), status=refusal.status)


def _danger(request: HttpRequest) -> Answer:
    """Every question is skipped: straight into the chat, with what to do now first. What was already answered goes
    along. In a conversation: its level rises; pressed on its page, it is heard there even where it ended meanwhile."""
    found = session.look(request)
    if found.conversation is not None and (found.conversation.state != State.ENDED or "here" in request.POST):
        opening.raise_danger(found.conversation)
        return redirect("portal:space")
    if not session.keeps_cookies(request):
        return _without_cookies(request)
    form = entry.read(request)
    return _opened(request, replace(form.arrival(), in_danger=True), form.key, form.sayable_message())


def _opened(request: HttpRequest, arrival: Arrival, key: UUID, message: tuple[UUID, str] | None) -> Answer:
    opened = opening.open_conversation(arrival, key=key, message=message, client=_client(request))
    counted.opened(request, opened, is_located=bool(arrival.postal_code or arrival.insee), wrote=message is not None)
    return session.keep(redirect("portal:space"), session.Place(str(opened.conversation.pk), opened.secret))


def _without_cookies(request: HttpRequest) -> Answer:
    return session.probe(render(request, "portal/cookies.html", status=409))


def _send(request: HttpRequest) -> Answer:
    text = request.POST.get("text", "").replace("\r\n", "\n")
    found = session.look(request)
    if found.conversation is None:
        locked = Found(Door.LOCKED)
        return _shown(request, locked, text=text)
    try:
        _speaking.hit(found.conversation.pk, detail="Beaucoup de messages à la fois : attendez un peu, puis réessayez.")
        draft = journal.Draft(found.conversation.pk, Sender.VISITOR, checked(text), id=_uuid(request, "id") or uuid4())
        journal.append(draft)
    except Refused as refusal:
        return _shown(request, found, status=refusal.status, text=text, error=refusal.detail)
    return redirect("portal:space")


def _attach(request: HttpRequest) -> Answer:
    """A file, from a page without a script; what was being written stays in the box."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    found = session.look(request)
    if found.conversation is None:
        return _shown(request, Found(Door.LOCKED), text=text)
    try:
        _sending.hit(
            found.conversation.pk, detail="Beaucoup de fichiers en peu de temps : attendez un peu, puis réessayez."
        )
        _receive(found.conversation, request.FILES.get("file"))
    except Refused as refusal:
        return _shown(request, found, status=refusal.status, text=text, error=_why(refusal), attaching=True)
    return _shown(request, found, text=text) if text.strip() else redirect("portal:space")


def _why(refusal: Refused) -> str:
    """On a small screen, what to do; the list of every format would push the box away."""
    return str(getattr(refusal, "why", refusal.detail))


def _receive(conversation: Conversation, file: "UploadedFile[Any] | None") -> None:
    if file is None or not file.name:
        raise Invalid(NO_FILE)
    size = file.size or 0
    receiving.quota().check_file(size)
    head = file.read(HEAD)
    file.seek(0)
    receiving.receive(conversation, name=file.name, size=size, chunks=file.chunks(), head=head)


def _fetch(request: HttpRequest) -> HttpResponseBase:
    """A file of the thread, as a download."""
    found = session.look(request)
    if found.conversation is None:
        return _shown(request, found)
    try:
        piece = evidence.of_visitor(found.conversation, _uuid(request, "attachment"))
        return reading.answer(piece, view=False, by=None)
    except Refused as refusal:
        return _shown(request, found, status=refusal.status, error=refusal.detail)


def _withdraw(request: HttpRequest) -> Answer:
    """Where she is, is shared no more; what was being written stays in the box."""
    found = session.look(request)
    if found.conversation is not None:
        withdraw_position(found.conversation)
    return _shown(request, found, text=request.POST.get("text", ""))


def _answer(request: HttpRequest) -> Answer:
    """Her answer to an appointment; what was being written stays in the box."""
    found, text = session.look(request), request.POST.get("text", "")
    if found.conversation is None:
        return _shown(request, Found(Door.LOCKED), text=text)
    refusal = suite.answer(request, found.conversation)
    if refusal is None and not text:
        return redirect("portal:space")
    said = {"suite_error": refusal.detail} if refusal else {}
    return _shown(request, found, status=refusal.status if refusal else 200, text=text, **said)


def _uuid(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def _end(request: HttpRequest) -> Answer:
    found = session.look(request)
    if found.conversation is not None:
        opening.end(found.conversation)
    return redirect("portal:space")


def _noted(request: HttpRequest) -> Answer:
    found = session.look(request)
    response = redirect("portal:space")
    if found.place is None:
        return response
    return session.keep(response, session.Place(found.place.conversation, found.place.secret, noted=True))


def _resume(request: HttpRequest) -> Answer:
    """Back by the return code; what was being written comes along."""
    code, text = request.POST.get("code", ""), request.POST.get("text", "")
    try:
        conversation, secret = opening.resume(code[:80], client=_client(request))
    except Refused as refusal:
        context = {"text": text, "code": code, "error": refusal.detail}
        return session.probe(render(request, "portal/locked.html", context, status=refusal.status))
    place = session.Place(str(conversation.pk), secret, noted=True)
    if not session.keeps_cookies(request):
        return _without_cookies(request)
    live.seen(conversation)
    if not text:
        return session.keep(redirect("portal:space"), place)
    return _shown(request, Found(Door.OPEN, place, conversation), text=text)


def _present(request: HttpRequest) -> Answer:
    """The script's sign of life, so that an open page does not lock."""
    found = session.look(request)
    if found.place is None:
        return HttpResponse(status=409)
    return session.keep(HttpResponse(status=204), found.place)


def _new(request: HttpRequest) -> Answer:
    """Another conversation: this browser forgets the former one, which its code still opens."""
    del request
    return session.probe(session.forget(redirect("portal:space")))


def _unknown(request: HttpRequest) -> Answer:
    return refused(request, Refused("Cette action n’existe pas."))


def _client(request: HttpRequest) -> str:
    return client_of(request.META.get("REMOTE_ADDR", ""))


_DO: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "start": _start,
    "start_anywhere": _start,
    "danger": _danger,
    "send": _send,
    "attach": _attach,
    "fetch": _fetch,
    "end": _end,
    "withdraw": _withdraw,
    suite.CONFIRM: _answer,
    suite.DECLINE: _answer,
    "noted": _noted,
    "resume": _resume,
    "present": _present,
    "new": _new,
}
