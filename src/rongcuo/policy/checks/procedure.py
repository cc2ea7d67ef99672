"""Checks on the procedure: states, steps, capacities, targets and readings it names exist."""

from __future__ import annotations

from collections.abc import Iterator


def states(draft) -> Iterator:
    """States belong to known steps; moves and targets go between known states."""
    procedure = draft.content.get("procedure", {})
    steps = {one["id"] for one in procedure.get("steps", ())}
    known = {
        "matter": {one["id"] for one in procedure.get("matter_states", ())},
        "subject": {one["id"] for one in procedure.get("subject_states", ())},
    }
    for i, state in enumerate(procedure.get("matter_states", ())):
        if "step" in state and state["step"] not in steps:
            yield draft.problem(
                ("procedure", "matter_states", i, "step"), "unknown-step", name=state["step"],
                near=steps,
            )
    for i, move in enumerate(procedure.get("moves", ())):
        for track in ("matter", "subject"):
            written = move.get(track, {"from": []})
            for name in [*written["from"], *([written["to"]] if "to" in written else [])]:
                if name not in known[track]:
                    yield draft.problem(
                        ("procedure", "moves", i, track), "unknown-state", name=name,
                        near=known[track],
                    )
    both = known["matter"] | known["subject"]
    for i, target in enumerate(draft.section("targets")):
        for key in ("from", "to"):
            if target[key] not in both:
                yield draft.problem(
                    ("targets", i, key), "unknown-state", name=target[key], near=both
                )


def moves(draft) -> Iterator:
    """Capacities, readings and targets of moves exist."""
    capacities, targets = draft.ids("capacities"), draft.ids("targets")
    for name in draft.content.get("procedure", {}).get("on_paper", {}).get("by", ()):
        if name not in capacities:
            yield draft.problem(
                ("procedure", "on_paper", "by"), "unknown-capacity", name=name, near=capacities
            )
    for i, move in enumerate(draft.content.get("procedure", {}).get("moves", ())):
        path = ("procedure", "moves", i)
        for name in move["by"]:
            if name not in capacities:
                yield draft.problem((*path, "by"), "unknown-capacity", name=name, near=capacities)
        if "reading" in move and move["reading"] not in draft.readings:
            yield draft.problem(
                (*path, "reading"), "unknown-reading", name=move["reading"], near=draft.readings
            )
        if "target" in move and move["target"] not in targets:
            yield draft.problem(
                (*path, "target"), "unknown-target", name=move["target"], near=targets
            )


def weighty(draft) -> Iterator:
    """What is weighty is a step of the procedure."""
    known = {one["action"] for one in draft.content.get("procedure", {}).get("moves", ())}
    for name in draft.content.get("accounts", {}).get("weighty", ()):
        if name not in known:
            yield draft.problem(("accounts", "weighty"), "unknown-step", name=name, near=known)


def notices(draft) -> Iterator:
    """Notices on personal information are about steps that exist."""
    known = {one["action"] for one in draft.content.get("procedure", {}).get("moves", ())}
    for i, one in enumerate(draft.content.get("privacy", {}).get("notices", ())):
        for name in one.get("actions", ()):
            if name not in known:
                yield draft.problem(("privacy", "notices", i, "actions"), "unknown-step", name=name, near=known)


def catch_all(draft) -> Iterator:
    """The catch-all is one of the pack's situations."""
    named = draft.content.get("procedure", {}).get("catch_all")
    situations = {one["id"] for one in draft.section("rules") if one["kind"] == "situation"}
    if named is not None and named not in situations:
        yield draft.problem(
            ("procedure", "catch_all"), "unknown-rule", name=named, near=situations
        )


def rule_kept(draft) -> Iterator:
    """The fact that a rule is kept is one of the pack's."""
    named = draft.content.get("procedure", {}).get("rule_kept")
    facts = draft.ids("facts")
    if named is not None and named not in facts:
        yield draft.problem(("procedure", "rule_kept"), "unknown-fact", name=named, near=facts)


def refers(draft) -> Iterator:
    """The rule under which a higher body decides exists."""
    named = draft.content.get("procedure", {}).get("refers")
    rules = {one["id"] for one in draft.section("rules")}
    if named is not None and named not in rules:
        yield draft.problem(("procedure", "refers"), "unknown-rule", name=named, near=rules)


def later(draft) -> Iterator:
    """The order of mildness names determinations that exist."""
    known = draft.ids("determinations")
    for name in draft.content.get("procedure", {}).get("later", {}).get("milder", ()):
        if name not in known:
            yield draft.problem(
                ("procedure", "later", "milder"), "unknown-determination", name=name, near=known
            )


def bodies(draft) -> Iterator:
    """Steps and triggers name bodies that exist; an outside body has no capacity."""
    known = draft.ids("bodies")
    for section in ("triggers", "steps"):
        for i, one in enumerate(draft.content.get("procedure", {}).get(section, ())):
            if "by" in one and one["by"] not in known:
                yield draft.problem(
                    ("procedure", section, i, "by"), "unknown-body", name=one["by"], near=known
                )
    for i, body in enumerate(draft.section("bodies")):
        if body.get("outside") and body["capacities"]:
            yield draft.problem(
                ("bodies", i, "capacities"), "outside-capacity", name=body["id"]
            )


CHECKS = (states, moves, weighty, notices, catch_all, rule_kept, refers, later, bodies)
