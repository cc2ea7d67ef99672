"""The whole story with the keyboard alone: signing in, applying, verifying, determining, feeding back, filing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.keys import Keys
from tests.browser.test_story import Story


@pytest.fixture
def keys(context, live_server, bureau, day, request):
    """The same desk, for somebody without a mouse; it ends without a complaint."""
    keys = Keys(context, live_server.url, day, Path(request.config.getoption("--output")) / "keys")
    yield keys
    assert keys.complaints == []


def test_the_whole_story_with_the_keyboard_alone(keys, bureau):
    story = Story(keys, bureau)
    story.before_the_matter()
    story.application()
    story.taking_up()
    story.verification()
    story.opinion()
    story.determination()
    story.feedback()
    story.ending()
    story.as_recorded()
    assert keys.stops > 500
