"""Search finds two-character words and names, shows them in context, and never hints at what one may not see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.archive.models import SearchRow
from rongcuo.archive.searching import find, index
from rongcuo.archive.searching.find import Gate, around, search
from rongcuo.archive.searching.grams import normal, tokens, wanted, words
from rongcuo.matters import access
from rongcuo.matters.access import Standing, viewer_of, with_people
from rongcuo.matters.models import Evidence, Item, Matter
from tests.matters.test_access import EVERYBODY, build
from tests.matters.world import Case

TEXT = st.text(alphabet="整改落实督促𠮷㐂喆·容错ab1２（，。\n ", max_size=14)


@pytest.fixture
def told(bureau):
    return Case(bureau).until("filed")


def found(case, who: str, query: str) -> list[tuple[str, str]]:
    rows = search(viewer_of(case.bureau[who], case.day), query).hits
    return [(h.row.source, h.row.kind) for h in rows]


# --- tokens -----------------------------------------------------------------------------------------


@given(TEXT, TEXT, TEXT)
def test_a_text_that_holds_a_word_has_all_its_tokens(before, word, after):
    """So the index never loses what is there; whether it is there is looked at in the text."""
    text = tokens(normal(before + word + after))
    for one in words(word):
        assert set(wanted(one)) <= set(text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("整改", ["整改"]), ("改", ["改"]), ("整改落实", ["整改", "改落", "落实"]), ("示例·买买提", ["示例", "买买", "买提"]),
     ("𠮷", ["𠮷"]), ("２０２６年", ["20", "02", "26", "年"]), ("abc", ["ab", "bc"]), ("。", [])],
)  # fmt: skip
def test_what_a_word_asks_of_the_index(query, expected):
    assert [t for w in words(query) for t in wanted(w)] == expected


def test_a_query_is_bounded_and_harmless():
    assert words("") == words(" ，。 ") == words("\0") == []
    assert len(words("字 " * 100)) == 8 and len(words("字" * 1000)[0]) == 60


# --- finding -------------------------------------------------------------------------------------------


def test_words_of_two_characters_names_and_numbers_are_found(told):
    assert ("item", "application") in found(told, "officer", "整改")
    assert ("subject", "subject") in found(told, "officer", told.subject.name)
    assert ("matter", "matter") in found(told, "officer", told.matter.number)
    assert ("matter", "matter") in found(told, "officer", "示例园区")
    assert ("evidence", "applicant") in found(told, "officer", "会议记录")
    assert found(told, "officer", "整改 没有这个词") == []
    for nothing in ("", "'", '"', "整改' OR '1'='1", "%", "_", "* AND", "NEAR(", "\\", "整改\0"):
        found(told, "officer", nothing)


def test_a_part_of_a_word_and_single_characters_are_found(told):
    assert found(told, "officer", "改") and found(told, "officer", "园区检")
    assert found(told, "officer", "容错〔2026〕1号") == found(told, "officer", "容错〔２０２６〕１号")


def test_hits_are_shown_in_context():
    parts = around("甲" * 100 + "督促整改落实" + "乙" * 200, ["整改"])
    assert ("整改", True) in parts
    assert parts[0] == parts[-1] == ("…", False)
    assert "".join(p for p, _ in parts).count("乙") < 100
    assert around("整改再整改", ["整改"]) == (("整改", True), ("再", False), ("整改", True))
    assert around("<b>整改</b>", ["整改"])[0] == ("<b>", False)


@given(TEXT, TEXT)
def test_context_is_of_the_text(text, query):
    asked = words(query)
    shown = "".join(p for p, _ in around(text, asked)).replace("…", "")
    flat = " ".join(text.split())
    assert shown in flat or shown in normal(flat)


def test_pages_of_hits_without_a_count(told):
    viewer = viewer_of(told.bureau["officer"], told.day)
    seen, before, pages = [], None, 0
    find_rows, find.ROWS = find.ROWS, 1
    try:
        while True:
            page = search(viewer, "示例", before)
            seen += [h.row.pk for h in page.hits]
            pages += 1
            assert len(page.hits) <= 1
            if page.more is None:
                break
            before = page.more
    finally:
        find.ROWS = find_rows
    assert pages > 2
    assert seen == sorted(set(seen), reverse=True)


# --- who finds what -----------------------------------------------------------------------------------------


@pytest.fixture
def everything(db):
    """A matter with a paper of every kind for two subjects and for the whole; and its index."""
    world = build()
    index.rebuild()
    return world


def test_the_gate_of_search_is_the_gate_of_the_matter(everything):
    world = everything
    for key in EVERYBODY:
        person = None if key == "administrator" else world.bureau[key]
        viewer = access.viewer_of(person, world.case.day)
        expected: set = set()
        for matter in with_people(access.visible_matters(viewer)):
            standing = Standing(viewer, matter)
            expected.add(("matter", matter.pk))
            expected |= {("subject", s.pk) for s in access.visible_subjects(standing)}
            expected |= {("item", i.pk) for i in access.visible_items(standing) if i.kind not in index.NOT_FOUND}
            expected |= {("evidence", e.pk) for e in access.visible_evidence(standing)}
        assert set(Gate(viewer).rows().values_list("source", "ref")) == expected, key


def test_what_is_not_seen_is_not_found(told):
    assert found(told, "trainer", "整改") == []
    assert found(told, "inspector", "整改")
    minutes = Item.objects.get(kind="minutes").body["views"]
    word = next(iter(minutes.values()))[:6]
    assert ("item", "minutes") in found(told, "secretary", word)
    assert ("item", "minutes") not in found(told, "inspector", word)


def test_whoever_has_few_matters_is_searched_in_those_alone(told, connection_queries):
    """No query of theirs asks the index of everything: the time does not depend on what others wrote."""
    for who in ("inspector", "chemicals_head", "trainer"):
        said = connection_queries(lambda who=who: found(told, who, "整改"))
        assert not any("archive_fts" in q or "@@" in q for q in said), who
    assert any("archive_fts" in q or "@@" in q for q in connection_queries(lambda: found(told, "officer", "整改")))


def test_a_search_costs_the_same_few_queries_whoever_asks(told, connection_queries):
    for who in ("inspector", "officer", "secretary", "verifier_1", "trainer", "personnel"):
        assert len(connection_queries(lambda who=who: found(told, who, "整改"))) <= 8, who


@pytest.fixture
def connection_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def run(do) -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            do()
        return [q["sql"] for q in caught]

    return run


# --- the index --------------------------------------------------------------------------------------------------


def rows() -> dict:
    return {(r.source, r.ref): (r.text, r.subject, r.kind, r.day) for r in SearchRow.objects.all()}


def test_the_index_that_follows_is_the_index_made_again(told):
    before = rows()
    assert index.missing() == 0
    assert index.rebuild() == len(before)
    assert rows() == before
    assert ("item", "application") in found(told, "officer", "整改")


def test_the_index_is_written_with_the_action_or_not_at_all(bureau, monkeypatch):
    case = Case(bureau).until("submitted")
    before = rows()
    monkeypatch.setattr(index, "_put", lambda *a: (_ for _ in ()).throw(RuntimeError("the disk is full")))
    with pytest.raises(RuntimeError):
        case.take("forwarded")
    assert rows() == before
    assert case.state[1] == "submitted"


def test_every_matter_paper_and_piece_of_evidence_has_a_row(told):
    assert SearchRow.objects.filter(source="matter").count() == Matter.objects.count()
    assert SearchRow.objects.filter(source="evidence").count() == Evidence.objects.count()
