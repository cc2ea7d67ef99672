"""Articles 8-4 to 8-6 as sources: feedback, publication, filing, closing."""

from __future__ import annotations

from rongcuo.documents.sources import Record, Rows
from rongcuo.documents.sources.items import (
    decided,
    evidence_rows,
    granted,
    item_source,
    listed_evidence,
    not_granted,
)
from rongcuo.documents.sources.words import day, effects, outcome, sentence, short
from rongcuo.matters.models import Item
from rongcuo.matters.packs import settings_of
from rongcuo.policy.prose import numeral

FORMS = {"meeting": "会议通报", "circular": "书面通报", "other": "其他方式"}
SCOPES = {"unit": "所在处室（单位）", "organisation": "全局", "system": "全局及局属单位"}


@item_source(
    "feedback", "outcome effects refused_effects explanation answers reconsideration", {"answer_rows": 3},
    "outcome positive", decided,
)
def _feedback(record: Record, body: dict) -> dict[str, str | Rows]:
    answers = body["answers"]
    return {
        "outcome": outcome(record.pack, body["outcome"]),
        "effects": effects(record.pack, granted(body["effects"])),
        "refused_effects": not_granted(record, body["effects"]), "explanation": body["explanation"],
        "answers": "\n".join(
            f"{numeral(a['n'])}是关于“{a['text'].rstrip('。')}”。{sentence(a['answer'])}" for a in answers
        ),
        "answer_rows": [[str(a["n"]), a["text"], a["answer"]] for a in answers],
        "reconsideration": _reconsideration(record),
    }


def _reconsideration(record: Record) -> str:
    """That the subject may ask for reconsideration, as the matter's readings have it (reading 39)."""
    settings = settings_of(record.matter)
    days = settings.get("review.days")
    if not settings.get("review.enabled") or days is None:
        return ""
    return f"对认定不服的，可以自收到之日起{days}日内书面申请复核，以一次为限；复核不停止执行，不因申请而加重。"


@item_source("receipt", "received_on words answered_on")
def _receipt(record: Record, body: dict) -> dict[str, str]:
    return {
        "received_on": day(body["received_on"]), "words": body["words"],
        "answered_on": day(body.get("answered_on") or record.subject.answered_on),
    }


@item_source(
    "publication", "form scope text named", keys="form scope",
    keyed=lambda record: {k: record.row.body[k] for k in ("form", "scope")},
)
def _publication(record: Record, body: dict) -> dict[str, str]:
    return {
        "form": FORMS.get(body["form"], body["form"]), "scope": SCOPES.get(body["scope"], body["scope"]),
        "text": body["text"], "named": "、".join(body["named"]),
    }


@item_source("no_publication", "reason")
def _no_publication(record: Record, body: dict) -> dict[str, str]:
    return {"reason": body["reason"]}


#: 顺序号、文号、责任者、题名、日期、页数（件）.
CONTENTS_COLUMNS = 5


@item_source("filing", "papers note decided_on results", {"content_rows": CONTENTS_COLUMNS})
def _filing(record: Record, body: dict) -> dict[str, str | Rows]:
    rows = Item.objects.filter(matter=record.matter, position__lte=record.row.position).select_related(
        "author", "subject__person", "subject__unit"
    )
    titles: dict[str, str] = {}
    for one in record.pack.documents.values():
        titles.setdefault(one.source, one.name.zh)
    several = len(record.subjects) > 1
    kept = [i for i in rows if i.kind in titles]
    return {
        "papers": str(body["papers"]), "note": body["note"], "decided_on": day(record.matter.decided_on),
        "results": "\n".join(
            f"{s.name}：{outcome(record.pack, s.outcome)}" for s in record.subjects if s.outcome
        ),
        "content_rows": [
            [
                str(n), i.author.name if i.author_id else "",
                titles[i.kind] + (f"（{i.subject.name}）" if several and i.subject_id else ""),
                short(i.done_on), "",
            ]
            for n, i in enumerate(kept, 1)
        ],
    }


@item_source("closing", "papers evidence note")
def _closing(record: Record, body: dict) -> dict[str, str]:
    return {"papers": str(body["papers"]), "evidence": str(body["evidence"]), "note": body["note"]}


@item_source("supplement", "title text evidence")
def _supplement(record: Record, body: dict) -> dict[str, str]:
    return {
        "title": body["title"], "text": body["text"],
        "evidence": listed_evidence(evidence_rows(record, body["evidence"])),
    }
