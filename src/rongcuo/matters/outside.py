"""Where somebody outside runs the accountability, what is determined here is a suggestion (A15; reading 20).

It binds nobody but this organisation. The letter goes out, and what the body outside answered is recorded and
told to whom it concerns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import NotNow
from rongcuo.matters.models import Matter
from rongcuo.matters.packs import settings_of

#: What a body outside made of a suggestion.
MADE_OF_IT = ("followed", "partly", "not_followed", "noted")


def suggests(matter: Matter) -> bool:
    """Whether a determination of this matter is a suggestion to a body outside."""
    return is_suggestion(matter.act.external, settings_of(matter))


def is_suggestion(external: bool, settings: Mapping[str, object]) -> bool:
    """The same of an act from outside, under the readings of its matter."""
    return external and settings.get("case.external_handler", "suggestion") == "suggestion"


@action("record_reply")
def record_reply(
    doing: Doing, *, issued_by: str, number: str, replied_on: date, made_of_it: str, text: str
) -> dict:
    """Record what the body outside answered to the letter of suggestion, and tell whom it concerns."""
    if not suggests(doing.matter):
        raise NotNow(
            _("No letter of suggestion goes out in this matter."),
            _("The accountability is handled here, or the measures are read otherwise."),
        )
    positive = {d.id for d in doing.pack.determinations.values() if d.positive}
    doing.need(
        doing.subject.outcome in positive,
        _("Nothing was suggested for %(who)s.") % {"who": doing.subject.name},
    )
    doing.need(made_of_it in MADE_OF_IT, _("Choose what the body made of it."), field="made_of_it")
    doing.need(replied_on <= doing.done_on, _("This day has not come yet."), field="replied_on")
    doing.need(
        replied_on >= doing.matter.decided_on,
        _("It cannot have been answered before it was determined."),
        field="replied_on",
    )
    doing.paper(
        "reply",
        {
            "issued_by": doing.words(issued_by, "issued_by"), "number": doing.words(number, "number"),
            "replied_on": replied_on, "made_of_it": made_of_it, "text": doing.words(text, "text"),
        },
        doing.subject.pk,
    )
    return {}
