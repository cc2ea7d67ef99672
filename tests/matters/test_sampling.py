"""A sample that nobody chooses and anybody can draw anew, and the recorded review of it."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rongcuo.ledger.replay import replay
from rongcuo.matters import sampling
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotNow
from rongcuo.matters.models import Sample, Sampled
from tests.matters.world import Case, refused


@given(st.lists(st.uuids(), unique=True, max_size=12), st.randoms(use_true_random=False), st.integers(1, 15))
def test_the_same_seed_draws_the_same_whatever_the_order(matters, random, size):
    first = sampling.drawn("seed", matters, size)
    random.shuffle(matters)
    assert sampling.drawn("seed", matters, size) == first
    assert len(first) == min(size, len(matters)) and set(first) <= set(matters)
    assert sampling.drawn("seed", matters, size + 1)[: len(first)] == first  # a larger one holds the smaller


def test_the_discipline_officer_draws_and_records_the_review(bureau):
    case = Case(bureau).until("determined")
    given_ = {"first": case.start, "last": case.day, "size": 3}
    with case.at():
        for who in ("officer", "leader_1", "inspector"):
            with refused(NotFound):
                sampling.draw(actor=bureau[who], key="a", **given_)
        with refused(Incomplete, "first"):
            sampling.draw(actor=bureau["supervisor"], key="b", first=case.start, last=case.start, size=1)
        with refused(Incomplete, "size"):
            sampling.draw(actor=bureau["supervisor"], key="c", **given_ | {"size": 0})
        entry = sampling.draw(actor=bureau["supervisor"], key="d", **given_)
    said = entry.recorded().payload
    again = sampling.drawn(said["seed"], [UUID(pk) for pk in said["population"]], 3)
    assert [str(pk) for pk in again] == [p["matter"] for p in said["picks"]]
    pick = Sampled.objects.get()
    assert pick.matter == case.matter and Sample.objects.get().population == 1
    assert not sampling.visible_sampled(viewer_of(bureau["officer"], case.day)).exists()
    with case.at():
        with refused(Incomplete, "words"):
            sampling.review(pick.pk, actor=bureau["supervisor"], key="e", words=" ")
        sampling.review(pick.pk, actor=bureau["supervisor"], key="f", words="程序完整，证据充分。")
        with refused(NotNow):
            sampling.review(pick.pk, actor=bureau["supervisor"], key="g", words="x")
    assert replay() == []
