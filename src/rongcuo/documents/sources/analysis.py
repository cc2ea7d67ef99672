"""The analysis of error-prone situations (A11-2) as a source: the published figures of one half-year.

It is made from what was published, with the same withholding as the page of figures; so the same report comes out
whenever it is asked for. It names nobody, ranks nobody and says of no figure what it proves.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from rongcuo.documents.sources import Record, Rows, Source, register
from rongcuo.documents.sources.words import numbered, sentence, short
from rongcuo.insight.access import may, visible_cautions
from rongcuo.insight.copying import Period
from rongcuo.insight.figures import Table, table
from rongcuo.insight.models import Caution, Published
from rongcuo.insight.publishing import interval
from rongcuo.matters.access import Viewer
from rongcuo.matters.packs import current_pack

#: The tables of the report, as fields of a template.
TABLES = {
    "situation_rows": "situation", "event_rows": "event", "factor_rows": "factor", "cause_rows": "cause",
    "unit_rows": "unit", "kind_rows": "kind",
}
COLUMNS, WARNED_COLUMNS = 5, 5
HALVES = {1: "上半年", 2: "下半年"}


def analyses(viewer: Viewer) -> QuerySet[Published]:
    """The half-years of which figures were published, newest first, for whoever reads the figures."""
    rows = Published.objects.order_by("-period")
    return rows if current_pack().insight and may(viewer, "read_figures") else rows.none()


def record_of(row: Published, viewer: Viewer | None = None) -> Record:
    """A half-year as a record a paper can be made from."""
    row.cautions = visible_cautions(viewer) if viewer else Caution.objects.none()
    return Record("analysis", row, row.published_on)


def _find(viewer: Viewer, pk: UUID) -> Record | None:
    row = analyses(viewer).filter(pk=pk).first()
    return record_of(row, viewer) if row else None


def _words(record: Record) -> dict[str, str | Rows]:
    row, period = record.row, Period.read(record.row.period)
    tables = {name: table(dimension, row.period) for name, dimension in TABLES.items()}
    rising = [
        sentence(name.zh) for found in tables.values() for code, name in found.rows
        if len(found.columns) > 1 and found.rising(code)
    ]
    return {
        "period": f"{period.year}年{HALVES[period.half]}", "minimum": str(row.minimum),
        "rising": numbered(dict.fromkeys(rising)), "warned_rows": _warned(row.cautions, period),
        **{name: _rows(found) for name, found in tables.items()},
    }


def _rows(found: Table) -> Rows:
    """What was counted, in the pack's order: number, name, count, what chance alone explains, the half-year before."""
    rows: Rows = []
    for code, name in found.rows:
        *_earlier, before, now = [0, 0, *found.series(code)]
        if now != 0 or before != 0:
            known = len(found.columns) > 1
            rows.append([str(len(rows) + 1), name.zh, _said(now), _range(now), _said(before) if known else "—"])
    return rows


def _said(count: int | None) -> str:
    return "不列出" if count is None else str(count)


def _range(count: int | None) -> str:
    if not count:
        return "—"
    low, high = interval(count)
    return f"{round(low)}—{round(high)}"


def _warned(cautions: QuerySet[Caution], period: Period) -> Rows:
    """Warnings that were issued in the half-year, each with the figure then and when it was measured again."""
    issued = cautions.filter(issued_on__gte=period.start, issued_on__lt=period.next.start)
    return [
        [c.number, c.title, short(c.issued_on), _figure(c.figures), _figure(c.later) if c.measured_on else "尚未核对"]
        for c in issued.order_by("issued_on", "number")
    ]


def _figure(figures: dict) -> str:
    return _said(figures.get("count")) if figures else "—"


register(Source(
    "analysis", frozenset(("period", "minimum", "rising")), _words, _find,
    tables=dict.fromkeys(TABLES, COLUMNS) | {"warned_rows": WARNED_COLUMNS}, of_matter=False,
))
