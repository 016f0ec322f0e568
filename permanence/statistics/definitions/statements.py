"""What each figure is, as one statement that anybody with the tables can run: on PostgreSQL and on SQLite alike.

Parameters: `:from` and `:to`, the UTC instants between which the days of the period lie (the second outside);
`:from_on` and `:to_on`, its first and last day in Paris; `:force` and `:department`, empty for all. `SECONDS(x)` stands
for the whole seconds since 1970 of a moment, which each database writes its own way.
"""

# ruff: noqa: S608 (constants: no value is ever written into a statement)

from collections.abc import Mapping

_GENUINE = "i.mark = 'genuine' AND i.exercise = ''"
_NOBODY = "(:force = '' OR {row}.force = :force) AND (:department = '' OR {place}.department = :department)"
_ENTRY = _NOBODY.format(row="i", place="i")
_ACCOUNT = _NOBODY.format(row="r", place="r")

_CONVERSATIONS = f"""
SELECT count(*) FROM live_conversation c JOIN desk_intake i ON i.conversation_id = c.id
WHERE c.created_at >= :from AND c.created_at < :to
  AND {_ENTRY}"""
_COUNTED = f"""{_CONVERSATIONS}
  AND {_GENUINE}"""
_WROTE = "EXISTS (SELECT 1 FROM live_message m WHERE m.conversation_id = c.id AND m.sender = '{sender}')"
_ANSWERED = _WROTE.format(sender="officer")
_FIRST_ANSWER = """(SELECT SECONDS(m.at) FROM live_message m
       WHERE m.conversation_id = c.id AND m.sender = 'officer' ORDER BY m.seq LIMIT 1)"""
_ASKED = "EXISTS (SELECT 1 FROM interventions_intervention n WHERE n.conversation_id = c.id AND NOT n.is_exercise)"

_REPORTS = f"""
SELECT count(*) FROM reports_report r JOIN desk_intake i ON i.conversation_id = r.conversation_id
WHERE r.filed_at >= :from AND r.filed_at < :to AND NOT r.is_exercise
  AND {_GENUINE}
  AND {_ACCOUNT}"""

_INTERVENTIONS = f"""
SELECT count(*) FROM interventions_intervention n JOIN desk_intake i ON i.conversation_id = n.conversation_id
WHERE n.requested_at >= :from AND n.requested_at < :to AND NOT n.is_exercise
  AND {_GENUINE}
  AND {_NOBODY.format(row="i", place="n")}"""
_STEP = "(SELECT min(SECONDS(s.at)) FROM interventions_step s WHERE s.intervention_id = n.id AND s.kind = '{kind}')"

_OF_A_REPORT = f"""JOIN reports_report r ON r.conversation_id = o.report_id
  JOIN desk_intake i ON i.conversation_id = r.conversation_id
WHERE NOT o.is_exercise AND NOT r.is_exercise AND r.filed_at IS NOT NULL
  AND {_GENUINE}
  AND {_ACCOUNT}"""
_REFERRALS = f"SELECT count(*) FROM referrals_referral o {_OF_A_REPORT}"
_APPOINTMENTS = f"""SELECT count(*) FROM referrals_appointment a JOIN referrals_referral o ON o.id = a.referral_id
  {_OF_A_REPORT}"""
_CLOSED = """
  AND o.state = 'closed'
  AND (SELECT max(s.at) FROM referrals_step s WHERE s.referral_id = o.id AND s.kind = 'close') >= :from
  AND (SELECT max(s.at) FROM referrals_step s WHERE s.referral_id = o.id AND s.kind = 'close') < :to"""


def _reached(kind: str) -> str:
    return f"{_INTERVENTIONS}\n  AND {_STEP.format(kind=kind)} IS NOT NULL"


def _within(kind: str, seconds: int) -> str:
    return f"{_INTERVENTIONS}\n  AND {_STEP.format(kind=kind)} - SECONDS(n.requested_at) < {seconds}"


_STATEMENTS: Mapping[str, str] = {
    "connection": """
SELECT coalesce(sum(v.count), 0) FROM statistics_visits v
WHERE v.name = 'arrived' AND v.day >= :from_on AND v.day <= :to_on""",
    "conversation": _COUNTED,
    "genuine": f"{_COUNTED}\n  AND {_WROTE.format(sender='visitor')}",
    "answered": f"{_COUNTED}\n  AND {_ANSWERED}",
    "abandoned": f"{_COUNTED}\n  AND NOT {_ANSWERED}\n  AND (c.state = 'ended' OR c.left_how <> '')",
    "emergency": f"{_COUNTED}\n  AND (i.level = 'immediate' OR {_ASKED})",
    "report": _REPORTS,
    "couple_women": f"""{_REPORTS}
  AND r.victim_sex = 'female'
  AND EXISTS (SELECT 1 FROM reports_fact f WHERE f.report_id = r.conversation_id AND f.category = 'conjugal'
    AND f.kind IN ('physical', 'psychological', 'sexual'))""",
    "intervention": _INTERVENTIONS,
    "acknowledged": _reached("acknowledge"),
    "dispatched": _reached("dispatch"),
    "arrived": _reached("arrive"),
    "referral": f"{_REFERRALS}\n  AND o.sent_at >= :from AND o.sent_at < :to",
    "appointment": f"{_APPOINTMENTS}\n  AND a.proposed_at >= :from AND a.proposed_at < :to",
    "outcome": f"{_REFERRALS}{_CLOSED}",
    "complaint": f"{_REFERRALS}{_CLOSED}\n  AND o.outcome = 'complaint'",
    "set_aside": f"{_CONVERSATIONS}\n  AND (i.mark <> 'genuine' OR i.exercise <> '')",
    "wait": f"{_COUNTED}\n  AND {_FIRST_ANSWER} - SECONDS(c.created_at) < 60",
    "length": f"""{_COUNTED}
  AND c.state = 'ended'
  AND SECONDS(c.ended_at) -
    (SELECT min(SECONDS(t.taken_at)) FROM live_seat t WHERE t.conversation_id = c.id) < 1800""",
    "acknowledge": _within("acknowledge", 120),
    "dispatch": _within("dispatch", 600),
    "arrive": _within("arrive", 1800),
    "funnel": f"""{_COUNTED}
  AND {_WROTE.format(sender="visitor")}
  AND EXISTS (SELECT 1 FROM reports_report r WHERE r.conversation_id = c.id
    AND r.filed_at IS NOT NULL AND NOT r.is_exercise)""",
}
STATEMENTS: Mapping[str, str] = {code: text.strip() for code, text in _STATEMENTS.items()}
"""By code of definition."""
