"""Applying again (reading 17): what was applied for before under the same act, and what is new since.

An application that is over (withdrawn, not taken up, answered) stays as it is. A further one says what was
not said then; whether it is new enough is for people. The earlier one is shown beside it as a fact.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from rongcuo.matters.errors import Incomplete, NotNow
from rongcuo.matters.models import Act, ActSubject, Item, Matter, Subject
from rongcuo.matters.packs import pack_of
from rongcuo.policy import Pack


def matter_to_join(act: Act) -> Matter | None:
    """The matter that a further application joins: the newest under the act, unless it has ended."""
    newest = Matter.objects.filter(act=act).order_by("-opened_on", "-number").first()
    if newest is None or pack_of(newest).procedure.matter_states[newest.state].final:
        return None
    return newest


def applied(target: ActSubject) -> list[Subject]:
    """Every application made for the same person or unit under the act, newest first."""
    rows = Subject.objects.filter(matter__act=target.act_id, person=target.person_id, unit=target.unit_id)
    return list(rows.select_related("matter").order_by("-submitted_on", "-matter__number", "-pk"))


def over(pack: Pack, subject: Subject) -> bool:
    """Whether an application came to its end, so that another one can be made; not while it is looked at again."""
    return subject.state in ended_states(pack)


def ended_states(pack: Pack) -> frozenset[str]:
    """The states of an application that is over. Under reconsideration or revocation it is not."""
    return frozenset(s.id for s in pack.procedure.subject_states.values() if s.final and s.later is None)


def earlier(pack: Pack, target: ActSubject) -> list[Subject]:
    """The applications that are over, newest first."""
    return [s for s in applied(target) if over(pack, s)]


def standing(pack: Pack, target: ActSubject) -> Subject | None:
    """The application that still stands, if any."""
    return next((s for s in applied(target) if not over(pack, s)), None)


def own_first(subject: Subject, target: ActSubject) -> bool:
    """Whether the unit applied and the person, who does so now, was not heard in it."""
    return subject.on_behalf != "" and subject.state == "withdrawn" and target.person_id is not None


def statement(pack: Pack, settings, target: ActSubject, new: str, *, in_person: bool) -> dict | None:
    """What the application says of an earlier one; None where there is none.

    Raises NotNow where one applies once only, and Incomplete where nothing new is said (reading 17). Somebody
    for whom the unit had applied, and who withdrew that, owes nothing new for an application of one's own.
    """
    before = earlier(pack, target)
    if not before:
        return None
    if settings.get("apply.reapply") == "never":
        raise NotNow(_("An application is made once; that is how the measures are read here."))
    new, last = new.strip(), before[0]
    if settings.get("apply.reapply") == "new_facts" and not (in_person and own_first(last, target)):
        _something_new(before, new)
    return {
        "matter": last.matter_id, "number": last.matter.number, "state": last.state, "outcome": last.outcome,
        "ended_on": last.state_since, "new": new,
    }


def _something_new(before: list[Subject], new: str) -> None:
    if not new:
        raise Incomplete(
            _("You applied before. Say what is new: a fact or a paper that was not known or not handed in then."),
            _("On the same facts an application is made once. What you wrote is kept."),
            "new",
        )
    said = _plain(new)
    for item in Item.objects.filter(subject__in=before, kind="application"):
        body = item.body
        texts = [
            body["account"], body["remedy"], *body["points"], *(body.get("words") or {}).values(),
            (body.get("again") or {}).get("new", ""),
        ]
        if any(said and said in _plain(text) for text in texts):
            raise Incomplete(
                _("This was said in the application of %(day)s already.") % {"day": item.done_on.isoformat()},
                _("Name the fact or the paper that is new, and since when it is known."),
                "new",
            )


def _plain(text: str) -> str:
    """A text without spaces and punctuation, so that a copy is seen as one."""
    return re.sub(r"[\W_]+", "", text).casefold()
