"""A comparison in words (Chinese, English), as HTML, and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rongcuo.policy.comparing.compare import Comparison
from rongcuo.policy.comparing.joint import OTHER
from rongcuo.policy.comparing.touched import Touched
from rongcuo.policy.prose import citation
from rongcuo.policy.reasoning.words import outcome_words, plain, value_words

FORMAT = "rongcuo.comparison/1"
SECTIONS = {
    "units": ("条文", "text"), "readings": ("解读", "readings"), "effects": ("效果", "effects"),
    "determinations": ("认定", "determinations"), "duties": ("纠错措施", "duties"),
    "questions": ("须答问题", "questions"), "deadlines": ("期限", "deadlines"),
    "targets": ("办理时限", "targets"), "undertakings": ("承诺", "undertakings"),
    "grades": ("证实程度", "grades"),
}


class Line:
    """One line: its level (0 heading, 1 item, 2 detail) and its words."""

    __slots__ = ("level", "text")

    def __init__(self, level: int, text: str):
        self.level, self.text = level, text


def lines(found: Comparison, lang: str, impact: Touched | None = None) -> Iterator[Line]:
    """The report, line by line."""
    say = Words(found, lang)
    one, other, english = found.one, found.other, lang == "en"
    yield Line(0, f"{one.title.get(lang)} ({one.id} {one.version}) → {other.title.get(lang)} "
                  f"({other.id} {other.version})")
    yield Line(1, say.conclusion())
    for place, item in enumerate(found.differences, 1):
        before, after = (outcome_words(one, item.before, lang), outcome_words(other, item.after, lang))
        yield Line(1, f"{place}. {before} → {after}")
        yield Line(2, say.facts(item.facts, item.smallest))
        first, second = say.cites(one, item.cites_before), say.cites(other, item.cites_after)
        yield Line(2, f"articles: {first} → {second}" if english else f"依据：{first} → {second}")
    if found.rules:
        yield Line(0, "Rules that answer differently" if english else "结果不同的规则")
    for item in found.rules:
        rule = one.rules[item.rule]
        name = f"{rule.name.get(lang)} ({rule.id})"
        yield Line(1, f"{name}: {say.verdict(item.before)} → {say.verdict(item.after)}")
        yield Line(2, say.facts(item.facts, True))
    for item in found.admitted:
        which = (one, other)[item.by - 1].version
        yield Line(1, f"Only {which} admits these facts together" if english
                   else f"只有 {which} 版允许这些事实并存")
        yield Line(2, say.facts(item.facts, True))
    for pack, names in zip((one, other), found.unmapped, strict=True):
        if names:
            shown = ("、" if not english else ", ").join(names)
            yield Line(1, f"Without counterpart, of {pack.id} {pack.version}: {shown}" if english
                       else f"{pack.id} {pack.version} 中没有对应的：{shown}")
    for section, parts in found.sections.items():
        for (zh, en), names in zip((("新增", "added"), ("删去", "removed"), ("改动", "changed")), parts,
                                   strict=True):
            if names:
                title = SECTIONS[section][english]
                yield Line(1, f"{title}, {en}: {', '.join(names)}" if english
                           else f"{title}{zh}：{'、'.join(names)}")
    if impact is not None:
        yield from _impact(found, impact, lang)


def _impact(found: Comparison, impact: Touched, lang: str) -> Iterator[Line]:
    english = lang == "en"
    touched = sum(map(len, impact.moves.values()))
    yield Line(0, f"{touched} of {impact.total} matters touched" if english
               else f"{impact.total} 件中有 {touched} 件受影响")
    for (before, after), places in impact.moves.items():
        first, second = outcome_words(found.one, before, lang), outcome_words(found.other, after, lang)
        yield Line(1, f"{first} → {second}: {len(places)}" if english else f"{first} → {second}：{len(places)} 件")
    if impact.refused:
        yield Line(1, f"{len(impact.refused)} refused: the facts contradict a constraint" if english
                   else f"{len(impact.refused)} 件的事实与约束矛盾，未比较")


def words_of(found: Comparison, lang: str) -> Words:
    """What parts of the comparison say, one by one."""
    return Words(found, lang)


class Words:
    """The sentences of a comparison in one language."""

    def __init__(self, found: Comparison, lang: str):
        self.found, self.lang, self.english = found, lang, lang == "en"

    def conclusion(self) -> str:
        found = self.found
        if found.equivalent:
            return ("Equivalent, proved: for all facts both say the same." if self.english
                    else "经证明等效：对一切事实，两者结论相同。")
        many = len(found.differences)
        if not many and any(found.unmapped):
            return ("No difference over the facts that have counterparts; not called equivalent, "
                    "since some have none." if self.english
                    else "在有对应的事实上没有差别；因有事实没有对应，不称等效。")
        return f"{many} difference(s) in the outcome." if self.english else f"结论上有 {many} 处差别。"

    def facts(self, facts, surely: bool) -> str:
        shown = [self.fact(name, value) for name, value in facts.items()]
        joined = ("; " if self.english else "；").join(shown)
        if not shown:
            return "whatever the facts" if self.english else "无论事实如何"
        if surely:
            return f"with just: {joined}" if self.english else f"只要：{joined}"
        return f"for example with: {joined}" if self.english else f"例如：{joined}"

    def outcome(self, pack, name: str) -> str:
        return outcome_words(pack, name, self.lang)

    def several(self, facts) -> list[str]:
        """Each fact of a witness as question and answer."""
        return [self.fact(name, value) for name, value in facts.items()]

    def unmapped(self, pack, name: str) -> str:
        """What has no counterpart: an outcome, a fact, or one value of a fact."""
        if name.startswith("outcome "):
            said = self.outcome(pack, name.removeprefix("outcome "))
            return f"outcome: {said}" if self.english else f"结论：{said}"
        fact, _, value = name.partition("=")
        question = pack.facts[fact].question.get(self.lang)
        if not value:
            return question
        shown = pack.facts[fact].values.get(value)
        return f"{question} {(shown.en if self.english else shown.zh) if shown else value}"

    def fact(self, name: str, value: object) -> str:
        own = not name.startswith(OTHER)
        pack = self.found.one if own else self.found.other
        fact = pack.facts[name.removeprefix(OTHER)]
        if isinstance(value, str) and value.startswith(OTHER):
            shown = value.removeprefix(OTHER)
        else:
            shown = value_words(fact, value, self.lang)
        question = fact.question.get(self.lang)
        return f"{question} {shown}"

    def cites(self, pack, units) -> str:
        return (", " if self.english else "、").join(citation(pack, one, self.lang) for one in units) or "-"

    def verdict(self, word: str) -> str:
        zh = {"met": "符合", "not_met": "不符合", "open": "未定"}
        return word.replace("_", " ") if self.english else zh[word]


def document(found: Comparison, impact: Touched | None = None) -> dict:
    """Plain values, format rongcuo.comparison/1."""

    def facts(several) -> dict:
        return {name: plain(value) for name, value in several.items()}

    def pack(one) -> dict:
        return {"id": one.id, "version": one.version, "digest": one.digest}

    out = {
        "format": FORMAT, "one": pack(found.one), "other": pack(found.other),
        "equivalent": found.equivalent, "empty": found.empty,
        "differences": [
            {"before": one.before, "after": one.after, "facts": facts(one.facts),
             "smallest": one.smallest, "cites_before": list(one.cites_before),
             "cites_after": list(one.cites_after)} for one in found.differences
        ],
        "rules": [
            {"rule": one.rule, "before": one.before, "after": one.after, "facts": facts(one.facts)}
            for one in found.rules
        ],
        "admitted": [{"by": one.by, "facts": facts(one.facts)} for one in found.admitted],
        "unmapped": [list(one) for one in found.unmapped],
        "sections": {
            name: dict(zip(("added", "removed", "changed"), map(list, parts), strict=True))
            for name, parts in found.sections.items()
        },
    }
    if impact is not None:
        out["matters"] = {
            "total": impact.total, "untouched": impact.untouched, "refused": list(impact.refused),
            "moves": [{"before": before, "after": after, "count": len(places), "places": list(places)}
                      for (before, after), places in impact.moves.items()],
        }
    return out


def html(found: Comparison, lang: str, impact: Touched | None = None) -> str:
    """The report as a whole HTML page without scripts, styles or anything from outside."""
    body, level = [], 0
    for line in lines(found, lang, impact):
        while level > line.level:
            body.append("</ul>")
            level -= 1
        while level < line.level:
            body.append("<ul>")
            level += 1
        text = escape(line.text)
        body.append(f"<h2>{text}</h2>" if line.level == 0 else f"<li>{text}</li>")
    body += ["</ul>"] * level
    title = escape(f"{found.one.id} {found.one.version} → {found.other.id} {found.other.version}")
    name = "en" if lang == "en" else "zh-Hans"
    return (f'<!DOCTYPE html>\n<html lang="{name}">\n<head><meta charset="utf-8">'
            f"<title>{title}</title></head>\n<body>\n<main>\n" + "\n".join(body)
            + "\n</main>\n</body>\n</html>\n")
