"""The whole of Article 8, from the registered act to filing, through the pages alone."""

from __future__ import annotations

import pytest

from rongcuo.demo.story import STEPS
from rongcuo.ledger.models import Entry
from tests.web.walk import Walk


@pytest.fixture
def walk(bureau, enter, on) -> Walk:
    return Walk(bureau, enter, on)


def test_one_matter_from_the_act_to_filing(walk):
    for step in STEPS:
        walk.take(step)
    assert walk.matter.state == "filed" and walk.subject.outcome == "waived"
    kinds = list(Entry.objects.filter(stream=walk.matter_id).order_by("position").values_list("kind", flat=True))
    assert kinds[0] == "matter.submit_application" and kinds[-1] == "matter.file"
