"""Checks on the correction and on insight: what their steps, lists and reminders name exists, each once."""

from __future__ import annotations

from collections.abc import Iterator

#: Whom a plan itself names, beside the capacities.
NAMED = ("owner", "checker")


def unique(draft) -> Iterator:
    """No state, step, reminder or code twice; no version of a list twice."""
    raw = draft.content.get("correction", {})
    named = (("states", "id"), ("moves", "action"), ("reminders", "id"))
    for section, key in named:
        yield from _twice(draft, ("correction", section), [one[key] for one in raw.get(section, ())])
    lists = raw.get("lists", ())
    yield from _twice(draft, ("correction", "lists"), [f"{one['id']} {one['version']}" for one in lists])
    for i, one in enumerate(lists):
        yield from _twice(draft, ("correction", "lists", i, "codes"), [code["id"] for code in one["codes"]])
    raw = draft.content.get("insight", {})
    for section, key in (("kinds", "id"), ("channels", "id"), ("ways", "id"), ("moves", "action")):
        yield from _twice(draft, ("insight", section), [one[key] for one in raw.get(section, ())])


def _twice(draft, path: tuple, names: list[str]) -> Iterator:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            yield draft.problem((*path, i), "duplicate-id", section=path[-1], name=name)
        seen.add(name)


def names(draft) -> Iterator:
    """Capacities, states, readings, the duty and the determinations it stands for exist."""
    capacities = draft.ids("capacities")
    for i, move in enumerate(draft.content.get("insight", {}).get("moves", ())):
        for name in move["by"]:
            if name not in capacities:
                yield draft.problem(
                    ("insight", "moves", i, "by"), "unknown-capacity", name=name, near=capacities
                )
    raw = draft.content.get("correction")
    if raw is None:
        return
    states = {one["id"] for one in raw["states"]}
    for i, move in enumerate(raw["moves"]):
        path = ("correction", "moves", i)
        for name in move["by"]:
            if name not in capacities:
                yield draft.problem((*path, "by"), "unknown-capacity", name=name, near=capacities)
        for name in [*move.get("from", ()), *([move["to"]] if "to" in move else [])]:
            if name not in states:
                yield draft.problem(path, "unknown-state", name=name, near=states)
    for i, rule in enumerate(raw["reminders"]):
        for name in rule["to"]:
            if name not in capacities and name not in NAMED:
                yield draft.problem(
                    ("correction", "reminders", i, "to"), "unknown-capacity", name=name,
                    near=[*capacities, *NAMED],
                )
    for key in ("plan", "progress", "check", "refusal"):
        reading = raw.get(key, {}).get("reading")
        if reading is not None and reading not in draft.readings:
            yield draft.problem(
                ("correction", key, "reading"), "unknown-reading", name=reading, near=draft.readings
            )
    if raw["duty"] not in draft.ids("duties"):
        yield draft.problem(
            ("correction", "duty"), "unknown-duty", name=raw["duty"], near=draft.ids("duties")
        )


CHECKS = (unique, names)
