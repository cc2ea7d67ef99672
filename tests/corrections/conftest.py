"""A tolerated matter and its correction plan, told through the same actions that the pages use."""

from __future__ import annotations

import pytest

from tests.corrections.world import Correcting
from tests.matters.conftest import build_bureau, own_folders  # noqa: F401  (own folders for every test)


@pytest.fixture
def bureau(db):
    return build_bureau()


@pytest.fixture
def told(bureau) -> Correcting:
    """The result was fed back: the plan is open."""
    return Correcting(bureau).fed()


@pytest.fixture
def running(told) -> Correcting:
    """The talk was held and two measures are drawn up."""
    return told.drawn()
