"""How every step of a correction is done: scope -> permission -> position -> place -> guard -> entry.

The table of steps is the pack's `correction.moves`; this file only reads it. `@action` makes of a small
function the one that faces call:

    prove(plan_id, actor=person, at=position, key=request_key, measure=…, done_on=…, **fields)
"""

from __future__ import annotations

import functools
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.corrections.access import Place, visible_measures, visible_plans, with_people
from rongcuo.corrections.models import Measure, Plan, Proof
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import viewer_of
from rongcuo.matters.doing import check_day
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, language, listed
from rongcuo.matters.files import Stored
from rongcuo.matters.guards import fresh, not_yours
from rongcuo.matters.models import Matter
from rongcuo.matters.once import once
from rongcuo.matters.packs import current_calendar, pack_of, settings_of
from rongcuo.people.errors import dated
from rongcuo.people.models import Person
from rongcuo.policy.model import Correction, CorrectionMove, Months, Pack
from rongcuo.workdays import Reckoning

#: Every step on a plan by name, filled by `@action`.
ACTIONS: dict[str, Callable] = {}
#: Steps about one measure.
PER_MEASURE = frozenset({"report_progress", "prove", "send_back", "hand_over", "defer"})


@dataclass
class Doing:
    """A step under way: who, on which plan, and what it will record."""

    plan: Plan
    actor: Person
    place: Place
    pack: Pack
    move: CorrectionMove
    done_on: date
    measure: Measure | None = None
    files: list[dict] = field(default_factory=list)

    @cached_property
    def settings(self) -> Mapping[str, object]:
        return settings_of(self.plan.matter)

    @property
    def rules(self) -> Correction:
        return self.pack.correction

    def need(self, condition: object, message: str, cure: str = "", field: str = "") -> None:
        """Refuse unless the condition holds; what was typed stays in the form."""
        if not condition:
            raise Incomplete(message, cure, field)

    def words(self, text: str | None, field: str) -> str:
        """A text that must not be empty."""
        text = (text or "").strip()
        self.need(text, _("This must be said in words."), field=field)
        return text

    def add(self, files: list[tuple[str, Stored]], measure: UUID | None = None) -> None:
        """Add files as proof: (title, stored file)."""
        last = Proof.objects.filter(plan=self.plan).aggregate(last=Max("n"))["last"] or 0
        for n, (title, stored) in enumerate(files, last + len(self.files) + 1):
            self.files.append(
                {"id": ids.new_id(), "n": n, "title": title or stored.name, "measure": measure, **stored.as_payload()}
            )


def correction_of(matter: Matter) -> Correction | None:
    """How the matter's pack carries out a correction; None where its measures do not say."""
    return pack_of(matter).correction


def months_of(span: Months, settings: Mapping[str, object]) -> int:
    """The months of a span, by the reading as adopted when the matter opened."""
    value = settings.get(span.reading) if span.reading else None
    if value is None:
        return span.months
    return span.by_value.get(value, span.months) if span.by_value else int(value)


def after_months(day: date, months: int) -> date:
    """The corresponding day of a later month, or its last day where it has none (Civil Code 202 as model)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reckoned(start: date, working_days: int) -> Reckoning:
    """The last of so many working days from a day; the day itself does not count."""
    return current_calendar().last_day(start, working_days)


def may(move: CorrectionMove, place: Place, measure: Measure | None) -> bool:
    """Whether the viewer may take this step: by capacity, or as the one the plan names."""
    if place.suspended:
        return False
    if place.capacities & set(move.by):
        return True
    if "owner" in move.named and place.owns(measure):
        return True
    return "checker" in move.named and place.is_checker


def open_now(move: CorrectionMove, plan: Plan, measure: Measure | None = None) -> bool:
    """Whether the step begins where the plan, and the measure, stand."""
    if plan.state not in move.from_:
        return False
    if measure is None:
        return move.action not in PER_MEASURE
    return measure.state == ("done" if move.action == "send_back" else "open")


def action(name: str):
    """Make a guarded, recorded step of a function `body(doing, **fields) -> payload`."""

    def wrap(body: Callable[..., dict]):
        @once(f"correction.{name}", "plan")
        @functools.wraps(body)
        def run(
            plan: UUID,
            *,
            actor: Person,
            at: int,
            key: str,
            measure: UUID | None = None,
            done_on: date | None = None,
            **fields: Any,
        ) -> Entry:
            doing = begin(name, plan, actor=actor, at=at, measure=measure, done_on=done_on)
            payload = body(doing, **fields) or {}
            return finish(doing, payload, at=at, key=key)

        ACTIONS[name] = run
        return run

    return wrap


def begin(
    name: str, plan_id: UUID, *, actor: Person, at: int, measure: UUID | None, done_on: date | None
) -> Doing:
    """Everything before the step's own guard. NotFound, NotPermitted, Stale, NotNow, Incomplete."""
    viewer = viewer_of(actor)
    plan = with_people(visible_plans(viewer), viewer).select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    place = Place(viewer, plan)
    pack = pack_of(plan.matter)
    move = pack.correction.moves.get(name) if pack.correction else None
    if move is None:
        raise NotNow(_("The measures know no such step."))
    target = None
    if name in PER_MEASURE:
        target = next((m for m in visible_measures(place) if m.pk == measure), None)
        if target is None:
            raise NotFound
    if not may(move, place, target):
        raise not_yours(holders(pack, move))
    fresh(plan.pk, plan.position, at)
    if not open_now(move, plan, target):
        raise NotNow(
            _("This step cannot be taken at the present stage."),
            _("Read the plan again: it shows what comes next and who does it."),
        )
    done_on = check_day(done_on)
    if done_on < plan.opened_on:
        raise Incomplete(
            _("This cannot have been done before %(day)s, when the plan was opened.")
            % {"day": dated(plan.opened_on)},
            _("Give the day on which it was really done."), "done_on",
        )
    return Doing(plan, actor, place, pack, move, done_on, target)


def finish(doing: Doing, payload: dict, *, at: int, key: str) -> Entry:
    """Write the one entry; the reducer makes the change. `to` in the payload overrides the table's."""
    common = {
        "plan": doing.plan.pk, "measure": doing.measure.pk if doing.measure else None,
        "done_on": doing.done_on, "to": doing.move.to, "files": doing.files,
    }
    return record(
        doing.plan.pk, f"correction.{doing.move.action}", actor=doing.actor.pk, at=at, key=key,
        payload={**common, **payload},
    )


def holders(pack: Pack, move: CorrectionMove) -> str:
    """Who may take a step, in the pack's own names."""
    named = {"owner": _("the owner of the measure"), "checker": _("whoever was named to check the effect")}
    names = [pack.capacities[c].name.get(language()) for c in move.by]
    return listed([*names, *(named[n] for n in move.named)])
