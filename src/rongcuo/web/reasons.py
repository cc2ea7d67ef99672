"""From an assessment to the tree of reasons that components/reasons.html shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rongcuo.matters.errors import listed
from rongcuo.policy import Assessment, Pack
from rongcuo.policy.model import Text
from rongcuo.policy.prose import Sentences
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import lang

#: Kinds of rules in the order in which a reader asks. What is put together from others ("derived")
#: speaks through them.
ORDER = ("scope", "condition", "distinction", "exclusion", "bar", "situation")


def reason_nodes(
    check: Assessment, pack: Pack, claimed: Iterable[str], grades: Mapping[str, Text]
) -> list[dict]:
    """One node a rule; a situation only if it was claimed or is met. `grades`: fact -> grade's name.

    A rule that carries the outcome is marked, and so are the branches that carry its own verdict.
    """
    claimed, carrying = set(claimed), set(check.decisive)
    tree = _Tree(pack, grades)
    rules = [r for r in check.document()["rules"] if r["kind"] in ORDER]
    return [
        {
            "rule": rule["id"], "verdict": rule["verdict"], "text": pack.rules[rule["id"]].name, "quote": "",
            "unit_label": tree.label(rule["node"]), "decisive": rule["id"] in carrying,
            "children": tree.branches(rule["node"], rule["id"] in carrying),
        }
        for rule in sorted(rules, key=lambda r: ORDER.index(r["kind"]))
        if rule["kind"] != "situation" or rule["id"] in claimed or rule["verdict"] == "met"
    ]


class _Tree:
    def __init__(self, pack: Pack, grades: Mapping[str, Text]):
        self.pack, self.grades, self.say = pack, grades, Sentences(pack, lang())

    def branches(self, node: dict, carries: bool) -> list[dict]:
        """The branches under a node; one without words of its own gives those under it."""
        text = self.say.of(node)
        below = [
            child for one in node.get("children", ())
            for child in self.branches(one, carries and node["decisive"])
        ]
        if not text:
            return below
        row = {
            "verdict": node["verdict"], "text": text, "unit_label": self.label(node),
            "quote": node.get("quote") or "", "evidence": node.get("evidence") or [],
            "decisive": carries and node["decisive"], "children": below,
        }
        if node["op"] == "fact":
            row["text"], row["value"], row["note"] = self.say.leaf(node)
            row["grade_word"] = self.grades.get(node["fact"], "")
        return [row]

    def label(self, node: dict) -> str:
        return listed(article(self.pack.units[one]) for one in node["cites"])
