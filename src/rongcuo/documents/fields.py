"""The words a paper can name: {field} -> text, from one item of a matter's record.

`COMMON` stand for every paper; `OF_ITEM` are those of a kind of item. A field without words is the
empty text. Nothing here judges: each field says what was recorded, in the words of the pack.
"""

from __future__ import annotations

from datetime import date

from rongcuo.matters.models import Evidence, Finding, Item, Part, Point
from rongcuo.matters.packs import pack_of
from rongcuo.people.models import Person
from rongcuo.policy.prose import citation, numeral

_WORDS = (
    "bureau measures matter_number matter_title unit subject subjects act act_number act_issuer act_day "
    "done_on author handler decider year"
)
COMMON = frozenset(_WORDS.split())
OF_ITEM: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "application": "situations account points remedy late_reason evidence submitted_on due_on truth told_on",
        "acceptance": "reason submitted_on received_state",
        "completion_request": "missing submitted_on",
        "refusal": "ground reason submitted_on",
        "group": "lead members task reason declarations",
        "hearing": "place present record",
        "report": "facts course answers weighed findings disagreement evidence group",
        "opinion": "facts proposals answers minority",
        "minutes": "held_on place chair due present absent recused views decisions catch_all",
        "determination": "held_on outcome reason effects refused_effects situations evidence",
        "feedback": "outcome effects explanation answers",
        "publication": "form scope text named",
        "filing": "papers note contents",
    }.items()
}

_GROUNDS = {
    "outside_scope": "申请人不属于《办法》适用范围内的处室、单位和工作人员",
    "no_procedure": "尚未对申请人启动问责程序",
    "decided_before": "同一事项已经认定，且没有新的事实",
    "late": "申请超过规定期限",
}
_FORMS = {"meeting": "会议通报", "circular": "书面通报", "other": "其他方式"}
_SCOPES = {"unit": "所在处室（单位）", "organisation": "全局", "system": "全局及局属单位"}
_RECEIVED = {"in_time": "在规定期限内提出", "on_notice": "自获知之日起在规定期限内提出", "late": "超过规定期限提出"}
_DECLARED = {"clear": "无回避情形", "declared": "已声明，待决定", "recused": "已回避", "cleared": "经决定不需回避"}


def known(kind: str) -> frozenset[str]:
    """The fields a template for items of this kind may name."""
    return COMMON | OF_ITEM.get(kind, frozenset())


def day(value: date | str | None) -> str:
    """2026年9月17日: Arabic numerals, no leading zeros (GB/T 9704-2012, 7.3.5)."""
    if not value:
        return ""
    value = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{value.year}年{value.month}月{value.day}日"


def values(item: Item, bureau: str) -> dict[str, str]:
    """Every field of `known(item.kind)` with its words."""
    source = _Source(item, bureau)
    made = source.common() | getattr(source, item.kind, dict)()
    return {name: made.get(name, "") for name in known(item.kind)}


class _Source:
    def __init__(self, item: Item, bureau: str):
        self.item, self.body, self.bureau = item, item.body, bureau
        self.matter, self.pack = item.matter, pack_of(item.matter)
        self.all = list(self.matter.subjects.select_related("person", "unit"))
        self.names = {str(s.pk): s.name for s in self.all}

    def common(self) -> dict[str, str]:
        matter, act, subject = self.matter, self.matter.act, self.item.subject
        kind = self.pack.acts.get(act.kind)
        body = {
            capacity: b.name.zh for b in self.pack.bodies.values() for capacity in b.capacities
        }
        return {
            "bureau": self.bureau,
            "measures": "《" + self.pack.title.zh.replace("(", "（").replace(")", "）").strip("《》") + "》",
            "matter_number": matter.number, "matter_title": matter.title.rstrip("。"),
            "unit": (subject or matter).unit.name, "subject": subject.name if subject else self.who(),
            "subjects": self.who(), "act": kind.name.zh if kind else act.kind,
            "act_number": act.document_number, "act_issuer": act.issued_by,
            "act_day": day(act.started_on), "done_on": day(self.item.done_on),
            "author": self.item.author.name if self.item.author_id else "",
            "handler": body.get("handler", ""), "decider": body.get("decider", ""),
            "year": str(self.item.done_on.year),
        }

    def who(self) -> str:
        return "、".join(self.names.values())

    # --- small words -------------------------------------------------------------------------

    def _outcome(self, key: str) -> str:
        known = self.pack.determinations.get(key)
        return known.name.zh if known else key

    def _situations(self, keys, main: str) -> str:
        lines = []
        for key in keys:
            rule = self.pack.rules.get(key)
            cited = citation(self.pack, rule.cites[0]) if rule else ""
            lines.append(f"{cited}{rule.name.zh if rule else key}" + ("（主要）" if key == main and len(keys) > 1 else ""))
        return "\n".join(lines)

    def _evidence(self, numbers=None) -> str:
        rows = Evidence.objects.filter(matter=self.matter).order_by("n")
        if numbers is not None:
            rows = rows.filter(n__in=numbers)
        return "\n".join(f"{e.n}. {e.title}" + (f"（{day(e.made_on)}）" if e.made_on else "") for e in rows)

    def _answers(self) -> str:
        lines = []
        for n, (key, given) in enumerate(self.body["answers"].items(), 1):
            question = self.pack.questions.get(key)
            shown = f"（证据{'、'.join(map(str, given['evidence']))}）" if given.get("evidence") else ""
            lines.append(f"{n}. {question.text.zh if question else key}{given.get('text', '')}{shown}")
        return "\n".join(lines)

    def _people(self, keys) -> dict[str, str]:
        return {str(p.pk): p.name for p in Person.objects.filter(pk__in=keys)}

    def _effects(self, keys) -> str:
        found = [self.pack.effects[k] for k in keys if k in self.pack.effects]
        return "\n".join(f"{n}. {citation(self.pack, e.cites[0])}：{e.name.zh}。" for n, e in enumerate(found, 1))

    # --- the kinds of item -------------------------------------------------------------------

    def application(self) -> dict[str, str]:
        b, s = self.body, self.item.subject
        told = self.matter.act.subjects.filter(person_id=s.person_id, unit_id=s.unit_id).first()
        return {
            "situations": self._situations(b["situations"], b["main_situation"]), "account": b["account"],
            "points": "\n".join(f"{n}. {p}" for n, p in enumerate(b["points"], 1)), "remedy": b["remedy"],
            "late_reason": b["late_reason"], "evidence": self._evidence(b["evidence"]),
            "submitted_on": day(s.submitted_on), "due_on": day(s.due_on) + ("（暂定）" if s.provisional else ""),
            "truth": "以上内容据本人所知属实。" if b["integrity"] else "", "told_on": day(told.told_on if told else None),
        }

    def acceptance(self) -> dict[str, str]:
        b = self.body
        return {
            "reason": b["reason"], "submitted_on": day(self.item.subject.submitted_on),
            "received_state": _RECEIVED.get(b["timeliness"], ""),
        }

    def completion_request(self) -> dict[str, str]:
        return {"missing": self.body["missing"], "submitted_on": day(self.item.subject.submitted_on)}

    def refusal(self) -> dict[str, str]:
        b = self.body
        return {
            "ground": _GROUNDS.get(b["ground"], b["ground"]), "reason": b["reason"],
            "submitted_on": day(self.item.subject.submitted_on),
        }

    def group(self) -> dict[str, str]:
        b = self.body
        names = self._people(b["members"])
        interests = {str(i.person_id): i for i in self.matter.interests.all()}
        lines = [
            f"{names.get(m, '')}：{_DECLARED[interests[m].status]}" for m in b["members"] if m in interests
        ]
        return {
            "lead": names.get(b["lead"], ""), "task": b["task"], "reason": b["reason"],
            "members": "、".join(names.get(m, "") for m in b["members"] if m != b["lead"]),
            "declarations": "\n".join(lines),
        }

    def hearing(self) -> dict[str, str]:
        return {key: self.body[key] for key in ("place", "present", "record")}

    def report(self) -> dict[str, str]:
        b = self.body
        points = Point.objects.filter(subject__matter=self.matter).order_by("subject", "n")
        rows = Finding.objects.filter(subject__matter=self.matter).order_by("subject", "fact")
        parts = Part.objects.filter(matter=self.matter, capacity="verifier", ended=False)
        order = list(self.pack.facts)
        rows = sorted(rows, key=lambda f: (str(f.subject_id), order.index(f.fact) if f.fact in order else -1))
        return {
            "facts": b["facts"], "course": b["course"], "disagreement": b["disagreement"],
            "answers": self._answers(), "evidence": self._evidence(),
            "weighed": "\n".join(
                f"{p.n}. {p.text}核实情况：{b['weighed'][str(p.pk)]}" for p in points if str(p.pk) in b["weighed"]
            ),
            "findings": "\n".join(f"{n}. {self._finding(row)}" for n, row in enumerate(rows, 1)),
            "group": "、".join(p.person.name for p in parts.select_related("person").order_by("-lead", "person__name")),
        }

    def _finding(self, row: Finding) -> str:
        fact, grade = self.pack.facts.get(row.fact), self.pack.grades.get(row.grade)
        value = row.value
        if isinstance(value, bool):
            said = "是" if value else "否"
        elif fact and value in fact.values:
            said = fact.values[value].zh
        else:
            said = "未能查明" if value in (None, "unknown") else f"{value}{fact.unit.zh if fact and fact.unit else ''}"
        shown = f"，证据{'、'.join(map(str, row.evidence))}" if row.evidence else ""
        return f"{fact.question.zh if fact else row.fact}{said}（{grade.name.zh if grade else row.grade}{shown}）。"

    def opinion(self) -> dict[str, str]:
        b, lines = self.body, []
        for key, given in b["proposals"].items():
            beyond = f"超出检查所列范围的理由：{given['beyond']}" if given.get("beyond") else ""
            lines.append(f"{self.names.get(key, '')}：拟{self._outcome(given['outcome'])}。{given['reason']}{beyond}")
        return {
            "facts": b["facts"], "minority": b["minority"], "answers": self._answers(),
            "proposals": "\n".join(lines),
        }

    def minutes(self) -> dict[str, str]:
        b, lines = self.body, []
        for n, (key, given) in enumerate(b["decisions"].items(), 1):
            text = (
                f"{n}. {self.names.get(key, '')}：{self._outcome(given['outcome'])}。"
                f"同意{given['for']}票，不同意{given['against']}票，弃权{given['abstain']}票。{given['reason']}"
            )
            for name, label in (
                ("departure", "与初步意见不一致的理由"), ("beyond", "超出检查所列范围的理由"), ("dissent", "不同意见"),
            ):
                text += f"{label}：{given[name]}" if given.get(name) else ""
            lines.append(text)
        return {
            "held_on": day(b["held_on"]), "place": b["place"], "chair": b["chair"], "due": str(len(b["due"])),
            "present": "、".join(b["present"]), "recused": "、".join(b["recused"]),
            "absent": "、".join(n for n in b["due"] if n not in b["present"] and n not in b["recused"]),
            "views": "\n".join(f"{who}：{text}" for who, text in b["views"].items()),
            "decisions": "\n".join(lines), "catch_all": b["catch_all"],
        }

    def determination(self) -> dict[str, str]:
        b, s = self.body, self.item.subject
        refused = [(k, t) for k, t in b["effects"].items() if not t["granted"] and k in self.pack.effects]
        return {
            "held_on": day(b["held_on"]), "outcome": self._outcome(b["outcome"]), "reason": b["reason"],
            "effects": self._effects([k for k, t in b["effects"].items() if t["granted"]]),
            "refused_effects": "\n".join(
                f"{citation(self.pack, self.pack.effects[k].cites[0])}不适用：{t['reason']}" for k, t in refused
            ),
            "situations": "；".join(self._situations(s.situations, s.main_situation).splitlines()),
            "evidence": self._evidence(),
        }

    def feedback(self) -> dict[str, str]:
        b = self.body
        return {
            "outcome": self._outcome(b["outcome"]), "effects": self._effects(b["effects"]),
            "explanation": b["explanation"],
            "answers": "\n".join(
                f"{numeral(a['n'])}是关于“{a['text'].rstrip('。')}”。{a['answer']}" for a in b["answers"]
            ),
        }

    def publication(self) -> dict[str, str]:
        b = self.body
        return {
            "form": _FORMS.get(b["form"], b["form"]), "scope": _SCOPES.get(b["scope"], b["scope"]),
            "text": b["text"], "named": "、".join(b["named"]),
        }

    def filing(self) -> dict[str, str]:
        rows = Item.objects.filter(matter=self.matter, position__lte=self.item.position).select_related("author")
        titles = {t.item: t.name.zh for t in self.pack.documents.values()}
        kept = [i for i in rows if i.kind in titles]
        return {
            "papers": str(self.body["papers"]), "note": self.body["note"],
            "contents": "\n".join(
                f"{n}. {titles[i.kind]}　{day(i.done_on)}" for n, i in enumerate(kept, 1)
            ),
        }
