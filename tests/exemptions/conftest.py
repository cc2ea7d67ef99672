"""The sample bureau as a world to test in: everybody is invented, and nothing is left behind."""

from __future__ import annotations

import pytest

from rongcuo import clock
from rongcuo.demo import bureau as sample
from tests.matters.world import Case


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, tmp_path_factory, monkeypatch):
    """Files, seals and the packs' cache lie in folders of the test run."""
    settings.FILES = tmp_path / "files"
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))


def build_bureau():
    with clock.frozen("2026-01-05T09:00:00+08:00"):
        return sample.build(accounts=False)


@pytest.fixture
def bureau(db):
    """People in every capacity, in a transaction that is rolled back."""
    return build_bureau()


@pytest.fixture
def committed(transactional_db):
    """The same where transactions are real; the tables are emptied after the test."""
    return build_bureau()


@pytest.fixture
def case(bureau) -> Case:
    """A plain matter of one inspector, not begun yet; its act starts on Monday 2 March 2026."""
    return Case(bureau)


@pytest.fixture
def enter(bureau):
    """enter("officer") is a browser in which that person is signed in."""
    from django.test import Client

    from rongcuo.people.models import Account

    def signed_in(who: str) -> Client:
        account, _ = Account.objects.get_or_create(username=who, defaults={"person": bureau[who]})
        client = Client()
        client.force_login(account)
        return client

    return signed_in


@pytest.fixture
def on():
    """`with on(case.day):` is half past nine on that day."""
    from datetime import datetime

    def at(day, hour: int = 9, minute: int = 30):
        return clock.frozen(datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE))

    return at
