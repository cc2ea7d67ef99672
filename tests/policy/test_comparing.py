"""What differs between two packs: every difference, the smallest facts that show it, nothing claimed
over what has no counterpart."""

import json
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcuo.policy import NOT_APPLICABLE, FactError, from_findings, load
from rongcuo.policy.build import build
from rongcuo.policy.comparing import compare, read_mapping, same_names, touched
from rongcuo.policy.comparing.compare import confirm
from rongcuo.policy.comparing.report import document, html, lines
from rongcuo.policy.shelf import mapping_between
from tests.policy.brute import VALUES, Table, packs
from tests.policy.drafts import content, rule, write
from tests.policy.test_command import rongcuo  # noqa: F401 - a fixture

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies"
PACKS = sorted(path.parent for path in (ROOT / "policies").glob("*/*/pack.yaml"))
FUZZED = build(content(), [], "0" * 64)
GANSU = load(ROOT / "policies/gansu-anjian-2018/1.0.0")


def laws(examples):
    return settings(max_examples=examples, deadline=None, derandomize=True,
                    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def first(pack, said):
    return next((name for name in pack.outcomes if name in said), "undetermined")


@laws(40)
@given(st.data())
def test_every_difference_is_found_with_its_smallest_witness(data):
    one, other = data.draw(packs(VALUES)), data.draw(packs(VALUES))
    found = compare(one, other, mapping=same_names(one, other))
    before, after = Table(one, VALUES), Table(other, VALUES)
    rows = {row: (first(one, before.rows[row]), first(other, after.rows[row]))
            for row in before.rows if row in after.rows}
    judged = {name for name in {**one.outcomes, **other.outcomes}}
    pairs = {pair for pair in rows.values() if pair[0] != pair[1]}
    assert {(one.before, one.after) for one in found.differences} == pairs and judged
    for difference in found.differences:
        assert confirm(found, difference, same_names(one, other))
        pair = (difference.before, difference.after)
        said = {said for row, said in rows.items() if all(
            row[before.places[name]] == value for name, value in difference.facts.items())}
        assert said == {pair}
        if difference.smallest:
            size = len(difference.facts)
            for names in combinations(before.names, size - 1) if size else ():
                for values in product(*(VALUES[name] for name in names)):
                    fewer = {said for row, said in rows.items() if all(
                        row[before.places[n]] == v for n, v in zip(names, values, strict=True))}
                    assert fewer != {pair}
    assert bool(found.admitted) == (before.rows.keys() != after.rows.keys())
    assert found.equivalent == (not pairs and before.rows.keys() == after.rows.keys()
                                and not found.rules and not any(found.unmapped))


@laws(15)
@given(packs(VALUES))
def test_a_pack_does_not_differ_from_itself(pack):
    found = compare(pack, pack)
    assert found.empty and found.equivalent


@pytest.mark.parametrize("folder", PACKS, ids=lambda one: one.parent.name)
def test_the_packs_we_ship_do_not_differ_from_themselves(folder):
    pack = load(folder)
    found = compare(pack, load(folder))
    assert found.empty, [*lines(found, "en")]
    assert document(found)["equivalent"] is True


def test_another_reading_of_the_same_measures():
    """Article 12 read as "either is enough": each difference names Article 12 on the stricter side."""
    stricter = GANSU.settings({"exclude.A12": "either"})
    found = compare(GANSU, GANSU, other_settings=stricter)
    assert {(one.before, one.after) for one in found.differences} == {
        ("not_tolerated", "excluded"), ("waiver_open", "excluded"),
        ("only_lighter_or_mitigated_open", "excluded")}
    for one in found.differences:
        assert one.smallest and confirm(found, one, other_settings=stricter)
        assert one.cites_after == ("A12",)
    waiver = next(one for one in found.differences if one.before == "waiver_open")
    assert waiver.facts["stop_lifted"] is True
    assert {one.rule for one in found.rules} >= {"A12.excluded", "A12"}
    clear = from_findings(GANSU, GANSU.scenarios["a03-clear"].findings)
    lifted = clear | {"grave": True, "stop_lifted": True}
    result = touched(GANSU, GANSU, [clear, lifted, {"plainly_breach": True, "breach": "none"}],
                     other_settings=stricter)
    assert (result.total, result.untouched, result.refused) == (3, 1, (2,))
    assert dict(result.moves) == {("waiver_open", "excluded"): (1,)}
    words = [line.text for line in lines(found, "zh", result)]
    assert any("3 件中有 1 件受影响" in one for one in words)


def other_body(change=lambda raw: None):
    raw = content()
    raw["pack"]["id"] = "elsewhere"
    change(raw)
    return build(raw, [], "0" * 64)


def tiny_pack():
    return build(content(), [], "0" * 64)


ALL = """
facts:
  staff: {to: staff}
  started_on: {to: started_on}
  happened_on: {to: happened_on}
  diligent: {to: diligent}
  private_gain: {to: private_gain}
  first_trial: {to: first_trial}
  loss: {to: loss}
  remedied: {to: remedied}
  gravity: {to: gravity}
  crime: {to: crime}
outcomes: {out_of_scope: out_of_scope, excluded: excluded, waiver_open: waiver_open, not_tolerated: not_tolerated}
"""


def mapped(tmp_path, one, other, text):
    path = tmp_path / "map.yaml"
    path.write_text(text, "utf-8")
    return read_mapping(path, one, other)


def test_two_bodies_are_equivalent_only_under_a_whole_mapping(tmp_path):
    one, other = tiny_pack(), other_body()
    assert not compare(one, other).equivalent  # the same words, but nobody has said the same thing
    assert set(compare(one, other).unmapped[0]) >= {"staff", "outcome waiver_open"}
    whole = mapped(tmp_path, one, other, ALL)
    assert compare(one, other, mapping=whole).equivalent
    less = mapped(tmp_path, one, other, ALL.replace("  loss: {to: loss}\n", ""))
    found = compare(one, other, mapping=less)
    assert not found.equivalent and found.unmapped == (("loss",), ("loss",))
    partly = mapped(tmp_path, one, other, ALL.replace(
        "gravity: {to: gravity}", "gravity: {to: gravity, values: {none: none, minor: minor}}"))
    found = compare(one, other, mapping=partly)
    assert found.unmapped == (("gravity=grave",), ("gravity=grave",)) and not found.equivalent


def test_values_of_another_name_and_a_narrower_fact(tmp_path):
    def heavier(raw):
        next(f for f in raw["facts"] if f["id"] == "gravity")["values"][2]["id"] = "heavy"
        rule(raw, "A3")["when"]["any"][0]["in"] = ["heavy"]
        raw["constraints"][0]["implies"][1]["in"] = ["heavy"]

    one, other = tiny_pack(), other_body(heavier)
    text = ALL.replace("gravity: {to: gravity}",
                       "gravity: {to: gravity, values: {none: none, minor: minor, grave: heavy}}")
    assert compare(one, other, mapping=mapped(tmp_path, one, other, text)).equivalent
    text = text.replace("crime: {to: crime}", "crime: {to: crime, as: narrower}")
    found = compare(one, other, mapping=mapped(tmp_path, one, other, text))
    assert found.unmapped == (("crime",), ("crime",)) and not found.equivalent
    for difference in found.differences:
        assert difference.facts.get("crime") is not True or difference.facts.get("other:crime") is not False


@pytest.mark.parametrize(("text", "code"), [
    ("- 1", "facts-form"), ("facts: {x: {to: staff}}", "unknown-fact"),
    ("facts: {staff: {to: stafff}}", "unknown-fact"), ("facts: {staff: {to: loss}}", "facts-form"),
    ("facts: {staff: 1}", "facts-form"), ("facts: {staff: {as: none, to: staff}}", "facts-form"),
    ("facts: {loss: {to: loss, as: narrower}}", "facts-form"),
    ("facts: {staff: {to: staff}, diligent: {to: staff}}", "facts-form"),
    ("facts: {gravity: {to: gravity, values: {none: heavy}}}", "facts-form"),
    ("facts: {gravity: {to: gravity, values: {none: minor, minor: minor}}}", "facts-form"),
    ("outcomes: {heaven: excluded}", "unknown-outcome"), ("facts: [", "yaml"),
    ("facts: words", "facts-form"), ("outcomes: [excluded]", "facts-form"), ("facts: {staff: {to: [staff]}}", "facts-form"),
    ("facts: {gravity: {to: gravity, values: {minor: [minor]}}}", "facts-form"), ("outcomes: {excluded: [1]}", "facts-form"),
])
def test_wrong_mappings(text, code, tmp_path):
    one, other = tiny_pack(), other_body()
    with pytest.raises(FactError) as error:
        mapped(tmp_path, one, other, text)
    assert error.value.problems[0].code == code and error.value.problems[0].file == "map.yaml"


def test_a_new_version_says_what_changed():
    def looser(raw):
        raw["pack"]["id"] = "tiny"
        rule(raw, "A2-2")["when"]["count"]["of"][0] = {"fact": "loss", "less_than": 8000}
        raw["deadlines"][0]["working_days"] = 10
        raw["constraints"] = raw["constraints"][:1]

    one, other = tiny_pack(), other_body(looser)
    found = compare(one, other)
    assert ("not_tolerated", "waiver_open") in {(d.before, d.after) for d in found.differences}
    difference = found.differences[0]
    assert 5000 <= difference.facts["loss"] < 8000
    assert difference.cites_after == ("A2-2",)
    assert found.sections == {"deadlines": ((), (), ("application",))}
    assert [one.by for one in found.admitted] == [2]  # gain and trial together: the new one allows it
    assert not found.equivalent and not found.empty
    page = html(found, "en")
    assert page.startswith("<!DOCTYPE html>") and "<script" not in page and "no longer" not in page
    assert page.count("<ul>") == page.count("</ul>")
    json.dumps(document(found, touched(one, other, [{}])))
    assert NOT_APPLICABLE not in difference.facts.values()


def test_the_verb(rongcuo):  # noqa: F811
    same = rongcuo("policy", "diff", "tiny", "tiny")
    assert same.returncode == 0 and "经证明等效" in same.stdout
    raw = content()
    rule(raw, "A2-2")["when"]["count"]["of"][0] = {"fact": "loss", "less_than": 8000}
    write(rongcuo.folder / "next", raw)
    done = rongcuo("policy", "diff", "tiny", "next", "--facts", "facts.yaml", "--lang", "en")
    assert done.returncode == 1 and "0 of 2 matters touched" in done.stdout
    found = json.loads(rongcuo("policy", "diff", "tiny", "next", "--json").stdout)
    assert found["differences"][0]["cites_after"] == ["A2-2"]
    assert "<h2>" in rongcuo("policy", "diff", "tiny", "next", "--html").stdout
    named = rongcuo("policy", "diff", "tiny", "tiny", "--set-other", "conditions=named")
    assert named.returncode == 1
    for wrong in (("tiny", "nowhere"), ("tiny",), ("tiny", "next", "--set-one", "x"),
                  ("tiny", "next", "--set-one", "x=1"), ("tiny", "next", "--map", "none.yaml"),
                  ("tiny", "next", "--html", "--json")):
        done = rongcuo("policy", "diff", *wrong)
        assert done.returncode == 2 and done.stderr


def test_the_mappings_we_ship_fit_their_packs_and_are_found(rongcuo):  # noqa: F811
    """Each is of two packs we ship, and what it does not match is still reported as without counterpart."""
    files = sorted((POLICIES / "mappings").glob("*.yaml"))
    assert files
    for path in files:
        one, other = (load(next((POLICIES / name).iterdir())) for name in path.stem.split("--"))
        mapping = read_mapping(path, one, other)
        found = compare(one, other, mapping=mapping)
        assert not found.equivalent and all(found.unmapped)
        assert set(mapping.facts).isdisjoint(n for n, (_, how) in mapping.facts.items() if how == "same" and n in found.unmapped[0])
        assert all(confirm(found, one_of, mapping) for one_of in found.differences)
        assert mapping_between(POLICIES, one.id, other.id) == path
        done = rongcuo("policy", "diff", str(POLICIES / one.id / one.version), str(POLICIES / other.id / other.version),
                       "--lang", "en", policies=POLICIES)
        assert done.returncode == 1 and f"Mapping: {path}" in done.stdout
    assert mapping_between(POLICIES, "no", "such") is None


@laws(400)
@given(st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.recursive(
        st.none() | st.booleans() | st.sampled_from(["gravity", "loss", "same", "narrower", "to", "as", "values"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["facts", "outcomes", "loss", "gravity", "to", "as", "values", "minor"]), inner, max_size=3),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
))
def test_any_mapping_file_is_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "fuzzed-map.yaml"
    path.write_bytes(data)
    pack = FUZZED
    try:
        mapping = read_mapping(path, pack, pack)
    except FactError as error:
        assert error.problems and all(one.message_zh and one.message_en for one in error.problems)
    else:
        assert set(mapping.facts) <= set(pack.facts)
