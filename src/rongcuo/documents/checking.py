"""Checks a pack's templates: every field is known, every required element stands. Needs no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rongcuo.documents import sources
from rongcuo.documents.composing import PLACE, compose, finished
from rongcuo.documents.setting import SettingError, typeset
from rongcuo.documents.sources import SOURCES
from rongcuo.policy import Pack
from rongcuo.policy.model import Template
from rongcuo.policy.problems import nearest

#: What a paper of a profile cannot do without (GB/T 9704-2012, 7.2, 7.3, 10.1, 10.3).
REQUIRED = {
    "document": ("mark", "number", "issuer", "to"),
    "letter": ("mark", "number", "issuer", "to"),
    "minutes": ("mark",),
    "form": (),
}
#: What the keys of `when` can say beside yes and no; the pack's own names are added.
PROGRAM = {
    "ground": frozenset(("outside_scope", "no_procedure", "decided_before", "late")),
    "form": frozenset(("meeting", "circular", "other")),
    "scope": frozenset(("unit", "organisation", "system")),
    "state": frozenset(("sent", "done", "not_done", "settled", "superseded")),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a template, with its cure."""

    template: str
    zh: str
    en: str


def check(pack: Pack, *, settle: bool = True) -> list[Fault]:
    """Every fault of the pack's templates; with `settle` each is also set once with sample words."""
    found = [fault for one in pack.documents.values() for fault in _check(pack, one)]
    if settle and not found:
        for one in pack.documents.values():
            try:
                typeset(finished(compose(one, sample(one))), 0)
            except SettingError as error:
                zh, _, en = str(error).partition(" / ")
                found.append(Fault(one.id, zh, en or zh))
    return found


def sample(one: Template) -> dict:
    """Words to try a template with."""
    source = SOURCES[one.source]
    return dict.fromkeys(sources.known(one.source), "示例") | {
        name: [["示例"] * columns] for name, columns in source.tables.items()
    }


def _check(pack: Pack, one: Template) -> Iterator[Fault]:
    if one.source not in SOURCES:
        guess = nearest(one.source, SOURCES)
        yield Fault(
            one.id, f"没有“{one.source}”这类记录。" + (f"是否想写“{guess}”？" if guess else ""),
            f'There is no record "{one.source}".' + (f' Did you mean "{guess}"?' if guess else ""),
        )
        return
    known = sources.known(one.source)
    for text in texts(one):
        yield from _places(one, text, known)
    yield from _tables(one)
    yield from _when(pack, one)
    for name in one.hide:
        if name not in known:
            yield _unknown(one, name, known)
    for element in REQUIRED[one.profile]:
        if not getattr(one, element):
            yield Fault(
                one.id, f"缺少“{element}”：{one.profile} 格式的公文必须有。请补上。",
                f'"{element}" is missing: a paper of the profile {one.profile} must have it.',
            )
    if one.number and ("〔" not in one.number or "第" in one.number):
        yield Fault(
            one.id, "发文字号的年份须用六角括号〔〕，序号不编虚位，不加“第”字。",
            "The year of the number stands in 〔 〕, and the number without 第.",
        )
    if one.profile != "minutes" and not one.sealed and not one.sign and one.kind != "internal":
        yield Fault(
            one.id, "没有签名处（sign）也没有印章位置（sealed）。请补上其一。",
            "It has neither places to sign (sign) nor one for the seal (sealed).",
        )
    if one.number and not one.by:
        yield Fault(
            one.id, "有发文字号而没有写明由谁拟稿、签发（by）。", "It has a number, but nobody is named who drafts and signs it (by).",
        )
    for name, rows, kind in ((n, pack.capacities, "capacity") for n in one.by):
        if name not in rows:
            yield Fault(one.id, f"没有“{name}”这个身份。", f'There is no {kind} "{name}".')
    for name in one.readings:
        if name not in pack.readings:
            guess = nearest(name, pack.readings)
            yield Fault(
                one.id, f"没有“{name}”这项解读。" + (f"是否想写“{guess}”？" if guess else ""),
                f'There is no reading "{name}".' + (f' Did you mean "{guess}"?' if guess else ""),
            )


def _places(one: Template, text: str, known) -> Iterator[Fault]:
    for name in PLACE.findall(text):
        if name not in known:
            yield _unknown(one, name, known)
    if "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
        yield Fault(
            one.id, f"花括号不成对或者字段名不对：{text[:40]}",
            f"A brace is not closed, or the field's name has other letters: {text[:40]}",
        )


def _unknown(one: Template, name: str, known) -> Fault:
    guess = nearest(name, known)
    return Fault(
        one.id, f"没有“{{{name}}}”这个字段。" + (f"是否想写“{{{guess}}}”？" if guess else ""),
        f'There is no field "{{{name}}}".' + (f' Did you mean "{{{guess}}}"?' if guess else ""),
    )


def _tables(one: Template) -> Iterator[Fault]:
    tables = SOURCES[one.source].tables
    for block in one.blocks:
        if isinstance(block, str) or "table" not in block:
            continue
        place = PLACE.fullmatch(block["table"])
        if place is None or place[1] not in tables:
            yield Fault(
                one.id, f"表格须写明一个表格字段，现为：{block['table']}。可用：{'、'.join(sorted(tables)) or '无'}。",
                f"A table names one field of rows, not {block['table']}. There are: {', '.join(sorted(tables)) or 'none'}.",
            )
        elif len(block["columns"]) != tables[place[1]]:
            n = tables[place[1]]
            yield Fault(
                one.id, f"“{place[1]}”有{n}栏，模板写了{len(block['columns'])}栏。",
                f'"{place[1]}" has {n} columns; the template has {len(block["columns"])}.',
            )


def _when(pack: Pack, one: Template) -> Iterator[Fault]:
    known = sources.keys(one.source)
    for name, wanted in one.when.items():
        if name not in known:
            guess = nearest(name, known)
            yield Fault(
                one.id, f"“when”不能问“{name}”。" + (f"是否想写“{guess}”？" if guess else ""),
                f'"when" cannot ask "{name}".' + (f' Did you mean "{guess}"?' if guess else ""),
            )
            continue
        for value in wanted:
            possible = _possible(pack, name)
            if value not in possible:
                yield Fault(
                    one.id, f"“{name}”不会是“{value}”。可用：{'、'.join(sorted(possible))}。",
                    f'"{name}" is never "{value}". There are: {", ".join(sorted(possible))}.',
                )


def _possible(pack: Pack, name: str) -> frozenset[str]:
    if name == "outcome":
        return frozenset(pack.determinations)
    if name == "recipient":
        return frozenset(pack.protection.recipients if pack.protection else ())
    return PROGRAM.get(name, frozenset(("yes", "no")))


def texts(one: Template) -> Iterator[str]:
    """Every text of a template that may hold {field} places."""
    yield from (one.mark, one.number, one.issuer, one.title, one.to, one.cc, one.remark, *one.annexes)
    for block in one.blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (block[k] for k in ("heading", "label", "text") if k in block)
            yield from (row["value"] for row in block.get("rows", ()))
