"""Ten writers at once on SQLite, each in a process of its own, for a minute.

    python benchmarks/writers.py [SECONDS]

Each writer registers accountability acts through the same action that the page uses. Prints how many were
recorded, the slowest, and every error; then verifies the record. "database is locked" is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WRITERS = 10

WRITER = """
import json, sys, time
import django; django.setup()
from datetime import date
from rongcuo import ids
from rongcuo.matters.acts import register_act
from rongcuo.people.models import Account
me = Account.objects.select_related("person").get(username="registrar").person
other = Account.objects.select_related("person").get(username="inspector").person
unit = other.posts.get().unit_id
times, errors, end = [], [], time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    started = time.perf_counter()
    try:
        register_act(
            actor=me, key=str(ids.new_id()), kind="case_filing", document_number="示例", issued_by="示例",
            started_on=date(2026, 9, 1), brief="示例", subjects=[{"person": other.pk, "unit": unit}],
        )
        times.append(time.perf_counter() - started)
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
print(json.dumps([times, errors]))
"""


def main(seconds: float = 60) -> None:
    import json

    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ, "RONGCUO_HOME": home, "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "rongcuo.settings",
        }
        build = "import django; django.setup()\n" \
            "from django.core.management import call_command\n" \
            "call_command('migrate', verbosity=0)\n" \
            "from rongcuo.demo.bureau import build; build()"
        subprocess.run([sys.executable, "-c", build], env=environment, check=True)
        started = time.monotonic()
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(seconds)], env=environment,
                stdout=subprocess.PIPE, text=True,
            )
            for _ in range(WRITERS)
        ]
        times, errors = [], []
        for writer in writers:
            done, wrong = json.loads(writer.communicate()[0])
            times += done
            errors += wrong
        elapsed = time.monotonic() - started
        print(f"{WRITERS} writers, {elapsed:.0f} s: {len(times)} acts recorded, {len(times) / elapsed:.0f}/s")
        print(f"slowest {max(times) * 1000:.0f} ms; errors: {len(errors)} {sorted(set(errors))[:3]}")
        subprocess.run([sys.executable, "-m", "rongcuo", "ledger", "verify", "--lang", "en"], env=environment, check=True)
        sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main(*(float(a) for a in sys.argv[1:2]))
