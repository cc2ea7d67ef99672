"""A public copy: set anew from a text in which what is hidden is absent, and looked through before it goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.documents import sources
from rongcuo.documents.composing import finished
from rongcuo.documents.issuing import Doing, step, text_of, unconfirmed
from rongcuo.documents.keeping import keep
from rongcuo.documents.models import Dispatch
from rongcuo.documents.papers import instant_of
from rongcuo.documents.scanning import leaks
from rongcuo.documents.setting import typeset
from rongcuo.documents.sources import Record
from rongcuo.documents.sources.words import day
from rongcuo.matters.access import Viewer
from rongcuo.matters.classes import class_of, refuse_publication
from rongcuo.matters.errors import NotFound, language
from rongcuo.policy.model import Template

#: What stands in place of what is hidden.
BLANK = "×××"
REMARK = "此件公开发布"
#: Readings a publication rests on (A08-5).
READINGS = ("publish.scope", "publish.name")


def values(record: Record, fields: Iterable[str]) -> list[str]:
    """The strings that the record says for these fields: whole, and each name of a list."""
    words, found = sources.words(record), []
    for name in fields:
        text = str(words.get(name, "")).strip()
        found += [text, *text.replace("\n", "、").split("、")] if text else []
    return sorted({one.strip() for one in found if one.strip()}, key=lambda one: (-len(one), one))


def redact(sheet: object, hidden: Iterable[str]):
    """A sheet in which no hidden string is left; longer ones go first."""
    if isinstance(sheet, str):
        for one in hidden:
            sheet = sheet.replace(one, BLANK)
        return sheet
    if isinstance(sheet, dict):
        return {key: value if key in _KEYS else redact(value, hidden) for key, value in sheet.items()}
    if isinstance(sheet, list):
        return [redact(value, hidden) for value in sheet]
    return sheet


#: Words of the program in a sheet, not of the paper.
_KEYS = frozenset(("kind", "profile"))


def record_of(row: Dispatch, viewer: Viewer) -> Record:
    """The record a paper was made from, through its gate. Raises NotFound."""
    found = sources.SOURCES[row.source].find(viewer, row.record)
    if found is None:
        raise NotFound
    return found


def copy_of(row: Dispatch, hidden: list[str]) -> bytes:
    """The PDF of a public copy. Raises SettingError."""
    sheet = redact(text_of(row).sheet, hidden)
    sheet["remark"] = REMARK if not sheet["remark"] else f"{sheet['remark']}；{REMARK}"
    made = finished(
        sheet, number=redact(row.number, hidden) or None, date=day(row.signed_on), printed_on=day(row.issued_on),
        signer=redact(row.signer.name, hidden) if row.signed_on else "",
    )
    return typeset(made, instant_of(row.issued_on))


@step("published", by_office=True)
def publish_copy(doing: Doing, *, fields: list[str], strings: list[str] | None = None) -> dict:
    """Make a public copy of an issued paper, without these fields and strings. Refused while any is found in it."""
    doing.at("issued")
    row, template = doing.dispatch, doing.template
    doing.need(
        doing.matter.positive, _("Only a positive determination may be published."),
        _("Record instead that nothing is published."),
    )
    refuse_publication(doing.matter)
    doing.need(
        not class_of(row.secrecy), _("This paper carries the mark “%(mark)s” and is not published.") % {"mark": row.secrecy},
        _("Where it may be published, the mark is changed first, with the reason and the decision it rests on."),
    )
    _readings(doing, template)
    doing.need(
        set(fields) <= set(template.hide), _("Choose from the fields this paper may leave out."), field="fields"
    )
    own = [one.strip() for one in strings or [] if one.strip()]
    doing.need(
        all(len(one) >= 2 for one in own), _("A single character cannot be left out: it is part of other words."),
        field="strings",
    )
    hidden = sorted({*values(record_of(row, doing.standing.viewer), fields), *own}, key=lambda one: (-len(one), one))
    doing.need(hidden, _("Say what the public copy leaves out."), field="fields")
    pdf = copy_of(row, hidden)
    left = leaks(pdf, hidden)
    doing.need(
        not left, _("The copy still holds: %(what)s.") % {"what": "、".join(left)},
        _("Nothing was published. Leave it out in longer words."), "strings",
    )
    return {
        "copy": ids.new_id(), "of_sha256": row.sha256, "hidden": sorted(fields), "strings": len(own),
        "file": keep(pdf), "sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf),
    }


def _readings(doing: Doing, template: Template) -> None:
    open_ = unconfirmed(doing.matter, template, READINGS)
    doing.need(
        not open_,
        _("This paper rests on readings that nobody confirmed: %(which)s.")
        % {"which": "；".join(r.question.get(language()) for r in open_)},
        _("They are confirmed on the page of readings, with the written basis (A14)."),
    )

