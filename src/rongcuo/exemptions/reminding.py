"""Slips past due: who is reminded when, once each, however often the job runs or does not run.

What is due is computed from the record alone, and each reminder is an entry under a key of its own,
which the ledger takes only once. So nothing is doubled by running twice, and nothing is lost by a week without a
run: the next run records what had become due in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from rongcuo import clock, ids
from rongcuo.exemptions.acting import stream_of
from rongcuo.exemptions.models import Notice, SlipReminder
from rongcuo.ledger.record import lock, record
from rongcuo.matters.packs import current_calendar, due, pack_of
from rongcuo.policy.model import SlipReminder as Rule


def owed(today: date) -> Iterator[tuple[Notice, Rule, date]]:
    """Reminders whose day has come and that are not recorded."""
    calendar = current_calendar()
    said = set(SlipReminder.objects.filter(notice__state="sent").values_list("notice_id", "rule"))
    late = Notice.objects.filter(state="sent", due_on__lt=today).select_related("matter").order_by("due_on", "number")
    for notice in late:
        protection = pack_of(notice.matter).protection
        for rule in protection.reminders if protection else ():
            day = due(notice.due_on, rule.working_days, calendar).due
            if day <= today and (notice.pk, rule.id) not in said:
                yield notice, rule, day


def remind(today: date | None = None) -> int:
    """Record what is owed until today; how many reminders were recorded."""
    today = today or clock.today()
    count = 0
    for notice, rule, day in list(owed(today)):
        with transaction.atomic():
            lock()
            if not Notice.objects.filter(pk=notice.pk, state="sent").exists():
                continue  # the slip came back meanwhile
            entry = record(
                stream_of(notice.matter_id), "effects.reminded", actor=None, at=None,
                key=f"slip/{notice.pk}/{rule.id}",
                payload={
                    "id": ids.new_id(), "notice": notice.pk, "rule": rule.id, "day": day, "recorded_on": today,
                    "to": list(rule.to),
                },
            )
            count += not entry.repeated
    return count


def reminders_for(notices: list[Notice]) -> dict:
    """The reminders of notices, by notice: one query."""
    found: dict = {}
    for row in SlipReminder.objects.filter(notice__in=[n.pk for n in notices]):
        found.setdefault(row.notice_id, []).append(row)
    return found
