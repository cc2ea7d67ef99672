"""`rongcuo assess --batch FILE --out FILE`: many cases at once, from a de-identified extract.

Reads facts, writes outcome and situations, row by row in the same order. It names no person, knows
no matter and writes to none.
"""

from __future__ import annotations

import json
import sys
import time

from rongcuo.cli import CommandError
from rongcuo.policy.problems import FactError, problem


def run(arguments, lang: str) -> int:
    """Assess the file, show progress on a terminal, print what came of it."""
    from rongcuo.cli.packs import find
    from rongcuo.policy.loader import load

    try:
        from rongcuo.cli.batch_files import assess_file
        from rongcuo.policy.batch.table import Batch
    except ImportError as error:
        if error.name is None or error.name.split(".")[0] not in ("numpy", "pyarrow"):
            raise
        raise FactError([problem("batch-extra")]) from None
    if arguments.out is None:
        raise CommandError("请用 --out 写明结果文件。", "Say with --out where the result goes.")
    pack = load(find(arguments.policy), scenarios=False)
    try:
        done = assess_file(
            Batch(pack, pack.settings(_readings(arguments.reading))), arguments.batch, arguments.out,
            _progress(lang),
        )
    except KeyboardInterrupt:
        zh, en = "\n已中断。再次运行同一命令会接着做完。", "\nInterrupted. The same command goes on from here."
        print(en if lang == "en" else zh, file=sys.stderr)
        raise
    if arguments.json:
        print(json.dumps({
            "rows": done.rows, "outcomes": dict(done.outcomes), "contradictions": done.contradictions,
        }))
        return 0
    print(f"{arguments.out}: {done.rows}")
    for name, one in pack.outcomes.items():
        print(f"  {done.outcomes[name]:>12}  {one.name.get(lang)}")
    if done.contradictions:
        words = ("事实互相矛盾，没有结论", "facts contradict each other; no outcome")
        print(f"  {done.contradictions:>12}  {words[lang == 'en']}")
    return 0


def _readings(written: list[str] | None) -> dict[str, object]:
    from rongcuo.policy.reader import scalar

    found = {}
    for one in written or ():
        key, equals, value = one.partition("=")
        if not equals:
            raise CommandError(f"{one!r}：应写成 键=值。", f"{one!r}: write KEY=VALUE.")
        found[key] = scalar(value)
    return found


def _progress(lang: str):
    """Rows so far on one line of a terminal, four times a second; nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    last = 0.0

    def show(done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.25 or done == total:
            last = now
            words = f"{done:,}" + (f" / {total:,}" if total is not None else "")
            print(f"\r{words} {'rows' if lang == 'en' else '行'}", end="\n" if done == total else "",
                  file=sys.stderr, flush=True)

    return show
