"""What the checks share: the finding, the diagram for every setting, and witnesses from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from rongcuo.policy.assessment import Assessment, assess
from rongcuo.policy.model import Pack
from rongcuo.policy.reasoning.diagram import ALWAYS, NEVER
from rongcuo.policy.reasoning.reasoner import Reasoner, reasoner
from rongcuo.policy.record import Record


class Finding(Record):
    """One thing proved against a pack. `about` names it (rule, outcome, fact, unit, target) and
    `beside` what it is about it. Under `settings` (adopted readings) the `facts` are the smallest
    witness: whatever the other facts are, the evaluator shows it. `zh`, `en` say what is wrong and
    what to do."""

    code: str
    about: str
    beside: tuple[str, ...]
    settings: Mapping[str, object]
    facts: Mapping[str, object]
    zh: str
    en: str

    def text(self, lang: str) -> str:
        return f"{self.en if lang == 'en' else self.zh} [{self.code}]"


class Proof:
    """A pack, and what checks ask about it."""

    def __init__(self, pack: Pack, versions: tuple[Pack, ...], calendar_years: Sequence[int] | None):
        self.pack, self.versions, self.calendar_years = pack, versions, calendar_years

    @cached_property
    def made(self) -> Reasoner:
        """The diagram with readings as variables: what holds in it holds for every setting."""
        return reasoner(self.pack, None)

    def together(self, *conditions: int) -> int:
        """The condition that all of these hold under facts that the constraints admit."""
        return self.made.diagram.all_of((*conditions, self.made.admits))

    def outcome(self, wanted) -> int:
        """The condition that complete facts lead to an outcome whose place `wanted` accepts."""
        diagram = self.made.diagram
        return diagram.map_leaves(
            diagram.both(self.made.outcome, ALWAYS),
            lambda bits: 0 if bits == -1 else -int(wanted((bits & -bits).bit_length() - 1)),
        )

    def witness(self, root: int) -> tuple[dict, dict]:
        """(adopted readings, facts): as few as can be that make sure of the condition `root`."""
        diagram, done = self.made.diagram, {ALWAYS: 0, NEVER: None}

        def least(node: int):
            if node not in done:
                found = [d for d in map(least, diagram.kids[node]) if d is not None]
                done[node] = min(found) + 1 if found else None
            return done[node]

        least(root)
        cells: dict[int, int] = {}
        while root != ALWAYS:
            kids = diagram.kids[root]
            best = done[root] - 1
            value = next(i for i, kid in enumerate(kids) if done[kid] == best)
            cells[diagram.level[root]] = value
            root = kids[value]
        return self.made.adopted(cells), self.made.facts(cells)

    def run(self, finding: Finding, **facts) -> Assessment:
        """The evaluator on the witness, its other facts filled in as the constraints allow."""
        known = dict(finding.facts) | facts
        return assess(self.pack, self.filled(known, finding.settings),
                      settings=self.pack.settings(dict(finding.settings)))

    def filled(self, facts: dict, settings: Mapping) -> dict:
        """These facts and a value for every other, kept to the constraints where they can be."""
        made = reasoner(self.pack, self.pack.settings(dict(settings)))
        known = made.known(facts)
        full = dict(facts)
        for at, name in enumerate(made.order):
            if at not in known:
                for value in range(len(made.domains[at])):
                    if made.diagram.leaves(made.admits, known | {at: value}) != {0}:
                        break
                known[at] = value
                full[name] = made.domains[at].cells[value].value
        return full


def name(item, lang: str) -> str:
    """The name of a rule or outcome with its id."""
    return f"{item.name.get(lang)} ({item.id})" if item.name else item.id
