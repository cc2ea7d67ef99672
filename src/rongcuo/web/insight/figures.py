"""Error-prone situations: the fixed tables, each with a picture and its uncertainty."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rongcuo.insight.access import may
from rongcuo.insight.copying import DIMENSIONS
from rongcuo.insight.figures import table
from rongcuo.insight.publishing import interval
from rongcuo.matters.packs import current_pack
from rongcuo.web.insight import forms
from rongcuo.web.insight.shared import articles_of, must, must_exist
from rongcuo.web.viewing import for_readers, lang, viewer


@for_readers
def figures(request: HttpRequest) -> HttpResponse:
    """One of the fixed tables: counts by half-year, with their uncertainty, a picture and a table."""
    must_exist()
    must(request, "read_figures")
    name = forms.dimension(request.GET.get("dim", ""))
    found = table(name, viewer(request).day)
    rows = []
    for code, text in found.rows:
        series = found.series(code)
        if not any(n is None or n for n in series):
            continue
        rows.append({
            "code": code, "name": text, "rising": found.rising(code),
            "cells": [cell(n, column.total) for n, (_p, column) in zip(series, found.columns, strict=True)],
            "can_warn": may(viewer(request), "warn"),
        })  # fmt: skip
    last = found.columns[-1][1]
    counts = [
        (text.get(lang()), last.cells[code]) for code, text in found.rows
        if last.cells.get(code)
    ]
    counts.sort(key=lambda pair: -pair[1])
    bars = [
        {"name": n, "count": c, "low": round(interval(c)[0], 1), "high": round(interval(c)[1], 1)} for n, c in counts[:15]
    ]
    most = max((b["high"] for b in bars), default=1)
    for k, bar in enumerate(bars):
        bar |= {"width": round(300 * bar["count"] / most), "left": round(300 * bar["low"] / most),
                "right": round(300 * bar["high"] / most), "y": 34 * k}
    context = {
        "dimension": name, "title": forms.dimension_word(name), "rows": rows, "bars": bars, "height": 34 * len(bars),
        "periods": [period_name(p) for p, _c in found.columns], "totals": [cell(c.total, None) for _p, c in found.columns],
        "latest": period_name(found.columns[-1][0]),
        "dimensions": [{"key": d, "label": forms.dimension_word(d), "here": d == name} for d in DIMENSIONS],
        "minimum": current_pack().insight.minimum, "units": articles_of("read_figures"),
        "chart": {"bars": bars, "label": forms.dimension_word(name), "count": _("counted"), "range": _("by chance")},
    }
    return render(request, "web/insight/figures.html", context)


def period_name(period) -> str:
    return _("%(year)s, first half") % {"year": period.year} if period.half == 1 else _("%(year)s, second half") % {"year": period.year}


def cell(count, total) -> dict:
    if count is None:
        return {"hidden": True}
    low, high = interval(count)
    return {"count": count, "low": round(low), "high": round(high), "range": count > 0}
