"""Error-prone situations: the fixed tables, each with a picture and its uncertainty; all of them as xlsx."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.documents.sources.analysis import analyses, record_of
from rongcuo.insight.access import may
from rongcuo.insight.copying import CROSSED, DIMENSIONS, Period
from rongcuo.insight.figures import Crossed, Table, crossed, table, years
from rongcuo.insight.naming import names
from rongcuo.insight.publishing import interval
from rongcuo.matters.errors import language
from rongcuo.matters.packs import current_pack
from rongcuo.web.insight import forms
from rongcuo.web.insight.shared import articles_of, must, must_exist
from rongcuo.web.matter.official import of_records
from rongcuo.web.viewing import for_readers, lang, log_list, viewer

#: So many bars are drawn, and so many shades.
BARS, SHADES = 15, 4


@for_readers
def figures(request: HttpRequest) -> HttpResponse:
    """One of the fixed tables: by half-year, or of a year with two dimensions crossed."""
    must_exist()
    must(request, "read_figures")
    wanted = request.GET.get("cross", "")
    if wanted in CROSSED:
        return _crossed(request, wanted)
    name = forms.dimension(request.GET.get("dim", ""))
    found = table(name)
    bars = _bars(found)
    context = _shared(request, name) | {
        "dimension": name, "title": forms.dimension_word(name), "rows": _rows(request, found), "bars": bars,
        "height": 34 * len(bars), "periods": [period_name(p) for p, _c in found.columns],
        "totals": [cell(c.total) for _p, c in found.columns],
        "latest": period_name(found.columns[-1][0]) if found.columns else "", "running": _running(request, found),
        "official": of_records(viewer(request), [(record_of(a), period_name(Period.read(a.period))) for a in analyses(viewer(request))[:2]]),
        "chart": {"bars": bars, "label": forms.dimension_word(name), "count": _("counted"), "range": _("by chance")},
    }
    return render(request, "web/insight/figures.html", context)


def _shared(request: HttpRequest, here: str) -> dict:
    """The list of tables, and what the margin says."""
    return {
        "dimensions": [{"url": f"?dim={d}", "label": forms.dimension_word(d), "here": d == here} for d in DIMENSIONS],
        "crossings": [{"url": f"?cross={c}", "label": crossed_word(c), "here": c == here} for c in CROSSED],
        "minimum": current_pack().insight.minimum, "units": articles_of("read_figures"),
    }


def crossed_word(name: str) -> str:
    """What a crossed table is called."""
    a, b = CROSSED[name]
    return _("%(a)s × %(b)s") % {"a": forms.dimension_word(a), "b": forms.dimension_word(b)}


def _rows(request: HttpRequest, found: Table) -> list[dict]:
    rows = []
    for code, text in found.rows:
        series = found.series(code)
        if any(n is None or n for n in series):
            rows.append({
                "code": code, "name": text, "rising": found.rising(code), "cells": [cell(n) for n in series],
                "can_warn": may(viewer(request), "warn"),
            })  # fmt: skip
    return rows


def _bars(found: Table) -> list[dict]:
    """The newest half-year as bars with the range that chance leaves."""
    if not found.columns:
        return []
    last = found.columns[-1][1]
    counts = [(text.get(lang()), last.cells[code]) for code, text in found.rows if last.cells.get(code)]
    counts.sort(key=lambda pair: -pair[1])
    bars = [{"name": n, "count": c, "low": round(interval(c)[0], 1), "high": round(interval(c)[1], 1)} for n, c in counts[:BARS]]
    most = max((b["high"] for b in bars), default=1)
    for k, bar in enumerate(bars):
        bar |= {"width": round(300 * bar["count"] / most), "left": round(300 * bar["low"] / most),
                "right": round(300 * bar["high"] / most), "y": 34 * k}
    return bars


def _running(request: HttpRequest, found: Table) -> str:
    """The half-year that is over and not counted yet, if the daily job did not run since."""
    due = Period.of(viewer(request).day).before
    return "" if found.columns and found.columns[-1][0] >= due else period_name(due)


def _crossed(request: HttpRequest, name: str) -> HttpResponse:
    there = years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in there else (there[0] if there else None)
    found = crossed(name, year) if year else None
    a, b = CROSSED[name]
    context = _shared(request, name) | {
        "title": crossed_word(name), "year": year, "years": there, "cross": name, "dimension": a,
        "grid": _grid(request, found, a) if found and not found.grid.withheld else None,
        "first": forms.dimension_word(a), "second": forms.dimension_word(b), "whole": bool(found),
        "next_year": viewer(request).day.year + 1,
    }
    return render(request, "web/insight/figures_crossed.html", context)


def _grid(request: HttpRequest, found: Crossed, dimension: str) -> dict:
    grid = found.grid
    known = {code for code, _name in names(dimension)} if may(viewer(request), "warn") else set()
    most = max((n for n in grid.cells.values() if n), default=1)
    rows = [
        {
            "code": row, "name": name, "total": grid.rows[row], "can_warn": row in known,
            "cells": [cell(grid.cells[row, column], most) for column, _n in found.columns],
        }
        for row, name in found.rows
    ]
    return {
        "rows": rows, "columns": [name for _c, name in found.columns], "zeros": grid.least == 0,
        "totals": [grid.columns[column] for column, _n in found.columns], "total": sum(grid.rows.values()),
    }


def period_name(period: Period) -> str:
    """What a half-year is called."""
    return _("%(year)s, first half") % {"year": period.year} if period.half == 1 else _("%(year)s, second half") % {"year": period.year}


def cell(count: int | None, most: int = 0) -> dict:
    """A count as the pages show it: withheld, or with its range; `most`: the greatest of the table, for the shade."""
    if count is None:
        return {"hidden": True}
    low, high = interval(count)
    shade = -(-SHADES * count // most) if most else 0
    return {"count": count, "low": round(low), "high": round(high), "range": count > 0, "shade": shade}


@for_readers
def figures_xlsx(request: HttpRequest) -> HttpResponse:
    """Every table as it is shown, one sheet each. A withheld number is a dash."""
    must_exist()
    must(request, "read_figures")
    log_list(request, "figures as a workbook")
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    about = book.create_sheet(_("How to read this"))
    for line in _notes():
        about.append([line])
    for name in DIMENSIONS:
        found = table(name)
        sheet = _sheet(book, forms.dimension_word(name), [period_name(p) for p, _c in found.columns])
        for code, text in found.rows:
            _line(sheet, text.get(lang()), found.series(code))
        _line(sheet, _("All"), [c.total for _p, c in found.columns])
    for name in CROSSED:
        for year in years():
            found = crossed(name, year)
            heads = [n.get(lang()) for _c, n in found.columns]
            sheet = _sheet(book, f"{year} {crossed_word(name)}", [*heads, _("All")])
            for row, text in found.rows:
                _line(sheet, text.get(lang()), [*(found.grid.cells[row, c] for c, _n in found.columns), found.grid.rows[row]])
            if found.grid.withheld:
                sheet.append([_("This table is withheld as a whole.")])
            else:
                _line(sheet, _("All"), [*(found.grid.columns[c] for c, _n in found.columns), sum(found.grid.rows.values())])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return FileResponse(
        stream, as_attachment=True, filename="figures.xlsx" if language() == "en" else "易错情形统计.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _notes() -> list[str]:
    return [
        _("Counted over filed matters, analyses of corrections and classified reports, by half-year. Nobody is in the figures."),
        _("Numbers from 1 to below %(minimum)s are withheld (—), and others beside them where one could be worked out. A case can count under several causes.")
        % {"minimum": current_pack().insight.minimum},
        _("A half-year is counted once it is over; its figures never change."),
        _where(),
    ]


def _where() -> str:
    """Where the figures are explained, inside this installation."""
    return _("The page of the figures: %(address)s") % {"address": reverse("figures")}


def _sheet(book, title: str, heads: list[str]):
    clean = "".join(" " if c in "[]:*?/\\" else c for c in title)
    sheet = book.create_sheet(clean[:31])
    sheet.column_dimensions["A"].width = 44
    sheet.freeze_panes = "B2"
    sheet.append([title, *heads])
    return sheet


def _line(sheet, name: str, numbers: list[int | None]) -> None:
    sheet.append([name if name[:1] not in "=+-@" else f"'{name}", *("—" if n is None else n for n in numbers)])
