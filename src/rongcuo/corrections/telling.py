"""A11-1: where the error lies is pointed out, by an individual talk or a reminder letter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.corrections.doing import Doing, action


@action("talk")
def talk(doing: Doing, *, place: str, present: str, error: str, causes: str, demands: str, said: str = "") -> dict:
    """Record an individual talk: who was there, what was pointed out, which causes, what is asked."""
    body = {
        "place": doing.words(place, "place"), "present": doing.words(present, "present"),
        "error": doing.words(error, "error"), "causes": doing.words(causes, "causes"),
        "demands": doing.words(demands, "demands"), "said": said.strip(),
    }
    return {"body": body, "told_on": doing.done_on}


@action("remind_by_letter")
def remind_by_letter(doing: Doing, *, error: str, causes: str, demands: str) -> dict:
    """Record a reminder letter (提醒函): the error, help with the causes, what is asked and until when."""
    doing.need(
        doing.plan.told_on is None or doing.plan.state != "opened",
        _("A talk or letter is on record already."), _("Wait for the measures, or ask for them in a talk."),
    )
    body = {
        "error": doing.words(error, "error"), "causes": doing.words(causes, "causes"),
        "demands": doing.words(demands, "demands"),
    }
    return {"body": body, "told_on": doing.done_on}
