"""A planted recurrence is found, warned about and measured again; a figure once shown never changes."""

from __future__ import annotations

from datetime import date

import pytest

from rongcuo.insight import naming, publication, warning
from rongcuo.insight.access import visible_cautions
from rongcuo.insight.copying import CROSSED, DIMENSIONS, Period, complete
from rongcuo.insight.crossing import TOGETHER
from rongcuo.insight.figures import crossed, table, years
from rongcuo.insight.models import Caution, Published, Report
from rongcuo.insight.naming import OTHER
from rongcuo.insight.publication import publish
from rongcuo.insight.publishing import protect
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from rongcuo.matters.models import Subject
from rongcuo.policy import load
from tests.corrections.test_lists import NEWER, changed
from tests.insight.world import at, key, planted
from tests.matters.world import Case, refused


@pytest.fixture
def recurring(bureau):
    """Six and seven cases of one cause in two half-years, then twenty."""
    planted(bureau, "2025-03-03", 6)
    planted(bureau, "2025-09-01", 7)
    planted(bureau, "2026-04-01", 20)
    with at("2026-07-01"):
        publish()
    return bureau


def shown(dimension: str, day: str):
    """The table on a day on which the daily job ran."""
    with at(day):
        publish()
    return table(dimension)


def warn(bureau, day="2026-07-06", who="officer", **changes):
    with at(day):
        return warning.warn(
            actor=bureau[who], key=key(),
            **{"form": "warning", "dimension": "cause", "code": "no_review", "title": "签发前复核",
               "text": "签发前由第二人复核。", "units": [bureau.units["chemicals"].pk, bureau.units["mines"].pk]} | changes,
        )


def test_a_planted_recurrence_is_found_warned_about_and_measured_again(recurring):
    bureau = recurring
    found = shown("cause", "2026-07-06")
    assert found.series("no_review")[-3:] == [6, 7, 20]
    assert [code for code, _name in found.rows if found.rising(code)] == ["no_review"]
    caution = Caution.objects.get(pk=warn(bureau).stream)
    assert caution.figures["count"] == 20
    with at("2026-07-08"):
        head = bureau["chemicals_head"]
        assert [u.caution for u in warning.unreceived(viewer_of(head))] == [caution]
        with refused(NotPermitted):
            warning.receive_warning(caution.pk, actor=bureau["inspector"], at=1, key=key(), unit=bureau.units["chemicals"].pk)
        with refused(NotFound):
            warning.receive_warning(caution.pk, actor=bureau["emergency_head"], at=1, key=key(), unit=bureau.units["chemicals"].pk)
        warning.receive_warning(caution.pk, actor=head, at=1, key=key(), unit=bureau.units["chemicals"].pk)
        with pytest.raises(Stale):
            warning.receive_warning(caution.pk, actor=bureau["mines_head"], at=1, key=key(), unit=bureau.units["mines"].pk)
        with refused(Incomplete):
            warning.receive_warning(caution.pk, actor=head, at=2, key=key(), unit=bureau.units["chemicals"].pk)
        with refused(Incomplete):  # some months must pass
            warning.measure_again(caution.pk, actor=bureau["officer"], at=2, key=key(), found="x")
    planted(bureau, "2026-10-12", 5)
    with at("2027-01-11"):
        publish()
        assert list(warning.to_measure(viewer_of(bureau["officer"]))) == [caution]
        assert not warning.to_measure(viewer_of(bureau["supervisor"])).exists()
        warning.measure_again(caution.pk, actor=bureau["officer"], at=2, key=key(), found="由二十件降到五件。")
    caution.refresh_from_db()
    assert (caution.later["count"], caution.figures["count"]) == (5, 20)
    assert not shown("cause", "2027-01-11").rising("no_review")
    assert verify().ok
    assert replay() == []


def test_a_figure_that_was_shown_never_changes(recurring):
    """Later cases, and later days, add columns; they change none. So two days' tables tell no more than one."""
    before = {d: shown(d, "2026-07-06").columns for d in DIMENSIONS}
    planted(recurring, "2026-07-20", 3)
    planted(recurring, "2026-08-20", 9, cause_codes=["no_training"])
    for day in ("2026-07-21", "2026-12-31", "2027-01-04", "2027-08-02"):
        for d in DIMENSIONS:
            now = dict(shown(d, day).columns)
            assert before[d] and all(now[p] == c for p, c in before[d] if p in now), (d, day)


def test_before_anything_was_counted_there_is_no_column(recurring):
    assert [str(p) for p, _c in shown("cause", "2026-07-06").columns] == ["2025-1", "2025-2", "2026-1"]


def test_the_half_year_that_runs_is_not_counted(recurring):
    assert complete(date(2026, 6, 30))[-1] == Period(2025, 2)
    assert complete(date(2026, 7, 1))[-1] == Period(2026, 1)
    assert [str(p) for p, _c in shown("cause", "2026-12-31").columns][-1] == "2026-1"


def test_small_figures_and_what_they_follow_from_are_withheld(bureau):
    planted(bureau, "2026-04-01", 3, cause_codes=["no_training"])
    planted(bureau, "2026-04-02", 6, cause_codes=["no_review"])
    planted(bureau, "2026-04-03", 12, cause_codes=["no_record"])
    column = shown("cause", "2026-07-06").columns[-1][1]
    assert column.cells["no_training"] is None
    assert column.cells["no_review"] is None  # else three would follow from the total
    assert (column.cells["no_record"], column.total, column.cells["no_owner"]) == (12, 21, 0)


def test_matters_are_counted_when_they_are_filed_and_say_what_was_missing(bureau):
    for n in range(5):
        case = Case(
            bureau, start=date(2026, 1, 12), outcome="refused", document_number=f"示例〔2026〕{n}号",
            findings={"democratic_procedure": False},
        )
        case.until("reported")
        case.take("consulted")
        case.take("answered")
        case.propose(outcome="refused", beyond="事实已查清。")
        case.meet(decision={"beyond": "事实已查清。"})
        case.until_from("fed_back", "filed")
    assert Subject.objects.filter(outcome="refused").count() == 5
    assert shown("situation", "2026-07-06").series("A06-1")[-1] == 5
    assert shown("unit", "2026-07-06").series(str(bureau.units["chemicals"].pk))[-1] == 5
    missing = shown("missing", "2026-07-06")
    assert missing.series("democratic_procedure")[-1] == 5
    assert [c for c, _n in missing.rows if missing.series(c)[-1]] == ["democratic_procedure"]


def test_a_warning_goes_to_those_it_is_for(recurring):
    caution = Caution.objects.get(pk=warn(recurring).stream)
    sees = {who for who in recurring.people if visible_cautions(viewer_of(recurring[who])).filter(pk=caution.pk).exists()}
    assert {"officer", "supervisor", "inspector", "chemicals_head", "mines_head", "leader_1"} <= sees
    assert not sees & {"licensor", "rescuer", "emergency_head", "personnel"}


@pytest.mark.parametrize(("changes", "field"), [
    ({"units": []}, "units"), ({"title": " "}, "title"), ({"text": ""}, "text"), ({"form": "x"}, "form"),
    ({"dimension": "person"}, "dimension"), ({"code": "nothing"}, "code"),
])
def test_a_warning_is_whole_or_not_issued(recurring, changes, field):
    with refused(Incomplete, field):
        warn(recurring, **changes)


def test_only_the_committee_warns(recurring):
    for who in ("inspector", "supervisor", "leader_1", "personnel"):
        with refused(NotPermitted):
            warn(recurring, who=who)


def test_what_is_kept_with_a_warning_is_what_may_be_shown(bureau):
    planted(bureau, "2026-04-01", 2)
    planted(bureau, "2026-04-02", 10, cause_codes=["no_record"])
    shown("cause", "2026-07-06")
    caution = Caution.objects.get(pk=warn(bureau).stream)
    assert caution.figures["count"] is None and caution.figures["low"] is None
    assert protect({"a": 2, "b": 10}, 5).cells == {"a": None, "b": None}


# --- published once ---------------------------------------------------------------------------


def test_a_half_year_is_counted_once_whenever_the_job_runs(recurring):
    """Twice adds nothing; a year without it loses nothing; nothing is counted before a half-year is over."""
    assert [p.period for p in Published.objects.all()] == ["2025-1", "2025-2", "2026-1"]
    with at("2026-12-31"):
        assert publish() == 0
    with at("2027-09-01"):
        assert publish() == 2
        assert publish() == 0
    assert [p.period for p in Published.objects.all()][-2:] == ["2026-2", "2027-1"]
    assert verify().ok and replay() == []


def test_what_happens_later_to_a_matter_changes_no_figure(bureau):
    """An outcome that is revoked and a unit that is merged later: the figure is what was recorded when it was counted."""
    for n in range(5):
        Case(bureau, start=date(2026, 1, 12), document_number=f"示例〔2026〕{n}号").until("filed")
    before = [shown(d, "2026-07-06") for d in DIMENSIONS]
    Subject.objects.update(outcome="refused", main_situation="A06-2", unit=bureau.units["mines"])
    assert [shown(d, "2026-07-07") for d in DIMENSIONS] == before
    with at("2027-01-04"):
        publish()
    grid = crossed("situation-unit", 2026).grid
    assert grid.cells["A06-1", str(bureau.units["chemicals"].pk)] == 5


def test_without_a_counted_half_year_there_is_nothing_to_warn_from(bureau):
    assert table("cause").columns == () and table("cause").figures("no_review") == {} and not table("cause").rising("no_review")
    with refused(Incomplete, "code"):
        warn(bureau)


def test_a_year_is_crossed_when_it_is_over(bureau):
    for day, count, unit, cause in (
        ("2025-03-03", 12, "chemicals", "no_review"), ("2025-09-01", 20, "mines", "no_review"),
        ("2025-10-01", 11, "mines", "no_record"), ("2025-10-02", 2, "licensing", "no_training"),
        ("2025-11-03", 7, "chemicals", "no_record"),
    ):  # fmt: skip
        planted(bureau, day, count, unit=unit, cause_codes=[cause])
    with at("2025-12-31"):
        publish()
    assert years() == [] and crossed("cause-unit", 2025) is None
    with at("2026-01-05"):
        publish()
    assert years() == [2025]
    found = crossed("cause-unit", 2025)
    assert found.grid.rows["no_review"] == 32 and "no_training" not in found.grid.rows  # together with another
    assert TOGETHER in found.grid.rows and min(found.grid.rows.values()) >= 5
    assert all(n is None or n == 0 or n >= 5 for n in found.grid.cells.values())
    assert [code for code, _name in found.rows][-1] == TOGETHER
    for name in CROSSED:
        crossed(name, 2025)
    assert crossed("kind-unit", 2025).grid.rows == {"near_miss": 52}
    assert crossed("cause-unit", 2024) is None


def test_a_code_list_that_changed_leaves_old_figures_as_they_were(recurring, monkeypatch, tmp_path):
    """What was counted under an old code keeps its number and name; what the new list does not have is put together."""
    before = table("cause").series("no_review")
    newer = load(changed(tmp_path, "  # Working days from the due day", NEWER))
    for module in (naming, publication):
        monkeypatch.setattr(module, "current_pack", lambda: newer)
    found = table("cause")
    assert [code for code, _n in found.rows][0] == "no_second_look" and found.series("no_second_look") == [0, 0, 0]
    assert found.series("no_review") == before and dict(found.rows)["no_review"].zh == "缺少复核、审核环节"
    Report.objects.filter(counted_on__year=2026).update(counted_on=date(2026, 8, 3))
    with at("2027-01-04"):
        publish()
    assert (table("cause").series(OTHER)[-1], table("cause").series("no_second_look")[-1]) == (20, 0)
