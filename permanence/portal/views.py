"""The visitor's pages that ask nothing, and the thread in its frame."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from permanence.casework.referrals import queries as referrals
from permanence.desk import queries
from permanence.live import actions as live
from permanence.live import attendance
from permanence.live.models import State
from permanence.portal import counted, lines, session, thread, words
from permanence.ui.middleware import framed_by_us

REFRESH_S = 8


def arrival(request: HttpRequest) -> HttpResponse:
    """What this is, who answers, and the ways in."""
    counted.reached(request, "arrived")
    context = {"key": uuid.uuid4(), "some_lines": lines.some_lines()}
    return session.probe(render(request, "portal/arrival.html", context))


def traces(request: HttpRequest) -> HttpResponse:
    """What quick exit does and does not do; how to erase the history, browser by browser."""
    return render(request, "portal/traces.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, in plain words."""
    return render(request, "portal/privacy.html")


def numbers(request: HttpRequest) -> HttpResponse:
    """Every line, with its hours."""
    return render(request, "portal/numbers.html", {"urgent": lines.urgent_lines(), "lines": lines.other_lines()})


@framed_by_us
def frame(request: HttpRequest) -> HttpResponse:
    """The thread alone, which refreshes by itself: the box around it keeps what is being written."""
    found = session.look(request)
    if found.conversation is None or found.place is None:
        return render(request, "portal/frame_locked.html")
    attendance.visitor_asked(found.conversation)
    live.mark_read(found.conversation, "visitor", found.conversation.last_seq)
    view = queries.visitor_view(found.conversation)
    now = timezone.now().astimezone(thread.zone(found.conversation))
    context = {
        "lines": thread.lines(found.conversation),
        "status": words.status(view),
        "waiting": words.waiting(view["queue"], now) if view["state"] == State.WAITING else "",
        "is_alone": view["state"] == State.WAITING and words.is_alone(view["queue"]),
        "ended": view["state"] == State.ENDED,
        "has_cards": bool(referrals.of_visitor(found.conversation)),
        "refresh_s": 0 if "pause" in request.GET else REFRESH_S,
    }
    return session.keep(render(request, "portal/frame.html", context), found.place)
