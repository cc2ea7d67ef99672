"""Checks on windows, scales and the transition: the facts and outcomes they name exist and fit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal


def _typed(draft, path: tuple, name: str, kind: str, test: str) -> Iterator:
    fact = draft.facts.get(name)
    if fact is None:
        yield draft.problem(path, "unknown-fact", name=name, near=draft.facts)
    elif fact["type"] != kind:
        yield draft.problem(
            path, "leaf-type", name=name, found=fact["type"], test=test, allowed=kind
        )


def windows(draft) -> Iterator:
    """A window opens and closes with dates."""
    for i, window in enumerate(draft.section("windows")):
        for key in ("opens", "closes"):
            yield from _typed(draft, ("windows", i, key), window[key], "date", key)


def scales(draft) -> Iterator:
    """A scale is about a number; its bands rise and the last one has no end."""
    for i, scale in enumerate(draft.section("scales")):
        yield from _typed(draft, ("scales", i, "fact"), scale["fact"], "number", "scales")
        ends = [
            [Decimal(str(band[key])) for key in ("at_most", "less_than") if key in band]
            for band in scale["bands"]
        ]
        uppers = [one[0] for one in ends[:-1] if len(one) == 1]
        rising = all(a < b for a, b in zip(uppers, uppers[1:], strict=False))
        if len(uppers) != len(ends) - 1 or ends[-1] or not rising:
            yield draft.problem(("scales", i, "bands"), "scale-bands", name=scale["id"])


def transition(draft) -> Iterator:
    """What is favoured are outcomes of the pack."""
    known = draft.ids("outcomes")
    for name in draft.content.get("transition", {}).get("favour", ()):
        if name not in known:
            yield draft.problem(
                ("transition", "favour"), "unknown-outcome", name=name, near=known
            )


def in_window(draft, path: tuple, raw: dict) -> Iterator:
    """A condition names a window that exists and a date."""
    known = draft.ids("windows")
    if raw["in_window"] not in known:
        yield draft.problem(path, "unknown-window", name=raw["in_window"], near=known)
    yield from _typed(draft, (*path, "date"), raw["date"], "date", "in_window")


def on_scale(draft, path: tuple, raw: dict) -> Iterator:
    """A condition names a scale that exists and bands it has."""
    scale = draft.ids("scales").get(raw["on_scale"])
    if scale is None:
        yield draft.problem(
            path, "unknown-scale", name=raw["on_scale"], near=draft.ids("scales")
        )
        return
    bands = [one["id"] for one in scale["bands"]]
    for name in raw["bands"]:
        if name not in bands:
            yield draft.problem(
                (*path, "bands"), "unknown-band", name=name, scale=scale["id"], near=bands,
                allowed=", ".join(bands),
            )


CHECKS = (windows, scales, transition)
