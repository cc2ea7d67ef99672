"""Prose lines from an explanation document. Derived only; nothing ever parses them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rongcuo.policy.model import Pack

_WORDS = {
    "zh": {
        "met": "符合", "not_met": "不符合", "open": "未定", "all": "以下各项均须符合",
        "any": "以下任一项符合即可", "not": "不得有以下情况", "count": "以下至少 {n} 项符合",
        "rule": "依规则“{name}”", "reading": "解读：{value}（{name}）",
        "always": "无需其他条件", "applicable": "“{name}”适用于本事项",
        "true": "是", "false": "否", "null": "未知", "not_applicable": "不适用",
        "outcome": "检查结论：{name}", "admissible": "条文允许的认定：{names}",
        "nothing": "（结论未定，暂无）", "none_now": "（无）", "open_facts": "尚未查明、且影响结论的事实：",
        "note": "本结论只说明条文允许什么，由有权机关决定。",
        "answer": "{question} 现为：{value}", "expect": "要求：{value}", "evidence": "证据 {ids}",
        "compare": "“{name}”之日（{value}）", "sep": "、", "or": "或者", "colon": "：",
    },
    "en": {
        "met": "met", "not_met": "not met", "open": "open", "all": "all of these",
        "any": "any of these", "not": "not this", "count": "at least {n} of these",
        "rule": 'by the rule "{name}"', "reading": "reading: {value} ({name})",
        "always": "no further condition", "applicable": '"{name}" applies to this matter',
        "true": "yes", "false": "no", "null": "unknown", "not_applicable": "not applicable",
        "outcome": "Result of the check: {name}",
        "admissible": "What the articles allow to be determined: {names}",
        "nothing": "(nothing yet; the result is open)", "none_now": "(none)",
        "open_facts": "Facts still unknown that matter to the result:",
        "note": "This only says what the articles allow; the competent body decides.",
        "answer": "{question} Now: {value}", "expect": "wanted: {value}",
        "evidence": "evidence {ids}", "compare": 'the date of "{name}" ({value})', "sep": ", ", "or": " or ",
        "colon": ": ",
    },
}

_TESTS = {
    "in": ("{v}", "{v}"), "at_least": ("不少于 {v}", "at least {v}"),
    "at_most": ("不超过 {v}", "at most {v}"), "more_than": ("超过 {v}", "more than {v}"),
    "less_than": ("少于 {v}", "less than {v}"), "equals": ("等于 {v}", "exactly {v}"),
    "on_or_after": ("不早于{v}", "on or after {v}"),
    "on_or_before": ("不晚于{v}", "on or before {v}"),
    "after": ("晚于{v}", "after {v}"), "before": ("早于{v}", "before {v}"),
}

_DIGITS = "零一二三四五六七八九"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def render(document: dict, pack: Pack, lang: str = "zh") -> list[str]:
    """The explanation as lines of prose in Chinese or English, indented by depth."""
    return list(_Prose(pack, "en" if lang == "en" else "zh").lines(document))


def citation(pack: Pack, unit_id: str, lang: str = "zh") -> str:
    """How a unit is cited: 第八条第（一）项, Article 8(1); a unit without number by its id."""
    unit = pack.units[unit_id]
    if unit.article is None:
        return unit_id
    if lang == "en":
        return f"Article {unit.article}" + (f"({unit.item})" if unit.item else "")
    item = f"第（{numeral(unit.item)}）项" if unit.item else ""
    return f"第{numeral(unit.article)}条{item}"


def numeral(number: int) -> str:
    """A whole number from 0 to 999 in Chinese numerals; ten is 十, not 一十."""
    if 10 <= number < 20:
        return _below_hundred(number).removeprefix("一")
    if number < 100:
        return _below_hundred(number)
    rest = number % 100
    between = "零" if 0 < rest < 10 else ""
    return f"{_DIGITS[number // 100]}百{between}{_below_hundred(rest) if rest else ''}"


def day_words(day: date, lang: str = "zh") -> str:
    """A day as papers write it: 2018年2月23日, 23 February 2018."""
    if lang != "en":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _below_hundred(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    return f"{_DIGITS[number // 10]}十{_DIGITS[number % 10] if number % 10 else ''}"


class Sentences:
    """What single nodes of an explanation document say, in one language."""

    def __init__(self, pack: Pack, lang: str):
        self._prose = _Prose(pack, "en" if lang == "en" else "zh")

    def of(self, node: dict) -> str:
        """The node's sentence without verdict and citation; empty where only its child speaks.
        The evidence is left out: it stands in the node's own field.
        """
        return self._prose.sentence({**node, "evidence": []} if "evidence" in node else node)

    def leaf(self, node: dict) -> tuple[str, str, str]:
        """Of a node about a fact: the question, the answer, and what is wanted where that is not "yes"."""
        prose, fact = self._prose, self._prose.pack.facts[node["fact"]]
        wanted = ""
        if node["expect"] is not True:
            wanted = prose.words["expect"].format(value=prose.expectation(fact, node))
        return fact.question.get(prose.lang), prose.answer(fact, node["value"]), wanted


class _Prose:
    def __init__(self, pack: Pack, lang: str):
        self.pack, self.lang, self.words = pack, lang, _WORDS[lang]

    def lines(self, document: dict) -> Iterator[str]:
        words, pack = self.words, self.pack
        yield words["outcome"].format(name=self.name(pack.outcomes[document["outcome"]]))
        names = [self.name(pack.determinations[one]) for one in document["admissible"]]
        empty = words["nothing" if pack.outcomes[document["outcome"]].undetermined else "none_now"]
        yield words["admissible"].format(names=words["sep"].join(names) or empty)
        if document["open_facts"]:
            yield words["open_facts"]
            for fact in document["open_facts"]:
                yield f"  · {self.question(fact)}"
        yield words["note"]
        for rule in document["rules"]:
            yield ""
            yield (
                f"{self.name(pack.rules[rule['id']])}{words['colon']}{words[rule['verdict']]}"
                f"{self.cites(rule['node'])}"
            )
            yield from self.node(rule["node"], 1)

    def node(self, node: dict, depth: int) -> Iterator[str]:
        mark = "▸" if node["decisive"] else " "
        text = self.sentence(node)
        if text:
            verdict = self.words[node["verdict"]]
            yield f"{'  ' * depth}{mark} [{verdict}] {text}{self.cites(node)}"
            depth += 1
        for child in node.get("children", ()):
            yield from self.node(child, depth)

    def sentence(self, node: dict) -> str:
        """What the node asks; empty where only its child speaks."""
        op, words = node["op"], self.words
        if op == "when_reading":
            return ""
        if op == "fact":
            return self.leaf(node)
        if op == "applicable":
            return words["applicable"].format(name=self.question(node["fact"]))
        if op == "rule":
            return words["rule"].format(name=self.name(self.pack.rules[node["rule"]]))
        if op == "reading":
            reading = self.pack.readings[node["reading"]]
            label = reading.labels.get(str(node["value"]))
            value = label.get(self.lang) if label else self.value(node["value"])
            return words["reading"].format(name=reading.question.get(self.lang), value=value)
        if op == "count":
            return words["count"].format(n=node["expect"]["at_least"])
        return words[op]

    def leaf(self, node: dict) -> str:
        fact, words = self.pack.facts[node["fact"]], self.words
        said = [
            words["answer"].format(
                question=fact.question.get(self.lang), value=self.answer(fact, node["value"])
            )
        ]
        if node["expect"] is not True:
            said.append(words["expect"].format(value=self.expectation(fact, node)))
        if node["evidence"]:
            said.append(words["evidence"].format(ids=words["sep"].join(node["evidence"])))
        return ("；" if self.lang == "zh" else "; ").join(said)

    def expectation(self, fact, node: dict) -> str:
        (test, value), = node["expect"].items()
        if isinstance(value, dict):
            other = self.words["compare"].format(
                name=self.question(value["fact"]), value=self.answer(fact, node["against"])
            )
            return _TESTS[test][self.lang == "en"].format(v=other)
        values = value if isinstance(value, list) else [value]
        shown = self.words["or"].join(self.answer(fact, one) for one in values)
        return _TESTS[test][self.lang == "en"].format(v=shown)

    def answer(self, fact, value: object) -> str:
        if fact.type == "choice" and value in fact.values:
            choice = fact.values[value]
            return choice.en if self.lang == "en" else choice.zh
        known = value is not None and value != "not_applicable"
        if fact.type == "date" and known:
            return day_words(date.fromisoformat(value), self.lang)
        shown = self.value(value)
        return f"{shown} {fact.unit.get(self.lang)}" if fact.unit and known else shown

    def value(self, value: object) -> str:
        word = "null" if value is None else str(value).lower() if isinstance(value, bool) else value
        return self.words.get(word, str(word)) if isinstance(word, str) else str(word)

    def question(self, fact: str) -> str:
        return self.pack.facts[fact].question.get(self.lang)

    def name(self, item) -> str:
        return item.name.get(self.lang) if item.name else item.id

    def cites(self, node: dict) -> str:
        names = self.words["sep"].join(
            citation(self.pack, one, self.lang) for one in node["cites"]
        )
        if not names:
            return ""
        return f"（{names}）" if self.lang == "zh" else f" ({names})"
