from pathlib import Path

import pytest

from rongcuo.workdays import Calendar

SHIPPED = Path(__file__).resolve().parents[2] / "calendar"


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The calendar that is shipped, 2018 to 2026."""
    return Calendar.load(SHIPPED)
