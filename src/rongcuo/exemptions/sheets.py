"""Lists as xlsx, read so that nothing in the file can harm or mislead. No Django.

First the file's shape is looked at without unpacking it (a zip bomb, macros, encryption), then each sheet is
streamed once for merged cells, formulas and where the last value stands (a million empty rows cost nothing),
and only then openpyxl reads the values, dates of 1904 included.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from xml.parsers import expat

#: A list's file, its unpacked size, and where its last value may stand.
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_RATIO = 250
MOST_PARTS = 500
LAST_ROW = 20_000


@dataclass(eq=False)
class SheetError(Exception):
    """What is wrong: `code`, the row (1 is the head, 0 the file), and names for the words."""

    code: str
    row: int = 0
    name: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.row} {self.name}"


@dataclass(frozen=True)
class Row:
    """One line of the list as written, cleaned: texts without breadth and spaces, a day or None."""

    n: int
    name: str
    place: str
    respect: str
    day: date | None


def clean(value: object) -> str:
    """A cell as a text: full-width digits and letters as narrow ones, without spaces around or between."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.split())


def day_of(value: object) -> date | None:
    """A cell as a day: a date of the sheet, or 2026-09-17, 2026/9/17, 2026年9月17日, 20260917. ValueError else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = clean(value)
    if not text:
        return None
    for mark in "年月/.":
        text = text.replace(mark, "-")
    text = text.rstrip("日")
    if text.isascii() and text.isdigit() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    parts = text.split("-")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts):
        raise ValueError(text)
    return date(*map(int, parts))


def check_shape(data: bytes) -> None:
    """Raises SheetError for a file that is no plain xlsx of sensible size."""
    if len(data) > MOST_BYTES:
        raise SheetError("too_large")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError("old_or_locked")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise SheetError("not_xlsx") from error
    names = {p.filename for p in parts}
    if len(parts) > MOST_PARTS or any(p.flag_bits & 1 for p in parts):
        raise SheetError("not_xlsx")
    unpacked = sum(p.file_size for p in parts)
    packed = max(1, sum(p.compress_size for p in parts))
    if unpacked > MOST_UNPACKED or (unpacked > 1024 * 1024 and unpacked / packed > MOST_RATIO):
        raise SheetError("bomb")
    if any(n.endswith("vbaProject.bin") for n in names):
        raise SheetError("macros")
    if "xl/workbook.xml" not in names:
        raise SheetError("not_xlsx")


class _Scan:
    """One pass over a sheet's XML: merged cells, formulas, and the last row that holds a value."""

    def __init__(self) -> None:
        self.row = self.last = self.merged = self.formula = self.filled = 0
        self._seen = 0
        self._in_value = False

    def start(self, name: str, attributes: dict) -> None:
        tag = name.rsplit(":", 1)[-1]
        if tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdigit() else self.row + 1
        elif tag in {"v", "is"}:
            if self.row != self._seen:
                self.filled += 1
                self._seen = self.row
            self.last = max(self.last, self.row)
        elif tag == "f" and not self.formula:
            self.formula = self.row
        elif tag == "mergeCell" and not self.merged:
            digits = "".join(c for c in attributes.get("ref", "").split(":")[0] if c.isdigit())
            self.merged = int(digits or 1)

    def run(self, stream) -> _Scan:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EntityDeclHandler = _refuse_entities
        parser.buffer_text = True
        budget = MOST_UNPACKED
        try:
            while chunk := stream.read(1 << 18):
                budget -= len(chunk)
                if budget < 0:
                    raise SheetError("bomb")
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, EOFError, OSError) as error:
            raise SheetError("not_xlsx") from error
        return self


def _refuse_entities(*_names) -> None:
    raise SheetError("not_xlsx")


def _first_sheet(data: bytes):
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        if not book.worksheets:
            raise SheetError("not_xlsx")
        return book, book.worksheets[0]
    except SheetError:
        raise
    except Exception as error:  # openpyxl raises whatever the file provokes
        raise SheetError("not_xlsx") from error


def read_cells(data: bytes, *, most: int) -> Iterator[tuple[int, tuple]]:
    """(row number, values) of the first sheet, rows without a value left out. Raises SheetError."""
    check_shape(data)
    book, sheet = _first_sheet(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as stream:
            scan = _Scan().run(stream)
        if scan.merged:
            raise SheetError("merged", scan.merged)
        if scan.formula:
            raise SheetError("formula", scan.formula)
        if scan.last > LAST_ROW:
            raise SheetError("far_value", scan.last)
        if scan.filled > most + 1:
            raise SheetError("too_many")
        sheet.reset_dimensions()
        for number, values in enumerate(sheet.iter_rows(max_row=max(scan.last, 1), values_only=True), 1):
            if any(clean(v) for v in values):
                yield number, values
    except (SheetError, GeneratorExit):
        raise
    except Exception as error:
        raise SheetError("not_xlsx") from error
    finally:
        book.close()


#: What a head may be called, in either language: column -> words.
COLUMNS = {
    "name": ("姓名", "名称", "姓名或单位", "Name"),
    "place": ("单位", "所在单位", "Unit"),
    "respect": ("事项", "查询事项", "Respect"),
    "day": ("日期", "查询日期", "Day"),
}


def read_rows(data: bytes, *, most: int) -> tuple[list[Row], list[SheetError]]:
    """The rows of a list and everything that is wrong with them, by row. Raises SheetError for the file."""
    rows: list[Row] = []
    wrong: list[SheetError] = []
    places: dict[str, int] | None = None
    for number, values in read_cells(data, most=most):
        if places is None:
            places = _head(values, number)
            continue
        cells = {key: values[at] if at < len(values) else None for key, at in places.items()}
        texts = {key: clean(cells.get(key)) for key in ("name", "place", "respect")}
        bad = next((t for t in texts.values() if t.startswith(("=", "#")) or len(t) > 120), None)
        if bad is not None:
            wrong.append(SheetError("formula" if bad.startswith("=") else "cell", number, bad[:20]))
            continue
        try:
            day = day_of(cells.get("day"))
        except (ValueError, OverflowError):
            wrong.append(SheetError("day", number, clean(cells.get("day"))[:20]))
            continue
        if not texts["name"]:
            wrong.append(SheetError("no_name", number))
            continue
        rows.append(Row(number, texts["name"], texts["place"], texts["respect"], day))
    if places is None:
        raise SheetError("empty")
    if not rows and not wrong:
        raise SheetError("empty")
    return rows, wrong


def _head(values: Sequence, number: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, value in enumerate(values):
        text = clean(value)
        for key, words in COLUMNS.items():
            if text.lower() in {clean(w).lower() for w in words}:
                if key in found:
                    raise SheetError("column_twice", number, text)
                found[key] = at
    if "name" not in found:
        raise SheetError("no_head", number)
    return found


def write(title: str, head: Sequence[str], rows: Iterable[Sequence], notes: Sequence[str] = ()) -> bytes:
    """An xlsx of one sheet; every text is a text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", (8, 16, 24, 40, 14, 24, 14, 60, 24), strict=False):
        sheet.column_dimensions[letter].width = width

    def text(value: object, bold: bool = False):
        if isinstance(value, int | date):
            return value
        cell = WriteOnlyCell(sheet, value=str(value))
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        return cell

    sheet.append([text(h, bold=True) for h in head])
    for row in rows:
        sheet.append([text(v) if isinstance(v, str) and v[:1] in "=+-@" else v for v in row])
    for note in notes:
        sheet.append([text(note)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
