"""The papers of a matter as sources: one function a kind of item says its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from rongcuo.documents.sources import Record, Rows, Source, register, yes_no
from rongcuo.documents.sources.words import (
    day,
    effects,
    numbered,
    outcome,
    rule,
    sentence,
    short,
    value,
)
from rongcuo.matters.access import (
    ITEMS,
    Standing,
    Viewer,
    visible_items,
    visible_matters,
    with_people,
)
from rongcuo.matters.models import Evidence, Finding, Item, Part, Point
from rongcuo.matters.packs import settings_of
from rongcuo.people.models import Person
from rongcuo.policy.prose import citation, numeral

#: The program's own codes (`matters.acceptance`, `publication`, `verification`), as a paper says them.
GROUNDS = {
    "outside_scope": "申请人不属于适用范围内的处室、单位和工作人员",
    "no_procedure": "尚未对申请人启动问责程序",
    "decided_before": "同一事项已经认定，且没有新的事实",
    "late": "申请超过规定期限",
}
WAYS = {"borrow": "从其他处室（单位）借调", "designate": "由局党组指定"}
FORMS = {"meeting": "会议通报", "circular": "书面通报", "other": "其他方式"}
SCOPES = {"unit": "所在处室（单位）", "organisation": "全局", "system": "全局及局属单位"}
RECEIVED = {
    "in_time": "在规定期限内提出", "on_notice": "自获知之日起在规定期限内提出", "late": "超过规定期限提出"
}
LANES = {"applicant": "申请人提供", "group": "工作小组调取", "witness": "证人提供", "relative": "亲属提交"}

EVIDENCE_COLUMNS = 6


def record_of(item: Item) -> Record:
    """An item as a record a paper can be made from."""
    return Record(
        item.kind, item, item.done_on, item.matter, item.subject, item.author.name if item.author_id else ""
    )


def _rows():
    return Item.objects.select_related(
        "matter__act", "matter__unit", "subject__person", "subject__unit", "author"
    )


def _finder(kind: str) -> Callable[[Viewer, UUID], Record | None]:
    def find(viewer: Viewer, pk: UUID) -> Record | None:
        matter = with_people(visible_matters(viewer)).filter(items=pk).first()
        if matter is None:
            return None
        allowed = visible_items(Standing(viewer, matter)).filter(pk=pk, kind=kind)
        item = _rows().filter(pk__in=allowed).first()
        return record_of(item) if item else None

    return find


def item_source(kind: str, fields: str = "", tables: dict[str, int] | None = None, keys: str = "",
                keyed: Callable[[Record], dict[str, str]] = lambda record: {}):
    """Register the function that says the fields of a kind of item."""

    def wrap(function: Callable[[Record, dict], dict[str, str | Rows]]):
        register(Source(
            kind, frozenset(fields.split()), lambda record: function(record, record.row.body), _finder(kind),
            tables=tables or {}, keys=frozenset(keys.split()), keyed=keyed, shared=not ITEMS[kind].own,
        ))
        return function

    return wrap


# --- small words -----------------------------------------------------------------------------


def _evidence(record: Record, numbers: Iterable[int] | None = None) -> Rows:
    """序号、名称、来源、形成日期、提交日期、文件摘要值."""
    rows = Evidence.objects.filter(matter=record.matter).order_by("n")
    if numbers is not None:
        rows = rows.filter(n__in=list(numbers))
    return [
        [str(e.n), e.title, LANES.get(e.lane, e.lane), short(e.made_on), short(e.added_on), e.sha256[:12]] for e in rows
    ]


def _listed(rows: Rows) -> str:
    return "\n".join(f"{n}. {title}" + (f"（{day(made)}）" if made else "") for n, title, _lane, made, _on, _sha in rows)


def _situations(record: Record, keys: Iterable[str], main: str) -> str:
    keys = list(keys)
    return "\n".join(
        rule(record.pack, k) + ("（主要情形）" if k == main and len(keys) > 1 else "") for k in keys
    )


def _answers(record: Record) -> str:
    lines = []
    for key, given in record.row.body["answers"].items():
        question = record.pack.questions.get(key)
        shown = f"（证据{'、'.join(map(str, given['evidence']))}）" if given.get("evidence") else ""
        lines.append(f"{question.text.zh if question else key}{sentence(given.get('text', '') + shown)}")
    return numbered(lines)


def _people(keys: Iterable[str]) -> dict[str, str]:
    return {str(p.pk): p.name for p in Person.objects.filter(pk__in=list(keys))}


def _names(record: Record) -> dict[str, str]:
    return {str(s.pk): s.name for s in record.subjects}


def _granted(ticks: dict) -> list[str]:
    return [k for k, t in ticks.items() if t["granted"]]


def _not_granted(record: Record, ticks: dict) -> str:
    known = record.pack.effects
    return "\n".join(
        f"{citation(record.pack, known[k].cites[0])}不适用：{sentence(t['reason'])}"
        for k, t in ticks.items() if not t["granted"] and k in known
    )


def _decided(record: Record) -> dict[str, str]:
    one = record.pack.determinations.get(record.row.body["outcome"])
    return {"outcome": record.row.body["outcome"], "positive": yes_no(one and one.positive)}


# --- A08-1, A07 ------------------------------------------------------------------------------


@item_source(
    "application",
    "situations account points remedy late_reason evidence submitted_on due_on truth told_on claims received_state"
    " comparison before new behalf authorisation",
    {"evidence_rows": EVIDENCE_COLUMNS},
)
def _application(record: Record, body: dict) -> dict[str, str | Rows]:
    subject, facts = record.subject, record.pack.facts
    told = record.matter.act.subjects.filter(person_id=subject.person_id, unit_id=subject.unit_id).first()
    rows = _evidence(record, body["evidence"])
    said = body.get("words") or {}
    claims = []
    for key in dict.fromkeys([*subject.claims, *said]):
        if key in facts:
            given = "" if key not in subject.claims else (
                "不清楚" if subject.claims[key] is None else value(facts[key], subject.claims[key])
            )
            claims.append(f"{facts[key].question.zh}{sentence('；'.join(filter(None, [given, said.get(key, '')])))}")
    return {
        "situations": _situations(record, body["situations"], body["main_situation"]),
        "account": body["account"], "points": numbered(body["points"]), "remedy": body["remedy"],
        "late_reason": body["late_reason"], "evidence": _listed(rows), "evidence_rows": rows,
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
        "evidence_rows": _evidence(record, body["evidence"]),
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


# --- A08-2 -----------------------------------------------------------------------------------


@item_source("group", "lead members task reason")
def _group(record: Record, body: dict) -> dict[str, str]:
    names = _people(body["members"])
    return {
        "lead": names.get(body["lead"], ""), "task": body["task"], "reason": body["reason"],
        "members": "、".join(names.get(m, "") for m in body["members"] if m != body["lead"]),
    }


@item_source("hearing", "place present record")
def _hearing(record: Record, body: dict) -> dict[str, str]:
    return {key: body[key] for key in ("place", "present", "record")}


@item_source(
    "report", "facts course answers weighed findings disagreement evidence group comparisons history",
    {"finding_rows": 4, "evidence_rows": EVIDENCE_COLUMNS},
)
def _report(record: Record, body: dict) -> dict[str, str | Rows]:
    points = Point.objects.filter(subject__matter=record.matter).order_by("subject", "n")
    order = {fact: n for n, fact in enumerate(record.pack.facts)}
    found = sorted(
        Finding.objects.filter(subject__matter=record.matter),
        key=lambda f: (str(f.subject_id), order.get(f.fact, -1)),
    )
    parts = Part.objects.filter(matter=record.matter, capacity="verifier", ended=False)
    names, several = _names(record), len(record.subjects) > 1
    rows = [_finding(record, f, names[str(f.subject_id)] if several else "") for f in found]
    evidence = _evidence(record)
    return {
        "facts": body["facts"], "course": body["course"], "disagreement": body["disagreement"],
        "answers": _answers(record), "evidence": _listed(evidence), "evidence_rows": evidence,
        "comparisons": "\n".join(
            (f"{names.get(k, '')}：" if several else "") + sentence(t) for k, t in (body.get("comparisons") or {}).items()
        ),
        "history": "；".join(_before(record, r, names if several else {}) for r in body.get("history") or ()),
        "weighed": numbered(
            f"{sentence(p.text)}核实情况：{body['weighed'][str(p.pk)]}" for p in points
            if str(p.pk) in body["weighed"]
        ),
        "finding_rows": rows, "findings": numbered(f"{q}{a}（{g}{e and '，证据' + e}）。" for q, a, g, e in rows),
        "group": "、".join(
            p.person.name for p in parts.select_related("person").order_by("-lead", "person__name")
        ),
    }


def _before(record: Record, row: dict, names: dict[str, str]) -> str:
    """An earlier matter of the same kind, as the report lists it."""
    ended = outcome(record.pack, row["outcome"]) if row["outcome"] else record.pack.procedure.subject_states[row["state"]].name.zh
    who = f"{names[row['subject']]}" if row["subject"] in names else ""
    return f"{who}{row['number']}（{day(row['opened_on'])}，{ended}）"


def _finding(record: Record, row: Finding, who: str) -> list[str]:
    fact, grade = record.pack.facts.get(row.fact), record.pack.grades.get(row.grade)
    question = fact.question.zh if fact else row.fact
    return [
        f"{who}：{question}" if who else question, value(fact, row.value),
        grade.name.zh if grade else row.grade, "、".join(map(str, row.evidence)),
    ]


# --- A08-3 -----------------------------------------------------------------------------------


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
    names, lines, rows = _names(record), [], []
    for key, given in body["proposals"].items():
        said = outcome(record.pack, given["outcome"])
        beyond = f"超出检查所列范围的理由：{sentence(given['beyond'])}" if given.get("beyond") else ""
        beside = f"与最接近情形的比较：{sentence(given['comparison'])}" if given.get("comparison") else ""
        lines.append(f"{names.get(key, '')}：拟{said}。{sentence(given['reason'])}{beyond}{beside}")
        rows.append([names.get(key, ""), f"拟{said}", given["reason"]])
    return {
        "facts": body["facts"], "minority": body["minority"], "answers": _answers(record),
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
    names, lines = _names(record), []
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
    keys="outcome positive", keyed=_decided,
)
def _determination(record: Record, body: dict) -> dict[str, str]:
    subject = record.subject
    situations = _situations(record, subject.situations, subject.main_situation)
    duties = [d for d in record.pack.duties.values() if body["outcome"] in d.mandatory_for]
    return {
        "held_on": day(body["held_on"]), "outcome": outcome(record.pack, body["outcome"]),
        "reason": body["reason"], "effects": effects(record.pack, _granted(body["effects"])),
        "refused_effects": _not_granted(record, body["effects"]),
        "situations": "；".join(situations.splitlines()), "evidence": _listed(_evidence(record)),
        "duties": numbered(f"{citation(record.pack, d.cites[0])}：{sentence(d.name.zh)}" for d in duties),
    }


# --- A08-4 to A08-6 --------------------------------------------------------------------------


@item_source(
    "feedback", "outcome effects refused_effects explanation answers reconsideration", {"answer_rows": 3},
    "outcome positive", _decided,
)
def _feedback(record: Record, body: dict) -> dict[str, str | Rows]:
    answers = body["answers"]
    return {
        "outcome": outcome(record.pack, body["outcome"]),
        "effects": effects(record.pack, _granted(body["effects"])),
        "refused_effects": _not_granted(record, body["effects"]), "explanation": body["explanation"],
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
        "evidence": _listed(_evidence(record, body["evidence"])),
    }
