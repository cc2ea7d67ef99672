"""Checks on how effects are carried out: every capacity, respect, recipient and reading exists."""

from __future__ import annotations

from collections.abc import Iterator

_PARTS = {"moves": "action", "recipients": "id", "bars": "id", "influence": "id", "together": "id"}


def _known(draft, path: tuple, written, among, code: str) -> Iterator:
    for name in (written,) if isinstance(written, str) else written:
        if name not in among:
            yield draft.problem(path, code, name=name, near=among)


def names(draft) -> Iterator:
    """What the section names exists elsewhere in the pack, and its own ids are given once."""
    section = draft.content.get("protection")
    if section is None:
        return
    top = ("protection",)
    for part, key in _PARTS.items():
        seen = set()
        for i, one in enumerate(section[part]):
            if one[key] in seen:
                yield draft.problem((*top, part, i, key), "duplicate-id", section=part, name=one[key])
            seen.add(one[key])
    capacities, readings = draft.ids("capacities"), draft.readings
    for i, move in enumerate(section["moves"]):
        path = (*top, "moves", i)
        yield from _known(draft, (*path, "by"), move["by"], capacities, "unknown-capacity")
        yield from _known(draft, (*path, "reading"), move.get("reading", ()), readings, "unknown-reading")
    for part in ("bars", "influence"):
        for i, one in enumerate(section[part]):
            path = (*top, part, i, "respects")
            yield from _known(draft, path, one["respects"], draft.ids("effects"), "unknown-effect")
    for i, one in enumerate(section["recipients"]):
        path = (*top, "recipients", i, "body")
        yield from _known(draft, path, one.get("body", ()), draft.ids("bodies"), "unknown-body")
    slip = section["slip"]
    yield from _known(draft, (*top, "slip", "reading"), slip.get("reading", ()), readings, "unknown-reading")
    for i, one in enumerate(slip["reminders"]):
        path = (*top, "slip", "reminders", i, "to")
        yield from _known(draft, path, one["to"], capacities, "unknown-capacity")


def recipients(draft) -> Iterator:
    """Effects name recipients that the section has."""
    known = {one["id"] for one in draft.content.get("protection", {}).get("recipients", ())}
    for i, effect in enumerate(draft.section("effects")):
        path = ("effects", i, "recipients")
        yield from _known(draft, path, effect.get("recipients", ()), known, "unknown-recipient")


CHECKS = (names, recipients)
