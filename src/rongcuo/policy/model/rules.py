"""Facts, conditions over them, and what the articles leave admissible."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.policy.model.words import Item, Text
from rongcuo.policy.record import Record


class Choice(Record):
    """One value a choice fact can take."""

    id: str
    zh: str
    en: str
    note: Text | None


class Fact(Item):
    """A question whose answer is known or unknown. `type`: yes_no, choice, number, date."""

    type: str
    values: Mapping[str, Choice]
    unit: Text | None
    not_applicable: bool
    question: Text
    example: Text | None
    settled_by: tuple[str, ...]
    nature: str
    changeable: bool
    settled_from: str
    matter_key: str | None


class Node(Record):
    """One node of a condition. `id` is stable: rule id, operator, place among the children.

    op            key       test        value                     children
    fact          fact id   operator    expected (see below)      -
    applicable    fact id
    rule          rule id
    all any not                                                   1 or more (not: 1)
    count                               least number of met ones  1 or more
    reading       key                   expected value
    when_reading  key                   expected value            then, else
    always

    Expected of a fact: True (yes_no), tuple of choice ids (in), int or Decimal, date, or
    `OtherFact` where two dates are compared.
    """

    id: str
    op: str
    cites: tuple[str, ...]
    quote: str | None
    note: Text | None
    key: str | None
    test: str | None
    value: object
    children: tuple[Node, ...]


class OtherFact(Record):
    """The expected value of a date comparison is another fact's date."""

    id: str


class Constraint(Item):
    """What cannot be otherwise: `implies` (if, then) or `at_most_one` of these yes/no facts."""

    implies: tuple[Node, ...]
    at_most_one: tuple[str, ...]


class Window(Item):
    """A time bounded by two events: from the date fact `opens` until before the one `closes`."""

    opens: str
    closes: str


class Band(Record):
    """One part of a scale: above the band before it, up to `upto` (None: no end); `inclusive` if
    `upto` itself still belongs to it."""

    id: str
    zh: str
    en: str
    upto: object
    inclusive: bool


class Scale(Item):
    """Names for the amounts of the number fact `fact`, from the smallest up."""

    fact: str
    bands: Mapping[str, Band]


class Transition(Record):
    """Which version governs, by the date named `basis` (conduct, start, decision); `unless_lighter`
    names the date whose version is taken instead where its outcome stands earlier in `favour`."""

    cites: tuple[str, ...]
    quote: str | None
    note: Text | None
    basis: str
    unless_lighter: str | None
    favour: tuple[str, ...]


class Rule(Item):
    """A named condition. `kind` says what it is in the measures."""

    kind: str
    explain: Text | None
    when: Node


class Outcome(Item):
    """What the articles leave admissible; `when` is None for the undetermined one.

    `despite_open`: earlier outcomes that may still be open when this one is given.
    """

    when: Node | None
    admits: tuple[str, ...]
    explain: Text | None
    despite_open: tuple[str, ...]

    @property
    def undetermined(self) -> bool:
        return self.when is None


class Determination(Item):
    """What the deciding body may determine."""

    positive: bool
    explain: Text | None


class Grade(Item):
    """A verification grade; `gives` is value, unknown or opposite."""

    gives: str


class Question(Item):
    """A question that the report or the opinion must answer from findings."""

    group: str
    text: Text
    required_in: tuple[str, ...]


class Scenario(Record):
    """One of the pack's own tests: findings in, what the assessment must say."""

    id: str
    title: Text
    source: str | None
    note: Text | None
    findings: tuple[Mapping[str, object], ...] | Mapping[str, object]
    settings: Mapping[str, object]
    expect: Mapping[str, object]
    differs: Text | None
    because: tuple[str, ...]
    file: str
    line: int
