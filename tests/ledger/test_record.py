"""Appending: position, request key, kinds, schemas, and what reducers may touch."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from rongcuo import clock, ids
from rongcuo.ledger import canonical, reduce
from rongcuo.ledger.errors import (
    KeyReused,
    LedgerError,
    NotCanonical,
    NotInTransaction,
    Stale,
    UnknownKind,
    UnknownTable,
)
from rongcuo.ledger.models import Entry, Payload
from rongcuo.ledger.record import head, read, record
from rongcuo.ledger.reduce import Put, Recorded, reducer, upcast
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from tests.ledger.toy import Box

ACTOR = ids.new_id()


@pytest.fixture
def box(ledger):
    stream = ids.new_id()
    record(stream, "box.opened", actor=ACTOR, payload={"name": "示例箱"}, at=0, key="open")
    return stream


def test_an_entry_is_chained_and_its_row_follows(ledger):
    stream = ids.new_id()
    with clock.frozen("2026-09-17T09:00"):
        entry = record(
            stream,
            "box.opened",
            actor=ACTOR,
            payload={"name": "示例箱", "price": Decimal("12.50"), "tags": {"b": [1], "a": None}},
            at=0,
        )
    assert (entry.seq, entry.position, entry.prev) == (1, 1, "0" * 64)
    assert entry.recorded_at == "2026-09-17T01:00:00.000000Z"
    assert entry.digest == canonical.digest(entry.envelope())
    second = record(stream, "box.noted", actor=None, payload={}, at=1)
    assert (second.seq, second.position, second.prev) == (2, 2, entry.digest)
    row = Box.objects.get(pk=stream)
    assert row.price == Decimal("12.50")
    assert row.opened_at == datetime(2026, 9, 17, 1, tzinfo=UTC)
    assert [one.kind for one in read(stream)] == ["box.opened", "box.noted"]
    assert head(stream) == 2
    assert head(ids.new_id()) == 0


def test_same_words_do_not_give_the_same_digest(box):
    one = record(box, "box.noted", actor=None, payload={"words": "同"}, at=1)
    two = record(box, "box.noted", actor=None, payload={"words": "同"}, at=2)
    assert one.payload_digest != two.payload_digest


@pytest.mark.parametrize("at", [0, 2, 7])
def test_another_position_says_who_acted_first(box, at):
    with pytest.raises(Stale) as caught:
        record(box, "box.noted", actor=ids.new_id(), payload={}, at=at)
    stale = caught.value
    assert (stale.stream, stale.expected, stale.found) == (box, at, 1)
    assert stale.last_entry.actor == ACTOR
    assert head(box) == 1


def test_an_unknown_stream_has_nobody_who_acted(ledger):
    with pytest.raises(Stale) as caught:
        record(ids.new_id(), "box.noted", actor=None, payload={}, at=3)
    assert caught.value.last_entry is None


def test_the_same_key_gives_the_first_result_again(box):
    again = record(
        ids.new_id(), "box.opened", actor=ACTOR, payload={"name": "别的"}, at=0, key="open"
    )
    assert again.repeated
    assert again.stream == box
    assert Entry.objects.count() == Box.objects.count() == 1
    other = record(
        ids.new_id(), "box.opened", actor=ids.new_id(), payload={"name": "别的"}, at=0, key="open"
    )
    assert not other.repeated


def test_a_key_of_the_program_itself_counts_too(ledger):
    stream = ids.new_id()
    record(stream, "box.opened", actor=None, payload={}, at=0, key="seed")
    assert record(stream, "box.opened", actor=None, payload={}, at=0, key="seed").repeated


def test_a_key_used_for_another_kind_is_an_error(box):
    with pytest.raises(KeyReused):
        record(box, "box.noted", actor=ACTOR, payload={}, at=1, key="open")


@pytest.mark.parametrize(
    ("kind", "schema"), [("box.burnt", 1), ("box.opened", 2), ("box.renamed", 1)]
)
def test_an_unknown_kind_or_schema_is_refused(box, kind, schema):
    with pytest.raises(UnknownKind):
        record(box, kind, actor=None, payload={"name": "x"}, at=1, schema=schema)
    assert head(box) == 1


def test_a_payload_that_is_not_canonical_is_refused(box):
    with pytest.raises(NotCanonical):
        record(box, "box.noted", actor=None, payload={"share": 0.5}, at=1)


def test_outside_a_transaction_nothing_is_recorded(committed):
    with pytest.raises(NotInTransaction):
        record(ids.new_id(), "box.noted", actor=None, payload={}, at=0)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("put", "error"),
    [
        (Put("ledger.Entry", 1, {"kind": "x"}), UnknownTable),
        (Put("toy.Box", "x" * 36, {"name": "x"}), Exception),
        (Put("toy.Box", ids.new_id(), {"colour": "x"}), UnknownTable),
        (Put("toy.Box", ids.new_id(), {"mark": "x"}), UnknownTable),
        (Put("toy.Thing", ids.new_id(), {"box": ids.new_id()}), UnknownTable),
        (Put("toy.Box", ids.new_id(), {"day": "no day"}), LedgerError),
    ],
)
def test_a_reducer_that_errs_leaves_nothing(box, put, error):
    reducer("box.wrong")(lambda entry: [put])
    with pytest.raises(error), transaction.atomic():
        record(box, "box.wrong", actor=None, payload={}, at=1)
    assert head(box) == 1
    assert Payload.objects.count() == 1
    assert verify().ok


def test_reducers_see_only_what_was_recorded(box):
    """Not the caller's objects: a tuple is a list, a Decimal a text, and later changes are lost."""
    seen = []
    reducer("box.seen")(lambda entry: seen.append(entry))
    payload = {"pair": (1, 2), "sum": Decimal("1.50"), "words": ["a"]}
    record(box, "box.seen", actor=None, payload=payload, at=1)
    payload["words"].append("b")
    assert seen[0].payload == {"pair": [1, 2], "sum": "1.50", "words": ["a"]}
    assert isinstance(seen[0], Recorded)


def test_old_schemas_are_carried_up_when_read(box, monkeypatch):
    with monkeypatch.context() as then:  # as the program was when schema 1 was the present one
        then.setattr(reduce, "_upcasts", {})
        then.setitem(
            reduce._reducers,
            "box.renamed",
            (1, lambda e: [Put("toy.Box", e.stream, {"name": e.payload["title"]})]),
        )
        record(box, "box.renamed", actor=None, payload={"title": "旧名"}, at=1, schema=1)
    assert read(box)[1].payload == {"name": "旧名"}
    assert read(box)[1].schema == 2
    assert replay() == []
    assert verify().ok
    reduce._upcasts.clear()
    with pytest.raises(UnknownKind, match="no upcast from schema 1"):
        read(box)


def test_nothing_is_registered_twice(ledger):
    with pytest.raises(ValueError, match="already"):
        reducer("box.opened")(lambda entry: ())
    with pytest.raises(ValueError, match="already"):
        upcast("box.renamed", 1)(lambda payload: payload)
