"""A08-6 Filing: the materials are deposited with the party committee; Article 8 ends here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.matters.doing import Doing, action
from rongcuo.matters.models import Item

#: Article 8's own papers; filing needs these and nothing more.
NEEDED = ("application", "report", "opinion", "minutes", "determination", "feedback")


@action("file")
def file(doing: Doing, *, note: str = "") -> dict:
    """Deposit the decision materials; names what is missing where something is."""
    present = set(Item.objects.filter(matter=doing.matter).values_list("kind", flat=True))
    missing = [k for k in NEEDED if k not in present]
    doing.need(
        not missing,
        _("Article 8 still lacks: %(papers)s.") % {"papers": "、".join(missing)},
        _("Complete these steps first."),
    )
    count = Item.objects.filter(matter=doing.matter).count()
    doing.paper("filing", {"papers": count, "note": note.strip()})
    return {}
