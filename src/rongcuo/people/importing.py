"""People, units and posts from a table (xlsx or CSV): read, compared with what is known, then recorded.

A row is a post: unit, person, title, from when until when. `plan` says what each row would add, change or
leave, and every error by its row; nothing is recorded unless there is none. A row that is known already
changes nothing, so the same table can be handed in any number of times.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.people import changes, record
from rongcuo.people.duties import allowed
from rongcuo.people.errors import Refused, dated
from rongcuo.people.models import Account, Person, Post, Unit

#: key: (heading, also taken as heading)
COLUMNS = {
    "unit": ("单位", "unit"), "body": ("机构", "body"), "name": ("姓名", "name"), "code": ("工号", "staff number"),
    "title": ("职务", "title"), "head": ("负责人", "head"), "secretary": ("党组秘书", "secretary"),
    "since": ("起", "since"), "until": ("止", "until"), "party": ("中共党员", "party member"),
    "unit_en": ("单位英文", "unit in English"), "name_en": ("姓名英文", "name in English"),
    "title_en": ("职务英文", "title in English"),
}  # fmt: skip
NEEDED = ("unit", "body", "name", "title")
YES, NO = {"是", "yes", "y", "1", "true", "√"}, {"", "否", "no", "n", "0", "false"}
MOST_ROWS, MOST_BYTES, MOST_UNPACKED = 5000, 5 * 1024 * 1024, 60 * 1024 * 1024
LONGEST = {"unit": 120, "name": 60, "code": 40, "title": 80, "unit_en": 160, "name_en": 120, "title_en": 120}


@dataclass(frozen=True)
class Line:
    """What a row comes to: its number in the table, what happens, and to whom."""

    row: int
    what: str  # new | changed | same
    words: str


@dataclass
class Plan:
    """All rows, and what is wrong with which. `steps` are (function, arguments) of `people` actions."""

    lines: list[Line] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    steps: list = field(default_factory=list)
    units: dict[str, dict] = field(default_factory=dict)  # new ones by name
    persons: dict[str, str] = field(default_factory=dict)  # new ones: identity -> name

    def count(self, what: str) -> int:
        return sum(1 for line in self.lines if line.what == what)


# --- reading ---------------------------------------------------------------------------------


def read(content: bytes, name: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table as texts by column, with their numbers. Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The table is larger than 5 MB."), _("Hand it in in parts."), "file")
    if content[:2] == b"PK":
        rows = _xlsx(content)
    elif name.lower().endswith((".xlsx", ".xls")):
        raise Refused(_("This is no xlsx file."), _("Save it as xlsx or as CSV."), "file")
    else:
        rows = _csv(content)
    return _by_column(rows)


def _xlsx(content: bytes) -> list[list[str]]:
    import openpyxl  # with defusedxml installed it reads XML safely

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Refused(_("The table is far larger than it looks, so it was not opened."), field="file")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [[_text(v) for v in row] for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=40)]
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes the library say
        raise Refused(_("The file could not be read as xlsx."), _("Save it anew as xlsx or as CSV."), "file") from error


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(_("The characters of the file could not be read."), _("Save it as UTF-8."), "file")
    head = text.split("\n", 1)[0]
    separator = "\t" if "\t" in head else ";" if ";" in head and "," not in head else ","
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)]
    except csv.Error as error:
        raise Refused(_("The file could not be read as CSV."), field="file") from error


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _by_column(rows: list[list[str]]) -> list[tuple[int, dict[str, str]]]:
    if not rows or not any(rows[0]):
        raise Refused(_("The table is empty."), field="file")
    known = {heading.casefold(): key for key, both in COLUMNS.items() for heading in both}
    columns = [known.get(cell.strip().casefold()) for cell in rows[0]]
    if missing := [COLUMNS[key][0] for key in NEEDED if key not in columns]:
        raise Refused(
            _("The first row lacks the headings %(names)s.") % {"names": "、".join(missing)},
            _("Use the headings of the template."), "file",
        )
    found = [
        (n, {key: cell for key, cell in zip(columns, row, strict=False) if key})
        for n, row in enumerate(rows[1:], 2) if any(row)
    ]
    if len(found) > MOST_ROWS:
        raise Refused(_("The table has more than %(n)d rows.") % {"n": MOST_ROWS}, _("Hand it in in parts."), "file")
    return found


# --- comparing -------------------------------------------------------------------------------


def plan(rows: Iterable[tuple[int, Mapping[str, str]]], bodies: Mapping[str, str]) -> Plan:
    """What the rows come to. bodies: every name of a body in the measures -> its id."""
    return _Planner(bodies).over(rows)


class _Planner:
    """Keeps what is known already and what earlier rows would add."""

    def __init__(self, bodies: Mapping[str, str]):
        self.bodies = {name.casefold(): body for name, body in bodies.items()}
        self.plan = Plan()
        self.units = {u.name: u for u in Unit.objects.filter(ended_on=None)}
        self.new_units = self.plan.units
        self.persons = list(Person.objects.all())
        self.new_persons = self.plan.persons
        self.posts = {(p.person_id, p.unit_id, p.title, p.since): p for p in Post.objects.all()}
        # A row without a first day means the post held now, the latest where there are several.
        held = (p for p in self.posts.values() if p.until is None or p.until >= clock.today())
        self.current = {(p.person_id, p.unit_id, p.title): p for p in sorted(held, key=lambda p: p.since)}
        self.seen: set = set()

    def over(self, rows) -> Plan:
        for n, row in rows:
            try:
                self.row(n, row)
            except Refused as error:
                self.plan.errors.append((n, error.text))
        return self.plan

    def row(self, n: int, row: Mapping[str, str]) -> None:
        for key in NEEDED:
            if not row.get(key):
                raise Refused(_("%(column)s is empty.") % {"column": COLUMNS[key][0]})
        for key, most in LONGEST.items():
            if len(row.get(key, "")) > most:
                raise Refused(_("%(column)s is longer than %(n)d characters.") % {"column": COLUMNS[key][0], "n": most})
        since, until = _day(row, "since"), _day(row, "until")
        if since and until and until < since:
            raise Refused(_("The last day lies before the first."))
        marks = {key: _mark(row, key) for key in ("head", "secretary")}
        unit = self.unit(row)
        person = self.person(row)
        self.post(n, row, unit, person, since, until, marks)

    def unit(self, row: Mapping[str, str]) -> Unit | str:
        """The known unit, or the name of a new one."""
        body = self.bodies.get(row["body"].casefold())
        if body is None:
            known = "、".join(dict.fromkeys(self.bodies))
            raise Refused(_("The measures know no body \"%(name)s\".") % {"name": row["body"]},
                          _("Known: %(names)s.") % {"names": known})
        name = row["unit"]
        known = self.units.get(name)
        if known is not None:
            if known.body != body:
                raise Refused(_("%(unit)s is known as another body.") % {"unit": name})
            return known
        new = self.new_units.setdefault(name, {"name": name, "name_en": row.get("unit_en", ""), "body": body})
        if new["body"] != body:
            raise Refused(_("Another row names %(unit)s as another body.") % {"unit": name})
        return name

    def person(self, row: Mapping[str, str]) -> Person | str:
        """The known person, or the identity of a new one; two of one name are told apart by staff number."""
        name, code = row["name"], row.get("code", "")
        if code:
            same = [p for p in self.persons if p.code == code]
            if same and same[0].name != name:
                raise Refused(
                    _("Staff number %(code)s is %(name)s's.") % {"code": code, "name": same[0].name},
                    _("Correct the number; a changed name is corrected on the person's page."),
                )
        else:
            same = [p for p in self.persons if p.name == name]
            if len(same) > 1:
                raise Refused(_("Several people are called %(name)s.") % {"name": name}, _("Give the staff number."))
        if same:
            return same[0]
        identity = code or name
        if self.new_persons.setdefault(identity, name) != name:
            raise Refused(_("Another row gives staff number %(code)s to another name.") % {"code": code})
        return identity

    def post(self, n, row, unit, person, since, until, marks) -> None:
        title = row["title"]
        person_key = person.pk if isinstance(person, Person) else person
        unit_key = unit.pk if isinstance(unit, Unit) else unit
        if (person_key, unit_key, title, since) in self.seen:
            raise Refused(_("The same post stands in an earlier row."))
        self.seen.add((person_key, unit_key, title, since))
        words = f"{row['unit']} {row['name']} {title}"
        known = self.posts.get((person_key, unit_key, title, since)) if since else self.current.get(
            (person_key, unit_key, title)
        )
        if known is None:
            self.plan.lines.append(Line(n, "new", words))
            self.plan.steps.append(("post", unit, person, {
                "title": title, "title_en": row.get("title_en", ""), "since": since or clock.today(), "until": until,
                **marks,
            }, {"name_en": row.get("name_en", ""), "party_member": _mark(row, "party", empty=True),
                "code": row.get("code", "")}))  # fmt: skip
        elif (known.head, known.secretary) != (marks["head"], marks["secretary"]):
            raise Refused(
                _("This post is known with other marks of head or secretary."),
                _("End it and give the new one another first day."),
            )
        elif until != known.until and until is not None:
            self.plan.lines.append(Line(n, "changed", words + " · " + _("ends on %(day)s") % {"day": dated(until)}))
            self.plan.steps.append(("end", known.pk, until))
        else:
            self.plan.lines.append(Line(n, "same", words))


def _day(row: Mapping[str, str], key: str) -> date | None:
    text = row.get(key, "")
    if not text:
        return None
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").strip()
    try:
        return date(*[int(part) for part in plain.split("-")])
    except (TypeError, ValueError):
        raise Refused(
            _("%(column)s: \"%(text)s\" is no date.") % {"column": COLUMNS[key][0], "text": text[:40]},
            _("Write it as 2026-09-01."),
        ) from None


def _mark(row: Mapping[str, str], key: str, *, empty: bool = False) -> bool:
    text = row.get(key, "").casefold()
    if not text:
        return empty
    if text not in YES | NO:
        raise Refused(_("%(column)s: write 是 or 否.") % {"column": COLUMNS[key][0]})
    return text in YES


# --- recording -------------------------------------------------------------------------------


@transaction.atomic
def carry_out(found: Plan, *, by: Account | None) -> int:
    """Record everything a plan without errors comes to, all or nothing; how many entries. Raises Refused, NotYours."""
    actor = allowed(by, "system")
    if found.errors:
        raise Refused(_("The table has errors, so nothing was recorded."))
    units: dict[str, object] = {}
    persons: dict[str, object] = {}
    count = 0
    for kind, *rest in found.steps:
        if kind == "end":
            post, until = rest
            changes.end_post(post, until=until, by=by)
            count += 1
            continue
        unit, person, post, about = rest
        if isinstance(unit, str):
            if unit not in units:
                units[unit] = record.add_unit(actor=actor, **found.units[unit])
                count += 1
            unit_id = units[unit]
        else:
            unit_id = unit.pk
        if isinstance(person, str):
            if person not in persons:
                persons[person] = record.add_person(actor=actor, name=found.persons[person], **about)
                count += 1
            person_id = persons[person]
        else:
            person_id = person.pk
        record.add_post(actor=actor, person=person_id, unit=unit_id, **post)
        count += 1
    return count


# --- the template ----------------------------------------------------------------------------

EXAMPLE = ("示例处", "处室", "示例甲", "0001", "处长", "是", "否", "2026-01-01", "", "是", "", "", "")


def template_csv() -> bytes:
    """The headings and one invented row, as CSV that Excel and WPS open with the right characters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([heading for heading, _other in COLUMNS.values()])
    writer.writerow(EXAMPLE)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def template_xlsx() -> bytes:
    """The same as xlsx; numbers and dates are texts, so that 0001 stays 0001."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([heading for heading, _other in COLUMNS.values()])
    sheet.append(list(EXAMPLE))
    for cell in (*sheet[1], *sheet[2]):
        cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
