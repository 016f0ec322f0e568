"""What only looks at the way out does not leave; what is no way of asking is refused."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", ["/espace", "/sortie"])
def test_other_methods_are_refused(client: Client, path: str, method: str) -> None:
    answer = client.generic(method, path)
    assert answer.status_code == 405
    assert not answer.cookies


def test_looking_at_the_way_out_is_not_leaving(client: Client) -> None:
    assert client.head("/sortie").status_code == 405
    assert client.get("/sortie").status_code == 303
