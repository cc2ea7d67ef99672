"""Corrections and insight on a large database: desks, like cases, figures, the self-audit, the reminder job.

    python benchmarks/grow.py HOME 10000
    python benchmarks/correction.py HOME [CASES]

HOME is a folder made by `benchmarks/grow.py`. Adds a correction plan with two measures to every filed matter that
has none, half of them closed, and index rows of CASES (100,000) closed cases; then times in this process, median
and 95th percentile in milliseconds of processor time (the machine is shared; the database is in the process). Aims: desks p95 200 ms at 10,000 matters, nearest cases 50 ms among 100,000.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))


def main(home: str, cases: int) -> None:
    os.environ["RONGCUO_HOME"] = home
    os.environ["RONGCUO_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    from rongcuo import clock

    with clock.frozen("2026-09-17T09:00:00+08:00"):
        from rongcuo.insight.publication import publish

        started = time.process_time()
        print(f"{plans()} plans, {index(cases)} indexed cases")
        counted = publish()
        print(f"{counted} half-years counted: {time.process_time() - started:.1f} s with what was added before")
        from rongcuo.wsgi import _settle

        _settle()  # as the server does when it starts
        pages()
        like(200)
        job()


def plans() -> int:
    """A plan for every filed matter without one."""
    from rongcuo import ids
    from rongcuo.corrections.models import Line, Measure, Plan
    from rongcuo.matters.models import Subject

    dice = Random("correction")
    causes = ("no_review", "no_record", "no_training", "no_owner", "no_risk_check")
    there = set(Plan.objects.values_list("matter_id", flat=True))
    new, measures, lines = [], [], []
    rows = Subject.objects.filter(matter__state="filed").exclude(matter__in=there).select_related("matter")
    for n, s in enumerate(rows.iterator(chunk_size=1000)):
        opened = date(2026, 1, 5) + timedelta(days=dice.randrange(230))
        closed = dice.random() < 0.5
        plan = Plan(
            id=ids.new_id(), number=f"纠错〔2026〕B{n}号", matter=s.matter, subject=s, person_id=s.person_id, unit_id=s.unit_id,
            position=3, state="closed" if closed else "running", state_since=opened, basis="determined", opened_on=opened,
            working_days=10, due_on=opened + timedelta(days=14), told_on=opened, drawn_up_on=opened + timedelta(days=9),
            lists=dict.fromkeys(("event", "outcome", "factor", "cause"), 1), event_codes=["inspection"], outcome_codes=["loss"],
            factor_codes=["staffing"], cause_codes=[dice.choice(causes)], closed_on=opened + timedelta(days=120) if closed else None,
        )  # fmt: skip
        new.append(plan)
        lines.append(Line(
            id=ids.new_id(), plan=plan, position=2, action="draw_up", actor_id=s.person_id, done_on=plan.drawn_up_on,
            recorded_at=f"{plan.drawn_up_on}T02:00:00+00:00",
        ))  # fmt: skip
        for k in (1, 2):
            due = opened + timedelta(days=20 + dice.randrange(200))
            measures.append(Measure(
                id=ids.new_id(), plan=plan, n=k, text="建立核对表。", expected="记录。", owner_id=s.person_id or plan.matter.act.handler_id,
                from_on=opened, working_days=10, due_on=due, report_on=due, state="done" if closed else "open",
                done_on=due if closed else None,
            ))  # fmt: skip
    for model, many in ((Plan, new), (Measure, measures), (Line, lines)):
        model.objects.bulk_create(many, batch_size=400)
    return Plan.objects.count()


def index(cases: int) -> int:
    """Index rows with findings drawn at random around what filed matters have, for subjects of their own.

    Each needs a subject of its own, so they are kept apart from the real rows: no page but this measurement reads them.
    """
    from rongcuo.insight import likeness
    from rongcuo.matters import packs

    pack = packs.current_pack()
    bits, masks = likeness.places(pack)
    dice = Random("likeness")
    values: dict[str, list] = {}
    for fact, value in bits:
        values.setdefault(fact, []).append(value)
    made = likeness._Cases("no such policy")
    situations = [r.id for r in pack.rules.values() if r.kind == "situation"]
    for n in range(cases):
        found = {f: (v[0] if dice.random() < 0.9 else dice.choice(v)) for f, v in values.items() if dice.random() < 0.9}
        key = sum(bits[f, v] for f, v in found.items()), sum(masks[f] for f in found)
        made.by_bits[key].append((n, dice.choice(situations), "waived", 2026))
    likeness._cases = lambda policy: made
    return sum(map(len, made.by_bits.values()))


def timed(name: str, do, rounds: int) -> None:
    from django.db import connection

    asked = []

    def count(execute, *rest):
        asked.append(1)
        return execute(*rest)

    with connection.execute_wrapper(count):
        do()
    taken = []
    for _n in range(rounds):
        started = time.process_time()
        do()
        taken.append((time.process_time() - started) * 1000)
    print(f"{name:48} median {median(taken):7.1f}  p95 {quantiles(taken, n=20)[-1]:7.1f}  queries {len(asked)}", flush=True)


def pages() -> None:
    """Whole pages through the middleware, signed in."""
    from django.test import Client

    from rongcuo.people.models import Account

    addresses = (
        "/", "/corrections/", "/corrections/?page=3", "/protection/", "/prevention/", "/figures/?dim=cause", "/figures/?dim=missing",
        "/figures/?cross=cause-unit",
    )
    for who in ("officer", "supervisor", "personnel", "chemicals_head", "inspector"):
        client = Client()
        client.force_login(Account.objects.get(username=who))
        for address in addresses:
            if client.get(address).status_code == 200:
                timed(f"{who} {address}", lambda c=client, a=address: c.get(a), 20)
    client = Client()
    client.force_login(Account.objects.get(username="supervisor"))
    timed("supervisor /self-audit/2026/", lambda: client.get("/self-audit/2026/"), 5)


def like(rounds: int) -> None:
    """The nearest closed cases for the findings of real subjects."""
    from rongcuo.insight.likeness import nearest
    from rongcuo.matters.models import Finding, Subject

    subjects = list(Subject.objects.exclude(outcome="").select_related("matter")[:rounds])
    findings = {s.pk: list(Finding.objects.filter(subject=s)) for s in subjects}
    each = iter(subjects * 3)

    def do() -> None:
        s = next(each)
        nearest(s.matter, s, findings[s.pk])

    timed("nearest cases", do, rounds)


def job() -> None:
    """The reminder job: everything due at once, and a second run."""
    from rongcuo.corrections.reminding import remind

    for name in ("first run", "second run"):
        started = time.perf_counter()
        done = remind()
        print(f"remind, {name}: {time.perf_counter() - started:.1f} s, {done}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
