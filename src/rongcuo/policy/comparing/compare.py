"""`compare`: every difference in what two packs say, with the smallest facts that show it."""

from __future__ import annotations

import collections.abc

from rongcuo.policy.assessment import Assessment, assess
from rongcuo.policy.comparing.joint import OTHER, Joint, Side
from rongcuo.policy.comparing.mapping import Mapping, default_mapping
from rongcuo.policy.comparing.witness import smallest
from rongcuo.policy.model import Pack
from rongcuo.policy.reasoning.diagram import NEVER
from rongcuo.policy.reasoning.reasoner import bounded
from rongcuo.policy.record import Record
from rongcuo.policy.settings import Settings

_SECTIONS = ("units", "readings", "determinations", "effects", "duties", "questions", "deadlines",
             "targets", "undertakings", "grades")


class Difference(Record):
    """Where the first pack gives `before` and the second `after`. `facts` (in the words of the
    first; `other:<id>` of the second alone) are the smallest that show it, whatever the rest is;
    `smallest` False: none can be left out, but fewer others may do. `cites_before`, `cites_after`:
    the units responsible on either side."""

    before: str
    after: str
    facts: collections.abc.Mapping[str, object]
    smallest: bool
    cites_before: tuple[str, ...]
    cites_after: tuple[str, ...]


class RuleDifference(Record):
    """A rule of both packs that they answer differently; the verdicts under `facts`."""

    rule: str
    before: str
    after: str
    facts: collections.abc.Mapping[str, object]
    cites_before: tuple[str, ...]
    cites_after: tuple[str, ...]


class Admitted(Record):
    """Facts that only one pack's constraints admit; `by` is 1 or 2."""

    by: int
    facts: collections.abc.Mapping[str, object]


class Comparison(Record):
    """`unmapped`: facts (`fact`), values (`fact=value`) and outcomes (`outcome id`) of the first
    and of the second pack without counterpart. `sections`: other parts, id by id: name -> (added,
    removed, changed); for the same measures only."""

    one: Pack
    other: Pack
    differences: tuple[Difference, ...]
    rules: tuple[RuleDifference, ...]
    admitted: tuple[Admitted, ...]
    unmapped: tuple[tuple[str, ...], tuple[str, ...]]
    sections: collections.abc.Mapping[str, tuple[tuple[str, ...], ...]]

    @property
    def empty(self) -> bool:
        """Nothing at all differs."""
        return not (self.differences or self.rules or self.admitted or any(self.unmapped)
                    or self.sections)

    @property
    def equivalent(self) -> bool:
        """Proved: for all facts both say the same. Never where a fact has no counterpart."""
        return not (self.differences or self.rules or self.admitted or any(self.unmapped))


def compare(
    one: Pack, other: Pack, *, mapping: Mapping | None = None,
    settings: Settings | None = None, other_settings: Settings | None = None,
) -> Comparison:
    """What `other` says otherwise than `one`, under their settings (default: their defaults).

    Without a mapping, facts of the same id are the same between versions of the same measures, and
    nothing is between two bodies. Raises PackError (`diagram-too-large`).
    """
    mapping = mapping or default_mapping(one, other)
    with bounded(one):
        joint = Joint(one, settings or one.settings(), other, other_settings or other.settings(), mapping)
        same = one.id == other.id
        return Comparison(
            one, other, tuple(_differences(joint, mapping)),
            tuple(_rules(joint)) if same else (),
            tuple(_admitted(joint)) if same else (),
            _unmapped(joint, mapping), _sections(one, other) if same else {},
        )


def _differences(joint: Joint, mapping: Mapping):
    first, second = joint.one, joint.other
    changed = _changed(joint)
    for i, before in enumerate(first.ids):
        for j, after in enumerate(second.ids):
            nowhere = i == len(first.ids) - 1 and j == len(second.ids) - 1
            if mapping.outcomes.get(before) == after or nowhere:
                continue
            both = joint.diagram.all_of((first.given[i], second.given[j], joint.admits))
            if both == NEVER:
                continue
            cells, surely = smallest(joint.diagram, both, joint.admits)
            facts = _facts(joint, cells)
            mine, theirs = _said(joint, cells)
            yield Difference(
                before, after, facts, surely,
                _responsible(mine, changed[0]), _responsible(theirs, changed[1]),
            )


def _facts(joint: Joint, cells: dict[int, int]) -> dict[str, object]:
    return {joint.order[at]: joint.domains[at].cells[i].value for at, i in sorted(cells.items())}


def _said(joint: Joint, cells: dict[int, int]) -> tuple[Assessment, Assessment]:
    """What each pack's evaluator says of the witness, its other facts filled in."""
    full = dict(cells)
    for at in range(joint.diagram.end):
        if at not in full:
            full[at] = next(
                i for i in range(joint.diagram.sizes[at])
                if joint.diagram.leaves(joint.admits, full | {at: i}) != {0}
            )
    mine, theirs = joint.sides(_facts(joint, full))
    return (
        assess(joint.one.pack, mine, settings=joint.one.settings),
        assess(joint.renamed.other, theirs, settings=joint.other.settings),
    )


def confirm(
    comparison: Comparison, difference: Difference, mapping: Mapping | None = None,
    settings: Settings | None = None, other_settings: Settings | None = None,
) -> bool:
    """Whether both evaluators agree that the witness shows the difference."""
    one, other = comparison.one, comparison.other
    joint = Joint(one, settings or one.settings(), other, other_settings or other.settings(),
                  mapping or default_mapping(one, other))
    cells = {joint.level[name]: joint.domains[joint.level[name]].index(value)
             for name, value in difference.facts.items()}
    mine, theirs = _said(joint, cells)
    return (mine.outcome, theirs.outcome) == (difference.before, difference.after)


def _changed(joint: Joint) -> tuple[set[str], set[str]]:
    """Rules of each side whose own condition, as written, is not that of the other side."""
    shapes = [
        {name: _shape(rule.when, side.settings) for name, rule in side.pack.rules.items()}
        for side in (joint.one, joint.other)
    ]
    return tuple(  # type: ignore[return-value]
        {name for name, shape in mine.items() if theirs.get(name) != shape}
        for mine, theirs in (shapes, shapes[::-1])
    )


def _shape(node, settings: Settings):
    """A condition without its names and citations, readings resolved."""
    if node.op == "when_reading":
        return _shape(node.children[settings[node.key] != node.value], settings)
    if node.op == "reading":
        return settings[node.key] == node.value
    children = tuple(_shape(one, settings) for one in node.children)
    return node.op, node.key, node.test, node.value, children


def _responsible(said: Assessment, changed: set[str]) -> tuple[str, ...]:
    """Units behind the outcome: those of the changed rules that carry it; where the change lies
    elsewhere, all that carry it."""
    found = {
        unit for name in said.decisive if name in changed
        for unit in said.pack.rules[name].cites
    }
    found = found or set(said.decisive_cites) or set(said.pack.outcomes[said.outcome].cites)
    return tuple(unit for unit in said.pack.units if unit in found)


def _rules(joint: Joint):
    no = joint.diagram.opposite
    for name, root in joint.one.rules.items():
        there = joint.other.rules.get(name)
        if there is None or there == root:
            continue
        for first, second in ((root, no(there)), (no(root), there)):
            apart = joint.diagram.all_of((first, second, joint.admits))
            if apart == NEVER:
                continue
            cells, _ = smallest(joint.diagram, apart, joint.admits)
            mine, theirs = _said(joint, cells)
            yield RuleDifference(
                name, mine.verdict(name), theirs.verdict(name), _facts(joint, cells),
                joint.one.pack.rules[name].cites, joint.other.pack.rules[name].cites,
            )


def _admitted(joint: Joint):
    one, other = joint.one.admits, joint.other.admits
    if one == other:
        return
    for by, mine, theirs in ((1, one, other), (2, other, one)):
        apart = joint.diagram.both(mine, joint.diagram.opposite(theirs))
        if apart != NEVER:
            cells, _ = smallest(joint.diagram, apart, mine)
            yield Admitted(by, _facts(joint, cells))


def _unmapped(joint: Joint, mapping: Mapping) -> tuple[tuple[str, ...], tuple[str, ...]]:
    renamed, one = joint.renamed, joint.one.pack
    mapped = {name for name, (_, how) in mapping.facts.items() if how == "same"}
    first = [name for name in one.facts if name in joint.level and name not in mapped]
    second = [
        name for name in renamed.other.facts
        if OTHER + name in joint.level and name not in renamed.facts
    ]
    for to, name in renamed.facts.items():
        if name not in joint.level:
            continue
        mine, theirs = one.facts[name], renamed.other.facts[to]
        first += [f"{name}={v}" for v in mine.values if v not in renamed.values[to].values()]
        second += [f"{to}={v}" for v in theirs.values if v not in renamed.values[to]]
        if mine.not_applicable != theirs.not_applicable:
            own, known = (first, name) if mine.not_applicable else (second, to)
            own.append(f"{known}=not_applicable")
    first += [f"outcome {one}" for one in _without(joint.one, set(mapping.outcomes))]
    second += [f"outcome {one}" for one in _without(joint.other, set(mapping.outcomes.values()))]
    return tuple(first), tuple(second)


def _without(side: Side, mapped: set[str]) -> list[str]:
    return [name for name in side.ids[:-1] if name not in mapped]


def _sections(one: Pack, other: Pack) -> dict[str, tuple[tuple[str, ...], ...]]:
    found = {}
    for section in _SECTIONS:
        mine, theirs = getattr(one, section), getattr(other, section)
        parts = (
            tuple(name for name in theirs if name not in mine),
            tuple(name for name in mine if name not in theirs),
            tuple(name for name in mine if name in theirs and mine[name] != theirs[name]),
        )
        if any(parts):
            found[section] = parts
    return found


__all__ = ["Admitted", "Comparison", "Difference", "RuleDifference", "compare", "confirm"]
