"""What every guard says the same way: what is missing, whose step it is, that somebody was quicker."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.matters.errors import Incomplete, NotPermitted, language, listed
from rongcuo.policy.model import Pack


def need(condition: object, message: str, cure: str = "", field: str = "") -> None:
    """Incomplete unless the condition holds; what was typed stays in the form."""
    if not condition:
        raise Incomplete(message, cure, field)


def words(text: str | None, field: str) -> str:
    """A reason or text that must not be empty."""
    text = (text or "").strip()
    need(text, _("This must be said in words."), field=field)
    return text


def holders(pack: Pack, move) -> str:
    """Who may take a step (any row with `by`), in the pack's own names."""
    return listed(pack.capacities[c].name.get(language()) for c in move.by)


def not_yours(who: str) -> NotPermitted:
    """The refusal of a step that is another's; `who`: whose it is, in words."""
    return NotPermitted(_("This step is not yours."), _("It belongs to: %(who)s.") % {"who": who})


def fresh(stream: UUID, found: int, at: int) -> None:
    """Stale where somebody acted since the page was made: the stream stands at `found`, the page at `at`."""
    if found != at:
        raise Stale(stream, at, found, Entry.objects.filter(stream=stream).order_by("-position").first())
