"""Invented data for the style page: units, a reckoning and a tree of reasons (shapes as the components take them)."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Of

from django.utils.translation import get_language

from rongcuo.web.templatetags.ui import SHANGHAI


def t(zh: str, en: str) -> str:
    return zh if (get_language() or "zh").startswith("zh") else en


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


def unit(article: int, item: int | None, zh: str, en: str) -> Of:
    return Of(
        id=f"A{article:02d}" + (f"-{item}" if item else ""),
        article=article,
        item=item,
        zh=zh,
        en=en,
    )


A08_1 = unit(
    8, 1,
    "(一)申请。单位或个人认为符合容错条件的,应在启动问责程序后7个工作日内,由所在处室(委、办)和单位向局机关党委提出书面申请。",
    "(1) Application. A unit or individual that considers itself to meet the conditions shall, within 7 working days after the accountability procedure is started, have a written application submitted to the headquarters Party committee by the division (commission, office) and unit to which it belongs.",
)  # fmt: skip
A06_2 = unit(
    6, 2,
    "(二)在安全生产监管执法中,因先行先试出现探索性失误或未达到预期效果的;",
    "(2) in safety-supervision law enforcement, an exploratory slip occurred or the expected effect was not reached because of going first and trying first;",
)  # fmt: skip
A08_2 = unit(
    8, 2,
    "(二)核实。局机关党委根据工作需要,成立专项工作小组,对申请事项进行调查核实,出具书面调查报告。",
    "(2) Verification. The headquarters Party committee, as the work requires, sets up a special working group, which investigates and verifies the matter applied for and issues a written investigation report.",
)  # fmt: skip
A10_2 = unit(
    10,
    2,
    "(二)干部提拔任用、职级职称晋升不受影响;",
    "(2) the cadre's promotion and appointment, and advancement in rank and professional title, are not affected;",
)
A10_4 = unit(
    10,
    4,
    "(四)个人评优评先不受影响;",
    "(4) the individual's selection for merit and advanced awards is not affected;",
)


def reckoning() -> Of:
    """Seven working days from 17 September 2026, with the days off and the make-up day invented for show."""
    start, count, days = dt.date(2026, 9, 17), 0, []
    off = {25: ("中秋节", "Mid-Autumn")}
    work = {20: ("补班", "make-up day")}
    for day in range(18, 40):
        date = start + dt.timedelta(days=day - 17)
        working = (date.weekday() < 5 and day not in off) or day in work
        zh, en = off.get(day) or work.get(day) or ("", "")
        if working:
            count += 1
        days.append(
            Of(
                date=date,
                count=count if working else None,
                working=working,
                known=True,
                reason_zh=zh,
                reason_en=en,
            )
        )
        if count == 7:
            break
    return Of(
        start=start,
        n=7,
        due=days[-1].date,
        days=tuple(days),
        provisional=False,
        provisional_reason_zh="",
        provisional_reason_en="",
    )


def reasons() -> list[dict]:
    def leaf(verdict, zh, en, unit, evidence=(), **more):
        return {
            "verdict": verdict,
            "text": t(zh, en),
            "unit_label": unit,
            "evidence": evidence,
            **more,
        }

    a3, a5, a6 = (
        t("第三条", "Article 3"),
        t("第五条（一）", "Article 5 (1)"),
        t("第六条（二）", "Article 6 (2)"),
    )
    proved = t("已证实", "proved")
    return [
        {
            "verdict": "open", "decisive": True, "unit_label": a6, "unit_id": "A06-2",
            "text": t("先行先试中的探索性失误", "Exploratory slip from going first and trying first"),
            "children": [
                leaf("met", "在安全生产监管执法中", "in safety-supervision law enforcement", a6, ("1", "2"), grade_word=proved, quote="在安全生产监管执法中"),
                leaf("met", "因先行先试出现失误或未达到预期效果", "a slip, or the effect not reached, because of going first", a6, ("3",), grade_word=proved, quote="因先行先试出现探索性失误或未达到预期效果的"),
                {
                    "verdict": "open", "decisive": True, "unit_label": a3,
                    "text": t("第三条的一般条件全部具备", "All general conditions of Article 3"),
                    "reading": {"question": t("第三条的条件是否适用于全部十二种情形？", "Do the conditions of Article 3 bind all twelve situations?"), "answer": t("适用于全部。", "They bind all of them."), "cites": t("第三条、第六条", "Articles 3 and 6")},
                    "children": [
                        leaf("met", "勤勉尽责", "diligent and dutiful", a3, ("2", "4"), grade_word=proved),
                        leaf("met", "未谋取私利", "sought no private gain", a3, ("5",), grade_word=proved),
                        leaf("open", "符合法律法规和政策规定", "complied with law and policy", a3, (), decisive=True, grade_word=t("部分证实", "partly proved"), note=t("此项尚缺证据：事发当时的试点批复。", "This point still lacks evidence: the approval of the pilot in force at the time.")),
                    ],
                },
            ],
        },
        {
            "verdict": "not_met", "decisive": False, "unit_label": a5, "unit_id": "A05-1",
            "text": t("明知故犯的违纪违法行为", "Knowing violation of discipline and law"),
            "children": [leaf("not_met", "事前知道该做法被禁止", "knew beforehand that it was forbidden", a5, ("4",), grade_word=t("已否定", "disproved"))],
        },
    ]  # fmt: skip
