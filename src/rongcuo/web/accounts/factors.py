"""Second factors: who must have one, and who has."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Account
from rongcuo.web.viewing import viewer

HAS = "second_factor"
#: What signs in beside a password; recovery codes alone are no second factor.
TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def owed(request: HttpRequest) -> bool:
    """Whether the pack asks this account for a second factor, by the capacities of the posts held today."""
    asked = current_pack().accounts.second_factor
    if request.user.person_id is None:
        return "administrator" in asked
    return bool(asked and viewer(request).capacities & asked)


def has(account: Account) -> bool:
    """Whether the account has a second factor."""
    return Authenticator.objects.filter(user=account, type__in=TYPES).exists()


class SecondFactor:
    """An account that must have a second factor, or a password of its own, sets it up before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not settings.ACCOUNT_SAFEGUARDS or not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name
        if name in FREE or (name or "").startswith(("mfa_", "account_")):
            return None
        if request.user.must_change:
            return redirect(reverse("account_change_password"))
        if request.session.get(HAS) == request.user.pk or not owed(request):
            return None
        if has(request.user):
            request.session[HAS] = request.user.pk
            return None
        return redirect(reverse("mfa_index"))


#: Pages that are open before the second factor is set up.
FREE = {"account", "sign-in", "sign-out", "set_language", "text-size", "unlock", "still-here", "usersessions_list"}


def by_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor."""
    return any(r.get("method") == "mfa" for r in get_authentication_records(request, request.user))
