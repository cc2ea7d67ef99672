"""A14: anybody may ask how an article is to be understood; the answer stands beside it for everybody."""

from __future__ import annotations

import pytest

from rongcuo import clock, ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.record import head
from rongcuo.ledger.replay import replay
from rongcuo.matters import interpretation as a14
from rongcuo.matters.access import NOBODY, viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Interpretation
from rongcuo.people.record import add_person
from tests.matters.world import refused


@pytest.fixture(autouse=True)
def a_day():
    with clock.frozen("2026-03-02T09:00:00+08:00"):
        yield


def ask(bureau, who="inspector", units=("A06-2",), question="“先行先试”包括经处室同意的做法吗？"):
    return a14.ask(actor=bureau[who], key=str(ids.new_id()), units=list(units), question=question).stream


def answer(bureau, pk, who="officer", at=1, key=None, **changes):
    given = {
        "question": "“先行先试”指什么？", "text": "指经集体研究、上级没有禁止的探索。",
        "basis": "党组会议纪要〔2026〕3号", "units": ["A06-2", "A05-1"],
    }  # fmt: skip
    return a14.answer(pk, actor=bureau[who], at=at, key=key or str(ids.new_id()), **(given | changes))


def sees(bureau, who, pk) -> bool:
    return a14.visible(viewer_of(bureau[who])).filter(pk=pk).exists()


def test_a_question_is_between_the_asker_and_those_who_answer_until_it_is_answered(bureau):
    pk = ask(bureau)
    for who, expected in (("inspector", True), ("officer", True), ("chemicals_head", False), ("leader_1", False)):
        assert sees(bureau, who, pk) == expected, who
    assert not a14.visible(viewer_of(NOBODY)).exists()
    answer(bureau, pk)
    assert all(sees(bureau, who, pk) for who in ("chemicals_head", "leader_1", "trainer"))
    assert not a14.visible(viewer_of(NOBODY)).exists()
    assert set(a14.of_articles()) == {"A06-2", "A05-1"}
    assert replay() == []


@pytest.mark.parametrize("who", ["inspector", "chemicals_head", "leader_1", "personnel"])
def test_only_the_party_committee_answers(bureau, who):
    pk = ask(bureau, who="leader_1")
    with refused(NotPermitted if who == "leader_1" else NotFound):
        answer(bureau, pk, who=who)


def test_who_holds_no_post_does_not_ask(bureau):
    from rongcuo.people.models import Person

    pk = add_person(actor=None, name="示例外人")
    bureau.people["nobody"] = Person.objects.get(pk=pk)
    with refused(NotPermitted):
        ask(bureau, who="nobody")


@pytest.mark.parametrize(("changes", "field"), [
    ({"text": " "}, "text"), ({"basis": ""}, "basis"), ({"question": ""}, "question"), ({"units": []}, "units"),
    ({"units": ["A99"]}, "units"), ({"text": "长" * 2001}, "text"),
])  # fmt: skip
def test_an_answer_has_words_a_basis_and_an_article(bureau, changes, field):
    pk = ask(bureau)
    with refused(Incomplete, field):
        answer(bureau, pk, **changes)


def test_an_answer_is_given_once_and_two_at_a_time_do_not_both_count(bureau):
    pk = ask(bureau)
    first = answer(bureau, pk, key="k")
    assert answer(bureau, pk, key="k").repeated and head(pk) == first.position
    with pytest.raises(Stale):
        answer(bureau, pk, who="registrar", at=1)
    with refused(NotNow):
        answer(bureau, pk, who="registrar", at=2)
    assert Interpretation.objects.get().answered_by == bureau["officer"]


@pytest.mark.parametrize("units", [[], ["A99"], ["A06-2", "x"]])
def test_a_question_is_about_an_article(bureau, units):
    with refused(Incomplete, "units"):
        ask(bureau, units=units)
