"""What an officer looked for, between the form and the page that answers it: sealed in their session, under a random
name, so that a page can be reloaded and gone back to and no address and no log holds what was typed."""

import base64
import json
import secrets

from django.http import HttpRequest

from permanence.accounts.models import Officer
from permanence.casework.search.criteria import Criteria
from permanence.vault.sealing import Unreadable, seal_with_master, unseal_with_master

KEY = "searches"
KEPT = 8
"""The last ones; more than anybody goes back to."""


def keep(request: HttpRequest, officer: Officer, criteria: Criteria) -> str:
    """Its name."""
    name = secrets.token_urlsafe(6)
    sealed = seal_with_master(json.dumps(criteria.stored()), "search", officer.pk, name)
    kept = dict(list(request.session.get(KEY, {}).items())[-(KEPT - 1) :])
    request.session[KEY] = kept | {name: base64.b64encode(sealed).decode()}
    return name


def recall(request: HttpRequest, officer: Officer, name: str) -> Criteria | None:
    """What is kept under that name; None where nothing is, any more."""
    sealed = request.session.get(KEY, {}).get(name, "")
    try:
        return Criteria(**json.loads(unseal_with_master(base64.b64decode(sealed), "search", officer.pk, name)))
    except Unreadable:
        return None
