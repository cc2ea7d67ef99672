"""How long a paper takes: PDF/A and DOCX through the whole path, ten thousand in a row, beside other tools.

    python benchmarks/documents.py [--peers] [--many 10000]

From the record (rows in SQLite) to bytes: gate passed, fields read, composed, set. `--peers` sets the same text once
with LibreOffice headless (DOCX to PDF) and, where it is installed, WeasyPrint.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--many", type=int, default=10_000)
    arguments = parser.parse_args()
    home = tempfile.mkdtemp(prefix="rongcuo-bench-")
    os.environ |= {"RONGCUO_HOME": home, "DJANGO_SETTINGS_MODULE": "rongcuo.settings", "RONGCUO_BUREAU": "示例局"}
    try:
        return run(arguments, Path(home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def run(arguments, home: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from rongcuo.demo.building import build
    from rongcuo.documents.papers import as_docx, render
    from rongcuo.matters.models import Item

    build()
    pk = Item.objects.filter(kind="determination").first().pk

    def record():
        rows = Item.objects.select_related("matter__act", "matter__unit", "subject__person", "subject__unit", "author")
        return rows.get(pk=pk)

    start = time.perf_counter()
    first = render(record())
    print(f"first paper (fonts and pack are read): {1000 * (time.perf_counter() - start):.0f} ms")
    pdf = timed(lambda: render(record()).pdf, 200)
    docx = timed(lambda: as_docx(record()), 60)
    print(f"a two-page decision, from record to PDF/A-2a bytes: median {pdf[0]:.1f} ms, p95 {pdf[1]:.1f} ms ({len(first.pdf)} bytes)")
    print(f"the same as DOCX: median {docx[0]:.1f} ms, p95 {docx[1]:.1f} ms")
    many(lambda: render(record()).pdf, arguments.many)
    if arguments.peers:
        peers(home, as_docx(record()), pdf[0])
    return 0


def timed(do, times: int) -> tuple[float, float]:
    """(median, p95) in milliseconds, warm."""
    for _ in range(5):
        do()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        found.append(1000 * (time.perf_counter() - start))
    return statistics.median(found), sorted(found)[int(len(found) * 0.95)]


def many(do, count: int) -> None:
    """Memory at the beginning and at the end of many papers in a row."""
    for _ in range(200):
        do()
    before, start = memory(), time.perf_counter()
    for _ in range(count):
        do()
    spent = time.perf_counter() - start
    print(f"{count:,} papers in a row: {count / spent:.0f} a second, memory {before:.0f} MB before, {memory():.0f} MB after "
          f"(peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB)")


def memory() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def peers(home: Path, docx: bytes, ours: float) -> None:
    """One run each on the same text."""
    path = home / "paper.docx"
    path.write_bytes(docx)
    if shutil.which("soffice"):
        command = ["soffice", f"-env:UserInstallation=file://{home}/lo", "--headless", "--convert-to", "pdf", "--outdir", str(home), str(path)]
        subprocess.run(command, capture_output=True)  # the first start makes a profile
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        spent = 1000 * (time.perf_counter() - start)
        print(f"LibreOffice headless, one call: {spent:.0f} ms, {spent / ours:.0f} times ours")
    try:
        import weasyprint
    except ImportError:
        print("WeasyPrint is not installed here (pip install weasyprint)")
        return
    import docx as python_docx

    lines = [p.text for p in python_docx.Document(str(path)).paragraphs]
    html = "<style>@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/28.99pt serif}</style>" + "".join(f"<p>{t}</p>" for t in lines)
    weasyprint.HTML(string=html).write_pdf()
    start = time.perf_counter()
    weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-2b")
    spent = 1000 * (time.perf_counter() - start)
    print(f"WeasyPrint: {spent:.0f} ms, {spent / ours:.0f} times ours")


if __name__ == "__main__":
    raise SystemExit(main())
