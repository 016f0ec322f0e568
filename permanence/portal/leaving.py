"""Quick exit without a script, and the part of it that only an answer can do: the browser is told to forget."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from permanence.live import actions as live
from permanence.live import attendance
from permanence.portal import counted, session
from permanence.ui.origin import from_here, is_from_here

FORGET = '"cookies", "storage"'


@require_http_methods(["GET", "POST"])
@from_here
def leave(request: HttpRequest) -> HttpResponse:
    """The conversation stays open for the officer, who reads that it was left by quick exit.

    A GET (the link, without a script) answers with the public page; a POST (the script, already gone) with nothing.
    A HEAD, which looks without going, is refused. A page of another site that sends somebody here makes nobody leave.
    """
    response = HttpResponse(status=204) if request.method == "POST" else _public_page()
    if not is_from_here(request) or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return response
    found = session.look(request)
    if found.conversation is not None:
        live.leave(found.conversation, "quick_exit")
        attendance.tell_visitor(found.conversation)
    else:
        counted.reached(request, "left")
    response.headers["Clear-Site-Data"] = FORGET
    return session.forget_everything(response)


def _public_page() -> HttpResponse:
    response = HttpResponseRedirect(settings.PUBLIC_PAGE)
    response.status_code = 303
    return response
