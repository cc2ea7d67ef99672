"""A matter told in the words of the measures: the demo's `Story`, with more subjects and with noes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from rongcuo import clock, ids
from rongcuo.demo.bureau import Bureau
from rongcuo.demo.story import STEPS, Plot, Story
from rongcuo.ledger.models import Entry
from rongcuo.matters import (
    acts,
    application,
    determination,
    drafts,
    later,
    review,
    revocation,
    verification,
)
from rongcuo.matters.access import Standing, viewer_of, visible_matters, with_people
from rongcuo.matters.errors import Incomplete, Refusal
from rongcuo.matters.models import Act, ActSubject, Interest, Point, Subject
from rongcuo.matters.packs import pack_of

START = date(2026, 3, 2)
PLOT = Plot(
    "inspector", "chemicals", "chemicals_head", "示例园区检查整改时限偏紧",
    "按会议研究的方案要求企业限期整改，一家示例企业衔接不上。",
    ("方案经处务会集体研究。", "当天到现场协调。"), "A06-1", "当天调整时限。",
)


@contextmanager
def refused(error: type[Refusal] = Incomplete, field: str | None = None):
    """The block is refused with this error, at this place of the form, and nothing is recorded."""
    before = Entry.objects.count()
    with pytest.raises(error) as caught:
        yield caught
    assert type(caught.value) is error
    assert caught.value.message
    assert Entry.objects.count() == before
    if field is not None:
        assert caught.value.field == field


class Case(Story):
    """A story whose act names `also` further subjects, as (person's key or None, unit's key)."""

    def __init__(self, bureau: Bureau, start: date = START, also=(), told_after: int = 0, **plot):
        super().__init__(bureau, replace(PLOT, **plot), start)
        self.also = tuple(also)
        self.told_after = told_after

    # --- who and what ------------------------------------------------------------------------

    def _named(self):
        plot = self.plot
        return [(None if plot.unit_applies else plot.subject, plot.unit), *self.also]

    def target_of(self, who: str | None, unit: str | None = None) -> ActSubject:
        rows = ActSubject.objects.filter(act=self.act)
        if who is None:
            return rows.get(person=None, unit=self.bureau.units[unit].pk)
        return rows.get(person=self.bureau[who].pk)

    @property
    def target(self) -> ActSubject:
        return self.target_of(*self._named()[0])

    def subject_of(self, who: str | None, unit: str | None = None) -> Subject:
        """The person's (or unit's) latest application in the matter."""
        rows = Subject.objects.filter(matter=self.matter_id).order_by("-submitted_on")
        if who is None:
            return rows.filter(person=None, unit=self.bureau.units[unit].pk)[0]
        return rows.filter(person=self.bureau[who].pk)[0]

    @property
    def subject(self) -> Subject:
        return self.subject_of(*self._named()[0])

    @property
    def state(self) -> tuple[str, str]:
        return self.matter.state, self.subject.state

    def sees(self, who: str) -> bool:
        """Whether the person may know of the matter on the story's day."""
        viewer = viewer_of(self.bureau[who], self.day)
        return visible_matters(viewer).filter(pk=self.matter_id).exists()

    def standing(self, who: str) -> Standing:
        """What the person is in the matter, also where the person may not know of it."""
        matter = with_people(type(self.matter).objects.filter(pk=self.matter_id)).get()
        return Standing(viewer_of(self.bureau[who], self.day), matter)

    def later(self, days: int) -> Case:
        """Let calendar days pass."""
        self.day += timedelta(days=days)
        return self

    def until_from(self, first: str, last: str) -> Case:
        """Run the plain course from one step up to another, both included."""
        for name in STEPS[STEPS.index(first): STEPS.index(last) + 1]:
            self.take(name)
        return self

    # --- steps with more than one subject ----------------------------------------------------

    def registered(self) -> None:
        people, units = self.bureau, self.bureau.units
        with self.at():
            entry = acts.register_act(
                actor=people["registrar"], key=str(ids.new_id()), kind=self.plot.kind,
                document_number=self.plot.document_number, issued_by="示例局机关纪委",
                started_on=self.start, occurred_on=self.start - timedelta(days=45),
                brief=self.plot.brief, external=self.plot.external,
                subjects=[
                    {"person": people[who].pk if who else None, "unit": units[unit].pk}
                    for who, unit in self._named()
                ],
            )
        self.act = Act.objects.get(pk=entry.stream)

    def told(self) -> None:
        self.day += timedelta(days=self.told_after)
        for row in ActSubject.objects.filter(act=self.act, told_on=None):
            self._on_act(acts.confirm_told, "registrar", subject=row.pk, told_on=self.day)

    def form(self, **changes) -> dict:
        """What the applicant writes."""
        return {
            "situations": [self.plot.situation], "main_situation": self.plot.situation,
            "account": self.plot.account, "points": list(self.plot.points),
            "claims": {"diligent": True, "private_gain": False}, "remedy": self.plot.remedy,
            "integrity": True, **self.compared,
        } | changes

    def submit(self, who: str | None = None, unit: str | None = None, instant=None, **changes):
        """Submit an application as the person (or the unit's head) without evidence; its entry."""
        named = (who, unit) if who or unit else self._named()[0]
        target = self.target_of(*named)
        actor = self.bureau[named[0] or self.plot.head]
        with clock.frozen(instant) if instant else self.at():
            draft = drafts.draft_for(target.pk, actor=actor)
            entry = application.submit_application(
                draft.pk, actor=actor, key=str(ids.new_id()), **self.form(**changes)
            )
        self.matter_id = entry.stream
        return entry

    # --- what the later papers say, to be changed by a test ----------------------------------

    def deciding(self) -> list[Subject]:
        return list(Subject.objects.filter(matter=self.matter_id, state="accepted"))

    def find(self, rows: list[dict] | None = None, who: str = "verifier_1", **values) -> None:
        """Record findings: these rows, or these facts of the subject as proved by evidence 1."""
        rows = rows or [
            {"subject": self.subject.pk, "fact": fact, "value": value, "grade": "proved", "evidence": [1]}
            for fact, value in values.items()
        ]
        self.act_on(verification.record_findings, who, findings=rows)

    def report(self, who: str = "verifier_1", **changes) -> None:
        points = Point.objects.filter(subject__in=self.deciding())
        self.act_on(
            verification.issue_report, who,
            **{
                "facts": "核实情况如下。", "course": "查阅材料、听取陈述。", "answers": self.answers("report"),
                "weighed": {p.pk: "与证据一致。" for p in points}, "comparisons": self.comparisons,
            } | changes,
        )

    def propose(self, who: str = "drafter", outcome: str = "waived", beyond: str = "", **changes) -> None:
        """The preliminary opinion, interests declared before it."""
        if not Interest.objects.filter(matter=self.matter_id, person=self.bureau[who].pk).exists():
            self.act_on(verification.declare_interests, who, grounds=[])
        self.act_on(
            determination.give_opinion, who,
            **{
                "facts": "同意报告所列事实。", "answers": self.answers("opinion"),
                "proposals": {
                    s.pk: {"outcome": outcome, "reason": "依据见报告。", "effects": [], "beyond": beyond,
                           "comparison": self.comparisons.get(s.pk, "")}
                    for s in self.deciding()
                },
            } | changes,
        )

    def decision(self, subject: Subject, **changes) -> dict:
        """Five votes for what the committee proposed, every effect granted."""
        outcome = changes.get("outcome", subject.proposed)
        effects = determination.effects_for(pack_of(self.matter), subject, outcome)
        positive = pack_of(self.matter).determinations[outcome].positive
        return {
            "outcome": outcome, "for": 5, "against": 0, "abstain": 0, "reason": "集体研究决定。",
            "departure": "", "beyond": "", "dissent": "",
            "effects": {e.id: {"granted": True, "reason": ""} for e in effects} if positive else {},
        } | changes

    def meet(self, who: str = "secretary", decision: dict | None = None, **changes) -> None:
        """The leading group's meeting; `decision` changes what is decided about each subject."""
        names = self.bureau.leaders
        self.act_on(
            determination.determine, who,
            **{
                "held_on": self.day, "place": "局第一会议室", "due": names, "present": names,
                "recused": [], "chair": names[0], "views": {n: "同意。" for n in names},
                "decisions": {s.pk: self.decision(s, **(decision or {})) for s in self.deciding()},
                "catch_all": self.catch_all,
            } | changes,
        )

    # --- after the determination (readings 39 to 41) -----------------------------------------

    def again(self, result: str = "changed", outcome: str | None = None, granted=None, **changes) -> dict:
        """What the leading group decides again about the subject: five votes."""
        subject = self.subject
        outcome = outcome or subject.outcome
        pack = pack_of(self.matter)
        possible = [e.id for e in determination.effects_for(pack, subject, outcome)]
        granted = possible if granted is None else granted
        ticks = {e: {"granted": e in granted, "reason": "" if e in granted else "会议决定。"} for e in possible}
        positive = pack.determinations[outcome].positive
        return {
            "result": result, "outcome": outcome, "for": 5, "against": 0, "abstain": 0, "reason": "集体研究决定。",
            "departure": "", "beyond": "经研究认为成立。", "dissent": "",
            "effects": ticks if result == "changed" and positive else {},
        } | changes

    def meet_again(self, do, who: str = "secretary", decision: dict | None = None, **changes):
        names = self.bureau.leaders
        return self.act_on(
            do, who, subject=self.subject.pk,
            **{
                "held_on": self.day, "place": "局第一会议室", "due": names, "present": names, "recused": [],
                "chair": names[0], "views": {}, "decision": decision or self.again(),
            } | changes,
        )

    def ask_review(self, who: str | None = None, points=("整改期限是会议定的。", "损失当天就止住了。"), **fields):
        return self.act_on(review.ask_review, who or self.plot.subject, subject=self.subject.pk, points=list(points), **fields)

    def receive_review(self, members=("licensor", "trainer"), who: str = "officer", reason: str = "", **fields):
        people = [self.bureau[m].pk for m in members]
        return self.act_on(review.receive_review, who, subject=self.subject.pk, members=people, reason=reason, **fields)

    def declare(self, *who: str) -> None:
        for one in who:
            self.act_on(verification.declare_interests, one, grounds=[])

    def review_opinion(self, who: str = "licensor", result: str = "changed", outcome: str = "waived", **changes):
        return self.act_on(
            review.give_review_opinion, who, subject=self.subject.pk,
            **{
                "facts": "重新查阅了会议记录。", "answers": {1: "成立。", 2: "成立。"},
                "proposal": {"result": result, "outcome": outcome, "reason": "理由成立。"},
            } | changes,
        )

    def reviewed(self, **decision) -> None:
        """From the request to the decision of the leading group, a few days apart."""
        self.later(3).ask_review()
        self.later(1).receive_review()
        self.declare("licensor", "trainer")
        outcome = decision.get("outcome", "waived")
        self.later(4).review_opinion(outcome=outcome, result=decision.get("result", "changed"))
        self.later(5).meet_again(review.decide_review, decision=self.again(**{"outcome": outcome} | decision))

    def tell(self, answers=None, who: str = "officer"):
        points = later.points_of(self.matter, self.subject)
        given = {n: "已研究。" for n in range(1, len(points) + 1)} if answers is None else answers
        return self.act_on(
            later.feed_back_later, who, subject=self.subject.pk, explanation="研究结果如下。", answers=given
        )

    def propose_revocation(self, who: str = "officer", grounds=("false_material",), outcome: str = "refused", **changes):
        return self.act_on(
            revocation.propose_revocation, who, subject=self.subject.pk,
            **{
                "grounds": list(grounds), "facts": "会议纪要的日期是后补的。",
                "proposal": {"outcome": outcome, "reason": "要件不成立。"},
            } | changes,
        )

    def notify_revocation(self, who: str = "officer", **changes):
        return self.act_on(
            revocation.notify_revocation, who, subject=self.subject.pk,
            **{"text": "拟撤销认定，请在期限前陈述。", "until": self.day + timedelta(days=10)} | changes,
        )

    def states(self, who: str | None = None, points=("纪要是当天记的，只是誊清晚了。",)):
        return self.act_on(
            revocation.state_on_revocation, who or self.plot.subject, subject=self.subject.pk, points=list(points)
        )

    def hear(self, who: str = "officer", way: str = "stated", **changes):
        return self.act_on(
            revocation.hear_on_revocation, who, subject=self.subject.pk,
            **{"way": way, "record": "已听取。", "place": "局会议室", "present": "两名工作人员", "confirmed": True} | changes,
        )

    def revoked(self, **decision) -> None:
        """From the proposal to the decision, the subject heard."""
        self.later(20).propose_revocation()
        self.later(1).notify_revocation()
        self.later(2).states()
        self.later(2).hear()
        self.later(6).meet_again(
            revocation.decide_revocation, decision=self.again(**{"outcome": "refused"} | decision),
            reported="已函报纪检组〔2026〕1号。",
        )
