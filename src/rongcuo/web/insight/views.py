"""Pages of insight."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_protect

from rongcuo.insight import access, advance, clarifying, reporting, warning
from rongcuo.insight.access import may
from rongcuo.insight.auditing import audit, years
from rongcuo.insight.copying import DIMENSIONS, Period
from rongcuo.insight.figures import table
from rongcuo.insight.likeness import nearest
from rongcuo.insight.publishing import interval
from rongcuo.matters import access as matters_access
from rongcuo.matters.errors import Incomplete, language
from rongcuo.matters.files import opened, path_of
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.insight import forms
from rongcuo.web.listing import paged
from rongcuo.web.naming import unit_name
from rongcuo.web.templatetags.ui import article, day, full_day, instant
from rongcuo.web.viewing import (
    for_people,
    for_readers,
    lang,
    log_reading,
    person_of,
    standing_in,
    viewer,
)
from rongcuo.web.waiting import prevention_tasks


def _must(request: HttpRequest, action: str) -> None:
    """404 where the viewer's posts do not open a page at all."""
    if not may(viewer(request), action):
        raise Http404


def _units(action: str) -> list:
    pack = current_pack()
    return [pack.units[c] for c in pack.insight.moves[action].cites]


def _name(action: str) -> str:
    return current_pack().insight.moves[action].name.get(lang())


def _here() -> None:
    if current_pack().insight is None:
        raise Http404


@for_readers
def prevention(request: HttpRequest) -> HttpResponse:
    """What there is: figures, warnings, reports, records in advance, the self-audit; what waits."""
    _here()
    who = viewer(request)
    places = [
        (True, "report-new", _("Report early"), _("A first sign, a near miss, a common problem; by name or without.")),
        (True, "reports", _("Reports and answers"), _("What you reported, or what waits for an answer.")),
        (may(who, "read_figures"), "figures", _("Error-prone situations"), _("How often, of which kind, and whether it rises. Nobody is in the figures.")),
        (True, "warnings", _("Warnings and education"), _("What went to your unit, and what was issued.")),
        (True, "advances", _("Records in advance"), _("Before trying something new: basis, meeting, risk, the rule of the day.")),
        (may(who, "audit"), "self-audit-now", _("Yearly self-audit"), _("Article by article, zeros as plainly as successes.")),
    ]
    context = {
        "places": [{"url": reverse(n), "label": label, "text": text} for ok, n, label, text in places if ok],
        "tasks": prevention_tasks(who), "reminders": [
            {"on": r.done_on, "text": r.body["text"]}
            for r in reporting.reminders_of({p.unit_id for p in who.posts})
        ],
        "units": [current_pack().units[c] for c in current_pack().insight.cites],
    }
    return render(request, "web/insight/prevention.html", context)


# --- early reports ---------------------------------------------------------------------------


def _channels() -> list[dict]:
    return [{"name": c.name, "where": c.where} for c in current_pack().insight.channels.values()]


@for_people
def report_new(request: HttpRequest) -> HttpResponse:
    """Report by name."""
    _here()
    form = forms.Report(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form, lambda: reporting.report(actor=person_of(request), key=carried(request, 0)["key"], **form.given()),
            done=lambda entry: reverse("report", args=[entry.stream]), stale=reverse("reports"),
        )
        if response is not None:
            messages.success(request, _("Thank you. The report is with the Party committee."))
            return response
    context = {"form": form, "named": True, "channels": _channels(), "units": _units("answer_report"), **carried(request, 0)}
    return render(request, "web/insight/report_new.html", context)


@csrf_protect
def report_nameless(request: HttpRequest) -> HttpResponse:
    """Report without a name. `web.nameless.Nameless` has taken account, session and address off the request."""
    _here()
    form = forms.Report(request.POST or None)
    code = ""
    if request.method == "POST" and form.is_valid():
        try:
            _entry, code = reporting.report_without_name(**form.given())
        except Incomplete as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
    context = {"form": form, "named": False, "code": code, "channels": _channels(), "units": _units("answer_report"), **carried(request, 0)}
    return render(request, "web/insight/report_new.html", context)


@csrf_protect
def report_answer(request: HttpRequest) -> HttpResponse:
    """What became of a report without a name, for whoever has its code."""
    _here()
    form = forms.Code(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = reporting.found_by(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("No report has this code."))
    told = _told(found) if found else []
    return render(request, "web/insight/report_answer.html", {"form": form, "report": found, "told": told, **carried(request, 0)})


def _told(row) -> list[dict]:
    """What the reporter reads of what was done."""
    lines = row.record.filter(action__in=access.TOLD)
    return [{"title": _name(line.action), "on": line.done_on, "text": line.body.get("text", ""), "name": line.body.get("name", "")} for line in lines]


@for_readers
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports that the viewer handles, or one's own by name."""
    _here()
    rows = access.visible_reports(viewer(request)).select_related("person", "unit")
    page = paged(request, rows)
    kinds = current_pack().insight.kinds
    columns = [
        {"key": "number", "label": _("Number")}, {"key": "kind", "label": _("What it is")},
        {"key": "by", "label": _("By")}, {"key": "on", "label": _("Received")}, {"key": "state", "label": _("Stands")},
    ]
    lines = []
    for r in page:
        state = _("answered") if r.answered_on else _("classified") if r.counted_on else _("received")
        cells = [r.number, kinds[r.kind].name.get(lang()) if r.kind in kinds else r.kind,
                 r.person.name if r.person_id else _("without a name"), day(r.received_on), state]
        lines.append({
            "url": reverse("report", args=[r.pk]),
            "cells": [{"text": t, "label": c["label"]} for t, c in zip(cells, columns, strict=True)],
        })  # fmt: skip
    context = {"table": {"caption": _("Early reports"), "columns": columns, "rows": lines}, "page": page,
               "handles": may(viewer(request), "answer_report")}
    return render(request, "web/insight/reports.html", context)


def _report(request: HttpRequest, pk: UUID):
    _here()
    row = access.visible_reports(viewer(request)).select_related("person", "unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@for_readers
def report(request: HttpRequest, report: UUID) -> HttpResponse:
    """One report: to those who handle it all, to the reporter what was done."""
    row = _report(request, report)
    handles = may(viewer(request), "answer_report")
    pack = current_pack()
    kind = pack.insight.kinds.get(row.kind)
    steps = []
    if handles:
        for name in reporting.ACTIONS:
            if may(viewer(request), name) and not (name == "deidentify" and row.counted_on):
                steps.append({"label": _name(name), "url": reverse("report-step", args=[row.pk, name])})
    codes = []
    for name in reporting.CODED:
        known = pack.correction.version(name, row.lists.get(name, 0)) if pack.correction else None
        if known:
            chosen = [known.codes[c].name.get(lang()) for c in getattr(row, f"{name}_codes") if c in known.codes]
            codes.append({"title": known.name.get(lang()), "codes": chosen})
    context = {
        "report": row, "kind": kind.name if kind else row.kind, "handles": handles, "told": _told(row), "codes": codes,
        "actions": {"primary": steps[0] if steps and not row.answered_on else None, "others": steps[1:] if not row.answered_on else steps},
        "units": _units("answer_report"),
    }
    return render(request, "web/insight/report.html", context)


@for_people
def report_step(request: HttpRequest, report: UUID, action: str) -> HttpResponse:
    """Classify, remind, answer, record what was put right, thank."""
    row = _report(request, report)
    if action not in forms.REPORT_FORMS:
        raise Http404
    if not may(viewer(request), action):
        raise PermissionDenied(_("This step is not yours."))
    form = forms.REPORT_FORMS[action](request.POST or None, more={"unit": str(row.unit_id or "")})
    here = reverse("report", args=[report])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: reporting.ACTIONS[action](
                report, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], **form.given()
            ),
            done=here, stale=here,
        )
        if response is not None:
            return response
    context = {
        "form": form, "name": _name(action), "number": row.number, "said": row.text, "page_url": here,
        "units": _units(action), **carried(request, row.position),
    }
    return render(request, "web/insight/form.html", context)


# --- figures and warnings --------------------------------------------------------------------


@for_readers
def figures(request: HttpRequest) -> HttpResponse:
    """One of the fixed tables: counts by half-year, with their uncertainty, a picture and a table."""
    _here()
    _must(request, "read_figures")
    name = forms.dimension(request.GET.get("dim", ""))
    found = table(name, viewer(request).day)
    rows = []
    for code, text in found.rows:
        series = found.series(code)
        if not any(n is None or n for n in series):
            continue
        rows.append({
            "code": code, "name": text, "rising": found.rising(code),
            "cells": [_cell(n, column.total) for n, (_p, column) in zip(series, found.columns, strict=True)],
            "can_warn": may(viewer(request), "warn"),
        })  # fmt: skip
    last = found.columns[-1][1]
    counts = [
        (text.get(lang()), last.cells[code]) for code, text in found.rows
        if last.cells.get(code)
    ]
    counts.sort(key=lambda pair: -pair[1])
    bars = [
        {"name": n, "count": c, "low": round(interval(c)[0], 1), "high": round(interval(c)[1], 1)} for n, c in counts[:15]
    ]
    most = max((b["high"] for b in bars), default=1)
    for k, bar in enumerate(bars):
        bar |= {"width": round(300 * bar["count"] / most), "left": round(300 * bar["low"] / most),
                "right": round(300 * bar["high"] / most), "y": 34 * k}
    context = {
        "dimension": name, "title": forms.dimension_word(name), "rows": rows, "bars": bars, "height": 34 * len(bars),
        "periods": [_period(p) for p, _c in found.columns], "totals": [_cell(c.total, None) for _p, c in found.columns],
        "latest": _period(found.columns[-1][0]),
        "dimensions": [{"key": d, "label": forms.dimension_word(d), "here": d == name} for d in DIMENSIONS],
        "minimum": current_pack().insight.minimum, "units": _units("read_figures"),
        "chart": {"bars": bars, "label": forms.dimension_word(name), "count": _("counted"), "range": _("by chance")},
    }
    return render(request, "web/insight/figures.html", context)


def _period(period) -> str:
    return _("%(year)s, first half") % {"year": period.year} if period.half == 1 else _("%(year)s, second half") % {"year": period.year}


def _cell(count, total) -> dict:
    if count is None:
        return {"hidden": True}
    low, high = interval(count)
    return {"count": count, "low": round(low), "high": round(high), "range": count > 0}


@for_readers
def warnings(request: HttpRequest) -> HttpResponse:
    """Warnings and education measures that the viewer may read."""
    _here()
    rows = access.visible_cautions(viewer(request)).prefetch_related("units__unit")
    page = paged(request, rows)
    columns = [
        {"key": "number", "label": _("Number")}, {"key": "title", "label": _("Title")}, {"key": "form", "label": _("What it is")},
        {"key": "issued", "label": _("Issued")}, {"key": "received", "label": _("Received"), "numeric": True},
        {"key": "again", "label": _("Measured again")},
    ]
    form = {"warning": _("Warning"), "education": _("Education measure")}
    lines = []
    for c in page:
        units = list(c.units.all())
        cells = [c.number, c.title, form[c.form], day(c.issued_on), f"{sum(u.received_on is not None for u in units)} / {len(units)}",
                 day(c.measured_on) if c.measured_on else _("from %(day)s") % {"day": day(c.again_on)}]
        lines.append({
            "url": reverse("warning", args=[c.pk]),
            "cells": [{"text": t, "label": k["label"], "numeric": k.get("numeric", False)} for t, k in zip(cells, columns, strict=True)],
        })  # fmt: skip
    context = {"table": {"caption": _("Warnings and education"), "columns": columns, "rows": lines}, "page": page,
               "can_warn": may(viewer(request), "warn")}
    return render(request, "web/insight/warnings.html", context)


@for_people
def warning_new(request: HttpRequest) -> HttpResponse:
    """From a figure to a warning or an education measure."""
    _here()
    _must(request, "warn")
    name = forms.dimension(request.GET.get("dim", ""))
    found = table(name, viewer(request).day)
    code = request.GET.get("code", "")
    label = dict(found.rows).get(code)
    if label is None:
        raise Http404
    form = forms.Warn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: warning.warn(actor=person_of(request), key=carried(request, 0)["key"], dimension=name, code=code, **form.given()),
            done=lambda entry: reverse("warning", args=[entry.stream]), stale=reverse("warnings"),
        )
        if response is not None:
            return response
    context = {
        "form": form, "name": _name("warn"), "number": "",
        "said": f"{forms.dimension_word(name)}{pgettext('label', ': ')}{label.get(lang())}",
        "page_url": f"{reverse('figures')}?dim={name}", "units": _units("warn"), **carried(request, 0),
    }
    return render(request, "web/insight/form.html", context)


def _caution(request: HttpRequest, pk: UUID):
    _here()
    row = access.visible_cautions(viewer(request)).select_related("author").prefetch_related("units__unit", "units__by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@for_readers
def caution(request: HttpRequest, caution: UUID) -> HttpResponse:
    """One warning: the words, the figure it rests on, who received it, and what was measured later."""
    row = _caution(request, caution)
    who = viewer(request)
    labels = dict(table(row.dimension, who.day).rows)
    context = {
        "caution": row, "code": labels.get(row.code), "dimension": forms.dimension_word(row.dimension),
        "before": _frozen(row.figures), "after": _frozen(row.later) if row.measured_on else None,
        "received": [{"row": u, "name": unit_name(u.unit), "mine": u.unit_id in who.headed and u.received_on is None} for u in row.units.all()],
        "can_measure": may(who, "measure_again") and row.measured_on is None and row.again_on <= who.day,
        "units": _units("warn"), "whole": may(who, "warn") or may(who, "audit"), **carried(request, row.position),
    }
    return render(request, "web/insight/warning.html", context)


def _frozen(figures: dict) -> dict:
    year, half = map(int, figures["period"].split("-"))
    return {**figures, "period": _period(Period(year, half))}


@for_people
def warning_receive(request: HttpRequest, caution: UUID, unit: UUID) -> HttpResponse:
    """The head of a unit signs for a warning."""
    row = _caution(request, caution)
    here = reverse("warning", args=[caution])
    if request.method != "POST":
        return HttpResponse(status=405)
    form = forms.Form(request.POST)
    form.is_valid()
    response = perform(
        request, form,
        lambda: warning.receive_warning(caution, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], unit=unit),
        done=here, stale=here,
    )
    if response is None:
        messages.error(request, " ".join(form.non_field_errors()))
        return render(request, "web/insight/warning_error.html", {"caution": row, "page_url": here}, status=409)
    return response


@for_people
def warning_again(request: HttpRequest, caution: UUID) -> HttpResponse:
    """Measure again."""
    row = _caution(request, caution)
    if not may(viewer(request), "measure_again"):
        raise PermissionDenied(_("This step is not yours."))
    here = reverse("warning", args=[caution])
    form = forms.Again(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: warning.measure_again(caution, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], **form.given()),
            done=here, stale=here,
        )
        if response is not None:
            return response
    now = table(row.dimension, viewer(request).day).figures(row.code)
    context = {
        "form": form, "name": _name("measure_again"), "number": row.number, "page_url": here, "said": "",
        "before": _frozen(row.figures), "after": _frozen(now), "units": _units("measure_again"), **carried(request, row.position),
    }
    return render(request, "web/insight/again.html", context)


# --- records in advance ----------------------------------------------------------------------


@for_readers
def advances(request: HttpRequest) -> HttpResponse:
    """One's own records in advance, and those of the unit one heads."""
    _here()
    page = paged(request, access.visible_advances(viewer(request)).select_related("author", "unit"))
    columns = [{"key": "number", "label": _("Number")}, {"key": "title", "label": _("What will be tried")},
               {"key": "who", "label": _("By")}, {"key": "on", "label": _("Recorded")}]
    lines = [
        {"url": reverse("advance", args=[a.pk]), "cells": [
            {"text": t, "label": c["label"]}
            for t, c in zip([a.number, a.title, a.author.name, instant(a.recorded_at)], columns, strict=True)
        ]}
        for a in page
    ]  # fmt: skip
    context = {"table": {"caption": _("Records in advance"), "columns": columns, "rows": lines}, "page": page}
    return render(request, "web/insight/advances.html", context)


@for_people
def advance_new(request: HttpRequest) -> HttpResponse:
    """Record before acting. The page says that it has no effect under the measures."""
    _here()
    posts = viewer(request).posts
    form = forms.Advance(request.POST or None, request.FILES or None, more={"posts": posts})
    if request.method == "POST" and form.is_valid():
        given = {}

        def do():
            given.update(form.given())
            return advance.record_advance(actor=person_of(request), key=carried(request, 0)["key"], **given)

        response = perform(request, form, do, done=lambda e: reverse("advance", args=[e.stream]), stale=reverse("advances"))
        if response is not None and response.status_code == 302:
            return response
        for _title, stored in given.get("files", ()):
            path_of(stored.file).unlink(missing_ok=True)
        if response is not None:
            return response
    context = {"form": form, "name": _name("record_advance"), "page_url": reverse("advances"), "number": "", "said": "",
               "units": _units("record_advance"), **carried(request, 0)}
    return render(request, "web/insight/advance_new.html", context)


def _advance(request: HttpRequest, pk: UUID):
    _here()
    row = access.visible_advances(viewer(request)).select_related("author", "unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@for_readers
def advance_page(request: HttpRequest, advance: UUID) -> HttpResponse:
    """One record made in advance, with its time and digest."""
    row = _advance(request, advance)
    facts = [
        {"term": _("On what it rests"), "value": row.basis}, {"term": _("Meeting"), "value": row.meeting},
        {"term": _("Risk, and what is prepared"), "value": row.risk}, {"term": _("The rules of that day"), "value": row.rule},
    ]
    files = [
        {"number": n, "title": f["title"], "size": f["size"], "digest": f["sha256"],
         "url": reverse("advance-file", args=[row.pk, n])}
        for n, f in enumerate(row.files, 1)
    ]
    return render(request, "web/insight/advance.html", {"advance": row, "facts": facts, "files": files, "units": _units("record_advance")})


@for_readers
def advance_file(request: HttpRequest, advance: UUID, n: int) -> HttpResponse:
    """A file of a record in advance, after its digest was compared."""
    row = _advance(request, advance)
    if not 1 <= n <= len(row.files):
        raise Http404
    one = row.files[n - 1]
    file = opened(one["sha256"], UUID(one["file"]))
    if file is None:
        raise Http404
    response = FileResponse(file, as_attachment=True, filename=one["name"], content_type=one["media_type"])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


# --- clarification and like cases ------------------------------------------------------------


@for_people
def clarification_new(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """A letter of clarification on one point of a decided matter."""
    _here()
    standing = standing_in(request, matter)
    one = next((s for s in matters_access.visible_subjects(standing) if s.pk == subject), None)
    if one is None:
        raise Http404
    if standing.suspended or not standing.capacities & set(current_pack().insight.moves["clarify"].by):
        raise PermissionDenied(_("This step is not yours."))
    form = forms.Clarify(request.POST or None)
    back = reverse("matter", args=[matter])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: clarifying.clarify(matter, actor=person_of(request), key=carried(request, 0)["key"], subject=subject, **form.given()),
            done=lambda entry: reverse("clarification", args=[entry.stream]), stale=back,
        )
        if response is not None:
            return response
    context = {"form": form, "name": _name("clarify"), "number": standing.matter.number, "said": one.name, "page_url": back,
               "units": _units("clarify"), **carried(request, 0)}
    return render(request, "web/insight/form.html", context)


@for_readers
def clarification(request: HttpRequest, clarification: UUID) -> HttpResponse:
    """The letter, to print."""
    _here()
    row = access.visible_clarifications(viewer(request)).select_related("matter", "subject__person", "subject__unit").filter(pk=clarification).first()
    if row is None:
        raise Http404
    pack = current_pack()
    body = next((b.name.zh for b in pack.bodies.values() if "handler" in b.capacities), "")
    name = row.subject.person.name if row.subject.person_id else row.subject.unit.name
    ways = "、".join(pack.insight.ways[w].name.zh for w in row.ways if w in pack.insight.ways)
    fields = [
        {"label": "澄清对象", "value": name}, {"label": "反映的问题", "value": row.point},
        {"label": "核实结论", "value": row.conclusion}, {"label": "涉及的考核、任用", "value": row.disturbs},
    ]
    if ways:
        fields.append({"label": "同时采取的方式", "value": ways})
    paper = {
        "title": "澄清函", "issuer": body, "number": row.number, "to": row.addressees,
        "paragraphs": ["经核实，现就下列具体问题予以澄清。本函只涉及所列问题，不对有关人员作总体评价。"],
        "fields": fields, "sign": body, "date": full_day(row.issued_on).split(" ")[0],
    }
    return render(request, "web/insight/letter.html", {"paper": paper, "clarification": row})


@for_readers
def like_cases(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """The nearest closed cases by findings. For the office only; nobody and no number is in it."""
    _here()
    standing = standing_in(request, matter)
    one = next((s for s in standing.subjects if s.pk == subject), None)
    if one is None or not matters_access.sees_reasons(standing):
        raise Http404
    log_reading(standing, f"like cases {one.pk}")
    pack = pack_of(standing.matter)
    findings = matters_access.visible_findings(standing).filter(subject=one)
    cases = []
    for like in nearest(standing.matter, one, findings):
        rule, outcome = pack.rules.get(like.situation), pack.determinations.get(like.outcome)
        cases.append({
            "year": like.year, "situation": rule.name if rule else like.situation,
            "outcome": outcome.name if outcome else like.outcome, "same": len(like.same),
            "differs": [pack.facts[f].question for f in like.differs], "agrees": [pack.facts[f].question for f in like.same],
        })  # fmt: skip
    context = {"matter": standing.matter, "subject": one, "cases": cases}
    return render(request, "web/insight/like.html", context)


# --- the yearly self-audit -------------------------------------------------------------------


@for_readers
def self_audit_now(request: HttpRequest) -> HttpResponse:
    """The audit of this year."""
    return self_audit(request, viewer(request).day.year)


@for_readers
def self_audit(request: HttpRequest, year: int) -> HttpResponse:
    """Article by article; to print too."""
    _here()
    _must(request, "audit")
    _check_year(year)
    context = {"year": year, "articles": audit(year), "years": years(), "title": current_pack().title}
    return render(request, "web/insight/audit.html", context)


def _check_year(year: int) -> None:
    if not 1990 <= year <= 2200:
        raise Http404


@for_readers
def self_audit_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The same as a table to calculate with."""
    _here()
    _must(request, "audit")
    _check_year(year)
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(year))
    sheet.append([_("Article"), _("What is counted"), _("Figure"), _("Unit"), _("Note")])
    for one in audit(year):
        for row in one.lines or ():
            value = int(row.value) if row.value.isdecimal() else row.value
            sheet.append([article(one.unit), row.what, value, row.unit, row.note])
        if not one.lines:
            sheet.append([article(one.unit), one.nothing, "", "", ""])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    name = f"{'self-audit' if language() == 'en' else '年度自查'}-{year}.xlsx"
    return FileResponse(
        stream, as_attachment=True, filename=name,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
