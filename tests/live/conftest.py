"""The same visitors as at the desk."""

from tests.desk.conftest import _look_again, arrive, few

__all__ = ["_look_again", "arrive", "few"]
