"""The yearly self-audit: every article, zeros as plainly as successes, acts where nobody applied."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from rongcuo import ids
from rongcuo.insight import advance, clarifying
from rongcuo.insight.access import visible_advances, visible_clarifications
from rongcuo.insight.auditing import audit, years
from rongcuo.insight.models import Advance, Clarification
from rongcuo.ledger.replay import replay
from rongcuo.matters import packs
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from tests.insight.world import at, key, reported
from tests.matters.world import Case, refused


def figures(year: int) -> dict[tuple[str, str], str]:
    with override("zh-hans"):
        return {(a.unit.id, line.what): line.value for a in audit(year) for line in a.lines}


def test_every_article_stands_in_it_and_an_empty_year_is_all_zeros(bureau):
    with at("2026-12-31"):
        found = audit(2026)
    pack = packs.current_pack()
    assert [a.unit.id for a in found] == [u.id for u in pack.units.values() if u.article is not None]
    assert all(a.lines or a.nothing for a in found)
    values = [line.value for a in found for line in a.lines]
    assert set(values) == {"0", "—"}
    assert values.count("0") > 60


def test_what_happened_stands_under_its_article(bureau):
    Case(bureau).until("filed")
    Case(bureau, start=date(2026, 5, 11), document_number="示例〔2026〕2号").until("noticed")
    reported(bureau, "2026-03-02", kind="sign")
    with at("2026-12-31"):
        found = figures(2026)
        assert years() == [2026]
        assert figures(2025)["A08-1", "启动的问责程序"] == "0"
    assert found["A08-1", "启动的问责程序"] == "2"
    assert found["A08-1", "其中无人申请"] == "1"
    assert found["A07", "受理"] == "1" and found["A07", "不予受理"] == "0"
    assert found["A10", "认定容错（免责）"] == "1" and found["A12", "不予认定"] == "0"
    assert found["A11-1", "启动纠错"] == "1" and found["A11-1", "销号"] == "0"
    assert found["A11-3", "早期报告：苗头性、倾向性问题"] == "1"
    assert found["A11-4", "提请从严审查"] == "0"
    assert found["A06-1", "以本项为主要情形认定"] == "1" and found["A06-12", "以本项为主要情形认定"] == "0"
    days = next(v for (unit, what), v in found.items() if unit == "A08-3" and "研究确定" in what and "从" in what)
    assert days.startswith("中位数")


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(bureau):
    def count() -> int:
        with at("2026-12-31"), CaptureQueriesContext(connection) as found:
            audit(2026)
        return len(found)

    count()
    before = count()
    Case(bureau).until("filed")
    Case(bureau, start=date(2026, 5, 11), document_number="示例〔2026〕2号").until("filed")
    assert count() == before


# --- records in advance ----------------------------------------------------------------------

SAID = {"title": "试行远程巡查", "basis": "省局方案。", "meeting": "3月2日处务会，五人参加。", "risk": "漏报；保留人工巡查。", "rule": "无限制性规定。"}


def record(bureau, who="inspector", unit="chemicals", **changes):
    with at("2026-03-02"):
        return advance.record_advance(actor=bureau[who], key=key(), unit=bureau.units[unit].pk, **(SAID | changes))


def test_a_record_in_advance_is_sealed_with_its_time_and_seen_by_its_author_and_head(bureau):
    row = Advance.objects.get(pk=record(bureau).stream)
    assert row.recorded_at.isoformat() == "2026-03-02T02:00:00+00:00"
    assert len(row.digest) == 64
    sees = {who for who in bureau.people if visible_advances(viewer_of(bureau[who])).exists()}
    assert sees == {"inspector", "chemicals_head"}
    assert replay() == []


@pytest.mark.parametrize("field", sorted(SAID))
def test_a_record_in_advance_says_everything(bureau, field):
    with refused(Incomplete, field):
        record(bureau, **{field: "  "})


def test_only_in_a_unit_of_one_s_own(bureau):
    with refused(Incomplete, "unit"):
        record(bureau, unit="mines")


# --- clarification ---------------------------------------------------------------------------

POINT = {"point": "反映其收受好处。", "conclusion": "经核实，不属实。", "disturbs": "年度考核。", "addressees": "危险化学品监管处"}


def clarify(case, who="officer", **changes):
    with case.at():
        return clarifying.clarify(
            case.matter_id, actor=case.bureau[who], key=key(), subject=case.subject.pk, **(POINT | changes)
        )


def test_a_letter_clears_one_point_once_the_result_is_told(bureau):
    case = Case(bureau).until("determined")
    with refused(Incomplete, "subject"):
        clarify(case)
    case.until_from("fed_back", "filed")
    for field in POINT:
        with refused(Incomplete, field):
            clarify(case, **{field: " "})
    with refused(NotPermitted):
        clarify(case, "inspector")
    with refused(NotFound), case.at():
        clarifying.clarify(ids.new_id(), actor=bureau["officer"], key=key(), subject=case.subject.pk, **POINT)
    row = Clarification.objects.get(pk=clarify(case, ways=["meeting"]).stream)
    assert row.number == f"澄清〔{case.day.year}〕1号"
    sees = {who for who in bureau.people if visible_clarifications(viewer_of(bureau[who], case.day)).exists()}
    assert {"inspector", "chemicals_head", "officer", "supervisor", "secretary"} <= sees
    assert not sees & {"licensor", "mines_head", "rescuer", "verifier_1"}
    assert replay() == []

