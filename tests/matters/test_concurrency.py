"""Two people at once: one of them is first, the other is told; and many writers never lock each other out."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest
from django.db import connections

from rongcuo import ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import acceptance, acts, application, drafts, verification
from rongcuo.matters.models import Act, Evidence, Item, Matter, Subject
from tests.matters.world import START, Case

pytestmark = pytest.mark.slow


def at_once(*actions) -> list:
    """Run the actions in threads that start together, each with a connection of its own; results in order."""
    results = [None] * len(actions)
    barrier = threading.Barrier(len(actions))

    def run(n, action):
        try:
            barrier.wait(timeout=20)
            results[n] = action()
        except Exception as error:
            results[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def won_and_late(results) -> tuple[list, list]:
    won = [r for r in results if isinstance(r, Entry)]
    late = [r for r in results if isinstance(r, Stale)]
    assert len(won) + len(late) == len(results), results
    return won, late


def test_of_two_who_take_the_same_step_one_is_told_who_was_first(committed):
    case = Case(committed).until("forwarded")
    pk, at = case.subject.pk, case.matter.position

    def do(who, step, **fields):
        return step(
            case.matter_id, actor=committed[who], at=at, key=str(ids.new_id()), subject=pk,
            done_on=case.day, **fields,
        )

    results = at_once(
        partial(do, "officer", acceptance.accept, in_scope=True),
        partial(do, "drafter", acceptance.refuse, ground="no_procedure", reason="x"),
        partial(do, "registrar", acceptance.request_completion, missing="x"),
    )
    won, late = won_and_late(results)
    assert (len(won), len(late)) == (1, 2)
    for error in late:
        assert (error.expected, error.found) == (at, at + 1)
        assert error.last_entry.actor == won[0].actor
    assert case.matter.position == at + 1
    assert Item.objects.filter(matter=case.matter_id, kind__in=["acceptance", "refusal", "completion_request"]).count() == 1
    assert replay() == []


def test_one_of_two_members_is_first(committed):
    case = Case(committed).until("declared")
    at = case.matter.position
    stored = {"name": "a.txt", "media_type": "text/plain", "size": 1, "sha256": "0" * 64}

    def add(who):
        return verification.add_evidence(
            case.matter_id, actor=committed[who], at=at, key=str(ids.new_id()), title=who,
            stored=stored | {"file": ids.new_id()},
        )

    won, late = won_and_late(at_once(*(partial(add, f"verifier_{n}") for n in (1, 2, 3))))
    assert (len(won), len(late)) == (1, 2)
    assert sorted(Evidence.objects.values_list("n", flat=True)) == [1, 2]


def test_the_same_request_twice_at_once_is_done_once(committed):
    case = Case(committed).until("forwarded")
    pk, at = case.subject.pk, case.matter.position

    def do():
        return acceptance.accept(
            case.matter_id, actor=committed["officer"], at=at, key="once", subject=pk, in_scope=True,
            done_on=case.day,
        )

    results = at_once(do, do, do)
    assert sorted(r.repeated for r in results) == [False, True, True]
    assert len({r.pk for r in results}) == 1
    assert case.matter.position == at + 1


def test_an_application_sent_twice_at_once_opens_one_matter(committed):
    case = Case(committed).until("noticed")
    draft = case.drafted()

    def submit():
        return application.submit_application(
            draft.pk, actor=committed["inspector"], key="once", **case.form()
        )

    results = at_once(submit, submit)
    assert sorted(r.repeated for r in results) == [False, True]
    assert (Matter.objects.count(), Subject.objects.count()) == (1, 1)


def test_two_subjects_who_apply_at_once_stand_in_one_matter(committed):
    case = Case(committed, also=[("mines_inspector", "mines")]).until("noticed")
    made = {}
    for who in ("inspector", "mines_inspector"):
        with case.at():
            made[who] = drafts.draft_for(case.target_of(who).pk, actor=committed[who]).pk

    def submit(who):
        return application.submit_application(
            made[who], actor=committed[who], key=str(ids.new_id()), **case.form()
        )

    results = at_once(partial(submit, "inspector"), partial(submit, "mines_inspector"))
    won, late = won_and_late(results)
    assert (len(won), late) == (2, [])
    assert Matter.objects.get().subjects.count() == 2
    assert replay() == []


def test_ten_writers_for_some_seconds_never_meet_a_locked_database(committed):
    """Each registers acts and confirms the telling as fast as it can; every one gets through."""
    row = {"person": committed["inspector"].pk, "unit": committed.units["chemicals"].pk}
    until = time.monotonic() + 4

    def write(n):
        done = 0
        while time.monotonic() < until:
            entry = acts.register_act(
                actor=committed["officer"], key=str(ids.new_id()), kind="case_filing",
                document_number=f"{n}-{done}", issued_by="示例局机关纪委", started_on=START, brief="示例事由",
                subjects=[row],
            )
            subject = Act.objects.get(pk=entry.stream).subjects.get()
            acts.confirm_told(
                entry.stream, actor=committed["officer"], at=1, key=str(ids.new_id()), subject=subject.pk,
                told_on=START,
            )
            done += 1
        return done

    results = at_once(*(partial(write, n) for n in range(10)))
    assert all(isinstance(r, int) and r > 0 for r in results), results
    assert Act.objects.count() == sum(results)
    # Human numbers are without a gap and without a double.
    numbers = {int(a.number.removeprefix("问责〔2026〕").removesuffix("号")) for a in Act.objects.all()}
    assert numbers == set(range(1, sum(results) + 1))
    assert verify().ok
    assert replay() == []
