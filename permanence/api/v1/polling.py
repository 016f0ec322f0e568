"""Messages by HTTP, at once or by long polling, for both sides."""

import math
from collections.abc import Callable
from typing import Any

from permanence.lib.errors import Invalid
from permanence.live import journal
from permanence.live.models import Conversation
from permanence.live.polling import until
from permanence.live.protocol import message
from permanence.live.store import in_store

LONGEST_WAIT_S = 25
LARGEST_PAGE = 500
Found = tuple[dict[str, Any], bool]


async def messages(open_door: Callable[[], Conversation], *, after: int, limit: int, wait: float) -> dict[str, Any]:
    """The messages after `after`, at most `limit`; waits up to `wait` seconds for the first, or for another state.

    `open_door` finds the conversation and refuses who may not; it is asked once, before any waiting.
    """
    wrong = {
        name: said
        for name, said, is_wrong in (
            ("after", "0 ou plus.", after < 0),
            ("limit", "1 ou plus.", limit < 1),
            ("wait", "Un nombre de secondes, 25 au plus.", math.isnan(wait)),
        )
        if is_wrong
    }
    if wrong:
        raise Invalid("Bornes refusées.", errors=wrong)
    conversation = await in_store(open_door)
    state = conversation.state

    def read() -> Found:
        conversation.refresh_from_db(fields=["state", "last_seq"])
        said = journal.read(conversation, after=after, limit=min(limit, LARGEST_PAGE))
        answer = {
            "messages": [message(one) for one in said],
            "last": conversation.last_seq,
            "state": conversation.state,
        }
        return answer, bool(said) or conversation.state != state

    async def look() -> Found:
        return await in_store(read)

    return await until(look, conversation.pk, min(max(wait, 0), LONGEST_WAIT_S))
