"""A reminder is given once, whenever the job runs: never lost, never doubled, and nothing starts by it."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rongcuo
from rongcuo.corrections import measures, planning
from rongcuo.corrections.models import Plan, Reminded, Reminder
from rongcuo.corrections.reminding import day_of, due_of, remind
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.matters import packs
from rongcuo.matters.calendar_years import record_year
from rongcuo.matters.models import CalendarYear
from rongcuo.people.record import end_post
from rongcuo.policy.model import ReminderRule
from tests.corrections.world import Correcting, proof
from tests.matters.test_calendar_years import notice
from tests.web.world import rolled_back


def run(case: Correcting) -> int:
    with case.at(hour=8):
        return remind()["reminders"]


def expected(case: Correcting) -> set:
    """What the rules ask for of everything open on the story's day: (rule, measure)."""
    plan, calendar = case.plan, packs.current_calendar()
    rules = packs.pack_of(plan.matter).correction.reminders
    return {
        (rule.id, due.measure and due.measure.pk)
        for due in due_of(plan, plan.measures.all()) for rule in rules
        if rule.about == due.about and day_of(rule, due.day, calendar) <= case.day
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    runs=st.lists(st.integers(0, 60), max_size=8),
    done=st.dictionaries(st.sampled_from([1, 2]), st.integers(0, 60)),
)
def test_each_reminder_once_however_the_job_runs(running, runs, done):
    """Run on any days, twice on some, with measures done on any day: what is open on the last day was
    reminded of exactly as the rules ask, and what is settled not once more after that."""
    with rolled_back():
        start = running.day
        for day in sorted({*runs, *done.values(), 60}):
            running.on(start + timedelta(days=day))
            settled = {n for n, when in done.items() if when == day}
            for n in sorted(settled):
                if running.measure(n).state == "open":
                    running.proved(n)
            if day in runs:
                for _ in range(runs.count(day)):
                    run(running)
        run(running)
        assert run(running) == 0
        rows = list(Reminder.objects.values_list("rule", "measure", "about"))
        assert len(rows) == len(set(rows))
        still_open = {m.pk for m in running.plan.measures.all() if m.state == "open"}
        asked = expected(running)
        assert {(rule, measure) for rule, measure, about in rows if measure in still_open or about == "check"} == {
            pair for pair in asked if pair[1] in still_open or pair[1] is None
        }
        for row in Reminder.objects.all():
            assert row.day <= row.recorded_on <= running.day
        running.on(start)


def test_a_week_without_the_job_loses_nothing(running):
    daily, weekly = [], []
    for found, step in ((daily, 1), (weekly, 7)):
        with rolled_back():
            start = running.day
            for day in range(0, 71, step):
                running.on(start + timedelta(days=day))
                run(running)
            found.extend(Reminder.objects.values_list("rule", "measure", "day").order_by("day", "rule", "measure"))
            running.on(start)
    assert daily == weekly and daily


def test_rising_weight_goes_to_more_people_and_changes_nothing(running):
    before = Plan.objects.values().get()
    running.on(running.measure(1).due_on + timedelta(days=70))
    assert run(running) > 0
    who = {rule: set(Reminded.objects.filter(reminder__rule=rule).values_list("person__name", flat=True))
           for rule in Reminder.objects.values_list("rule", flat=True)}
    name = {k: p.name for k, p in running.bureau.people.items()}
    assert name["inspector"] in who["measure_due"]
    assert name["chemicals_head"] in who["measure_late"]
    assert name["officer"] in who["measure_very_late"]
    assert who["measure_longest"] == {name["supervisor"]}
    assert Plan.objects.values().get() == before  # not even a page grows stale by it
    assert not Entry.objects.filter(kind__in=["correction.refer", "correction.hear_before_referral"]).exists()
    assert replay() == []


def test_what_an_owner_who_left_would_hear_goes_to_those_who_must_hand_over(running):
    with running.at():
        end_post(actor=None, post=running.bureau["inspector"].posts.get().pk, until=running.day)
    running.on(running.measure(1).due_on + timedelta(days=3))
    run(running)
    people = Reminded.objects.filter(reminder__rule="measure_due", reminder__measure=running.measure(1))
    found = set(people.values_list("person__name", flat=True))
    assert running.bureau["inspector"].name not in found
    assert running.bureau["chemicals_head"].name in found


def test_another_due_day_is_reminded_of_anew(running):
    running.on(running.measure(1).due_on + timedelta(days=3))
    run(running)
    running.correct(planning.defer, "officer", 1, working_days=10, why="企业检修推迟。")
    running.on(running.measure(1).due_on + timedelta(days=3))
    run(running)
    assert Reminder.objects.filter(rule="measure_due", measure=running.measure(1)).count() == 2
    running.correct(measures.prove, "inspector", 1, done="x", files=proof())
    running.after(60)
    run(running)
    assert Reminder.objects.filter(rule="measure_due", measure=running.measure(1)).count() == 2


def test_provisional_days_are_counted_anew_when_the_notice_is_there(bureau, monkeypatch):
    case = Correcting(bureau, start=date(2026, 9, 1)).fed().drawn()
    row = case.measure_rows()[0] | {"working_days": 60}
    case.correct(planning.add_measures, "officer", measures=[row])
    measure = case.measure(3)
    assert measure.provisional and measure.due_on.year == 2027
    with case.at():
        assert remind()["recounted"] == 0
    with case.at():
        record_year(notice(2027, days=[("2027-01-01", True)]), actor=None)
        assert CalendarYear.objects.filter(year=2027).exists()
        assert remind()["recounted"] == 1
        assert remind()["recounted"] == 0
    measure = case.measure(3)
    assert not measure.provisional
    assert measure.due_on == packs.due(measure.from_on, 60).due
    assert replay() == []


def test_no_rule_and_no_job_starts_a_referral():
    """A11-4 is a named person's act: nothing in the program calls it but a person's form."""
    root = Path(rongcuo.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                assert name not in {"refer", "hear_before_referral"}, path


@pytest.mark.parametrize("offset", [-5, -2, 0, 1, 5, 20])
def test_the_day_of_a_rule_is_a_working_day_counted_from_the_due_day(offset):
    calendar = packs._seeded()
    due = date(2026, 9, 28)
    day = day_of(ReminderRule("x", "measure", offset, ("owner",)), due, calendar)
    assert calendar.working_days_between(due, day) == offset
    assert offset == 0 or calendar.is_working(day)
