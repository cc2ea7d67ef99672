"""Checks on the text of the measures and on what cites it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from rongcuo.policy.expressions import cited


def text_digest(units: list[dict]) -> str:
    """sha256 hex of the Chinese text of all articles and items, joined with a line feed.

    Units without an article number (the notice around the measures) do not take part, nor do
    units whose text is not available.
    """
    body = "\n".join(
        unit["zh"] for unit in units if unit["article"] is not None and "zh" in unit
    )
    return hashlib.sha256(body.encode()).hexdigest()


def digest(draft) -> Iterator:
    computed = text_digest(draft.section("text"))
    written = draft.content["pack"]["text_digest"]
    if written != computed:
        yield draft.problem(("pack", "text_digest"), "text-digest", name=written, found=computed)


def available(draft) -> Iterator:
    """A unit has its text, or says that it is not available; never both and never neither."""
    for i, unit in enumerate(draft.section("text")):
        if unit.get("available", True):
            for key in ("zh", "en"):
                if key not in unit:
                    yield draft.problem(("text", i), "missing-key", name=key)
            if "gist" in unit:
                yield draft.problem(("text", i, "gist"), "text-unavailable", name=unit["id"])
        elif "zh" in unit or "en" in unit:
            yield draft.problem(("text", i), "text-unavailable", name=unit["id"])


def citations(draft) -> Iterator:
    """Every `cites` names a unit, every `quote` stands in a cited unit. Conditions included."""
    for path, raw, resting_on in _citing(draft):
        for unit in cited(raw):
            if unit not in draft.units:
                yield draft.problem((*path, "cites"), "unknown-unit", name=unit, near=draft.units)
        quote = raw.get("quote")
        if quote is not None and not any(quote in draft.units.get(one, "") for one in resting_on):
            yield draft.problem(
                (*path, "quote"), "quote-not-found", name=quote,
                cited=", ".join(resting_on) or "-",
            )


def _citing(draft) -> Iterator[tuple[tuple, dict, tuple[str, ...]]]:
    for name, items in draft.content.items():
        if isinstance(items, list) and name != "text":
            for i, raw in enumerate(items):
                yield (name, i), raw, cited(raw)
    procedure = draft.content.get("procedure", {})
    if "transition" in draft.content:
        raw = draft.content["transition"]
        yield ("transition",), raw, cited(raw)
    for name in ("triggers", "steps", "matter_states", "subject_states", "moves"):
        for i, raw in enumerate(procedure.get(name, ())):
            yield ("procedure", name, i), raw, cited(raw)
    protection = draft.content.get("protection")
    if protection is not None:
        yield ("protection",), protection, cited(protection)
        for name in ("moves", "recipients", "bars", "influence"):
            for i, raw in enumerate(protection[name]):
                yield ("protection", name, i), raw, cited(raw)
    correction = draft.content.get("correction")
    if correction is not None:
        yield ("correction",), correction, cited(correction)
        referral = correction["referral"]
        yield ("correction", "referral"), referral, cited(referral)
        for i, ground in enumerate(referral["grounds"]):
            yield ("correction", "referral", "grounds", i), ground, cited(referral)
        for name in ("states", "moves", "lists"):
            for i, raw in enumerate(correction[name]):
                yield ("correction", name, i), raw, cited(raw)
    insight = draft.content.get("insight")
    if insight is not None:
        yield ("insight",), insight, cited(insight)
        for name in ("kinds", "channels", "ways", "moves"):
            for i, raw in enumerate(insight[name]):
                yield ("insight", name, i), raw, cited(raw)
    for path, raw, resting_on in draft.nodes():
        yield path, raw, resting_on


CHECKS = (available, digest, citations)
