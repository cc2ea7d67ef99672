"""One matter told step by step through the same actions that the pages use.

`Story` remembers the matter and acts as the right person at each step; `until` runs the plain course
up to a step. Days pass on a frozen clock: each step happens on a day of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo import clock, ids
from rongcuo.demo.bureau import GROUP, Bureau
from rongcuo.demo.correcting import CORRECTION, CorrectionSteps
from rongcuo.matters import (
    acceptance,
    acts,
    application,
    determination,
    drafts,
    feedback,
    filing,
    publication,
    rules,
    verification,
)
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.models import Act, ActSubject, Evidence, Matter, Point, Subject
from rongcuo.matters.packs import current_calendar, current_pack, pack_of

#: The plain course of Article 8, in order, with the working days that pass before each step.
COURSE = {
    "registered": 0, "told": 0, "noticed": 0, "submitted": 3, "forwarded": 1, "accepted": 2,
    "appointed": 1, "declared": 0, "heard": 3, "found": 4, "reported": 5, "consulted": 1,
    "answered": 2, "opinion": 2, "determined": 6, "fed_back": 2, "received": 1, "published": 2,
    "filed": 1,
}
STEPS = tuple(COURSE)


@dataclass
class Plot:
    """What makes one matter differ from another."""

    subject: str  # key of the person; with `unit_applies` the unit itself is the subject
    unit: str
    head: str
    brief: str
    account: str
    points: tuple[str, ...]
    situation: str
    remedy: str = ""
    #: facts of the situation and conditions that differ from "everything speaks for it"
    findings: dict[str, object] = field(default_factory=dict)
    outcome: str = "waived"
    unit_applies: bool = False
    kind: str = "case_filing"
    document_number: str = "示例纪立〔2026〕1号"
    external: bool = False
    refused_effects: dict[str, str] = field(default_factory=dict)
    event: str = "inspection"  # the code of what happened, for its correction


class Story(CorrectionSteps):
    """A matter under way. `day` is the legal date; each step moves it on."""

    def __init__(self, bureau: Bureau, plot: Plot, start: date):
        self.bureau = bureau
        self.plot = plot
        self.start = start
        self.day = start
        self.act: Act | None = None
        self.matter_id: UUID | None = None

    # --- small helps -------------------------------------------------------------------------

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.matter_id)

    @property
    def subject(self) -> Subject:
        return Subject.objects.get(matter=self.matter_id)

    @property
    def target(self) -> ActSubject:
        return ActSubject.objects.get(act=self.act)

    def at(self, hour: int = 9, minute: int = 30):
        return clock.frozen(datetime.combine(self.day, time(hour, minute), clock.ZONE))

    @staticmethod
    def at_day(day: date):
        """Early on a day, before anybody acts."""
        return clock.frozen(datetime.combine(day, time(8), clock.ZONE))

    def act_on(self, do: Callable, who: str, **fields):
        """Do an action on the matter as a person of the bureau."""
        with self.at():
            return do(
                self.matter_id, actor=self.bureau[who], at=self.matter.position,
                key=str(ids.new_id()), **fields,
            )

    def until(self, step: str) -> Story:
        """Run the plain course up to and including a step."""
        for name in STEPS[: STEPS.index(step) + 1]:
            self.take(name)
        return self

    def corrected(self) -> Story:
        """Take the correction that follows the feedback through to its end."""
        for name in CORRECTION:
            self.take(name)
        return self

    def day_of(self, step: str) -> date:
        """The day on which a step will be taken."""
        if step in CORRECTION and (own := self.correction_day(step)) is not None:
            return own
        gap = CORRECTION[step] if step in CORRECTION else COURSE[step]
        return current_calendar().last_day(self.day, gap).due if gap else self.day

    def take(self, step: str) -> None:
        """Let the days pass and take one step."""
        self.day = self.day_of(step)
        getattr(self, step)()

    # --- the course --------------------------------------------------------------------------

    def registered(self) -> None:
        plot, bureau = self.plot, self.bureau
        with self.at():
            entry = acts.register_act(
                actor=bureau["registrar"], key=str(ids.new_id()), kind=plot.kind,
                document_number=plot.document_number, issued_by="示例局机关纪委",
                started_on=self.start, occurred_on=self.start - timedelta(days=45),
                brief=plot.brief, external=plot.external,
                subjects=[
                    {
                        "person": None if plot.unit_applies else bureau[plot.subject].pk,
                        "unit": bureau.units[plot.unit].pk,
                    }
                ],
            )
        self.act = Act.objects.get(pk=entry.stream)

    def told(self) -> None:
        self._on_act(acts.confirm_told, "registrar", subject=self.target.pk, told_on=self.day)

    def noticed(self) -> None:
        self._on_act(acts.send_notice, "officer")

    def _on_act(self, do: Callable, who: str, **fields) -> None:
        self.act.refresh_from_db()
        with self.at():
            do(
                self.act.pk, actor=self.bureau[who], at=self.act.position, key=str(ids.new_id()),
                **fields,
            )

    def drafted(self):
        """The applicant's draft with one piece of evidence."""
        applicant = self.bureau[self.applicant]
        with self.at():
            draft = drafts.draft_for(self.target.pk, actor=applicant)
            drafts.attach(
                draft.pk,
                SimpleUploadedFile("会议记录.txt", "示例会议记录：经集体研究，按方案推进。".encode()),
                title="专题会议记录", made_on=self.start - timedelta(days=60), actor=applicant,
            )
        return draft

    @property
    def applicant(self) -> str:
        return self.plot.head if self.plot.unit_applies else self.plot.subject

    def submitted(self) -> None:
        draft = self.drafted()
        with self.at():
            entry = application.submit_application(
                draft.pk, actor=self.bureau[self.applicant], key=str(ids.new_id()),
                situations=[self.plot.situation], main_situation=self.plot.situation,
                account=self.plot.account, points=list(self.plot.points),
                claims={"diligent": True, "private_gain": False}, remedy=self.plot.remedy,
                integrity=True, **self.compared,
            )
        self.matter_id = entry.stream

    @property
    def compared(self) -> dict:
        """What the application says where it claims "other situations" (reading 12)."""
        if self.plot.situation != current_pack().procedure.catch_all:
            return {}
        return {"nearest": ["A06-4"], "comparison": "与大胆履职的情形相近，不同在于本事项不是执法，而是内部组织工作。"}

    def forwarded(self) -> None:
        self.act_on(application.forward, self.plot.head, subject=self.subject.pk, words="情况属实，同意转报。")

    def accepted(self) -> None:
        self.act_on(acceptance.accept, "officer", subject=self.subject.pk, in_scope=True)

    def appointed(self) -> None:
        group = [self.bureau[k].pk for k in self.group]
        self.act_on(
            verification.appoint_group, "officer", lead=group[0], members=group[1:],
            task="核实申请事项的事实、经过和依据，听取本人陈述，出具书面调查报告。",
        )

    @property
    def group(self) -> tuple[str, ...]:
        return GROUP

    def declared(self) -> None:
        for who in self.group:
            self.act_on(verification.declare_interests, who, grounds=[])

    def heard(self) -> None:
        self.act_on(
            verification.hear_applicant, self.group[0], subject=self.subject.pk,
            place="机关三楼谈话室", present="、".join(self.bureau[k].name for k in self.group[:2]),
            record="问：请说明事情经过。\n答：我按会议确定的方案办理，发现问题后当天报告并整改。\n以上记录已读，与所述一致。",
            confirmed=True,
        )

    def found(self) -> None:
        with self.at():
            evidence = list(Evidence.objects.filter(matter=self.matter_id).values_list("n", flat=True))
        self.kept_rule()
        self.act_on(verification.record_findings, self.group[0], findings=self.rows(evidence))

    def kept_rule(self) -> None:
        """The rule of the day in its wording, where it is asked for (A06-10; reading 36)."""
        pack = pack_of(self.matter)
        if pack.procedure.rule_kept in facts_to_settle(pack, self.subject.examined):
            self.act_on(
                rules.keep_rule, self.group[0], title="示例工作规则（当时有效）", article="第五条第二款",
                text="首次发生且及时改正的，可以不予追究。", since=date(self.start.year - 5, 1, 1), issued_by="示例局",
            )

    def rows(self, evidence: list[int]) -> list[dict]:
        """A finding for each fact asked for: what speaks for the applicant, and the plot's own."""
        pack = pack_of(self.matter)
        rows = []
        for fact in facts_to_settle(pack, self.subject.examined):
            value = self.plot.findings.get(fact, favourable(pack.facts[fact]))
            grade = "proved"
            if value is None:
                value, grade = _any_value(pack.facts[fact]), "not_provable"
            rows.append(
                {
                    "subject": self.subject.pk, "fact": fact, "value": value, "grade": grade,
                    "evidence": evidence[:1], "note": "",
                }
            )
        return rows

    def answers(self, paper: str) -> dict:
        """Answers to the questions of Articles 4 and 5, resting on findings and evidence."""
        return {
            q.id: {
                "text": "对照核实情况，" + q.text.zh.rstrip("？?") + "：见所列事实和证据。",
                "facts": ["diligent"], "evidence": [1],
            }
            for q in pack_of(self.matter).questions.values()
            if paper in q.required_in
        }

    def reported(self) -> None:
        points = Point.objects.filter(subject=self.subject)
        self.act_on(
            verification.issue_report, self.group[0],
            facts="经调阅会议记录、现场检查记录并听取本人陈述，核实情况如下：" + self.plot.account,
            course="查阅材料、实地走访、听取陈述，历时两周。", answers=self.answers("report"),
            weighed={p.pk: "经核实，所述与证据一致。" for p in points}, comparisons=self.comparisons,
        )

    @property
    def comparisons(self) -> dict:
        """What the report and the opinion say of "other situations" beside the nearest listed one."""
        return {s.pk: "与所列情形逐项比照，缺少执法一项，其余相同。" for s in Subject.objects.filter(matter=self.matter_id)
                if s.nearest}

    def consulted(self) -> None:
        self.act_on(
            determination.consult_personnel, "officer",
            question="请说明该同志目前的影响期、考核和任用事项，以及法律法规另有规定的限制。",
        )

    def answered(self) -> None:
        self.act_on(
            determination.answer_consultation, "personnel",
            answer="经查，目前无处分或者组织处理，无正在计算的影响期。",
        )

    def opinion(self) -> None:
        self.act_on(verification.declare_interests, "drafter", grounds=[])
        self.act_on(
            determination.give_opinion, "drafter",
            facts="同意调查报告认定的事实。", answers=self.answers("opinion"),
            proposals={
                self.subject.pk: {
                    "outcome": self.plot.outcome, "reason": "事实清楚，依据见报告所列条款。",
                    "effects": [], "beyond": "", "comparison": self.comparisons.get(self.subject.pk, ""),
                }
            },
        )

    def decisions(self) -> dict:
        pack = pack_of(self.matter)
        positive = pack.determinations[self.plot.outcome].positive
        effects = {}
        if positive:
            for e in determination.effects_for(pack, self.subject, self.plot.outcome):
                reason = self.plot.refused_effects.get(e.id, "")
                effects[e.id] = {"granted": not reason, "reason": reason}
        return {
            self.subject.pk: {
                "outcome": self.plot.outcome, "for": 5, "against": 0, "abstain": 0,
                "reason": "会议听取汇报后逐人发表意见，集体研究决定。", "departure": "", "beyond": "",
                "effects": effects, "dissent": "",
            }
        }

    def determined(self) -> None:
        names = self.bureau.leaders
        self.act_on(
            determination.determine, "secretary", held_on=self.day, place="局第一会议室", due=names,
            present=names, recused=[], chair=names[0],
            views={name: "同意报告所列事实，同意拟定意见。" for name in names},
            decisions=self.decisions(), catch_all=self.catch_all,
        )

    @property
    def catch_all(self) -> str:
        last = pack_of(self.matter).procedure.catch_all
        return "会议认为，本事项按其他情形研究，理由已逐条说明。" if self.plot.situation == last else ""

    def fed_back(self) -> None:
        points = Point.objects.filter(subject=self.subject)
        self.act_on(
            feedback.feed_back, "officer", subject=self.subject.pk,
            explanation="经局党组研究，对申请事项的认定结果及理由如下，请知悉。",
            answers={p.pk: "所提情况已核实，作为认定依据之一。" for p in points},
        )

    def received(self) -> None:
        self.act_on(
            feedback.record_receipt, self.applicant, subject=self.subject.pk, received_on=self.day
        )

    def published(self) -> None:
        if self.matter.positive:
            self.act_on(
                publication.publish, "officer", form="circular", scope="organisation",
                text="近期一起履职失误经研究符合容错情形。请各处室对照改进，遇有同类工作先集体研究、留存依据。",
            )
        else:
            self.act_on(publication.skip_publication, "officer", reason="未认定容错，不公开。")

    def filed(self) -> None:
        self.act_on(filing.file, "officer", note="材料齐全，存档备案。")


#: Facts whose "yes" speaks against the person; every other yes/no fact is taken as yes.
AGAINST = frozenset(
    {
        "private_gain", "gain_for_others", "gain_for_unit", "knowing_violation",
        "superior_express_ban", "persisted_after_ban", "law_express_prohibition", "grave",
        "plainly_breach", "major_accident", "repeated_error", "trusted_to_luck", "concealed",
        "refused_correction", "resisted_organisation", "higher_managed", "no_time_for_procedure",
    }
)


def favourable(fact) -> object:
    """The value of a fact that speaks for the applicant."""
    if fact.type == "yes_no":
        return fact.id not in AGAINST
    return _any_value(fact)


def _any_value(fact) -> object:
    if fact.type == "yes_no":
        return True
    if fact.type == "choice":
        return next(iter(fact.values))
    return 0 if fact.type == "number" else "2026-01-05"
