"""How many of a file of matters a change of measures touches, and which way."""

from __future__ import annotations

from collections.abc import Mapping as Facts
from collections.abc import Sequence

from rongcuo.policy.assessment import assess
from rongcuo.policy.comparing.joint import Renamed
from rongcuo.policy.comparing.mapping import Mapping, default_mapping
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import FactError
from rongcuo.policy.record import Record
from rongcuo.policy.settings import Settings


class Touched(Record):
    """`moves`: (outcome before, after) -> the places in the file of the matters that move so.
    `refused`: places whose facts one of the packs refuses. `untouched`: how many stay as they are."""

    total: int
    untouched: int
    moves: Facts[tuple[str, str], tuple[int, ...]]
    refused: tuple[int, ...]


def touched(
    one: Pack, other: Pack, matters: Sequence[Facts[str, object]], *, mapping: Mapping | None = None,
    settings: Settings | None = None, other_settings: Settings | None = None,
) -> Touched:
    """What both packs say of each matter (facts of the first pack; unmapped ones are unknown to
    the second). An outcome and its counterpart are the same."""
    mapping = mapping or default_mapping(one, other)
    renamed = Renamed(one, other, mapping)
    moves: dict[tuple[str, str], list[int]] = {}
    refused, untouched = [], 0
    for place, facts in enumerate(matters):
        known = {name: value for name, value in facts.items() if value is not None}
        theirs = dict(filter(None, (renamed.back(*item) for item in known.items())))
        theirs |= {  # a yes to a narrower fact is a yes to the broader one, and so for no
            to: known[name] for name, (to, how) in mapping.facts.items()
            if (known.get(name), how) in ((True, "narrower"), (False, "broader"))
        }
        try:
            before = assess(one, known, settings=settings).outcome
            after = assess(other, theirs, settings=other_settings).outcome
        except FactError:
            refused.append(place)
            continue
        if mapping.outcomes.get(before) == after or _both_open(one, other, before, after):
            untouched += 1
        else:
            moves.setdefault((before, after), []).append(place)
    return Touched(
        len(matters), untouched, {key: tuple(places) for key, places in moves.items()}, tuple(refused)
    )


def _both_open(one: Pack, other: Pack, before: str, after: str) -> bool:
    return one.outcomes[before].undetermined and other.outcomes[after].undetermined
