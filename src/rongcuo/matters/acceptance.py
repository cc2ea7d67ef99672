"""A07 Acceptance: accept, ask once for completion, or refuse on formal grounds only (readings 13, 14)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.matters.application import timeliness, window
from rongcuo.matters.behalf import not_objected
from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import NotNow
from rongcuo.matters.models import ActSubject, Evidence

#: The only grounds on which an application may be refused without looking at its merits.
FORMAL_GROUNDS = ("outside_scope", "no_procedure", "decided_before", "late")


@action("request_completion")
def request_completion(doing: Doing, *, missing: str) -> dict:
    """Ask once for what is missing; the application's date stands (reading 14)."""
    doing.need(
        not doing.subject.completion_asked,
        _("Completion was already asked for once."),
        _("Accept the application as it is, or refuse it on a formal ground."),
    )
    doing.paper("completion_request", {"missing": doing.words(missing, "missing")}, doing.subject.pk)
    return {}


@action("complete")
def complete(doing: Doing, *, words: str, stored: list[dict] | None = None) -> dict:
    """Hand in what was asked for; the date of the application stands, unless reading 14 takes the new one."""
    text = doing.words(words, "words")
    taken = Evidence.objects.filter(matter=doing.matter).count()
    added = [
        {
            **file, "id": ids.new_id(), "n": taken + n, "lane": "applicant",
            "title": (file.get("title") or "").strip()[:200] or file["name"],
        }
        for n, file in enumerate(stored or [], 1)
    ]
    doing.paper("completion", {"words": text, "evidence": [e["n"] for e in added]}, doing.subject.pk)
    if doing.settings.get("accept.supplement") != "once_new_date":
        return {"evidence": added}
    target = ActSubject.objects.get(
        act=doing.matter.act_id, person=doing.subject.person_id, unit=doing.subject.unit_id
    )
    late = timeliness(doing.done_on, window(target, doing.settings))
    return {"evidence": added, "timeliness": late}


@action("accept")
def accept(doing: Doing, *, in_scope: bool, reason: str = "") -> dict:
    """Accept the application. A late one is accepted by a named person with reasons (reading 5)."""
    not_objected(doing, [doing.subject])
    doing.need(
        in_scope,
        _("Confirm that the applicant belongs to a division or unit under Article 2."),
        _("Otherwise refuse the application on that ground."),
        "in_scope",
    )
    if doing.subject.timeliness != "in_time" and doing.settings.get("apply.late") != "always_examined":
        doing.need(
            reason.strip(),
            _("The application came after the last day. Say why it is accepted."),
            field="reason",
        )
    person = doing.subject.person
    if doing.settings.get("subject.nonparty") == "refer" and person is not None and not person.party_member:
        doing.need(
            reason.strip(),
            _("The applicant is no Party member. Say who was asked and that the matter is taken up here."),
            field="reason",
        )
    doing.paper(
        "acceptance",
        {"reason": reason.strip(), "timeliness": doing.subject.timeliness},
        doing.subject.pk,
    )
    return {}


@action("refuse")
def refuse(doing: Doing, *, ground: str, reason: str) -> dict:
    """Refuse on a formal ground, in writing. Merits are never a ground (reading 13)."""
    if not doing.settings.get("accept.enabled", True):
        raise NotNow(_("No application is refused at the door; that is how the measures are read here."))
    doing.need(ground in FORMAL_GROUNDS, _("Choose a formal ground."), field="ground")
    if ground == "late":
        doing.need(
            doing.settings.get("apply.late") != "always_examined",
            _("A late application is always examined; that is how the measures are read here."),
            field="ground",
        )
        doing.need(
            doing.subject.timeliness == "late",
            _("This application is not late."),
            field="ground",
        )
        doing.need(
            not doing.subject.provisional,
            _("The last day is provisional: the holiday notice of a year it touches is not entered."),
            _("Nothing is refused on a provisional date. Have the year entered, or accept with reasons."),
            "ground",
        )
    text = doing.words(reason, "reason")
    doing.paper("refusal", {"ground": ground, "reason": text}, doing.subject.pk)
    return {}
