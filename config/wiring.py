"""Callables handed down from the rooms above to those below; no rule of the domain."""


def connect() -> None:
    """Called once, when every application is loaded."""
    _rooms()
    _live_channel()


def _rooms() -> None:
    from config import jobs
    from permanence.accounts import leaving
    from permanence.casework.referrals import lateness
    from permanence.casework.reports import actions as reports
    from permanence.desk import actions as desk
    from permanence.desk import arrivals, guests, handover
    from permanence.desk.wallboard import alarms
    from permanence.interventions import emergencies
    from permanence.portal import counted
    from permanence.roster import queries as roster
    from permanence.statistics import visits

    desk.follow_marks(reports.follow_mark)
    leaving.connect(desk=handover.give_back_of, shift=guests.let_go_of)
    alarms.connect(jobs.age_s, emergencies.wrong, lateness.wrong)
    roster.connect(arrivals.past_weeks)
    counted.connect(visits.count)


def _live_channel() -> None:
    from permanence.casework import told as casework
    from permanence.casework.referrals import told as referrals
    from permanence.desk import opening, queries, queue
    from permanence.interventions import guard, listening, timeline
    from permanence.interventions import queries as interventions
    from permanence.live import hub, ports

    hub.listen_to_visitors(listening.heard)
    ports.connect(
        ports.Desk(
            visitor_view=queries.visitor_view,
            officer_view=interventions.officer_view,
            emergencies=casework.frames,
            me=referrals.me,
            readable=queries.readable,
            still_readable=queries.still_readable,
            held_by=queries.held_by,
            offers=referrals.under_way,
            queue=queries.waiting_lately,
            queue_mark=queue.mark,
            places=queries.places,
            danger=opening.raise_danger,
            guard=guard.check,
        ),
        ports.Centre(
            may_open=interventions.may_open,
            topics=timeline.topics,
            board=interventions.board,
        ),
    )
