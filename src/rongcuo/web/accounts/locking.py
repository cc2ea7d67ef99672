"""The screen is locked after a while without a request, and nothing typed is lost.

A locked session keeps who it belongs to and shows nothing but the question for the password. What was
being sent when the lock fell is kept in the session (texts, not files) and handed back after unlocking, to
be looked at and sent again: the same page position and request key go with it, so that nothing is done
twice and "somebody acted first" is still said.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from rongcuo.web.accounts.tries import remember

BEGAN, SEEN, PROVED, LOCKED, KEPT = "began", "seen", "proved", "locked", "kept_form"
#: So many characters of a form are kept.
MOST = 400_000
#: `SEEN` is written at most so often, in seconds.
COARSE = 60


def begin(request: HttpRequest, **_signal) -> None:
    """The clock of a session starts anew: after signing in, and after unlocking."""
    request.session[BEGAN] = request.session[SEEN] = request.session[PROVED] = time.time()
    request.session.pop(LOCKED, None)


def left(request: HttpRequest) -> int | None:
    """Seconds until the screen is locked; None where it never is."""
    if not settings.ACCOUNT_SAFEGUARDS or not request.user.is_authenticated:
        return None
    now = time.time()
    began = request.session.get(BEGAN, now)
    return int(min(settings.LOCK_AFTER_IDLE, settings.LOCK_AFTER - (now - began)))


class Locked:
    """Sends a locked session to the question for the password, from every address but the few it needs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._guarded(request)
        if name := getattr(request, "came_in_as", ""):
            remember(request, response, name)
        return response

    def _guarded(self, request: HttpRequest) -> HttpResponse:
        if not settings.ACCOUNT_SAFEGUARDS or not request.user.is_authenticated:
            return self.get_response(request)
        session, now = request.session, time.time()
        began, seen = session.get(BEGAN), session.get(SEEN)
        if began is None or now - seen > settings.LOCK_AFTER_IDLE or now - began > settings.LOCK_AFTER:
            session[LOCKED] = True
        if session.get(LOCKED):
            if request.path not in {reverse("unlock"), reverse("sign-out"), reverse("set_language"), reverse("text-size")}:
                return self._to_the_question(request)
        elif now - session[SEEN] > COARSE:
            session[SEEN] = now
        return self.get_response(request)

    def _to_the_question(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            keep(request)
        place = request.get_full_path() if request.method == "GET" and not request.htmx else request.path
        url = f"{reverse('unlock')}?{urlencode({'next': place})}"
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return redirect(url)


def keep(request: HttpRequest) -> None:
    """Keep the texts of a form that arrived at a locked screen."""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values
        if name not in {"csrfmiddlewaretoken", "again", "password"}
    ]
    if fields and sum(len(n) + len(v) for n, v in fields) <= MOST:
        request.session[KEPT] = {"path": request.get_full_path(), "fields": fields, "files": bool(request.FILES)}
