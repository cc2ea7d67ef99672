"""The design language on one page: every component once, with invented data. Served in the demonstration only."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rongcuo.web.styleguide_samples import (
    A06_2,
    A08_1,
    A08_2,
    A10_2,
    A10_4,
)
from rongcuo.web.styleguide_samples import at as _at
from rongcuo.web.styleguide_samples import reasons as _reasons
from rongcuo.web.styleguide_samples import reckoning as _reckoning
from rongcuo.web.styleguide_samples import t as _t


class _Application(forms.Form):
    happened = forms.CharField(label="", widget=forms.Textarea(attrs={"rows": 6}))


class _Choice(forms.Form):
    discussed = forms.ChoiceField(label="", widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discussed"].choices = [
            ("yes", _t("讨论过", "It was discussed")),
            ("no", _t("没有讨论", "It was not discussed")),
        ]


class _Officials(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"] = forms.DateField(
            label=_t("书面通知本人的日期", "Day the person was told in writing"),
            help_text=_t("从送达回证上抄录。", "As the receipt says."),
            widget=forms.DateInput(attrs={"type": "date"}),
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_t("问责行为的种类", "Kind of act"), widget=forms.RadioSelect,
            choices=[("1", _t("立案决定", "Decision to file a case")), ("2", _t("问责调查启动通知", "Notice that an accountability inquiry starts")), ("3", _t("责任调查启动", "Start of a responsibility inquiry"))],
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label=_t("理由", "Reasons"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
        self.fields["reason"].example = _t(
            "试点批复于2025年3月由省级主管部门作出，见证据[3]。",
            "The pilot was approved in March 2025, see evidence [3].",
        )
        self.fields["body"] = forms.ChoiceField(
            label=_t("承办处室", "Division"),
            choices=[("", "—"), ("1", _t("示例一处", "Sample division 1"))],
            required=False,
        )
        self.fields["scan"] = forms.FileField(
            label=_t("送达回证扫描件", "Scan of the receipt"), required=False
        )
        self.fields["scan"].max_bytes = 50 * 1024 * 1024
        self.fields["scan"].accepts = _t("PDF、JPEG 或 PNG。", "PDF, JPEG or PNG.")
        self.fields["sure"] = forms.BooleanField(
            label=_t(
                "本人与该事项当事人没有应当回避的关系",
                "I have no relation to the subjects that calls for recusal",
            )
        )


class _Effect(forms.Form):
    grant = forms.BooleanField(required=False)
    why = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].label = _t("不予适用的理由", "Reason where it is not granted")


class _Vote(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label, self.post = "示例庚", _t("局党组成员", "Party Group member")
        self.fields["present"] = forms.BooleanField(label=_t("出席", "Present"), required=False)
        self.fields["recused"] = forms.CharField(
            label=_t("回避事由", "Ground for recusal"), required=False
        )
        self.fields["vote"] = forms.ChoiceField(
            label=_t("表决", "Vote"),
            required=False,
            choices=[
                ("", "—"),
                ("for", _t("赞成", "for")),
                ("against", _t("反对", "against")),
                ("abstain", _t("弃权", "abstain")),
            ],
        )
        self.fields["view"] = forms.CharField(
            label=_t("发表的意见", "View expressed"), required=False
        )


def _context(request: HttpRequest) -> dict:
    reckoning = _reckoning()
    reading = {
        "question": _t("7个工作日从哪一天起算？", "From which day do the 7 working days run?"),
        "answer": _t(
            "从启动问责程序之日的次日起算。",
            "From the day after the accountability procedure started.",
        ),
        "cites": "A08-1",
    }
    steps = [
        ("申请", "Application", "done", 7, _t("示例甲 · 示例一处转报", "示例甲 · forwarded by Sample division 1")),
        ("受理", "Acceptance", "done", 9, _t("示例丙", "示例丙")),
        ("核实", "Verification", "now", 17, _t("专项工作小组 · 示例丁", "Working group · 示例丁")),
        ("认定", "Determination", "next", None, ""), ("反馈", "Feedback", "next", None, ""),
        ("公开", "Publication", "skipped", None, ""), ("备案", "Filing", "next", None, ""),
    ]  # fmt: skip
    errors = _Officials(
        {"kind": "1", "day": "2027-13-01", "reason": _t("示例文字", "Sample words")}
    )
    errors.is_valid()
    effect_form = _Effect(prefix="e1")
    columns = [
        {
            "key": "number",
            "label": _t("编号", "Number"),
            "sortable": True,
            "sort_query": "?sort=number",
        },
        {"key": "title", "label": _t("事项", "Matter")},
        {"key": "step", "label": _t("环节", "Step"), "sortable": True, "sort_query": "?sort=step"},
        {"key": "holder", "label": _t("承办", "Held by")},
        {
            "key": "due",
            "label": _t("期限", "Due"),
            "sortable": True,
            "sorted": "asc",
            "sort_query": "?sort=-due",
        },
    ]
    titles = [
        ("示例一处试行容缺受理一事", "Sample division 1: acceptance with materials still missing"),
        ("示例甲处置突发事故中先行调度一事", "示例甲: dispatching first in a sudden accident"),
        ("示例中心公众号发布数据有误一事", "Sample centre: wrong figure on the official account"),
        ("示例乙解决历史遗留问题引发信访一事", "示例乙: petition triggered by an old problem"),
    ]
    rows = []
    for n in range(12):
        remaining = n * 2 - 3
        zh, en = titles[n % 4]
        rows.append({
            "url": "#", "urgency": "past" if remaining < 0 else "soon" if remaining <= 2 else "",
            "cells": [
                {"text": f"容〔2026〕{n + 1}号", "label": columns[0]["label"]}, {"text": _t(zh, en), "label": columns[1]["label"]},
                {"text": _t("核实", "Verification") if n % 2 else _t("受理", "Acceptance"), "label": columns[2]["label"]}, {"text": _t("示例丁", "示例丁"), "label": columns[3]["label"]},
                {"label": columns[4]["label"], "template": "components/due.html", "due": dt.date(2026, 9, 14) + dt.timedelta(days=n * 3), "remaining": remaining, "target": n % 3 == 0},
            ],
        })  # fmt: skip
    people = [
        ("示例甲", "申请人", "Applicant"),
        ("示例乙", "转报人", "Forwarder"),
        ("示例丙", "经办人", "Handler"),
    ]
    return {
        "bureau_name": _t("示例省安全生产监督管理局", "Sample Provincial Administration of Work Safety"),
        "person_post": _t("机关党委（纪委） 经办人", "Headquarters Party committee, handler"),
        "nav_items": [
            {"label": _t("工作台", "Desk"), "url": "#", "current": True, "count": 4}, {"label": _t("事项", "Matters"), "url": "#"},
            {"label": _t("纠错", "Corrections"), "url": "#"}, {"label": _t("办法", "The measures"), "url": "#", "aside": True}, {"label": _t("日历", "Calendar"), "url": "#", "aside": True},
        ],
        "pack_title": _t("干部容错纠错实施办法（试行）", "Measures (Trial) for Tolerating and Correcting Errors of Cadres"),
        "pack_notice": _t("2018年试行文本；是否仍然有效，请与主管机关确认。", "Trial text of 2018; confirm with your authority that it is still valid."),
        "ledger_check": {"at": _at(17, 3)},
        "demo": True,
        "crumbs": [{"label": _t("工作台", "Desk"), "url": "#"}, {"label": _t("事项", "Matters"), "url": "#"}],
        "reckoning": reckoning, "reading": reading, "a06_2": A06_2,
        "confirmed": {**reading, "confirmed": {"by": "示例戊", "on": dt.date(2026, 3, 2), "basis": _t("局党组会议纪要〔2026〕3号", "Party Group minutes [2026] 3")}},
        "tasks": [
            {"verb": _t("核实", "Verify"), "number": "容〔2026〕9号", "title": _t("示例一处试行容缺受理一事", "Sample division 1: acceptance with materials still missing"), "url": "#", "due": dt.date(2026, 9, 14), "remaining": -3, "target": True},
            {"verb": _t("听取意见", "Hear the applicant"), "number": "容〔2026〕11号", "title": _t("示例甲处置突发事故中先行调度一事", "示例甲: dispatching first in a sudden accident"), "url": "#", "due": dt.date(2026, 9, 18), "remaining": 1, "who": _t("申请人示例甲", "applicant 示例甲")},
            {"verb": _t("转报", "Forward"), "number": "容〔2026〕14号", "title": _t("示例中心公众号发布数据有误一事", "Sample centre: wrong figure on the official account"), "url": "#", "due": reckoning.due, "remaining": 7, "reckoning": reckoning},
            {"verb": _t("出具意见", "Give the opinion"), "number": "容〔2026〕7号", "title": _t("示例乙解决历史遗留问题引发信访一事", "示例乙: petition triggered by an old problem"), "url": "#", "when": _t("待报告送达", "when the report arrives")},
        ],
        "changes": [{"at": _at(16, 16, 20), "text": _t("示例丁补交了一份证据", "示例丁 added a piece of evidence"), "url": "#", "number": "容〔2026〕11号"}, {"at": _at(16, 9, 5), "text": _t("工作小组成立", "Working group appointed"), "url": "#", "number": "容〔2026〕9号"}],
        "steps": [{"name": _t(zh, en), "state": state, "day": dt.date(2026, 9, day) if day else None, "holder": who} for zh, en, state, day, who in steps],
        "ended_steps": [{"name": _t("申请", "Application"), "state": "done", "day": dt.date(2026, 9, 7)}, {"name": _t("受理", "Acceptance"), "state": "ended", "day": dt.date(2026, 9, 9), "note": _t("不予受理：不属第二条范围", "Refused: outside Article 2")}],
        "primary": {"label": _t("提交核实报告", "Submit the verification report"), "url": "#", "hint": _t("提交后送人事处征求意见。", "It then goes to the Personnel Division for its views.")},
        "others": [{"label": _t("请求延长核实期限", "Ask for more time"), "url": "#"}],
        "waiting": _t("已送局党组，待会议研究。", "With the Party Group; it will be studied at its next meeting."),
        "refused": [{"label": _t("出具初步认定意见", "Give the preliminary opinion"), "why": _t("核实报告尚未提交（第八条（二））。", "The verification report has not been submitted (Article 8 (2)).")}],
        "sheet": [
            {"id": "application", "heading": _t("申请", "Application"), "template": "components/facts.html", "units": [A08_1], "readings": [reading], "state": {"word": _t("在期限内", "in time"), "mark": "met"}},
            {"id": "verification", "heading": _t("核实", "Verification"), "template": "components/facts.html", "units": [A08_2]},
        ],
        "facts": [{"term": _t("申请人", "Applicant"), "value": "示例甲"}, {"term": _t("问责行为", "Act"), "value": _t("问责调查启动通知 · 示例问〔2026〕3号", "Notice of inquiry · sample no. 3 of 2026")}, {"term": _t("提交日", "Submitted"), "value": _t("2026年9月17日 星期四", "Thursday 17 September 2026"), "note": _t("第3个工作日", "working day 3")}],
        "claims": [
            {"claim": _t("该做法经处务会集体讨论。", "The practice was discussed collectively."), "claim_by": "示例甲", "finding": _t("2025年11月4日处务会纪要载明讨论经过。", "The minutes of 4 November 2025 record the discussion."), "grade": "proved", "grade_word": _t("已证实", "proved"), "evidence": ["1", "2"], "unit": A06_2},
            {"claim": _t("上级没有明确限制。", "Superiors had set no express limit."), "claim_by": "示例甲", "finding": _t("试点批复的适用范围写法不一。", "The approval words its scope in two ways."), "grade": "partly_proved", "grade_word": _t("部分证实", "partly proved"), "evidence": ["3"]},
            {"claim": _t("已主动挽回全部损失。", "All loss was made good."), "finding": _t("仍有一笔未收回。", "One item is outstanding."), "grade": "disproved", "grade_word": _t("已否定", "disproved"), "evidence": []},
            {"claim": _t("当日已口头报告。", "It was reported orally that day."), "finding": "", "grade": "", "evidence": []},
        ],
        "nodes": _reasons(),
        "entries": [
            {"at": _at(17, 10, 2), "text": _t("示例丁登记证据[3]", "示例丁 registered evidence [3]"), "who": _t("专项工作小组组长", "head of the working group"), "number": 41},
            {"at": _at(9, 15, 30), "text": _t("受理申请", "Application accepted"), "who": _t("示例丙，机关党委经办人", "示例丙, handler"), "number": 27, "note": _t("材料齐全，属第二条范围。", "Materials complete; within Article 2.")},
            {"at": _at(7, 11), "text": _t("收到书面申请", "Written application received"), "who": _t("示例乙，示例一处", "示例乙, Sample division 1"), "number": 19, "paper": _t("据纸质件登记，原件9月7日送达", "recorded from paper, delivered on 7 September")},
        ],
        "evidence": [
            {"number": "1", "title": _t("处务会纪要", "Minutes of the division's meeting"), "kind": "PDF", "size": 482133, "digest": "9f2c41d0a7be5538c0d1a64e2b7f9031d2c4a85b6e7f00112233445566778899", "added_by": "示例甲", "added_at": _at(7, 10, 40), "url": "#"},
            {"number": "2", "title": _t("证人陈述", "Statement of a witness"), "kind": "PDF", "size": 81020, "added_by": "示例丁", "added_at": _at(16, 16, 20), "withheld": _t("证人陈述仅核实人员可读。", "Only the verifiers may read a witness's statement.")},
            {"number": "3", "title": _t("试点批复", "Approval of the pilot"), "kind": "JPEG", "size": 2048133, "digest": "77aa01d0a7be5538c0d1a64e2b7f9031d2c4a85b6e7f00112233445566778800", "added_by": "示例丁", "added_at": _at(17, 10, 2), "url": "#"},
        ],
        "table": {"caption": _t("事项列表（示例）", "Matters (sample)"), "columns": columns, "rows": rows, "all_columns": [{**c, "shown": True} for c in columns]},
        "page": Paginator(range(120), 30).page(2),
        "officials": errors, "files": _Officials(), "ask": _Application({"happened": ""}) if "error" in request.GET else _Application(),
        "choice": _Choice(), "choice_question": _t("这样做之前，集体讨论过吗？", "Was it discussed together before it was done?"),
        "choice_help": _t("处务会、专题会、支委会都算。", "A meeting of the division, a special meeting or the branch committee all count."),
        "unknown": {"name": "discussed", "value": "unknown"},
        "ask_question": _t("当时发生了什么？请用自己的话写。", "What happened? Use your own words."),
        "ask_help": _t("写您记得的就可以，先后次序不要紧。工作小组会去核实，您不需要在这里证明什么。", "Write what you remember; the order does not matter. The working group will verify it; you need not prove anything here."),
        "ask_example": _t("“3月我处试行先收件后补材料，4月发现有一家企业的材料一直没有补齐……”", "“In March our division began to accept applications first and collect papers later; in April we saw that one enterprise had never completed its papers …”"),
        "days_left": _t("申请期限：剩 7 个工作日，至 9月28日 周一 24:00。", "You may apply until Mon 28 Sep, 24:00: 7 working days left."),
        "who_sees": _t("现在只有您能看到。提交后，您所在处室转报，机关党委经办人可以看到。", "Only you can see this now. After you submit, your division forwards it and the handler can read it."),
        "effect_form": [
            {"id": "A10-2", "name": _t("干部提拔任用、职级职称晋升不受影响", "Promotion, appointment and advancement are not affected"), "unit": A10_2, "field": effect_form["grant"], "reason_field": effect_form["why"], "bar": _t("处分期内不得晋升，法律另有规定的从其规定，不在免除之列。", "No promotion during a sanction period: statute stands and is not exempted.")},
        ],
        "effect_record": [
            {"id": "A10-2", "name": _t("干部提拔任用、职级职称晋升不受影响", "Promotion, appointment and advancement are not affected"), "unit": A10_2, "ticked": True},
            {"id": "A10-4", "name": _t("个人评优评先不受影响", "Selection for merit awards is not affected"), "unit": A10_4, "ticked": False, "reason": _t("本年度评优已结束。", "This year's awards are already decided.")},
        ],
        "votes": [
            {"name": "示例戊", "post": _t("局党组书记", "Secretary of the Party Group"), "present": True, "vote": "for", "view": _t("同意初步意见。", "Agrees with the preliminary opinion.")},
            {"name": "示例己", "post": _t("局党组成员", "Member"), "present": True, "vote": "against", "dissent": _t("试点批复范围未查清。", "The scope of the approval is not settled.")},
            {"name": "示例庚", "post": _t("局党组成员", "Member"), "present": True, "recused": _t("曾分管该处", "formerly in charge of the division")},
            {"name": "示例辛", "post": _t("局党组成员", "Member"), "present": True, "vote": "abstain"},
            {"name": "示例壬", "post": _t("局党组成员", "Member"), "present": False},
        ],
        "tally": {"due": 5, "present": 4, "recused": 1, "for": 1, "against": 1, "abstain": 1, "rule": _t("到会超过半数；赞成超过应到会人数的半数为通过。", "More than half present; passed by more than half of those due to attend.")},
        "vote_set": forms.formset_factory(_Vote, extra=1)(prefix="v"),
        "groups": [{"body": _t("示例一处", "Sample division 1"), "people": [{"id": n, "name": name, "post": _t("示例岗位", "Sample post"), "capacity": _t(zh, en)} for n, (name, zh, en) in enumerate(people)]}, {"body": _t("机关党委（纪委）", "Headquarters Party committee"), "people": [{"id": 9, "name": "示例戊", "post": _t("专职副书记", "Deputy secretary"), "capacity": _t("提出意见", "Opinion giver")}]}],
        "paper": {"title": "容错申请书", "number": "示例〔2026〕1号", "issuer": "示例省安全生产监督管理局机关党委", "to": "局机关党委", "draft": "草稿 未提交",
                  "paragraphs": ["根据《实施办法（试行）》第八条第（一）项，现就下列事项提出书面申请。"],
                  "fields": [{"label": "申请人", "value": "示例甲"}, {"label": "所在处室", "value": "示例一处"}, {"label": "主张情形", "value": "第六条（二）先行先试"}, {"label": "事实经过", "value": "示例文字：本处于2026年3月试行先收件后补材料，其后一家企业的材料未补齐。"}],
                  "sign": "示例甲", "date": "2026年9月17日"},
    }  # fmt: skip


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component once. Outside the demonstration there is no such page."""
    if not settings.DEMO:
        raise Http404
    template = "web/styleguide_wizard.html" if "wizard" in request.GET else "web/styleguide.html"
    return render(request, template, _context(request))
