"""What waits beside matters: corrections, papers on their way, warnings, reports, slips, lists. Asked together, in one query."""

from __future__ import annotations

from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from rongcuo.corrections import desk as corrections
from rongcuo.documents.models import Countersign, Dispatch
from rongcuo.insight.access import may, visible_reports
from rongcuo.insight.models import Caution, CautionUnit, Report
from rongcuo.insight.warning import to_measure, unreceived
from rongcuo.matters.access import Viewer, visible_matters
from rongcuo.matters.packs import current_calendar, current_pack
from rongcuo.web.correcting import task_line
from rongcuo.web.protection import desk as protection
from rongcuo.web.viewing import lang

#: So many of each kind stand on a desk; the pages have the rest.
EACH = 20


def tasks(viewer: Viewer) -> list[dict]:
    """Lines for components/task.html, of corrections, prevention and protection."""
    rows = _asked(viewer)
    plans = [UUID(row[1]) for row in rows if row[0] == "plan"]
    lines = [task_line(t) for t in corrections.tasks(viewer, plans)[0]]
    calendar = current_calendar()
    for row in rows:
        if row[0] in {"notice", "query"}:
            lines.append(protection.task_line(row, viewer, calendar))
        elif row[0] != "plan":
            lines.append(_line(*row[:4]))
    return lines


def prevention_tasks(viewer: Viewer) -> list[dict]:
    """Those of prevention alone."""
    return [_line(*row[:4]) for row in _asked(viewer, everything=False)]


def _asked(viewer: Viewer, everything: bool = True) -> list[protection.Row]:
    """Everything that may wait, in one question."""
    parts = []
    if everything:
        parts.append(_values(corrections.waiting_plans(viewer), "plan"))
        parts += [
            _values(rows.model.objects.filter(pk__in=rows.values("pk")[:EACH]), kind, **columns)
            for kind, rows, columns in protection.waiting(viewer)
        ]
        parts += _papers(viewer)
    if current_pack().insight:
        if viewer.headed:
            units = CautionUnit.objects.filter(pk__in=unreceived(viewer).order_by().values("pk")[:EACH])
            parts.append(_values(units, "receive_warning", pk="caution_id", number="caution__number", title="caution__title"))
        if may(viewer, "measure_again"):
            due = Caution.objects.filter(pk__in=to_measure(viewer).order_by("again_on").values("pk")[:EACH])
            parts.append(_values(due, "measure_again", title="title"))
        if may(viewer, "answer_report"):
            first = visible_reports(viewer).filter(answered_on=None).order_by("received_on").values("pk")[:EACH]
            parts.append(_values(Report.objects.filter(pk__in=first), "answer_report", title="kind"))
    if not parts:
        return []
    return list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])


def _values(
    rows: QuerySet, kind: str, *, pk: str = "pk", number: str = "number", title="", about: str = "", due: str = "",
    provisional: str = "",
) -> QuerySet:
    """The columns of `protection.Row`; what is not named is empty."""
    texts = (Cast(column, TextField()) if column else Value("", TextField()) for column in (pk, number, title, about))
    day = F(due) if due else Cast(Value(None), DateField())
    return rows.order_by().values_list(
        Value(kind, CharField()), *texts, day, F(provisional) if provisional else Value(False, BooleanField())
    )


def _papers(viewer: Viewer) -> list[QuerySet]:
    """Official papers on their way that wait for the viewer to review, countersign, sign or number them."""
    me = viewer.person
    mine = Dispatch.objects.filter(Q(matter=None) | Q(matter__in=visible_matters(viewer).values("pk")))
    open_ = Countersign.objects.filter(dispatch=OuterRef("pk"), done_on=None)
    steps = {
        "paper.review": mine.filter(state="drafted", reviewer=me),
        "paper.countersign": mine.filter(Exists(open_.filter(person=me)), state__in=("drafted", "reviewed")),
        "paper.sign": mine.filter(~Exists(open_), state="reviewed", signer=me),
        "paper.issue": mine.filter(state="signed", drafter=me),
    }
    return [
        _values(Dispatch.objects.filter(pk__in=rows.order_by("drafted_on").values("pk")[:EACH]), kind, number="template",
                title=Concat(Cast("matter_id", TextField()), Value(" "), "matter__number", output_field=TextField()))
        for kind, rows in steps.items()
    ]  # fmt: skip


#: What waits on a paper, in words.
PAPER = {
    "paper.review": gettext_lazy("Review the paper"), "paper.countersign": gettext_lazy("Countersign the paper"),
    "paper.sign": pgettext_lazy("verb", "Sign the paper"), "paper.issue": gettext_lazy("Number and issue the paper"),
}


def _paper_line(kind: str, pk: str, template: str, matter: str) -> dict:
    """A line for components/task.html; the paper is called by its template's name."""
    known = current_pack().documents.get(template)
    of, _space, number = matter.partition(" ")
    url = reverse("dispatch", args=[UUID(of), UUID(pk)]) if of else reverse("office-dispatch", args=[UUID(pk)])
    return {
        "verb": PAPER[kind], "title": known.name.get(lang()) if known else template, "number": number, "who": "",
        "url": url, "due": None, "remaining": None,
    }


def _line(action: str, pk: str, number: str, title: str) -> dict:
    if action in PAPER:
        return _paper_line(action, pk, number, title)
    insight = current_pack().insight
    if action == "answer_report" and title in insight.kinds:
        title = insight.kinds[title].name.get(lang())
    return {
        "verb": insight.moves[action].name.get(lang()), "number": number, "title": title, "due": None, "who": "",
        "url": reverse("report" if action == "answer_report" else "warning", args=[UUID(pk)]), "remaining": None,
    }
