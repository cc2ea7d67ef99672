"""Signing in: how an account is found, and how guessing is slowed down."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.core.cache import cache

from rongcuo.people.models import Account

TRIES = 5
PAUSE = 5 * 60  # seconds


class Backend(ModelBackend):
    """Django's, with the person read along: every page asks for it."""

    def get_user(self, user_id):
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None


def _name(username: str, address: str) -> str:
    return f"sign-in:{address}:{username.strip().lower()[:80]}".encode().hex()


def paused(username: str, address: str) -> bool:
    """Whether this name was tried too often from this address a short while ago.

    Light on purpose: counted in each process, forgotten after five minutes, never a lasting lock that
    somebody else could put on a person's account.
    """
    return cache.get(_name(username, address), 0) >= TRIES


def failed(username: str, address: str) -> None:
    """Count a failed try."""
    name = _name(username, address)
    cache.add(name, 0, PAUSE)
    try:
        cache.incr(name)
    except ValueError:  # forgotten in between
        cache.set(name, 1, PAUSE)


def succeeded(username: str, address: str) -> None:
    """Forget the failed tries."""
    cache.delete(_name(username, address))
