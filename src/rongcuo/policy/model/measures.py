"""The text of the measures, unit by unit, and how their silent points are read."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.policy.model.words import Text
from rongcuo.policy.record import Record


class Unit(Record):
    """One article, item, or (article None) part of the notice, verbatim.

    Where the text could not be had, `available` is False, `zh` and `en` say so, and `gist` is what
    is known of it in the pack's own words (None: nothing). `no_rule`: why nothing needs to rest on it.
    """

    id: str
    article: int | None
    item: int | None
    zh: str
    en: str
    available: bool
    gist: Text | None
    heading: Text | None
    note: Text | None
    no_rule: Text | None


class Reading(Record):
    """How a silent point of the measures is read, until a person adopts another value."""

    n: int
    key: str
    type: str
    values: tuple[str, ...]
    labels: Mapping[str, Text]
    default: object
    question: Text
    answer: Text
    why_open: Text
    cites: tuple[str, ...]
    affects: tuple[str, ...]
    reason: Text | None
    note: Text | None
