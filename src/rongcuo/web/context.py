"""What the frame of every page shows (base.html). One query: the posts; the seal comes with the account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo.exemptions.access import OFFICE
from rongcuo.ledger import canonical
from rongcuo.ledger.checkpoints import newest_instant
from rongcuo.matters.packs import current_pack
from rongcuo.web.accounts import locking
from rongcuo.web.naming import post_words
from rongcuo.web.viewing import viewer


def frame(request: HttpRequest) -> dict:
    """bureau_name, nav_items, ledger_check, pack_title, pack_notice, person_post, demo."""
    pack = current_pack()
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    locked = known and bool(request.session.get(locking.LOCKED))
    person = known and request.user.person_id is not None
    return {
        "bureau_name": settings.BUREAU_NAME or (_("Sample bureau") if settings.DEMO else ""),
        "nav_items": _navigation(request) if known and not locked else [],
        "ledger_check": _newest_checkpoint(request.user) if known else None,
        "pack_title": pack.title,
        "pack_notice": pack.validity_note if pack.validity != "confirmed" else None,
        "person_post": _post(request) if person else "",
        "demo": settings.DEMO,
        "lock_after": locking.left(request) if known and not locked else None,
    }


def _navigation(request: HttpRequest) -> list[dict]:
    if request.user.person_id is None:
        from rongcuo.web.views.administration import navigation  # its pages use what is above

        places = navigation(request)
    else:
        places = _places(request)
    if "supervisor" in viewer(request).capacities:
        places += [("concerns", _("Reports received")), ("samples", _("Looking again"))]
    items = []
    for name, label in places:
        url = reverse(name)
        current = request.path == url or (url != "/" and request.path.startswith(url))
        items.append({"label": label, "url": url, "current": current})
    return items


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    places = [("desk", _("Desk")), ("matters", _("Matters")), ("search", pgettext("verb", "Search")), ("corrections", _("Corrections"))]
    moves = current_pack().procedure.move("register_act")
    if viewer(request).capacities & set(moves.by):
        places.append(("acts", _("Accountability acts")))
    if "handler" in viewer(request).capacities:
        places.append(("transfer", _("Archive")))
    if current_pack().protection:
        office = viewer(request).capacities & OFFICE
        places.append(("protection", _("Effects and queries")) if office else ("mine", _("My effects")))
    if current_pack().insight:
        places.append(("prevention", _("Prevention")))
    return [*places, ("measures", _("The measures")), ("readings", _("Readings")), ("calendar", _("Calendar"))]


def _post(request: HttpRequest) -> dict:
    """The first post as unit and title; empty where none is held."""
    posts = viewer(request).posts
    if not posts:
        return {"zh": "", "en": ""}
    return post_words(posts[0])


def _newest_checkpoint(account) -> dict | None:
    """Read along with the account; an account signed in by this very request has yet to be asked."""
    if hasattr(account, "sealed_at"):
        instant = account.sealed_at
    else:
        instant = newest_instant()
    return {"at": canonical.instant_from(instant)} if instant else None
