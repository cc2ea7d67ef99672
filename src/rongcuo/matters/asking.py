"""What an applicant is asked: the general conditions and the claimed situations, nothing that judges.

Bars, exclusion and distinctions are never put to an applicant, nor how grave a breach was: these the
working group settles. What only an office can know (its own papers) is not asked either. Every answer
is optional, "I don't know" is one, and none of them keeps anybody from applying (readings 11, 25).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rongcuo.policy.model import Fact, Node, Pack

#: The rules an applicant may speak to. The others judge, or stand in the way.
SPEAKS_TO = ("condition", "situation")


@dataclass(frozen=True)
class Asked:
    """A fact put to the applicant. `negated`: the measures ask that it is not so."""

    fact: Fact
    cites: tuple[str, ...]
    negated: bool


def facts_to_ask(
    pack: Pack, situations: Iterable[str], settings: Mapping[str, object]
) -> tuple[Asked, ...]:
    """The facts to ask for, in the order of the articles; each once, at its first place."""
    claimed = set(situations)
    found: dict[str, Asked] = {}
    for rule in pack.rules.values():
        if rule.kind not in SPEAKS_TO or (rule.kind == "situation" and rule.id not in claimed):
            continue
        for node, negated in _leaves(pack, rule.when, settings, False):
            fact = pack.facts[node.key]
            if _may_be_asked(fact):
                found.setdefault(fact.id, Asked(fact, node.cites or fact.cites, negated))
    return tuple(found.values())


def _may_be_asked(fact: Fact) -> bool:
    by_group_alone = fact.settled_by == ("verifier",)
    grades_gravity = fact.nature == "judgement" and fact.type == "choice"
    return fact.settled_from == "finding" and by_group_alone and not grades_gravity


def _leaves(
    pack: Pack, node: Node, settings: Mapping[str, object], negated: bool
) -> Iterator[tuple[Node, bool]]:
    """Fact leaves, with the branch the settings choose where a reading decides (as compiled)."""
    if node.op == "fact":
        yield node, negated
    elif node.op == "rule":
        rule = pack.rules[node.key]
        if rule.kind != "situation":
            yield from _leaves(pack, rule.when, settings, negated)
    elif node.op == "when_reading":
        chosen = node.children[0 if settings[node.key] == node.value else 1]
        yield from _leaves(pack, chosen, settings, negated)
    else:
        for child in node.children:
            yield from _leaves(pack, child, settings, negated != (node.op == "not"))
