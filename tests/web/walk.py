"""A matter walked from application to filing as people do it: open a page, fill in its form, send it.

`Walk` posts what the page's own form holds, with what was typed over it. So a field that the form
forgets to carry, or names otherwise than the action, makes the walk fail.
"""

from __future__ import annotations

from datetime import date, datetime, time
from html.parser import HTMLParser
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rongcuo import clock
from rongcuo.demo.bureau import GROUP
from rongcuo.demo.story import COURSE, STEPS, favourable
from rongcuo.matters.determination import effects_for
from rongcuo.matters.models import ActSubject, Interest, Matter, Point, Subject
from rongcuo.matters.moves import PER_SUBJECT
from rongcuo.matters.packs import current_calendar, pack_of
from rongcuo.people.models import Account, Person
from tests.matters.world import PLOT, Case

NOTE = ("会议记录.txt", "示例会议记录：经集体研究，按方案推进。")


class Forms(HTMLParser):
    """The forms of a page: for each, its address and the values a browser would send."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.forms: list[dict] = []
        self._select: str | None = None
        self._chosen = False
        self._area: str | None = None
        self.feed(page)

    @property
    def _values(self) -> dict[str, list[str]]:
        return self.forms[-1]["values"] if self.forms else {}

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.forms.append({"action": a.get("action") or "", "values": {}, "names": set()})
        if not self.forms or (tag in {"input", "textarea", "select"} and "name" not in a):
            return
        if tag in {"input", "textarea", "select"}:
            self.forms[-1]["names"].add(a["name"])
        if tag == "input":
            kind = a.get("type", "text")
            if kind in {"file", "submit"} or (kind in {"checkbox", "radio"} and "checked" not in a):
                return
            self._values.setdefault(a["name"], []).append(a.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "textarea":
            self._area = a["name"]
            self._values[a["name"]] = [""]
        elif tag == "select":
            self._select, self._chosen = a["name"], False
        elif tag == "option" and self._select and ("selected" in a or not self._values.get(self._select)):
            if not self._chosen:
                self._values[self._select] = [a.get("value", "")]
            self._chosen = self._chosen or "selected" in a

    def handle_data(self, data):
        if self._area:
            self._values[self._area][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            values = self._values[self._area]
            values[0] = values[0].removeprefix("\n")  # as browsers read it
            self._area = None
        if tag == "select":
            self._select = None

    def carrying(self, name: str) -> dict:
        """The form that has a field of this name."""
        return next(f for f in self.forms if name in f["names"])


class Walk:
    """The plain course of one matter over HTTP. `enter` and `on` are the fixtures of those names."""

    def __init__(self, bureau, enter, on, start: date = date(2026, 3, 2), plot=PLOT):
        self.bureau, self.plot, self.start, self.day = bureau, plot, start, start
        self._enter, self._on = enter, on
        self._clients: dict[str, Client] = {}
        self.matter_id: UUID | None = None
        self.pages: dict[str, str] = {}

    # --- small helps -------------------------------------------------------------------------

    def client(self, who: str) -> Client:
        """A browser in which the person is signed in on the walk's day."""
        if who not in self._clients:
            self._clients[who] = self._enter(who)
        else:
            self._clients[who].force_login(Account.objects.get(username=who))
        return self._clients[who]

    def now(self):
        return clock.frozen(datetime.combine(self.day, time(9, 30), clock.ZONE))

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.matter_id)

    @property
    def subject(self) -> Subject:
        return Subject.objects.filter(matter=self.matter_id).select_related("person", "unit", "matter").first()

    def person(self, who: str) -> Person:
        return self.bureau[who]

    def address(self, action: str, subject: Subject | None = None) -> str:
        subject = subject or self.subject
        if action in PER_SUBJECT or action == "record_findings":
            return reverse("act-on-subject", args=[self.matter_id, subject.pk, action])
        return reverse("act-on", args=[self.matter_id, action])

    def page(self, who: str, address: str | None = None, status: int = 200) -> str:
        """The matter's page (or another) as a person sees it."""
        with self.now():
            answer = self.client(who).get(address or reverse("matter", args=[self.matter_id]))
        assert answer.status_code == status, (who, address, answer.status_code)
        return answer.content.decode() if not answer.streaming else ""

    def filled(self, who: str, action: str, subject: Subject | None = None) -> dict:
        """What the step's form holds before anything is typed."""
        page = self.page(who, self.address(action, subject))
        self.pages[action] = page
        return Forms(page).carrying("at")["values"]

    def send(self, who: str, action: str, typed: dict | None = None, subject=None, held=None):
        """Open the form of a step, type, send; the answer."""
        data = (held or self.filled(who, action, subject)) | (typed or {})
        with self.now():
            return self.client(who).post(self.address(action, subject), data)

    def do(self, who: str, action: str, typed: dict | None = None, subject=None) -> None:
        """Take a step that must succeed."""
        answer = self.send(who, action, typed, subject)
        if answer.status_code != 302:
            page = answer.content.decode()
            raise AssertionError(f"{action}: {answer.status_code} {page[page.find('error-summary'):][:1500]}")

    def until(self, step: str) -> Walk:
        """Walk the plain course up to and including a step."""
        for name in STEPS[: STEPS.index(step) + 1]:
            self.take(name)
        return self

    def take(self, step: str) -> None:
        gap = COURSE[step]
        self.day = current_calendar().last_day(self.day, gap).due if gap else self.day
        getattr(self, step)()

    # --- before the matter -------------------------------------------------------------------

    def _post(self, who: str, url: str, typed: dict):
        with self.now():
            held = Forms(self.client(who).get(url).content.decode())
            form = next(f for f in held.forms if set(typed) & f["names"] or "key" in f["names"])
            answer = self.client(who).post(form["action"] or url, form["values"] | typed)
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return answer["Location"]

    def registered(self) -> None:
        self.act_url = self._post("registrar", reverse("act-new"), {
            "kind": self.plot.kind, "document_number": self.plot.document_number,
            "issued_by": "示例局机关纪委", "started_on": self.start.isoformat(), "occurred_on": "2026-01-20",
            "brief": self.plot.brief, "go": "register",
            "subject_0": f"{self.bureau[self.plot.subject].pk}:{self.bureau.units[self.plot.unit].pk}",
        })  # fmt: skip

    def told(self) -> None:
        self._post("registrar", self.act_url, {"told_on": self.day.isoformat()})

    def noticed(self) -> None:
        self._post("officer", self.act_url, {})

    def submitted(self) -> None:
        target = ActSubject.objects.latest("told_on", "pk")
        client = self.client(self.plot.subject)

        def screen(slug: str, typed: dict):
            url = reverse("apply-screen", args=[target.pk, slug])
            held = Forms(client.get(url).content.decode()).forms
            form = next(f for f in held if set(typed) & f["names"]) if set(typed) - {"go"} else held[-1]
            answer = client.post(url, form["values"] | typed)
            assert answer.status_code == 302, (slug, answer.content.decode()[:1500])
            return answer

        with self.now():
            screen("what", {"account": self.plot.account})
            screen("situation", {"situations": [self.plot.situation]})
            screen("reasons", {f"point_{n}": text for n, text in enumerate(self.plot.points)})
            screen("evidence", {
                "file": SimpleUploadedFile(NOTE[0], NOTE[1].encode()), "title": "专题会议记录", "go": "add",
            })  # fmt: skip
            screen("truth", {"integrity": "on"})
            held = Forms(client.get(reverse("apply-screen", args=[target.pk, "form"])).content.decode())
            answer = client.post(
                reverse("apply-screen", args=[target.pk, "form"]),
                held.carrying("key")["values"] | {"go": "submit"},
            )
        assert answer.status_code == 302, answer.content.decode()[:1500]
        self.matter_id = UUID(answer["Location"].strip("/").split("/")[-1])

    # --- the matter --------------------------------------------------------------------------

    def forwarded(self) -> None:
        self.do(self.plot.head, "forward", {"words": "情况属实，同意转报。"})

    def accepted(self) -> None:
        self.do("officer", "accept", {"in_scope": "on"})

    def appointed(self) -> None:
        group = [str(self.bureau[k].pk) for k in GROUP]
        self.do("officer", "appoint_group", {
            "lead": group[0], "members": group, "task": "核实事实、经过和依据，听取陈述，出具报告。",
        })  # fmt: skip

    def declared(self) -> None:
        for who in GROUP:
            self.declare(who)

    def declare(self, who: str) -> None:
        self.do(who, "declare_interests", {"none": "on"})

    def heard(self) -> None:
        self.do("verifier_1", "hear_applicant", self.hearing())

    @staticmethod
    def hearing() -> dict:
        return {
            "place": "机关三楼谈话室", "present": "样例一、样例二", "confirmed": "on",
            "record": "问：请说明事情经过。\n答：我按会议确定的方案办理。\n以上记录已读，与所述一致。",
        }

    def findings(self, **values) -> dict:
        """A finding for every fact of the sheet: what speaks for the applicant, and these."""
        pack = pack_of(self.matter)
        held = self.filled("verifier_1", "record_findings")
        typed = {}
        for name in [n.removeprefix("grade-") for n in held if n.startswith("grade-")]:
            value = values.get(name, self.plot.findings.get(name, favourable(pack.facts[name])))
            typed[f"fact-{name}"] = {True: "yes", False: "no"}.get(value, value)
            typed[f"grade-{name}"], typed[f"evidence-{name}"] = "proved", "1"
        return typed

    def found(self) -> None:
        self.do("verifier_1", "record_findings", self.findings())

    def answers(self, paper: str, action: str, who: str) -> dict:
        """An answer to every question of Articles 4 and 5, resting on evidence 1 and a finding."""
        held = self.filled(who, action)
        typed = {}
        for q in pack_of(self.matter).questions.values():
            if paper in q.required_in:
                assert f"answer-{q.id}" in held
                typed |= {f"answer-{q.id}": "见所列事实和证据。", f"rests-{q.id}": ["e1", "fdiligent"]}
        return typed

    def report(self) -> dict:
        weighed = {f"weighed-{p.pk}": "经核实，所述与证据一致。" for p in Point.objects.filter(subject=self.subject)}
        return {
            "facts": "核实情况如下。", "course": "查阅材料、实地走访、听取陈述。", **weighed,
            **self.answers("report", "issue_report", "verifier_1"),
        }

    def reported(self) -> None:
        self.do("verifier_1", "issue_report", self.report())

    def consulted(self) -> None:
        self.do("officer", "consult_personnel", {"question": "请说明目前的影响期和法定限制。"})

    def answered(self) -> None:
        self.do("personnel", "answer_consultation", {"answer": "无正在计算的影响期。"})

    def proposal(self, outcome: str | None = None) -> dict:
        s = self.subject.pk
        return {
            "facts": "同意调查报告认定的事实。", f"outcome-{s}": outcome or self.plot.outcome,
            f"reason-{s}": "事实清楚，依据见报告。", **self.answers("opinion", "give_opinion", "drafter"),
        }

    def opinion(self) -> None:
        if not Interest.objects.filter(matter=self.matter_id, person=self.bureau["drafter"].pk).exists():
            self.declare("drafter")
        self.do("drafter", "give_opinion", self.proposal())

    def meeting(self, outcome: str | None = None) -> dict:
        s, names = self.subject, self.bureau.leaders
        outcome = outcome or self.plot.outcome
        typed = {
            "held_on": self.day.isoformat(), "place": "局第一会议室", "due": names, "present": names,
            "chair": names[0], f"outcome-{s.pk}": outcome, f"reason-{s.pk}": "集体研究决定。",
            f"for-{s.pk}": "5", f"against-{s.pk}": "0", f"abstain-{s.pk}": "0",
        }
        positive = pack_of(self.matter).determinations[outcome].positive
        for e in effects_for(pack_of(self.matter), s, outcome) if positive else ():
            typed[f"effect-{s.pk}-{e.id}"] = "on"
        return typed

    def determined(self) -> None:
        self.do("secretary", "determine", self.meeting())

    def feedback(self) -> dict:
        points = Point.objects.filter(subject=self.subject)
        return {"explanation": "经研究，结果及理由如下。"} | {
            f"answer-{p.pk}": "所提情况已核实。" for p in points
        }

    def fed_back(self) -> None:
        self.do("officer", "feed_back", self.feedback())

    def received(self) -> None:
        self.do(self.plot.subject, "record_receipt", {"received_on": self.day.isoformat()})

    def published(self) -> None:
        self.do("officer", "publish", {
            "form": "circular", "scope": "organisation", "text": "近期一起履职失误经研究符合容错情形。",
        })  # fmt: skip

    def filed(self) -> None:
        self.do("officer", "file", {"note": "材料齐全。"})


class Quick(Walk):
    """The same, but what went before is done by the actions themselves: for tests of one step."""

    def until(self, step: str) -> Quick:
        case = Case(self.bureau, self.start, **vars(self.plot)).until(step)
        self.day, self.matter_id, self.act_url = case.day, case.matter_id, reverse("act", args=[case.act.pk])
        return self
