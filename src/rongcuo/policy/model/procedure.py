"""Who takes which step when: bodies, steps, states, moves, deadlines, what is undertaken."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.policy.model.words import Item, Text
from rongcuo.policy.record import Record


class Undertaking(Item):
    """Words undertaken by those who apply the measures (`by`: capacities; empty = all)."""

    text: Text
    by: tuple[str, ...]


class Body(Item):
    """A body the measures name, and the capacities it acts in. An `outside` body has none: it
    takes its steps elsewhere, and only what it sends is recorded."""

    capacities: tuple[str, ...]
    outside: bool


class Act(Item):
    """A kind of accountability act, and whether it starts the clock."""

    starts_clock: bool


class Step(Item):
    """A step as the measures name it; `by` is the body that takes it, where the text says so."""

    by: str | None


class Trigger(Item):
    """How a matter begins: on `application`, or `ex_officio` by a body."""

    kind: str
    by: str | None


class State(Item):
    """A state of a matter (with its step) or of a subject; `later` names the procedure after the
    determination that is under way in it: reconsideration or revocation."""

    step: str | None
    final: bool
    later: str | None


class Track(Record):
    """From which states a move starts and where it leads; `to` None stays."""

    from_: tuple[str, ...]
    to: str | None
    when: str  # always | first | all_done


class Move(Record):
    """An action of the procedure: who may do it, from where to where."""

    id: str
    action: str
    name: Text
    by: tuple[str, ...]
    cites: tuple[str, ...]
    quote: str | None
    note: Text | None
    reading: str | None
    subject: Track | None
    matter: Track | None
    target: str | None


class LaterGround(Item):
    """A ground on which a determination is revoked or changed; `reported`: to the discipline body too."""

    reported: bool


class Later(Record):
    """What follows a determination: `milder` lists the determinations from the mildest on, so that a
    reconsideration makes nothing heavier; `grounds` are those of a revocation or change."""

    milder: tuple[str, ...]
    grounds: Mapping[str, LaterGround]


class Procedure(Record):
    """Steps as the measures name them, states of matter and subject, and the moves.

    behalf: why somebody cannot apply in person, so that another may; rule_kept: the fact that the rule of the
    day is on the file; suggestion: how far a determination reaches where a body outside runs the act.
    """

    triggers: Mapping[str, Trigger]
    steps: Mapping[str, Step]
    matter_states: Mapping[str, State]
    subject_states: Mapping[str, State]
    moves: tuple[Move, ...]
    numbers: Mapping[str, str]
    catch_all: str | None
    verdict_words: tuple[str, ...]
    refers: str | None  # the rule under which a higher body decides
    on_paper: tuple[str, ...]  # capacities that may record a step from paper on somebody's behalf
    behalf: Mapping[str, Item]
    rule_kept: str | None
    suggestion: Text | None
    later: Later | None

    def move(self, action: str) -> Move:
        """The row for an action. KeyError where the procedure has no such step."""
        for move in self.moves:
            if move.action == action:
                return move
        raise KeyError(action)


class Deadline(Item):
    """A deadline of the measures, in working days from a date of the record."""

    working_days: int
    counted_from: str
    reading: str | None


class Target(Item):
    """A target in working days between two states; never a deadline."""

    working_days: int
    from_: str
    to: str
    reading: str | None
    extension_days: int | None
    extension_times: int | None
