"""From an explanation document to the tree of reasons that components/reasons.html shows."""

from __future__ import annotations

from rongcuo.policy import Pack
from rongcuo.policy.prose import Sentences, citation
from rongcuo.web.viewing import lang

#: Kinds of rules in the order in which a reader asks.
ORDER = ("scope", "condition", "distinction", "exclusion", "bar", "situation", "derived")


def reason_nodes(document: dict, pack: Pack, claimed: list[str]) -> list[dict]:
    """One node a rule; situations that were not claimed and carry nothing are left out."""
    sentences = Sentences(pack, lang())
    rules = sorted(document["rules"], key=lambda r: ORDER.index(r["kind"]))
    return [
        {
            "verdict": rule["verdict"], "text": pack.rules[rule["id"]].name.get(lang()),
            "unit_label": _label(pack, rule["node"]), "quote": "", "decisive": rule["node"]["decisive"],
            "children": _children(pack, sentences, rule["node"]),
        }
        for rule in rules
        if rule["kind"] != "situation" or rule["id"] in claimed or rule["verdict"] != "open"
        or rule["node"]["decisive"]
    ]


def _children(pack: Pack, sentences: Sentences, node: dict) -> list[dict]:
    """The branches under a node; a node without words of its own gives its children."""
    text = sentences.of(node)
    below = [child for one in node.get("children", ()) for child in _children(pack, sentences, one)]
    if not text:
        return below
    return [
        {
            "verdict": node["verdict"], "text": text, "unit_label": _label(pack, node),
            "quote": node.get("quote") or "", "evidence": node.get("evidence") or [],
            "decisive": node["decisive"], "children": below,
        }
    ]


def _label(pack: Pack, node: dict) -> str:
    return "、".join(citation(pack, one, lang()) for one in node["cites"])
