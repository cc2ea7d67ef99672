"""Corrections (A11) as sources: the talk, the letter and the referral of a plan's record, and the plan itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from rongcuo.corrections.access import Place, readable_plans, visible_lines, with_people
from rongcuo.corrections.models import Line, Plan
from rongcuo.documents.sources import Record, Rows, Source, register, yes_no
from rongcuo.documents.sources.words import day, numbered, sentence, short
from rongcuo.matters.access import Standing, Viewer
from rongcuo.matters.packs import pack_of

ACTIONS = ("talk", "remind_by_letter", "refer")
_STATES = {"open": "整改中", "done": "已完成"}


def _places(viewer: Viewer, **which) -> list[Place]:
    rows = with_people(readable_plans(viewer).filter(**which), viewer).select_related(
        "matter__act", "matter__unit", "subject__person", "subject__unit"
    )
    return [Place(viewer, plan) for plan in rows]


def _of_matter(standing: Standing) -> list[tuple[Place, list[Line]]]:
    """The plans of the matter with their lines, read once for all sources of a page."""
    if not standing.matter.decided_on:
        return []
    known = standing.__dict__.get("_plans_with_lines")
    if known is None:
        places = _places(standing.viewer, matter=standing.matter)
        known = [(p, list(visible_lines(p).filter(action__in=ACTIONS))) for p in places]
        standing.__dict__["_plans_with_lines"] = known
    return known


def _about(plan: Plan) -> dict[str, str]:
    """Whom a plan concerns; a plan need not have a subject of the matter."""
    return {"who": plan.name, "who_unit": plan.unit.name, "plan_number": plan.number}


_ABOUT = "who who_unit plan_number"


# --- lines of the record ---------------------------------------------------------------------


def line_source(name: str, action: str, fields: str):
    """Register the lines of one action as a source."""

    def record(place: Place, line: Line) -> Record:
        plan = place.plan
        return Record(name, line, line.done_on, plan.matter, plan.subject, line.actor.name if line.actor_id else "")

    def find(viewer: Viewer, pk: UUID) -> Record | None:
        for place in _places(viewer, record=pk):
            line = visible_lines(place).filter(pk=pk, action=action).first()
            if line is not None:
                return record(place, line)
        return None

    def within(standing: Standing) -> Iterable[Record]:
        for place, lines in _of_matter(standing):
            for line in lines:
                if line.action == action:
                    yield record(place, line)

    def wrap(function: Callable[[Line], dict[str, str]]):
        register(Source(
            name, frozenset(f"{_ABOUT} {fields}".split()),
            lambda one: _about(one.row.plan) | function(one.row), find, within, shared=False,
        ))
        return function

    return wrap


@line_source("talk", "talk", "place present error causes demands said")
def _talk(line: Line) -> dict[str, str]:
    return {k: line.body.get(k, "") for k in ("place", "present", "error", "causes", "demands", "said")}


@line_source("reminder_letter", "remind_by_letter", "error causes demands reply_by")
def _letter(line: Line) -> dict[str, str]:
    body = {k: sentence(line.body.get(k, "")) for k in ("error", "causes", "demands")}
    return body | {"reply_by": day(line.plan.due_on) + ("（暂定）" if line.plan.provisional else "")}


@line_source("strict_referral", "refer", "grounds reasons to heard")
def _referral(line: Line) -> dict[str, str]:
    body, pack = line.body, pack_of(line.plan.matter)
    known = pack.correction.grounds if pack.correction else {}
    heard = Line.objects.filter(plan=line.plan, pk=body["heard"]).first()
    return {
        "grounds": "；".join(known[g].name.zh for g in body["grounds"] if g in known),
        "reasons": sentence(body["reason"]), "to": body["to"],
        "heard": sentence(str(heard.body.get("said", ""))) if heard else "",
    }


# --- the plan --------------------------------------------------------------------------------

MEASURE_COLUMNS, PROGRESS_COLUMNS = 5, 6


def _plan_record(place: Place) -> Record:
    plan = place.plan
    return Record("plan", plan, plan.drawn_up_on or plan.opened_on, plan.matter, plan.subject,
                  plan.drawn_up_by.name if plan.drawn_up_by_id else "")


def _find_plan(viewer: Viewer, pk: UUID) -> Record | None:
    place = next(iter(_places(viewer, pk=pk)), None)
    return _plan_record(place) if place else None


def _plans(standing: Standing) -> Iterable[Record]:
    return [_plan_record(place) for place, _lines in _of_matter(standing)]


def _plan(record: Record) -> dict[str, str | Rows]:
    plan: Plan = record.row
    measures = list(plan.measures.all())
    said = {}
    for line in plan.record.exclude(measure=None).order_by("position"):
        said[line.measure_id] = line.body.get("progress") or line.body.get("done") or said.get(line.measure_id, "")
    check = plan.record.filter(action="check_effect").order_by("position").last()
    return _about(plan) | {
        "event": plan.event, "outcome": plan.outcome, "factor": plan.factor, "cause": plan.cause,
        "opened_on": day(plan.opened_on), "due_on": day(plan.due_on), "told_on": day(plan.told_on),
        "drawn_up_on": day(plan.drawn_up_on), "closed_on": day(plan.closed_on), "checked_on": day(plan.checked_on),
        "checker": plan.checker.name if plan.checker_id else "",
        "check": sentence(check.body.get("found", "")) if check else "",
        "effect": {"proved": "整改有效", "not_proved": "尚未见效"}.get(plan.effect, ""),
        "steps": numbered(f"{sentence(m.text)}责任人：{m.owner.name}。完成时限：{day(m.due_on)}。" for m in measures),
        "measure_rows": [[str(m.n), m.text, m.owner.name, short(m.due_on), m.expected] for m in measures],
        "progress_rows": [
            [str(m.n), m.text, m.owner.name, short(m.due_on), said.get(m.pk, ""),
             _STATES.get(m.state, m.state) + (f" {short(m.done_on)}" if m.done_on else "")]
            for m in measures
        ],
    }


register(Source(
    "plan",
    frozenset((
        *_ABOUT.split(), "event", "outcome", "factor", "cause", "opened_on", "due_on", "told_on", "drawn_up_on",
        "closed_on", "checked_on", "checker", "check", "effect", "steps",
    )),
    _plan, _find_plan, _plans, {"measure_rows": MEASURE_COLUMNS, "progress_rows": PROGRESS_COLUMNS},
    frozenset(("drawn_up", "closed")),
    lambda record: {"drawn_up": yes_no(record.row.drawn_up_on), "closed": yes_no(record.row.closed_on)},
    shared=False,
))
