"""How every action is done: permission -> guard -> entry -> change, in one transaction.

An action is written as a small function that checks what the measures ask for and returns what is to
be recorded. `@action` turns it into the function faces call:

    accept(matter_id, actor=person, at=position, key=request_key, subject=…, done_on=…, **fields)

`at` is the position the page was rendered from; another one raises `ledger.Stale`. The same `key`
gives the first result again and changes nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters import moves, sealing
from rongcuo.matters.access import Standing, viewer_of, visible_matters, with_people
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.following import follow
from rongcuo.matters.guards import fresh, holders, need, not_yours, words
from rongcuo.matters.models import ActSubject, Item, Matter, PaperRecord, Subject, Undertaking
from rongcuo.matters.once import once
from rongcuo.matters.packs import pack_of, settings_of
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Post
from rongcuo.policy.model import Move, Pack

#: Every action on a matter by name, filled by `@action`.
ACTIONS: dict[str, Callable] = {}


@dataclass
class Doing:
    """An action under way: who, on what, under which pack; and what it will record.

    `actor` is who takes the step. Where it comes from paper, `paper` is what was transcribed and
    `entered_by` who confirms it: the entry is theirs, the step is the actor's.
    """

    matter: Matter
    actor: Person
    standing: Standing
    pack: Pack
    move: Move
    done_on: date
    subject: Subject | None = None
    items: list[dict] = field(default_factory=list)
    paper_record: PaperRecord | None = None
    entered_by: Person | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Mapping[str, object]:
        return settings_of(self.matter)

    def need(self, condition: object, message: str, cure: str = "", field: str = "") -> None:
        """Refuse unless the condition holds; what was typed stays in the form."""
        need(condition, message, cure, field)

    def words(self, text: str | None, field: str) -> str:
        """A reason or text that must not be empty."""
        return words(text, field)

    def paper(
        self, kind: str, body: dict, subject: UUID | None = None, refers: Iterable[UUID] = ()
    ) -> None:
        """Add a paper of the matter (`access.ITEMS` says who will read it).

        refers: earlier papers it is about. In a sealed dossier every paper refers to a sealed one:
        where none is named, to the closing.
        """
        refers = list(refers)
        if self.matter.sealed_on and not refers:
            closing = Item.objects.filter(matter=self.matter, kind="closing").order_by("-position")
            refers = list(closing.values_list("pk", flat=True)[:1])
        self.items.append(
            {"id": ids.new_id(), "kind": kind, "subject": subject, "body": body, "refers": refers}
        )

    def deciding(self) -> list[Subject]:
        """Subjects whose applications stand accepted."""
        return [s for s in self.standing.subjects if s.state == "accepted"]

    def concerned(self) -> dict[UUID, str]:
        """Those whom the act names, applied or not, or who head a unit that it names: id -> name. They
        neither verify nor decide."""
        subjects = list(ActSubject.objects.filter(act=self.matter.act_id).select_related("person"))
        found = {s.person_id: s.person.name for s in subjects if s.person_id}
        units = [s.unit_id for s in subjects if not s.person_id]
        if units:
            heads = Post.objects.on(self.done_on).filter(unit__in=units, head=True)
            found.update(heads.values_list("person_id", "person__name"))
        return found


def move_of(pack: Pack, name: str) -> Move:
    """The pack's row for an action; NotNow where its procedure has no such step."""
    try:
        return pack.procedure.move(name)
    except KeyError:
        raise NotNow(_("The measures know no such step.")) from None


def check_day(done_on: date | None) -> date:
    """The day a step was done: today, or an earlier one; never a future one."""
    today = clock.today()
    if done_on is None:
        return today
    if done_on > today:
        raise Incomplete(
            _("The day %(day)s has not come yet.") % {"day": dated(done_on)},
            _("Give the day on which it was really done."),
            "done_on",
        )
    return done_on


def action(name: str):
    """Make a guarded, recorded action of a function `body(doing, **fields) -> payload`."""

    def wrap(body: Callable[..., dict]):
        @once(f"matter.{name}", "matter")
        @functools.wraps(body)
        def run(
            matter: UUID,
            *,
            actor: Person,
            at: int,
            key: str,
            subject: UUID | None = None,
            done_on: date | None = None,
            **fields: Any,
        ) -> Entry:
            doing = begin(name, matter, actor=actor, at=at, subject=subject, done_on=done_on)
            payload = body(doing, **fields) or {}
            return finish(doing, payload, at=at, key=key)

        run.body = body  # the guard alone, for a step that comes from paper
        ACTIONS[name] = run
        return run

    return wrap


def scope(actor: Person, matter_id: UUID, day: date | None = None) -> Standing:
    """The actor's standing in a matter that is then held fast. NotFound outside the actor's scope."""
    viewer = viewer_of(actor, day)
    matter = with_people(visible_matters(viewer)).select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise NotFound
    return Standing(viewer, matter)


def first_come(matter: Matter, at: int) -> None:
    """Stale where somebody acted after the page was made."""
    fresh(matter.pk, matter.position, at)


def begin(
    name: str, matter_id: UUID, *, actor: Person, at: int, subject: UUID | None, done_on: date | None,
    standing: Standing | None = None,
) -> Doing:
    """Scope, permission, position and place: everything before the action's own guard.

    `standing`: the actor's, where the scope was passed already (a step from paper).
    """
    standing = standing or scope(actor, matter_id)
    matter = standing.matter
    pack = pack_of(matter)
    move = move_of(pack, name)
    target = None
    if name in moves.PER_SUBJECT:
        target = next((s for s in standing.subjects if s.pk == subject), None)
        if target is None:
            raise NotFound
    if not moves.is_own(move, standing, target):
        raise not_yours(holders(pack, move))
    if standing.suspended and name != "declare_interests":
        raise NotPermitted(
            _("You declared an interest in this matter, so you cannot act in it now."),
            _("The party committee decides on the declaration first."),
        )
    first_come(matter, at)
    if not moves.at_place(move, matter.state, target.state if target else None):
        raise NotNow(
            _("This step cannot be taken at the present stage."),
            _("Read the matter again: it shows what comes next and who does it."),
        )
    done_on = check_day(done_on)
    since = (target or matter).state_since
    if done_on < since:
        raise Incomplete(
            _("This cannot have been done before %(day)s, when the stage it belongs to began.")
            % {"day": dated(since)},
            _("Give the day on which it was really done."),
            "done_on",
        )
    return Doing(matter, actor, standing, pack, move, done_on, target)


def finish(doing: Doing, payload: dict, *, at: int, key: str) -> Entry:
    """Write the one entry; the reducers make the change."""
    states = {s.pk: s.state for s in doing.standing.subjects}
    subject = doing.subject.pk if doing.subject else None
    doing.payload = payload
    payload = {**payload, **sealing.prepare(doing)}
    to, changed = moves.next_states(doing.pack, doing.move, doing.matter.state, states, subject)
    common = {
        "matter": doing.matter.pk,
        "subject": subject,
        "done_on": doing.done_on,
        "to": to,
        "subjects_to": {str(pk): state for pk, state in changed.items()},
        "items": doing.items,
        **from_paper(doing.paper_record),
    }
    if doing.paper_record is None or doing.move.action == "declare_interests":
        common["undertakes"] = owed_undertakings(doing.pack, doing.standing, doing.move, doing.subject)
    entered_by = doing.entered_by or doing.actor
    entry = record(
        doing.matter.pk, f"matter.{doing.move.action}", actor=entered_by.pk, at=at, key=key,
        payload={**payload, **common},
    )
    follow(doing.move.action, doing, entry)
    return entry


def owed_undertakings(pack: Pack, standing: Standing, move: Move, subject: Subject | None) -> list[str]:
    """What somebody who acts for an office undertakes with the first step in a matter (A13)."""
    office = standing.capacities & set(move.by) - {"applicant", "forwarder"}
    if not office or not moves.is_own(move, standing, subject):
        return []
    signed = Undertaking.objects.filter(matter=standing.matter, person=standing.viewer.person).exists()
    return [] if signed else list(pack.undertakings)


def from_paper(row: PaperRecord | None) -> dict:
    """What an entry says of the paper it comes from: done by whom, and the record that was confirmed."""
    return {"by": row.by_id, "paper": row.pk} if row else {}
