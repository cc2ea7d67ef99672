"""A08-6 Filing: the materials are deposited with the party committee; Article 8 ends here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import language, listed
from rongcuo.matters.models import Item

#: Article 8's own papers and the step each comes from; filing needs these and nothing more.
NEEDED = {
    "application": "submit_application", "report": "issue_report", "opinion": "give_opinion",
    "minutes": "determine", "determination": "determine", "feedback": "feed_back",
}


@action("file")
def file(doing: Doing, *, note: str = "") -> dict:
    """Deposit the decision materials; names what is missing where something is."""
    present = set(Item.objects.filter(matter=doing.matter).values_list("kind", flat=True))
    moves = {m.action: m for m in doing.pack.procedure.moves}
    missing = dict.fromkeys(
        moves[step].name.get(language()) for kind, step in NEEDED.items()
        if step in moves and kind not in present
    )
    doing.need(
        not missing,
        _("Article 8 still lacks what comes from these steps: %(steps)s.") % {"steps": listed(missing)},
        _("Complete these steps first."),
    )
    count = Item.objects.filter(matter=doing.matter).count()
    doing.paper("filing", {"papers": count, "note": note.strip()})
    return {}
