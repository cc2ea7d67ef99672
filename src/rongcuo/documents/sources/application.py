"""Articles 7 and 8-1 as sources: the application and what is said to it, up to acceptance."""

from __future__ import annotations

from rongcuo.documents.sources import Record, Rows, yes_no
from rongcuo.documents.sources.items import (
    EVIDENCE_COLUMNS,
    evidence_rows,
    item_source,
    listed_evidence,
    situations_of,
)
from rongcuo.documents.sources.words import day, numbered, rule, sentence, value

#: The program's own codes (`matters.acceptance`, `publication`, `verification`), as a paper says them.
GROUNDS = {
    "outside_scope": "申请人不属于适用范围内的处室、单位和工作人员",
    "no_procedure": "尚未对申请人启动问责程序",
    "decided_before": "同一事项已经认定，且没有新的事实",
    "late": "申请超过规定期限",
}
RECEIVED = {
    "in_time": "在规定期限内提出", "on_notice": "自获知之日起在规定期限内提出", "late": "超过规定期限提出"
}


@item_source(
    "application",
    "situations account points remedy late_reason evidence submitted_on due_on truth told_on claims received_state"
    " comparison before new behalf authorisation",
    {"evidence_rows": EVIDENCE_COLUMNS},
)
def _application(record: Record, body: dict) -> dict[str, str | Rows]:
    subject, facts = record.subject, record.pack.facts
    told = record.matter.act.subjects.filter(person_id=subject.person_id, unit_id=subject.unit_id).first()
    rows = evidence_rows(record, body["evidence"])
    said = body.get("words") or {}
    claims = []
    for key in dict.fromkeys([*subject.claims, *said]):
        if key in facts:
            given = "" if key not in subject.claims else (
                "不清楚" if subject.claims[key] is None else value(facts[key], subject.claims[key])
            )
            claims.append(f"{facts[key].question.zh}{sentence('；'.join(filter(None, [given, said.get(key, '')])))}")
    return {
        "situations": situations_of(record, body["situations"], body["main_situation"]),
        "account": body["account"], "points": numbered(body["points"]), "remedy": body["remedy"],
        "late_reason": body["late_reason"], "evidence": listed_evidence(rows), "evidence_rows": rows,
        "submitted_on": day(subject.submitted_on),
        "due_on": day(subject.due_on) + ("（暂定）" if subject.provisional else ""),
        "truth": "以上内容据本人所知属实。" if body["integrity"] else "",
        "told_on": day(told.told_on if told else None), "claims": numbered(claims),
        "received_state": RECEIVED.get(subject.timeliness, ""), **_made_how(record, body),
    }


def _made_how(record: Record, body: dict) -> dict[str, str]:
    """What an application says of the nearest situation, of an earlier one, and of whoever made it for another."""
    compared, again, behalf = (body.get(k) or {} for k in ("comparison", "again", "on_behalf"))
    ground = record.pack.procedure.behalf.get(behalf.get("ground", ""))
    nearest = "；".join(rule(record.pack, k) for k in compared.get("nearest", ()))
    return {
        "comparison": f"{nearest}。{sentence(compared['words'])}" if compared else "",
        "before": f"{again['number']}，{day(again['ended_on'])}终结" if again else "", "new": again.get("new", ""),
        "behalf": f"{behalf['relative'] or record.subject.unit.name}（因本人{ground.name.zh if ground else ''}，{behalf['basis']}）"
        if behalf else "",
        "authorisation": behalf.get("authorisation", ""),
    }


@item_source(
    "forwarding", "words submitted_on due_on received_state", keys="forwarded",
    keyed=lambda record: {"forwarded": yes_no(record.row.body["forwarded"])},
)
def _forwarding(record: Record, body: dict) -> dict[str, str]:
    subject = record.subject
    return {
        "words": body["words"], "submitted_on": day(subject.submitted_on), "due_on": day(subject.due_on),
        "received_state": RECEIVED.get(subject.timeliness, ""),
    }


@item_source("completion_request", "missing submitted_on")
def _completion_request(record: Record, body: dict) -> dict[str, str]:
    return {"missing": body["missing"], "submitted_on": day(record.subject.submitted_on)}


@item_source("completion", "words submitted_on", {"evidence_rows": EVIDENCE_COLUMNS})
def _completion(record: Record, body: dict) -> dict[str, str | Rows]:
    return {
        "words": body["words"], "submitted_on": day(record.subject.submitted_on),
        "evidence_rows": evidence_rows(record, body["evidence"]),
    }


@item_source(
    "acceptance", "reason submitted_on received_state", keys="late",
    keyed=lambda record: {"late": yes_no(record.row.body["timeliness"] != "in_time")},
)
def _acceptance(record: Record, body: dict) -> dict[str, str]:
    return {
        "reason": body["reason"], "submitted_on": day(record.subject.submitted_on),
        "received_state": RECEIVED.get(body["timeliness"], ""),
    }


@item_source(
    "refusal", "ground reason submitted_on", keys="ground",
    keyed=lambda record: {"ground": record.row.body["ground"]},
)
def _refusal(record: Record, body: dict) -> dict[str, str]:
    return {
        "ground": GROUNDS.get(body["ground"], body["ground"]), "reason": body["reason"],
        "submitted_on": day(record.subject.submitted_on),
    }


@item_source("withdrawal", "words submitted_on")
def _withdrawal(record: Record, body: dict) -> dict[str, str]:
    return {"words": body["words"], "submitted_on": day(record.subject.submitted_on)}
