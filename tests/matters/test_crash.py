"""kill -9 in the middle of any action: nothing is half done, and the step can be taken again.

The action runs in a process of its own that kills itself at a chosen place. What is then on disk is
looked at from outside, as after a power cut.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from rongcuo.demo.story import STEPS as COURSE
from rongcuo.ledger import applying
from rongcuo.ledger.models import Entry, Payload
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import application, drafts, files
from rongcuo.matters.models import Draft, DraftFile, Evidence, Matter
from tests.matters.world import Case

pytestmark = pytest.mark.slow


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_in(prepare: Callable[[], object], action: Callable[[], object]) -> bool:
    """Run the action in another process, `prepare` laying the trap there; whether it was killed."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            with prepare():
                action()
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


# --- where to die ----------------------------------------------------------------------------


def after_statement(count: int):
    """Die once so many statements were sent to the database."""
    left = count

    def wrapper(execute, sql, params, many, context):
        nonlocal left
        result = execute(sql, params, many, context)
        left -= 1
        if left == 0:
            die()
        return result

    return connection.execute_wrapper(wrapper)


class Patched:
    """Die before or after a function is called, or before its nth call."""

    def __init__(self, where, name: str, *, after: bool = False, call: int = 1):
        self.where, self.name, self.after, self.left = where, name, after, call

    def __enter__(self):
        inner = getattr(self.where, self.name)

        def trap(*args, **kwargs):
            self.left -= 1
            if self.left == 0 and not self.after:
                die()
            result = inner(*args, **kwargs)
            if self.left == 0:
                die()
            return result

        setattr(self.where, self.name, trap)
        return self

    def __exit__(self, *_):
        raise AssertionError("it should have died here")


POINTS = {
    "before the entry": partial(Patched, Entry, "save"),
    "after the entry": partial(Patched, Entry, "save", after=True),
    "after the payload": partial(Patched, Payload, "save", after=True),
    "before the tables": partial(Patched, applying, "apply"),
    "after the tables": partial(Patched, applying, "apply", after=True),
    "in the middle of the tables": partial(Patched, applying, "target", call=3),
    "before the commit": partial(Patched, BaseDatabaseWrapper, "_commit"),
}


def seen() -> dict:
    """Everything the record and the tables hold."""
    tables = [m for m in connection.introspection.table_names() if m.split("_")[0] in {"ledger", "matters", "people"}]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def intact() -> None:
    assert verify().problems == []
    assert replay() == []


@pytest.mark.parametrize("point", POINTS)
def test_an_application_killed_at_a_point_is_still_a_draft_and_can_be_sent(committed, point):
    case = Case(committed).until("noticed")
    draft = case.drafted()
    inspector = committed["inspector"]
    drafts.save_draft(draft.pk, {"account": "示例经过"}, actor=inspector)

    def submit():
        with case.at():
            application.submit_application(draft.pk, actor=inspector, key="once", **case.form())

    before = seen()
    assert killed_in(POINTS[point], submit)
    assert seen() == before
    intact()
    assert Draft.objects.get().form == {"account": "示例经过"}
    assert files.intact(DraftFile.objects.get().sha256, DraftFile.objects.get().pk)
    submit()
    evidence = Evidence.objects.get()
    assert files.intact(evidence.sha256, evidence.file)
    submit()  # the browser sends it once more: the first result again
    assert Matter.objects.count() == 1
    intact()


#: Steps of one entry, by one person.
STEPS = ("forwarded", "accepted", "appointed", "found", "reported", "consulted", "determined", "fed_back", "filed")


@pytest.mark.parametrize("step", STEPS)
def test_any_step_killed_half_way_can_be_taken_again(committed, step):
    case = Case(committed).until(COURSE[COURSE.index(step) - 1])
    before = seen()
    for point in ("after the payload", "in the middle of the tables", "before the commit"):
        assert killed_in(POINTS[point], partial(case.take, step)), point
        assert seen() == before
    intact()
    case.take(step)
    assert seen() != before
    intact()


def test_killed_after_every_single_statement_until_it_gets_through(committed):
    case = Case(committed).until("forwarded")
    before, statements = seen(), 1
    while killed_in(partial(after_statement, statements), partial(case.take, "accepted")):
        assert seen() == before, statements
        statements += 1
    assert statements > 12
    intact()
    assert case.state == ("verification", "accepted")


def test_killed_after_a_file_was_stored_only_an_unused_file_is_left(committed, settings):
    case = Case(committed).until("noticed")
    with case.at():
        draft = drafts.draft_for(case.target.pk, actor=committed["inspector"])

    def attach():
        drafts.attach(
            draft.pk, SimpleUploadedFile("a.txt", "示例".encode()), title="x", made_on=None,
            actor=committed["inspector"],
        )

    def stored() -> list[str]:
        return sorted(p.name for p in settings.FILES.rglob("*") if p.is_file())

    before = seen()
    assert killed_in(partial(Patched, files, "sniff"), attach)
    assert [name.endswith(".part") for name in stored()] == [True]
    assert killed_in(partial(Patched, files, "store", after=True), attach)
    assert seen() == before
    assert not DraftFile.objects.exists()
    attach()
    row = DraftFile.objects.get()
    assert row.pk.hex in stored()
    assert files.intact(row.sha256, row.pk)
