"""How fast the record is written, verified, sealed and replayed: python benchmarks/ledger.py [ENTRIES]

Makes its own SQLite database in a temporary folder, with one toy kind and 15 entries in a stream.
"""

from __future__ import annotations

import os
import sys
import tempfile
from time import perf_counter
from uuid import UUID


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["RONGCUO_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "rongcuo.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(count)


def measure(count: int) -> None:
    from django.db import transaction

    from rongcuo import ids
    from rongcuo.ledger.checkpoints import checkpoint
    from rongcuo.ledger.record import record
    from rongcuo.ledger.reduce import Put, reducer
    from rongcuo.ledger.replay import replay
    from rongcuo.ledger.verify import verify

    @reducer("benchmark.said")
    def _(entry):
        row = UUID(entry.payload["row"])
        yield Put("people.Unit", row, {"name": entry.payload["words"][:20]})

    def timed(name: str, work, unit: str) -> None:
        start = perf_counter()
        work()
        seconds = perf_counter() - start
        print(f"{name:<10} {count / seconds:>9,.0f} {unit}   {seconds:8.2f} s")

    def write() -> None:
        stream, actor = ids.new_id(), ids.new_id()
        for number in range(count):
            if number % 15 == 0:
                stream, row = ids.new_id(), ids.new_id()
            payload = {"row": row, "words": "示例单位" * 100, "number": number, "list": [1, 2, 3]}
            with transaction.atomic():
                record(stream, "benchmark.said", actor=actor, payload=payload, at=number % 15)

    print(f"{count:,} entries of about 1.2 kB in {-(-count // 15):,} streams, SQLite")
    timed("record", write, "entries/s")
    timed("checkpoint", checkpoint, "entries/s")
    timed("verify", verify, "entries/s")
    timed("replay", replay, "entries/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)
