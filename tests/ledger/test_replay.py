"""Replaying the record gives the tables exactly; damage is found, named and repaired."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from rongcuo import ids
from rongcuo.ledger import reduce, triggers
from rongcuo.ledger.errors import Broken
from rongcuo.ledger.models import Payload
from rongcuo.ledger.replay import Difference, entries, replay
from tests.ledger import toy
from tests.ledger.toy import Box, Thing


@pytest.fixture
def boxes(ledger):
    return toy.fill()


def test_nothing_differs_and_nothing_changes(boxes):
    Box.objects.update(mark="手记")
    before = list(Box.objects.values()), list(Thing.objects.values())
    assert replay() == []
    assert (list(Box.objects.values()), list(Thing.objects.values())) == before


def test_damage_is_named_left_alone_and_then_repaired(boxes):
    whole = sorted(Box.objects.values_list("id", "name", "price", "count"))
    thing = Thing.objects.filter(box=boxes[0]).first()
    Box.objects.filter(pk=boxes[1]).update(name="改", price=Decimal("1.00"))
    Box.objects.update(mark="手记")
    Thing.objects.filter(pk=thing.pk).delete()
    stray = Thing.objects.create(id=ids.new_id(), box_id=boxes[2], label="凭空")
    expected = {
        Difference("toy.Box", boxes[1], "changed", ("name", "price")),
        Difference("toy.Thing", thing.pk, "missing"),
        Difference("toy.Thing", stray.pk, "unexpected"),
    }
    assert set(replay()) == expected
    assert set(replay()) == expected
    assert set(replay(apply=True)) == expected
    assert replay() == []
    assert sorted(Box.objects.values_list("id", "name", "price", "count")) == whole
    assert set(Box.objects.values_list("mark", flat=True)) == {"手记"}


@pytest.mark.parametrize(("stood", "damaged"), [({"a": 1}, {"a": True}), ({"a": 1}, {"a": "1"})])
def test_a_value_of_another_type_is_a_difference(boxes, stood, damaged):
    assert Box.objects.get(pk=boxes[0]).tags == stood
    Box.objects.filter(pk=boxes[0]).update(tags=damaged)
    assert replay() == [Difference("toy.Box", boxes[0], "changed", ("tags",))]


def test_tables_are_not_restored_from_a_record_that_does_not_verify(boxes):
    triggers.remove(connection)
    Payload.objects.filter(entry_id=2).update(body='{"name":"伪"}')
    with pytest.raises(Broken):
        replay(apply=True)
    assert not Box.objects.filter(name="伪").exists()


def test_the_fold_in_memory_agrees(boxes):
    rows = reduce.fold(entries())
    assert {str(pk): row["label"] for pk, row in rows["toy.Thing"].items()} == {
        str(pk): label for pk, label in Thing.objects.values_list("pk", "label")
    }
    assert {pk: row["count"] for pk, row in rows["toy.Box"].items()} == dict(
        Box.objects.values_list("pk", "count")
    )
