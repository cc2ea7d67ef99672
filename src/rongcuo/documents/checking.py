"""Checks a pack's templates: every field is known, every required element stands. Needs no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rongcuo.documents import fields
from rongcuo.documents.papers import PLACE, compose
from rongcuo.documents.setting import typeset
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


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a template, with its cure."""

    template: str
    zh: str
    en: str


def check(pack: Pack, *, settle: bool = True) -> list[Fault]:
    """Every fault of the pack's templates; with `settle` each is also set once with sample words."""
    found = [fault for one in pack.documents.values() for fault in _check(one)]
    items: dict[str, str] = {}
    for one in pack.documents.values():
        if one.item in items:
            found.append(Fault(
                one.id, f"“{one.item}”已有模板“{items[one.item]}”；一类材料只用一个模板。",
                f'The item "{one.item}" has the template "{items[one.item]}" already; keep one.',
            ))
        items.setdefault(one.item, one.id)
    if settle and not found:
        for one in pack.documents.values():
            typeset(compose(one, dict.fromkeys(fields.known(one.item), "示例")), 0)
    return found


def _check(one: Template) -> Iterator[Fault]:
    if one.item not in fields.OF_ITEM:
        yield Fault(
            one.id, f"没有“{one.item}”这类材料。可用：{'、'.join(sorted(fields.OF_ITEM))}。",
            f'There is no item "{one.item}". There are: {", ".join(sorted(fields.OF_ITEM))}.',
        )
        return
    known = fields.known(one.item)
    for text in texts(one):
        for name in PLACE.findall(text):
            if name not in known:
                guess = nearest(name, known)
                yield Fault(
                    one.id,
                    f"没有“{{{name}}}”这个字段。" + (f"是否想写“{{{guess}}}”？" if guess else ""),
                    f'There is no field "{{{name}}}".' + (f' Did you mean "{{{guess}}}"?' if guess else ""),
                )
        if "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
            yield Fault(
                one.id, f"花括号不成对或者字段名不对：{text[:40]}",
                f"A brace is not closed, or the field's name has other letters: {text[:40]}",
            )
    for element in REQUIRED[one.profile]:
        if not getattr(one, element):
            yield Fault(
                one.id, f"缺少“{element}”：{one.profile} 格式的公文必须有。请补上。",
                f'"{element}" is missing: a paper of the profile {one.profile} must have it.',
            )
    if one.number and "〔" not in one.number:
        yield Fault(one.id, "发文字号的年份须用六角括号〔〕。", "The year of the number stands in 〔 〕.")
    if one.profile != "minutes" and not one.sealed and not one.sign:
        yield Fault(
            one.id, "没有签名处（sign）也没有印章位置（sealed）。请补上其一。",
            "It has neither places to sign (sign) nor one for the seal (sealed).",
        )


def texts(one: Template) -> Iterator[str]:
    """Every text of a template that may hold {field} places."""
    yield from (one.mark, one.number, one.issuer, one.title, one.to, one.cc, *one.annexes)
    for block in one.blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (block[k] for k in ("heading", "label", "text") if k in block)
            yield from (row["value"] for row in block.get("rows", ()))
