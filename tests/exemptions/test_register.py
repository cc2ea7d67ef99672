"""The register: opened by the determination, ticked one by one, changed from then on, and kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcuo import clock, ids
from rongcuo.exemptions import access
from rongcuo.exemptions.models import Effect
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from tests.exemptions.world import Protected
from tests.matters.world import Case, refused


@pytest.fixture
def case(bureau) -> Protected:
    return Protected(bureau).until("determined")


def test_what_was_ticked_stands_from_the_day_of_the_determination_and_nothing_else(bureau):
    case = Protected(bureau, refused_effects={"A10-4": "本年度评优未启动。"}).until("determined")
    assert set(case.effects()) == {"A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3"}
    assert {(e.valid_from, e.valid_to, e.basis) for e in case.effects().values()} == {(case.day, None, "determination")}


def test_a_refusal_opens_nothing(bureau):
    Protected(bureau, outcome="refused").until("determined")
    assert not Effect.objects.exists()


def test_a_unit_has_the_effects_of_a_unit(bureau):
    case = Protected(bureau, unit_applies=True).until("determined")
    assert set(case.effects()) == {"A10-1-target", "A10-1-integrity"}


def test_a_change_ends_effects_from_its_day_on_and_keeps_what_was(case):
    began = case.day
    case.later(10)
    case.change(changes={"A10-2-rank": {"granted": False, "reason": "材料虚假。"}})
    now = case.effects()["A10-2-rank"]
    assert (now.valid_from, now.valid_to, now.basis) == (began, case.day - timedelta(days=1), "limit")
    assert now.by == case.bureau["secretary"] and now.document == "示例党组纪要〔2026〕9号"
    old = Effect.objects.get(effect="A10-2-rank", recorded_to__isnull=False)
    assert (old.line, old.valid_to) == (now.line, None) and old.recorded_to == now.recorded_from
    assert set(case.effects()) == {"A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-4"}
    assert case.effects()["A10-2-promotion"].valid_to is None
    assert replay() == [] and verify().ok


def test_an_end_on_the_first_day_leaves_no_day(case):
    case.change(changes={"A10-4": {"granted": False, "reason": "有新事实。"}})
    assert case.effects()["A10-4"].empty
    assert not Effect.objects.current().on(case.day).filter(effect="A10-4").exists()


def test_what_ended_is_granted_again_in_a_line_of_its_own(case):
    case.change(changes={"A10-4": {"granted": False, "reason": "有新事实。"}})
    case.later(5)
    case.change(heard="", changes={"A10-4": {"granted": True, "until": None, "reason": "复核改变。"}})
    rows = Effect.objects.current().filter(effect="A10-4")
    assert sorted((r.valid_from, r.empty) for r in rows) == [(case.matter.decided_on, True), (case.day, False)]


def test_an_end_that_is_known_now(case):
    until = case.day + timedelta(days=200)
    case.change(ground="limit", heard="", changes={"A10-4": {"granted": True, "until": until, "reason": "本年度。"}})
    assert case.effects()["A10-4"].valid_to == until


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"changes": {}}, "changes"),
        ({"ground": "mood"}, "ground"),
        ({"ground": "revocation"}, "ground"),  # these follow their own decision (test_later)
        ({"ground": "reconsideration"}, "ground"),
        ({"heard": ""}, "heard"),
        ({"document": " "}, "document"),
        ({"held_on": date(2026, 1, 1)}, "held_on"),
        ({"held_on": date(2030, 1, 1)}, "done_on"),
        ({"effective": date(2026, 1, 1)}, "effective"),
        ({"changes": {"A10-4": {"granted": False, "reason": ""}}}, "reason-A10-4"),
        ({"changes": {"A10-1-target": {"granted": False, "reason": "x"}}}, "change-A10-1-target"),
        ({"changes": {"A10-5": {"granted": True, "until": None, "reason": "x"}}}, "change-A10-5"),
        ({"changes": {"A10-4": {"granted": True, "until": date(2026, 1, 1), "reason": "x"}}}, "until-A10-4"),
    ],
)
def test_a_change_that_does_not_hold_is_said_at_its_field(case, fields, field):
    given = {"changes": {"A10-4": {"granted": False, "reason": "x"}}} | fields
    with refused(Incomplete, field):
        case.change(**given)


def test_what_does_not_stand_is_not_ended_twice(case):
    case.change(changes={"A10-4": {"granted": False, "reason": "x"}})
    with refused(Incomplete, "change-A10-4"):
        case.change(changes={"A10-4": {"granted": False, "reason": "x"}})


def test_only_the_secretary_records_what_the_leading_group_decides(case):
    change = {"A10-4": {"granted": False, "reason": "x"}}
    for who in ("leader_1", "officer", "personnel"):
        with refused(NotPermitted):
            case.change(who, changes=change)
    with refused(NotFound):
        case.change("licensor", changes=change)


def test_an_effect_on_someone_outside_the_matter_is_not_there(case, bureau):
    other = Case(bureau, subject="licensor", unit="licensing", head="licensing_head", document_number="示例〔2026〕9号").until("determined")
    with refused(NotFound):
        case.change(subject=other.subject.pk, changes={"A10-4": {"granted": False, "reason": "x"}})
    with refused(NotFound):
        case.notify(subject=other.subject.pk)


def test_whoever_acted_first_is_told(case):
    with pytest.raises(Stale), case.at():
        from rongcuo.exemptions import register

        register.change_effects(
            case.matter_id, actor=case.bureau["secretary"], at=0, key=str(ids.new_id()), subject=case.subject.pk,
            ground="limit", document="x", held_on=case.day, heard="x",
            changes={"A10-4": {"granted": False, "reason": "x"}},
        )


def test_who_sees_which_effects(case):
    def sees(who):
        return access.visible_effects(viewer_of(case.bureau[who], case.day)).exists()

    assert {w for w in ("inspector", "officer", "drafter", "secretary", "leader_1", "personnel", "supervisor") if sees(w)} == {
        "inspector", "officer", "drafter", "secretary", "leader_1", "personnel", "supervisor"
    }
    assert not any(sees(w) for w in ("chemicals_head", "licensor", "mines_head", "verifier_1"))


# --- two times -------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["end", "grant", "limit"]), st.integers(0, 60), st.integers(0, 20)),
    max_size=6,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_what_the_register_said_stays_what_it_said(case, steps):
    """After any changes: asking about any day as of any earlier moment gives what was answered at that moment."""
    from django.db import transaction

    line = "A10-4"
    with transaction.atomic():
        day0 = case.day
        said: list[tuple[datetime, dict[date, bool]]] = []
        days = [day0 + timedelta(days=n) for n in range(-3, 320, 13)]

        def now() -> dict[date, bool]:
            return {d: Effect.objects.current().on(d).filter(effect=line).exists() for d in days}

        def moment(hour):
            return datetime(case.day.year, case.day.month, case.day.day, hour, 0, tzinfo=clock.ZONE)

        said.append((moment(12), now()))
        for wait, what, until, ahead in steps:
            case.day += timedelta(days=wait + 1)
            change = {"granted": what != "end", "reason": "x", "until": None}
            if what == "limit":
                change["until"] = case.day + timedelta(days=until + ahead)
            before = now()
            try:
                case.change(
                    changes={line: change}, effective=case.day + timedelta(days=ahead),
                )
            except Incomplete:
                assert now() == before
            after = now()
            # From then on: no day before the decision is touched.
            assert all(after[d] == before[d] for d in days if d < case.day)
            said.append((moment(12), after))
        for instant, answers in said:
            rows = Effect.objects.known(instant).filter(effect=line)
            assert {d: rows.on(d).exists() for d in days} == answers
        case.day = day0
        transaction.set_rollback(True)
