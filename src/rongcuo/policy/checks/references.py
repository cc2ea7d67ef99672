"""Checks on ids: unique where they are given, known where they are used."""

from __future__ import annotations

from collections.abc import Iterator

_PROCEDURE = ("triggers", "steps", "matter_states", "subject_states", "moves")

# section, key within its things, section named there, code
_NAMES = (
    ("facts", "settled_by", "capacities", "unknown-capacity"),
    ("undertakings", "by", "capacities", "unknown-capacity"),
    ("bodies", "capacities", "capacities", "unknown-capacity"),
    ("outcomes", "admits", "determinations", "unknown-determination"),
    ("effects", "determinations", "determinations", "unknown-determination"),
    ("duties", "mandatory_for", "determinations", "unknown-determination"),
    ("duties", "optional_for", "determinations", "unknown-determination"),
    ("effects", "reading", "readings", "unknown-reading"),
    ("duties", "reading", "readings", "unknown-reading"),
    ("deadlines", "reading", "readings", "unknown-reading"),
    ("targets", "reading", "readings", "unknown-reading"),
)


def unique(draft) -> Iterator:
    """No id twice in a section; choices of a fact and ids within the procedure likewise."""
    for name, items in draft.content.items():
        if isinstance(items, list):
            yield from _twice(draft, (name,), items, "key" if name == "readings" else "id")
    for i, fact in enumerate(draft.section("facts")):
        yield from _twice(draft, ("facts", i, "values"), fact.get("values", ()), "id")
    for i, scale in enumerate(draft.section("scales")):
        yield from _twice(draft, ("scales", i, "bands"), scale["bands"], "id")
    procedure = draft.content.get("procedure", {})
    for name in _PROCEDURE:
        items = procedure.get(name, ())
        if name == "moves":
            items = [{"id": one.get("id", one["action"])} for one in items]
        yield from _twice(draft, ("procedure", name), items, "id")


def _twice(draft, path: tuple, items, key: str) -> Iterator:
    seen = set()
    for i, one in enumerate(items):
        if one[key] in seen:
            yield draft.problem(
                (*path, i, key), "duplicate-id", section=path[-1], name=one[key]
            )
        seen.add(one[key])


def names(draft) -> Iterator:
    """Capacities, determinations and readings named by other sections exist."""
    known = {
        "capacities": draft.ids("capacities"),
        "determinations": draft.ids("determinations"),
        "readings": draft.readings,
    }
    for section, key, target, code in _NAMES:
        for i, one in enumerate(draft.section(section)):
            written = one.get(key, ())
            for name in (written,) if isinstance(written, str) else written:
                if name not in known[target]:
                    yield draft.problem(
                        (section, i, key), code, name=name, near=known[target]
                    )


CHECKS = (unique, names)
