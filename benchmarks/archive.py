"""A dossier of 100 files and 200 MB taken out and verified, and search over 100,000 papers.

    python benchmarks/archive.py dossier            # in a folder of its own, removed afterwards
    python benchmarks/archive.py search HOME [again]  # HOME made by benchmarks/grow.py HOME 6000

The first prints seconds and megabytes a second, with the largest memory of a process that only exports and
of one that only verifies; the second, for each person and word, the median and the 95th percentile in milliseconds of
the whole search (gate, index, text, context), on the clock and in processor time, and of a word that is nowhere.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
FILES, SIZE = 100, 2_000_000


def ready(home: str) -> None:
    os.environ["RONGCUO_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()


# --- the dossier -----------------------------------------------------------------------------


def dossier() -> None:
    home = tempfile.mkdtemp(prefix="rongcuo-bench-")
    try:
        ready(home)
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        matter = told()
        for what in ("export", "verify"):
            done = subprocess.run(
                [sys.executable, __file__, f"_{what}", home, str(matter)], check=True, capture_output=True, text=True
            )
            print(done.stdout, end="")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def told():
    """A closed matter with 100 pieces of evidence of 2 MB."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from rongcuo import clock
    from rongcuo.demo import bureau as sample
    from rongcuo.demo.matters import SAMPLES
    from rongcuo.demo.story import STEPS, Story
    from rongcuo.matters import closing, verification
    from rongcuo.matters.files import store

    with clock.frozen("2026-01-05T09:00:00+08:00"):
        bureau = sample.build(accounts=False)
    plot = replace(SAMPLES[0].plot, outcome="refused", refused_effects={})
    story = Story(bureau, plot, date(2026, 3, 2)).until("declared")
    noise = random.Random(1)
    for n in range(FILES - 1):
        upload = SimpleUploadedFile(f"证据{n}.pdf", b"%PDF-1.7\n" + noise.randbytes(SIZE))
        story.act_on(verification.add_evidence, "verifier_1", stored=store(upload).as_payload(), title=f"证据{n}")
    for step in STEPS[STEPS.index("declared") + 1 : STEPS.index("filed") + 1]:
        story.take(step)
    story.act_on(closing.close, "officer")
    return story.matter_id


def export(home: str, matter: str) -> None:
    ready(home)
    from rongcuo.archive.export import export as take
    from rongcuo.matters.access import Standing, viewer_of, with_people
    from rongcuo.matters.models import Matter
    from rongcuo.people.models import Person

    row = with_people(Matter.objects.filter(pk=matter)).get()
    # The bureau's people have no accounts here; the officer registered nothing and keeps the file.
    from rongcuo.matters.access import may_export

    standing = next(s for p in Person.objects.all() if may_export(s := Standing(viewer_of(p), row)))
    os.sync()
    start = time.perf_counter()
    made = take(standing, Path(home) / "out")
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"export: {made.files} files, {made.bytes / 1e6:.0f} MB in {took:.2f} s, {made.bytes / 1e6 / took:.0f} MB/s, "
          f"largest memory {peak:.0f} MB")


def verify(home: str, _matter: str) -> None:
    from rongcuo.archive.verifying import VERIFY

    package = next((Path(home) / "out").glob("*.zip"))
    start = time.perf_counter()
    code = subprocess.run([sys.executable, "-I", "-S", str(VERIFY), str(package), "--json"], capture_output=True).returncode
    took = time.perf_counter() - start
    size = package.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"verify: exit {code}, {size:.0f} MB in {took:.2f} s, {size / took:.0f} MB/s, largest memory {peak:.0f} MB")


# --- search ----------------------------------------------------------------------------------

WORDS = ("整改", "会议", "园区检查", "示例甲", "容错〔2026〕7号", "没有这样的词语")
PEOPLE = ("inspector", "chemicals_head", "verifier_1", "officer", "secretary", "supervisor")


def search(home: str, rebuilt: str = "", rounds: int = 30) -> None:
    os.environ["RONGCUO_DEMO"] = "1"
    ready(home)
    from django.db import connection

    from rongcuo.archive.models import SearchRow
    from rongcuo.archive.searching.find import search as find
    from rongcuo.archive.searching.index import missing, rebuild
    from rongcuo.matters.access import viewer_of
    from rongcuo.people.models import Account

    if missing() or rebuilt:
        start = time.perf_counter()
        count = rebuild()
        print(f"index: {count} rows made in {time.perf_counter() - start:.1f} s")
    papers = SearchRow.objects.filter(source="item").count()
    print(f"{SearchRow.objects.count()} rows, {papers} of them papers, {connection.vendor}")
    for who in PEOPLE:
        person = Account.objects.get(username=who).person
        for word in WORDS:
            times, worked = [], []
            for _ in range(rounds):
                start, used = time.perf_counter(), time.process_time()
                found = find(viewer_of(person), word)
                times.append((time.perf_counter() - start) * 1000)
                worked.append((time.process_time() - used) * 1000)
            p95, cpu = quantiles(times, n=20)[-1], quantiles(worked, n=20)[-1]
            print(f"{who:<15} {word:<12} hits {len(found.hits):>2}  median {median(times):7.1f}  p95 {p95:7.1f}"
                  f"  processor: median {median(worked):6.1f}  p95 {cpu:6.1f}", flush=True)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:] or ["dossier"]
    {"dossier": dossier, "search": search, "_export": export, "_verify": verify}[verb](*rest)
