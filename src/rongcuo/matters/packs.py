"""The policy a matter runs under, and the calendar its dates are counted with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured

from rongcuo import __version__
from rongcuo.matters.models import Adoption, CalendarYear, Matter
from rongcuo.policy import Pack, load
from rongcuo.workdays import Calendar, Reckoning, Year

ENGINE = __version__

_held: ContextVar[list[Calendar] | None] = ContextVar("calendar held while a page is made", default=None)

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
    """Within it the calendar is read from the tables once: for pages that only read. An action reads it anew."""
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
    calendar = _read_calendar()
    if held is not None:
        held.append(calendar)
    return calendar


def _read_calendar() -> Calendar:
    added = CalendarYear.objects.order_by("recorded_on", "id").values_list("pk", "recorded_on")
    return _with(tuple((str(pk), str(day)) for pk, day in added))


def due(start: date, working_days: int, calendar: Calendar | None = None) -> Reckoning:
    """The reckoning of a span of working days; the first day is not counted (reading 3).

    `calendar` where the caller holds it already, so that many dates cost one query.
    """
    return (calendar or current_calendar()).last_day(start, working_days)
