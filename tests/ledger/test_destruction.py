"""A payload goes by the recorded decision of two people; the chain stays, the words do not."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from rongcuo import ids
from rongcuo.ledger import checkpoints
from rongcuo.ledger.destruction import destroy_payload
from rongcuo.ledger.errors import NotInTransaction, NotPermitted
from rongcuo.ledger.models import Entry, Payload
from rongcuo.ledger.record import read, record
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from tests.ledger import toy
from tests.ledger.toy import Box

ONE, TWO = ids.new_id(), ids.new_id()


@pytest.fixture
def entry(ledger) -> Entry:
    stream, _ = toy.fill(boxes=2)
    checkpoints.checkpoint()
    return Entry.objects.get(stream=stream, position=1)


def destroy(entry, **other) -> Entry:
    said = {"decided_by": ONE, "confirmed_by": TWO, "reason": "保管期限届满"} | other
    return destroy_payload(entry, **said)


def test_the_words_are_gone_and_everything_else_stands(entry):
    Box.objects.update(mark="手记")
    decision = destroy(entry)
    report = verify()
    assert report.ok
    (note,) = report.destroyed
    assert (note.seq, note.decision) == (entry.seq, decision.seq)
    assert str(decision.seq) in str(note)
    row = Box.objects.get(pk=entry.stream)
    assert (row.name, row.count, row.mark) == ("", 3, "手记")
    assert replay() == []
    first = read(entry.stream)[0]
    assert first.destroyed_by == decision.seq
    assert first.payload["name"] == ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM ledger_payload WHERE body LIKE '%%示例箱 0%%'")
        assert cursor.fetchone() == (0,)


def test_a_later_change_of_the_row_survives(entry):
    record(entry.stream, "box.renamed", actor=None, payload={"name": "新名"}, at=4, schema=2)
    destroy(entry)
    assert Box.objects.get(pk=entry.stream).name == "新名"
    assert replay() == []


def test_a_row_dropped_since_stays_away(entry):
    things = list(toy.Thing.objects.filter(box=entry.stream).values_list("pk", flat=True))
    record(entry.stream, "box.closed", actor=None, payload={"things": things}, at=4)
    destroy(entry)
    assert not Box.objects.filter(pk=entry.stream).exists()
    assert replay() == []


def test_one_person_is_not_two(entry):
    with pytest.raises(NotPermitted, match="two different"):
        destroy(entry, confirmed_by=ONE)
    assert Payload.objects.get(pk=entry.pk).body


def test_not_twice_and_never_the_decision_itself(entry):
    decision = destroy(entry)
    with pytest.raises(NotPermitted, match=str(decision.seq)):
        destroy(entry)
    with pytest.raises(NotPermitted, match="what remains"):
        destroy(decision)


def test_a_kind_whose_remains_are_not_laid_down_stays(entry):
    noted = record(entry.stream, "box.noted", actor=None, payload={}, at=4)
    with pytest.raises(NotPermitted, match="what remains"):
        destroy(noted)


def test_only_inside_a_transaction(committed):
    (stream,) = toy.fill(boxes=1)
    with pytest.raises(NotInTransaction):
        destroy(Entry.objects.get(stream=stream, position=1))


@pytest.mark.parametrize(
    "said",
    [
        {"decided_by": str(ONE), "confirmed_by": str(ONE)},
        {"decided_by": str(ONE)},
        {"decided_by": str(ONE), "confirmed_by": None},
        {"decided_by": str(ONE), "confirmed_by": str(TWO), "entry": "another"},
    ],
)
def test_the_database_checks_the_decision_for_itself(entry, said):
    decision = record(
        entry.stream, "payload.destroyed", actor=None, payload={"entry": entry.digest} | said, at=4
    )
    blank = Payload.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        blank.update(salt="", body="", destroyed_by=decision)
