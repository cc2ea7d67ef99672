"""`Case` with a correction: from the feedback to the proved effect."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo import ids
from rongcuo.corrections import effect, measures, planning, telling
from rongcuo.corrections.access import Place, visible_plans, with_people
from rongcuo.corrections.models import Measure, Plan
from rongcuo.matters.access import viewer_of
from rongcuo.matters.files import store
from tests.matters.world import Case

ANALYSIS = {
    "event_codes": ["inspection", "dispute"], "event": "限期整改时限偏紧，企业衔接不上。",
    "outcome_codes": ["rights"], "outcome": "一家示例企业短暂停产。",
    "factor_codes": ["time_pressure", "coordination"], "factor": "专项检查任务叠加。",
    "cause_codes": ["no_risk_check", "no_review"], "cause": "时限确定前没有核对企业检修计划。",
}


def proof(name: str = "证明.txt") -> list:
    """One stored file, as a form hands it over."""
    return [("完成证明", store(SimpleUploadedFile(name, "示例材料。".encode())))]


class Correcting(Case):
    """A case whose plan is under way. Measures are owned by the person and by the unit's head."""

    owners = ("inspector", "chemicals_head")

    def fed(self) -> Correcting:
        self.until("fed_back")
        return self

    @property
    def plan(self) -> Plan:
        return Plan.objects.filter(matter=self.matter_id).latest("opened_on", "number")

    def measure(self, n: int) -> Measure:
        return Measure.objects.get(plan=self.plan, n=n)

    def correct(self, do, who: str, n: int | None = None, **fields):
        """Take a step of the plan as a person of the bureau, on the story's day."""
        plan = self.plan
        with self.at():
            return do(
                plan.pk, actor=self.bureau[who], at=plan.position, key=str(ids.new_id()),
                **({"measure": self.measure(n).pk} if n else {}), **fields,
            )

    def seen_by(self, who: str) -> Place | None:
        viewer = viewer_of(self.bureau[who], self.day)
        plan = with_people(visible_plans(viewer), viewer).filter(pk=self.plan.pk).first()
        return Place(viewer, plan) if plan else None

    def talked(self) -> Correcting:
        self.correct(
            telling.talk, "officer", place="机关三楼谈话室", present="范例一、范例二",
            error="整改时限未核对企业检修计划。", causes="专项检查时间紧，缺少复核。", demands="十个工作日内提出整改措施。",
        )
        return self

    def measure_rows(self, **changes) -> list[dict]:
        return [
            {"text": "建立整改时限核对表。", "owner": self.bureau[self.owners[0]].pk, "working_days": 10,
             "expected": "核对表和一次使用记录。"} | changes,
            {"text": "处务会复核限期整改文书。", "owner": self.bureau[self.owners[1]].pk, "working_days": 20,
             "expected": "三次处务会记录。"} | changes,
        ]  # fmt: skip

    def drawn(self, who: str = "inspector", **changes) -> Correcting:
        if self.plan.told_on is None:
            self.talked()
        self.later(2)
        self.correct(planning.draw_up, who, **{**ANALYSIS, "measures": self.measure_rows()} | changes)
        return self

    def proved(self, *which: int) -> Correcting:
        for n in which or (1, 2):
            self.correct(
                measures.prove, self.owners[n - 1], n, done="已完成。", files=proof()
            )
        return self

    def named(self, who: str = "verifier_1") -> Correcting:
        self.correct(effect.name_checker, "officer", checker=self.bureau[who].pk)
        return self

    def until_check(self) -> Correcting:
        self.day = self.plan.check_from
        return self

    def checked(self, who: str = "verifier_1", *, proved: bool = True, **changes) -> Correcting:
        self.correct(
            effect.check_effect, who,
            **{"proved": proved, "how": "抽查三个月的整改文书。", "found": "二十份文书时限均已核对。",
               "files": proof("抽查.txt")} | changes,
        )
        return self

    def on(self, day: date) -> Correcting:
        self.day = day
        return self

    def after(self, days: int) -> Correcting:
        self.day += timedelta(days=days)
        return self
