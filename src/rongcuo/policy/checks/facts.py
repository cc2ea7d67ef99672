"""Checks on facts and readings as declared."""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.settings import allowed, fits, frozen

RESERVED = ("unknown", "not_applicable")


def settled(draft) -> Iterator:
    """Somebody may settle every fact, or the matter's record does."""
    for i, fact in enumerate(draft.section("facts")):
        from_matter = fact.get("settled_from") == "matter" and fact.get("matter_key")
        if not fact.get("settled_by") and not from_matter:
            yield draft.problem(("facts", i), "fact-unsettled", name=fact["id"])
        elif fact.get("settled_from") == "matter" and not fact.get("matter_key"):
            yield draft.problem(("facts", i), "missing-key", name="matter_key")


def parts_of_type(draft) -> Iterator:
    """A choice has values, a number has a unit, and no other type has them."""
    for i, fact in enumerate(draft.section("facts")):
        for kind, key in (("choice", "values"), ("number", "unit")):
            if fact["type"] == kind and key not in fact:
                code = "fact-needs"
            elif fact["type"] != kind and key in fact:
                code = "fact-extra"
            else:
                continue
            yield draft.problem(
                ("facts", i), code, name=fact["id"], found=fact["type"], wanted=key
            )
        for j, choice in enumerate(fact.get("values", ())):
            if choice["id"] in RESERVED:
                yield draft.problem(
                    ("facts", i, "values", j), "reserved-word", name=choice["id"]
                )


def readings(draft) -> Iterator:
    """A default fits its reading; a choice has values; text only needs a reason."""
    for i, reading in enumerate(draft.section("readings")):
        path, values = ("readings", i), tuple(reading.get("values", ()))
        if reading["type"] == "choice" and not values:
            yield draft.problem(path, "missing-key", name="values")
        elif not fits(reading["type"], values, frozen(reading["default"])):
            yield draft.problem(
                (*path, "default"), "reading-value", name=reading["key"],
                found=reading["default"], allowed=allowed(reading["type"], values),
            )
        if "text_only" in reading["affects"] and "reason" not in reading:
            yield draft.problem((*path, "affects"), "reading-reason", name=reading["key"])


CHECKS = (settled, parts_of_type, readings)
