"""The policy a matter runs under, and the calendar its dates are counted with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from rongcuo import __version__
from rongcuo.matters.models import Adoption, CalendarYear, Matter
from rongcuo.policy import Pack, load
from rongcuo.workdays import Calendar, Reckoning, Year

ENGINE = __version__

_held: ContextVar[list | None] = ContextVar("calendar and readings held while a page is made", default=None)

#: The readings the procedure asks a pack for; every pack answers these.
READS = frozenset(
    {
        "apply.start_event", "apply.show_notice_deadline", "apply.forward_within", "verify.group_min",
        "verify.hear_applicant", "role.hr", "decide.quorum", "decide.majority", "publish.name",
    }
)


@lru_cache(maxsize=32)
def pack_named(name: str) -> Pack:
    """The pack `id/version` from the policies folder. Raises PackError, ImproperlyConfigured."""
    pack = load(site.POLICIES / name)
    if missing := READS - set(pack.readings):
        raise ImproperlyConfigured(
            f"The measures {name} lack readings that the procedure asks for: {', '.join(sorted(missing))}. "
            "Add them to the pack; docs/policy-pack.md shows how."
        )
    return pack


def current_pack() -> Pack:
    """The pack under which new matters are opened."""
    return pack_named(site.POLICY)


class PolicyChanged(Exception):
    """The pack on disk is not the one the matter was opened under."""


def pack_of(matter: Matter) -> Pack:
    """The pack a matter was opened under, to the digest."""
    pack = pack_named(matter.policy)
    if pack.digest != matter.policy_digest:
        raise PolicyChanged(matter.policy)
    return pack


def settings_of(matter: Matter) -> Mapping[str, object]:
    """The readings a matter was opened under: the pack's defaults and what had been adopted then."""
    return pack_of(matter).settings(matter.adopted)


def body_names(pack: Pack) -> dict[str, str]:
    """Every way in which a table of people may name a body of the measures -> its id."""
    names = {}
    for body in pack.bodies.values():
        for name in (body.name.zh.split("（")[0], body.name.zh, body.name.en, body.id):
            names.setdefault(name, body.id)
    return names


def adopted_now(pack: Pack) -> dict[str, object]:
    """Readings confirmed or changed until now, as key -> value."""
    name = f"{pack.id}/{pack.version}"
    held = _held.get()
    if held is not None:
        current_calendar()  # reads both
        return dict(held[1].get(name, {}))
    return dict(Adoption.objects.filter(policy=name).values_list("key", "value"))


@lru_cache(maxsize=1)
def _seeded() -> Calendar:
    return Calendar.load(site.CALENDAR)


@lru_cache(maxsize=8)
def _with(added: tuple[tuple[str, str], ...]) -> Calendar:
    calendar = _seeded()
    rows = CalendarYear.objects.filter(pk__in=[pk for pk, _ in added])
    years = [Year.from_document(row.body) for row in rows]
    for year in sorted(years, key=lambda y: (y.year, y.version)):
        # A later release may seed a year that an operator entered before: what was entered stays the
        # newer version, whatever its number.
        calendar = calendar.with_year(replace(year, version=len(calendar.history(year.year)) + 1))
    return calendar


@contextmanager
def one_calendar() -> Iterator[None]:
    """Within it the calendar and the confirmed readings are read from the tables once, together: for pages that
    only read. An action reads them anew."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def current_calendar() -> Calendar:
    """The seeded years and those an operator recorded since."""
    held = _held.get()
    if held:
        return held[0]
    if held is None:
        added = CalendarYear.objects.order_by("recorded_on", "id").values_list("pk", "recorded_on")
        return _with(tuple((str(pk), str(day)) for pk, day in added))
    held.extend(_read_both())
    return held[0]


def _read_both() -> tuple[Calendar, dict[str, dict[str, object]]]:
    """The calendar, and the confirmed readings by policy: one query."""
    text = TextField()
    years = CalendarYear.objects.order_by().values_list(
        Value(""), Cast("pk", text), Cast("recorded_on", text)
    )
    readings = Adoption.objects.order_by().values_list("policy", "key", Cast("value", text))
    added, adopted = [], {}
    for policy, key, value in years.union(readings, all=True):
        if policy:
            adopted.setdefault(policy, {})[key] = json.loads(value)
        else:
            added.append((value[:10], str(UUID(key))))
    return _with(tuple((pk, day) for day, pk in sorted(added))), adopted


def due(start: date, working_days: int, calendar: Calendar | None = None) -> Reckoning:
    """The reckoning of a span of working days; the first day is not counted (reading 3).

    `calendar` where the caller holds it already, so that many dates cost one query.
    """
    return (calendar or current_calendar()).last_day(start, working_days)


def days_due(start: date, days: int, calendar: Calendar | None = None) -> Reckoning:
    """The reckoning of a span of calendar days: a last day that is no working day moves to the next one.

    Civil Code, Articles 201 and 203. Reckoned as the working days up to there, so that it explains itself alike.
    """
    calendar = calendar or current_calendar()
    last = start + timedelta(days=days)
    count = calendar.working_days_between(start, last)
    found = calendar.last_day(start, count)
    return found if found.due == last else calendar.last_day(start, count + 1)
