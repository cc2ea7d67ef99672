"""The demo comes out the same twice, and what it shows is what the actions recorded."""

from __future__ import annotations

from django.db import transaction

from rongcuo import clock
from rongcuo.demo.building import NOW, build
from rongcuo.demo.matters import SAMPLES
from rongcuo.ledger.models import Checkpoint, Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.access import viewer_of
from rongcuo.matters.desk import desk
from rongcuo.matters.models import Act, Matter, Subject
from rongcuo.people.models import Account


def heads() -> list[tuple]:
    return list(Entry.objects.order_by("seq").values_list("seq", "digest"))


def test_two_builds_give_the_same_record(db, settings, tmp_path):
    built = []
    for n in range(2):
        settings.CHECKPOINTS = tmp_path / str(n)
        clean = transaction.savepoint()
        build()
        lines = (tmp_path / str(n) / "checkpoints.jsonl").read_text()
        built.append((heads(), Checkpoint.objects.get().root, lines))
        transaction.savepoint_rollback(clean)
    assert built[0] == built[1]
    assert len(built[0][0]) > 200


def test_the_demo_holds_a_matter_at_every_stage(db):
    seen = []
    build(lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(seen)
    assert Act.objects.count() == len(SAMPLES)
    states = set(Matter.objects.values_list("state", flat=True))
    assert {"intake", "verification", "opinion", "determination", "publication", "filed"} <= states
    outcomes = set(Subject.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert {"waived", "lighter", "mitigated"} <= outcomes
    assert verify().problems == []
    assert replay() == []
    # Nothing lies in the demo's future, and those who act find something on the desk.
    with clock.frozen(NOW):
        now = clock.now()
        assert all(e.recorded().instant <= now for e in Entry.objects.select_related("payload"))
        for who in ("officer", "drafter", "secretary", "verifier_1", "mines_head", "inspector"):
            viewer = viewer_of(Account.objects.get(username=who).person)
            assert desk(viewer, now).tasks, who
