"""Which facts and outcomes of two packs are the same thing.

A mapping file:

    facts:
      loss: {to: damage}                                  # the same question
      gravity: {to: grade, values: {minor: light}}        # a choice: its values too
      theft: {to: crime, as: narrower}                    # a yes here is a yes there, not the reverse
      colour: {as: none}                                  # no counterpart
    outcomes: {waiver_open: exempted}

Between versions of the same measures facts and outcomes with the same id are the same. Between
the measures of two bodies only what a mapping says.
"""

from __future__ import annotations

import collections.abc
from pathlib import Path

from rongcuo.policy.model import Pack
from rongcuo.policy.problems import FactError, problem
from rongcuo.policy.reader import MAX_FILE_BYTES, Refused, read_yaml
from rongcuo.policy.record import Record

KINDS = ("same", "narrower", "broader", "none")


class Mapping(Record):
    """`facts`: fact of the first pack -> (fact of the second, how). `values`: choice fact of the
    first -> value there -> value here of the second. `outcomes`: id -> id."""

    facts: collections.abc.Mapping[str, tuple[str, str]]
    values: collections.abc.Mapping[str, collections.abc.Mapping[str, str]]
    outcomes: collections.abc.Mapping[str, str]


def same_names(one: Pack, other: Pack) -> Mapping:
    """Facts of the same id and type, choices by the ids of their values, outcomes by id."""
    facts = {
        name: (name, "same") for name, fact in one.facts.items()
        if name in other.facts and other.facts[name].type == fact.type
    }
    values = {
        name: {value: value for value in one.facts[name].values if value in other.facts[name].values}
        for name in facts if one.facts[name].type == "choice"
    }
    return Mapping(facts, values, {name: name for name in one.outcomes if name in other.outcomes})


def default_mapping(one: Pack, other: Pack) -> Mapping:
    """`same_names` for the same measures; nothing for two bodies."""
    return same_names(one, other) if one.id == other.id else Mapping({}, {}, {})


def read_mapping(path: Path, one: Pack, other: Pack) -> Mapping:
    """The mapping file at `path`, over the default of these packs. FactError for anything wrong,
    with file and line."""
    try:
        with path.open("rb") as stream:
            raw, lines = read_yaml(stream.read(MAX_FILE_BYTES + 1), path.name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FactError([problem("unreadable", str(path), name=reason)]) from None
    except Refused as refused:
        raise FactError([refused.problem]) from None
    start = default_mapping(one, other)
    facts, values, outcomes = dict(start.facts), dict(start.values), dict(start.outcomes)

    def fail(place: tuple, code: str, **names):
        while place and place not in lines:
            place = place[:-1]
        raise FactError([problem(code, path.name, lines.get(place), **names)])

    def form(place: tuple, zh: str, en: str):
        fail(place, "facts-form", found_zh=zh, found_en=en)

    if not isinstance(raw, dict) or set(raw) - {"facts", "outcomes"}:
        form((), "对照文件应只有 facts 和 outcomes", "a mapping file has facts and outcomes only")
    for section in ("facts", "outcomes"):
        if not isinstance(raw.get(section) or {}, dict):
            form((section,), f"{section} 应为映射（键: 值）", f"{section} is a mapping (key: value)")
    for name, entry in (raw.get("facts") or {}).items():
        place = ("facts", name)
        if name not in one.facts:
            fail(place, "unknown-fact", name=name, near=one.facts)
        if not isinstance(entry, dict) or set(entry) - {"to", "as", "values"}:
            form(place, "每项应为 {to, as, values}", "each entry is {to, as, values}")
        if not all(isinstance(entry.get(key, ""), str) for key in ("to", "as")) or not _words(entry.get("values", {})):
            form(place, "to 和 as 应为文字，values 应为文字对文字", "to and as are words, values maps words to words")
        how, to = entry.get("as", "same"), entry.get("to")
        if how not in KINDS or (how == "none") == (to is not None):
            form(place, f"as 应为 {'、'.join(KINDS)}；none 没有 to",
                 f"as is one of {', '.join(KINDS)}; none has no to")
        facts.pop(name, None)
        values.pop(name, None)
        if how == "none":
            continue
        if to not in other.facts:
            fail(place, "unknown-fact", name=to, near=other.facts)
        mine, theirs = one.facts[name], other.facts[to]
        if mine.type != theirs.type or (how != "same" and mine.type != "yes_no"):
            form(place, "两个要素类型须相同；narrower、broader 只用于是非要素",
                 "both facts must be of one type; narrower and broader are for yes/no facts")
        facts[name] = (to, how)
        if mine.type == "choice":
            written = entry.get("values")
            if written is None:
                written = {value: value for value in mine.values if value in theirs.values}
            for here, there in written.items():
                if here not in mine.values or there not in theirs.values:
                    form(place, f"没有这样的取值：{here}、{there}", f"no such values: {here}, {there}")
            if len(set(written.values())) < len(written):
                form(place, "两个取值不能对照同一个取值", "two values cannot map to the same one")
            values[name] = dict(written)
    if len({to for to, _ in facts.values()}) < len(facts):
        form(("facts",), "两个要素不能对照同一个要素", "two facts cannot map to the same one")
    for name, to in (raw.get("outcomes") or {}).items():
        if not isinstance(to, str):
            form(("outcomes", name), "结论应写编号", "an outcome is named by its id")
        for wanted, pack in ((name, one), (to, other)):
            if wanted not in pack.outcomes:
                fail(("outcomes", name), "unknown-outcome", name=wanted, near=pack.outcomes)
        outcomes[name] = to
    return Mapping(facts, values, outcomes)


def _words(written: object) -> bool:
    """Whether this maps words to words."""
    return isinstance(written, dict) and all(isinstance(one, str) for pair in written.items() for one in pair)
