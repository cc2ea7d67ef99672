"""Reasoning told on the tiny pack and on the Gansu measures: in words, in the terminal, at its limits."""

import json
from datetime import date
from pathlib import Path

import pytest

from rongcuo.policy import NOT_APPLICABLE, FactError, PackError, assess, from_findings, load
from rongcuo.policy.build import build
from rongcuo.policy.reasoning import ask, flip, settle, why, words
from rongcuo.policy.reasoning.diagram import ALWAYS, NEVER, Diagram, TooLarge
from rongcuo.policy.reasoning.domains import domains
from rongcuo.policy.reasoning.reasoner import Reasoner, _made, conditions, reasoner
from tests.policy.drafts import content
from tests.policy.test_command import rongcuo  # noqa: F401 - a fixture

GANSU = load(Path(__file__).parents[2] / "policies" / "gansu-anjian-2018" / "1.0.0")
CLEAR = from_findings(GANSU, GANSU.scenarios["a03-clear"].findings)
KNOWN = {"staff": True, "started_on": date(2021, 3, 1), "diligent": True, "private_gain": False,
         "first_trial": True, "gravity": "minor"}


def said(facts, pack=GANSU):
    return assess(pack, facts)


def test_a_constraint_can_settle_what_the_verdict_leaves_open(tiny):
    """A crime would be grave; this is minor. The verdict stays open, for nobody has said so."""
    found = settle(assess(tiny, KNOWN))
    assert (found.verdict, found.settled) == ("undetermined", "waiver_open")
    assert (found.assessment.verdict("A3"), found.rule("A3")) == ("open", "not_met")
    assert found.possible == ("waiver_open",)
    assert ask(found.assessment).questions == ()
    document = found.document()
    assert document["rules"]["A3"] == {"verdict": "open", "settled": "not_met"}
    json.dumps(document)


def test_every_scenario_of_the_measures():
    for scenario in GANSU.scenarios.values():
        one = assess(GANSU, from_findings(GANSU, scenario.findings),
                     settings=GANSU.settings(scenario.settings))
        found, asked, reason = settle(one), ask(one), why(one)
        assert (found.settled is None) == bool(asked.questions), scenario.id
        assert {q.fact for q in asked.questions} <= set(one.open_facts)
        if one.place >= 0:
            assert found.settled == one.outcome == reason.outcome
            alone = {name: one.facts[name] for name in reason.findings}
            assert settle(assess(GANSU, alone, settings=one.settings)).settled == one.outcome


def test_one_question_left_says_what_each_answer_does():
    asked = ask(said(CLEAR | {"grave": True, "plainly_breach": False}))
    assert [one.fact for one in asked.questions] == ["stop_lifted"]
    no, yes = asked.questions[0].answers
    assert (no.value, no.settles) == (False, "excluded")
    assert (yes.value, yes.settles) == (True, "waiver_open")


def test_what_decides_at_once_is_asked_first_and_what_is_in_the_record_before_what_is_judged():
    asked = ask(said({}))
    first = asked.questions[:2]
    assert {one.fact for one in first} == {"in_scope", "act_started_on"}
    impacts = [one.impact for one in asked.questions]
    assert impacts == pytest.approx(sorted(impacts, reverse=True))
    assert {one.fact for one in asked.questions} == set(said({}).open_facts)


def test_a_ban_is_worth_asking_though_nothing_hangs_on_it_alone():
    """No ban, no persisting: the answer "no" settles what the next question would."""
    asked = ask(said(CLEAR | {"superior_express_ban": None}))
    assert {one.fact for one in asked.questions} == {"superior_express_ban", "persisted_after_ban"}


def test_flip_never_touches_a_judgement_and_tells_the_past_as_past():
    found = flip(said(CLEAR | {"diligent": False}), "waiver_open")
    assert found.flips == () and not found.more  # diligence is judged, not arranged
    found = flip(said(CLEAR | {"first_trial": False, "other_basis_lightens": True,
                               "rule_of_day_recorded": False}), "waiver_open")
    judged = {one.id for one in GANSU.facts.values() if one.nature == "judgement"}
    assert all(c.fact not in judged for one in found.flips for c in one.changes)
    now = next(one for one in found.flips if not one.past)
    assert [c.fact for c in now.reverses] == ["rule_of_day_recorded"] and not now.settles
    assert "本会是" not in words.flip_line(now, GANSU, "zh")
    past = next(one for one in found.flips if [c.fact for c in one.changes] == ["first_trial"])
    assert words.flip_line(past, GANSU, "en").endswith("the result would have been: Waiver open.")
    assert "本会是" in words.flip_line(past, GANSU, "zh")


def test_more_than_a_hundred_flips_are_counted_out_and_said():
    found = flip(said({name: value for name, value in CLEAR.items() if name != "first_trial"}))
    assert len(found.flips) == 100 and found.more
    lines = [*words.flip_lines(found, GANSU, "zh")]
    assert any(line.startswith("还有更多") for line in lines)
    with pytest.raises(KeyError):
        flip(said(CLEAR), "no_such")


def test_the_reason_in_one_sentence():
    reason = why(said(CLEAR | {"act_started_on": date(2018, 2, 22)}))
    assert (reason.outcome, reason.findings) == ("out_of_scope", ("act_started_on",))
    line = words.why_line(reason, GANSU, CLEAR | {"act_started_on": date(2018, 2, 22)}, "zh")
    assert line.count("。") == 1 and "第十六条" in line and "2018年2月22日" in line
    assert why(said({})).outcome is None
    assert "breach" in why(said(CLEAR)).findings


def test_facts_that_no_constraint_breaks_alone_but_all_together_do():
    raw = content()
    raw["constraints"] = [
        {"id": "a", "cites": "A1", "implies": [{"fact": "staff"}, {"fact": "remedied"}]},
        {"id": "b", "cites": "A1", "implies": [{"fact": "staff"}, {"not": {"fact": "remedied"}}]},
    ]
    pack = build(raw, [], "0" * 64)
    for work in (settle, ask, flip, why):
        with pytest.raises(FactError) as error:
            work(assess(pack, {"staff": True, "diligent": True}))
        assert error.value.problems[0].code == "contradiction-together"
        assert "staff" in error.value.problems[0].message_en
        assert "diligent" not in error.value.problems[0].message_en


def test_values_between_thresholds_stand_for_all_of_them(tiny):
    made = domains(tiny.facts, conditions(tiny), {})
    loss, gravity = made["loss"], made["gravity"]
    assert [words.cell_words(tiny.facts["loss"], one, "en") for one in loss.cells] == [
        "less than 5000 yuan", "at least 5000 yuan", "not applicable"]
    assert [loss.index(one) for one in (-1, 4999, 5000, 10**9, NOT_APPLICABLE)] == [0, 0, 1, 1, 2]
    assert [one.value for one in gravity.cells] == ["none", "minor", "grave"]
    dates = [one.value for one in made["started_on"].cells]
    assert date(2020, 1, 1) in dates and len(dates) == 5  # two before, the day, two after


def entangled(pairs: int) -> dict:
    """A pack that asks for equality of two halves: hard for any order that keeps them apart."""
    raw = content()
    shape = dict(raw["facts"][0], settled_by=["handler"])
    names = [f"a{i}" for i in range(pairs)] + [f"b{i}" for i in range(pairs)]
    raw["facts"] = [dict(shape, id=name) for name in names]
    raw["constraints"] = []
    first = {"all": [{"any": [{"fact": name}, {"not": {"fact": name}}]} for name in names]}
    same = {"all": [{"any": [
        {"all": [{"fact": f"a{i}"}, {"fact": f"b{i}"}]},
        {"all": [{"not": {"fact": f"a{i}"}}, {"not": {"fact": f"b{i}"}}]},
    ]} for i in range(pairs)]}
    raw["rules"] = [dict(raw["rules"][0], id="r", when={"all": [first, same]})]
    raw["outcomes"] = [dict(raw["outcomes"][0], when={"rule": "r"}), raw["outcomes"][-1]]
    return raw


def test_blow_up_is_answered_not_hung():
    pack = build(entangled(18), [], "0" * 64)
    assert assess(pack, {}).outcome == "undetermined"  # assessment itself is not affected
    with pytest.raises(PackError) as error:
        settle(assess(pack, {}))
    assert error.value.problems[0].code == "diagram-too-large"
    with pytest.raises(TooLarge):
        Reasoner(build(entangled(201), [], ""), None, {})
    before = _made.cache_info()
    with pytest.raises(PackError):
        ask(assess(pack, {}))
    after = _made.cache_info()  # remembered: a page that is opened again does not wait again
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)
    small = build(entangled(3), [], "0" * 64)
    assert len(settle(assess(small, {})).possible) == 2


def test_a_diagram_is_reduced_and_has_one_node_for_one_function():
    made = Diagram([2, 3, 2])
    a, b, c = made.test(0, bool), made.test(1, lambda i: i == 2), made.test(2, bool)
    left = made.either(made.both(a, b), made.both(a, c))
    assert left == made.both(a, made.either(b, c))
    assert made.opposite(made.opposite(left)) == left
    assert made.either(a, made.opposite(a)) == ALWAYS and made.both(a, made.opposite(a)) == NEVER
    assert made.at_least(2, [a, b, c]) == made.any_of(
        [made.both(a, b), made.both(a, c), made.both(b, c)])
    assert made.given(left, {0: 1})[0].support(made.given(left, {0: 1})[1]) == {1, 2}


def test_one_diagram_is_kept_for_one_pack_and_settings():
    assert reasoner(GANSU, GANSU.settings()) is reasoner(GANSU, GANSU.settings({}))


def test_the_verbs(rongcuo):  # noqa: F811
    (rongcuo.folder / "f.yaml").write_text(
        "policy: tiny\nfacts: {staff: yes, started_on: 2021-03-01, diligent: yes, gravity: minor,"
        " private_gain: no, first_trial: no, loss: 6000, happened_on: 2021-02-01}", "utf-8")
    asked = rongcuo("policy", "ask", "f.yaml")
    assert asked.returncode == 0 and "是否积极挽回" in asked.stdout and "不删减" in asked.stdout
    flips = rongcuo("policy", "flip", "f.yaml", "--lang", "en")
    assert "By settling what is unknown" in flips.stdout and "never among" in flips.stdout
    only = json.loads(rongcuo("policy", "flip", "f.yaml", "--to", "out_of_scope", "--json").stdout)
    assert {one["outcome"] for one in only["flips"]} == {"out_of_scope"}
    assert only["flips"][0]["reverses"][0]["past"] is True
    reason = rongcuo("policy", "why", "f.yaml", "--json")
    assert json.loads(reason.stdout)["outcome"] is None
    wrong = rongcuo("policy", "flip", "f.yaml", "--to", "heaven", "--lang", "en")
    assert wrong.returncode == 2 and "waiver_open" in wrong.stderr
    for verb in ("ask", "flip", "why"):
        assert rongcuo("policy", verb, "facts.yaml").returncode == 0  # several subjects
        assert rongcuo("policy", verb).returncode == 2
        assert rongcuo("policy", verb, "facts.yaml", "--json").stdout.startswith("{")
