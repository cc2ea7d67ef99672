"""Papers on their way out: begin one, its 发文稿纸, each step, what was issued; and checking a code."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from rongcuo.archive.destroying import destroyed
from rongcuo.documents import access, codes, issuing, papers, reading, redacting, sources
from rongcuo.documents.composing import finished
from rongcuo.documents.models import Dispatch, PublicCopy
from rongcuo.documents.setting import SettingError, typeset
from rongcuo.documents.sources.words import day
from rongcuo.documents.writing import write
from rongcuo.ledger.record import head
from rongcuo.matters.access import Standing
from rongcuo.matters.errors import listed
from rongcuo.matters.files import opened
from rongcuo.matters.secrecy import mark_of
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.documents import (
    Checking,
    Countersigning,
    Drafting,
    Dropping,
    Editing,
    Issuing,
    Marking,
    Plain,
    Publishing,
)
from rongcuo.web.viewing import (
    for_people,
    for_readers,
    lang,
    log_reading,
    person_of,
    standing_in,
    viewer,
)
from rongcuo.web.views.documents import DOCX, PDF, file, not_set

STATES = {
    "drafted": gettext_lazy("Drafted, to be reviewed"), "reviewed": gettext_lazy("Reviewed, to be signed"),
    "signed": gettext_lazy("Signed, to be issued"), "issued": gettext_lazy("Issued"),
    "dropped": gettext_lazy("Given up"),
}


#: The same pages stand below a matter and, for papers of no matter, by themselves.
def place(name: str, matter: UUID | None, *args) -> str:
    """The address of a page of papers on their way: of a matter's, or of the office's own."""
    return reverse(name, args=[matter, *args]) if matter else reverse(f"office-{name}", args=args)


# --- beginning -------------------------------------------------------------------------------


@for_people
def dispatch_new(
    request: HttpRequest, source: str, record: UUID, template: str, matter: UUID | None = None
) -> HttpResponse:
    """Begin a paper's 发文稿纸."""
    standing = standing_in(request, matter) if matter else access.InOffice(viewer(request))
    row = sources.found(source, viewer(request), record)
    if (row.matter.pk if row.matter else None) != matter:
        raise Http404
    try:
        one = papers.template_for(row, template)
    except papers.NoTemplate as error:
        raise Http404 from error
    if not access.may_draft(standing, one):
        raise PermissionDenied(_("This step is not yours."))
    form = Drafting(
        request.POST or None, people=access.candidates(standing, one.by),
        others=access.candidates(standing, access.COUNTERSIGN),
        initial={"secrecy": mark_of(standing.matter.secrecy, standing.matter.secrecy_term) if matter else ""},
    )
    page = reverse("documents", args=[matter]) if matter else home(row)[0]
    if request.method == "POST" and form.is_valid():
        given = form.given()
        response = perform(
            request, form,
            lambda: issuing.draft_paper(
                matter, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
                source=source, record_id=record, template=one.id, reviewer=UUID(given["reviewer"]),
                signer=UUID(given["signer"]),
                countersigners=[UUID(pk) for pk in given.get("countersigners") or []],
                secrecy=given["secrecy"], urgency=given["urgency"], copies=given["copies"],
                done_on=given["done_on"],
            ),
            done=lambda entry: place("dispatch", matter, entry.recorded().payload["dispatch"]), stale=page,
        )
        if response is not None:
            return response
    context = {
        "matter": standing.matter, "form": form, "name": _("Draft for issue: %(paper)s") % {"paper": one.name.get(lang())},
        "page_url": page, "units": [row.pack.units[c] for c in one.cites], "unconfirmed": issuing.unconfirmed(standing.matter, one),
        "pdf": reverse("document", args=[source, record, one.id]), "home": home(row),
        **carried(request, standing.matter.position if matter else 0),
    }
    return render(request, "web/documents/draft.html", context)


def home(record: sources.Record) -> tuple[str, str]:
    """Where a record of no matter stands: its page, and what that is called."""
    match record.source:
        case "caution":
            return reverse("warning", args=[record.pk]), record.row.title
        case "interpretation":
            return reverse("interpretation", args=[record.pk]), _("Questions about the measures")
        case "analysis":
            return reverse("figures"), _("Error-prone situations")
    return reverse("desk"), _("Desk")


# --- the sheet -------------------------------------------------------------------------------


Place = Standing | access.InOffice


def _dispatch(request: HttpRequest, matter: UUID | None, dispatch: UUID) -> tuple[Place, Dispatch]:
    if matter is None:
        who = viewer(request)
        row = access.office_paper(who, dispatch)
        if row is None:
            raise Http404
        return access.InOffice(who), row
    standing = standing_in(request, matter)
    people = ("drafter", "reviewer", "signer")
    row = access.visible_dispatches(standing).select_related(*people).filter(pk=dispatch).first()
    if row is None:
        raise Http404
    return standing, row


def _log(standing: Place, what: str) -> None:
    """Reading is written down where it is of a matter."""
    if standing.matter:
        log_reading(standing, what)


def _about(row: Dispatch) -> str:
    """The number a file is named after where the paper has none of its own."""
    return row.matter.number if row.matter_id else ""


@for_readers
def dispatch(request: HttpRequest, dispatch: UUID, matter: UUID | None = None) -> HttpResponse:
    """The 发文稿纸: where it stands, who did what, which text, and the next step."""
    standing, row = _dispatch(request, matter, dispatch)
    _log(standing, f"dispatch {row.pk}")
    return _page(request, standing, row)


def _steps(standing: Place, row: Dispatch, countersigns: list) -> list[str]:
    """The steps that wait for the viewer, the main one first."""
    me, mine = standing.viewer.person, []
    template = access.pack_for(standing).documents[row.template]
    if standing.suspended:
        return []
    if row.state in {"drafted", "reviewed"} and any(c.person_id == me and c.done_on is None for c in countersigns):
        mine.append("countersign")
    if row.state == "drafted" and row.reviewer_id == me:
        mine.append("review")
    if row.state == "reviewed" and row.signer_id == me and all(c.done_on for c in countersigns):
        mine.append("sign")
    if row.state == "signed" and standing.capacities & set(template.by):
        mine.append("issue")
    if row.state in {"drafted", "reviewed", "signed"} and row.drafter_id == me:
        mine += ["edit", "drop"]
    if row.state != "dropped" and standing.matter and standing.capacities & set(template.by):
        mine.append("mark")
    if row.state == "issued" and standing.matter and standing.matter.positive and template.hide and standing.capacities & set(template.by):
        mine.append("publish")
    return mine


LABELS = {
    "review": pgettext_lazy("verb", "Confirm the review"), "countersign": gettext_lazy("Countersign"),
    "sign": pgettext_lazy("verb", "Sign the paper"), "issue": gettext_lazy("Issue the paper"),
    "drop": gettext_lazy("Give the paper up"), "edit": gettext_lazy("Read an edited file back"),
    "publish": gettext_lazy("Make a public copy"), "mark": gettext_lazy("Change the secrecy mark"),
}
#: Steps that are not what the paper waits for: folded, and no primary button.
BESIDE = frozenset(("drop", "edit", "publish", "mark"))


def _form(action: str, row: Dispatch, template, data=None, files=None):
    match action:
        case "countersign":
            return Countersigning(data)
        case "issue":
            example = f"{template.number.split('〔')[0]}〔{row.signed_on.year if row.signed_on else ''}〕3号"
            return Issuing(data, numbered=bool(template.number) and not settings.LOCAL_NUMBERS, example=example)
        case "drop":
            return Dropping(data, dated=False)
        case "edit":
            return Editing(data, files, dated=False)
        case "mark":
            return Marking(data, dated=False)
        case "publish":
            return Publishing(data, hide=template.hide, dated=False)
    return Plain(data)


def _page(request: HttpRequest, standing: Place, row: Dispatch, tried: str = "", form=None) -> HttpResponse:
    pack, matter = access.pack_for(standing), standing.matter
    template = pack.documents[row.template]
    key = matter.pk if matter else None
    countersigns = issuing.asked(row)
    working = bool(standing.seeing & set(template.by)) or standing.viewer.person in {
        row.drafter_id, row.reviewer_id, row.signer_id, *(c.person_id for c in countersigns)
    }
    steps = _steps(standing, row, countersigns)
    context = {
        "matter": matter, "dispatch": row, "template": template, "state": STATES[row.state],
        "files": {name: place(f"dispatch-{name}", key, row.pk) for name in ("pdf", "docx")},
        "home": None if matter else home(sources.found(row.source, viewer(request), row.record)),
        "working": working, "countersigns": countersigns if working else [],
        "texts": list(row.texts.select_related("by")) if working else [],
        "copies": list(row.public_copies.all()),
        "unconfirmed": issuing.unconfirmed(matter, template) if working and row.state != "issued" else [],
        "code": codes.shown(row.code) if row.code else "",
        "steps": [
            {
                "action": s, "label": LABELS[s], "url": place("dispatch-step", key, row.pk, s), "form": form if s == tried else _form(s, row, template),
                "open": s == tried or (n == 0 and s not in BESIDE), "primary": n == 0 and s not in BESIDE,
            }
            for n, s in enumerate(steps)
        ],
        "next": _next(row, countersigns), "units": [pack.units[c] for c in template.cites],
        **carried(request, matter.position if matter else head(row.pk)),
    }
    return render(request, "web/documents/dispatch.html", context)


def _next(row: Dispatch, countersigns: list) -> str:
    """Who is next, in words."""
    waiting = [c.person.name for c in countersigns if c.done_on is None]
    if row.state == "drafted":
        return _("Next: %(who)s reviews it.") % {"who": row.reviewer.name}
    if row.state == "reviewed" and waiting:
        return _("Next: %(who)s countersign it.") % {"who": listed(waiting)}
    if row.state == "reviewed":
        return _("Next: %(who)s signs it.") % {"who": row.signer.name}
    if row.state == "signed":
        return _("Next: the office enters the number and issues it.")
    return ""


@for_people
@require_http_methods(["POST"])
def dispatch_step(request: HttpRequest, dispatch: UUID, action: str, matter: UUID | None = None) -> HttpResponse:
    """Take one step on a paper."""
    do = {
        "review": issuing.review_paper, "countersign": issuing.countersign_paper, "sign": issuing.sign_paper,
        "issue": issuing.issue_paper, "drop": issuing.drop_paper, "edit": issuing.edit_paper,
        "publish": redacting.publish_copy, "mark": issuing.change_mark,
    }.get(action)
    standing, row = _dispatch(request, matter, dispatch)
    if do is None:
        raise Http404
    template = access.pack_for(standing).documents[row.template]
    form = _form(action, row, template, request.POST, request.FILES)
    here = place("dispatch", matter, dispatch)
    if form.is_valid():
        def act():
            try:
                given = {"sheet": _read_back(row, form.cleaned_data["upload"])} if action == "edit" else form.given()
                return do(
                    matter, dispatch, actor=person_of(request), at=position(request),
                    key=carried(request, 0)["key"], **given,
                )
            except OSError as error:  # nothing was recorded: there is no half paper under a number
                raise issuing.Incomplete(
                    _("The file could not be kept: %(why)s.") % {"why": error.strerror},
                    _("Nothing was issued. Free some space and press the button again."),
                ) from error

        response = perform(request, form, act, done=here, stale=here)
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("Recorded: %(step)s.") % {"step": LABELS[action]})
            return response
    return _page(request, standing, row, action, form)


def _read_back(row: Dispatch, upload) -> dict:
    """The text an edited file says; what cannot be carried is named and the file refused."""
    if upload.size > reading.MOST_BYTES:
        raise issuing.Incomplete(_("The file is larger than %(mb)d MB.") % {"mb": reading.MOST_BYTES // 1_000_000}, field="upload")
    try:
        return reading.read(upload.read(), issuing.text_of(row).sheet, write(_draft(row)))
    except reading.Unreadable as error:
        raise issuing.Incomplete(
            _("This file cannot be read back: %(why)s.") % {"why": "；".join(error.why[:12])},
            _("Take these out, or change the words by hand, and send the file again. The text that stands is unchanged."),
            "upload",
        ) from error


# --- files -----------------------------------------------------------------------------------


@for_readers
def dispatch_pdf(request: HttpRequest, dispatch: UUID, matter: UUID | None = None) -> HttpResponse:
    """The issued file, after its digest was compared; before that the text that stands, marked as a draft."""
    standing, row = _dispatch(request, matter, dispatch)
    _log(standing, f"dispatch file {row.pk}")
    name = access.pack_for(standing).documents[row.template].name.zh
    if row.state == "issued":
        return _kept(request, standing, row.sha256, row.file, f"{row.number or _about(row)} {name}.pdf".strip())
    try:
        pdf = typeset(_draft(row), papers.instant_of(row.drafted_on))
    except SettingError as error:
        return not_set(request, error)
    return file(pdf, PDF, f"{_about(row)} {name}（草稿）.pdf".strip())


@for_readers
def dispatch_docx(request: HttpRequest, dispatch: UUID, matter: UUID | None = None) -> HttpResponse:
    """The text that stands as DOCX, to be worked on outside and read back."""
    standing, row = _dispatch(request, matter, dispatch)
    _log(standing, f"dispatch docx {row.pk}")
    name = access.pack_for(standing).documents[row.template].name.zh
    return file(write(_draft(row)), DOCX, f"{_about(row)} {name}.docx".strip(), save=True)


def _draft(row: Dispatch) -> dict:
    return finished(
        issuing.text_of(row).sheet, date=day(row.signed_on), signer=row.signer.name if row.signed_on else "",
        secrecy=row.secrecy, urgency=row.urgency, watermark=papers.DRAFT, number=row.number or None,
    )


@for_readers
def dispatch_public(request: HttpRequest, matter: UUID, dispatch: UUID, copy: UUID) -> HttpResponse:
    """A public copy."""
    standing, row = _dispatch(request, matter, dispatch)
    one = PublicCopy.objects.filter(dispatch=row, pk=copy).first()
    if one is None:
        raise Http404
    log_reading(standing, f"public copy {one.pk}")
    return _kept(request, standing, one.sha256, one.file, f"{row.number or standing.matter.number}（公开稿）.pdf")


def _kept(request: HttpRequest, standing: Place, sha256: str, name: UUID, title: str) -> HttpResponse:
    stream = opened(sha256, name)
    if stream is None and standing.matter and destroyed(standing.matter, name):
        return render(request, "web/dossiers/emptied.html", {"title": title, "matter": standing.matter}, status=410)
    if stream is None:
        context = {"evidence": {"title": title, "sha256": sha256}, "matter": standing.matter}
        return render(request, "web/matter/damaged.html", context, status=410)
    response = FileResponse(stream, filename=title, content_type=PDF)
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- checking --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def paper_check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a code, and a number or a file, belong to a paper that was issued here. It tells nothing else."""
    form = Checking(request.POST or None, request.FILES or None, initial={"code": codes.shown(codes.read_code(code)) if code else ""})
    result = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = Dispatch.objects.filter(code=codes.read_code(given["code"]), state="issued").first()
        result = _compared(row, given)
    return render(request, "web/documents/check.html", {"form": form, "result": result})


def _compared(row: Dispatch | None, given: dict) -> str:
    """genuine | copy | number | other | differs | unknown: nothing but whether what was brought agrees."""
    if row is None:
        return "unknown"
    typed = "".join(given["number"].split())
    if typed and not hmac.compare_digest(typed.encode(), row.number.encode()):
        return "other"
    if given["file"]:
        digest = hashlib.sha256()
        for chunk in given["file"].chunks():
            digest.update(chunk)
        if digest.hexdigest() == row.sha256:
            return "genuine"
        return "copy" if row.public_copies.filter(sha256=digest.hexdigest()).exists() else "differs"
    return "number" if typed else "code"
