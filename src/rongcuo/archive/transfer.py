"""移交清单: what is handed over to the archive, one row for each 件, as a table and as xlsx."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _

from rongcuo.archive.access import catalogues
from rongcuo.archive.retention import words
from rongcuo.matters.errors import language
from rongcuo.matters.models import Matter, ReadLog

#: What the log of reading says of an export; the digest of the whole stands behind it.
EXPORTED = "dossier "


def digests(matters: Iterable[Matter]) -> dict:
    """The digest of the newest package of each matter, by matter, where one was made."""
    found = {}
    rows = ReadLog.objects.filter(matter__in=list(matters), what__startswith=EXPORTED).order_by("at", "pk")
    for matter, what in rows.values_list("matter", "what"):
        found[matter] = what.removeprefix(EXPORTED)
    return found


def columns() -> list[str]:
    return [
        _("No."), _("Archive number"), _("Title"), _("Responsible"), _("Date"), _("Period"), _("Kept until"), _("Files"),
        _("Matter"), _("Digest of the package"),
    ]


def rows(matters: list[Matter]) -> list[list]:
    """The rows of the list, in the order of the matters."""
    kept, made = catalogues(matters), digests(matters)
    found = []
    for matter in matters:
        for row in kept[matter.pk]:
            found.append([
                len(found) + 1, row["number"], row["title"], row["responsible"], row["date"],
                words(row["keep"]).get(language()), row["until"] or "", len(row["papers"]) + len(row["evidence"]),
                matter.number, made.get(matter.pk, ""),
            ])  # fmt: skip
    return found


def as_xlsx(matters: list[Matter], organisation: str) -> bytes:
    """The list as a workbook. Texts are written as texts: nothing in them is taken for a formula."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = _("Transfer list")
    sheet.append([_("Transfer list")])
    sheet.append([_("Handed over by: %(who)s") % {"who": organisation}, "", "", _("Received by:"), "", "", _("Date:")])
    sheet.append([])
    sheet.append(columns())
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    sheet["A1"].font = Font(bold=True, size=16)
    for values in rows(matters):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for v in values])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for letter, width in zip("ABCDEFGHIJ", (6, 30, 48, 20, 12, 8, 12, 6, 16, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()
