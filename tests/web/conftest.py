"""The sample bureau behind pages: everybody has an account, and the day is fixed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from rongcuo import clock
from rongcuo.demo import bureau as sample
from rongcuo.people.models import Account
from tests.matters.world import Case

#: Enough for a password validator, and nobody's.
PASSWORD = "示例口令-0917-abc"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, tmp_path_factory, monkeypatch):
    """Files, seals and the packs' cache lie in folders of the test run."""
    settings.FILES = tmp_path / "files"
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))
    cache.clear()


@pytest.fixture
def bureau(db):
    """People in every capacity, each with an account named after the key."""
    with clock.frozen("2026-01-05T09:00:00+08:00"):
        return sample.build()


@pytest.fixture
def case(bureau) -> Case:
    """A plain matter of one inspector, not begun yet; its act starts on Monday 2 March 2026."""
    return Case(bureau)


@pytest.fixture
def enter(bureau):
    """enter("officer") is a browser in which that person is signed in."""

    def signed_in(who: str, **more) -> Client:
        client = Client(**more)
        client.force_login(Account.objects.get(username=who))
        return client

    return signed_in


@pytest.fixture
def on():
    """`with on(case.day):` is half past nine on that day."""

    def at(day, hour: int = 9, minute: int = 30):
        return clock.frozen(datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE))

    return at
