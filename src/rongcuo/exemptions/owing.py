"""What Article 10 leaves to be done in a matter, for `matters.obligations`: slips that are outstanding, and notices
of what a reconsideration or revocation changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rongcuo.exemptions.models import Effect, Notice
from rongcuo.exemptions.notices import open_slips, recipient_name, unsent
from rongcuo.exemptions.register import DECIDED
from rongcuo.matters.errors import language
from rongcuo.matters.models import Matter
from rongcuo.matters.obligations import Obligation, register
from rongcuo.matters.packs import pack_of


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


@register
def changes_untold(matter: Matter) -> Iterable[Obligation]:
    """Effects that were changed by a later decision, and of which those who carry them out do not know yet.

    A page that has read the matter's effects and notices already leaves them at `known_effects`, `known_notices`.
    """
    if matter.decided_on is None:
        return
    known = getattr(matter, "known_effects", None)
    if known is None:
        known = list(Effect.objects.current().filter(matter=matter))
    rows = [e for e in known if e.basis in DECIDED.values()]
    if not rows:
        return
    notices, pack = getattr(matter, "known_notices", None), pack_of(matter)
    if notices is None:
        notices = list(Notice.objects.filter(matter=matter))
    for subject in matter.subjects.all():
        for name in unsent(pack, subject, rows, notices):
            holder = _("to %(who)s") % {"who": pack.protection.recipients[name].name.get(language())}
            yield Obligation(
                "changed_effects", _("A notice of the effects that were changed"), subject, holder, link="effects"
            )
