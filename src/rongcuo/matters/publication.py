"""A08-5 Publication: positive determinations only, within a chosen scope, names only by consent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.matters.classes import refuse_publication
from rongcuo.matters.doing import Doing, action

FORMS = ("meeting", "circular", "other")
SCOPES = ("unit", "organisation", "system")


@action("publish")
def publish(
    doing: Doing, *, form: str, scope: str, text: str, named: list[str] | None = None,
    consent: str = "",
) -> dict:
    """Publish a positive determination. `named` are subjects who agreed; `consent` says how."""
    doing.need(
        doing.matter.positive,
        _("Only a positive determination may be published."),
        _("Record instead that nothing is published."),
    )
    refuse_publication(doing.matter)
    doing.need(form in FORMS, _("Choose the form."), field="form")
    doing.need(scope in SCOPES, _("Choose the scope."), field="scope")
    doing.need(
        scope == "unit" or doing.settings.get("publish.scope") != "division",
        _("Nothing is published beyond the division or unit; that is how the measures are read here."),
        field="scope",
    )
    text = doing.words(text, "text")
    positive = {d.id for d in doing.pack.determinations.values() if d.positive}
    agreed = {
        s.name for s in doing.standing.subjects if s.outcome in positive and str(s.pk) in (named or [])
    }
    if agreed:
        doing.need(
            doing.settings["publish.name"] == "consent",
            _("Names are not published; that is how the measures are read here."),
            field="named",
        )
        doing.need(
            consent.strip(), _("Say how and when the person named agreed."), field="consent"
        )
    for subject in doing.standing.subjects:
        if (subject.person_id or subject.outcome not in positive) and subject.name not in agreed:
            doing.need(
                subject.name not in text,
                _("The text names somebody who has not agreed to be named."),
                _("Take the name out, or record the consent."),
                "text",
            )
    doing.paper(
        "publication",
        {"form": form, "scope": scope, "text": text, "named": sorted(agreed), "consent": consent.strip()},
    )
    return {}


@action("skip_publication")
def skip_publication(doing: Doing, *, reason: str) -> dict:
    """Record that nothing is published, and why; publication is a possibility, not a duty (A08-5)."""
    doing.paper("no_publication", {"reason": doing.words(reason, "reason")})
    return {}
