"""What a loaded pack is made of. Everything is frozen, down to the last list.

Sections of things with ids are read-only ordered mappings id -> thing. `cites` are ids of text
units. Texts are bilingual (`Text`). `docs/policy-pack.md` says what each part means.
"""

from rongcuo.policy.model.correction import (
    CodeList,
    Correction,
    CorrectionMove,
    Duty,
    Insight,
    Months,
    ReminderRule,
)
from rongcuo.policy.model.measures import Reading, Unit
from rongcuo.policy.model.office import Accounts, Ground, Piece, Privacy, PrivacyNotice, Template
from rongcuo.policy.model.pack import Pack
from rongcuo.policy.model.procedure import (
    Act,
    Body,
    Deadline,
    Later,
    LaterGround,
    Move,
    Procedure,
    State,
    Step,
    Target,
    Track,
    Trigger,
    Undertaking,
)
from rongcuo.policy.model.protection import (
    Effect,
    Influence,
    Protection,
    ProtectionMove,
    Recipient,
    SlipReminder,
    Stage,
    StatutoryBar,
    Together,
)
from rongcuo.policy.model.rules import (
    Band,
    Choice,
    Constraint,
    Determination,
    Fact,
    Grade,
    Node,
    OtherFact,
    Outcome,
    Question,
    Rule,
    Scale,
    Scenario,
    Transition,
    Window,
)
from rongcuo.policy.model.words import Code, Item, Named, Text

__all__ = [
    "Accounts", "Act", "Band", "Body", "Choice", "Code", "CodeList", "Constraint", "Correction",
    "CorrectionMove", "Deadline", "Determination", "Duty", "Effect", "Fact", "Grade", "Ground",
    "Influence", "Insight", "Item", "Later", "LaterGround", "Months", "Move", "Named", "Node",
    "OtherFact", "Outcome", "Pack", "Piece", "Privacy", "PrivacyNotice", "Procedure", "Protection",
    "ProtectionMove", "Question", "Reading", "Recipient", "ReminderRule", "Rule", "Scale", "Scenario",
    "SlipReminder", "Stage", "State", "StatutoryBar", "Step", "Target", "Template", "Text", "Together",
    "Track", "Transition", "Trigger", "Undertaking", "Unit", "Window",
]
