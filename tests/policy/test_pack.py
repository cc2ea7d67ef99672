"""A loaded pack: frozen all the way down, the same from the cache, settings, digests."""

import json
from types import MappingProxyType

import pytest

from rongcuo.policy import FactError, Pack, Settings, assess, from_findings, load
from rongcuo.policy import cache as pack_cache
from rongcuo.policy.prose import citation, numeral, render
from rongcuo.policy.record import Record
from rongcuo.policy.scenarios import run
from tests.policy.drafts import TINY, content, signed, write


def parts(value):
    """Everything reachable from a pack."""
    stack = [value]
    while stack:
        one = stack.pop()
        yield one
        if isinstance(one, Record):
            stack += one.values_of_fields()
        elif isinstance(one, MappingProxyType):
            stack += [*one.keys(), *one.values()]
        elif isinstance(one, tuple):
            stack += one


def test_a_pack_is_frozen_all_the_way_down(tiny):
    kinds = {type(one).__name__ for one in parts(tiny)}
    assert not kinds & {"list", "dict", "set", "bytearray"}
    for one in parts(tiny):
        if isinstance(one, Record):
            with pytest.raises(AttributeError):
                setattr(one, one.fields[0], None)
            with pytest.raises(AttributeError):
                one.other = 1
            with pytest.raises(AttributeError):
                delattr(one, one.fields[0])
    with pytest.raises(TypeError):
        tiny.rules["A3"] = None


def test_records_are_made_whole_or_not_at_all():
    class Point(Record):
        x: int
        y: int

    assert Point(1, y=2) == Point(1, 2) != Point(2, 1)
    assert repr(Point(1, 2)) == "Point(x=1, y=2)" and len({Point(1, 2), Point(1, 2)}) == 1
    for wrong in ((1,), (1, 2, 3)):
        with pytest.raises(TypeError):
            Point(*wrong)
    with pytest.raises(TypeError):
        Point(1, z=2)


def test_the_tiny_pack_as_loaded(tiny):
    assert isinstance(tiny, Pack) and (tiny.id, tiny.version) == ("tiny", "1.0.0")
    assert tiny.title.zh == "示例办法" and tiny.title.get("en") == "Sample Measures"
    assert tiny.units["A2-1"].item == 1 and tiny.units["N-title"].article is None
    assert tiny.facts["gravity"].values["minor"].zh == "轻微"
    leaf = tiny.rules["A1"].when.children[0]
    assert (leaf.id, leaf.cites, leaf.quote) == ("A1/all/1", ("A1",), "本局工作人员")
    assert [one.id for one in tiny.outcomes.values() if one.undetermined] == ["undetermined"]
    assert tiny.procedure.moves[0].subject.to == "accepted"


def test_the_cache_makes_no_difference(tmp_path, monkeypatch):
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path / "cache"))
    fresh, cached = load(TINY), load(TINY)
    (entry,) = (tmp_path / "cache").iterdir()
    assert [*parts(fresh)][1:] == [*parts(cached)][1:]
    whole = entry.read_bytes()
    for damaged in (b"", whole[:-9], whole.replace(b"tiny", b"tinz"), b"\xff\xfe", b"{}\n{}"):
        entry.write_bytes(damaged)
        assert load(TINY).digest == fresh.digest
        assert entry.read_bytes() == whole, "a damaged entry is written anew"


def test_a_cache_that_cannot_be_used_is_ignored(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path / "file"))
    assert load(TINY).id == "tiny"
    monkeypatch.delenv("RONGCUO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    load(TINY)
    assert len([*(tmp_path / "xdg" / "rongcuo").iterdir()]) == 1


def test_old_entries_are_dropped(tmp_path, monkeypatch):
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path))
    for i in range(40):
        pack_cache.store(f"key{i}", i)
    assert len([*tmp_path.iterdir()]) == 30
    assert pack_cache.fetch("key39") == 39 and pack_cache.fetch("key0") is None


def test_a_changed_pack_is_never_taken_from_the_cache(tmp_path):
    folder = write(tmp_path / "p", content())
    before = load(folder)
    changed = content()
    changed["pack"]["title"]["en"] = "Other"
    (folder / "pack.yaml").write_text(json.dumps(changed), "utf-8")
    after = load(folder)
    assert after.title.en == "Other" and after.digest != before.digest


def test_the_digest_covers_the_content_and_not_the_tests(tmp_path, tiny):
    spread = write(tmp_path / "a", content())
    assert load(spread).digest == tiny.digest  # one file or two, with scenarios or without
    changed = content()
    changed["text"][1]["zh"] += "！"
    assert load(write(tmp_path / "b", signed(changed))).digest != tiny.digest


def test_settings(tiny):
    usual = tiny.settings()
    assert dict(usual) == {"conditions": "all", "hearing": True}
    named = tiny.settings({"conditions": "named"})
    assert isinstance(named, Settings) and named.adopted == {"conditions"}
    assert named.digest != usual.digest and tiny.settings({"hearing": True}) == usual
    for wrong in ({"conditions": "some"}, {"hearing": "yes"}, {"hearing": 1}, {"other": 1}):
        with pytest.raises(FactError):
            tiny.settings(wrong)
    known = {"first_trial": True, "diligent": False}
    assert assess(tiny, known).verdict("A2-1") == "not_met"
    assert assess(tiny, known, settings=named).verdict("A2-1") == "met"


def test_scenarios_of_the_pack_and_how_they_differ(tiny, tmp_path):
    assert [run(tiny, one) for one in tiny.scenarios.values()] == [[], []]
    wrong = {
        "id": "w", "title": {"zh": "例", "en": "case"}, "findings": {"staff": False},
        "expect": {"outcome": "excluded", "admissible": [], "open_facts": ["crime"],
                   "met": ["A1"], "decisive": ["A3"]},
    }
    pack = load(write(tmp_path / "p", content(), [wrong]))
    found = run(pack, pack.scenarios["w"])
    assert [one.key for one in found] == [
        "outcome", "admissible", "open_facts", "met A1", "decisive",
    ]
    assert found[0].text("en").startswith("scenarios/s.yaml:1: w: outcome: expected excluded, found")


def test_unknown_is_never_no_and_an_open_exclusion_leaves_nothing_open(tiny):
    known = from_findings(tiny, {
        "staff": True, "started_on": "2021-03-01", "diligent": True, "private_gain": False,
        "first_trial": True,
    })
    open_exclusion = assess(tiny, known)
    assert open_exclusion.outcome == "undetermined" and open_exclusion.admissible == ()
    assert open_exclusion.open_facts == ("gravity", "crime")
    settled = assess(tiny, known | {"gravity": "none", "crime": False})
    assert settled.outcome == "waiver_open" and settled.admissible == ("waived", "lighter", "refused")
    assert settled.decisive == ("A2", "A2-1", "A2.any")
    assert settled.situations == {"A2-1": "met", "A2-2": "open"}
    assert settled.facts["crime"] is False and settled.facts["loss"] is None


@pytest.mark.parametrize(("lang", "words"), [
    ("zh", ["检查结论：未定", "先行先试：未定（第二条第（一）项）", "现为：4000 元；要求：少于 5000 元", "证据 1、3"]),
    ("en", ["Result of the check: undetermined", "Trying first: open (Article 2(1))",
            "Now: 4000 yuan; wanted: less than 5000 yuan", "evidence 1, 3"]),
])
def test_prose_is_derived_from_the_document(tiny, lang, words):
    known = from_findings(tiny, {"loss": "4000", "staff": True, "gravity": "minor"})
    document = assess(tiny, known, evidence={"loss": ["1", "3"]}).document()
    text = "\n".join(render(json.loads(json.dumps(document)), tiny, lang))
    for one in words:
        assert one in text
    other = "符合" if lang == "en" else "not met"
    assert other not in text


def test_how_articles_are_cited(tiny):
    assert citation(tiny, "A2-1") == "第二条第（一）项" and citation(tiny, "A3", "en") == "Article 3"
    assert citation(tiny, "N-title") == "N-title"
    shown = {1: "一", 10: "十", 12: "十二", 20: "二十", 35: "三十五", 100: "一百", 105: "一百零五",
             110: "一百一十", 999: "九百九十九"}
    assert {number: numeral(number) for number in shown} == shown


def test_what_lies_behind_a_met_outcome_cannot_matter(tiny):
    result = assess(tiny, {"gravity": "grave"})
    assert result.outcome == "undetermined" and result.verdict("A3") == "met"
    assert result.open_facts == ("staff", "started_on")
    assert result.decisive == ("A1",) and result.decisive_cites == ("A1",)
