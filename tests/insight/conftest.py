"""The sample bureau, and reports planted on chosen days."""

from __future__ import annotations

import pytest

from rongcuo import clock
from rongcuo.demo import bureau as sample
from tests.matters.conftest import own_folders  # noqa: F401  (own folders for every test)


@pytest.fixture
def bureau(db):
    with clock.frozen("2024-01-08T09:00:00+08:00"):
        return sample.build()
