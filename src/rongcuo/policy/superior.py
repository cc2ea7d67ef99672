"""Superior rules that a person recorded: where one prevails it overrides a rule of the measures.

Higher rules stand outside the pack. A person records title, article and words of one, the article
of the measures that lets it prevail, which rule it speaks on and what it gives there. Nothing is
concluded about whether it prevails: that is recorded too. The measures' own answer stays visible.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType

from rongcuo.policy.assessment import Assessment, assess
from rongcuo.policy.model import Node, Pack, Text
from rongcuo.policy.problems import FactError, problem
from rongcuo.policy.record import Record

FORMAT = "rongcuo.superior/1"


class Superior(Record):
    """A recorded superior rule: `gives` met or not_met for `rule`; it counts only if `prevails`.

    `cites` is the article of the measures by which higher rules prevail.
    """

    title: str
    article: str
    words: str
    cites: str
    rule: str
    gives: str
    prevails: bool

    def document(self) -> dict:
        return dict(zip(self.fields, self.values_of_fields(), strict=True))


class Overridden(Record):
    """The measures alone, and with every superior rule that prevails (the same where none does)."""

    measures: Assessment
    prevailing: Assessment
    superiors: tuple[Superior, ...]

    def document(self) -> dict:
        """Plain values, format rongcuo.superior/1: both assessments and where they part."""
        return {
            "format": FORMAT,
            "superiors": [
                one.document()
                | {"measures_give": self.measures.verdict(one.rule), "overrides": self.overrides(one)}
                for one in self.superiors
            ],
            "changed": self.changed,
            "measures": self.measures.document(),
            "prevailing": self.prevailing.document(),
        }

    def overrides(self, one: Superior) -> bool:
        """Whether it prevails and gives something else than the measures do."""
        return one.prevails and self.measures.verdict(one.rule) != one.gives

    @property
    def changed(self) -> bool:
        """Whether the outcome is another."""
        return self.measures.outcome != self.prevailing.outcome


def under_superiors(measures: Assessment, superiors: Sequence[Superior]) -> Overridden:
    """The assessment again with the superior rules that prevail in place of the rules they override.

    Raises FactError: unknown rule or unit, or two prevailing rules that give opposite answers.
    """
    pack, wrong, given = measures.pack, [], {}
    for one in superiors:
        if one.rule not in pack.rules:
            wrong.append(problem("unknown-rule", name=one.rule, near=pack.rules))
        elif one.cites not in pack.units:
            wrong.append(problem("unknown-unit", name=one.cites, near=pack.units))
        elif one.prevails and given.setdefault(one.rule, one.gives) != one.gives:
            wrong.append(problem("superior-conflict", name=one.rule))
    if wrong:
        raise FactError(wrong)
    prevailing = tuple(one for one in superiors if one.prevails)
    if not prevailing:
        return Overridden(measures, measures, tuple(superiors))
    facts = {name: value for name, value in measures.facts.items() if value is not None}
    other = assess(
        _with(pack, prevailing), facts, settings=measures.settings, evidence=measures.evidence
    )
    return Overridden(measures, other, tuple(superiors))


@lru_cache(maxsize=32)
def _with(pack: Pack, superiors: tuple[Superior, ...]) -> Pack:
    """The pack with these rules replaced. It has a digest of its own: it is not the measures."""
    rules = dict(pack.rules)
    for one in superiors:
        rule = rules[one.rule]
        named = Text(f"{one.title}{one.article}：{one.words}", f"{one.title} {one.article}: {one.words}")
        node = Node(one.rule, "always", (one.cites,), None, named, None, None, None, ())
        if one.gives == "not_met":
            inner = Node(f"{one.rule}/not", "always", (one.cites,), None, named, None, None, None, ())
            node = Node(one.rule, "not", (one.cites,), None, named, None, None, None, (inner,))
        changed = dict(zip(rule.fields, rule.values_of_fields(), strict=True)) | {"when": node}
        rules[one.rule] = type(rule)(**changed)
    said = json.dumps([pack.digest, *(one.document() for one in superiors)], ensure_ascii=False)
    fields = dict(zip(pack.fields, pack.values_of_fields(), strict=True))
    return Pack(**(fields | {
        "rules": MappingProxyType(rules), "digest": hashlib.sha256(said.encode()).hexdigest(),
    }))
