"""Every problem code has a wrong example that is refused with it, and names file and line."""

import pytest

from rongcuo.policy import FactError, PackError, assess, from_findings, load
from rongcuo.policy.assessment import check_evidence
from rongcuo.policy.codes import CODES
from rongcuo.policy.facts_file import FactsFile
from rongcuo.policy.reader import MAX_DEPTH, MAX_FILE_BYTES
from tests.policy.drafts import TINY, content, fact, rule, signed, write

_T = {"zh": "例", "en": "case"}

RAW = {  # code -> a file that cannot be read as a pack file
    "too-large": b"#" * (MAX_FILE_BYTES + 1),
    "too-deep": b"rules: " + b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
    "too-many-nodes": b"rules: [" + b"1," * 100_001 + b"]",
    "not-utf8": "pack: 甘".encode("gb18030"),
    "yaml": b"pack: [1, 2",
    "yaml-alias": b"a: &a [1]\nb: [*a, *a]",
    "yaml-tag": b"a: !!python/object/apply:os.system ['true']",
    "yaml-key": b"[1, 2]: 3",
    "duplicate-key": b"pack: 1\npack: 2",
    "many-documents": b"pack: 1\n---\npack: 2",
    "file-not-mapping": b"- 1",
    "section-twice": b"pack: {format: 1}",
}


def _set(path, value):
    def change(raw):
        place = raw
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


def _without(path):
    def change(raw):
        place = raw
        for part in path[:-1]:
            place = place[part]
        del place[path[-1]]

    return change


def _when(when):
    return lambda raw: rule(raw, "A3").update(when=when)


def _fact(name, **more):
    return lambda raw: fact(raw, name).update(more)


_PROTECTION = {
    "cites": "A1", "numbers": {"notice": "{n}", "query": "{n}"}, "receipt_days": 3, "moves": [], "recipients": [],
    "slip": {"working_days": 5, "reminders": []}, "together": [], "influence": [],
    "bars": [{"id": "b", "name": _T, "cites": "A1", "respects": ["no-such"], "basis": _T, "source": _T}],
}


WRONG = {  # code -> changes to a sound pack, each refused with it
    "newer-format": [_set(["pack", "format"], 2)],
    "unknown-key": [_fact("staff", setled_by=["handler"]), _set(["extra"], [])],
    "missing-key": [
        _without(["pack", "title"]), _fact("started_on", matter_key=None, settled_by=["handler"]),
        _when({"reading": "conditions"}), _when({"fact": "staff", "then": {"fact": "staff"}}),
        lambda raw: raw["readings"][0].pop("values"),
        lambda raw: raw["text"][2].pop("en"), _set(["transition"], {
            "cites": "A1", "basis": "conduct", "unless_lighter": "decision"}),
        lambda raw: fact(raw, "started_on").update(settled_by=["handler"]) or fact(
            raw, "started_on").pop("matter_key"),
    ],
    "wrong-type": [_set(["pack", "valid_to"], 5), _fact("staff", changeable="no")],
    "not-allowed": [_fact("staff", type="text"), _when({"always": False})],
    "bad-form": [
        _set(["pack", "version"], "1.0"), _set(["pack", "issued_on"], "2018-02-31"),
        _set(["pack", "issued_on"], "2018-13"), _set(["pack", "issued_on"], "18"),
        _set(["procedure", "numbers"], {"act": "{n}", "matter": "{n.real}"}),
        _when({"all": []}), _when({"fact": "loss", "less_than": "1e3"}),
    ],
    "expression-form": [_when({}), _when({"fact": "staff", "rule": "A1"})],
    "constraint-form": [
        _set(["constraints", 0], {"id": "x"}),
        _set(["constraints", 0, "at_most_one"], ["staff", "crime"]),
    ],
    "duplicate-id": [
        lambda raw: raw["rules"].append(rule(raw, "A3")),
        lambda raw: raw["readings"].append(raw["readings"][0]),
        lambda raw: fact(raw, "gravity")["values"].append(fact(raw, "gravity")["values"][0]),
        lambda raw: raw["procedure"]["moves"].append(raw["procedure"]["moves"][0]),
    ],
    "unknown-unit": [
        lambda raw: rule(raw, "A3").update(cites="A33"),
        _when({"fact": "staff", "cites": ["A1", "A99"]}),
        _set(["procedure", "moves", 0, "cites"], ["A99"]),
        _set(["transition"], {"cites": "A99", "basis": "start"}),
    ],
    "quote-not-found": [
        _when({"fact": "crime", "quote": "情节很严重"}),
        lambda raw: rule(raw, "A2").update(quote="第一条"),
    ],
    "unknown-fact": [
        _set(["windows", 0, "opens"], "nothing"), _set(["scales", 0, "fact"], "nothing"),
        _when({"in_window": "application", "date": "nothing"}),
        _when({"fact": "stafff"}), _when({"applicable": "los"}),
        _when({"fact": "started_on", "before": {"fact": "hapened_on"}}),
        _set(["constraints", 1, "at_most_one"], ["private_gain", "nothing"]),
    ],
    "unknown-rule": [
        _when({"not": {"any": [{"rule": "A44"}]}}),
        lambda raw: rule(raw, "A3").update(unless={"rule": "A44"}),
    ],
    "unknown-reading": [
        _when({"reading": "condition", "is": "all"}),
        _when({"when_reading": {"key": "x", "is": 1}, "then": {"always": True},
               "else": {"always": True}}),
        _set(["targets", 0, "reading"], "x"), _set(["procedure", "moves", 0, "reading"], "x"),
    ],
    "reading-value": [
        _when({"reading": "conditions", "is": "none"}),
        _set(["readings", 0, "default"], "none"), _set(["readings", 1, "default"], "yes"),
    ],
    "reading-affects": [_when({"reading": "hearing", "is": True})],
    "reading-reason": [_set(["readings", 1, "affects"], ["text_only"])],
    "rule-cycle": [
        _when({"rule": "A3"}),
        lambda raw: rule(raw, "A2").update(when={"not": {"rule": "A2.any"}}),
        lambda raw: rule(raw, "A3").update(unless={"rule": "A3"}),
        _when({"when_reading": {"key": "conditions", "is": "all"}, "then": {"always": True},
               "else": {"rule": "A3"}}),
    ],
    "fact-unsettled": [
        _fact("staff", settled_by=[]), lambda raw: fact(raw, "staff").pop("settled_by"),
    ],
    "fact-needs": [lambda raw: fact(raw, "loss").pop("unit"),
                   lambda raw: fact(raw, "gravity").pop("values")],
    "fact-extra": [_fact("staff", unit={"zh": "元", "en": "yuan"})],
    "reserved-word": [
        lambda raw: fact(raw, "gravity")["values"][0].update(id="unknown"),
    ],
    "leaf-type": [
        _when({"fact": "loss"}), _when({"fact": "gravity"}), _when({"fact": "staff", "in": ["a"]}),
        _when({"fact": "started_on", "at_least": 3}),
        _when({"fact": "loss", "at_least": 3, "at_most": 5}),
        _when({"fact": "started_on", "before": {"fact": "loss"}}),
        _set(["constraints", 1, "at_most_one"], ["private_gain", "gravity"]),
        _set(["windows", 0, "closes"], "staff"), _set(["scales", 0, "fact"], "staff"),
        _when({"in_window": "application", "date": "loss"}),
    ],
    "leaf-choice": [_when({"fact": "gravity", "in": ["grav"]})],
    "count-too-many": [_when({"count": {"at_least": 2, "of": [{"fact": "staff"}]}})],
    "no-undetermined": [
        lambda raw: raw["outcomes"].pop(),
        lambda raw: raw["outcomes"].append({**raw["outcomes"][-1], "id": "second"}),
    ],
    "outcome-condition": [
        lambda raw: raw["outcomes"][0].pop("when"), lambda raw: raw["outcomes"][0].pop("cites"),
        lambda raw: raw["outcomes"][-1].update(when={"always": True}),
    ],
    "unknown-outcome": [_set(
        ["transition"], {"cites": "A1", "basis": "start", "favour": ["waiver_open", "nothing"]},
    )],
    "unknown-determination": [_set(["outcomes", 0, "admits"], ["waved"])],
    "unknown-capacity": [
        _fact("staff", settled_by=["decider"]), _set(["procedure", "moves", 0, "by"], ["decider"]),
        _set(["bodies", 0, "capacities"], ["decider"]),
    ],
    "unknown-duty": [_set(["correction"], {
        "cites": "A1", "duty": "nothing", "number": "{n}", "plan": {"working_days": 5},
        "progress": {"months": 1}, "check": {"months": 3}, "states": [], "moves": [], "lists": [],
        "reminders": [], "referral": {"cites": "A1", "grounds": [{"id": "x", "zh": "例", "en": "case"}]},
    })],
    "unknown-state": [
        _set(["procedure", "moves", 0, "subject", "to"], "acepted"),
        _set(["procedure", "moves", 0, "matter", "from"], ["nowhere"]),
        _set(["targets", 0, "from"], "nowhere"),
    ],
    "unknown-step": [_set(["procedure", "matter_states", 0, "step"], "aplication")],
    "unknown-target": [_set(["procedure", "moves", 0, "target"], "x")],
    "text-digest": [_set(["text", 1, "zh"], "第一条 改动过的文字，本局工作人员。")],
    "fact-not-applicable": [_when({"applicable": "staff"})],
    "text-unavailable": [_set(["text", 2, "available"], False), _set(["text", 2, "gist"], _T)],
    "unknown-window": [_when({"in_window": "aplication", "date": "started_on"})],
    "unknown-scale": [_when({"on_scale": "los", "bands": ["small"]})],
    "unknown-band": [_when({"on_scale": "loss", "bands": ["tiny"]})],
    "scale-bands": [
        _set(["scales", 0, "bands", 0], {"id": "small", **_T}),
        _set(["scales", 0, "bands", 2, "at_most"], 9), _set(["scales", 0, "bands", 1, "less_than"], 1),
    ],
    "unknown-effect": [_set(["protection"], _PROTECTION)],
    "unknown-recipient": [_set(["effects"], [
        {"id": "e", "name": _T, "cites": "A1", "for": "both", "determinations": ["waived"], "recipients": ["no-such"]},
    ])],
    "unknown-body": [
        _set(["procedure", "steps", 0, "by"], "ofice"),
        _set(["procedure", "triggers"], [{"id": "t", "name": _T, "cites": "A1", "kind": "ex_officio", "by": "x"}]),
    ],
    "outside-capacity": [_set(["bodies", 0, "outside"], True)],
    "despite-open": [
        _set(["outcomes", 2, "despite_open"], ["excluded"]),
        _set(["outcomes", 1, "despite_open"], ["not_tolerated"]),
        _set(["outcomes", 4, "despite_open"], ["excluded"]),
    ],
}

_EXPECT = {"outcome": "excluded"}
SCENARIOS = {  # code -> a wrong scenario
    "unknown-outcome": {"findings": {}, "expect": {"outcome": "no_such"}},
    "scenario-fact": {"findings": {"stafff": True}, "expect": _EXPECT},
    "unknown-grade": {"findings": [{"fact": "staff", "value": True, "grade": "x"}],
                      "expect": _EXPECT},
}

FACTS = {  # code -> facts that are refused
    "unknown-fact": {"stafff": True},
    "fact-value": {"staff": 1},
    "fact-not-applicable": {"staff": "not_applicable"},
    "contradiction": {"crime": True, "gravity": "none"},
}


def codes(error) -> set[str]:
    return {one.code for one in error.value.problems}


def refused(folder) -> list:
    with pytest.raises(PackError) as error:
        load(folder)
    for one in error.value.problems:
        assert one.message_zh and one.message_en and one.cure_zh and one.cure_en
        assert one.code in one.text("zh") and one.code in one.text("en")
    return error.value.problems


def test_every_code_has_an_example():
    elsewhere = {"no-folder", "no-files", "too-many-files", "unreadable", "fact-twice",
                 "evidence-form", "facts-form", "versions-overlap", "no-version",
                 "dates-order", "superior-conflict", "diagram-too-large",
                 "contradiction-together", "rails-too-many"}
    elsewhere |= {f"batch-{one}" for one in (  # test_batch.py, test_batch_files.py
        "column", "column-twice", "type", "value", "file", "format", "exists", "extra")}
    assert elsewhere | RAW.keys() | WRONG.keys() | SCENARIOS.keys() | FACTS.keys() == CODES.keys()


@pytest.mark.parametrize("code", RAW)
def test_unreadable_files(code, tmp_path):
    folder = write(tmp_path / "p", content())
    (folder / "zz.yaml").write_bytes(RAW[code])
    found = refused(folder)
    assert [(one.code, one.file) for one in found] == [(code, "zz.yaml")]


@pytest.mark.parametrize(
    ("code", "change"), [(code, change) for code in WRONG for change in WRONG[code]]
)
def test_wrong_packs(code, change, tmp_path):
    raw = content()
    change(raw)
    if code != "text-digest" and isinstance(raw.get("text"), list):
        signed(raw)
    found = refused(write(tmp_path / "p", raw))
    if code == "missing-key" and "wrong-type" in {one.code for one in found}:
        return  # matter_key: null is of the wrong type before it is missing
    assert code in {one.code for one in found}
    for one in found:
        assert one.file == "pack.yaml" and one.line


@pytest.mark.parametrize("code", SCENARIOS)
def test_wrong_scenarios(code, tmp_path):
    raw = {"id": "s", "title": {"zh": "例", "en": "case"}, **SCENARIOS[code]}
    found = refused(write(tmp_path / "p", content(), [raw]))
    if code == "unknown-grade":
        assert found[0].code == "scenario-fact" and "unknown-grade" in found[0].message_en
    else:
        assert [one.code for one in found] == [code]
    assert found[0].file == "scenarios/s.yaml"


@pytest.mark.parametrize("code", FACTS)
def test_wrong_facts(code, tiny):
    with pytest.raises(FactError) as error:
        assess(tiny, from_findings(tiny, FACTS[code]))
    assert codes(error) == {code}


def test_folders_that_are_no_packs(tmp_path):
    assert refused(tmp_path / "nowhere")[0].code == "no-folder"
    assert refused(tmp_path)[0].code == "no-files"
    for i in range(301):
        (tmp_path / f"{i}.yaml").write_text("a: 1")
    assert refused(tmp_path)[0].code == "too-many-files"


def test_a_fact_found_twice_and_evidence_that_is_no_list(tiny):
    with pytest.raises(FactError) as error:
        from_findings(tiny, [{"fact": "staff", "value": True}, {"fact": "staff", "value": False}])
    assert codes(error) == {"fact-twice"}
    with pytest.raises(FactError) as error:
        check_evidence(tiny, {"staff": "1"})
    assert codes(error) == {"evidence-form"}


@pytest.mark.parametrize("text", [
    "", "- 1", "facts: 5", "subjects: {}", "subjects: {甲: 1}", "findings: [1]",
    "facts: {}\nfindings: []", "subjects: {甲: {}}", "policy: 5\nfacts: {}",
    "settings: 1\nfacts: {}", "subjects: {甲: {facts: {}}}\nfacts: {}", "facts: {}\nevidence: 1",
])
def test_facts_files_of_another_form(text, tiny, tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text(text)
    with pytest.raises(FactError) as error:
        FactsFile(path).subjects(tiny)
    assert codes(error) == {"facts-form"}


def test_a_facts_file_that_cannot_be_read(tmp_path):
    with pytest.raises(FactError) as error:
        FactsFile(tmp_path)
    assert codes(error) == {"unreadable"}


def test_all_problems_at_once_with_lines_and_a_guess(tmp_path):
    text = (TINY / "rules.yaml").read_text("utf-8")
    text = text.replace("{not: {fact: private_gain}}", "{not: {fact: private_gian}}")
    text = text.replace("{fact: crime}]}", "{rule: A4}]}")
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "pack.yaml").write_bytes((TINY / "pack.yaml").read_bytes())
    (folder / "rules.yaml").write_text(text, "utf-8")
    found = refused(folder)
    assert [one.code for one in found] == ["unknown-fact", "unknown-rule"]
    for one in found:
        line = text.split("\n")[one.line - 1]
        assert "private_gian" in line or "A4" in line
    # the place in the rule, and the place in the law it rests on
    assert all("第" in one.where_zh and "Article" in one.where_en for one in found)
    assert all(one.where_en in one.text("en") and one.where_zh in one.text("zh") for one in found)
    assert "private_gain" in found[0].cure_zh and "private_gain" in found[0].cure_en
    with pytest.raises(FactError) as error:
        assess(load(TINY), {"private_gian": True})
    assert '"private_gain"' in error.value.problems[0].cure_en


def test_a_circle_names_its_path(tmp_path):
    raw = content()
    rule(raw, "A2")["when"] = {"not": {"rule": "A2.any"}}
    found = refused(write(tmp_path / "p", raw))
    circle = next(one for one in found if one.code == "rule-cycle")
    assert "A2 → A2.any → A2-1 → A2" in circle.message_en
