"""The visitor's plain pages: they ask nothing and keep nothing."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permanence.portal import lines


def arrival(request: HttpRequest) -> HttpResponse:
    """What this is, who answers, and the ways in."""
    return render(request, "portal/arrival.html", {"key": uuid.uuid4(), "some_lines": lines.some_lines()})


def traces(request: HttpRequest) -> HttpResponse:
    """What quick exit does and does not do; how to erase the history, browser by browser."""
    return render(request, "portal/traces.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, in plain words."""
    return render(request, "portal/privacy.html")


def numbers(request: HttpRequest) -> HttpResponse:
    """Every line, with its hours."""
    return render(request, "portal/numbers.html", {"lines": lines.all_lines()})


def space(request: HttpRequest) -> HttpResponse:
    """The one address from the entry to the end of a conversation."""
    return render(request, "portal/entry.html")


def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit."""
    return render(request, "portal/entry.html")
