"""Consulting the register: one question, a list, the log, the answer and its receipt."""

from __future__ import annotations

import base64
import json
from datetime import date
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo import clock
from rongcuo.exemptions import access, consulting, lists, reading, receipts, sheets
from rongcuo.exemptions.models import Query
from rongcuo.ledger.record import head
from rongcuo.matters.packs import current_pack, pack_named
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.protection import AskList, Consult, Decline, Nothing, Withdraw, about_of
from rongcuo.web.listing import paged
from rongcuo.web.protection.words import answer_line
from rongcuo.web.templatetags.ui import day as day_words
from rongcuo.web.viewing import for_people, for_readers, lang, person_of, viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: So many rows of a list a page shows.
SHOWN = 200


def _may(request: HttpRequest, action: str):
    who = viewer(request)
    if not access.may(who, action):
        raise Http404
    return who, current_pack()


@for_people
def consult(request: HttpRequest) -> HttpResponse:
    """Ask about one person or unit."""
    who, pack = _may(request, "consult")
    form = Consult(request.POST or None, actor=person_of(request), day=who.day, pack=pack)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        about = about_of(data.pop("about"))
        response = perform(
            request, form,
            lambda: consulting.consult(actor=person_of(request), key=carried(request, 0)["key"], **about, **data),
            done=lambda entry: reverse("query", args=[entry.stream]), stale=reverse("queries"),
        )
        if response is not None:
            return response
    move = pack.protection.moves["consult"]
    context = {
        "form": form, "name": move.name.get(lang()), "units": [pack.units[c] for c in pack.protection.cites],
        "back": reverse("protection"), "button": _("Consult"),
        "lead": _("There is no list of names to look at. The answer says only whether something stands in the way on that day; the question is kept in the log."),
        **carried(request, 0),
    }
    return render(request, "web/protection/form.html", context)


@for_readers
def query_list(request: HttpRequest) -> HttpResponse:
    """The log of queries, newest first."""
    who = viewer(request)
    if not who.capacities & access.PERSONNEL or current_pack().protection is None:
        raise Http404
    page = paged(request, access.visible_queries(who).select_related("asked_by").order_by("-asked_on", "-number", "pk"))
    columns = [
        {"key": "number", "label": _("Number")}, {"key": "on", "label": _("Asked")}, {"key": "for", "label": _("Who asks")},
        {"key": "why", "label": _("For what")}, {"key": "rows", "label": _("Number of rows"), "numeric": True},
        {"key": "state", "label": _("Status")}, {"key": "by", "label": _("Entered by")},
    ]
    table = {"caption": _("Queries and receipts"), "columns": columns, "rows": []}
    for q in page:
        texts = [q.number, day_words(q.asked_on), q.asking_body, q.purpose, str(q.size), state_words(q, who.day), q.asked_by.name]
        table["rows"].append({
            "url": reverse("query", args=[q.pk]),
            "cells": [{"text": t, "label": c["label"] if n > 1 else "", "numeric": c.get("numeric", False)}
                      for n, (t, c) in enumerate(zip(texts, columns, strict=True))],
        })  # fmt: skip
    return render(request, "web/protection/queries.html", {"table": table, "page": page})


def state_words(q: Query, today: date) -> str:
    if q.withdrawn_on:
        return _("receipt withdrawn")
    if q.state == "answered" and q.expires_on < today:
        return _("receipt expired")
    return {
        "waiting": _("waits for a second person"), "declined": _("not released"), "answered": _("answered"),
    }[q.state]


def _query(request: HttpRequest, query: UUID) -> Query:
    row = access.visible_queries(viewer(request)).filter(pk=query).select_related("asked_by", "second").first()
    if row is None:
        raise Http404
    return row


#: What can be done on a query's page: the button -> (action, form, what it is called in the pack).
DOINGS = {
    "answer": (consulting.answer_list, Nothing, "answer_list"), "decline": (consulting.decline_list, Decline, "answer_list"),
    "release": (consulting.release_query, Nothing, "release_query"),
    "withdraw": (consulting.withdraw_receipt, Withdraw, "withdraw_receipt"),
}


@for_people
def query(request: HttpRequest, query: UUID) -> HttpResponse:
    """A query with its answer; releasing a list, telling the person, withdrawing the receipt."""
    row, who, pack = _query(request, query), viewer(request), current_pack()
    here = reverse("query", args=[query])
    open_ = _open(row, who, pack)
    forms = {go: DOINGS[go][1]() for go in open_}
    if request.method == "POST":
        go = request.POST.get("go", "")
        if go not in DOINGS:
            raise Http404
        do, form_class, move = DOINGS[go]
        if not access.may(who, move, pack):
            raise PermissionDenied(_("This step is not yours."))
        form = forms[go] = form_class(request.POST)
        if form.is_valid():
            response = perform(
                request, form,
                lambda: do(query, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], **form.cleaned_data),
                done=here, stale=here,
            )
            if response is not None:
                if response.status_code == 302:
                    messages.success(request, _("Recorded."))
                return response
    context = {
        "query": row, "lines": [answer_line(r, row.policy) for r in row.rows[:SHOWN]],
        "more": max(0, len(row.rows) - SHOWN), "state": state_words(row, who.day), "forms": forms,
        "counts": _counts(row), "mine": row.asked_by_id == who.person, "units": [pack.units[c] for c in pack.protection.cites],
        **carried(request, head(query)),
    }
    return render(request, "web/protection/query.html", context)


def _open(row: Query, who, pack) -> list[str]:
    if row.state == "waiting":
        return ["answer", "decline"] if access.may(who, "answer_list", pack) and row.asked_by_id != who.person else []
    if row.state != "answered" or row.kind == "own":
        return []
    found = ["release"] if row.released_on is None and access.may(who, "release_query", pack) else []
    return found + (["withdraw"] if row.withdrawn_on is None and access.may(who, "withdraw_receipt", pack) else [])


def _counts(row: Query) -> dict:
    found = {consulting.NOTHING: 0, consulting.AFFECTED: 0, consulting.BARRED: 0}
    for one in row.rows:
        if one["answer"]:
            found[one["answer"]] += 1
    return found


def qr_image(text: str) -> str:
    """A QR code as a data address; the page's policy allows images of its own making."""
    import qrcode

    out = BytesIO()
    qrcode.make(text, box_size=4, border=2).save(out, format="PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def plain_day(day: date) -> str:
    """A day as official papers write it, without the weekday."""
    return f"{day.year}年{day.month}月{day.day}日"


def _receipt(request: HttpRequest, row: Query) -> HttpResponse:
    address = request.build_absolute_uri(reverse("check-receipt", args=[row.token]))
    pack = pack_named(row.policy)
    issuer = next((b.name.zh for b in pack.bodies.values() if "executor" in b.capacities), "")
    with translation.override("zh-hans"):
        context = {
            "query": row, "lines": [answer_line(r, row.policy) for r in row.rows], "issuer": issuer,
            "qr": qr_image(address), "address": address, "asked_on": plain_day(row.decided_on or row.asked_on),
            "expires_on": plain_day(row.expires_on), "known_on": plain_day(clock.local_date(row.known_at)),
            "code": " ".join(row.token[i : i + 4] for i in range(0, len(row.token), 4)), "today": viewer(request).day,
            "pack": pack,
        }
    return render(request, "web/protection/receipt.html", context)


@for_readers
def receipt(request: HttpRequest, query: UUID) -> HttpResponse:
    """The receipt as it is printed and handed to the asking body."""
    row = _query(request, query)
    if row.state != "answered":
        raise Http404
    return _receipt(request, row)


@for_readers
def receipt_file(request: HttpRequest, query: UUID) -> HttpResponse:
    """The receipt as a file that can be checked without this program."""
    row = _query(request, query)
    if row.state != "answered":
        raise Http404
    response = JsonResponse(receipts.receipt_file(row), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="receipt.json"'
    return response


@for_readers
def query_sheet(request: HttpRequest, query: UUID) -> HttpResponse:
    """The answers to a list as xlsx."""
    row = _query(request, query)
    if row.state != "answered" or row.kind != "list":
        raise Http404
    return _file(sheet_of(row), "answers.xlsx")


def sheet_of(row: Query) -> bytes:
    """The answers to a list as an xlsx, one row a question, with the receipt's words below."""
    words, lines = {}, []
    for r in row.rows:
        key = json.dumps([r["effect"], r["answer"], r["until"], r["basis"]], sort_keys=True)
        if key not in words:
            one = answer_line(r, row.policy)
            words[key] = (one["respect"], one["words"], "\n".join(one["basis"]))
        respect, said, basis = words[key]
        lines.append([r["n"], r["name"], r["place"], respect, r["day"], said, r["until"] or "", basis])
    heads = [_("No."), _("Name"), _("Unit"), _("Respect"), _("Day"), _("Answer"), pgettext("period", "Until"), _("Basis")]
    notes = [
        _("Receipt %(number)s, issued to %(body)s for: %(purpose)s. Valid until %(day)s.") % {
            "number": row.number, "body": row.asking_body, "purpose": row.purpose, "day": row.expires_on.isoformat(),
        },
        _("It does not bind discipline, supervisory or judicial organs."),
    ]  # fmt: skip
    return sheets.write(_("Answers"), heads, lines, notes)


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- lists -----------------------------------------------------------------------------------


@for_people
def list_new(request: HttpRequest) -> HttpResponse:
    """Hand in a list for a named purpose; a second person releases it. A long one is read on a page of its own."""
    who, pack = _may(request, "ask_list")
    posted = request.method == "POST"
    form = AskList(request.POST if posted else None, request.FILES if posted else None, day=who.day, pack=pack)
    errors: list = []
    if posted and form.is_valid():
        data, response = form.cleaned_data, None
        try:
            found = _begun(data, who.person)
        except lists.ListErrors as error:
            errors = error.errors
        else:
            if not found.whole and not found.errors:
                return redirect("list-reading", found.id)
            errors = found.errors
            if not errors:
                response = _ask(request, form, found)
            found.drop()
        if response is not None:
            return response
    return _list_page(request, form, errors, pack)


def _begun(data: dict, person: UUID) -> reading.Reading:
    """The list as far as it is read at once."""
    upload = data["file"]
    if upload.size > sheets.MOST_BYTES:
        raise lists.ListErrors([lists.RowError(0, lists.file_words(sheets.SheetError("too_large")))])
    asked = {name: data[name] for name in ("asking_body", "purpose", "effect")}
    asked |= {name: data[name].isoformat() if data[name] else "" for name in ("day", "known_on")}
    found = reading.begin(upload.read(), person, asked)
    if found.total <= reading.AT_ONCE or found.errors:
        while not found.whole:
            found.go_on(current_pack())
    return found


def _ask(request: HttpRequest, form, found: reading.Reading) -> HttpResponse | None:
    """Ask for a list that was read whole and without an error."""
    asked = found.asked
    response = perform(
        request, form,
        lambda: consulting.ask_list(
            actor=person_of(request), key=carried(request, 0)["key"], rows=found.found, asking_body=asked["asking_body"],
            purpose=asked["purpose"], known_on=date.fromisoformat(asked["known_on"]) if asked["known_on"] else None,
        ),
        done=lambda entry: reverse("query", args=[entry.stream]), stale=reverse("queries"),
    )
    if response is not None and response.status_code == 302:
        messages.success(request, _("All rows were read. A second person releases the list now."))
    return response


def _list_page(request: HttpRequest, form, errors: list, pack) -> HttpResponse:
    move = pack.protection.moves["ask_list"]
    context = {
        "form": form, "name": move.name.get(lang()), "units": [pack.units[c] for c in pack.protection.cites],
        "errors": errors[:SHOWN], "more_errors": max(0, len(errors) - SHOWN), "total_errors": len(errors),
        "back": reverse("protection"), **carried(request, 0),
    }
    return render(request, "web/protection/list.html", context)


@for_people
def list_reading(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """How far the reading of a long list has come. Each look reads the next rows; nothing is recorded until it is asked."""
    who, pack = _may(request, "ask_list")
    found = reading.reading_of(reading_id, who.person)
    if found is None:
        raise Http404
    if request.method == "POST" and found.whole and not found.errors:
        form = Nothing(request.POST)
        response = _ask(request, form, found) if form.is_valid() else None
        if response is not None:
            found.drop()
            return response
        return _reading_page(request, found, form, pack)
    found.go_on(pack)
    if found.whole and found.errors:
        if request.htmx:
            response = HttpResponse()
            response["HX-Redirect"] = request.path  # the whole page says what is wrong
            return response
        form = AskList(found.asked, day=who.day, pack=pack)
        form.errors.clear()
        return _list_page(request, form, found.errors, pack)
    return _reading_page(request, found, Nothing(), pack)


def _reading_page(request: HttpRequest, found: reading.Reading, form, pack) -> HttpResponse:
    move = pack.protection.moves["ask_list"]
    context = {
        "reading": found, "form": form, "name": move.name.get(lang()), "back": reverse("protection"),
        "units": [pack.units[c] for c in pack.protection.cites], **carried(request, 0),
    }
    return render(request, "web/protection/reading.html", context)


@for_readers
def list_template(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in: the columns and one example."""
    who, pack = _may(request, "ask_list")
    first = consulting.respects(pack, unit=False)[0]
    heads = ["姓名", "单位", "事项", "日期"]
    return _file(sheets.write("名单", heads, [["示例姓名", "示例处室", consulting.respect_name(first).zh, who.day.isoformat()]]), "list.xlsx")
