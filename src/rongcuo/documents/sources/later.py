"""The papers after the determination as sources: reconsideration, revocation or change (readings 39 to 41)."""

from __future__ import annotations

from rongcuo.documents.sources import Record, Rows, yes_no
from rongcuo.documents.sources.items import item_source
from rongcuo.documents.sources.words import day, effects, numbered, outcome, sentence
from rongcuo.matters.models import Evidence, Item
from rongcuo.people.models import Person
from rongcuo.policy.prose import citation, numeral

#: The program's own codes (`matters.review`, `revocation`), as a paper says them.
GROUNDS = {"late": "申请超过规定期限", "other_remedy": "申请针对的是问责、处分决定本身"}
WAYS = {
    "stated": "书面陈述", "heard": "当面听取", "forgone": "本人明确表示不陈述", "silent": "告知期限内没有陈述",
}
PROCEDURES = {"review_decision": "复核", "revocation_decision": "撤销（变更）"}


def _before(record: Record, kind: str) -> Item | None:
    """The subject's newest paper of a kind up to this one."""
    rows = Item.objects.filter(
        matter=record.matter, subject=record.subject, kind=kind, position__lte=record.row.position
    )
    return rows.order_by("position").last()


def _decided_before(record: Record) -> str:
    """What was determined when this paper was made."""
    kinds = ("determination", "review_decision", "revocation_decision")
    rows = Item.objects.filter(
        matter=record.matter, subject=record.subject, kind__in=kinds, position__lt=record.row.position
    )
    last = rows.order_by("position").last()
    return outcome(record.pack, last.body["outcome"]) if last else ""


def _asked_on(record: Record) -> str:
    asked = _before(record, "review_request")
    return day(asked.done_on) if asked else ""


def _material(record: Record, numbers: list[int]) -> str:
    rows = Evidence.objects.filter(matter=record.matter, n__in=numbers).order_by("n")
    return numbered(e.title for e in rows)


def _grounds(record: Record, body: dict) -> str:
    later = record.pack.procedure.later
    known = later.grounds if later else {}
    return "、".join(known[g].name.zh for g in body["grounds"] if g in known)


def _answers(body: dict) -> str:
    return "\n".join(
        f"{numeral(a['n'])}是关于“{a['text'].rstrip('。')}”。{sentence(a['answer'])}" for a in body["answers"]
    )


def _result(record: Record, body: dict) -> str:
    return "维持原认定" if body["result"] == "kept" else outcome(record.pack, body["outcome"])


def _proposed(record: Record, body: dict) -> str:
    if body["result"] == "kept":
        return "建议维持原认定。"
    return f"建议变更为：{outcome(record.pack, body['outcome'])}。"


@item_source("review_request", "points outcome received_on evidence")
def _review_request(record: Record, body: dict) -> dict[str, str | Rows]:
    told = _before(record, "receipt")
    return {
        "points": numbered(sentence(p) for p in body["points"]), "outcome": _decided_before(record),
        "received_on": day(told.body["received_on"]) if told else "", "evidence": _material(record, body["evidence"]),
    }


@item_source("review_declined", "ground reason asked_on")
def _review_declined(record: Record, body: dict) -> dict[str, str]:
    return {"ground": GROUNDS.get(body["ground"], body["ground"]), "reason": body["reason"], "asked_on": _asked_on(record)}


@item_source("review_opinion", "facts answers proposal reason minority members before asked_on")
def _review_opinion(record: Record, body: dict) -> dict[str, str]:
    people = Person.objects.filter(pk__in=body["members"]).order_by("name")
    return {
        "facts": body["facts"], "answers": _answers(body), "proposal": _proposed(record, body),
        "reason": body["reason"], "minority": body["minority"], "members": "、".join(p.name for p in people),
        "before": _decided_before(record), "asked_on": _asked_on(record),
    }


def _decision(record: Record, body: dict) -> dict[str, str]:
    """The fields that both later decisions share."""
    granted = [k for k, tick in body["effects"].items() if tick["granted"]]
    known = record.pack.effects
    return {
        "before": outcome(record.pack, body["before"]["outcome"]), "outcome": outcome(record.pack, body["outcome"]),
        "reason": body["reason"], "held_on": day(body["held_on"]),
        "effects": effects(record.pack, granted) or "不再适用第十条所列免责事项。",
        "refused_effects": "\n".join(
            f"{citation(record.pack, known[k].cites[0])}不适用：{sentence(tick['reason'])}"
            for k, tick in body["effects"].items() if not tick["granted"] and k in known
        ),
    }


def _keyed(record: Record) -> dict[str, str]:
    return {"changed": yes_no(record.row.body["result"] == "changed")}


@item_source("review_decision", "before outcome reason held_on effects refused_effects", keys="changed", keyed=_keyed)
def _review_decision(record: Record, body: dict) -> dict[str, str]:
    return _decision(record, body)


@item_source(
    "revocation_decision", "before outcome reason held_on effects refused_effects grounds reported", keys="changed",
    keyed=_keyed,
)
def _revocation_decision(record: Record, body: dict) -> dict[str, str]:
    return {**_decision(record, body), "grounds": _grounds(record, body), "reported": body["reported"]}


@item_source("revocation_notice", "grounds outcome text until place")
def _revocation_notice(record: Record, body: dict) -> dict[str, str]:
    return {
        "grounds": _grounds(record, body), "outcome": outcome(record.pack, body["outcome"]), "text": body["text"],
        "until": day(body["until"]), "place": body["place"] or "机关党委",
    }


@item_source("revocation_hearing", "way record place present")
def _revocation_hearing(record: Record, body: dict) -> dict[str, str]:
    return {
        "way": WAYS.get(body["way"], body["way"]), "record": body["record"], "place": body["place"],
        "present": body["present"],
    }


@item_source("later_feedback", "procedure before result explanation answers effects")
def _later_feedback(record: Record, body: dict) -> dict[str, str]:
    granted = [k for k, tick in body["effects"].items() if tick["granted"]]
    return {
        "procedure": PROCEDURES[body["decision"]], "before": outcome(record.pack, body["before"]["outcome"]),
        "result": _result(record, body), "explanation": body["explanation"], "answers": _answers(body),
        "effects": effects(record.pack, granted),
    }
