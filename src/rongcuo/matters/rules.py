"""The rules in force when it happened, kept in their wording; what came later in a lane of its own (A06-10; reading 36).

A provision is kept with title, article, text and the days it was in force. Whether it is of the day or later
follows from those days and from the day of what happened; nothing is sorted by hand, and nothing is replaced:
a later text stands beside the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from rongcuo.matters.doing import Doing, action
from rongcuo.matters.models import Evidence, Item

OF_THE_DAY, LATER = "of_the_day", "later"


@action("keep_rule")
def keep_rule(
    doing: Doing, *, title: str, article: str, text: str, since: date, until: date | None = None,
    day: date | None = None, issued_by: str = "", evidence: int | None = None,
) -> dict:
    """Keep a provision as it read. `since`, `until`: the days it was in force; `day`: when it happened, where
    the act does not say."""
    happened = doing.matter.act.occurred_on or day
    doing.need(
        happened, _("Give the day on which it happened; the act does not name it."), field="day"
    )
    doing.need(happened <= doing.done_on, _("This day has not come yet."), field="day")
    doing.need(until is None or until >= since, _("It cannot end before it began."), field="until")
    doing.need(
        until is None or until >= happened,
        _("This provision was no longer in force on %(day)s.") % {"day": happened.isoformat()},
        _("Keep the one that was; an older one may be handed in as evidence."),
        "until",
    )
    known = evidence is None or Evidence.objects.filter(matter=doing.matter, n=evidence).exists()
    doing.need(known, _("There is no evidence with this number."), field="evidence")
    doing.paper(
        "rule_kept",
        {
            "title": doing.words(title, "title"), "article": doing.words(article, "article"),
            "text": doing.words(text, "text"), "issued_by": issued_by.strip(), "since": since, "until": until,
            "day": happened, "lane": OF_THE_DAY if since <= happened else LATER, "evidence": evidence,
        },
    )
    return {}


def kept_first(doing: Doing, row: dict, place: str) -> None:
    """That the rule of the day is on the file is found only once its text is (reading 36)."""
    if row["fact"] != doing.pack.procedure.rule_kept or row["value"] not in {True, "yes", "是"}:
        return
    if row["grade"] != "proved" or not doing.settings.get("rule_snapshot.required", True):
        return
    doing.need(
        any(i.body["lane"] == OF_THE_DAY for i in Item.objects.filter(matter=doing.matter, kind="rule_kept")),
        _("No provision in force on the day is kept here yet."),
        _("Keep its title, article and text first; then this can be found."),
        place,
    )


def lanes(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The provisions kept, of the day and later, each in the order of their days."""
    kept: dict[str, list[Item]] = {OF_THE_DAY: [], LATER: []}
    for item in sorted(items, key=lambda i: (i.body["since"], i.position)):
        kept[item.body["lane"]].append(item)
    return kept


def came_later(made_on: date | None, happened: date | None, started: date) -> str:
    """When a piece of evidence was made: "of_the_day", "later" (after what happened), "after_start" (after the
    procedure was started), or "undated". A fact about its date, not about its weight."""
    if made_on is None:
        return "undated"
    if made_on >= started:
        return "after_start"
    return LATER if happened is not None and made_on > happened else OF_THE_DAY
