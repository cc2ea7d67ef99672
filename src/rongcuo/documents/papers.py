"""From the record to bytes: one item of a matter as the paper its pack has a template for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings

from rongcuo import clock
from rongcuo.documents import fields
from rongcuo.documents.setting import plain, typeset
from rongcuo.matters.models import Item
from rongcuo.matters.packs import pack_of
from rongcuo.policy.model import Pack, Template

PLACE = re.compile(r"\{([a-z_]+)\}")
_LEVELS = ((re.compile(r"[一二三四五六七八九十]+、"), 1), (re.compile(r"（[一二三四五六七八九十]+）"), 2))


@dataclass(frozen=True)
class Paper:
    """A set paper: its PDF/A bytes and their sha256 (hex)."""

    pdf: bytes
    digest: str
    template: str
    draft: bool


class NoTemplate(Exception):
    """The matter's pack has no paper for this kind of item."""


def template_of(pack: Pack, kind: str) -> Template:
    """The pack's template for items of `kind`. Raises NoTemplate."""
    for one in pack.documents.values():
        if one.item == kind:
            return one
    raise NoTemplate(kind)


def render(item: Item, *, lang: str = "zh", number: str = "", secrecy: str = "") -> Paper:
    """The paper of an item. Papers are Chinese whatever `lang`; it is accepted for the callers' sake.

    `number` is the 发文字号 from the office's register; without it a paper that needs one is a draft
    and says so on every page. `secrecy` is printed as given (e.g. 秘密★1年). The same record gives the
    same bytes. Who may see the item is the caller's matter: pass only what `access` gave out.

    Raises NoTemplate, SettingError.
    """
    pack = pack_of(item.matter)
    template = template_of(pack, item.kind)
    words = fields.values(item, settings.BUREAU_NAME)
    draft = not number and bool(template.number)
    pdf = typeset(compose(template, words, number, secrecy, draft), _instant(item))
    return Paper(pdf, hashlib.sha256(pdf).hexdigest(), template.id, draft)


def compose(
    template: Template, words: Mapping[str, str], number: str = "", secrecy: str = "", draft: bool = False
) -> dict:
    """What `layout/paper.typ` reads. A paragraph whose fields are all empty is left out."""

    def fill(text: str) -> str:
        # One pass: what a field says is never looked at for places again.
        return plain(PLACE.sub(lambda m: words[m[1]], text)).strip("\n")

    def wanted(text: str) -> bool:
        named = PLACE.findall(text)
        return not named or any(words[name].strip() for name in named)

    return {
        "profile": template.profile, "draft": draft, "title": fill(template.title),
        "author": fill(template.issuer) or words.get("bureau", "") or "—",
        "mark": fill(template.mark), "number": plain(number) or fill(template.number),
        "secrecy": plain(secrecy), "upward": template.upward, "signer": "", "to": fill(template.to),
        "blocks": list(_blocks(template, fill, wanted)),
        "annexes": [fill(one) for one in template.annexes if wanted(one)],
        "issuer": fill(template.issuer), "date": words.get("done_on", ""), "sealed": template.sealed,
        "signing": list(template.sign), "cc": fill(template.cc),
        "printed": {"by": fill(template.issuer), "date": words.get("done_on", "")}
        if template.profile == "document" else None,
    }


def _blocks(template: Template, fill, wanted):
    for block in template.blocks:
        if isinstance(block, str):
            if wanted(block):
                for line in filter(str.strip, fill(block).split("\n")):
                    yield {"kind": "paragraph", "text": line}
        elif "heading" in block:
            text = fill(block["heading"])
            level = next((n for shape, n in _LEVELS if shape.match(text)), 1)
            yield {"kind": "heading", "level": level, "text": text}
        elif "rows" in block:
            yield {
                "kind": "rows",
                "rows": [[r["label"], fill(r["value"]).split("\n")] for r in block["rows"]],
            }
        elif wanted(block["text"]):
            yield {"kind": "named", "label": block["label"], "text": fill(block["text"])}


def _instant(item: Item) -> int:
    """Nine in the morning of the day the item was done: a paper's file has no time of its own."""
    return int(datetime.combine(item.done_on, time(9), clock.ZONE).timestamp())
