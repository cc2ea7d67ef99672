"""Any history of actions gives the tables an independent model gives, live and replayed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rongcuo import ids
from rongcuo.ledger import reduce
from rongcuo.ledger.destruction import destroy_payload
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import head, record
from rongcuo.ledger.replay import entries, replay
from rongcuo.ledger.verify import verify
from tests.ledger.toy import Box, Thing

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
scalars = st.none() | st.booleans() | st.integers(-1000, 1000) | names
JUDGE, WITNESS = UUID(int=1), UUID(int=2)


class Bureau(RuleBasedStateMachine):
    """Boxes and things, kept twice: by the ledger, and in plain dictionaries written by hand."""

    boxes = Bundle("boxes")

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.box: dict[UUID, dict] = {}
        self.thing: dict[UUID, tuple[UUID, str]] = {}
        self.positions: dict[UUID, int] = {}
        self.named: dict[UUID, Entry] = {}  # the entry that gave a box the name it bears
        self.added: dict[UUID, Entry] = {}
        self.keys: list[tuple[str, UUID, str]] = []
        self.destroyed = 0

    def teardown(self):
        try:
            assert replay() == []
            report = verify()
            assert report.problems == []
            assert report.entries == sum(self.positions.values())
            assert len(report.destroyed) == self.destroyed
            folded = reduce.fold(entries())
            assert {k: v["name"] for k, v in folded["toy.Box"].items()} == {
                k: v["name"] for k, v in self.box.items()
            }
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def act(self, stream, kind, payload, schema=1):
        key = f"key {len(self.keys)}"
        position = self.positions.get(stream, 0)
        entry = record(
            stream, kind, actor=JUDGE, payload=payload, at=position, key=key, schema=schema
        )
        self.positions[stream] = position + 1
        self.keys.append((key, stream, kind))
        return entry

    @rule(
        target=boxes,
        name=names,
        day=st.none() | st.dates(),
        price=st.none() | st.decimals(0, 10**6, places=2),
        tags=st.dictionaries(names, scalars | st.lists(scalars, max_size=3), max_size=3),
    )
    def open(self, name, day, price, tags):
        stream = ids.new_id()
        payload = {"name": name, "day": day, "price": price, "tags": tags}
        self.named[stream] = self.act(stream, "box.opened", payload)
        self.box[stream] = {"name": name, "day": day, "price": price, "tags": tags, "count": 0}
        return stream

    @rule(stream=boxes, name=names)
    def rename(self, stream, name):
        self.named[stream] = self.act(stream, "box.renamed", {"name": name}, schema=2)
        self.box[stream]["name"] = name

    @rule(stream=boxes, label=names)
    def add(self, stream, label):
        pk, count = ids.new_id(), self.box[stream]["count"] + 1
        self.added[pk] = self.act(stream, "thing.added", {"id": pk, "label": label, "count": count})
        self.thing[pk] = (stream, label)
        self.box[stream]["count"] = count

    @precondition(lambda self: self.thing)
    @rule(data=st.data())
    def remove(self, data):
        pk = data.draw(st.sampled_from(sorted(self.thing)))
        stream, _ = self.thing.pop(pk)
        self.box[stream]["count"] -= 1
        self.act(stream, "thing.removed", {"id": pk, "count": self.box[stream]["count"]})

    @rule(stream=consumes(boxes))
    def close(self, stream):
        inside = [pk for pk, (box, _) in self.thing.items() if box == stream]
        self.act(stream, "box.closed", {"things": inside})
        for pk in inside:
            del self.thing[pk]
        del self.box[stream], self.named[stream]

    @rule(stream=boxes, off=st.sampled_from([-1, 1, 2]))
    def come_late(self, stream, off):
        at = self.positions[stream] + off
        with pytest.raises(Stale) as caught:
            record(stream, "box.noted", actor=None, payload={}, at=at)
        assert caught.value.found == self.positions[stream]

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def send_twice(self, data):
        key, stream, kind = data.draw(st.sampled_from(self.keys))
        schema = 2 if kind == "box.renamed" else 1
        again = record(
            stream, kind, actor=JUDGE, payload={"other": 1}, at=0, key=key, schema=schema
        )
        assert again.repeated
        assert again.stream == stream

    @rule(stream=boxes, name=names)
    def fail_half_way(self, stream, name):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record(stream, "box.renamed", actor=None, payload={"name": name}, at=None, schema=2)
            raise ZeroDivisionError

    @precondition(lambda self: self.added)
    @rule(data=st.data())
    def destroy_a_label(self, data):
        pk = data.draw(st.sampled_from(sorted(self.added)))
        entry = self.added.pop(pk)
        destroy_payload(entry, decided_by=JUDGE, confirmed_by=WITNESS, reason="期满")
        self.positions[entry.stream] += 1
        self.destroyed += 1
        if pk in self.thing:
            self.thing[pk] = (self.thing[pk][0], "")

    @rule(stream=consumes(boxes), target=boxes)
    def destroy_a_name(self, stream):
        entry = self.named[stream]
        entry.payload.refresh_from_db()
        if entry.payload.destroyed_by_id is not None:
            return multiple(stream)
        destroy_payload(entry, decided_by=JUDGE, confirmed_by=WITNESS, reason="期满")
        self.positions[stream] += 1
        self.destroyed += 1
        self.box[stream]["name"] = ""
        return multiple(stream)

    @rule()
    def replay_leaves_everything(self):
        assert replay() == []

    @invariant()
    def the_tables_are_as_the_model_says(self):
        columns = ("name", "day", "price", "tags", "count")
        rows = {row.pop("id"): row for row in Box.objects.values("id", *columns)}
        assert rows == self.box
        for row in rows.values():
            assert row["day"] is None or type(row["day"]) is date
            assert row["price"] is None or type(row["price"]) is Decimal
        things = {pk: (box, label) for pk, box, label in Thing.objects.values_list(*THING)}
        assert things == self.thing
        for stream, position in self.positions.items():
            assert head(stream) == position


THING = ("id", "box_id", "label")


def test_live_and_replayed_tables_are_those_of_the_model(ledger):
    run_state_machine_as_test(
        Bureau, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
