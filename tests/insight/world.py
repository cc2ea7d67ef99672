"""Reports as people give them, on chosen days; closed matters with chosen findings."""

from __future__ import annotations

from rongcuo import clock, ids
from rongcuo.insight import reporting
from rongcuo.insight.models import Report


def key() -> str:
    return str(ids.new_id())


def at(day: str):
    return clock.frozen(f"{day}T10:00:00+08:00")


def reported(bureau, day: str, *, who: str | None = "inspector", kind: str = "near_miss", text: str = "差点漏批。") -> Report:
    """A report by name, or without."""
    with at(day):
        if who is None:
            entry, _code = reporting.report_without_name(kind=kind, text=text)
        else:
            entry = reporting.report(actor=bureau[who], key=key(), kind=kind, text=text)
    return Report.objects.get(pk=entry.stream)


def classified(bureau, day: str, *, unit: str | None = "chemicals", **codes) -> Report:
    """A report that the committee wrote down with nobody in it."""
    row = reported(bureau, day)
    with at(day):
        reporting.deidentify(
            row.pk, actor=bureau["officer"], at=row.position, key=key(), plain="签发前少一次复核。",
            unit=bureau.units[unit].pk if unit else None,
            **({"event_codes": ["inspection"], "cause_codes": ["no_review"], "factor_codes": []} | codes),
        )
    row.refresh_from_db()
    return row


def planted(bureau, day: str, count: int, **codes) -> None:
    for _n in range(count):
        classified(bureau, day, **codes)
