"""The pages of the three administrators. No page here asks the gates of matters for anything.

system: people, units, posts, the table; opens accounts. security: lets accounts in and out. audit: reads
what both did and what happened at the door. Whoever is not the one it belongs to finds nothing (404).
"""

from __future__ import annotations

import functools
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.matters.packs import body_names, current_pack
from rongcuo.people import accounts, changes, importing
from rongcuo.people.errors import Refused
from rongcuo.people.models import DUTIES, Account, Person, Post, SignIn, Unit
from rongcuo.people.record import STREAM
from rongcuo.web.forms import administration as forms
from rongcuo.web.listing import paged
from rongcuo.web.viewing import lang
from rongcuo.web.views.account import event_lines

#: A table that was checked is kept so long, in seconds, until it is recorded.
KEPT = 1800
#: Lines shown of a table.
SHOWN = 200


def for_duty(*duties: str):
    """A view for these administrators; for everybody else there is nothing."""

    def wrap(view):
        @never_cache
        @login_required
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs):
            if request.user.duties not in duties:
                raise Http404
            return view(request, *args, **kwargs)

        return wrapped

    return wrap


# --- people and units (system) -----------------------------------------------------------------


@for_duty("system")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Units with the posts held in them, by the page; search by name."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:60]
    posts = Post.objects.select_related("person", "person__account", "unit", "stands_in_for").order_by(
        "unit__name", "-head", "title", "since"
    )
    if request.GET.get("all") != "1":
        posts = posts.exclude(until__lt=clock.today())
    if q:
        posts = posts.filter(person__name__icontains=q) | posts.filter(unit__name__icontains=q)
    context = {
        "page": paged(request, posts), "q": q, "all": request.GET.get("all") == "1",
        "units": Unit.objects.filter(ended_on=None).count(), "persons": Person.objects.count(),
    }
    return render(request, "web/administration/people.html", context)


@for_duty("system")
@require_safe
def unit(request: HttpRequest, unit: UUID) -> HttpResponse:
    """One unit: its names, what went over into it, who holds which post."""
    row = Unit.objects.filter(pk=unit).select_related("merged_into").prefetch_related(
        Prefetch("posts", Post.objects.select_related("person", "stands_in_for").order_by("-until", "-head", "title")),
        "merged",
    ).first()
    if row is None:
        raise Http404
    body = current_pack().bodies.get(row.body)
    former = [one | {"until": date.fromisoformat(one["until"])} for one in row.former]
    context = {"unit": row, "body": body.name if body else row.body, "former": former}
    return render(request, "web/administration/unit.html", context)


@for_duty("system")
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty table to fill in."""
    if kind == "csv":
        content, media = importing.template_csv(), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        content, media = importing.template_xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        raise Http404
    return HttpResponse(
        content, content_type=media, headers={"Content-Disposition": f'attachment; filename="people.{kind}"'}
    )


@for_duty("system")
def table(request: HttpRequest) -> HttpResponse:
    """Hand in a table, see what it comes to, and only then record it."""
    context = {"form": forms.Table()}
    if request.method == "POST" and request.POST.get("go") == "record":
        return _record_table(request)
    if request.method == "POST":
        form = context["form"] = forms.Table(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > importing.MOST_BYTES:
                    raise Refused(_("The table is larger than 5 MB."), _("Hand it in in parts."), "file")
                rows = importing.read(file.read(), file.name)
                context |= _preview(request, rows, file.name)
            except Refused as error:
                form.add_error("file", error.text)
    return render(request, "web/administration/table.html", context)


def _preview(request: HttpRequest, rows: list, name: str) -> dict:
    found = importing.plan(rows, body_names(current_pack()))
    ticket = str(ids.new_id())
    if not found.errors:
        cache.set(f"table:{request.user.pk}:{ticket}", rows, KEPT)
    return {
        "plan": found, "name": name, "ticket": ticket, "lines": found.lines[:SHOWN], "errors": found.errors[:SHOWN],
        "more": max(0, len(found.lines) - SHOWN), "more_errors": max(0, len(found.errors) - SHOWN),
        "counts": {what: found.count(what) for what in ("new", "changed", "same")},
    }


def _record_table(request: HttpRequest) -> HttpResponse:
    key = f"table:{request.user.pk}:{request.POST.get('ticket', '')[:60]}"
    rows = cache.get(key)
    if rows is None:
        messages.error(request, _("The checked table is no longer kept. Nothing was recorded; hand it in once more."))
        return redirect("administration-table")
    # What is known may have changed since it was shown: it is compared anew.
    found = importing.plan(rows, body_names(current_pack()))
    try:
        count = importing.carry_out(found, by=request.user)
    except Refused as error:
        messages.error(request, error.text)
        return redirect("administration-table")
    cache.delete(key)
    messages.success(request, _("Recorded: %(n)d entries.") % {"n": count} if count else _("Everything was known already; nothing was recorded."))
    return redirect("administration-people")


# --- one change ----------------------------------------------------------------------------------


def _by_id(action, name: str = "pk"):
    """An action on the row of this identifier, with what was given in the form."""
    return lambda row, by, **given: action(getattr(row, name), by=by, **given)


#: change: (duty, what it is about, form, title, sentence, action)
CHANGES = {
    "rename-unit": (
        "system", Unit, forms.RenameUnit, gettext_lazy("Rename the unit"),
        gettext_lazy("Papers already made keep the old name; matters go on."),
        _by_id(changes.rename_unit),
    ),
    "merge-unit": (
        "system", Unit, forms.MergeUnit, gettext_lazy("Merge the unit into another"),
        gettext_lazy("Its people hold their titles there from the next day, none as head. Whoever heads the other "
                     "unit heads it for both, in running matters too."),
        _by_id(changes.merge_units),
    ),
    "end-post": (
        "system", Post, forms.EndPost, gettext_lazy("End the post"),
        gettext_lazy("What the post opens ends with this day. What the person is in a matter as its subject stays."),
        _by_id(changes.end_post),
    ),
    "transfer": (
        "system", Post, forms.Transfer, gettext_lazy("Transfer to another unit"),
        gettext_lazy("The old post ends the day before. Matters of the person stay with the unit they were handed in with."),
        _by_id(changes.transfer),
    ),
    "stand-in": (
        "system", Post, forms.StandIn, gettext_lazy("Let somebody stand in"),
        gettext_lazy("For these days the person holds the post as well. Recusals and interests of the person go along."),
        _by_id(changes.stand_in),
    ),
    "open-account": (
        "system", Person, forms.OpenAccount, gettext_lazy("Open an account"),
        gettext_lazy("It stays closed until the security administrator lets it in and hands over the first password."),
        lambda row, by, **given: accounts.open_account(by=by, person=row.pk, **given),
    ),
    "let-in": (
        "security", Account, forms.Nothing, gettext_lazy("Let the account in"),
        gettext_lazy("A password is made, shown once, to be handed over; it must be changed at the first sign-in."),
        _by_id(accounts.let_in, "uid"),
    ),
    "issue-password": (
        "security", Account, forms.Nothing, gettext_lazy("Issue a new password"),
        gettext_lazy("For somebody who forgot theirs. All sessions end; the new one is shown once and must be changed."),
        _by_id(accounts.issue_password, "uid"),
    ),
    "close": (
        "security", Account, forms.WithReason, gettext_lazy("Close the account"),
        gettext_lazy("Nobody signs in with it and all its sessions end. Nothing of the person's is lost."),
        _by_id(accounts.close, "uid"),
    ),
    "remove-factors": (
        "security", Account, forms.WithReason, gettext_lazy("Remove the second factors"),
        gettext_lazy("For somebody who lost theirs. See to it that it is the person who asks."),
        _by_id(accounts.remove_factors, "uid"),
    ),
    "end-sessions": (
        "security", Account, forms.Nothing, gettext_lazy("End all sessions"),
        gettext_lazy("Wherever the account is signed in, it is signed out."),
        _by_id(accounts.end_sessions, "uid"),
    ),
}


@for_duty("system", "security")
def change(request: HttpRequest, change: str, about: UUID) -> HttpResponse:
    """One change: what it does, what is asked, done or refused in words."""
    duty, model, form_class, title, sentence, do = CHANGES.get(change, (None,) * 6)
    if duty != request.user.duties:
        raise Http404
    row = model.objects.filter(**{"uid" if model is Account else "pk": about}).first()
    if row is None:
        raise Http404
    back = reverse("administration-accounts" if model is Account else "administration-people")
    form = form_class(request.POST if request.method == "POST" else None, about=row)
    if request.method == "POST" and form.is_valid():
        try:
            result = do(row, request.user, **form.given())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
        else:
            if isinstance(result, str):  # a password, shown this once
                context = {"title": title, "account": row, "password": result, "back": back}
                return render(request, "web/administration/password.html", context)
            messages.success(request, _("Recorded: %(step)s.") % {"step": title})
            return redirect(back)
    context = {"form": form, "title": title, "sentence": sentence, "about": _named(row), "back": back}
    return render(request, "web/administration/change.html", context)


def _named(row) -> str:
    if isinstance(row, Post):
        return forms.of_post(row)
    return forms.named(row) if isinstance(row, Person) else row.username if isinstance(row, Account) else row.name


# --- accounts ------------------------------------------------------------------------------------


@for_duty("security")
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """Every account: whose, whether it is let in, whether it has a second factor; search by name."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:60]
    rows = Account.objects.select_related("person").prefetch_related("authenticator_set").order_by("is_active", "username")
    if q:
        rows = rows.filter(username__icontains=q) | rows.filter(person__name__icontains=q)
    failures = SignIn.objects.filter(what__in=("failed", "waiting", "code_failed")).select_related("account")[:20]
    context = {
        "page": paged(request, rows), "q": q, "duties": DUTIES,
        "failures": event_lines(failures),
    }
    return render(request, "web/administration/accounts.html", context)


# --- the record of both (audit) ------------------------------------------------------------------

#: What entries of the two streams say.
DONE = {
    "people.unit_added": gettext_lazy("Unit added"), "people.person_added": gettext_lazy("Person added"),
    "people.post_added": gettext_lazy("Post added"), "people.post_ended": gettext_lazy("Post ended"),
    "people.unit_renamed": gettext_lazy("Unit renamed"), "people.units_merged": gettext_lazy("Unit merged into another"),
    "people.transferred": gettext_lazy("Person transferred"),
    "people.stand_in_appointed": gettext_lazy("Stand-in appointed"),
    "people.person_renamed": gettext_lazy("Name of a person corrected"),
    "account.opened": gettext_lazy("Account opened"), "account.let_in": gettext_lazy("Account let in"),
    "account.closed": gettext_lazy("Account closed"), "account.password_issued": gettext_lazy("Password issued"),
    "account.factors_removed": gettext_lazy("Second factors removed"),
    "account.sessions_ended": gettext_lazy("Sessions ended"),
}


@for_duty("audit")
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """What the administrators did, from the record, and what happened at the door; newest first."""
    door = request.GET.get("show") == "door"
    if door:
        page = paged(request, SignIn.objects.select_related("account"))
        lines = event_lines(page.object_list)
    else:
        rows = Entry.objects.filter(stream__in=(STREAM, accounts.STREAM)).order_by("-seq").select_related("payload")
        page = paged(request, rows)
        lines = _entries(page.object_list)
    return render(request, "web/administration/record.html", {"page": page, "lines": lines, "door": door})


def _entries(rows) -> list[dict]:
    found = [row.recorded() for row in rows]
    names = dict(Account.objects.filter(uid__in={e.actor for e in found if e.actor}).values_list("uid", "username"))
    return [
        {
            "at": e.instant, "what": DONE.get(e.kind, e.kind),
            "about": (e.payload or {}).get("name", "") or "", "reason": (e.payload or {}).get("reason", ""),
            "who": names.get(e.actor, "") or (_("command line") if e.actor is None else str(e.actor)[:8]),
        }
        for e in found
    ]


def navigation(request: HttpRequest) -> list[tuple[str, str]]:
    """The places of an administrator."""
    return {
        "system": [("desk", _("Desk")), ("administration-people", _("People and units")), ("administration-table", _("Table"))],
        "security": [("desk", _("Desk")), ("administration-accounts", _("Accounts"))],
        "audit": [("desk", _("Desk")), ("administration-record", _("Record"))],
    }.get(request.user.duties, [])


def desk_of(request: HttpRequest) -> dict:
    """What the desk of an administrator says."""
    return {
        "duty": DUTIES.get(request.user.duties, ""), "lang": lang(),
        "places": [{"url": reverse(name), "label": label} for name, label in navigation(request)[1:]],
    }
