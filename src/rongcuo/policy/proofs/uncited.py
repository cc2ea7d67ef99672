"""An article or a sentence of it that nothing in the pack rests on.

What carries no rule says so with `no_rule` and the reason (a purpose clause; powers over the
measures themselves). A unit is rested on by whatever cites it; where everything that does quotes,
each sentence of it needs a quote. Text that could not be had is left out. The witness is the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rongcuo.policy.proofs.proof import Finding, Proof
from rongcuo.policy.reasoning.domains import conditions, nodes

CODE = "uncited-text"
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")


def cited(proof: Proof) -> dict[str, set[str | None]]:
    """Unit id -> the quotes it is cited with; None among them where something cites it whole."""
    pack, found = proof.pack, {}

    def take(item, quote=None) -> None:
        for unit in item.cites:
            words = quote if quote and quote in pack.units[unit].zh else None
            found.setdefault(unit, set()).add(words)

    for section in (pack.effects, pack.duties, pack.undertakings, pack.questions, pack.bodies,
                    pack.deadlines, pack.targets, pack.readings, pack.determinations, pack.grades,
                    pack.windows, pack.scales, pack.constraints):
        for item in section.values():
            take(item, getattr(item, "quote", None))
    for section in (pack.outcomes, pack.rules, pack.facts):
        for item in section.values():
            if item.quote:
                take(item, item.quote)
    for top in conditions(pack):
        for node in nodes(top):
            if node.op in ("fact", "applicable", "always", "reading") or node.quote:
                take(node, node.quote)
    if pack.procedure is not None:
        for item in (*pack.procedure.steps.values(), *pack.procedure.moves,
                     *pack.procedure.triggers.values()):
            take(item, item.quote)
    return found


def findings(proof: Proof) -> Iterator[Finding]:
    by_unit = cited(proof)
    for unit in proof.pack.units.values():
        if unit.article is None or unit.no_rule or not unit.available:
            continue
        quotes = by_unit.get(unit.id, set())
        if not quotes and _heads_items(proof, unit):
            continue
        if not quotes:
            yield _finding(unit.id, unit.zh, unit.en)
        elif None not in quotes:
            for sentence in _SENTENCE.findall(unit.zh):
                if len(sentence) > 8 and not any(_meet(sentence, one, unit.zh) for one in quotes):
                    yield _finding(unit.id, sentence, sentence)


def _meet(sentence: str, quote: str, text: str) -> bool:
    start, at = text.index(sentence), text.index(quote)
    return at < start + len(sentence) and start < at + len(quote)


def _heads_items(proof: Proof, unit) -> bool:
    """The head of an article ("… in the following respects:") speaks through its items."""
    return unit.item is None and unit.zh.rstrip().endswith(("：", ":")) and any(
        one.article == unit.article and one.item is not None for one in proof.pack.units.values()
    )


def _finding(unit: str, zh: str, en: str) -> Finding:
    short_zh, short_en = (one if len(one) <= 60 else one[:57] + "…" for one in (zh, en))
    return Finding(
        CODE, unit, (zh,), {}, {},
        f"“{short_zh}”（{unit}）没有任何规则、事实或者程序引用。请引用它，或者用 no_rule 写明为什么不需要规则。",
        f'Nothing rests on "{short_en}" ({unit}). Cite it, or say with no_rule why it needs none.',
    )


def confirm(proof: Proof, finding: Finding) -> bool:
    return finding.beside[0] in proof.pack.units[finding.about].zh
