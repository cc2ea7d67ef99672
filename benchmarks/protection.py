"""One consultation and a list of 5,000 rows against a register of 100,000 effects.

    python benchmarks/protection.py [HOME]

Makes a throw-away database (SQLite, in HOME or a temporary folder) with the sample bureau, 20,000 further people,
100,000 effects and 20,000 recorded sanctions, put straight into the tables; then times what the pages do:
`consulting.consult` with its entry, and a list from the xlsx handed in to the xlsx handed out.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
PEOPLE, EFFECTS, SANCTIONS, ROWS, ROUNDS = 20_000, 100_000, 20_000, 5_000, 200


def main(home: str) -> None:
    os.environ["RONGCUO_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from rongcuo import clock
    from rongcuo.demo.building import NOW

    with clock.frozen("2026-01-05T09:00:00+08:00"):
        people, officer, second = fill()
    with clock.frozen(NOW):
        consultations(people, officer)
        lists(people, officer, second)
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def fill() -> tuple[list, object, object]:
    """The people asked about, who asks, and the second person."""
    from django.db import transaction

    from rongcuo import clock, ids
    from rongcuo.demo import bureau as sample
    from rongcuo.demo.matters import SAMPLES
    from rongcuo.demo.story import Story
    from rongcuo.exemptions.models import Effect, Sanction
    from rongcuo.matters.models import Subject
    from rongcuo.people.models import Person, Post

    bureau = sample.build(accounts=False)
    story = Story(bureau, SAMPLES[0].plot, SAMPLES[0].start).until("filed")
    model, at = story.subject, clock.now()
    with ids.seeded("benchmark"), transaction.atomic():
        people = [Person(id=ids.new_id(), name=f"示例{n:05d}") for n in range(PEOPLE)]
        Person.objects.bulk_create(people, batch_size=2000)
        unit = bureau.units["chemicals"].pk
        Post.objects.bulk_create(
            [Post(id=ids.new_id(), person=p, unit_id=unit, title="科员", since=date(2024, 1, 2)) for p in people],
            batch_size=2000,
        )
        subjects = []
        for p in people:
            values = {f.attname: getattr(model, f.attname) for f in Subject._meta.concrete_fields}
            subjects.append(Subject(**values | {"id": ids.new_id(), "person_id": p.pk}))
        Subject.objects.bulk_create(subjects, batch_size=1000)
        respects = ("A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-4")
        Effect.objects.bulk_create(
            [
                Effect(
                    id=ids.new_id(), line=ids.new_id(), matter=model.matter, subject=subjects[n // 5], effect=respects[n % 5],
                    valid_from=date(2026, 4, 14), recorded_from=at, basis="determination", by=bureau["secretary"],
                )
                for n in range(EFFECTS)
            ],
            batch_size=2000,
        )
        Sanction.objects.bulk_create(
            [
                Sanction(
                    id=ids.new_id(), line=ids.new_id(), person=people[(n * 7) % PEOPLE], document_number=f"示例〔2026〕{n}号",
                    issued_by="示例", policy="gansu-anjian-2018/1.0.0", kinds=["state_warning"],
                    respects=["A10-2-promotion", "A10-2-rank", "A10-2-title"],
                    valid_from=date(2026, 1, 1) + timedelta(days=n % 300), valid_to=date(2026, 7, 1) + timedelta(days=n % 300),
                    recorded_from=at, by=bureau["personnel"],
                )
                for n in range(SANCTIONS)
            ],
            batch_size=2000,
        )
    return people, bureau["personnel"], bureau["officer"]


def consultations(people: list, officer) -> None:
    from rongcuo import clock, ids
    from rongcuo.exemptions import consulting

    for act, label in (("", "without an act's number"), ("示例纪立〔2026〕1号", "with one")):
        took, spent = [], []
        for n in range(ROUNDS + 20):
            person = people[(n * 97) % PEOPLE]
            started, worked = time.perf_counter(), time.process_time()
            consulting.consult(
                actor=officer, key=str(ids.new_id()), person=person.pk, unit=None, effect="A10-2-promotion",
                day=clock.today(), asking_body="示例考察组", purpose="职务晋升考察", act_number=act,
            )
            took.append((time.perf_counter() - started) * 1000)
            spent.append((time.process_time() - worked) * 1000)
        took, spent = took[20:], spent[20:]
        print(
            f"one consultation {label}: median {median(took):.1f} ms, p95 {quantiles(took, n=20)[-1]:.1f} ms; "
            f"processor time {median(spent):.1f}, p95 {quantiles(spent, n=20)[-1]:.1f} ms (n={ROUNDS})"
        )


def lists(people: list, officer, second) -> None:
    from rongcuo import clock, ids
    from rongcuo.exemptions import consulting, sheets
    from rongcuo.exemptions.lists import read_list
    from rongcuo.exemptions.models import Query
    from rongcuo.matters.packs import current_pack
    from rongcuo.web.views.queries import sheet_of

    data = sheets.write("名单", ["姓名", "单位", "事项", "日期"], [[p.name, "危险化学品监管处", "", ""] for p in people[:ROWS]])
    worked = time.process_time()
    marks = [time.perf_counter()]
    rows = read_list(data, current_pack(), day=clock.today(), effect="A10-2-rank")
    marks.append(time.perf_counter())
    entry = consulting.ask_list(actor=officer, key=str(ids.new_id()), rows=rows, asking_body="示例考察组", purpose="资格审核")
    marks.append(time.perf_counter())
    consulting.answer_list(entry.stream, actor=second, at=1, key=str(ids.new_id()))
    marks.append(time.perf_counter())
    out = sheet_of(Query.objects.get(pk=entry.stream))
    marks.append(time.perf_counter())
    names = ("read and match", "ask", "answer", "write")
    parts = ", ".join(f"{name} {b - a:.2f} s" for name, a, b in zip(names, marks, marks[1:], strict=False))
    worked = time.process_time() - worked
    print(f"a list of {len(rows)} rows: {marks[-1] - marks[0]:.2f} s, processor time {worked:.2f} s ({parts}); {len(out) // 1024} KB handed out")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory(prefix="rongcuo-benchmark-") as folder:
            main(folder)
