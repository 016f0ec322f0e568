"""Languages and skills of an account: kept as codes, refused by their field, unchanged when nobody speaks of them."""

import pytest

from permanence.accounts.actions import save_officer
from permanence.lib.errors import Invalid

pytestmark = pytest.mark.django_db
FACTS = {"by": "operator", "username": "dupont", "role": "officer", "force": "PN"}
WORDS = "un mot de passe assez long"


def test_they_are_kept_once_each_and_stay_when_not_named() -> None:
    save_officer(**FACTS, password=WORDS, languages=[" FR ", "tr", "fr", ""], skills=["sexual", "minors", "minors"])
    officer, created = save_officer(**FACTS, rank="Gardien")
    assert not created
    assert (officer.languages, officer.skills) == (["fr", "tr"], ["minors", "sexual"])
    officer, _ = save_officer(**FACTS, languages=[], skills=[])
    assert (officer.languages, officer.skills) == ([], [])


@pytest.mark.parametrize(
    ("field", "value"), [("languages", ["français"]), ("languages", ["f"]), ("skills", ["judo"]), ("skills", [""])]
)
def test_what_is_no_code_is_refused_by_its_field(field: str, value: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        save_officer(**FACTS, password=WORDS, **{field: value})  # type: ignore[arg-type]
    assert set(refused.value.errors) == {field}
