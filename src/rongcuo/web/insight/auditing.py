"""The yearly self-audit, to read, to print, as xlsx."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rongcuo.insight.auditing import audit, years
from rongcuo.matters.errors import language
from rongcuo.matters.packs import current_pack
from rongcuo.web.insight.shared import must, must_exist
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import for_readers, log_list, viewer


@for_readers
def self_audit_now(request: HttpRequest) -> HttpResponse:
    """The audit of this year."""
    return self_audit(request, viewer(request).day.year)


@for_readers
def self_audit(request: HttpRequest, year: int) -> HttpResponse:
    """Article by article; to print too."""
    must_exist()
    must(request, "audit")
    _check_year(year)
    context = {"year": year, "articles": audit(year), "years": years(), "title": current_pack().title}
    return render(request, "web/insight/audit.html", context)


def _check_year(year: int) -> None:
    if not 1990 <= year <= 2200:
        raise Http404


@for_readers
def self_audit_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The same as a table to calculate with."""
    must_exist()
    must(request, "audit")
    _check_year(year)
    log_list(request, f"self-audit {year} as a workbook")
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(year))
    sheet.append([_("Article"), _("What is counted"), _("Figure"), _("Unit"), _("Note")])
    for one in audit(year):
        for row in one.lines or ():
            value = int(row.value) if row.value.isdecimal() else row.value
            sheet.append([article(one.unit), row.what, value, row.unit, row.note])
        if not one.lines:
            sheet.append([article(one.unit), one.nothing, "", "", ""])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    name = f"{'self-audit' if language() == 'en' else '年度自查'}-{year}.xlsx"
    return FileResponse(
        stream, as_attachment=True, filename=name,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
