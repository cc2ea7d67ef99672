"""Small words of papers. Papers are Chinese, whatever the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rongcuo.policy.model import Pack
from rongcuo.policy.prose import citation


def day(value: date | str | None) -> str:
    """2026年9月17日: Arabic numerals, no leading zeros (GB/T 9704-2012, 7.3.5)."""
    if not value:
        return ""
    value = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{value.year}年{value.month}月{value.day}日"


def short(value: date | str | None) -> str:
    """2026-09-17, for the narrow columns of a list."""
    return str(value) if value else ""


def numbered(lines: Iterable[str]) -> str:
    """One line each, with 1. 2. 3. before them."""
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))


def sentence(text: str) -> str:
    """With a full stop at the end, once."""
    text = text.rstrip()
    return text if not text or text[-1] in "。！？；…”）" else text + "。"


def outcome(pack: Pack, key: str) -> str:
    """A determination by the pack's name."""
    one = pack.determinations.get(key)
    return one.name.zh if one else key


def effects(pack: Pack, keys: Iterable[str]) -> str:
    """Effects of a determination, each with its article."""
    rows = [pack.effects[k] for k in keys if k in pack.effects]
    return numbered(f"{citation(pack, e.cites[0])}：{sentence(e.name.zh)}" for e in rows)


def rule(pack: Pack, key: str) -> str:
    """A situation by its article and name."""
    one = pack.rules.get(key)
    return f"{citation(pack, one.cites[0])}（{one.name.zh}）" if one else key


def value(fact, given: object) -> str:
    """What was said or found about a fact."""
    if isinstance(given, bool):
        return "是" if given else "否"
    if given in (None, "unknown"):
        return "未能查明"
    if given == "not_applicable":
        return "不适用"
    if fact and given in fact.values:
        return fact.values[given].zh
    return f"{given}{fact.unit.zh if fact and fact.unit else ''}"
