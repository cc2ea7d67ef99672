"""What still counts against somebody: recorded from the sanction document by a named person (A10-5, A15).

The table of the pack proposes how long; the document and the person decide. A line that no official text
confirms counts for nothing until somebody names a source.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.exemptions.access import recordable_sanctions, visible_sanctions
from rongcuo.exemptions.acting import TABLE_STREAM, check_position, permitted
from rongcuo.exemptions.models import Confirmed, Sanction
from rongcuo.exemptions.periods import PeriodError, Span, bounds, span_of
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.doing import check_day
from rongcuo.matters.errors import NotFound, NotPermitted, language
from rongcuo.matters.guards import need, words
from rongcuo.matters.models import Act
from rongcuo.matters.once import once
from rongcuo.matters.packs import current_pack, pack_named
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Unit
from rongcuo.policy.model import Influence, Pack, Stage


def lines_now(pack: Pack) -> dict[str, Influence]:
    """The lines of the table that count: confirmed by the pack, or by a person who named the source."""
    if pack.protection is None:
        return {}
    named = f"{pack.id}/{pack.version}"
    rows = {c.line: c for c in Confirmed.objects.filter(policy=named)}
    found = {}
    for key, line in pack.protection.influence.items():
        row = rows.get(key)
        if row is not None and row.months is not None and line.stages:
            line = _with_months(line, row.months)
        if line.confirmed or row is not None:
            found[key] = line
    return found


def _with_months(line: Influence, months: int) -> Influence:
    first = Stage(months, line.stages[0].from_)
    values = dict(zip(line.fields, line.values_of_fields(), strict=True))
    return Influence(**values | {"stages": (first, *line.stages[1:])})


@once("influence.confirmed", TABLE_STREAM)
def confirm_line(
    line: str, *, actor: Person, at: int, key: str, source: str, months: int | None = None,
) -> Entry:
    """Confirm a line of the table and name the source; `months` where the source says another length."""
    pack = current_pack()
    permitted(actor, "confirm_line", pack)
    check_position(TABLE_STREAM, at)
    known = pack.protection.influence.get(line)
    if known is None:
        raise NotFound
    need(months is None or known.stages, _("This line stands until its end is recorded; it has no length."),
         field="months")
    need(months is None or 1 <= months <= 600, _("Give the length in whole months."), field="months")
    policy = f"{pack.id}/{pack.version}"
    row = Confirmed.objects.filter(policy=policy, line=line).first()
    return record(
        TABLE_STREAM, "influence.confirmed", actor=actor.pk, at=at, key=key,
        payload={
            "id": row.pk if row else ids.new_id(), "policy": policy, "line": line, "months": months,
            "source": words(source, "source"), "confirmed_on": clock.today(),
        },
    )


def proposed(
    pack: Pack, kinds: list[str], start: date, *, months: int | None = None, restored: date | None = None
) -> Span:
    """The period the table proposes for a document. Raises Incomplete at the field that is wrong."""
    known = lines_now(pack)
    need(kinds, _("Choose what the document imposes."), field="kinds")
    for kind in kinds:
        line = pack.protection.influence.get(kind)
        need(line is not None, _("Choose what the document imposes."), field="kinds")
        need(kind in known,
             _("“%(line)s” is not confirmed: no official text was found for its length.")
             % {"line": line.name.get(language())},
             _("Confirm the line and name its source first."), "kinds")
    chosen = [known[k] for k in kinds]
    together = pack.protection.together.get(chosen[0].family)
    try:
        return span_of(chosen, start, months=months, together=together, restored=restored)
    except PeriodError as error:
        refuse(error)
        raise


def limits(pack: Pack, kinds: list[str]) -> tuple[int, int] | None:
    """The least and most months for these lines, for a page; None where there is no fixed length."""
    chosen = [lines_now(pack)[k] for k in kinds]
    return bounds(chosen, pack.protection.together.get(chosen[0].family))


def refuse(error: PeriodError) -> None:
    """What a period cannot be, said at the field."""
    n = error.names
    need(error.code != "mixed", _("Sanctions of different kinds come in documents of their own."),
         _("Record each document by itself; their periods add up."), "kinds")
    need(error.code != "apart", _("The table does not say how these are joined in one document."),
         _("Record each document by itself."), "kinds")
    if error.code == "months":
        need(False, _("The document must fix from %(low)d to %(high)d months.") % n,
             _("Give the months as the document has them."), "months")
    need(error.code != "restored", _("Rights cannot be restored before the sanction began."), field="restored_on")


@once("sanction.recorded")
def record_sanction(
    *, actor: Person, key: str, person: UUID | None, unit: UUID | None, document_number: str, issued_by: str,
    kinds: list[str], starts_on: date, months: int | None = None, ends_on: date | None = None,
    restored_on: date | None = None, reason: str = "", act_number: str = "",
) -> Entry:
    """Record a sanction, handling or statutory bar from its document.

    `starts_on`: the day it was decided (state) or approved (Party). `ends_on`: the last day if the document
    names it; where it differs from what the table gives, `reason` says why. `act_number`: the document that opened the
    accountability act which ended in this sanction; it must name the same person or unit.
    """
    pack = current_pack()
    viewer = permitted(actor, "record_sanction", pack)
    need(bool(person) != bool(unit), _("Name the person or the unit."), field="about")
    if person == actor.pk or (unit and unit in viewer.headed):
        raise NotPermitted(_("Nobody records a sanction about oneself."))
    known = Person.objects.filter(pk=person).exists() if person else Unit.objects.filter(pk=unit).exists()
    need(known, _("A person or unit named is not known."), field="about")
    number = words(document_number, "document_number")
    check_day(starts_on)
    span = proposed(pack, kinds, starts_on, months=months, restored=restored_on)
    last = _last(span, starts_on, ends_on, reason)
    same = Sanction.objects.current().filter(person=person, unit=unit, document_number=number)
    need(not same.exists(), _("A document with this number is recorded for %(who)s already.") % {"who": same[0].name if same else ""},
         field="document_number")
    act = _act_of(act_number.strip(), person, unit, starts_on)
    lines = [pack.protection.influence[k] for k in kinds]
    return record(
        ids.new_id(), "sanction.recorded", actor=actor.pk, at=0, key=key,
        payload={
            "id": ids.new_id(), "closes": None, "state": "stands", "person": person, "unit": unit,
            "act": act.pk if act else None,
            "document_number": number, "issued_by": words(issued_by, "issued_by"),
            "policy": f"{pack.id}/{pack.version}", "kinds": list(kinds),
            "respects": sorted({r for line in lines for r in line.respects}), "months": months,
            "restored_on": restored_on, "from": starts_on, "to": last, "reason": reason.strip(),
        },
    )


def _act_of(number: str, person: UUID | None, unit: UUID | None, starts_on: date) -> Act | None:
    """The act with this document number that is directed at the person or unit; None where no number is given."""
    if not number:
        return None
    directed = {"subjects__person": person} if person else {"subjects__person": None, "subjects__unit": unit}
    act = Act.objects.filter(document_number=number, **directed).first()
    need(act, _("No accountability act with this number is directed at this person or unit."),
         _("Compare the number with the document, or leave it empty."), "act_number")
    need(starts_on >= act.started_on, _("The sanction would begin before the accountability act that it ends."),
         _("Compare both days with the documents."), "starts_on")
    return act


def _last(span: Span, starts_on: date, ends_on: date | None, reason: str) -> date | None:
    if ends_on is None:
        return span.last
    need(ends_on >= starts_on, _("The sanction would end before it begins."),
         _("Compare both days with the document."), "ends_on")
    need(ends_on == span.last or reason.strip(),
         _("The document's last day is not the one the table gives (%(day)s). Say why.")
         % {"day": dated(span.last) if span.last else "—"}, field="reason")
    return ends_on


#: What can happen to a recorded sanction.
CHANGES = ("restored", "ended", "void")


@once("sanction.changed", "line")
def change_sanction(
    line: UUID, *, actor: Person, at: int, key: str, change: str, day: date | None, reason: str,
) -> Entry:
    """Change a recorded sanction: rights `restored` on a day, `ended` on a day by a decision (from then on), or
    `void`: recorded in error. What the register said before stays as what it said then."""
    viewer = permitted(actor, "change_sanction", current_pack())
    row = visible_sanctions(viewer).current().filter(line=line).first()
    if row is None:
        raise NotFound
    if not recordable_sanctions(viewer).filter(pk=row.pk).exists():
        raise NotPermitted(_("Nobody changes what is recorded about oneself."))
    check_position(line, at)
    need(change in CHANGES, _("Choose what changed."), field="change")
    why = words(reason, "reason")
    last, restored = row.valid_to, row.restored_on
    if change != "void":
        need(day, _("Give the day."), field="day")
        check_day(day)
        need(day >= row.valid_from, _("The sanction would end before it begins."),
             _("Compare both days with the document."), "day")
    if change == "restored":
        pack = pack_named(row.policy)
        lines = [pack.protection.influence[k] for k in row.kinds]
        need(len(lines[0].stages) > 1, _("No rights are restored under this sanction."), field="change")
        restored = day
        last = span_of(lines, row.valid_from, months=row.months, restored=day).last
    elif change == "ended":
        # It holds until the day before; ended on its first day it holds on none.
        last = day - timedelta(days=1)
        need(row.valid_to is None or last <= row.valid_to, _("It ended before that day by itself."), field="day")
    return record(
        line, "sanction.changed", actor=actor.pk, at=at, key=key,
        payload={
            "id": ids.new_id(), "closes": row.pk, "state": change, "person": row.person_id,
            "unit": row.unit_id, "act": row.act_id, "document_number": row.document_number,
            "issued_by": row.issued_by, "policy": row.policy, "kinds": row.kinds,
            "respects": row.respects, "months": row.months, "restored_on": restored,
            "from": row.valid_from, "to": last, "reason": why,
        },
    )


def bars_that_stay(pack: Pack, effect: str) -> list:
    """The statutory bars that no determination lifts, for a respect (A15)."""
    return [b for b in pack.protection.bars.values() if effect in b.respects] if pack.protection else []

