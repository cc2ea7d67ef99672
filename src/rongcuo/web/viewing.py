"""What every view needs: who is looking, and the one way to a matter."""

from __future__ import annotations

import functools
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_safe

from rongcuo.matters import reading_log
from rongcuo.matters.access import Standing, Viewer, viewer_of, visible_matters, with_people
from rongcuo.matters.errors import language as lang  # noqa: F401  (views read pack texts with it)
from rongcuo.people.models import Person


def for_people(view):
    """A view for signed-in people; an account without a person (an administrator) finds nothing."""

    @login_required
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs):
        if request.user.person_id is None:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def for_readers(view):
    """The same for a page that only shows: nothing can be sent to it (405)."""
    return for_people(require_safe(view))


def person_of(request: HttpRequest) -> Person:
    """The signed-in person."""
    return request.user.person


def viewer(request: HttpRequest) -> Viewer:
    """The viewer, read once a request."""
    if not hasattr(request, "_viewer"):
        request._viewer = viewer_of(request.user.person_id)
    return request._viewer


def standing_in(request: HttpRequest, matter: UUID) -> Standing:
    """The viewer's standing in a matter; 404 outside one's scope."""
    who = viewer(request)
    row = with_people(visible_matters(who)).filter(pk=matter).first()
    if row is None:
        raise Http404
    return opened(request, Standing(who, row))


def opened(request: HttpRequest, standing: Standing) -> Standing:
    """Remember that a matter was opened for this page: `middleware.Logged` writes it down where the page does not."""
    request.__dict__.setdefault("_opened", []).append(standing)
    return standing


def log_reading(standing: Standing, what: str) -> None:
    """Write down what is about to be shown to whom; called after every gate was passed."""
    reading_log.read(standing, what)


def log_list(request: HttpRequest, what: str, purpose: str = "") -> None:
    """Write down that a list was filtered or taken out; without the words that were looked for."""
    reading_log.looked(viewer(request), what, purpose)
