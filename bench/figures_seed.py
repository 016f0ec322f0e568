"""Up to two million conversations of six years by bulk statements, for the figures: each year more than the one before,
hours and weekdays as at a desk, both forces, departments of all sizes; with what the figures read of them: intakes,
seats, messages, reports with their facts, referrals with their steps and appointments, interventions with theirs.

Laid in stages that each spread over the six years, so that cost is measured against size while it grows. What is
sealed is noise: no figure opens it. A conversation has `MESSAGES` messages at most, fewer than in life.
"""

import sys
import time

from django.db import connection

from bench import cases_seed, rows

FIRST_DAY, DAYS = "date '2022-01-01'", 2191
"""Through 31 December 2027."""
HOURS = [3, 2, 2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 6, 7, 8, 9, 8, 6, 4]
"""How often a conversation begins in each hour of the day, in Paris: parts of their sum."""
MESSAGES = 4
LANGUAGES = "(ARRAY['fr','fr','fr','fr','fr','fr','fr','fr','en','ar','es','uk'])"
CATEGORIES = (
    "(ARRAY['conjugal','conjugal','conjugal','conjugal','intrafamily','intrafamily','sexual','sexual','sexist',"
    "'discrimination','cyber_harassment','cyber_harassment'])"
)
AGES = "(ARRAY['under_15','15_17','18_24','18_24','25_34','25_34','25_34','35_49','35_49','50_64','65_over',''])"
RELATIONS = "(ARRAY['spouse','partner','ex','ex','parent','child','family','known','work','online','stranger',''])"
WAYS_OUT = "(ARRAY['quick_exit','closed'])"
KINDS = "(ARRAY['physical','physical','sexual','psychological','economic'])"
OUTCOMES = "(ARRAY['complaint','complaint','main_courante','pv_renseignement','not_come','withdrawn','not_wanted'])"


def people() -> None:
    """The officers and units that the rows name."""
    cases_seed.people(0)


def conversations(first: int, last: int, key: int) -> None:
    """Lays the conversations `first` to `last`, spread over the six years. `key`: the data key that all copy."""
    began = time.monotonic()
    rows.run("SET session_replication_role = replica")  # its rows name each other rightly: not asked one by one
    rows.run("SET synchronous_commit = off")
    rows.run(_plan(first, last))
    for lay in (_keys, _talk, _messages, _reports, _referrals, _interventions):
        lay(key)
    rows.run("DROP TABLE plan")
    rows.run("RESET session_replication_role")
    rows.run("RESET synchronous_commit")
    rows.run("VACUUM (ANALYZE)")
    sys.stderr.write(f"conversations {first:,} to {last:,}: {time.monotonic() - began:.0f} s\n")


def counts() -> dict[str, int]:
    """How many rows of each kind there are."""
    from permanence.casework.referrals.models import Appointment, Referral
    from permanence.casework.referrals.models import Step as ReferralStep
    from permanence.casework.reports.models import Fact, Report
    from permanence.interventions.models import Intervention
    from permanence.live.models import Conversation, Message

    kinds = {
        "conversations": Conversation, "messages": Message, "reports": Report, "facts": Fact, "referrals": Referral,
        "steps": ReferralStep, "appointments": Appointment, "interventions": Intervention,
    }  # fmt: skip
    return {name: model.objects.count() for name, model in kinds.items()}


def _chance(salt: int) -> str:
    """A number of [0, 1) of its own for each `i`: the same in every run."""
    return f"((hashint8extended(i, {salt}) & 65535) / 65536.0::float8)"


def _one_of(array: str, size: int, salt: int) -> str:
    return f"{array}[1 + floor({size} * {_chance(salt)})::int]"


def _plan(first: int, last: int) -> str:
    """A table of what every conversation is, one row each, that all others are made from."""
    hours = [hour for hour, part in enumerate(HOURS) for _ in range(part)]
    part = f"((i - {first} + 0.5) / {last - first + 1})"
    day = f"({FIRST_DAY} + floor({DAYS} * (sqrt(1 + 8 * {part}) - 1) / 2)::int)"  # three times as many in the end
    second = f"{_one_of(f'(ARRAY{hours})', len(hours), 1)} * 3600 + floor(3600 * {_chance(2)})"
    return f"""
    CREATE TEMPORARY TABLE plan AS
    SELECT *, wrote AND {_chance(3)} < 0.93 AS answered, at + wait * interval '1 second' AS answered_at,
        at + (wait + 600 - 9000 * ln(1 - {_chance(4)})) * interval '1 second' AS ended_at,
        wrote AND {_chance(3)} < 0.93 AND {_chance(5)} < 0.65 AS reported, {_chance(6)} < 0.85 AS filed
    FROM (
        SELECT i, {rows.uuid("i")} AS id,
            ({day} + ({second}) * interval '1 second') AT TIME ZONE 'Europe/Paris' AS at,
            CASE WHEN {_chance(7)} < 0.03 THEN '' WHEN {_chance(8)} < 0.55 THEN 'GN' ELSE 'PN' END AS force,
            {rows.DEPARTMENTS}[1 + floor(101 * power({_chance(9)}, 1.6))::int] AS department,
            CASE WHEN {_chance(10)} < 0.94 THEN 'genuine'
                ELSE {_one_of("(ARRAY['test','training','abuse','duplicate'])", 4, 11)} END AS mark,
            CASE WHEN {_chance(12)} < 0.01 THEN 'among' ELSE '' END AS exercise,
            {_chance(13)} < 0.9 AS wrote, 5 - 90 * ln(1 - {_chance(14)}) AS wait,
            {_one_of(CATEGORIES, 12, 15)} AS category,
            {_one_of("(ARRAY['immediate','high','standard','standard','standard','standard'])", 6, 16)} AS level,
            floor({2 * rows.OFFICERS} * {_chance(17)})::int + (SELECT min(id) FROM accounts_officer WHERE username LIKE 'bench.%') AS officer
        FROM generate_series({first}, {last}) AS i
    ) AS drawn"""


def _keys(key: int) -> None:
    from permanence.vault.models import DataKey

    rows.fill(
        DataKey,
        f"plan, (SELECT wrapped, under_id FROM vault_datakey WHERE id = {key}) AS one",
        id=f"{key} + i",
        wrapped="one.wrapped",
        under="one.under_id",
        created_at="at",
    )


def _talk(key: int) -> None:
    from permanence.desk.models import Intake
    from permanence.live.models import Conversation, Seat

    rows.fill(
        Conversation,
        "plan",
        id="id",
        key=f"{key} + i",
        state="'ended'",
        last_seq=f"CASE WHEN answered THEN {MESSAGES} WHEN wrote THEN 1 ELSE 0 END",
        secret_hash="decode(md5(i::text), 'hex')",
        return_code_index="decode(md5('code' || i), 'hex')",
        return_code=rows.noise(60),
        created_at="at",
        ended_at="ended_at",
        ended_by=f"CASE WHEN answered AND {_chance(20)} < 0.7 THEN 'officer' ELSE 'visitor' END",
        visitor_seen_at="ended_at",
        left_how=f"CASE WHEN answered THEN '' ELSE {_one_of(WAYS_OUT, 2, 21)} END",
    )
    rows.fill(
        Intake,
        "plan",
        conversation="id",
        force="force",
        department=f"CASE WHEN {_chance(22)} < 0.04 THEN '' ELSE department END",
        reporter=_one_of("(ARRAY['victim','victim','victim','victim','witness','professional',''])", 7, 23),
        age=_one_of("(ARRAY['adult','adult','adult','minor',''])", 5, 24),
        categories=f"CASE WHEN {_chance(25)} < 0.2 THEN '[]'::jsonb WHEN {_chance(25)} < 0.4 "
        "THEN jsonb_build_array(category, 'psychological') ELSE jsonb_build_array(category) END",
        language=_one_of(LANGUAGES, 12, 26),
        level="level",
        officer="CASE WHEN answered THEN officer END",
        waiting_since="at",
        queued_at="at",
        claimed_at="CASE WHEN answered THEN answered_at END",
        mark="mark",
        exercise="exercise",
    )
    seated = "(SELECT * FROM plan WHERE answered) AS given"
    rows.fill(Seat, seated, conversation="id", officer="officer", taken_at="answered_at", left_at="ended_at")


def _messages(key: int) -> None:
    """Hers, then in turn."""
    from permanence.live.models import Message

    del key
    rows.fill(
        Message,
        f"plan, generate_series(1, {MESSAGES}) AS n WHERE answered OR wrote AND n = 1",
        conversation="id",
        seq="n",
        sender="CASE n % 2 WHEN 1 THEN 'visitor' ELSE 'officer' END",
        officer="CASE n % 2 WHEN 0 THEN officer END",
        at="CASE n WHEN 1 THEN at + interval '3 seconds' ELSE answered_at + (n - 2) * interval '40 seconds' END",
        body=rows.noise(120),
    )


def _reports(key: int) -> None:
    from permanence.casework.reports.models import Fact, Report

    del key
    told = "(SELECT * FROM plan WHERE reported) AS given"
    filed_at = f"(answered_at + (1200 - 5400 * ln(1 - {_chance(30)})) * interval '1 second')"
    rows.fill(
        Report,
        told,
        conversation="id",
        reference="'PN-' || to_char(at, 'YYYY') || '-' || lpad(i::text, 7, '0')",
        force="CASE force WHEN 'GN' THEN 'GN' ELSE 'PN' END",
        department="department",
        version="3",
        body=rows.noise(900),
        reporter=_one_of("(ARRAY['victim','victim','victim','victim','witness','professional',''])", 7, 23),
        victim_sex=_one_of("(ARRAY['female','female','female','female','male','other',''])", 7, 31),
        victim_age=_one_of(AGES, 12, 32),
        relation=f"CASE WHEN category = 'conjugal' THEN {_one_of(RELATIONS, 4, 33)} "
        f"ELSE {_one_of(RELATIONS, 12, 33)} END",
        consent=_one_of("(ARRAY['given','given','refused',''])", 4, 34),
        opened_at="answered_at",
        opened_by="officer",
        edited_at=filed_at,
        edited_by="officer",
        filed_at=f"CASE WHEN filed THEN {filed_at} END",
        filed_by="CASE WHEN filed THEN officer END",
        is_exercise="exercise <> ''",
    )
    kind = (
        f"CASE WHEN category IN ('conjugal', 'intrafamily') THEN "
        f"{_one_of(KINDS, 5, 35)} "
        "WHEN category = 'sexual' THEN 'sexual' ELSE '' END"
    )
    rows.fill(Fact, told, report="id", category="category", kind=kind, offence="''")
    second = f"(SELECT * FROM plan WHERE reported AND {_chance(36)} < 0.35) AS given"
    rows.fill(Fact, second, report="id", category="category", kind="'psychological'", offence="'threats'")


def _referrals(key: int) -> None:
    """Nearly half of the reports that were filed were passed on; one in nine to a unit that refused."""
    from permanence.casework.referrals.models import Appointment, Referral, Step

    del key
    some = f"""(SELECT *, ended_at + (600 + 90000 * {_chance(40)}) * interval '1 second' AS sent_at,
        CASE WHEN {_chance(41)} < 0.11 THEN 'refused' WHEN {_chance(41)} < 0.2 THEN 'accepted' ELSE 'closed' END AS state,
        (SELECT min(id) FROM territory_unit WHERE name LIKE '%n° 1') + (i * 13) % {cases_seed.UNITS} AS unit
        FROM plan WHERE reported AND filed AND {_chance(42)} < 0.48) AS given"""
    rows.fill(
        Referral,
        some,
        id=rows.uuid("'r' || i"),
        report="id",
        unit="unit",
        force="CASE force WHEN 'GN' THEN 'GN' ELSE 'PN' END",
        ground=_one_of("(ARRAY['agreement','agreement','agreement','vital_danger','minor','article_40'])", 6, 43),
        state="state",
        outcome=f"CASE WHEN state = 'closed' THEN {_one_of(OUTCOMES, 7, 44)} ELSE '' END",
        sent_at="sent_at",
        sent_by="officer",
        changed_at="sent_at",
        body=rows.noise(300),
        is_exercise="exercise <> ''",
    )
    last = "CASE state WHEN 'refused' THEN 'refuse' ELSE 'close' END"
    for number, (kind, where, hours) in enumerate(
        (
            ("'send'", "true", 0),
            ("'accept'", "state <> 'refused'", 20),
            ("'propose'", "state = 'closed'", 26),
            (last, "state <> 'accepted'", 150),
        ),
        1,
    ):
        rows.fill(
            Step,
            f"{some} WHERE {where}",
            referral=rows.uuid("'r' || i"),
            number=str(number),
            kind=kind,
            at=f"sent_at + {hours} * interval '1 hour'",
            officer="officer",
            unit="unit",
            body=rows.noise(80),
        )
    rows.fill(
        Appointment,
        f"{some} WHERE state = 'closed' AND {_chance(45)} < 0.8",
        id=rows.uuid("'a' || i"),
        referral=rows.uuid("'r' || i"),
        unit="unit",
        state=_one_of("(ARRAY['kept','kept','kept','missed','cancelled'])", 5, 46),
        starts_at="sent_at + interval '120 hours'",
        proposed_at="sent_at + interval '26 hours'",
        proposed_by="officer",
        body=rows.noise(120),
    )


def _interventions(key: int) -> None:
    """Three conversations in a hundred; one in eight is cancelled before anybody goes."""
    from permanence.interventions.models import Intervention, Step

    del key
    some = f"""(SELECT *, answered_at + 300 * {_chance(50)} * interval '1 second' AS requested_at, {_chance(51)} < 0.125 AS off
        FROM plan WHERE answered AND {_chance(52)} < 0.03) AS given"""
    rows.fill(
        Intervention,
        some,
        id=rows.uuid("'v' || i"),
        conversation="id",
        state="CASE WHEN off THEN 'cancelled' ELSE 'closed' END",
        force="CASE force WHEN 'GN' THEN 'GN' ELSE 'PN' END",
        department="department",
        requested_by="officer",
        requested_at="requested_at",
        body=rows.noise(500),
        is_exercise="exercise <> ''",
    )
    for number, (kind, where, seconds) in enumerate(
        (
            ("'request'", "true", 0),
            ("CASE WHEN off THEN 'cancel' ELSE 'acknowledge' END", "true", 45),
            ("'dispatch'", "NOT off", 150),
            ("'arrive'", "NOT off", 900),
            ("'close'", "NOT off", 4000),
        ),
        1,
    ):
        rows.fill(
            Step,
            f"{some} WHERE {where}",
            intervention=rows.uuid("'v' || i"),
            number=str(number),
            kind=kind,
            at=f"requested_at + ({seconds} * (0.5 + {_chance(53)})) * interval '1 second'",
            body=rows.noise(80),
        )


def key() -> int:
    """A data key whose wrapping every conversation copies; its number."""
    from permanence.vault.actions import create_key

    return int(create_key().pk)


def renumber() -> None:
    """The keys that the product makes from here on are numbered after those laid."""
    rows.run("SELECT setval(pg_get_serial_sequence('vault_datakey', 'id'), (SELECT max(id) FROM vault_datakey))")


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"
