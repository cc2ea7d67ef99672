"""A set of measures, whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rongcuo.policy.model.correction import Correction, Duty, Insight
from rongcuo.policy.model.measures import Reading, Unit
from rongcuo.policy.model.office import Accounts, Ground, Piece, Privacy, Template
from rongcuo.policy.model.procedure import Act, Body, Deadline, Procedure, Target, Undertaking
from rongcuo.policy.model.protection import Effect, Protection
from rongcuo.policy.model.rules import (
    Constraint,
    Determination,
    Fact,
    Grade,
    Outcome,
    Question,
    Rule,
    Scale,
    Scenario,
    Transition,
    Window,
)
from rongcuo.policy.model.words import Item, Text
from rongcuo.policy.record import Record
from rongcuo.policy.settings import Settings, make_settings


class Pack(Record):
    """A set of measures, loaded and checked. Compared and hashed by identity."""

    __eq__, __hash__ = object.__eq__, object.__hash__

    id: str
    version: str
    digest: str  # sha256 hex over the canonical content, scenarios left out
    title: Text
    issuer: Text
    issued: str  # as much of the day as is known: 2018-02-23, 2016-10 or 2016
    issued_on: date | None
    valid_from: date | None  # None: not known
    valid_to: date | None
    validity: str
    validity_note: Text | None
    source: str | None
    note: Text | None
    partial: Text | None
    text_digest: str
    units: Mapping[str, Unit]
    facts: Mapping[str, Fact]
    windows: Mapping[str, Window]
    scales: Mapping[str, Scale]
    transition: Transition | None
    constraints: Mapping[str, Constraint]
    rules: Mapping[str, Rule]
    outcomes: Mapping[str, Outcome]
    determinations: Mapping[str, Determination]
    grades: Mapping[str, Grade]
    effects: Mapping[str, Effect]
    protection: Protection | None
    duties: Mapping[str, Duty]
    undertakings: Mapping[str, Undertaking]
    questions: Mapping[str, Question]
    bodies: Mapping[str, Body]
    capacities: Mapping[str, Item]
    acts: Mapping[str, Act]
    procedure: Procedure | None
    correction: Correction | None
    insight: Insight | None
    deadlines: Mapping[str, Deadline]
    targets: Mapping[str, Target]
    accounts: Accounts
    privacy: Privacy | None
    readings: Mapping[str, Reading]
    documents: Mapping[str, Template]
    pieces: Mapping[str, Piece]
    retention: Mapping[str, Ground]
    scenarios: Mapping[str, Scenario]

    def settings(self, adopted: Mapping[str, object] | None = None) -> Settings:
        """The defaults of the readings with the `adopted` values over them.

        Raises FactError for an unknown key or a value the reading does not allow.
        """
        return make_settings(self, adopted)
