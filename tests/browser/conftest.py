"""A real browser before a real server, with the sample bureau behind it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.cache import cache

from rongcuo import clock
from rongcuo.demo import bureau as sample
from tests.browser.desk import PASSWORD, SCREEN, Day, Desk


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, tmp_path_factory, monkeypatch):
    """Files, seals and the packs' cache lie in folders of the test run."""
    settings.BUREAU_NAME = "示例安全监管局"
    settings.FILES = tmp_path / "files"
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))
    cache.clear()


@pytest.fixture
def bureau(transactional_db) -> sample.Bureau:
    """People in every capacity, each with an account named after the key and the same password."""
    with clock.frozen("2026-01-05T09:00:00+08:00"):
        return sample.build(password=PASSWORD)


@pytest.fixture
def day(monkeypatch) -> Day:
    """The day of the server and of the test: Monday 2 March 2026 until it is moved on."""
    day = Day(monkeypatch)
    day.is_("2026-03-02")
    return day


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """A browser set up in Chinese: its own controls (dates, files) speak it too."""
    more = {"args": [*browser_type_launch_args["args"], "--lang=zh-CN"], "env": {**os.environ, "LANGUAGE": "zh_CN"}}
    return {**browser_type_launch_args, **more}


@pytest.fixture
def browser_context_args(browser_context_args):
    """A screen of an office, in Beijing; files that are opened are downloads."""
    return {
        **browser_context_args, "viewport": SCREEN, "locale": "zh-CN", "timezone_id": "Asia/Shanghai",
        "accept_downloads": True,
    }


@pytest.fixture
def desk(context, live_server, bureau, day, request):
    """The browser at which everybody of the bureau sits down; it ends without a complaint.

    Pictures lie in test-results/<test's file>, or where --output says.
    """
    pictures = Path(request.config.getoption("--output")) / request.path.stem.removeprefix("test_")
    desk = Desk(context, live_server.url, day, pictures)
    yield desk
    assert desk.complaints == []
