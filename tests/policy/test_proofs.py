"""What is proved against a pack: for each check a wrong example, whose witness the evaluator confirms,
and the same pack put right."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from rongcuo.policy import load
from rongcuo.policy.build import build
from rongcuo.policy.proofs import CHECKS, confirm, prove
from tests.policy.brute import VALUES, Table, packs
from tests.policy.drafts import content, fact, rule, write
from tests.policy.test_command import rongcuo  # noqa: F401 - a fixture

ROOT = Path(__file__).parents[2]
PACKS = sorted(path.parent for path in (ROOT / "policies").glob("*/*/pack.yaml"))
_T = {"zh": "甲", "en": "a"}


def sound() -> dict:
    """The tiny pack, put right where it is tiny: nothing can be proved against it."""
    return content()


def made(raw: dict):
    return build(raw, [], "0" * 64)


def situation(raw, name, when):
    raw["rules"].append({"id": name, "kind": "situation", "name": _T, "cites": "A2", "when": when})


def contradictory(raw):
    situation(raw, "S", {"all": [{"fact": "staff"}, {"fact": "diligent"}, {"not": {"fact": "staff"}}]})


def forbidden(raw):
    situation(raw, "S", {"all": [{"fact": "crime"}, {"fact": "gravity", "in": ["minor"]}]})


def unreached_outcome(raw):
    raw["outcomes"].insert(3, dict(raw["outcomes"][0], id="again"))


def narrower(raw):
    situation(raw, "S", {"all": [{"rule": "A2-1"}, {"fact": "remedied"}]})


def under_a_bar(raw):
    situation(raw, "S", {"all": [{"fact": "crime"}, {"fact": "remedied"}]})


def later_bar(raw):
    raw["outcomes"][1], raw["outcomes"][2] = raw["outcomes"][2], raw["outcomes"][1]


def no_last(raw):
    del raw["outcomes"][3]


def idle(raw):
    raw["facts"].append(dict(fact(raw, "diligent"), id="colour"))


def cancels_out(raw):
    idle(raw)
    rule(raw, "A2")["when"]["all"].append({"any": [{"fact": "colour"}, {"not": {"fact": "colour"}}]})


def more_text(raw):
    raw["text"].append({"id": "A4", "article": 4, "item": None, "zh": "第四条 每年通报一次。", "en": "Article 4."})


def half_quoted(raw):
    more_text(raw)
    raw["text"][-1]["zh"] = "第四条 每年通报一次情况。另行公布年度名单。"
    raw["questions"] = [{"id": "q", "group": "factors", "cites": "A4", "quote": "每年通报一次",
                         "text": _T, "required_in": []}]


def backwards(raw):
    raw["pack"]["valid_to"] = "2019-01-01"


def nowhere(raw):
    raw["procedure"]["subject_states"].append({"id": "lost", "name": _T})
    raw["targets"][0]["to"] = "lost"


def no_steps(raw):
    del raw["procedure"]


WRONG = {
    "unreachable-situation": [contradictory, forbidden, unreached_outcome],
    "swallowed-situation": [narrower, under_a_bar],
    "conflicting-conclusions": [later_bar],
    "outcome-gap": [no_last],
    "idle-fact": [idle, cancels_out],
    "uncited-text": [more_text, half_quoted],
    "versions-in-time": [backwards],
    "target-without-steps": [nowhere, no_steps],
}


def test_every_check_has_a_wrong_example_and_a_page():
    assert [*WRONG] == [*CHECKS]
    pages = {path.stem for path in (ROOT / "docs/policy-checks").glob("*.md")}
    assert pages == {*CHECKS, "README", "quote-not-found", "fact-unsettled"}
    for code in CHECKS:
        text = (ROOT / "docs/policy-checks" / f"{code}.md").read_text("utf-8")
        assert f"# {code}" in text and "Wrong" in text and "Right" in text


def test_nothing_is_proved_against_the_tiny_pack():
    assert prove(made(sound())) == []


@pytest.mark.parametrize("folder", PACKS, ids=lambda one: one.parent.name)
def test_nothing_is_proved_against_the_packs_we_ship(folder):
    assert [one.text("en") for one in prove(load(folder), calendar_years=[2025, 2026])] == []


@pytest.mark.parametrize(("code", "change"), [(c, f) for c, several in WRONG.items() for f in several])
def test_wrong_packs_are_found_and_the_evaluator_confirms(code, change):
    raw = sound()
    change(raw)
    pack = made(raw)
    found = [one for one in prove(pack) if one.code == code]
    assert found, code
    for one in found:
        assert confirm(pack, one), one
        assert one.zh and one.en and code in one.text("zh")


def test_a_setting_can_be_part_of_the_witness():
    """Bound by the general conditions the situation is barred; where they are not, it is not."""
    raw = sound()
    rule(raw, "A2-2")["when"] = {"reading": "conditions", "is": "named"}
    raw["outcomes"][3]["when"] = {"not": {"rule": "A2-2"}}
    pack = made(raw)
    (gap,) = [one for one in prove(pack) if one.code == "outcome-gap"]
    assert gap.settings == {"conditions": "named"} and confirm(pack, gap)


def test_what_needs_no_rule_says_so():
    raw = sound()
    more_text(raw)
    raw["text"][-1]["no_rule"] = {"zh": "只涉及管理", "en": "administration only"}
    assert prove(made(raw)) == []


def version(number, start, end):
    raw = sound()
    raw["pack"] |= {"version": f"{number}.0.0", "valid_from": start, "valid_to": end}
    return made(raw)


@pytest.mark.parametrize(("second", "day"), [
    ("2021-12-31", date(2021, 12, 31)), ("2022-02-01", date(2022, 1, 1)), ("2022-01-01", None),
])
def test_versions_meet_in_time_without_overlap_or_hole(second, day):
    one, two = version(1, "2020-01-01", "2021-12-31"), version(2, second, None)
    found = prove(one, versions=[one, two])
    assert [finding.settings["day"] for finding in found] == ([day] if day else [])
    assert all(confirm(one, finding, versions=[one, two]) for finding in found)
    assert prove(two, versions=[one, two]) == []


def test_a_calendar_without_the_years_of_the_measures():
    pack = made(sound())
    assert prove(pack, calendar_years=[2019, 2020]) == []
    (found,) = prove(pack, calendar_years=[2018])
    assert found.code == "target-without-steps" and confirm(pack, found, calendar_years=[2018])


@settings(max_examples=40, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(packs(VALUES))
def test_proofs_are_what_going_through_everything_finds(pack):
    table = Table(pack, VALUES)
    found = {one.code: one for one in prove(pack)}
    if not table.rows:
        return
    gap = any(None in said for said in table.rows.values())
    assert ("outcome-gap" in found) == gap
    reached = {name for said in table.rows.values() for name in said}
    first = {next(n for n in pack.outcomes if n in said) for said in table.rows.values() if None not in said}
    unreached = {one.about for one in prove(pack) if one.code == "unreachable-situation"}
    assert unreached == {n for n, o in pack.outcomes.items() if o.when is not None and n not in first}
    assert first <= reached
    for one in prove(pack):
        assert confirm(pack, one), one


def test_the_verb(rongcuo):  # noqa: F811
    assert "没有问题" in rongcuo("policy", "check").stdout
    raw = sound()
    later_bar(raw)
    write(rongcuo.folder / "wrong", raw)
    done = rongcuo("policy", "check", "wrong")
    assert done.returncode == 1 and "[conflicting-conclusions]" in done.stdout
    assert "是否先行先试？ 是" in done.stdout
    (report,) = json.loads(rongcuo("policy", "check", "wrong", "--json").stdout)
    assert report["findings"][0]["facts"] and report["problems"] == []
    raw["outcomes"][0]["admits"] = ["waved"]
    write(rongcuo.folder / "broken", raw)
    (report,) = json.loads(rongcuo("policy", "check", "broken", "--json").stdout)
    assert report["problems"][0]["code"] == "unknown-determination"
