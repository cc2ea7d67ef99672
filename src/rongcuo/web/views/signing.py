"""Signing in and out. In the demonstration a sample person is picked with one press."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rongcuo import clock
from rongcuo.matters.access import BY_POST
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Account, Post
from rongcuo.web.accounts import tries
from rongcuo.web.accounts.adapters import SINCE, WRONG, seen  # noqa: F401  (the desk reads SINCE)
from rongcuo.web.accounts.door import note
from rongcuo.web.forms.signing import SignIn


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page, and what is posted to it: name and password, or (demonstration) a person."""
    target = _wanted(request)
    form = SignIn(request.POST if request.method == "POST" and "person" not in request.POST else None)
    if request.method == "POST":
        account = _picked(request) if settings.DEMO and "person" in request.POST else _known(request, form)
        if account is not None:
            return begin(request, account, target)
    context = {"form": form, "next": target if target != reverse("desk") else ""}
    if settings.DEMO:
        context |= {"groups": sample_people(), "form": None}
    return render(request, "web/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the language and the size of the type stay."""
    if request.user.is_authenticated:
        seen(request.user)
        note(request, "signed_out", request.user)
    logout(request)
    return redirect("sign-in")


def begin(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """Start a session under a new key, or ask for the second factor first (adapters.Accounts.login)."""
    if request.user.is_authenticated:
        logout(request)
    account.backend = settings.AUTHENTICATION_BACKENDS[0]
    if account.has_usable_password():  # just typed, so it is not asked for again at once
        record_authentication(request, account, method="password", reauthenticated=True)
    return perform_login(request, Login(user=account, redirect_url=target))


def _wanted(request: HttpRequest) -> str:
    """The address asked for before signing in, if it is one of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return reverse("desk")


def _known(request: HttpRequest, form: SignIn) -> Account | None:
    if not form.is_valid():
        return None
    name = form.cleaned_data["username"]
    if tries.paused(request, name):
        form.add_error(None, _("There were several tries that failed. Please wait five minutes."))
        return None
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if account is None:
        waits = tries.failed(request, name)
        # The same work for names of nobody, so that the time taken tells nothing either.
        note(request, "waiting" if waits else "failed", Account.objects.filter(username=name).first())
        form.add_error(None, WRONG)
        return None
    tries.succeeded(request, name)
    return account


def _picked(request: HttpRequest) -> Account | None:
    """The sample person pressed; nobody for anything else that is posted."""
    found = Account.objects.filter(username=request.POST["person"].replace("\0", ""), is_active=True, person__isnull=False)
    return found.first()


def sample_people() -> list[dict]:
    """The accounts of the sample bureau by body, in the pack's order of bodies."""
    posts = Prefetch("person__posts", Post.objects.on(clock.today()).select_related("unit"))
    rows = Account.objects.filter(person__isnull=False, is_active=True).select_related("person")
    bodies = current_pack().bodies
    groups: dict[tuple, list[dict]] = {}
    for account in rows.prefetch_related(posts):
        for post in list(account.person.posts.all())[:1]:
            unit = post.unit
            place = (list(bodies).index(unit.body) if unit.body in bodies else len(bodies), unit.name)
            groups.setdefault((place, unit), []).append(
                {
                    "id": account.username,
                    "name": account.person.name,
                    "post": {"zh": post.title, "en": post.title_en},
                    "capacity": _capacity(post),
                }
            )
    return [
        {"body": {"zh": unit.name, "en": unit.name_en}, "people": people}
        for (_place, unit), people in sorted(groups.items(), key=lambda row: row[0][0])
    ]


def _capacity(post: Post) -> dict:
    """What a post lets a person do, in the pack's words; everybody else may come to apply."""
    pack = current_pack()
    body = pack.bodies.get(post.unit.body)
    held = [c for c in (body.capacities if body else ()) if c in BY_POST]
    if not held:
        held = ["forwarder"] if post.head else ["applicant"]
    names = [pack.capacities[c].name for c in held]
    return {"zh": "、".join(n.zh for n in names), "en": ", ".join(n.en for n in names)}
