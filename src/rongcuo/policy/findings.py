"""From what people write and find to facts the engine takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from rongcuo.policy.problems import FactError, Problem, problem


class _NotApplicable:
    """The declared value "this question does not apply here"."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"

    def __reduce__(self) -> str:
        return "NOT_APPLICABLE"


NOT_APPLICABLE = _NotApplicable()

_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}
_TIMES = {"万": 10**4, "亿": 10**8}
_UNKNOWN = ("unknown", "", "未知", "不详")
_DOES_NOT_APPLY = ("not_applicable", "不适用")


def from_findings(
    pack, findings: Mapping[str, object] | Iterable[Mapping[str, object]]
) -> dict[str, object]:
    """Facts for `assess` from findings {fact, value, grade}, or from a mapping fact -> value.

    A value may be as the engine takes it or as people write it (`read_value`). A grade makes of
    it what the pack's `grades` say: the value, unknown, or the opposite (yes/no facts; of other
    facts a refuted value leaves them unknown). Without a grade the value stands.
    Raises FactError listing everything wrong.
    """
    if isinstance(findings, Mapping):
        findings = [{"fact": name, "value": value} for name, value in findings.items()]
    facts: dict[str, object] = {}
    wrong: list[Problem] = []
    for finding in findings:
        name, grade = finding["fact"], finding.get("grade")
        fact = pack.facts.get(name)
        if fact is None:
            wrong.append(problem("unknown-fact", name=name, near=pack.facts))
            continue
        if name in facts:
            wrong.append(problem("fact-twice", name=name))
            continue
        if grade is not None and grade not in pack.grades:
            wrong.append(problem("unknown-grade", name=grade, allowed=", ".join(pack.grades)))
            continue
        try:
            value = read_value(fact, finding["value"])
        except FactError as error:
            wrong += error.problems
            continue
        facts[name] = _graded(fact, value, pack.grades[grade].gives if grade else "value")
    if wrong:
        raise FactError(wrong)
    return facts


def _graded(fact, value: object, gives: str) -> object:
    if gives == "value":
        return value
    if gives == "opposite" and fact.type == "yes_no" and isinstance(value, bool):
        return not value
    return None


def read_value(fact, written: object) -> object:
    """A value as people write it -> as the engine takes it.

    yes/no/unknown/not_applicable and 是/否/未知/不适用 are words; a choice by id or by its
    Chinese or English name; a number as whole number or decimal text, 万 or 亿 and its unit may follow; a
    date as 2018-02-23. Raises FactError.
    """
    if written is None or written is NOT_APPLICABLE:
        value = written
    elif isinstance(written, str) and written.strip().lower() in _UNKNOWN:
        value = None
    elif isinstance(written, str) and written.strip() in _DOES_NOT_APPLY:
        value = NOT_APPLICABLE
    else:
        value = _READ[fact.type](fact, written)
    check_value(fact, value, written)
    return value


def check_value(fact, value: object, written: object = None) -> None:
    """FactError unless `value` is one that `fact` can have (None is unknown)."""
    if value is None:
        return
    if value is NOT_APPLICABLE:
        if not fact.not_applicable:
            raise FactError([problem("fact-not-applicable", name=fact.id)])
        return
    if not _IS[fact.type](fact, value):
        found = value if written is None else written
        raise FactError(
            [problem("fact-value", name=fact.id, found=repr(found), allowed=possible(fact))]
        )


def possible(fact) -> str:
    """What may be written for this fact."""
    words = {
        "yes_no": "yes, no",
        "choice": ", ".join(fact.values),
        "number": f"1234 / 1234.5 ({fact.unit.zh} / {fact.unit.en})" if fact.unit else "1234",
        "date": "2018-02-23",
    }[fact.type]
    return f"{words}, unknown" + (", not_applicable" if fact.not_applicable else "")


def _read_yes_no(fact, written: object) -> object:
    return _YES_NO.get(written.strip().lower(), written) if isinstance(written, str) else written


def _read_choice(fact, written: object) -> object:
    for one in fact.values.values():
        if written in (one.id, one.zh, one.en):
            return one.id
    return written


def _read_number(fact, written: object) -> object:
    if not isinstance(written, str):
        return written
    text = written.strip()
    for unit in (fact.unit.zh, fact.unit.en) if fact.unit else ():
        text = text.removesuffix(unit).strip()
    times = _TIMES.get(text[-1:], 1)
    if times > 1:
        text = text[:-1].strip()
    digits = text.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 40):
        return written
    number = Decimal(text) * times
    return int(number) if number == number.to_integral_value() else number


def _read_date(fact, written: object) -> object:
    if isinstance(written, str) and len(text := written.strip()) == 10:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return written
    return written


def _is_number(fact, value: object) -> bool:
    return type(value) is int or (type(value) is Decimal and value.is_finite())


_READ = {
    "yes_no": _read_yes_no, "choice": _read_choice, "number": _read_number, "date": _read_date,
}
_IS = {
    "yes_no": lambda fact, value: value is True or value is False,
    "choice": lambda fact, value: type(value) is str and value in fact.values,
    "number": _is_number,
    "date": lambda fact, value: type(value) is date,
}
