"""What Article 10 leaves to be done in a matter, for `matters.obligations`: slips that are outstanding."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rongcuo.exemptions.notices import open_slips, recipient_name
from rongcuo.matters.errors import language
from rongcuo.matters.models import Matter
from rongcuo.matters.obligations import Obligation, register


@register
def slips(matter: Matter) -> Iterable[Obligation]:
    """Notices of effect whose slip did not come back, or came back as not done and is not settled."""
    for notice in open_slips(matter):
        notice.matter = matter
        holder = recipient_name(notice, language())
        what = _("The return slip of a notice of effect")
        if notice.state == "not_done":
            what = _("A return slip that says “not done”")
        yield Obligation("slip", what, notice.subject, holder, notice.due_on)
