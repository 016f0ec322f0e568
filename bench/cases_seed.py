"""Two hundred thousand cases by bulk statements: conversations with their keys, intakes, reports with facts, persons
and versions, assessments, referrals with their timelines and appointments, pieces of evidence.

What is sealed is not (bodies are noise, which opens as nothing at the same cost); everything that lists are ordered,
filtered and counted by is as varied as in life.
"""

import sys
import time

from bench import rows

YEARS = 3
UNITS = 3_400
STATES = "(ARRAY['sent','accepted','proposed','confirmed','closed','closed','closed','closed','refused','recalled'])"
OUTCOMES = "(ARRAY['complaint','main_courante','pv_renseignement','not_come','withdrawn','not_wanted'])"
CATEGORIES = (
    "(ARRAY['conjugal','conjugal','conjugal','intrafamily','sexual','sexist','discrimination','cyber_harassment'])"
)
AGO = "(now() - (({n} - i) * interval '{years} years' / {n}))"


def seed(number: int) -> dict[str, int]:
    """Fills the database; how many rows of each kind."""
    counts: dict[str, int] = {}
    for step in (people, _conversations, _reports, _referrals, _evidence):
        began = time.monotonic()
        counts |= step(number)
        sys.stderr.write(f"{step.__name__.lstrip('_')}: {time.monotonic() - began:.0f} s\n")
    rows.run("VACUUM (ANALYZE)")
    return counts


def people(number: int) -> dict[str, int]:
    from permanence.accounts.models import Officer
    from permanence.territory.models import Unit

    del number
    named = "CASE i % 2 WHEN 0 THEN 'Commissariat de police n° ' ELSE 'Brigade de gendarmerie n° ' END || i"
    rows.fill(
        Unit,
        f"generate_series(1, {UNITS}) AS i",
        force=rows.force("i"),
        name=named,
        source_name=named,
        department=f"({rows.DEPARTMENTS})[1 + i % 101]",
        latitude="43 + (i % 60) / 10.0",
        longitude="-1 + (i % 70) / 10.0",
        edited="'[]'::jsonb",
        official_id="lpad(i::text, 8, '0')",
    )
    rows.fill(
        Officer,
        f"generate_series(0, {2 * rows.OFFICERS - 1}) AS i",
        username="'bench.' || i",
        force=rows.force("i"),
        role="'officer'",
        first_name="'Prénom'",
        rank="'Gardien de la paix'",
        last_login="NULL",
    )
    return {"units": UNITS, "officers": 2 * rows.OFFICERS}


def _conversations(number: int) -> dict[str, int]:
    from permanence.desk.models import Intake
    from permanence.live.models import Conversation
    from permanence.vault.actions import create_key
    from permanence.vault.models import DataKey

    key = create_key()
    source = f"generate_series(1, {number}) AS i"
    rows.fill(
        DataKey,
        f"{source}, (SELECT wrapped, under_id, max(id) OVER () AS last FROM vault_datakey WHERE id = {key.pk}) AS one",
        id="one.last + i",
        wrapped="one.wrapped",
        under="one.under_id",
        created_at="now()",
    )
    at = AGO.format(n=number, years=YEARS)
    active = f"i > {number - 300}"
    rows.fill(
        Conversation,
        source,
        id=rows.uuid("i"),
        key=f"{key.pk} + i",
        state=f"CASE WHEN {active} THEN 'active' ELSE 'ended' END",
        last_seq="20",
        secret_hash="decode(md5(i::text), 'hex')",
        return_code_index="decode(md5('code' || i), 'hex')",
        return_code=rows.noise(60),
        created_at=at,
        ended_at=f"CASE WHEN {active} THEN NULL ELSE {at} + interval '5 hours' END",
        visitor_seen_at=at,
    )
    rows.fill(
        Intake,
        source,
        conversation=rows.uuid("i"),
        force=rows.force("i"),
        department=rows.department(),
        reporter="'victim'",
        categories="'[\"conjugal\"]'::jsonb",
        officer=rows.officer("i"),
        waiting_since=at,
        queued_at=at,
        claimed_at=at,
        level="(ARRAY['immediate','high','standard','standard'])[1 + i % 4]",
    )
    return {"conversations": number}


def _reports(number: int) -> dict[str, int]:
    from permanence.casework.assessment.models import Assessment, Score
    from permanence.casework.reports.models import Fact, Identity, Report, Version

    source, at = f"generate_series(1, {number}) AS i", AGO.format(n=number, years=YEARS)
    edited = f"({at} + (i % 97) * interval '1 hour')"
    filed = "i % 7 <> 0"
    rows.fill(
        Report,
        source,
        conversation=rows.uuid("i"),
        reference=f"{rows.force('i')} || '-' || to_char({at}, 'YYYY') || '-' || lpad(i::text, 6, '0')",
        force=rows.force("i"),
        department=rows.department(),
        version="3",
        body=rows.noise(900),
        reporter="'victim'",
        victim_sex="'female'",
        victim_age="'25_34'",
        relation="'spouse'",
        consent="'given'",
        opened_at=at,
        opened_by=rows.officer("i"),
        edited_at=edited,
        edited_by=rows.officer("i"),
        filed_at=f"CASE WHEN {filed} THEN {edited} END",
        filed_by=f"CASE WHEN {filed} THEN {rows.officer('i')} END",
    )
    rows.fill(Version, source, report=rows.uuid("i"), number="1", at=edited, by=rows.officer("i"), body=rows.noise(200))
    rows.fill(
        Fact, source, report=rows.uuid("i"), category=f"{CATEGORIES}[1 + i % 8]", kind="'physical'", offence="'threats'"
    )
    rows.fill(
        Fact,
        f"generate_series(1, {number}, 3) AS i",
        report=rows.uuid("i"),
        category="'conjugal'",
        kind="'psychological'",
        offence="''",
    )
    for field in ("name", "telephone"):
        rows.fill(
            Identity,
            source,
            report=rows.uuid("i"),
            person="'victim'",
            field=f"'{field}'",
            hashed=f"decode(md5('{field}' || i % {number * 9 // 10}), 'hex')",
        )
    assessed = f"(SELECT i FROM {source} WHERE i / 2 % 2 = 0) AS given"
    counted = {"yes": "i % 15", "red": "(i / 2) % 3", "unknown": "8", "is_danger": "i % 15 > 12 OR i % 40 = 1"}
    grid = "'1.00000000'"
    rows.fill(
        Assessment,
        assessed,
        conversation=rows.uuid("i"),
        grid=grid,
        version="1",
        body=rows.noise(400),
        assessed_at=edited,
        assessed_by=rows.officer("i"),
        **counted,
    )
    rows.fill(
        Score,
        assessed,
        assessment=rows.uuid("i"),
        number="1",
        grid=grid,
        at=edited,
        by=rows.officer("i"),
        body=rows.noise(200),
        **counted,
    )
    return {"reports": number, "facts": number * 4 // 3, "identities": 2 * number, "assessments": number // 2}


def _referrals(number: int) -> dict[str, int]:
    """Seven cases in ten were passed on; a few units have many of them."""
    from permanence.casework.referrals.models import Appointment, Attempt, Referral, Step

    source, at = f"generate_series(1, {number}) AS i", AGO.format(n=number, years=YEARS)
    some = f"(SELECT i FROM {source} WHERE i % 10 < 7) AS given"
    old = f"CASE WHEN i < {number - 12_000} THEN {STATES}[5 + i / 10 % 6] ELSE {STATES}[1 + i / 10 % 10] END"
    state = f"({old})"
    first = "(SELECT min(id) FROM territory_unit WHERE name LIKE '%n° 1')"
    unit = f"{first} + CASE WHEN i % 20 = 3 THEN i / 20 % 5 ELSE (i / 10 * 13) % {UNITS} END"
    rows.fill(
        Referral,
        some,
        id=rows.uuid("'r' || i"),
        report=rows.uuid("i"),
        unit=unit,
        force=rows.force("i"),
        ground="'agreement'",
        state=state,
        outcome=f"CASE WHEN {state} = 'closed' THEN {OUTCOMES}[1 + i % 6] ELSE '' END",
        sent_at=at,
        sent_by=rows.officer("i"),
        changed_at=at,
        due_at=f"CASE WHEN {state} IN ('sent','accepted','proposed','confirmed') THEN {at} + interval '2 days' END",
        body=rows.noise(300),
    )
    last = f"CASE {state} WHEN 'refused' THEN 'refuse' WHEN 'recalled' THEN 'recall' ELSE 'close' END"
    for place, kind in enumerate(("'send'", "'accept'", "'propose'", last), 1):
        rows.fill(
            Step,
            some,
            referral=rows.uuid("'r' || i"),
            number=str(place),
            kind=kind,
            at=at,
            officer=rows.officer("i"),
            unit=unit,
            body=rows.noise(80),
        )
    half = f"(SELECT i FROM {source} WHERE i % 10 < 4) AS given"
    rows.fill(
        Appointment,
        half,
        id=rows.uuid("'a' || i"),
        referral=rows.uuid("'r' || i"),
        unit=unit,
        state=f"CASE WHEN i < {number - 4_000} THEN 'kept' ELSE 'confirmed' END",
        starts_at=f"{at} + interval '6 days'",
        proposed_at=at,
        proposed_by=rows.officer("i"),
        body=rows.noise(120),
    )
    rows.fill(
        Attempt,
        half,
        referral=rows.uuid("'r' || i"),
        at=at,
        officer=rows.officer("i"),
        result="'reached'",
        body=rows.noise(60),
    )
    passed = number * 7 // 10
    return {"referrals": passed, "steps": 4 * passed, "appointments": number * 4 // 10}


def _evidence(number: int) -> dict[str, int]:
    from permanence.casework.evidence.models import Attachment, Custody

    source, at = f"generate_series(1, {number}, 3) AS i", AGO.format(n=number, years=YEARS)
    rows.fill(
        Attachment,
        source,
        id=rows.uuid("'e' || i"),
        conversation=rows.uuid("i"),
        seq="4",
        state="'kept'",
        media_type="'image/jpeg'",
        size="900000",
        received="900000",
        sha256="md5(i::text) || md5('x' || i)",
        body=rows.noise(80),
        view="'ready'",
        created_at=at,
        kept_at=at,
    )
    rows.fill(Custody, source, attachment=rows.uuid("'e' || i"), number="1", at=at, act="'received'")
    return {"attachments": number // 3}
