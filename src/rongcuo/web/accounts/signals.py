"""What follows from coming in and from second factors that come and go."""

from __future__ import annotations

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from rongcuo.people.models import Account
from rongcuo.web.accounts import locking
from rongcuo.web.accounts.door import note
from rongcuo.web.accounts.factors import HAS


@receiver(user_logged_in)
def _came_in(sender, request, **_) -> None:
    locking.begin(request)


@receiver(authenticator_added)
def _added(sender, request, user, authenticator, **_) -> None:
    if authenticator.type != "recovery_codes":
        note(request, "factor_added", user)


@receiver(authenticator_removed)
def _removed(sender, request, user, authenticator, **_) -> None:
    request.session.pop(HAS, None)
    if authenticator.type != "recovery_codes":
        note(request, "factor_removed", user)


@receiver(authentication_failed)
def _code_failed(sender, request, user, **_) -> None:
    note(request, "code_failed", user)


@receiver(password_changed)
def _password_changed(sender, request, user, **_) -> None:
    Account.objects.filter(pk=user.pk).update(must_change=False)
    note(request, "password_changed", user)
