"""Who sees what: every gate of `access`, every kind of paper, every capacity and relation.

The tables below are written by hand, from the measures and the readings on the file, and know
nothing of `access.ITEMS`. A kind of paper or a gate without a row fails.
"""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from types import SimpleNamespace
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from django.db import transaction

from rongcuo import clock
from rongcuo.matters import acceptance, access, application, drafts, verification
from rongcuo.matters.models import (
    ActSubject,
    Draft,
    Evidence,
    Finding,
    Item,
    Matter,
    Part,
    Point,
    Step,
)
from rongcuo.people.models import Account, Person
from rongcuo.people.record import add_person, add_post
from tests.matters.conftest import build_bureau
from tests.matters.test_files import PDF
from tests.matters.world import Case

pytestmark = pytest.mark.django_db

#: Letter -> the people of the bureau who stand for it, about subject A (inspector, chemicals).
PEOPLE = {
    "S": ["inspector"], "H": ["chemicals_head"], "C": ["officer", "drafter", "registrar"],
    "M": ["verifier_1", "verifier_2"], "D": ["secretary", "leader_1", "leader_5"], "P": ["personnel"],
    "V": ["supervisor"],
}
#: The same relations about subject B (mines_inspector, mines).
OF_B = {"inspector": "mines_inspector", "chemicals_head": "mines_head"}
#: No part in the matter, or none any more.
OUTSIDE = [
    "stranger", "emergency_head", "rescuer", "trainer", "training_head", "verifier_3", "committee_recused",
    "administrator",
]
EVERYBODY = [*sum(PEOPLE.values(), []), *OF_B.values(), *OUTSIDE]

PAPERS = {
    "application": "SHCMDV", "forwarding": "SHCMDV", "completion_request": "SHCMDV", "completion": "SHCMDV",
    "acceptance": "SHCMDV", "refusal": "SHCMDV", "withdrawal": "SHCMDV", "own_view": "SHCMDV",
    "rule_kept": "SCMDV", "reply": "SHCMDPV",
    "group": "SCMDV", "hearing": "SCMDV", "report": "CMDV",
    "consultation": "CDPV", "consultation_answer": "CDPV",
    "stop_lifted": "CDV", "opinion": "CDV", "return": "CMDV", "postponement": "CDV", "minutes": "CDV",
    "determination": "CDPV", "feedback": "SHCMDPV", "receipt": "SHCMDPV", "publication": "SHCMDPV",
    "no_publication": "CDV", "filing": "CDPV", "closing": "CDPV", "supplement": "CDV", "checks": "CDV",
    "catalogue": "CDV", "substitute": "CDV", "referral": "CDV", "authority": "CDV", "step_confirmed": "CDV",
    "review_request": "SHCMDV", "review_declined": "SHCMDV", "review_withdrawal": "SHCMDV", "reviewers": "SCMDV",
    "review_opinion": "CMDV", "review_decision": "CDPV", "revocation_proposal": "CDV", "revocation_notice": "SCDV",
    "revocation_statement": "SCDV", "revocation_hearing": "SCDV", "revocation_decision": "CDPV",
    "later_minutes": "CDV", "later_feedback": "SHCMDPV",
}
OFFICE = "CMDV"


def who(letters: str, subject: str = "A") -> set[str]:
    """The people behind letters, about subject A, B or both ("*")."""
    found = {p for letter in letters for p in PEOPLE[letter]}
    concerned = found & OF_B.keys()
    if subject == "A":
        return found
    others = {OF_B[p] for p in concerned}
    return (found - concerned if subject == "B" else found) | others


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One filed matter with two subjects and a paper of every kind; a second one with its own group."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build():
    bureau = build_bureau()
    with clock.frozen("2026-01-05T10:00:00+08:00"):
        for key, unit in (("stranger", "licensing"), ("committee_recused", "committee")):
            pk = add_person(actor=None, name=f"示例{key}")
            add_post(actor=None, person=pk, unit=bureau.units[unit].pk, title="干部")
            bureau.people[key] = Person.objects.get(pk=pk)
    case = Case(bureau, also=[("mines_inspector", "mines"), (None, "training")]).until("accepted")
    case.submit("mines_inspector")
    b = case.subject_of("mines_inspector")
    case.act_on(application.forward, "mines_head", subject=b.pk)
    case.act_on(acceptance.accept, "officer", subject=b.pk, in_scope=True)
    with case.at():
        drafts.draft_for(case.target_of(None, "training").pk, actor=bureau["training_head"])
    case.take("appointed")
    case.take("declared")
    for person in ("verifier_3", "committee_recused"):
        case.act_on(verification.declare_interests, person, grounds=["relative"], words="亲属。")
        case.act_on(
            verification.decide_recusal, "officer", person=bureau[person].pk, recused=True, reasons="属实。"
        )
    stored = {"name": "a.pdf", "media_type": "application/pdf", "size": len(PDF), "sha256": "0" * 64}
    for n, (person, about, witness) in enumerate(
        [("mines_inspector", b, False), ("verifier_1", None, False), ("verifier_1", case.subject, True)], 1
    ):
        case.act_on(
            verification.add_evidence, person, stored=stored | {"file": bureau[person].pk}, title=str(n),
            about=about.pk if about else None, witness=witness,
        )
    case.take("heard")
    case.act_on(
        verification.hear_applicant, "verifier_1", subject=b.pk, place="x", present="y", record="z",
        confirmed=True,
    )
    with case.at():
        rows = case.rows([1])
    case.find([*rows, *(r | {"subject": b.pk} for r in rows)])
    case.report()
    case.until_from("consulted", "answered")
    case.propose()
    case.meet()
    matter, a = case.matter, case.subject
    for kind in access.ITEMS:
        for subject in (a, b, None):
            Item.objects.create(
                id=paper_id(kind, subject), matter=matter, subject=subject, kind=kind, body={},
                done_on=case.day, position=99,
            )
    other = Case(
        bureau, subject="rescuer", unit="emergency", head="emergency_head",
        document_number="示例纪立〔2026〕2号",
    ).until("accepted")
    people = [bureau[k].pk for k in ("trainer", "training_head", "licensing_head")]
    other.act_on(
        verification.appoint_group, "officer", lead=people[0], members=people[1:], task="核实。"
    )
    Account.objects.create(username="administrator", person=None, administrator=True)
    return SimpleNamespace(bureau=bureau, case=case, matter=matter, a=a, b=b, other=other.matter)


def paper_id(kind: str, subject) -> UUID:
    return uuid5(NAMESPACE_URL, f"{kind}/{subject.pk if subject else None}")


def viewer(world, key: str) -> access.Viewer:
    person = None
    if key == "administrator":
        assert Account.objects.get(administrator=True).person_id is None
    else:
        person = world.bureau[key]
    return access.viewer_of(person, world.case.day)


def standing(world, key: str) -> access.Standing:
    """Also where the matter is not to be known of: a gate gives nothing by itself."""
    return access.Standing(
        viewer(world, key), access.with_people(Matter.objects.filter(pk=world.matter.pk)).get()
    )


def readers(world, gate) -> dict[str, object]:
    """What a gate over one matter gives to each person, those who get nothing left out."""
    given = {key: gate(standing(world, key)) for key in EVERYBODY}
    return {key: value for key, value in given.items() if value}


# --- papers ----------------------------------------------------------------------------------


def test_every_kind_of_paper_has_a_row():
    assert set(PAPERS) == set(access.ITEMS)


@pytest.mark.parametrize("kind", sorted(access.ITEMS))
def test_papers(world, kind):
    def read(place: str, subject) -> set[str]:
        pk = paper_id(kind, subject)
        return {
            key for key in EVERYBODY
            if access.visible_items(standing(world, key)).filter(pk=pk).exists()
        }

    letters = PAPERS[kind]
    assert read("A", world.a) == who(letters, "A")
    assert read("B", world.b) == who(letters, "B")
    # A paper about the whole matter: the group's names and what was published concern the subjects.
    whole = letters if kind in {"group", "rule_kept", "publication"} else letters.replace("S", "").replace("H", "")
    assert read("*", None) == who(whole, "*")


def test_a_kind_without_a_reader_is_read_by_nobody(world):
    pk = paper_id("unknown", None)
    Item.objects.create(
        id=pk, matter=world.matter, subject=world.a, kind="diary", body={}, done_on=world.case.day, position=99
    )
    for key in EVERYBODY:
        assert not access.visible_items(standing(world, key)).filter(pk=pk).exists(), key


def test_papers_of_another_matter_are_not_among_them(world):
    for key in EVERYBODY:
        given = access.visible_items(standing(world, key))
        assert not given.exclude(matter=world.matter).exists()


# --- the other gates -------------------------------------------------------------------------

#: Gate -> the test that walks it over everybody. A new gate without a row fails.
GATES = {
    "visible_acts": "acts", "own_act_subjects": "acts", "own_drafts": "drafts", "visible_matters": "matters",
    "visible_subjects": "subjects", "visible_items": "papers", "visible_evidence": "evidence",
    "visible_findings": "findings", "sees_reasons": "findings", "visible_points": "points",
    "steps_seen": "steps", "visible_steps": "steps", "visible_parts": "parts", "visible_interests": "interests",
    "sees_what_if": "what_if", "may_export": "export",
}
#: Gates walked by test_paper.py and test_recusal.py.
ELSEWHERE = {"visible_records", "sees_scan", "own_recusals"}


def test_every_gate_has_a_row():
    modules = [import_module(f"{access.__name__}.{m.name}") for m in pkgutil.iter_modules(access.__path__)]
    gates = {
        name for module in modules for name, gate in inspect.getmembers(module, inspect.isfunction)
        if name.startswith(("visible_", "own_", "sees_", "steps_", "may_")) and gate.__module__ == module.__name__
    }
    assert gates <= set(access.__all__)
    assert gates == set(GATES) | ELSEWHERE
    for test in set(GATES.values()):
        assert f"test_{test}" in globals()


def test_matters(world):
    seeing = who("SHCMDPV", "*")
    for key in EVERYBODY:
        given = access.visible_matters(viewer(world, key))
        assert given.filter(pk=world.matter.pk).exists() == (key in seeing), key
        assert given.count() == given.distinct().count()
    second = {"rescuer", "emergency_head", "trainer", "training_head", *who("C"), "committee_recused"}
    for key in EVERYBODY:
        given = access.visible_matters(viewer(world, key))
        assert given.filter(pk=world.other.pk).exists() == (key in second), key


def test_acts(world):
    act = world.matter.act_id
    for key in EVERYBODY:
        seen = access.visible_acts(viewer(world, key)).filter(pk=act).exists()
        assert seen == (key in who("C")), key
        own = access.own_act_subjects(viewer(world, key)).filter(act=act)
        name = {"inspector": world.a.name, "mines_inspector": world.b.name, "training_head": "示例安全培训中心"}
        assert [s.name for s in own] == ([name[key]] if key in name else []), key
    ActSubject.objects.filter(person=world.b.person).update(told_on=None)
    assert not access.own_act_subjects(viewer(world, "mines_inspector")).exists()


def test_drafts(world):
    assert Draft.objects.count() == 1
    for key in EVERYBODY:
        assert access.own_drafts(viewer(world, key)).count() == (key == "training_head"), key


def test_subjects(world):
    given = readers(world, lambda s: {x.name for x in access.visible_subjects(s)})
    a, b = world.a.name, world.b.name
    expected = dict.fromkeys(who("CMDPV"), {a, b})
    expected |= {"inspector": {a}, "chemicals_head": {a}, "mines_inspector": {b}, "mines_head": {b}}
    assert given == expected


def test_evidence(world):
    given = readers(world, lambda s: {(e.lane, e.subject_id) for e in access.visible_evidence(s)})
    a, b = ("applicant", world.a.pk), ("applicant", world.b.pk)
    everything = {a, b, ("group", None), ("witness", world.a.pk)}
    assert {(e.lane, e.subject_id) for e in Evidence.objects.filter(matter=world.matter)} == everything
    expected = dict.fromkeys(who(OFFICE), everything)
    expected |= {"inspector": {a}, "chemicals_head": {a}, "mines_inspector": {b}, "mines_head": {b}}
    assert given == expected


def test_findings(world):
    total = Finding.objects.filter(subject__matter=world.matter).count()
    assert total > 20
    given = readers(world, lambda s: access.visible_findings(s).count())
    assert given == dict.fromkeys(who(OFFICE), total)
    assert readers(world, access.sees_reasons).keys() == who(OFFICE)


def test_what_if(world):
    """Before the feedback: to the office alone, and to nobody concerned."""
    assert readers(world, lambda s: access.sees_what_if(s, world.a)).keys() == who(OFFICE)


def test_export(world):
    """The whole dossier goes to those who keep it, and to nobody with an interest."""
    assert readers(world, access.may_export).keys() == who("C")


def test_points(world):
    given = readers(world, lambda s: {p.subject_id for p in access.visible_points(s)})
    a, b = world.a.pk, world.b.pk
    assert {p.subject_id for p in Point.objects.filter(subject__matter=world.matter)} == {a, b}
    expected = dict.fromkeys(who(OFFICE), {a, b})
    expected |= {"inspector": {a}, "chemicals_head": {a}, "mines_inspector": {b}, "mines_head": {b}}
    assert given == expected


#: Lines told to a subject and the unit about themselves, and lines about the matter as a whole.
OWN_LINES = {"submit_application", "forward", "accept", "hear_applicant"}
OPEN_LINES = {"appoint_group", "issue_report", "give_opinion", "determine"}
PERSONNEL_LINES = {"consult_personnel", "answer_consultation"}


def test_steps(world):
    everything = {(s.action, s.subject_id) for s in Step.objects.filter(matter=world.matter)}
    inner = {"declare_interests", "decide_recusal", "add_evidence", "record_findings"}
    assert {action for action, _ in everything} == OWN_LINES | OPEN_LINES | PERSONNEL_LINES | inner
    whole = {(action, None) for action in OPEN_LINES}
    expected = dict.fromkeys(who(OFFICE), everything)
    expected["personnel"] = whole | {(action, None) for action in PERSONNEL_LINES}
    for subject, people in ((world.a, ("inspector", "chemicals_head")), (world.b, OF_B.values())):
        expected |= dict.fromkeys(people, whole | {(action, subject.pk) for action in OWN_LINES})
    assert readers(world, lambda s: {(x.action, x.subject_id) for x in access.visible_steps(s)}) == expected
    # The rule for a line at hand is the rule for lists.
    steps = list(Step.objects.filter(matter=world.matter))
    rule = readers(
        world, lambda s: {(x.action, x.subject_id) for x in steps if access.steps_seen(s).has(x)}
    )
    assert rule == expected


def test_parts(world):
    """Subjects know the group, so that they can ask for recusal; heads have no part in that."""
    given = readers(world, lambda s: len(access.visible_parts(s)))
    total = Part.objects.filter(matter=world.matter).count()
    assert given == dict.fromkeys(who(OFFICE) | {"inspector", "mines_inspector"}, total)


def test_interests(world):
    names = {p.pk: key for key, p in world.bureau.people.items()}
    given = readers(world, lambda s: {names[i.person_id] for i in access.visible_interests(s)})
    declared = {"verifier_1", "verifier_2", "verifier_3", "committee_recused", "drafter"}
    own = {key: {key} for key in ("verifier_1", "verifier_2", "verifier_3", "committee_recused")}
    assert given == dict.fromkeys(who("CDV"), declared) | own


def test_capacities(world):
    """What each may use in the matter: a subject none, a recused person none, the registrar less."""
    expected = {
        "inspector": {"applicant"}, "mines_inspector": {"applicant"}, "chemicals_head": {"forwarder"},
        "mines_head": {"forwarder"}, "officer": {"handler", "opinion_giver"},
        "drafter": {"handler", "opinion_giver"}, "registrar": {"handler"}, "verifier_1": {"verifier"},
        "verifier_2": {"verifier"}, "secretary": {"decider"}, "leader_1": {"decider"},
        "leader_5": {"decider"}, "personnel": {"executor"}, "supervisor": {"supervisor"},
    }
    assert readers(world, lambda s: set(s.capacities)) == expected
