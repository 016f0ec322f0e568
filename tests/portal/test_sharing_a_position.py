"""Sharing where she is: the page may ask the device, says that it is shared, and takes it back without a script."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from permanence.desk.models import Intake
from permanence.interventions.actions import share_position
from permanence.interventions.models import Position
from permanence.interventions.words import TOLD
from permanence.live import actions as live
from tests.portal.conftest import Do, page

pytestmark = pytest.mark.django_db
PERMISSIONS = "Permissions-Policy"
SHARED = "Votre position est partagée"


def _share(visitor: Intake) -> None:
    at = timezone.now() - timedelta(seconds=3)
    share_position(visitor.conversation, latitude=48.11, longitude=-1.68, accuracy_m=12, at=at)


def test_the_device_may_be_asked_on_the_page_of_the_conversation_alone(
    browser: Client, visitor: Intake, do: Do
) -> None:
    assert "geolocation=(self)" in browser.get("/espace")[PERMISSIONS]
    for path in ("/", "/traces", "/numeros", "/espace/fil"):
        assert "geolocation=()" in browser.get(path)[PERMISSIONS], path
    do("end")
    assert "geolocation=()" in browser.get("/espace")[PERMISSIONS]


def test_what_is_shared_is_said_and_taken_back_with_the_text_kept(browser: Client, visitor: Intake, do: Do) -> None:
    assert SHARED not in page(browser.get("/espace"))
    _share(visitor)
    assert SHARED in page(browser.get("/espace"))
    answer = do("withdraw", text="je suis cachée dans")
    assert SHARED not in page(answer)
    assert "je suis cachée dans" in page(answer)
    assert not Position.objects.exists()
    assert do("withdraw").status_code == 200, "twice is once"


def test_whoever_has_no_conversation_takes_nothing_back(browser: Client, visitor: Intake) -> None:
    _share(visitor)
    stranger = Client()
    stranger.post("/espace", {"do": "withdraw"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert Position.objects.count() == 1


def test_the_steps_of_help_stand_out_in_plain_words(browser: Client, visitor: Intake) -> None:
    for event, words in dict(TOLD.values()).items():
        live.say(visitor.conversation, event, words)
        shown = page(browser.get("/espace/fil"))
        assert f'data-event="{event}"' in shown
        assert words in shown
    assert not any(word in " ".join(dict(TOLD.values()).values()) for word in ("opérationnel", "intervention", "CIC"))


def test_in_danger_what_to_do_is_in_sight_at_once(browser: Client, visitor: Intake, do: Do) -> None:
    do("danger")
    shown = page(browser.get("/espace"))
    before_more = shown[shown.index('id="now"') : shown.index("Autres conseils")]
    for needed in ("tel:17", "sms:114", "Coupez le son", "cachez-vous", "adresse, étage"):
        assert needed in before_more
    assert 'id="danger"' in shown, "the button stays"
