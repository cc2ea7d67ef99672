"""Another body's measures are a new folder and no line of Python.

`packs/sample-town` has other bodies, numbers, words, facts and determinations, and fewer steps: no
notice, no completion, no hearing, no personnel division, no publication.
"""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

import rongcuo
from rongcuo import clock
from rongcuo.demo.bureau import Bureau
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import acceptance, acts, determination, filing, packs, verification
from rongcuo.matters.access import viewer_of, visible_items
from rongcuo.matters.desk import desk
from rongcuo.matters.doing import ACTIONS
from rongcuo.matters.errors import Incomplete, NotFound, NotNow
from rongcuo.matters.models import Item
from rongcuo.people.models import Person, Unit
from rongcuo.people.record import add_person, add_post, add_unit
from tests.matters.world import Case, refused

TOWN = Path(__file__).parent / "packs"
#: Handle in the tests: (unit, head, secretary). Bodies are the town's own.
STAFF = {
    "inspector": ("station", False, False), "chemicals_head": ("station", True, False),
    "officer": ("commission", False, False), "drafter": ("commission", False, False),
    "registrar": ("commission", False, False), "secretary": ("committee", False, True),
    **{f"leader_{n}": ("committee", n == 1, False) for n in (1, 2, 3, 4, 5)},
    **{f"verifier_{n}": ("market", False, False) for n in (1, 2, 3, 4, 5)},
}
BODIES = {
    "station": "station", "market": "station", "commission": "town_discipline", "committee": "town_committee",
}
#: The program's own words (a state, a kind of paper, a field of a form) that a pack spells alike.
ALIKE = {"refused", "stop_lifted", "in_scope", "division"}  # division: a value of publish.scope
#: What the program may ask of a pack, beside what every pack answers (`packs.READS`).
OPTIONAL = {
    "accept.enabled", "accept.supplement", "apply.direct_by_individual", "apply.head_conflict", "apply.integrity_statement",
    "apply.late", "apply.multi_situation", "apply.on_behalf", "case.external_handler", "history.show",
    "rule_snapshot.required", "situation.12", "apply.reapply", "apply.withdraw", "case.subjects", "coi.no_dual_role",
    "coi.required", "deadline.cutoff", "deadline.first_day_excluded", "effect.itemised", "publish.scope",
    "subject.nonparty",
    "apply.initiation_acts", "decide.recused_count", "verify.group", "archive.retention", "review.enabled", "review.days", "revoke.enabled"}


class TownCase(Case):
    """A matter of the town: its facts, grades and determinations."""

    def form(self, **changes) -> dict:
        return super().form(claims={"for_the_people": True, "selfish": None}) | changes

    def answers(self, paper: str) -> dict:
        return {"T2.why": {"text": "为方便群众。", "facts": ["for_the_people"]}}

    def settle(self, **values) -> None:
        rows = [
            {"subject": self.subject.pk, "fact": fact, "value": value, "grade": "sure", "note": "已核实。"}
            for fact, value in values.items()
        ]
        self.find(rows)


@pytest.fixture
def town(db, settings):
    settings.POLICIES, settings.POLICY = TOWN, "sample-town/0.1.0"
    bureau = Bureau()
    with clock.frozen("2026-01-05T09:00:00+08:00"):
        for key, body in BODIES.items():
            pk = add_unit(actor=None, name=f"示例{key}", body=body)
            bureau.units[key] = Unit.objects.get(pk=pk)
        for key, (unit, head, secretary) in STAFF.items():
            pk = add_person(actor=None, name=f"示例{key}")
            add_post(
                actor=None, person=pk, unit=bureau.units[unit].pk, title="干部", head=head, secretary=secretary
            )
            bureau.people[key] = Person.objects.get(pk=pk)
    return TownCase(bureau, unit="station", kind="talk_record", situation="T2")


def tasks(case, who: str) -> list[str]:
    with case.at():
        return [t.move.action for t in desk(viewer_of(case.bureau[who]), clock.now()).tasks]


def test_a_whole_matter_runs_under_another_bodys_measures(town):
    case = town.until("told")
    assert case.act.number == "镇问〔2026〕1"
    with refused(NotNow):  # the town's measures know no notice
        case._on_act(acts.send_notice, "officer")
    case.day = date(2026, 3, 16)  # the tenth working day after the telling
    case.submit()
    assert (case.matter.number, case.subject.timeliness) == ("镇容〔2026〕1", "in_time")
    assert case.matter.policy == "sample-town/0.1.0"
    assert case.subject.direct_on == date(2026, 3, 18)  # one working day for the station
    case.take("forwarded")
    for action, fields in ((acceptance.refuse, {"ground": "late", "reason": "x"}),
                           (acceptance.request_completion, {"missing": "x"})):
        with refused(NotNow):
            case.act_on(action, "officer", subject=case.subject.pk, **fields)
    case.take("accepted")

    def appoint(*group):
        people = [case.bureau[m].pk for m in group]
        case.act_on(
            verification.appoint_group, "officer", lead=people[0], members=people[1:], task="核实。"
        )

    group = [f"verifier_{n}" for n in (1, 2, 3, 4, 5)]
    with refused(Incomplete, "members"):
        appoint(*group[:3])
    appoint(*group)
    for who in group:
        assert tasks(case, who) == ["declare_interests"]
        case.act_on(verification.declare_interests, who, grounds=[])
    assert tasks(case, "verifier_1") == ["record_findings"]  # nobody must be heard first
    case.settle(for_the_people=True)
    with refused(Incomplete, "findings"):
        case.report()
    case.settle(selfish=False)
    with refused(Incomplete):
        case.report(facts="可免。")  # the town's own verdict word
    case.report(facts="建议予以免责。")  # and not another body's
    assert tasks(case, "drafter") == ["give_opinion"]  # no personnel division to wait for
    with refused(NotNow):
        case.act_on(determination.consult_personnel, "officer", question="x")
    case.propose(outcome="spared", answers={})
    five = [case.bureau[f"leader_{n}"].name for n in (1, 2, 3, 4, 5)]
    meeting = {"due": five, "views": {}, "decision": {"for": 2, "against": 1}}
    with refused(Incomplete, "present"):
        case.meet(present=five[:3], chair=five[0], **meeting)
    case.meet(
        present=five[:4], chair=five[0], due=five, views={}, decision={"for": 3, "against": 1}
    )
    assert (case.subject.outcome, case.subject.effects, case.matter.positive) == ("spared", ["T4"], True)
    case.take("fed_back")
    assert case.matter.state == "filing"  # nothing is published
    case.act_on(filing.file, "officer")
    assert case.state == ("filed", "answered")
    assert verify().ok
    assert replay() == []


def test_withdrawal_and_sight_follow_the_other_measures_too(town):
    case = town.until("told").later(1)
    case.submit()
    for who, sees in (("inspector", True), ("chemicals_head", True), ("officer", False), ("leader_1", False)):
        assert case.sees(who) == sees, who
    case.take("forwarded")
    assert case.sees("officer")
    assert {i.kind for i in visible_items(case.standing("officer"))} == {"application", "forwarding"}
    with refused(NotFound):
        case.act_on(ACTIONS["withdraw"], "leader_1", subject=case.subject.pk)
    case.act_on(ACTIONS["withdraw"], "inspector", subject=case.subject.pk)
    assert case.state == ("ended", "withdrawn")
    assert Item.objects.filter(kind="withdrawal").exists()


def test_a_running_matter_stays_under_its_own_measures(town, settings):
    """The bureau adopts other measures: what was opened before goes on as it began."""
    case = town.until("told").later(1)
    case.submit()
    settings.POLICY = "gansu-anjian-2018/1.0.0"
    assert packs.pack_of(case.matter).id == "sample-town"
    assert packs.settings_of(case.matter)["verify.group_min"] == 5


def test_a_changed_pack_is_noticed(town):
    case = town.until("told").later(1)
    case.submit()
    matter = case.matter
    matter.policy_digest = "0" * 64
    with pytest.raises(packs.PolicyChanged):
        packs.pack_of(matter)


def test_a_pack_without_a_reading_the_procedure_asks_for_is_not_taken(settings, tmp_path):
    folder = tmp_path / "sample-town" / "0.1.1"
    folder.mkdir(parents=True)
    text = (TOWN / "sample-town" / "0.1.0" / "measures.yaml").read_text("utf-8")
    kept = [line for line in text.splitlines() if "key: verify.group_min" not in line]
    (folder / "measures.yaml").write_text("\n".join(kept).replace("0.1.0", "0.1.1"), "utf-8")
    settings.POLICIES = tmp_path
    with pytest.raises(ImproperlyConfigured, match="verify.group_min"):
        packs.pack_named("sample-town/0.1.1")


def keys_read() -> set[str]:
    """Every reading that Python asks for by name: settings["a.b"] and settings.get("a.b")."""
    found = set()
    root = Path(rongcuo.__file__).parent
    for path in [*root.glob("matters/**/*.py"), *root.glob("web/**/*.py"), *root.glob("cli/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            key = None
            if isinstance(node, ast.Subscript):
                key = node.slice
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and node.args:
                key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value:
                found.add(key.value)
    return found - {"wsgi.input"}


def test_every_reading_that_python_asks_for_is_declared_and_in_the_packs(settings):
    assert keys_read() == packs.READS | OPTIONAL
    assert keys_read() <= set(packs.current_pack().readings)


def test_nothing_of_a_bureau_is_in_python():
    """No article, body or determination of the Gansu pack is named by the program."""
    pack = packs.current_pack()
    names = set(pack.units) | set(pack.bodies) | set(pack.determinations) | set(pack.effects) | set(pack.facts)
    root = Path(rongcuo.__file__).parent
    for path in [*root.glob("matters/**/*.py"), *root.glob("people/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in names:
                assert node.value in ALIKE, (path.name, node.value)
