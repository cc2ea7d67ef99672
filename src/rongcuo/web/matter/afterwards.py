"""The chapter of what followed the determination: reconsideration, revocation or change (readings 39 to 41)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.matters.later import due_on
from rongcuo.matters.models import Item, Subject
from rongcuo.matters.moves import under_way
from rongcuo.web.matter.page import MatterPage
from rongcuo.web.matter.sheet import cited, meeting, paper, papers, row
from rongcuo.web.templatetags.ui import full_day

REVIEW = ("review_request", "review_declined", "review_withdrawal", "reviewers", "review_opinion")
REVOCATION = ("revocation_proposal", "revocation_notice", "revocation_statement", "revocation_hearing")


def chapter(page: MatterPage) -> dict | None:
    """The chapter, or None where nothing followed that the viewer may see."""
    rows = [r for s in page.subjects for r in _of(page, s)]
    return {"id": "afterwards", "heading": _("Reconsideration and revocation"), "rows": rows} if rows else None


def _of(page: MatterPage, s: Subject) -> list[dict]:
    who = f" · {s.name}" if page.several else ""
    rows = []
    kind = under_way(page.pack, s)
    if kind is not None:
        facts = [{"term": _("Stands"), "value": page.pack.procedure.subject_states[s.state].name.get(page.lang)}]
        due = due_on(page.matter, s)
        if due is not None:
            facts.append({
                "term": _("To be decided by"), "value": full_day(due.due),
                "note": _("a target; nothing follows from the day"),
            })  # fmt: skip
        rows.append(row(f"open-{s.pk}", _("Open") + who, "facts", {"facts": facts}, [], _readings(page, kind)))
    found = papers(page, *REVIEW, subject=s.pk)
    if found:
        rows.append(row(f"review-{s.pk}", _("Reconsideration") + who, "papers", {"papers": found},
                        cited(page, "ask_review"), page.readings("ask_review", "receive_review")))  # fmt: skip
    found = papers(page, *REVOCATION, subject=s.pk)
    if found:
        rows.append(row(f"revocation-{s.pk}", _("Revocation or change") + who, "papers", {"papers": found},
                        cited(page, "hear_on_revocation"), page.readings("propose_revocation")))  # fmt: skip
    for item in page.papers("later_minutes", subject=s.pk):
        rows.append(row(f"minutes-{item.pk}", _("Meeting of the leading group"), "minutes", meeting(page, item),
                        cited(page, "decide_review")))  # fmt: skip
    rows += [_told(page, item, who) for item in page.papers("later_feedback", "review_decision", "revocation_decision", subject=s.pk)]
    return rows


def _told(page: MatterPage, item: Item, who: str) -> dict:
    """A later decision, or the feedback on it, with its paper."""
    kept = item.body["result"] == "kept"
    known = page.pack.determinations[item.body["outcome"]]
    data = {
        "before": page.determination(item.body["before"]["outcome"]), "outcome": known.name, "kept": kept,
        "papers": [paper(page, item)], "day": item.done_on,
    }
    return row(f"again-{item.pk}", paper(page, item)["title"] + who, "again", data, cited(page, "feed_back_later"))


def _readings(page: MatterPage, kind: str) -> list[dict]:
    return page.readings("ask_review" if kind == "reconsideration" else "propose_revocation")
