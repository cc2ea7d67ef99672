"""What the frame of every page shows (base.html). One query: the posts; the seal comes with the account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rongcuo.ledger import canonical
from rongcuo.ledger.checkpoints import newest_instant
from rongcuo.matters.packs import current_pack
from rongcuo.web.accounts import locking
from rongcuo.web.naming import post_words
from rongcuo.web.navigation import navigation
from rongcuo.web.viewing import viewer


def frame(request: HttpRequest) -> dict:
    """bureau_name, nav_items, ledger_check, pack_title, pack_notice, person_post, demo."""
    pack = current_pack()
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    locked = known and bool(request.session.get(locking.LOCKED))
    person = known and request.user.person_id is not None
    return {
        "bureau_name": settings.BUREAU_NAME or (_("Sample bureau") if settings.DEMO else ""),
        "nav_items": navigation(request) if known and not locked else [],
        "ledger_check": _newest_checkpoint(request.user) if known else None,
        "pack_title": pack.title,
        "pack_notice": pack.validity_note if pack.validity != "confirmed" else None,
        "person_post": _post(request) if person else "",
        "demo": settings.DEMO,
        "lock_after": locking.left(request) if known and not locked else None,
    }


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
