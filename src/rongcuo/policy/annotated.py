"""The measures as a document: article by article, and beside each what the pack makes of it.

One place for `rongcuo policy render` and the page of the measures. Nothing is assessed here: a rule
is shown as its conditions in words, with what each needs and who settles it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rongcuo.policy.document import expectation, plain
from rongcuo.policy.model import Node, OtherFact, Pack, Reading, Rule, Unit
from rongcuo.policy.prose import Sentences
from rongcuo.policy.record import Record
from rongcuo.policy.settings import Settings


class Condition(Record):
    """One node of a rule in words. `text` is a question or how its parts are joined; `wanted` what is
    asked of the answer where that is not yes; `fact` its id; `needs` how it is settled, in words."""

    text: str
    wanted: str
    quote: str
    fact: str | None
    needs: str
    children: tuple[Condition, ...]


class Article(Record):
    """An article with its items (or one unit without a number), and what rests on it: `rules` whose
    first citation is here, `readings`, `questions` of the report, `facts` no rule here speaks of."""

    number: int | None
    units: tuple[Unit, ...]
    rules: tuple[Rule, ...]
    readings: tuple[Reading, ...]
    questions: tuple
    moves: tuple


def articles(pack: Pack) -> tuple[Article, ...]:
    """The whole text in order; then, one by one, units whose number is not known; then what stands
    beside the articles (a notice of issue) together."""
    units = list(pack.units.values())
    numbered = sorted((one for one in units if one.article is not None), key=lambda u: (u.article, u.item or 0))
    groups = [list(several) for _, several in groupby(numbered, key=lambda u: u.article)]
    groups += [[one] for one in units if one.article is None and not one.available]
    beside = [one for one in units if one.article is None and one.available]
    groups += [beside] if beside else []
    return tuple(_article(pack, group) for group in groups)


def _article(pack: Pack, group: list[Unit]) -> Article:
    ids = {one.id for one in group}

    def resting(several) -> tuple:
        return tuple(one for one in several if one.cites and one.cites[0] in ids)

    moves = pack.procedure.moves if pack.procedure else ()
    return Article(
        group[0].article, tuple(group), resting(pack.rules.values()), resting(pack.readings.values()),
        resting(pack.questions.values()), resting(moves),
    )


def condition(pack: Pack, rule: Rule, settings: Settings, lang: str) -> Condition:
    """The rule's condition in words, readings as `settings` has them; what another reading would ask
    stands after it under a line that says so."""
    return _Words(pack, settings, lang).of(rule.when)


class _Words:
    def __init__(self, pack: Pack, settings: Settings, lang: str):
        self.pack, self.settings, self.english = pack, settings, lang == "en"
        self.lang, self.say = lang, Sentences(pack, lang)

    def of(self, node: Node) -> Condition:
        text, wanted, needs = "", "", ""
        if node.op == "fact":
            text, _, wanted = self.say.leaf(self._leaf(node))
            needs = self.needs(node.key)
        elif node.op == "applicable":
            text, needs = self.say.of({"op": node.op, "fact": node.key}), self.needs(node.key)
        else:
            text = self.say.of(self._inner(node))
        children = tuple(self.of(child) for child in node.children)
        if node.op == "when_reading":
            taken = self.settings[node.key] != node.value
            other = "under any other reading" if self.english else "如采用其他解读"
            children = (children[taken], Condition(other, "", "", None, "", (children[not taken],)))
        return Condition(
            text, wanted, node.quote or "", node.key if node.op in ("fact", "applicable") else None, needs, children
        )

    def _leaf(self, node: Node) -> dict:
        leaf = {"op": "fact", "fact": node.key, "value": None, "evidence": [], "expect": expectation(node)}
        return leaf | ({"against": None} if isinstance(node.value, OtherFact) else {})

    def _inner(self, node: Node) -> dict:
        inner = {"op": node.op, "rule": node.key, "reading": node.key}
        if node.op in ("reading", "when_reading"):
            inner |= {"op": "reading", "value": plain(self.settings[node.key])}
        if node.op == "count":
            inner["expect"] = {"at_least": node.value}
        return inner

    def needs(self, name: str) -> str:
        """Who settles the fact, and whether it is a record or a judgement of a person."""
        fact = self.pack.facts[name]
        if fact.settled_from == "matter":
            return "taken from the record" if self.english else "取自办理记录"
        who = [self.pack.capacities[one].name.get(self.lang) for one in fact.settled_by if one in self.pack.capacities]
        names = (", " if self.english else "、").join(who)
        if self.english:
            return f"settled by {names}; {fact.nature}"
        return f"由{names}认定；{'评价' if fact.nature == 'judgement' else '记录'}"


def condition_lines(one: Condition, depth: int = 0) -> Iterator[tuple[int, Condition]]:
    """The conditions that say something, with how deep they stand."""
    if one.text:
        yield depth, one
        depth += 1
    for child in one.children:
        yield from condition_lines(child, depth)
