"""The desk shows exactly what waits: no less for being quick."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rongcuo import clock
from rongcuo.demo import bureau as sample
from rongcuo.demo.building import NOW, build
from rongcuo.matters.access import Standing, viewer_of, visible_matters, with_people
from rongcuo.matters.desk import desk
from rongcuo.matters.packs import pack_of
from rongcuo.matters.waiting import Progress, mine, waiting_for

pytestmark = pytest.mark.django_db


def test_the_desk_finds_what_a_look_at_every_matter_finds():
    build()
    people = sample.existing()
    found_any = set()
    with clock.frozen(NOW):
        for key, person in people.people.items():
            viewer = viewer_of(person)
            rows = list(with_people(visible_matters(viewer)))
            progress = Progress.of(rows)
            everything = set()
            for matter in rows:
                standing = Standing(viewer, matter)
                waiting = waiting_for(pack_of(matter), standing, progress, viewer.day)
                everything |= {
                    (matter.pk, w.move.action, w.subject and w.subject.pk)
                    for w in mine(waiting, standing)
                }
            shown = {
                (t.matter.pk, t.move.action, t.subject and t.subject.pk)
                for t in desk(viewer, datetime(2026, 9, 1, tzinfo=UTC)).tasks
                if t.matter is not None
            }
            assert shown == everything, key
            if shown:
                found_any.add(key)
    assert {"officer", "secretary", "mines_head", "verifier_1"} <= found_any
