"""Two at once, and a process killed in the middle: one wins, nothing is half done."""

from __future__ import annotations

import os
import signal
import threading
from functools import partial

from django.db import connection, connections, transaction

from rongcuo import ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry, Payload
from rongcuo.ledger.record import head, record
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from tests.ledger.toy import Box, Thing


def at_once(*actions) -> list:
    """Run the actions in threads that start together; their results or exceptions, in order."""
    results = [None] * len(actions)
    barrier = threading.Barrier(len(actions))

    def run(index, action):
        try:
            barrier.wait(timeout=20)
            results[index] = action()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_at_the_same_position_one_wins(committed):
    stream = ids.new_id()
    actors = {ids.new_id(): f"示例 {name}" for name in "甲乙丙"}

    def act(actor, at):
        with transaction.atomic():
            return record(stream, "box.opened", actor=actor, payload={"name": actors[actor]}, at=at)

    for at in range(8):
        results = at_once(*(partial(act, actor, at) for actor in actors))
        won = [one for one in results if isinstance(one, Entry)]
        late = [one for one in results if isinstance(one, Stale)]
        assert (len(won), len(late)) == (1, 2), results
        assert {one.last_entry.actor for one in late} == {won[0].actor}
        assert Box.objects.get().name == actors[won[0].actor]
    assert head(stream) == 8
    assert verify().ok
    assert replay() == []


def test_the_same_request_twice_at_once_is_done_once(committed):
    actor = ids.new_id()

    def act():
        with transaction.atomic():
            return record(ids.new_id(), "box.opened", actor=actor, payload={}, at=0, key="once")

    results = at_once(act, act, act)
    assert sorted(one.repeated for one in results) == [False, True, True]
    assert len({one.pk for one in results}) == Entry.objects.count() == 1


def test_many_writers_leave_no_gap(committed):
    def act():
        for _ in range(10):
            with transaction.atomic():
                record(ids.new_id(), "box.opened", actor=None, payload={}, at=0)

    assert at_once(act, act, act, act) == [None] * 4
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, 41))
    assert verify().ok


def action(stream) -> None:
    """Three entries and five changed rows in one transaction."""
    with transaction.atomic():
        record(stream, "box.opened", actor=None, payload={"name": "示例箱"}, at=0)
        for count in (1, 2):
            said = {"id": ids.new_id(), "label": "示例物", "count": count}
            record(stream, "thing.added", actor=None, payload=said, at=count)


def dies_in_the_middle(stream, statements: int) -> bool:
    """Run the action in a process that is killed after so many statements; False if it ended."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        left = statements

        def count(execute, sql, params, many, context):
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            result = execute(sql, params, many, context)
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        try:
            with connection.execute_wrapper(count):
                action(stream)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_kill_9_leaves_no_half_entry(committed):
    """Killed after every single statement of an action in turn, until it gets through."""
    with transaction.atomic():
        record(ids.new_id(), "box.noted", actor=None, payload={}, at=0)
    stream, statements = ids.new_id(), 1
    while dies_in_the_middle(stream, statements):
        assert Entry.objects.count() == Payload.objects.count() == 1
        assert not Box.objects.exists()
        assert not Thing.objects.exists()
        statements += 1
    assert statements > 15
    assert head(stream) == 3
    assert Box.objects.get().count == Thing.objects.count() == 2
    assert verify().ok
    assert replay() == []
