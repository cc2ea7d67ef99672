"""The correction of a sample matter, step by step, through the same actions that the pages use."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo import ids
from rongcuo.corrections import effect, measures, planning, telling
from rongcuo.corrections.models import Measure, Plan
from rongcuo.matters.files import store
from rongcuo.matters.packs import current_calendar

#: The steps of a correction after the matter's own, with the working days that pass before each.
CORRECTION = {
    "talk_held": 3, "plan_drawn": 5, "progress_reported": 18, "first_proved": 5, "second_proved": 4,
    "checker_named": 2, "effect_checked": 0, "plan_closed": 1,
}


class CorrectionSteps:
    """What a `Story` can do about its plan. It needs `bureau`, `plot`, `day`, `at` and `matter_id`."""

    @property
    def plan(self) -> Plan:
        return Plan.objects.get(matter=self.matter_id)

    def correct(self, do, who: str, n: int | None = None, **fields) -> None:
        """Take a step of the plan as a person of the bureau."""
        plan = self.plan
        about = {"measure": Measure.objects.get(plan=plan, n=n).pk} if n else {}
        with self.at():
            do(plan.pk, actor=self.bureau[who], at=plan.position, key=str(ids.new_id()), **about, **fields)

    def correction_day(self, step: str) -> date | None:
        """The day a step has of its own: the effect is checked when its day has come."""
        if step != "effect_checked":
            return None
        return current_calendar().last_day(self.plan.check_from, 1).due

    def talk_held(self) -> None:
        self.correct(
            telling.talk, "officer", place="机关三楼谈话室", present="范例一、范例二",
            error="办理前没有核对相关情况，缺少一道复核。", causes="任务集中，时限偏紧，缺少复核环节。",
            demands="十个工作日内提出整改措施，明确责任人和完成时限。", said="认识到问题，愿意整改。",
        )

    def plan_drawn(self) -> None:
        self.correct(
            planning.draw_up, self.applicant, event_codes=[self.plot.event], event=self.plot.brief,
            outcome_codes=["aim_missed"], outcome="未造成人员伤亡和经济损失，企业有反映。",
            factor_codes=["time_pressure", "coordination"], factor="专项任务叠加，与企业、园区衔接不够。",
            cause_codes=["no_review", "no_risk_check"], cause="作出要求前没有风险评估，也没有第二个人复核。",
            measures=[
                {"text": "建立办理前核对表，逐项核对后再签发。", "owner": self.bureau[self.applicant].pk,
                 "working_days": 30, "expected": "核对表文本和至少五次使用记录。"},
                {"text": "处务会每月复核一次限期类文书。", "owner": self.bureau[self.plot.head].pk,
                 "working_days": 40, "expected": "两次处务会记录。"},
            ],
        )  # fmt: skip

    def progress_reported(self) -> None:
        self.correct(measures.report_progress, self.applicant, 1, progress="核对表已试用六次，正在按意见修改。")

    def first_proved(self) -> None:
        self.correct(
            measures.prove, self.applicant, 1, done="核对表定稿并在处内使用。",
            files=[("核对表及使用记录", self._file("核对表.txt"))],
        )

    def second_proved(self) -> None:
        self.correct(
            measures.prove, self.plot.head, 2, done="处务会复核两次，形成记录。",
            files=[("处务会记录", self._file("处务会记录.txt"))],
        )

    def checker_named(self) -> None:
        self.correct(effect.name_checker, "officer", checker=self.bureau["verifier_2"].pk)

    def effect_checked(self) -> None:
        self.correct(
            effect.check_effect, "verifier_2", proved=True, how="抽查近三个月签发的二十份文书，走访三家示例企业。",
            found="二十份文书均附核对表，未再发生同类问题。", files=[("抽查情况表", self._file("抽查.txt"))],
        )

    def plan_closed(self) -> None:
        self.correct(effect.close_plan, "officer", words="整改有效，同意销号。")

    @staticmethod
    def _file(name: str):
        return store(SimpleUploadedFile(name, f"示例材料：{name}。".encode()))
