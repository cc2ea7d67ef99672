"""Giving a paper out as an office does it: drafted, reviewed, countersigned, signed, numbered, issued.

Each step is an action on the matter's stream, or on the paper's own where it belongs to no matter (permission, guard, entry, change, in one transaction). The
text is kept exactly as it was put before those who review and sign; a new text begins the round again. What
is issued is set from that text, kept as a file, and never changes.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.documents import codes, sources
from rongcuo.documents.access import (
    InOffice,
    candidates,
    may_draft,
    office_paper,
    pack_for,
    reads,
    visible_dispatches,
)
from rongcuo.documents.composing import PLACE, finished
from rongcuo.documents.keeping import keep
from rongcuo.documents.models import Countersign, Dispatch, Text
from rongcuo.documents.papers import NoTemplate, instant_of, sheet_of, template_for
from rongcuo.documents.setting import SettingError, typeset
from rongcuo.documents.sources.words import day
from rongcuo.ledger import canonical
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Standing, viewer_of
from rongcuo.matters.classes import carries
from rongcuo.matters.counters import next_number
from rongcuo.matters.doing import check_day, first_come, scope
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted, language
from rongcuo.matters.models import Adoption, Matter
from rongcuo.matters.once import once
from rongcuo.matters.packs import current_pack, pack_of, settings_of
from rongcuo.matters.secrecy import mark_of
from rongcuo.people.errors import dated
from rongcuo.people.models import Person
from rongcuo.policy.model import Reading, Template

#: 发文字号: code, year in 〔 〕, number without leading zeros (GB/T 9704-2012, 7.2.5).
NUMBER = re.compile(r"([^\s〔〕]{0,30})〔(\d{4})〕([1-9]\d{0,5})号")
#: 密级: state secrets do not belong in this system unless the installation is made for them.
SECRET = re.compile(r"绝密|机密|(?<!工作)(?<!商业)秘密")
URGENCIES = ("", "加急", "特急")


@dataclass
class Doing:
    """A step under way on one paper."""

    standing: Standing | InOffice
    actor: Person
    dispatch: Dispatch
    template: Template
    done_on: date

    @property
    def matter(self) -> Matter | None:
        """None for a paper that belongs to no matter."""
        return self.standing.matter

    def need(self, condition: object, message: str, cure: str = "", field: str = "") -> None:
        if not condition:
            raise Incomplete(message, cure, field)

    def only(self, person: UUID, message: str) -> None:
        """The step is one person's, who must still hold what it asks for."""
        if self.actor.pk != person:
            raise NotPermitted(message)
        if self.standing.suspended:
            raise NotPermitted(_("You declared an interest in this matter, so you cannot act in it now."))

    def at(self, *states: str) -> None:
        if self.dispatch.state not in states:
            raise NotNow(
                _("This step cannot be taken at the present stage."),
                _("Read the paper's page again: it shows who is next."),
            )

    def after(self, *days: date | None) -> None:
        last = max(d for d in days if d)
        self.need(
            self.done_on >= last,
            _("This cannot have been done before %(day)s, when the stage it belongs to began.") % {"day": dated(last)},
            _("Give the day on which it was really done."), "done_on",
        )


def step(name: str, *, by_office: bool = False):
    """A recorded step on a paper: `body(doing, **fields) -> payload`. by_office: it belongs to whoever holds a
    capacity that drafts such papers; the others to a person named on the sheet.
    """

    def wrap(body: Callable[..., dict]):
        @once(f"paper.{name}", "matter")
        @functools.wraps(body)
        def run(
            matter: UUID | None, dispatch: UUID, *, actor: Person, at: int, key: str, done_on: date | None = None,
            **fields: Any,
        ) -> Entry:
            stream = matter or dispatch
            standing = scope(actor, matter) if matter else InOffice(viewer_of(actor))
            if matter:
                row = visible_dispatches(standing).filter(pk=dispatch).first()
            else:
                row = office_paper(standing.viewer, dispatch)
            if row is None:
                raise NotFound
            template = pack_for(standing).documents[row.template]
            if by_office and (not standing.capacities & set(template.by) or standing.suspended):
                raise NotPermitted(_("This step is not yours."))
            if matter:
                first_come(standing.matter, at)  # else `record` compares
            doing = Doing(standing, actor, row, template, check_day(done_on))
            payload = {"matter": matter, "dispatch": dispatch, "done_on": doing.done_on, **body(doing, **fields)}
            return record(stream, f"paper.{name}", actor=actor.pk, at=at, key=key, payload=payload)

        return run

    return wrap


# --- drafting --------------------------------------------------------------------------------


@once("paper.drafted", "matter")
def draft_paper(
    matter: UUID | None, *, actor: Person, at: int, key: str, source: str, record_id: UUID, template: str,
    reviewer: UUID, signer: UUID, countersigners: list[UUID] | None = None, secrecy: str = "",
    urgency: str = "", copies: int = 1, done_on: date | None = None,
) -> Entry:
    """Begin a paper's 发文稿纸: its words are taken from the record and kept; who reviews and signs is named.

    matter: None for a paper made from a record of no matter; it then has a stream of its own, and `at` is 0.
    """
    standing = scope(actor, matter) if matter else InOffice(viewer_of(actor))
    about = sources.SOURCES[source].find(standing.viewer, record_id) if source in sources.SOURCES else None
    if about is None or (about.matter.pk if about.matter else None) != matter:
        raise NotFound
    try:
        one = template_for(about, template)
    except NoTemplate as error:
        raise NotFound from error
    if not may_draft(standing, one):
        raise NotPermitted(_("This step is not yours."))
    if matter:
        first_come(standing.matter, at)
    _one_at_a_time(matter, one, record_id)
    doing = Doing(standing, actor, Dispatch(), one, check_day(done_on))
    doing.after(about.done_on)
    people = {p.pk: p for p in candidates(standing, one.by)}
    for person, field in ((reviewer, "reviewer"), (signer, "signer")):
        doing.need(
            person in people and _holds(people[person], standing, one),
            _("Choose somebody of the issuing body who is not the drafter."), field=field,
        )
    asked = list(dict.fromkeys(countersigners or []))
    for person in Person.objects.filter(pk__in=asked):
        doing.need(
            reads(_standing_of(person, standing), about),
            _("%(who)s may not read what this paper says and cannot countersign it.") % {"who": person.name},
            field="countersigners",
        )
    secrecy = secrecy.strip()
    doing.need(
        settings.SECRETS_ALLOWED or not SECRET.search(secrecy),
        _("State secrets do not belong in this system."),
        _("Write the paper in the system that is approved for them."), "secrecy",
    )
    _carries(doing, standing.matter, secrecy)
    doing.need(urgency in URGENCIES, _("Choose the urgency."), field="urgency")
    dispatch = ids.new_id()
    return record(
        matter or dispatch, "paper.drafted", actor=actor.pk, at=at, key=key,
        payload={
            "matter": matter, "dispatch": dispatch, "subject": about.subject.pk if about.subject else None,
            "template": one.id, "source": source, "record": record_id, "done_on": doing.done_on,
            "secrecy": secrecy[:40], "urgency": urgency, "copies": max(1, min(copies, 999)),
            "reviewer": reviewer, "signer": signer,
            "countersigns": [{"id": ids.new_id(), "person": pk} for pk in asked],
            "text": _text(sheet_of(about, one), 1, "record"),
        },
    )


def _carries(doing: Doing, matter: Matter | None, mark: str) -> None:
    """A paper of a matter with a class carries at least its mark."""
    if matter is None:
        return
    doing.need(
        carries(mark, matter),
        _("This matter is classed “%(mark)s”: its papers carry the mark.") % {"mark": mark_of(matter.secrecy, matter.secrecy_term)},
        _("Put the mark on the paper, or have the class of the matter lowered with a reason."), "secrecy",
    )


def _one_at_a_time(matter: UUID | None, one: Template, record_id: UUID) -> None:
    rows = Dispatch.objects.filter(matter=matter, template=one.id, record=record_id).exclude(state="dropped")
    if rows.exists():
        raise NotNow(
            _("This paper is already on its way, or was issued."), _("You find it among the matter's official papers.")
        )


def _text(sheet: dict, n: int, origin: str) -> dict:
    return {"id": ids.new_id(), "n": n, "origin": origin, "sheet": sheet, "sha256": digest_of(sheet)}


def digest_of(sheet: dict) -> str:
    """sha256 of a text's canonical JSON: what those who agreed to it agreed to."""
    return hashlib.sha256(canonical.encode(sheet)).hexdigest()


def _standing_of(person: Person, standing: Standing | InOffice) -> Standing | InOffice:
    viewer = viewer_of(person, standing.viewer.day)
    return Standing(viewer, standing.matter) if standing.matter else InOffice(viewer)


def _holds(person: Person, standing: Standing | InOffice, template: Template) -> bool:
    theirs = _standing_of(person, standing)
    return bool(theirs.capacities & set(template.by)) and not theirs.suspended


@step("edited")
def edit_paper(doing: Doing, *, sheet: dict) -> dict:
    """Put another text in place of the one that stands; what was agreed to before is asked for again."""
    doing.at("drafted", "reviewed", "signed")
    doing.only(doing.dispatch.drafter_id, _("The text is changed by its drafter."))
    check_words(doing.template, sheet, pack_for(doing.standing).procedure.verdict_words)
    stands = text_of(doing.dispatch)
    doing.need(
        digest_of(sheet) != stands.sha256, _("The text is the same as the one that stands."), field="upload"
    )
    again = list(doing.dispatch.countersigns.exclude(done_on=None).values_list("pk", flat=True))
    return {"text": _text(sheet, doing.dispatch.version + 1, "edited"), "again": again}


def check_words(template: Template, sheet: dict, verdict_words) -> None:
    """What a paper must not say, whoever wrote it: a report carries no verdict (A08-2)."""
    if not template.no_verdict:
        return
    whole = str(sheet["blocks"]).casefold()
    for word in verdict_words:
        if word.casefold() in whole:
            raise Incomplete(
                _("The report contains the verdict word “%(word)s”.") % {"word": word},
                _("The report says what was found; whether to tolerate is decided later."), "upload",
            )


def text_of(dispatch: Dispatch) -> Text:
    """The text that stands."""
    return dispatch.texts.get(n=dispatch.version)


@step("class_changed", by_office=True)
def change_mark(doing: Doing, *, secrecy: str, reason: str) -> dict:
    """Raise or lower the secrecy mark (密级和保密期限) of a paper, with a reason. An issued file stays as it was issued;
    what it is now stands beside it."""
    doing.at("drafted", "reviewed", "signed", "issued") if doing.matter else doing.at()  # else none has a class to be changed
    mark, row = secrecy.strip()[:40], doing.dispatch
    doing.need(
        settings.SECRETS_ALLOWED or not SECRET.search(mark),
        _("State secrets do not belong in this system."),
        _("Write the paper in the system that is approved for them."), "secrecy",
    )
    _carries(doing, doing.matter, mark)
    doing.need(mark != row.secrecy, _("That is its class already."), field="secrecy")
    doing.need(reason.strip(), _("This must be said in words."), field="reason")
    return {
        "id": ids.new_id(), "about": "dispatch", "ref": row.pk, "before": row.secrecy, "after": mark,
        "reason": reason.strip(),
    }


# --- review, countersignature, signature -----------------------------------------------------


@step("reviewed")
def review_paper(doing: Doing) -> dict:
    """核稿: the reviewer found form and facts in order."""
    doing.at("drafted")
    doing.only(doing.dispatch.reviewer_id, _("This paper is reviewed by somebody else."))
    doing.after(doing.dispatch.drafted_on)
    return {"version": doing.dispatch.version}


@step("countersigned")
def countersign_paper(doing: Doing, *, words: str = "") -> dict:
    """会签: somebody who was asked agrees, or says what is to be minded."""
    doing.at("drafted", "reviewed")
    row = doing.dispatch.countersigns.filter(person=doing.actor, done_on=None).first()
    if row is None:
        raise NotPermitted(_("You were not asked to countersign this paper, or did so already."))
    doing.only(row.person_id, "")
    doing.after(doing.dispatch.drafted_on)
    return {"countersign": row.pk, "words": words.strip(), "version": doing.dispatch.version}


@step("signed")
def sign_paper(doing: Doing) -> dict:
    """签发: the signer approves this text. The day is the paper's date (成文日期)."""
    doing.at("reviewed")
    doing.only(doing.dispatch.signer_id, _("This paper is signed by somebody else."))
    open_ = doing.dispatch.countersigns.filter(done_on=None).select_related("person")
    doing.need(
        not open_, _("Not countersigned yet: %(who)s.") % {"who": "、".join(c.person.name for c in open_)},
        _("The paper is signed when everybody asked has countersigned."),
    )
    doing.after(doing.dispatch.reviewed_on, *doing.dispatch.countersigns.values_list("done_on", flat=True))
    text = text_of(doing.dispatch)
    return {"version": text.n, "text_sha256": text.sha256}


@step("dropped")
def drop_paper(doing: Doing, *, reason: str) -> dict:
    """Give a paper up before it is issued. What was written stays in the record."""
    doing.at("drafted", "reviewed", "signed")
    doing.only(doing.dispatch.drafter_id, _("A paper is given up by its drafter."))
    doing.need(reason.strip(), _("This must be said in words."), field="reason")
    return {"reason": reason.strip()}


# --- issuing ---------------------------------------------------------------------------------


def unconfirmed(matter: Matter | None, template: Template, more: Iterable[str] = ()) -> list[Reading]:
    """The readings a paper rests on (and `more`) that nobody confirmed: a reading adopted since with the value
    under which the matter runs is confirmed too. A paper of no matter asks what is adopted now.
    """
    if matter is None:
        pack = current_pack()
        rows = Adoption.objects.filter(policy=f"{pack.id}/{pack.version}").values_list("key", flat=True)
        known = set(rows) if template.readings else set()
        return [pack.readings[k] for k in template.readings if k in pack.readings and k not in known]
    pack, given = pack_of(matter), settings_of(matter)
    keys = [k for k in dict.fromkeys([*template.readings, *more]) if k in pack.readings]
    rows = Adoption.objects.filter(policy=matter.policy, key__in=keys)
    since = {row.key for row in rows if _same(row.value, given[row.key])}
    return [pack.readings[k] for k in keys if k not in matter.adopted and k not in since]


def _same(one: object, other: object) -> bool:
    return list(one) == list(other) if isinstance(one, list | tuple) and isinstance(other, list | tuple) else one == other


@step("issued", by_office=True)
def issue_paper(doing: Doing, *, number: str = "") -> dict:
    """印发: the number from the office's register, the file frozen with its digest and code.

    Nothing is recorded where the file cannot be set or kept (Incomplete; OSError): there is no half paper
    under a number.
    """
    doing.at("signed")
    dispatch, template = doing.dispatch, doing.template
    _carries(doing, doing.matter, dispatch.secrecy)
    doing.after(dispatch.signed_on)
    open_ = unconfirmed(doing.matter, template)
    doing.need(
        not open_,
        _("This paper rests on readings that nobody confirmed: %(which)s.")
        % {"which": "；".join(r.question.get(language()) for r in open_)},
        _("They are confirmed on the page of readings, with the written basis (A14)."),
    )
    counter, value = "", None
    if template.number:
        number, counter, value = _number(doing, number)
    stands = text_of(dispatch)
    code = codes.new_code()
    sheet = finished(
        stands.sheet, number=number or None, date=day(dispatch.signed_on), signer=dispatch.signer.name,
        secrecy=dispatch.secrecy, urgency=dispatch.urgency, printed_on=day(doing.done_on),
        check=codes.printed(code),
    )
    try:
        pdf = typeset(sheet, instant_of(doing.done_on))
    except SettingError as error:
        zh, _sep, en = str(error).partition(" / ")
        raise Incomplete(en if language() == "en" and en else zh) from error
    return {
        "number": number, "counter": counter, "value": value, "code": code, "file": keep(pdf),
        "sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf), "version": stands.n,
        "text_sha256": stands.sha256,
    }


def _number(doing: Doing, typed: str) -> tuple[str, str, int | None]:
    """(number, counter, value): as the register has it, or from the local counter where that is switched on."""
    year = doing.dispatch.signed_on.year
    if settings.LOCAL_NUMBERS:
        prefix = PLACE.sub(str(year), doing.template.number).split("〔")[0]
        counter, value = next_number(f"paper/{prefix}"[:34], year)
        return f"{prefix}〔{year}〕{value}号", counter, value
    number = re.sub(r"\s", "", typed)
    shape = NUMBER.fullmatch(number)
    doing.need(
        shape,
        _("Give the number as the office's register has it, for instance %(example)s.")
        % {"example": f"{doing.template.number.split('〔')[0]}〔{year}〕3号"},
        field="number",
    )
    doing.need(
        int(shape[2]) in {year, doing.done_on.year},
        _("The number's year is neither that of the signature nor this one."), field="number",
    )
    doing.need(
        not Dispatch.objects.filter(number=number).exists(),
        _("The number %(number)s was given to another paper.") % {"number": number},
        _("Look it up in the office's register."), "number",
    )
    return number, "", None


def asked(dispatch: Dispatch) -> list[Countersign]:
    """Who was asked to countersign, in order."""
    return list(dispatch.countersigns.select_related("person"))
