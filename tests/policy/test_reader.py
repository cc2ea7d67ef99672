"""Whatever bytes a pack or a facts file holds, the answer is a pack or clear problems."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcuo.policy import (
    NOT_APPLICABLE,
    FactError,
    PackError,
    assess,
    from_findings,
    read_value,
)
from rongcuo.policy.loader import check_files
from rongcuo.policy.reader import Refused, read_yaml, scalar
from tests.policy.drafts import TINY

SOUND = [(name, (TINY / name).read_bytes()) for name in ("pack.yaml", "rules.yaml")]
PIECES = [
    b"&a ", b"*a", b"!!x ", b"{", b"}", b"[", b"]", b": ", b"- ", b"\n", b"\t", b'"', b"'", b"|\n",
    b"\x00", b"\xff", b"~", b"yes", b"-1", b"0.5", b"99999999999999999999", b"fact: ", b"rule: A2",
    b"all: []", b"when:", b"id: A1", b"2018-99-99", b"? ", b"---\n", b"<<: ", b"%YAML 9\n", "甲".encode(),
]


def mutated(seed: int) -> list[tuple[str, bytes]]:
    chance = random.Random(seed)
    files = []
    for name, data in SOUND:
        for _ in range(chance.randint(0, 4)):
            at = chance.randrange(len(data))
            cut = at + chance.choice([0, 0, 1, 3, 20])
            data = data[:at] + chance.choice([*PIECES, b""]) + data[cut:]
        files.append((name, data))
    return files


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_mutated_packs_give_nothing_but_problems(start):
    refused = 0
    for seed in range(start, start + 50):
        try:
            check_files(mutated(seed))
        except PackError as error:
            refused += 1
            assert error.problems and all(one.message_zh for one in error.problems)
            assert all(one.file for one in error.problems)
    assert refused > 25


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=60) | st.text("{}[]:-&*!|>'\"# \nab1", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    try:
        read_yaml(data, "x.yaml")
    except Refused as refused:
        assert refused.problem.file == "x.yaml"


def test_words_as_they_are_taken():
    taken = {
        "yes": True, "No": False, "TRUE": True, "~": None, "": None, "12": 12, "-3": -3, "0": 0,
        "007": "007", "1.5": "1.5", "1e3": "1e3", "2018-02-23": "2018-02-23", "off": "off",
        "none": "none", "9" * 16: "9" * 16,
    }
    for written, value in taken.items():
        assert scalar(written) == value and type(scalar(written)) is type(value)
    assert read_yaml(b'a: "yes"\nb: [1]', "x")[0] == {"a": "yes", "b": [1]}
    assert read_yaml(b"a:\n  - b: 1\n  - c\n", "x")[1] == {
        (): 1, ("a",): 1, ("a", 0): 2, ("a", 0, "b"): 2, ("a", 1): 3,
    }


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates(),
    st.datetimes(), st.decimals(), st.lists(st.integers(), max_size=2), st.binary(max_size=3),
    st.sampled_from(["yes", "否", "不适用", "unknown", "5000元", "5 yuan", "轻微", "2020-02-30",
                     NOT_APPLICABLE, "٣", "１", "--1", "1.", ".", "9" * 60]),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data())
def test_facts_are_read_or_refused(tiny_pack, data):
    name = data.draw(st.sampled_from([*tiny_pack.facts, "nobody", 5]))
    value = data.draw(ANYTHING)
    try:
        known = from_findings(tiny_pack, [{"fact": name, "value": value}])
    except FactError:
        pass
    else:
        assess(tiny_pack, known).to_json()
    try:
        assess(tiny_pack, {name: value})
    except FactError as error:
        assert error.problems


@pytest.fixture(scope="module")
def tiny_pack(tiny):
    return tiny


def test_values_as_people_write_them(tiny):
    facts = tiny.facts
    read = {
        ("staff", "是"): True, ("staff", "no"): False, ("staff", "未知"): None,
        ("gravity", "轻微"): "minor", ("gravity", "grave"): "grave", ("loss", "5000 元"): 5000,
        ("loss", "12.50yuan"): "12.50", ("loss", "500万元"): 5_000_000, ("loss", "1.5亿"): 150_000_000, ("first_trial", "不适用"): NOT_APPLICABLE,
    }
    for (name, written), value in read.items():
        got = read_value(facts[name], written)
        assert got == value or str(got) == value
    for name, written in (("staff", "maybe"), ("loss", "5000 kg"), ("loss", 1.5),
                          ("started_on", "3.1.2021"), ("staff", "不适用"), ("gravity", True)):
        with pytest.raises(FactError):
            read_value(facts[name], written)


def test_grades_say_what_a_finding_makes_of_a_fact(tiny):
    def fact(name, value, grade):
        return from_findings(tiny, [{"fact": name, "value": value, "grade": grade}])[name]

    assert fact("staff", True, "proved") is True
    assert fact("staff", True, "disproved") is False
    assert fact("staff", None, "disproved") is None
    assert fact("staff", True, "partly_proved") is None
    assert fact("gravity", "grave", "disproved") is None
    assert fact("first_trial", "不适用", "disproved") is None
    assert from_findings(tiny, {"staff": "yes"}) == {"staff": True}
