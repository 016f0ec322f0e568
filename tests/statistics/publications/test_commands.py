"""`permanence statistics close` and `publish` refuse in one line."""

import pytest
from click.testing import CliRunner

from config.commands.statistics import statistics
from permanence.statistics.publications.models import Publication

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "why"), [(["close", "2199"], "n’est pas finie"), (["publish", "2024"], "n’est pas arrêtée")]
)
def test_what_cannot_be_is_refused_in_one_line(asked: list[str], why: str) -> None:
    ran = CliRunner().invoke(statistics, asked)
    assert ran.exit_code == 1
    assert why in ran.stderr
    assert not Publication.objects.exists()
