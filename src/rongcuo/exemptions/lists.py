"""A list of many, from its rows as written to the people and units meant: every error by its row.

Nothing is taken in while one row is wrong: a list half imported would be asked about half.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.exemptions.consulting import MOST, respects
from rongcuo.exemptions.sheets import Row, SheetError, clean, read_rows
from rongcuo.people.errors import dated
from rongcuo.people.models import Post, Unit
from rongcuo.policy.model import Pack


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row, in words. Row 0 is the file itself."""

    row: int
    message: str


def file_words(error: SheetError) -> str:
    """What is wrong with a file or a row of it, and what to do."""
    n = {"row": error.row, "name": error.name, "most": MOST}
    return {
        "too_large": _("The file is larger than 5 MB. A list of 5,000 rows needs less than one."),
        "old_or_locked": _("The file is an old .xls or is locked by a password. Save it as a plain .xlsx."),
        "not_xlsx": _("The file is not an .xlsx that can be read. Save it anew as .xlsx."),
        "bomb": _("The file unpacks to far more than a list needs. Copy the rows to a new sheet and save that."),
        "macros": _("The file contains macros. Save it as .xlsx without them."),
        "merged": _("Cells are merged from row %(row)d on. Undo the merging: one row for each person.") % n,
        "formula": _("There is a formula in row %(row)d. Paste the values instead.") % n,
        "far_value": _("There is a value in row %(row)d, far below the list. Delete what is below it.") % n,
        "too_many": _("The list has more than %(most)d rows. Divide it.") % n,
        "column_twice": _("The column “%(name)s” stands twice in row %(row)d.") % n,
        "no_head": _("Row %(row)d has no column “姓名”. The first row names the columns, as in the template.") % n,
        "empty": _("The list has no rows."),
        "no_name": _("The name is missing."),
        "day": _("“%(name)s” is not a date. Write it as 2026-09-17.") % n,
        "cell": _("“%(name)s” is not a name.") % n,
    }[error.code]


class ListErrors(Exception):
    """Everything wrong with a list, by row."""

    def __init__(self, errors: list[RowError]):
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


def parse(data: bytes) -> tuple[list[Row], list[RowError]]:
    """The rows as written, and what is wrong with single ones. Raises ListErrors where it is no list."""
    try:
        rows, wrong = read_rows(data, most=MOST)
    except SheetError as error:
        raise ListErrors([RowError(error.row, file_words(error))]) from error
    errors = [RowError(e.row, file_words(e)) for e in wrong]
    if len(rows) > MOST:
        errors.append(RowError(0, file_words(SheetError("too_many"))))
    return rows, errors


def read_list(data: bytes, pack: Pack, *, day: date, effect: str) -> list[dict]:
    """The rows for `consulting.ask_list`. `day` and `effect` where a row names none. Raises ListErrors."""
    rows, errors = parse(data)
    found, more = resolve(rows, pack, day=day, effect=effect)
    errors += more
    if errors:
        raise ListErrors(sorted(errors, key=lambda e: e.row))
    return found


def resolve(
    rows: list[Row], pack: Pack, *, day: date, effect: str, seen: dict[tuple, int] | None = None,
) -> tuple[list[dict], list[RowError]]:
    """The people and units meant, in a fixed number of queries; and what cannot be told. `seen`: what earlier rows of the
    same list asked, where it is read in pieces; those of these rows are added."""
    posts: dict[str, list[_Held]] = {}
    held = Post.objects.order_by("pk").values_list("person_id", "person__name", "unit_id", "unit__name")
    for one in map(_Held._make, held.iterator(chunk_size=5000)):
        posts.setdefault(clean(one.name), []).append(one)
    known = list(Unit.objects.select_related("merged_into"))
    units = {clean(former["name"]): u for u in known for former in u.former}  # names they had before
    units |= {clean(u.name): u for u in known}
    names = _respects(pack)
    found, errors, seen = [], [], {} if seen is None else seen
    for row in rows:
        try:
            one = _resolve(row, posts, units, names, day, effect)
        except _Unclear as error:
            errors.append(RowError(row.n, error.args[0]))
            continue
        key = (one["person"] or one["unit"], one["effect"], one["day"])
        if key in seen:
            errors.append(RowError(row.n, _("The same as row %(row)d.") % {"row": seen[key]}))
            continue
        seen[key] = row.n
        found.append(one)
    return found, errors


class _Held(NamedTuple):
    """A post as far as a list needs it."""

    person_id: UUID
    name: str
    unit_id: UUID
    unit: str


class _Unclear(Exception):
    """Why a row cannot be told."""


def _respects(pack: Pack) -> dict[str, tuple[str, str]]:
    """What a respect may be called: id and names -> (id, person or unit)."""
    found = {}
    for unit in (False, True):
        for e in respects(pack, unit=unit):
            for word in (e.id, e.name.zh, e.name.en, *((e.respect.zh, e.respect.en) if e.respect else ())):
                found[clean(word).lower()] = (e.id, e.for_)
    return found


def _resolve(row: Row, posts, units, names, day: date, effect: str) -> dict:
    wanted, kind = names.get((row.respect or clean(effect)).lower(), (None, None))
    if wanted is None:
        raise _Unclear(_("“%(name)s” is not a respect of the measures.") % {"name": row.respect[:20]})
    on = row.day or day
    if kind == "unit":
        unit = units.get(row.name)
        if unit is None:
            raise _Unclear(_("The unit “%(name)s” is not known here.") % {"name": row.name[:20]})
        _stands(unit, on)
        return _row(None, unit.pk, unit.name, "", wanted, on)
    held = posts.get(row.name, [])
    if not held:
        raise _Unclear(_("“%(name)s” is not known here.") % {"name": row.name[:20]})
    if row.place:
        unit = units.get(row.place)
        if unit is None:
            raise _Unclear(_("The unit “%(name)s” is not known here.") % {"name": row.place[:20]})
        _stands(unit, on)
        held = [p for p in held if p.unit_id == unit.pk]
        if not held:
            raise _Unclear(_("“%(name)s” does not belong to “%(unit)s”.") % {"name": row.name[:20], "unit": unit.name})
    people = {p.person_id: p for p in held}
    if len(people) > 1:
        if row.place:
            raise _Unclear(_("Two people of this name belong to that unit. Ask about each by the form, where the post is shown."))
        raise _Unclear(_("Several people have this name. Add the unit."))
    post = next(iter(people.values()))
    return _row(post.person_id, None, post.name, row.place and post.unit, wanted, on)


def _stands(unit: Unit, on: date) -> None:
    """A unit that was merged or ended before the day asked about cannot be meant."""
    if unit.ended_on and unit.ended_on < on:
        if unit.merged_into:
            raise _Unclear(
                _("The unit “%(unit)s” was merged into “%(into)s” on %(day)s. Write that one.")
                % {"unit": unit.name, "into": unit.merged_into.name, "day": dated(unit.ended_on)}
            )
        raise _Unclear(
            _("The unit “%(unit)s” ended on %(day)s. Write the unit that took over its work.")
            % {"unit": unit.name, "day": dated(unit.ended_on)}
        )


def _row(person: UUID | None, unit: UUID | None, name: str, place: str, effect: str, on: date) -> dict:
    return {
        "person": str(person) if person else None, "unit": str(unit) if unit else None, "name": name,
        "place": place, "effect": effect, "day": on.isoformat(),
    }

