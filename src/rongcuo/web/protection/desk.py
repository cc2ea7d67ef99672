"""The personnel desk: what waits, what is overdue, what changed. A fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.exemptions import access, consulting
from rongcuo.exemptions.models import Confirmed, Effect, Notice, Query, Sanction
from rongcuo.exemptions.reminding import reminders_for
from rongcuo.matters.access import Viewer
from rongcuo.matters.errors import listed
from rongcuo.matters.packs import current_calendar, current_pack, pack_of
from rongcuo.web.protection.words import (
    effect_facts,
    notice_line,
    remaining_days,
    span_words,
)
from rongcuo.web.viewing import lang
from rongcuo.workdays import Calendar

#: So many lines each part shows; the lists have the rest.
LINES = 12
#: Periods that end within so many days are named.
SOON = timedelta(days=90)


def personnel_desk(who: Viewer) -> dict:
    """What components/… and web/protection/desk.html show."""
    today, calendar = who.day, current_calendar()
    pack = current_pack()
    waiting = list(
        access.visible_notices(who).filter(state__in=["sent", "not_done"])
        .select_related("matter", "subject__person", "subject__unit").order_by("due_on", "number")[: 2 * LINES]
    )
    said = reminders_for(waiting)
    slips = [notice_line(n, today, calendar) | {"reminders": _reminded(n, said.get(n.pk, ()))} for n in waiting]
    queries = access.visible_queries(who)
    lists = [q for q in queries.filter(kind="list", state="waiting").select_related("asked_by")[:LINES]]
    changed = list(
        access.visible_effects(who).filter(recorded_from__gte=clock.now() - timedelta(days=30))
        .select_related("matter", "subject__person", "subject__unit").order_by("-recorded_from", "effect")[:LINES]
    ) if who.capacities & access.OFFICE else []
    sanctions, receipts, unconfirmed = [], [], 0
    if who.capacities & access.PERSONNEL:
        sanctions = list(
            access.visible_sanctions(who).current().filter(valid_to__gte=today, valid_to__lte=today + SOON)
            .select_related("person", "unit").order_by("valid_to")[:LINES]
        )
        receipts = _outdated(queries, today)
        confirmed = Confirmed.objects.filter(policy=f"{pack.id}/{pack.version}").values_list("line", flat=True)
        unconfirmed = len([k for k, one in pack.protection.influence.items() if not one.confirmed and k not in set(confirmed)])
    return {
        "overdue": [s for s in slips if s["state"] == "sent" and s["remaining"] < 0],
        "slips": [s for s in slips if s["state"] == "sent" and s["remaining"] >= 0],
        "returned": [s for s in slips if s["state"] == "not_done"],
        "lists": [_list(q, who) for q in lists], "changed": [_changed(e) for e in changed],
        "sanctions": [_sanction(s) for s in sanctions], "receipts": receipts, "unconfirmed": unconfirmed,
        "links": _links(who),
    }


def _reminded(notice: Notice, rows) -> list[dict]:
    protection = pack_of(notice.matter).protection
    rules = {r.id: r for r in protection.reminders} if protection else {}
    pack = pack_of(notice.matter)
    return [
        {"on": r.recorded_on, "who": listed(pack.capacities[c].name.get(lang()) for c in r.to if c in pack.capacities)}
        for r in rows if r.rule in rules
    ]


def _list(q: Query, who: Viewer) -> dict:
    return {
        "number": q.number, "size": q.size, "purpose": q.purpose, "asking_body": q.asking_body,
        "asked_by": q.asked_by.name, "mine": q.asked_by_id == who.person, "url": reverse("query", args=[q.pk]),
    }


def _changed(e: Effect) -> dict:
    facts = effect_facts(e)
    return {
        "at": e.recorded_from, "number": e.matter.number, "url": reverse("effects", args=[e.matter_id, e.subject_id]),
        "text": _("%(who)s: %(effect)s, %(span)s (%(basis)s)") % {
            "who": e.subject.name, "effect": facts["name"], "span": span_words(e), "basis": facts["basis"],
        },
    }  # fmt: skip


def _sanction(s: Sanction) -> dict:
    return {"who": s.name, "until": s.valid_to, "number": s.document_number, "url": reverse("sanction", args=[s.line])}


def _outdated(queries, today) -> list[dict]:
    """Receipts that still run and whose answer is no longer what the register says."""
    live = queries.filter(kind="single", state="answered", withdrawn_on=None, expires_on__gte=today)[:50]
    rows = [r | {"query": q} for q in live for r in q.rows]
    now = consulting.answers(rows, clock.now())
    return [
        {"number": a["query"].number, "asking_body": a["query"].asking_body, "url": reverse("query", args=[a["query"].pk])}
        for a, b in zip(rows, now, strict=True) if (a["answer"], a["until"]) != (b["answer"], b["until"])
    ]


def _links(who: Viewer) -> list[dict]:
    """The pages of the protection that are the viewer's."""
    places = [("register", _("Register of effects"), bool(who.capacities & access.OFFICE)),
              ("consult", _("Consult"), access.may(who, "consult")),
              ("list-new", _("Consult for a list"), access.may(who, "ask_list")),
              ("queries", _("Queries and receipts"), bool(who.capacities & access.PERSONNEL)),
              ("sanctions", _("Sanctions and bars"), bool(who.capacities & access.PERSONNEL)),
              ("influence", _("Influence periods"), bool(who.capacities & access.OFFICE)),
              ("check", _("Check a receipt"), True), ("mine", _("My effects"), True)]  # fmt: skip
    return [{"label": label, "url": reverse(name)} for name, label, mine in places if mine]


#: What a line of a desk is made of, in this order.
Row = tuple[str, str, str, str, str, date | None, bool]


def waiting(who: Viewer) -> list[tuple[str, QuerySet, dict]]:
    """What of the protection waits on everybody's first page: slips to record, lists to release; as (kind, rows,
    what each of `Row` is), to be asked together with what else waits. Nothing for those for whom it cannot."""
    pack = current_pack()
    if pack.protection is None:
        return []
    found = []
    if access.may(who, "record_slip", pack):
        mine = {post.unit.body for post in who.posts}
        ours = [
            k for k, r in pack.protection.recipients.items()
            if r.body in mine or (r.body is None and "handler" in who.capacities)
        ]
        rows = access.visible_notices(who).filter(state="sent", recipient__in=ours).order_by("due_on", "pk")
        found.append(("notice", rows, {
            "title": Coalesce("subject__person__name", "subject__unit__name"), "about": "recipient", "due": "due_on",
            "provisional": "provisional",
        }))  # fmt: skip
    if access.may(who, "answer_list", pack):
        rows = access.visible_queries(who).filter(kind="list", state="waiting").exclude(asked_by_id=who.person)
        found.append(("query", rows.order_by("asked_on", "pk"), {"title": "purpose", "about": "asking_body"}))
    return found


def task_line(row: Row, who: Viewer, calendar: Calendar | None = None) -> dict:
    """A line for components/task.html of one of these."""
    kind, pk, number, title, about, due, provisional = row
    pack = current_pack()
    recipient = pack.protection.recipients.get(about)
    return {
        "verb": pack.protection.moves["record_slip" if kind == "notice" else "answer_list"].name.get(lang()),
        "number": number, "title": title, "url": reverse(kind, args=[UUID(pk)]), "due": due,
        "remaining": remaining_days(due, who.day, calendar) if due else None, "target": True,
        "provisional": bool(provisional), "who": recipient.name.get(lang()) if kind == "notice" and recipient else about,
    }
