"""Fills a database with two-party conversations and prints them as JSON: `python -m bench.prepare COUNT`."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(count: int) -> list[dict[str, str]]:
    """`count` conversations, each with a visitor's secret and the token of an officer of its own who holds it."""
    import django

    django.setup()
    from config import server
    from permanence.accounts import actions as accounts
    from permanence.accounts import sessions
    from permanence.desk import actions, opening
    from permanence.desk.arrival import Arrival

    server.migrate(quiet=True)
    parties = []
    for number in range(count):
        officer, _ = accounts.save_officer(by="bench", username=f"bench.{number}", role="officer", force="PN", rank="R")
        opened = opening.open_conversation(Arrival(postal_code="35000"))
        actions.claim(by=officer, conversation=opened.conversation.pk)
        parties.append(
            {
                "conversation": str(opened.conversation.pk),
                "secret": opened.secret,
                "token": sessions.issue(officer).token,
            }
        )
    return parties


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
