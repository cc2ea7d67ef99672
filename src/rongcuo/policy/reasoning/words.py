"""Chinese and English lines from what `ask`, `flip`, `why` and `settle` found. Never parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.model import Pack
from rongcuo.policy.prose import citation, day_words
from rongcuo.policy.reasoning.asking import Asked
from rongcuo.policy.reasoning.domains import Cell
from rongcuo.policy.reasoning.flipping import Change, Flip, Flips
from rongcuo.policy.reasoning.reasons import Reason


def plain(value: object) -> object:
    """A value as JSON has it; no floats."""
    if value is NOT_APPLICABLE:
        return "not_applicable"
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def value_words(fact, value: object, lang: str) -> str:
    """One value of a fact in words."""
    english = lang == "en"
    if value is None:
        return "unknown" if english else "未知"
    if value is NOT_APPLICABLE:
        return "not applicable" if english else "不适用"
    if isinstance(value, bool):
        return ("yes" if value else "no") if english else ("是" if value else "否")
    if fact.type == "choice":
        return fact.values[value].en if english else fact.values[value].zh
    if isinstance(value, date):
        return day_words(value, lang)
    shown = str(plain(value))
    return f"{shown} {fact.unit.get(lang)}" if fact.unit else shown


def cell_words(fact, cell: Cell, lang: str) -> str:
    """All values of a cell in words: a value, or from where to where."""
    english = lang == "en"
    if fact.type not in ("number", "date") or cell.value is NOT_APPLICABLE:
        return value_words(fact, cell.value, lang)
    low = None if cell.low in (None, date.min) else cell.low
    high = None if cell.high in (None, date.max) else cell.high
    if low is None and high is None:
        return "any value" if english else "任何值"
    if low == high:
        return value_words(fact, low, lang)
    parts = []
    if low is not None:
        shown = value_words(fact, low, lang)
        if fact.type == "date":
            parts.append(f"on or after {shown}" if english else f"{shown}及以后")
        elif cell.has_low:
            parts.append(f"at least {shown}" if english else f"不少于 {shown}")
        else:
            parts.append(f"more than {shown}" if english else f"超过 {shown}")
    if high is not None:
        shown = value_words(fact, high, lang)
        if fact.type == "date":
            parts.append(f"on or before {shown}" if english else f"{shown}及以前")
        elif cell.has_high:
            parts.append(f"at most {shown}" if english else f"不超过 {shown}")
        else:
            parts.append(f"less than {shown}" if english else f"少于 {shown}")
    return (" and " if english else "，").join(parts)


def outcome_words(pack: Pack, name: str | None, lang: str) -> str:
    if name is None:
        return "undetermined" if lang == "en" else "尚不能确定"
    outcome = pack.outcomes[name]
    return outcome.name.get(lang) if outcome.name else name


def _list(names: list[str], lang: str) -> str:
    return ("; " if lang == "en" else "；").join(names)


def _said(fact, shown: str, lang: str) -> str:
    question = fact.question.get(lang)
    return f'"{question}": {shown}' if lang == "en" else f"“{question}”为{shown}"


NOTE = {
    "zh": "本表只排先后，不删减任何核实事项：五项因素、排除情形和所主张情形的每个条件，报告中都要逐项回答。",
    "en": "This only puts questions in order. It takes none out of the verification: the factors, the "
          "exclusion and every condition of each claimed situation are always answered.",
}


def ask_lines(asked: Asked, pack: Pack, lang: str) -> Iterator[str]:
    """The questions, best first, each with what each answer does."""
    english = lang == "en"
    if asked.settled is not None:
        shown = outcome_words(pack, asked.settled, lang)
        yield (
            f"Settled: {shown}. No unknown fact can change it." if english
            else f"结论已定：{shown}。尚未查明的事实都不会改变它。"
        )
        yield NOTE[lang]
        return
    many = len(asked.questions)
    yield f"{many} fact(s) can still matter, the most telling first:" if english else (
        f"还有 {many} 项事实可能影响结论，影响大的在前："
    )
    for place, question in enumerate(asked.questions, 1):
        fact = pack.facts[question.fact]
        cites = ", ".join(citation(pack, one, lang) for one in fact.cites)
        yield f"{place}. {fact.question.get(lang)}" + (f" ({cites})" if english else f"（{cites}）")
        for answer in question.answers:
            shown = cell_words(fact, answer.cell, lang)
            if answer.settles:
                then = outcome_words(pack, answer.settles, lang)
                yield f"   {shown}: settles it: {then}" if english else f"   {shown}：结论即定为{then}"
            else:
                then = _list([outcome_words(pack, one, lang) for one in answer.possible], lang)
                yield f"   {shown}: still possible: {then}" if english else f"   {shown}：仍有可能：{then}"
    if not asked.exact:
        yield "The list may hold a few too many." if english else "事实之间牵连过多，本表可能略多。"
    yield NOTE[lang]


def why_line(reason: Reason, pack: Pack, facts: Mapping[str, object], lang: str) -> str:
    """The reason in one sentence."""
    english = lang == "en"
    if reason.outcome is None:
        return (
            "The result is not settled yet; `ask` lists what can still matter." if english
            else "结论未定；还差哪些事实，见 ask。"
        )
    name = outcome_words(pack, reason.outcome, lang)
    cites = ("、" if not english else ", ").join(citation(pack, one, lang) for one in reason.cites)
    said = _list([_said(pack.facts[one], value_words(pack.facts[one], facts[one], lang), lang)
                  for one in reason.findings], lang)
    if not said:
        return (f"Whatever the facts, the result is: {name} ({cites})." if english
                else f"无论事实如何，检查结论都是{name}（{cites}）。")
    return (f"The result is {name} because of these findings alone: {said} ({cites})." if english
            else f"仅凭以下认定，检查结论即为{name}：{said}（{cites}）。")


def _change(change: Change, pack: Pack, lang: str) -> str:
    return _said(pack.facts[change.fact], cell_words(pack.facts[change.fact], change.cell, lang), lang)


def flip_line(flip: Flip, pack: Pack, lang: str) -> str:
    """One flip as a sentence: what would (have to) be otherwise, and what would follow."""
    english, name = lang == "en", outcome_words(pack, flip.outcome, lang)
    settled = _list([_change(one, pack, lang) for one in flip.settles], lang)
    reversed_ = _list([_change(one, pack, lang) for one in flip.reverses], lang)
    parts = []
    if flip.past:
        if settled:
            parts.append(f"it turned out that {settled}" if english else f"查明{settled}")
        if reversed_:
            parts.append(f"it had been so that {reversed_}" if english else f"当时{reversed_}")
        joined = (" and " if english else "，并且").join(parts)
        return (f"If {joined}, the result would have been: {name}." if english
                else f"如果{joined}，检查结论本会是{name}。")
    if settled:
        parts.append(f"it is settled that {settled}" if english else f"查明{settled}")
    if reversed_:
        parts.append(f"this is brought about: {reversed_}" if english else f"做到{reversed_}")
    joined = (" and " if english else "，并且").join(parts)
    return f"If {joined}, the result becomes: {name}." if english else f"如果{joined}，检查结论即为{name}。"


def flip_lines(flips: Flips, pack: Pack, lang: str) -> Iterator[str]:
    """The flips that only settle what is unknown, then those that reverse findings."""
    english = lang == "en"
    now = outcome_words(pack, flips.current, lang)
    yield f"Now: {now}." if english else f"现在：{now}。"
    groups = (
        ("By settling what is unknown:", "只查明未知事实：", [one for one in flips.flips if not one.reverses]),
        ("By facts other than found:", "事实与认定不同：", [one for one in flips.flips if one.reverses]),
    )
    for en, zh, several in groups:
        if several:
            yield en if english else zh
            for place, one in enumerate(several, 1):
                yield f"{place}. {flip_line(one, pack, lang)}"
    if not flips.flips:
        yield (
            "No change of recorded facts settles another result." if english
            else "改变任何记录性事实，都不会使另一结论确定。"
        )
    if flips.more:
        yield (f"More exist; these are the {len(flips.flips)} with the fewest changes." if english
               else f"还有更多；以上是改动最少的 {len(flips.flips)} 种。")
    yield (
        "Judgements of a person are never among the changes." if english
        else "对人的评价性认定从不列入改动。"
    )


def asked_document(asked: Asked) -> dict:
    """format rongcuo.asked/1; `impact` in millionths."""
    return {
        "format": "rongcuo.asked/1",
        "settled": asked.settled,
        "exact": asked.exact,
        "questions": [
            {
                "fact": one.fact, "impact": round(one.impact * 1_000_000), "cost": one.cost,
                "answers": [
                    {"value": plain(a.value), "settles": a.settles, "possible": list(a.possible)}
                    for a in one.answers
                ],
            }
            for one in asked.questions
        ],
    }


def flips_document(flips: Flips) -> dict:
    """format rongcuo.flips/1."""

    def change(one: Change) -> dict:
        return {"fact": one.fact, "before": plain(one.before), "after": plain(one.after),
                "past": one.past}

    return {
        "format": "rongcuo.flips/1",
        "current": flips.current,
        "more": flips.more,
        "flips": [
            {"outcome": one.outcome, "settles": [change(c) for c in one.settles],
             "reverses": [change(c) for c in one.reverses]}
            for one in flips.flips
        ],
    }


def reason_document(reason: Reason, facts: Mapping[str, object]) -> dict:
    """format rongcuo.reason/1."""
    return {
        "format": "rongcuo.reason/1",
        "outcome": reason.outcome,
        "smallest": reason.smallest,
        "findings": {name: plain(facts[name]) for name in reason.findings},
        "cites": list(reason.cites),
    }
