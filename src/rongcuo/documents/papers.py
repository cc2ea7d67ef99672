"""From the record to bytes: a record as the papers its pack has templates for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time

from rongcuo import clock
from rongcuo.documents import sources
from rongcuo.documents.composing import compose, finished
from rongcuo.documents.setting import typeset
from rongcuo.documents.sources import Record
from rongcuo.documents.sources.items import record_of
from rongcuo.documents.writing import write
from rongcuo.matters.models import Item
from rongcuo.matters.secrecy import mark_of
from rongcuo.policy.model import Template

DRAFT = "草稿"


@dataclass(frozen=True)
class Paper:
    """A set paper: its PDF/A bytes and their sha256 (hex)."""

    pdf: bytes
    digest: str
    template: Template
    draft: bool


class NoTemplate(Exception):
    """The pack has no paper for this record."""


def templates_for(record: Record) -> list[Template]:
    """The pack's templates for a record, in the pack's order; none for one whose words were destroyed."""
    if (getattr(record.row, "body", None) or {}).get("emptied"):
        return []
    return [one for one in record.pack.documents.values() if sources.fits(one, record)]


def template_for(record: Record, name: str | None = None) -> Template:
    """The template `name` (without it the first) for a record. Raises NoTemplate."""
    for one in templates_for(record):
        if name in (None, one.id):
            return one
    raise NoTemplate(f"{record.source} {name or ''}".strip())


def sheet_of(record: Record, template: Template) -> dict:
    """The sheet of a record's paper (see `composing`)."""
    return compose(template, sources.words(record))


def _mark(record: Record) -> str:
    """The class and term of the matter that a record belongs to, as its papers carry them."""
    return mark_of(record.matter.secrecy, record.matter.secrecy_term) if record.matter else ""


def draft_sheet(
    record: Record, template: Template, *, number: str = "", secrecy: str = "", marked: bool = True
) -> dict:
    """The finished sheet of a paper that is not issued: marked as a draft where it is one that is issued."""
    draft = bool(template.by) and not number and marked
    return finished(
        sheet_of(record, template), number=number or None, secrecy=secrecy or _mark(record), date="" if draft else None,
        watermark=DRAFT if draft else "",
    )


def render(
    what: Record | Item, template: str | None = None, *, number: str = "", secrecy: str = "", marked: bool = True
) -> Paper:
    """The paper of a record, as it stands now. Papers are Chinese, whatever the language of the page.

    Without `template` the first the pack has for it. A paper that is issued with a number is a draft here
    and says so on every page, unless `number` is given or the dossier asks for it (`marked`). The same
    record gives the same bytes. Who may see the record is the caller's matter: pass only what the gates
    gave out. Raises NoTemplate, SettingError.
    """
    record = record_of(what) if isinstance(what, Item) else what
    one = template_for(record, template)
    sheet = draft_sheet(record, one, number=number, secrecy=secrecy, marked=marked)
    pdf = typeset(sheet, instant_of(record.done_on))
    return Paper(pdf, hashlib.sha256(pdf).hexdigest(), one, bool(sheet["watermark"]))


def as_docx(what: Record | Item, template: str | None = None) -> bytes:
    """The same paper as DOCX, for the office's own editing. Raises NoTemplate."""
    record = record_of(what) if isinstance(what, Item) else what
    return write(draft_sheet(record, template_for(record, template)))


def instant_of(day: date) -> int:
    """Nine in the morning of a day, in Unix seconds: a paper's file has no time of its own."""
    return int(datetime.combine(day, time(9), clock.ZONE).timestamp())
