"""Loading the carried facts: once, quickly, and never over what came later."""

import pytest

from permanence.audit.models import Entry
from permanence.territory import actions, facts, help_lines, queries
from permanence.territory.facts import CommuneFact, UnitFact
from permanence.territory.models import HelpLine
from tests.territory.files import jurisdictions, row

pytestmark = pytest.mark.django_db

BRIGADE = "Gendarmerie - Brigade de Cesson-Sévigné"


@pytest.fixture
def newer(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer product: Cesson has gone to the police, and a commune is new."""
    carried = [
        CommuneFact("35051", "Cesson-Sévigné", "35", ("35510",), units=(UnitFact("PN", "Commissariat de Cesson"),)),
        CommuneFact("35997", "Commune-Nouvelle", "35", ("35997",), units=(UnitFact("GN"),)),
    ]
    monkeypatch.setattr(facts, "communes", lambda: iter(carried))
    monkeypatch.setattr(facts, "fingerprint", lambda: "a newer one")


def test_a_newer_product_updates_what_came_from_the_product(newer: None) -> None:
    summary = actions.load_embedded(by="operator")
    assert queries.lookup("35510")["force"] == "PN"
    assert queries.lookup("35997")["force"] == "GN"
    assert summary.counts()["changed"] == {"compétence": 1}


def test_a_newer_product_does_not_undo_an_official_file(newer: None) -> None:
    data = jurisdictions(row("35051", "Cesson-Sévigné", "GN", BRIGADE, "1008574", "35510"))
    actions.import_file(data=data, label="competences.csv", by="operator")
    actions.load_embedded(by="operator")
    assert queries.place("35510").unit_name == BRIGADE
    assert queries.lookup("35997")["force"] == "GN", "a commune that was not known is added all the same"


def test_a_newer_product_does_not_undo_an_operator(newer: None) -> None:
    actions.settle_commune(insee="35051", force="GN", by="officer:1")
    help_lines.load()
    line = HelpLine.objects.get(number="3919")
    actions.edit_help_line(line=line.pk, by="officer:1", label="Écoute")
    actions.load_embedded(by="operator")
    assert queries.lookup("35510")["force"] == "GN"
    assert HelpLine.objects.get(number="3919").label == "Écoute"


def test_loading_leaves_a_trace(newer: None) -> None:
    actions.load_embedded(by="operator")
    entry = Entry.objects.get(act="load territory")
    assert (entry.actor, entry.detail["kind"]) == ("operator", "embedded")
