"""Applying for somebody who cannot (reading 9): ill, abroad, detained, transferred, retired, dead.

The party committee records that the person cannot apply, and on what paper that rests; only then does the
unit learn of the act and may apply. The unit acts, the rights stay the person's: to read the application, to
take it as one's own or to object, to withdraw it, to be heard, to be answered and to acknowledge the answer.
A relative has no way in here; what a relative hands in comes on paper, and is marked.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters import again
from rongcuo.matters.acts import act_at, permit
from rongcuo.matters.doing import Doing, action, check_day
from rongcuo.matters.errors import Incomplete, NotFound, NotNow
from rongcuo.matters.models import ActSubject, Item, Subject
from rongcuo.matters.once import once
from rongcuo.matters.packs import adopted_now, current_pack
from rongcuo.people.models import Person
from rongcuo.policy import Pack

#: Who may apply for another, by the reading's value.
MAY = {"unit_only": ("unit",), "unit_or_relative": ("unit", "relative"), "nobody": ()}


def may(settings) -> tuple[str, ...]:
    """Who may apply for another, as the measures are read here."""
    return MAY.get(str(settings.get("apply.on_behalf")), ())


@once("act.behalf_opened", "act")
def open_behalf(
    act: UUID, *, actor: Person, at: int, key: str, subject: UUID, ground: str, basis: str, since: date
) -> Entry:
    """Record that a person whom the act names cannot apply, why, and the paper that shows it."""
    permit(actor, "open_behalf")
    row = act_at(actor, act, at)
    pack = current_pack()
    if not may(pack.settings(adopted_now(pack))):
        raise NotNow(_("Nobody applies for another; that is how the measures are read here."))
    target = row.subjects.filter(pk=subject).first()
    if target is None:
        raise NotFound
    if target.person_id is None:
        raise Incomplete(_("A unit applies through its head; nobody applies for it."), field="ground")
    if target.told_on is None:
        raise Incomplete(
            _("It is not confirmed yet that everybody named was told."),
            _("Whoever handles the act confirms the day first."),
        )
    if ground not in pack.procedure.behalf:
        raise Incomplete(_("Choose why the person cannot apply."), field="ground")
    if not basis.strip():
        raise Incomplete(_("Name the paper that shows it, and where it lies."), field="basis")
    check_day(since)
    if again.standing(pack, target) is not None:
        raise NotNow(_("An application for this person stands already."))
    return record(
        act, "act.behalf_opened", actor=actor.pk, at=at, key=key,
        payload={"act": act, "subject": subject, "ground": ground, "basis": basis.strip()[:300], "since": since},
    )


def stated(pack: Pack, settings, target: ActSubject, by: str, *, authorisation: str, relative: str = "") -> dict:
    """What an application made for another says of it: who, why, on what authority. NotNow, Incomplete."""
    if by not in may(settings):
        raise NotNow(
            _("Only the unit applies for another; that is how the measures are read here.") if may(settings)
            else _("Nobody applies for another; that is how the measures are read here."),
            _("What a relative hands in is taken as evidence and marked."),
        )
    if target.behalf_on is None:
        raise NotNow(
            _("It is not recorded that this person cannot apply."),
            _("The party committee records the reason and the paper that shows it first."),
        )
    if not authorisation.strip():
        raise Incomplete(
            _("Name the paper by which the person authorised this, or say why there can be none."),
            field="authorisation",
        )
    if by == "relative" and not relative.strip():
        raise Incomplete(_("Say who the relative is, and of what relation."), field="relative")
    return {
        "by": by, "ground": target.behalf_ground, "basis": target.behalf_basis,
        "authorisation": authorisation.strip(), "relative": relative.strip(),
    }


@action("own_view")
def own_view(doing: Doing, *, agrees: bool, words: str) -> dict:
    """The person says of the application made in one's place: it is mine, or I object (reading 9)."""
    subject = doing.subject
    doing.need(
        subject.on_behalf and subject.person_id == doing.actor.pk,
        _("This application was not made by somebody else for you."),
    )
    text = words.strip() if agrees else doing.words(words, "words")
    doing.paper("own_view", {"agrees": agrees, "words": text}, subject.pk)
    return {}


def not_objected(doing: Doing, subjects: list[Subject]) -> None:
    """Nothing is taken up or decided over the head of somebody who objects."""
    made = [s for s in subjects if s.on_behalf]
    if not made:
        return
    last: dict[UUID, bool] = {}
    for item in Item.objects.filter(matter=doing.matter, kind="own_view", subject__in=made).order_by("position"):
        last[item.subject_id] = item.body["agrees"]
    for subject in made:
        doing.need(
            last.get(subject.pk, True),
            _("%(who)s objects to the application that was made for them.") % {"who": subject.name},
            _("Ask them: they may withdraw it, or take it as their own. Nothing is decided over their head."),
        )
