"""A11-4: a named person refers somebody to strict examination, with reasons, the person heard first.

No timer and no rule starts it: nothing else in the program calls these steps (a test holds it).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.corrections.doing import Doing, action
from rongcuo.corrections.models import Line


@action("hear_before_referral")
def hear_before_referral(doing: Doing, *, place: str, present: str, told: str, said: str) -> dict:
    """Hear the person on the reproach: what was told, and what the person said."""
    return {
        "body": {
            "place": doing.words(place, "place"), "present": doing.words(present, "present"),
            "told": doing.words(told, "told"), "said": doing.words(said, "said"),
        }
    }


@action("refer")
def refer(doing: Doing, *, grounds: list[str], reason: str, to: str) -> dict:
    """Refer to strict examination. What follows is for the competent body; the plan goes on."""
    heard = Line.objects.filter(plan=doing.plan, action="hear_before_referral").last()
    doing.need(
        heard is not None, _("The person was not heard yet."),
        _("Hear the person first and record what was said."),
    )
    known = doing.rules.grounds
    doing.need(grounds and set(grounds) <= set(known), _("Choose at least one."), field="grounds")
    return {
        "body": {
            "grounds": list(grounds), "reason": doing.words(reason, "reason"), "to": doing.words(to, "to"),
            "heard": str(heard.pk),
        }
    }
