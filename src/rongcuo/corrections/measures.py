"""A11-1: measures are followed up: progress, proof, and proof sent back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.corrections.doing import Doing, action, after_months, months_of
from rongcuo.matters.files import Stored


@action("report_progress")
def report_progress(doing: Doing, *, progress: str) -> dict:
    """Report what was done since, and what comes next; the next report is due a month later."""
    every = months_of(doing.rules.progress, doing.settings)
    return {
        "body": {"progress": doing.words(progress, "progress")},
        "report_on": after_months(max(doing.done_on, doing.measure.from_on), every),
    }


@action("prove")
def prove(doing: Doing, *, done: str, files: list[tuple[str, Stored]] = ()) -> dict:
    """Say what was done and hand in the proof that was expected.

    When no measure is open any more, the effect is checked some months later (reading 49).
    """
    doing.need(files, _("The expected proof is missing."), _("Add at least one file."), "file_0")
    doing.need(
        doing.done_on >= doing.measure.from_on,
        _("This cannot have been done before the measure was set."), field="done_on",
    )
    doing.add(list(files), doing.measure.pk)
    payload: dict = {"body": {"done": doing.words(done, "done")}}
    others = [m for m in doing.place.measures if m.pk != doing.measure.pk]
    if not any(m.state == "open" for m in others):
        last = max([doing.done_on, *(m.done_on for m in others)])
        payload["to"] = "effect"
        payload["check_from"] = after_months(last, months_of(doing.rules.check, doing.settings))
    return payload


@action("send_back")
def send_back(doing: Doing, *, why: str) -> dict:
    """Send a proof back: the measure is open again, and so is the plan."""
    return {"body": {"why": doing.words(why, "why")}, "to": "running", "check_from": None}
