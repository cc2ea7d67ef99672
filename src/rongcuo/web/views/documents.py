"""Papers of the record, to read, print and edit: PDF and DOCX of one, through the record's own gate."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from rongcuo.documents import papers, sources
from rongcuo.documents.setting import SettingError
from rongcuo.documents.sources import Record
from rongcuo.matters.access import Standing
from rongcuo.web.matter.official import official
from rongcuo.web.viewing import for_readers, lang, log_reading, standing_in, viewer

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _record(request: HttpRequest, source: str, record: UUID, template: str) -> tuple[Record, object]:
    """The record and its template, after the gate; what is shown is written down."""
    who = viewer(request)
    row = sources.found(source, who, record)
    try:
        one = papers.template_for(row, template)
    except papers.NoTemplate as error:
        raise Http404 from error
    if row.matter is not None:
        log_reading(Standing(who, row.matter), f"document {one.id} {row.pk}")
    return row, one


@for_readers
def documents(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The official papers of a matter that the viewer may read."""
    standing = standing_in(request, matter)
    log_reading(standing, "documents")
    context = {"matter": standing.matter, "papers": official(standing)}
    return render(request, "web/documents/list.html", context)


@for_readers
def document(request: HttpRequest, source: str, record: UUID, template: str) -> HttpResponse:
    """A paper as PDF/A, set from the record as it stands."""
    row, one = _record(request, source, record, template)
    try:
        paper = papers.render(row, one.id)
    except SettingError as error:
        return not_set(request, error)
    return file(paper.pdf, PDF, f"{name_of(row, one, paper.draft)}.pdf")


@for_readers
def document_docx(request: HttpRequest, source: str, record: UUID, template: str) -> HttpResponse:
    """The same paper as DOCX, for the office's own editing."""
    row, one = _record(request, source, record, template)
    return file(papers.as_docx(row, one.id), DOCX, f"{name_of(row, one, bool(one.by))}.docx", save=True)


def name_of(record: Record, template, draft: bool) -> str:
    """How the file is called: Chinese, like the paper."""
    about = record.matter.number if record.matter else record.done_on.isoformat()
    return f"{about} {template.name.zh}" + ("（草稿）" if draft else "")


def file(content: bytes, media_type: str, name: str, *, save: bool = False) -> HttpResponse:
    """A file of ours; a browser neither guesses its kind nor keeps it."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(save, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def not_set(request: HttpRequest, error: SettingError) -> HttpResponse:
    """The paper cannot be set: why, and that nothing was changed."""
    zh, _sep, en = str(error).partition(" / ")
    context = {"title": _("This paper cannot be set."), "text": en if lang() == "en" and en else zh}
    return render(request, "web/documents/not_set.html", context, status=422)
