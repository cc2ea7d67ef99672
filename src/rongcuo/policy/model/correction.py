"""Articles 11 and 13: duties of correction, plans, reminders; early reports, figures and warnings."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.policy.model.procedure import State
from rongcuo.policy.model.words import Code, Item, Named, Text
from rongcuo.policy.record import Record


class Duty(Item):
    """A correction duty, mandatory or optional for these determinations."""

    text: Text | None
    mandatory_for: tuple[str, ...]
    optional_for: tuple[str, ...]
    reading: str | None


class Months(Record):
    """A span of months; where a reading is named its adopted value counts, `by_value` for a choice."""

    months: int
    reading: str | None
    by_value: Mapping[str, int]


class CorrectionMove(Record):
    """A step of a correction: capacities (`by`) and those the plan itself names (`named`: owner, checker)."""

    action: str
    name: Text
    by: tuple[str, ...]
    named: tuple[str, ...]
    cites: tuple[str, ...]
    quote: str | None
    note: Text | None
    from_: tuple[str, ...]
    to: str | None


class CodeList(Item):
    """One version of a list of codes; `id` is what it codes (event, outcome, factor, cause)."""

    version: int
    codes: Mapping[str, Code]


class ReminderRule(Record):
    """When who is reminded: working days from a due day (negative: before it). It changes no state."""

    id: str
    about: str
    working_days: int
    to: tuple[str, ...]


class Correction(Record):
    """How a correction is carried out (plans, measures, check of the effect, reminders, referral)."""

    cites: tuple[str, ...]
    duty: str
    number: str
    plan_days: int
    plan_reading: str | None
    progress: Months
    check: Months
    refusal: tuple[str, object] | None  # (reading, value) with which a plan is owed after a refusal
    states: Mapping[str, State]
    moves: Mapping[str, CorrectionMove]
    lists: tuple[CodeList, ...]
    reminders: tuple[ReminderRule, ...]
    referral_cites: tuple[str, ...]
    grounds: Mapping[str, Code]

    def newest(self, name: str) -> CodeList:
        """The newest version of a list. ValueError where there is none."""
        return max((one for one in self.lists if one.id == name), key=lambda one: one.version)

    def version(self, name: str, number: int) -> CodeList | None:
        """The version a plan was written under; None where the pack no longer has it."""
        return next((one for one in self.lists if (one.id, one.version) == (name, number)), None)


class Insight(Record):
    """Early reports, figures, warnings, clarification, records in advance, and who may do what of it."""

    cites: tuple[str, ...]
    minimum: int
    again_months: int
    numbers: Mapping[str, str]
    kinds: Mapping[str, Named]
    channels: Mapping[str, Named]
    ways: Mapping[str, Named]
    moves: Mapping[str, CorrectionMove]
