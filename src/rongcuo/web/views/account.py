"""My account: the password, second factors, where I am signed in; and the locked screen."""

from __future__ import annotations

from allauth.account.views import password_change
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Post, SignIn
from rongcuo.web.accounts import factors, locking, weighty
from rongcuo.web.accounts.door import note
from rongcuo.web.accounts.weighty import Again
from rongcuo.web.naming import post_words
from rongcuo.web.privacy import kept_for

#: What the lines of people.SignIn say.
EVENTS = {
    "signed_in": _("Signed in"), "signed_out": _("Signed out"), "failed": _("Wrong password"),
    "waiting": _("Wrong password five times; made to wait"), "code_failed": _("Wrong code"),
    "again_failed": _("Wrong password before a weighty step"), "locked": _("Screen locked"),
    "unlocked": _("Screen unlocked"), "unlock_failed": _("Wrong password at the locked screen"),
    "factor_added": _("Second factor set up"), "factor_removed": _("Second factor removed"),
    "password_changed": _("Password changed"),
}
RECENT = 10


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, how I sign in, where I am signed in, and what happened at the door."""
    person = request.user.person_id
    context = {
        "posts": [
            {"words": post_words(p), "since": p.since, "until": p.until}
            for p in Post.objects.filter(person=person).select_related("unit").order_by("-since")
        ] if person else [],
        "factors": factors_of(request), "owed": factors.owed(request),
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "events": event_lines(SignIn.objects.filter(account=request.user)[:RECENT]),
        "usable": request.user.has_usable_password(), **_told(request),
    }
    return render(request, "web/account/account.html", context)


def _told(request: HttpRequest) -> dict:
    """What happens with personal information at every step; administrators handle none of a matter."""
    pack = current_pack()
    if pack.privacy is None or request.user.person_id is None:
        return {}
    moves = [m for m in pack.procedure.moves if m.action in pack.privacy.notices]
    notices = [{"name": m.name, "what": n.what, "why": n.why} for m in moves for n in [pack.privacy.notices[m.action]]]
    return {"told": pack.privacy, "notices": notices, "kept": kept_for(pack)}


def event_lines(rows) -> list[dict]:
    """Lines of the door for a table."""
    return [
        {"at": r.at, "what": EVENTS.get(r.what, r.what), "address": r.address,
         "who": r.account.username if r.account_id else ""}
        for r in rows
    ]


def factors_of(request: HttpRequest) -> list:
    """The second factors of the account."""
    return list(Authenticator.objects.filter(user=request.user, type__in=factors.TYPES).order_by("created_at"))


@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """The library's page; an account that signs in without a password has none to change."""
    if not request.user.has_usable_password():
        raise Http404
    return password_change(request)


@never_cache
@login_required
def unlock(request: HttpRequest) -> HttpResponse:
    """The question at a locked screen; afterwards back to what was being done, with what was typed."""
    target = _wanted(request)
    if request.session.get(locking.LOCKED):
        words = {"label": _("Your password"), "help_text": _("Or the code of your authenticator.")}
        form = Again(request.POST or None, **words)
        if request.method != "POST" or not weighty.proved(request, form):
            kept = locking.KEPT in request.session
            return render(request, "web/account/unlock.html", {"form": form, "next": target, "kept": kept})
        locking.begin(request)
        note(request, "unlocked", request.user)
    kept = request.session.pop(locking.KEPT, None)
    if kept is None:
        return redirect(target)
    texts = [value for _name, value in kept["fields"] if len(value.split()) > 1 or not value.isascii()]
    return render(request, "web/account/kept.html", {"kept": kept, "texts": texts})


@login_required
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """The person is still there: the clock of the lock starts anew (the middleware did it)."""
    return HttpResponse(status=204)


def _wanted(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return reverse("desk")
