"""The one clock. Instants are aware and in UTC; legal dates are dates in Asia/Shanghai."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("rongcuo_frozen_clock", default=None)


def _offset() -> timedelta:
    """Seconds by which this process runs apart from the machine's clock (the demo lives in 2026-09)."""
    return timedelta(seconds=float(os.environ.get("RONGCUO_CLOCK_OFFSET", "0") or 0))


def now() -> datetime:
    """The present instant, aware, in UTC."""
    fixed = _frozen.get()
    return fixed if fixed is not None else datetime.now(UTC) + _offset()


def today() -> date:
    """The present legal date in Asia/Shanghai."""
    return local_date(now())


def local_date(instant: datetime) -> date:
    """The date in Asia/Shanghai on which an instant falls; a day ends at 24:00 there."""
    return instant.astimezone(ZONE).date()


@contextmanager
def frozen(instant: datetime | str):
    """Hold the clock at an instant. A text without an offset is read as Asia/Shanghai."""
    if isinstance(instant, str):
        instant = datetime.fromisoformat(instant)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=ZONE)
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
