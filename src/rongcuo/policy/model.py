"""What a loaded pack is made of. Everything is frozen, down to the last list.

Sections of things with ids are read-only ordered mappings id -> thing. `cites` are ids of text
units. Texts are bilingual (`Text`). `docs/policy-pack.md` says what each part means.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rongcuo.policy.record import Record
from rongcuo.policy.settings import Settings, make_settings


class Text(Record):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The words in `lang` ("en" or anything else for Chinese)."""
        return self.en if lang == "en" else self.zh


class Item(Record):
    """What most sections share: id, bilingual name, the articles it rests on."""

    id: str
    name: Text | None
    cites: tuple[str, ...]
    quote: str | None
    note: Text | None


class Unit(Record):
    """One article, item, or (article None) part of the notice, verbatim.

    Where the text could not be had, `available` is False, `zh` and `en` say so, and `gist` is what
    is known of it in the pack's own words (None: nothing). `no_rule`: why nothing needs to rest on it.
    """

    id: str
    article: int | None
    item: int | None
    zh: str
    en: str
    available: bool
    gist: Text | None
    heading: Text | None
    note: Text | None
    no_rule: Text | None


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


class Duty(Item):
    """A correction duty, mandatory or optional for these determinations."""

    text: Text | None
    mandatory_for: tuple[str, ...]
    optional_for: tuple[str, ...]
    reading: str | None


class Undertaking(Item):
    """Words undertaken by those who apply the measures (`by`: capacities; empty = all)."""

    text: Text
    by: tuple[str, ...]


class Question(Item):
    """A question that the report or the opinion must answer from findings."""

    group: str
    text: Text
    required_in: tuple[str, ...]


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
    """A state of a matter (with its step) or of a subject."""

    step: str | None
    final: bool


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


class Procedure(Record):
    """Steps as the measures name them, states of matter and subject, and the moves."""

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

    def move(self, action: str) -> Move:
        """The row for an action. KeyError where the procedure has no such step."""
        for move in self.moves:
            if move.action == action:
                return move
        raise KeyError(action)


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


class Code(Record):
    """One code of a list, or one ground of a referral."""

    id: str
    name: Text
    quote: str | None


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


class Named(Record):
    """A kind, channel or way by name; `where`: where what does not belong here goes."""

    id: str
    name: Text
    cites: tuple[str, ...]
    quote: str | None
    where: Text | None


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


class Accounts(Record):
    """What is asked of accounts: capacities that need a second factor ("administrator" among them), and
    actions before which a person is asked again who they are."""

    second_factor: frozenset[str]
    weighty: frozenset[str]


class PrivacyNotice(Record):
    """What personal information a step handles, and what for."""

    what: Text
    why: Text


class Privacy(Record):
    """Who handles personal information, on what law, the rights; and the notice of each step by action, "" for
    every step that has none of its own."""

    by: Text
    law: Text
    rights: Text
    notices: Mapping[str, PrivacyNotice]


class Reading(Record):
    """How a silent point of the measures is read, until a person adopts another value."""

    n: int
    key: str
    type: str
    values: tuple[str, ...]
    labels: Mapping[str, Text]
    default: object
    question: Text
    answer: Text
    why_open: Text
    cites: tuple[str, ...]
    affects: tuple[str, ...]
    reason: Text | None
    note: Text | None


class Template(Item):
    """What an official paper says: texts with {field} places, set by `rongcuo.documents`."""

    form: str  # its number in the list of forms, F1 to F21
    kind: str  # 文种, or "internal"
    profile: str  # document | letter | minutes | form
    source: str  # the kind of record it is made from ("from" in the file)
    when: Mapping[str, tuple[str, ...]]  # only for records of which this is so
    by: tuple[str, ...]  # capacities that draft, review and sign it; none: it is not issued
    readings: tuple[str, ...]  # without these confirmed it cannot be issued
    no_verdict: bool  # the procedure's verdict words must not stand in it
    mark: str
    number: str
    issuer: str
    upward: bool
    title: str
    to: str
    blocks: tuple[str | Mapping[str, object], ...]
    annexes: tuple[str, ...]
    remark: str
    sealed: bool
    sign: tuple[str, ...]
    cc: str
    hide: tuple[str, ...]  # fields a public copy leaves out


class Piece(Item):
    """One 件 of a matter's dossier: the kinds of paper in it, the main one first.

    per: one for each subject, or one for the whole matter. evidence: the lanes whose pieces of
    evidence are its annexes. keep: its own period, None where the dossier's applies.
    """

    papers: tuple[str, ...]
    per: str
    evidence: tuple[str, ...]
    keep: str | None


class Ground(Item):
    """Why a whole dossier is kept for another period; a person names it when the matter is closed."""

    keep: str


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
