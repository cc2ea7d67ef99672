"""What the chapters of a matter's sheet are made of: rows, papers, meetings, the articles a step rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from rongcuo.matters.models import Item
from rongcuo.policy.model import Unit
from rongcuo.web.itemtext import title_of
from rongcuo.web.matter.page import MatterPage
from rongcuo.web.templatetags.ui import full_day

#: Papers that stand open where they are; the longer ones are folded under their title.
SHORT = frozenset({
    "forwarding", "withdrawal", "own_view", "reply", "rule_kept", "completion_request", "completion", "acceptance", "refusal", "receipt",
    "no_publication", "publication", "filing", "closing", "supplement", "return", "postponement", "consultation",
    "consultation_answer", "stop_lifted", "substitute", "step_confirmed", "referral", "authority",
    "review_request", "review_declined", "review_withdrawal", "reviewers", "revocation_statement",
})  # fmt: skip


#: Papers that come from the subject or the unit, whose name they may bear.
BY_APPLICANT = frozenset({
    "application", "forwarding", "completion", "withdrawal", "own_view", "review_request", "review_withdrawal", "revocation_statement",
})  # fmt: skip


def row(key: str, heading, template: str, data: dict, units: Iterable[Unit], readings=()) -> dict:
    """A row of the sheet. `heading` may be empty where the chapter's says it all."""
    return {
        "id": key, "heading": heading, "template": f"web/matter/{template}.html", "data": data,
        "units": list(dict.fromkeys(units)), "readings": list(readings),
    }


def paper(page: MatterPage, item: Item, title: str = "") -> dict:
    """A paper as web/matter/paper_rows.html takes it."""
    subject = page.subject(item.subject_id) if page.several else None
    own = item.author_id == page.standing.viewer.person
    by_applicant = item.kind in BY_APPLICANT
    # To a subject or unit the office speaks as a body, not as a person.
    named = item.author_id and (page.office or own or by_applicant)
    return {
        "kind": item.kind, "title": title or title_of(item.kind), "day": item.done_on,
        "who": item.author.name if named else "", "subject": subject.name if subject else "",
        "short": item.kind in SHORT, "rows": page.writer.rows(item), "url": page.paper_url(item),
    }


def papers(page: MatterPage, *kinds: str, subject=None) -> list[dict]:
    return [paper(page, i) for i in page.papers(*kinds, subject=subject)]


def units(page: MatterPage, *names: str) -> list[Unit]:
    return [page.unit(n) for n in names if n in page.pack.units]


def cited(page: MatterPage, action: str) -> list[Unit]:
    """The articles a move of the procedure rests on."""
    return [page.unit(c) for m in page.pack.procedure.moves if m.action == action for c in m.cites]


def meeting(page: MatterPage, item: Item) -> dict:
    """A meeting of the leading group, for web/matter/minutes.html."""
    return {
        "votes": _votes(page, item), "papers": [paper(page, item, _("The minutes"))],
        "held_on": full_day(date.fromisoformat(item.body["held_on"])), "place": item.body["place"], "chair": item.body["chair"],
    }


def _votes(page: MatterPage, item: Item) -> list[dict]:
    body = item.body
    return [
        {
            "name": s.name if s and page.several else "", "outcome": page.determination(given["outcome"]),
            "departure": given.get("departure", ""), "beyond": given.get("beyond", ""),
            "dissent": given.get("dissent", ""),
            "tally": {
                "due": len(body["due"]), "present": len(body["present"]), "recused": len(body["recused"]),
                "for": given["for"], "against": given["against"], "abstain": given["abstain"],
            },
        }
        for pk, given in body["decisions"].items()
        for s in [next((x for x in page.subjects if str(x.pk) == pk), None)]
    ]
