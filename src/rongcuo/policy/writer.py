"""Writes the explanation document as JSON bytes from pieces rendered once per program.

Everything that the facts cannot change is rendered when the program is made. What they can
change is a choice among few pieces per node (three verdicts, decisive or not) and the value and
evidence of each fact. One generated function picks the pieces; one join makes the bytes.
"""

from __future__ import annotations

import json

from rongcuo.policy.cache import ENGINE
from rongcuo.policy.document import FORMAT, expectation, plain
from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.model import OtherFact
from rongcuo.policy.program import MET, NO, OPEN, WORDS, Program, _compile

DECISIVE = 4  # added to a verdict (0, 1, 3) to choose the piece


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def writer(made: Program):
    """A function Assessment -> bytes for this program."""
    return _Writer(made).compile()


class _Writer:
    def __init__(self, made: Program):
        self.made = made
        self.names: dict[str, object] = {"join": b"".join}
        self.lines: list[str] = []  # which nodes are decisive
        self.pieces: list[str] = []  # what is joined, in order
        self.text = ""  # fixed text waiting to be put before the next choice

    def compile(self):
        made = self.made
        heads = {place: self.head(one) for place, one in enumerate(made.outcomes)}
        heads[-1] = self.head(made.undetermined)
        self.names |= {"heads": heads, "values_of": self.values_of()}
        self.text = '],"outcomes":['
        for place, (one, root) in enumerate(zip(made.outcomes, made.outcome_roots, strict=True)):
            self.text += "," if place else ""
            self.lines.append(f"d{root} = 4 if carrying[{root}] else 0")
            self.top(root, {"id": one.id})
        self.text += '],"rules":['
        for place, rule in enumerate(made.pack.rules.values()):
            root = made.rule_roots[rule.id]
            self.text += "," if place else ""
            self.lines.append(f"d{root} = 4")
            self.top(root, {"id": rule.id, "kind": rule.kind})
        self.names["tail"] = (self.text + "]}").encode()
        open_facts = {name: _json(name) for name in made.pack.facts}
        self.names["open_fact"] = open_facts.__getitem__
        verdicts = ", ".join(f"v{i}" for i in range(len(made.steps)))
        lines = [
            "def write(a):",
            "    place = a.place",
            f"    {verdicts}, = a.verdicts" if verdicts else "    pass",
            "    carrying = a.carrying",
            "    shown = values_of(a)",
            *(f"    {line}" for line in self.lines),
            "    return join([heads[place], ','.join(map(open_fact, a.open_facts)).encode(), ",
            *(f"        {piece}," for piece in self.pieces),
            "        tail])",
        ]
        return _compile(lines, self.names, "write")

    def head(self, outcome) -> bytes:
        made = self.made
        whole = _json({
            "format": FORMAT,
            "policy": {
                "id": made.pack.id, "version": made.pack.version, "digest": made.pack.digest,
            },
            "settings_digest": made.settings.digest,
            "engine": ENGINE,
            "outcome": outcome.id,
            "admissible": list(outcome.admits),
            "open_facts": [],
        })
        return whole.removesuffix("]}").encode()

    def top(self, root: int, named: dict) -> None:
        """An outcome or a rule: its own keys, then its tree."""
        start = _json(named)[:-1] + ',"verdict":"'
        self.node(root, before=start)
        self.text += "}"

    def node(self, index: int, before: str | None = None) -> None:
        step = self.made.steps[index]
        node = step.node
        start = {"id": node.id, "op": node.op, "cites": list(node.cites)}
        if node.quote is not None:
            start["quote"] = node.quote
        waiting, self.text = self.text, ""
        table = [b""] * 8
        for verdict in (NO, OPEN, MET):
            word = WORDS[verdict]
            for decisive in (0, DECISIVE):
                shown = _json(start | {"verdict": word, "decisive": bool(decisive)})[:-1]
                opening = f'{waiting}{before}{word}","node":' if before else waiting
                table[verdict | decisive] = (opening + shown + self.fixed(node)).encode()
        self.names[f"t{index}"] = tuple(table)
        self.pieces.append(f"t{index}[v{index} | d{index}]")
        if node.op in ("fact", "applicable"):
            self.leaf(node)
        if step.children:
            self.text += ',"children":['
            for place, child in enumerate(step.children):
                self.text += "," if place else ""
                same = "" if node.op == "not" else f" if v{child} == v{index} else 0"
                self.lines.append(f"d{child} = d{index}{same}")
                self.node(child)
            self.text += "]"
        self.text += "}"

    def fixed(self, node) -> str:
        """What follows `decisive` and does not depend on facts."""
        if node.op in ("fact", "applicable"):
            return f',"fact":{_json(node.key)},"value":'
        if node.op == "rule":
            more = {"rule": node.key}
        elif node.op in ("reading", "when_reading"):
            more = {
                "reading": node.key, "value": plain(self.made.settings[node.key]),
                "expect": plain(node.value),
            }
        elif node.op == "count":
            more = {"expect": {"at_least": node.value}}
        else:
            return ""
        return "," + _json(more)[1:-1]

    def leaf(self, node) -> None:
        """Value and evidence of the fact, then what is expected of it."""
        self.pieces.append(f"shown[{self.made.fact_index[node.key]}]")
        if node.op == "fact":
            self.text += f',"expect":{_json(expectation(node))}'
        if isinstance(node.value, OtherFact):
            self.names[f"a{len(self.pieces)}"] = (self.text + ',"against":').encode()
            self.pieces.append(f"a{len(self.pieces)}")
            other = self.made.fact_index[node.value.id]
            self.pieces.append(
                f"shown[{other}].replace(b',\"evidence\":', b',\"against_evidence\":', 1)"
            )
            self.text = ""

    def values_of(self):
        """A function Assessment -> per fact `<value>,"evidence":[…]`."""
        facts = list(self.made.pack.facts.values())
        words = {None, NOT_APPLICABLE, *(word for fact in facts for word in fact.values)}
        known = {word: _value(word) for word in words} | {True: _value(True), False: _value(False)}
        # 1 == True as a key, so numbers (and dates) are not looked up.
        others = [i for i, fact in enumerate(facts) if fact.type in ("number", "date")]
        index = self.made.fact_index

        def shown(assessment) -> list[bytes]:
            values = assessment.values
            pieces = list(map(known.get, values))
            for i in others:
                if values[i] is not None:
                    pieces[i] = _value(values[i])
            if assessment.evidence:
                for name, ids in assessment.evidence.items():
                    i = index[name]
                    pieces[i] = pieces[i].removesuffix(b"[]") + _json(list(ids)).encode()
            return pieces

        return shown


def _value(value: object) -> bytes:
    return f'{_json(plain(value))},"evidence":[]'.encode()
