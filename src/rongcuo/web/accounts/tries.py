"""Guessing is slowed down, and nobody can be locked out by somebody else.

Failed tries are counted where they come from: for a browser that signed in with this name before, by that
browser (a signed cookie says which); for all others, by name and address. So whoever fails at another's
name makes only himself wait, and the owner goes on at the own machine. Five failures, five minutes. Slow
guessing from very many addresses is not stopped by this; passwords of ten characters and second factors are
what stands against it.
"""

from __future__ import annotations

import hashlib
import hmac

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from rongcuo import ids

TRIES = 5
PAUSE = 5 * 60  # seconds
COOKIE = "known_here"
KEPT = 180 * 24 * 3600
SALT = "rongcuo.known-here"


def address(request: HttpRequest) -> str:
    """Where a request comes from, past the proxies that are trusted; empty where it cannot be told."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""


def _digest(name: str) -> str:
    word = name.strip().casefold()[:80]
    return hmac.new(settings.SECRET_KEY.encode(), word.encode(), hashlib.sha256).hexdigest()[:32]


def _source(request: HttpRequest, name: str) -> str:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
        browser, names = known["browser"], known["names"]
    except (signing.BadSignature, KeyError, TypeError):
        browser, names = "", ()
    place = f"browser:{browser}" if _digest(name) in names else f"address:{address(request)}"
    return "tries:" + hashlib.sha256(f"{place}:{_digest(name)}".encode()).hexdigest()


def paused(request: HttpRequest, name: str) -> bool:
    """Whether this name was tried too often from here a short while ago; the same for names of nobody."""
    return cache.get(_source(request, name), 0) >= TRIES


def failed(request: HttpRequest, name: str) -> bool:
    """Count a failed try; True where it was the last one before a pause."""
    key = _source(request, name)
    cache.add(key, 0, PAUSE)
    try:
        return cache.incr(key) == TRIES
    except ValueError:  # forgotten in between
        cache.set(key, 1, PAUSE)
        return False


def succeeded(request: HttpRequest, name: str) -> None:
    """Forget the failed tries."""
    cache.delete(_source(request, name))


def remember(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Let this browser be known for this name, so that nobody elsewhere can make it wait."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
        browser, names = known["browser"], list(known["names"])
    except (signing.BadSignature, KeyError, TypeError):
        browser, names = str(ids.new_id()), []
    names = [_digest(name), *[n for n in names if n != _digest(name)]][:8]
    response.set_cookie(
        COOKIE, signing.dumps({"browser": browser, "names": names}, salt=SALT), max_age=KEPT,
        httponly=True, samesite="Lax", secure=request.is_secure(),
    )
