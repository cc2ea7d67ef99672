"""Early reports of the sample bureau, a warning drawn from them, a record in advance. All invented."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rongcuo import clock, ids
from rongcuo.demo.bureau import Bureau
from rongcuo.insight import advance, reporting, warning
from rongcuo.insight.publication import publish

#: (day, kind, causes, what happened, how often in each of `UNITS`): enough for figures that may be shown.
REPORTED = (
    (date(2025, 3, 11), "near_miss", ("no_review",), "inspection", (9,)),
    (date(2025, 4, 15), "common", ("no_training",), "information", (0, 7, 6)),
    (date(2025, 8, 12), "near_miss", ("no_review", "no_risk_check"), "inspection", (10, 6)),
    (date(2025, 9, 16), "sign", ("no_record",), "permit", (0, 0, 11)),
    (date(2025, 11, 11), "rule", ("no_procedure",), "permit", (5, 2, 0, 3)),
    (date(2026, 2, 9), "near_miss", ("no_review",), "inspection", (3, 1, 1, 0, 1)),
    (date(2026, 3, 10), "sign", ("no_record",), "permit", (2, 1, 3, 1)),
    (date(2026, 4, 14), "near_miss", ("no_review", "no_risk_check"), "inspection", (4, 2, 1, 1)),
    (date(2026, 5, 12), "common", ("no_training",), "information", (1, 2, 1, 1, 1)),
    (date(2026, 6, 9), "rule", ("no_procedure", "no_review"), "permit", (2, 1, 2)),
)
WHO = ("inspector", "mines_inspector", "licensor", "trainer", "rescuer")
UNITS = ("chemicals", "mines", "licensing", "training", "emergency")
TEXT = "签发前没有第二个人看一遍，这次幸好发现得早。"


def build(bureau: Bureau) -> None:
    """Record everything, in the order of days, each at eight in the morning."""
    n = 0
    for day, kind, causes, event, places in REPORTED:
        units = [unit for unit, times in zip(UNITS, places, strict=False) for _each in range(times)]
        for unit in units:
            _classified(bureau, day, n, kind, causes, event, unit)
            n += 1
    with _on(date(2026, 6, 23)):
        advance.record_advance(
            actor=bureau["rescuer"], key=str(ids.new_id()), unit=bureau.units["emergency"].pk,
            title="示例乡镇应急物资前置试点", basis="年度工作要点第十二项，处务会方案。",
            meeting="6月22日处务会，处长和四名同志参加，一致同意试行三个月。",
            risk="物资过期、挪用；每月清点一次，发现问题立即停止。", rule="现行物资管理规定对前置存放没有限制性要求。",
        )
    with _on(date(2026, 7, 1)):
        publish()
    with _on(date(2026, 7, 7)):
        warning.warn(
            actor=bureau["officer"], key=str(ids.new_id()), form="warning", dimension="cause", code="no_review",
            title="签发前请由第二人复核", text="上半年多起险些出错都因缺少复核。建议：限期类文书签发前由第二人逐项核对；处务会每月抽查一次。",
            units=[bureau.units[u].pk for u in UNITS[:3]],
        )
    with _on(date(2026, 9, 14)):
        reporting.report_without_name(kind="sign", text="有的检查表还是旧版，没人说什么时候换。")


def _classified(bureau: Bureau, day: date, n: int, kind: str, causes: tuple, event: str, unit: str) -> None:
    with _on(day, n):
        row = reporting.report(actor=bureau[WHO[n % 5]], key=str(ids.new_id()), kind=kind, text=TEXT).stream
        reporting.deidentify(
            row, actor=bureau["officer"], at=1, key=str(ids.new_id()), plain="签发前少一次复核。",
            unit=bureau.units[unit].pk, event_codes=[event], cause_codes=list(causes), factor_codes=["time_pressure"],
        )
        reporting.answer_report(row, actor=bureau["officer"], at=2, key=str(ids.new_id()), text="已转有关处室改进，谢谢。")


def _on(day: date, minute: int = 0):
    return clock.frozen(datetime.combine(day, time(8), clock.ZONE) + timedelta(minutes=minute))
