"""The same visitors as at the desk; the store's threads replaced by the one that knows the test's transaction."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from permanence.api.v1 import polling
from permanence.live import store
from tests.desk.conftest import _look_again, arrive, few

__all__ = ["_look_again", "arrive", "few"]


@pytest.fixture(autouse=True)
def _in_this_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    async def in_store(function: Any, *args: Any) -> Any:
        return await sync_to_async(function)(*args)

    for module in (polling, store):
        monkeypatch.setattr(module, "in_store", in_store)
