"""What follows an entry of a matter, by those who build on matters and are not known to them.

`@follows("feed_back")` registers a function that is called with the action under way and its entry,
in the same transaction: what follows is recorded with it or not at all. It writes entries of its own,
in streams of its own; it never changes the matter and never refuses the step it follows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Follower = Callable[[Any, Any], None]

_followers: dict[str, list[Follower]] = {}


def follows(action: str) -> Callable[[Follower], Follower]:
    """Register `function(doing, entry)` to be called after an action on a matter is recorded."""

    def register(function: Follower) -> Follower:
        rows = _followers.setdefault(action, [])
        if function not in rows:
            rows.append(function)
        return function

    return register


def follow(action: str, doing, entry) -> None:
    """Call those who registered for this action, in the order in which they did."""
    for function in _followers.get(action, ()):
        function(doing, entry)
