"""What every template may read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(_request: HttpRequest) -> dict[str, Any]:
    """`demonstration`: nobody will answer here; `state_marks`: this deployment may bear the State's marks;
    `public_page`: where quick exit leads; `typing_preview`: what a visitor types is seen before it is sent."""
    environment = settings.PERMANENCE
    return {
        "demonstration": environment.demonstration,
        "state_marks": environment.state_marks,
        "typing_preview": environment.typing_preview,
        "public_page": settings.PUBLIC_PAGE,
    }
