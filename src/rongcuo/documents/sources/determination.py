"""Article 8-3 as sources: consultation, opinion, minutes, determination."""

from __future__ import annotations

from rongcuo.documents.sources import Record, Rows, yes_no
from rongcuo.documents.sources.items import (
    answers_of,
    decided,
    evidence_rows,
    granted,
    item_source,
    listed_evidence,
    names_of,
    not_granted,
    situations_of,
)
from rongcuo.documents.sources.words import day, effects, numbered, outcome, sentence
from rongcuo.matters.models import Finding
from rongcuo.people.models import Person
from rongcuo.policy.prose import citation

WAYS = {"borrow": "从其他处室（单位）借调", "designate": "由局党组指定"}


@item_source("substitute", "way capacity person reasons")
def _substitute(record: Record, body: dict) -> dict[str, str]:
    known = record.pack.capacities.get(body["capacity"])
    person = Person.objects.filter(pk=body["person"]).first()
    return {
        "way": WAYS.get(body["way"], body["way"]), "capacity": known.name.zh if known else body["capacity"],
        "person": person.name if person else "", "reasons": sentence(body["reasons"]),
    }


@item_source("step_confirmed", "step stands words")
def _step_confirmed(record: Record, body: dict) -> dict[str, str]:
    try:
        name = record.pack.procedure.move(body["action"]).name.zh
    except KeyError:
        name = body["action"]
    return {
        "step": f"{name}（记录第{body['position']}条）", "stands": "有效，予以确认" if body["stands"] else "应当重新办理",
        "words": sentence(body["words"]),
    }


@item_source("referral", "to reasons")
def _referral(record: Record, body: dict) -> dict[str, str]:
    return {"to": body["to"], "reasons": sentence(body["reasons"])}


@item_source("consultation", "question")
def _consultation(record: Record, body: dict) -> dict[str, str]:
    return {"question": body["question"]}


@item_source("consultation_answer", "answer")
def _consultation_answer(record: Record, body: dict) -> dict[str, str]:
    return {"answer": body["answer"]}


@item_source("stop_lifted", "reason")
def _stop_lifted(record: Record, body: dict) -> dict[str, str]:
    return {"reason": body["reason"]}


def _higher(record: Record) -> dict[str, str]:
    """Whether a subject is managed above; what was determined here was not referred upward."""
    if record.matter.decided_on:
        return {"higher_managed": "no"}
    found = Finding.objects.filter(subject__matter=record.matter, fact="higher_managed", value=True)
    return {"higher_managed": yes_no(found.exists())}


@item_source("opinion", "facts proposals answers minority", {"proposal_rows": 3}, "higher_managed", _higher)
def _opinion(record: Record, body: dict) -> dict[str, str | Rows]:
    names, lines, rows = names_of(record), [], []
    for key, given in body["proposals"].items():
        said = outcome(record.pack, given["outcome"])
        beyond = f"超出检查所列范围的理由：{sentence(given['beyond'])}" if given.get("beyond") else ""
        beside = f"与最接近情形的比较：{sentence(given['comparison'])}" if given.get("comparison") else ""
        lines.append(f"{names.get(key, '')}：拟{said}。{sentence(given['reason'])}{beyond}{beside}")
        rows.append([names.get(key, ""), f"拟{said}", given["reason"]])
    return {
        "facts": body["facts"], "minority": body["minority"], "answers": answers_of(record),
        "proposals": "\n".join(lines), "proposal_rows": rows,
    }


@item_source("return", "reason")
def _return(record: Record, body: dict) -> dict[str, str]:
    return {"reason": body["reason"]}


@item_source("postponement", "reason until")
def _postponement(record: Record, body: dict) -> dict[str, str]:
    return {"reason": body["reason"], "until": day(body["until"])}


_OWED = (
    ("departure", "与初步意见不一致的理由"), ("beyond", "超出检查所列范围的理由"), ("dissent", "不同意见"),
)


@item_source("minutes", "held_on place chair due present absent recused views decisions catch_all attended")
def _minutes(record: Record, body: dict) -> dict[str, str]:
    names, lines = names_of(record), []
    for key, given in body["decisions"].items():
        text = (
            f"{names.get(key, '')}：{outcome(record.pack, given['outcome'])}。同意{given['for']}票，"
            f"不同意{given['against']}票，弃权{given['abstain']}票。{sentence(given['reason'])}"
        )
        for name, label in _OWED:
            text += f"{label}：{sentence(given[name])}" if given.get(name) else ""
        lines.append(text)
    away = [n for n in body["due"] if n not in body["present"] and n not in body["recused"]]
    return {
        "held_on": day(body["held_on"]), "place": body["place"], "chair": body["chair"],
        "due": str(len(body["due"])), "attended": str(len(body["present"])),
        "present": "、".join(body["present"]), "recused": "、".join(body["recused"]), "absent": "、".join(away),
        "views": "\n".join(f"{who}：{sentence(text)}" for who, text in body["views"].items()),
        "decisions": numbered(lines), "catch_all": body["catch_all"],
    }


@item_source(
    "determination",
    "held_on outcome reason effects refused_effects situations evidence duties",
    keys="outcome positive", keyed=decided,
)
def _determination(record: Record, body: dict) -> dict[str, str]:
    subject = record.subject
    situations = situations_of(record, subject.situations, subject.main_situation)
    duties = [d for d in record.pack.duties.values() if body["outcome"] in d.mandatory_for]
    return {
        "held_on": day(body["held_on"]), "outcome": outcome(record.pack, body["outcome"]),
        "reason": body["reason"], "effects": effects(record.pack, granted(body["effects"])),
        "refused_effects": not_granted(record, body["effects"]),
        "situations": "；".join(situations.splitlines()), "evidence": listed_evidence(evidence_rows(record)),
        "duties": numbered(f"{citation(record.pack, d.cites[0])}：{sentence(d.name.zh)}" for d in duties),
    }
