"""A demonstration has a unit of each force to refer people to, and a partner that says it is none."""

import pytest

from config import demonstration
from permanence.accounts.models import Officer, Role
from permanence.casework.referrals.models import Partner
from permanence.territory import queries
from tests.territory.conftest import france

__all__ = ["france"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def test_each_force_has_a_unit_where_somebody_opens_the_door() -> None:
    told = demonstration.create(8000)
    units = {one.username: one for one in Officer.objects.filter(role=Role.UNIT)}
    for username, insee in (("demo.unite35pn", "35238"), ("demo.unite35gn", "35001")):
        assert units[username].unit == queries.units_of(insee)[0].pk
        assert units[username].is_demonstration
        assert "démonstration" in units[username].rank
        assert f"{username:<20} {demonstration.password(username)}" in told
    assert "http://127.0.0.1:8000/unite/" in told


def test_the_partner_is_made_once_and_says_what_it_is() -> None:
    demonstration.create(8000)
    demonstration.create(8000)
    partner = Partner.objects.get()
    assert partner.is_demonstration
    assert "(démonstration)" in partner.name
    assert not partner.telephone


def test_without_a_territory_nothing_is_said_of_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "units_of", lambda _insee: [])
    assert "demo.unite35pn" not in demonstration.create(8000)
