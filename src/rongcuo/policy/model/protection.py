"""Article 10: respects in which responsibility is waived, and how that is carried out."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.policy.model.words import Item, Text
from rongcuo.policy.record import Record


class Effect(Item):
    """A respect in which responsibility is waived; `for_` is unit, person or both.

    `respect` names what it is about, `binds` says whom it binds; `suggests`: an outside body decides,
    to which it is a suggestion only.
    """

    for_: str
    determinations: tuple[str, ...]
    reading: str | None
    respect: Text | None
    binds: Text | None
    suggests: bool
    recipients: tuple[str, ...]


class ProtectionMove(Item):
    """A step that carries out effects (`id` is the action), and the capacities that may take it."""

    by: tuple[str, ...]
    reading: str | None


class Recipient(Item):
    """To whom a notice of effect goes. `body` None: not of the pack; its slip comes back on paper."""

    body: str | None


class StatutoryBar(Item):
    """What no determination lifts, for these respects."""

    respects: tuple[str, ...]
    basis: Text
    source: Text


class Stage(Record):
    """Months counted from the day a sanction was decided or approved, or rights were restored."""

    months: int
    from_: str


class Influence(Item):
    """A line of the table of influence periods. Without stages it stands until its end is recorded.

    `confirmed` False: not found in an official text; it counts only once a person named a source.
    """

    family: str
    confirmed: bool
    respects: tuple[str, ...]
    stages: tuple[Stage, ...]
    basis: Text
    source: Text


class Together(Record):
    """How long several sanctions of one family (`id`) in one document may be: `between` one and the sum,
    or the `longest`; never more than `cap_months`."""

    id: str
    rule: str
    cap_months: int | None
    basis: Text
    source: Text


class SlipReminder(Record):
    """When who is reminded of a slip that is past due, in working days after the due day."""

    id: str
    working_days: int
    to: tuple[str, ...]


class Protection(Record):
    """How effects are carried out: notices with slips, influence periods, who may consult."""

    cites: tuple[str, ...]
    numbers: Mapping[str, str]
    receipt_days: int
    slip_days: int
    slip_reading: str | None
    reminders: tuple[SlipReminder, ...]
    moves: Mapping[str, ProtectionMove]
    recipients: Mapping[str, Recipient]
    bars: Mapping[str, StatutoryBar]
    together: Mapping[str, Together]
    influence: Mapping[str, Influence]
