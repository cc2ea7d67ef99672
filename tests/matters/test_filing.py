"""A08-6 Filing: the materials are deposited with the party committee; Article 8 ends here."""

from __future__ import annotations

import pytest

from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import filing
from rongcuo.matters.doing import ACTIONS
from rongcuo.matters.errors import Incomplete, NotNow, NotPermitted
from rongcuo.matters.models import Item, Step
from rongcuo.matters.moves import PER_SUBJECT
from rongcuo.matters.packs import pack_of
from tests.matters.world import Case, refused


@pytest.mark.parametrize(
    ("plot", "outcome"),
    [
        ({}, "waived"),
        ({"unit_applies": True}, "waived"),
        ({"findings": {"breach": "minor"}, "outcome": "lighter"}, "lighter"),
        ({"findings": {"breach": "minor"}, "outcome": "mitigated"}, "mitigated"),
        ({"outcome": "refused"}, "refused"),
    ],
)
def test_a_matter_from_the_act_to_filing(bureau, plot, outcome):
    case = Case(bureau, **plot).until("filed")
    assert case.state == ("filed", "answered")
    assert case.subject.outcome == outcome
    assert replay() == []
    assert verify().ok
    # One line of the timeline an entry, in order; nothing happened to the matter beside the record.
    entries = Entry.objects.filter(stream=case.matter_id).order_by("position")
    assert [f"matter.{s.action}" for s in Step.objects.filter(matter=case.matter_id)] == [
        e.kind for e in entries
    ]


def test_filing_names_what_is_missing_in_the_words_of_the_measures(case):
    case.until("published")
    Item.objects.filter(kind__in=["report", "feedback"]).delete()
    with refused(Incomplete) as caught:
        case.take("filed")
    moves = pack_of(case.matter).procedure
    for action in ("issue_report", "feed_back"):
        assert moves.move(action).name.zh in caught.value.message
    assert moves.move("give_opinion").name.zh not in caught.value.message


def test_only_the_committee_files_and_not_before_publication_is_decided(case):
    case.until("fed_back")
    with refused(NotNow):
        case.act_on(filing.file, "officer")
    case.take("published")
    for who in ("inspector", "secretary", "supervisor", "personnel"):
        with refused(NotPermitted):
            case.act_on(filing.file, who)
    case.act_on(filing.file, "officer")
    assert Item.objects.get(kind="filing").body["papers"] == Item.objects.count() - 2  # it, and the report of the checks


#: What each action needs so that its own guard is not what stops it.
FIELDS = {
    "forward": {}, "decline_forwarding": {"reason": "x"}, "go_direct": {}, "request_completion": {"missing": "x"},
    "complete": {"words": "x"}, "accept": {"in_scope": True}, "refuse": {"ground": "no_procedure", "reason": "x"},
    "withdraw": {}, "add_evidence": {"stored": {}, "title": "x"}, "declare_interests": {"grounds": []},
    "hear_applicant": {"place": "x", "present": "x", "record": "x", "confirmed": True},
    "record_findings": {"findings": []}, "consult_personnel": {"question": "x"},
    "answer_consultation": {"answer": "x"}, "return_for_verification": {"reason": "x"},
    "postpone": {"reason": "x"}, "skip_publication": {"reason": "x"}, "file": {},
    "appoint_group": {"lead": None, "members": [], "task": "x"},
    "decide_recusal": {"person": None, "recused": True, "reasons": "x"},
    "issue_report": {"facts": "x", "course": "x", "answers": {}, "weighed": {}},
    "lift_stop": {"about": None, "reason": "x"},
    "give_opinion": {"facts": "x", "proposals": {}, "answers": {}},
    "determine": {
        "held_on": None, "place": "x", "due": [], "present": [], "recused": [], "chair": "x", "views": {},
        "decisions": {},
    },
    "feed_back": {"explanation": "x", "answers": {}},
    "publish": {"form": "meeting", "scope": "unit", "text": "x"},
    "supplement": {"title": "x", "text": "x"},
    "dispense_group": {"verifiers": [], "reason": "x"},
    "ask_recusal": {"person": None, "grounds": ["other"], "words": "x"},
    "confirm_step": {"step": None, "stands": True, "words": "x"},
    "fill_in": {"way": "borrowed", "capacity": "verifier", "person": None, "reasons": "x"},
    "refer_upward": {"to": "x", "reasons": "x"},
    "record_authority": {"issued_by": "x", "number": "x", "text": "x"},
    "own_view": {"agrees": True, "words": "x"},
    "keep_rule": {"title": "x", "article": "x", "text": "x", "since": None},
    "record_reply": {"issued_by": "x", "number": "x", "replied_on": None, "made_of_it": "x", "text": "x"},
    "ask_review": {"points": ["x"]}, "withdraw_review": {}, "decline_review": {"ground": "late", "reason": "x"},
    "receive_review": {"members": []}, "give_review_opinion": {"facts": "x", "answers": {}, "proposal": {}},
    "decide_review": {"held_on": None, "decision": {}},
    "propose_revocation": {"grounds": [], "facts": "x", "proposal": {}},
    "notify_revocation": {"text": "x", "until": None}, "state_on_revocation": {"points": ["x"]},
    "hear_on_revocation": {"way": "stated", "record": "x"},
    "decide_revocation": {"held_on": None, "decision": {}}, "feed_back_later": {"explanation": "x", "answers": {}},
}
#: What may still be done when a matter is filed, and what when its dossier is sealed: what the readings let begin
#: anew, and stepping aside from it (readings 20, 23, 39, 40).
LATER = {"ask_review", "propose_revocation", "declare_interests", "ask_recusal", "decide_recusal", "confirm_step"}
STILL = {"filed": LATER | {"record_reply"}, "closed": LATER | {"supplement"}}
HOLDER = {
    "applicant": "inspector", "forwarder": "chemicals_head", "handler": "officer", "verifier": "verifier_1",
    "opinion_giver": "drafter", "decider": "secretary", "executor": "personnel",
}


def test_every_action_is_tried(case):
    assert set(ACTIONS) == {*FIELDS, "record_receipt", "close", "check_dossier"}


@pytest.mark.parametrize("action", sorted(set(FIELDS) - STILL["filed"]))
def test_a_filed_matter_does_not_move(bureau, action):
    case = Case(bureau).until("filed")
    for capacity in pack_of(case.matter).procedure.move(action).by:
        with refused(NotNow):
            case.act_on(
                ACTIONS[action], HOLDER[capacity], **FIELDS[action],
                **({"subject": case.subject.pk} if action in PER_SUBJECT else {}),
            )
