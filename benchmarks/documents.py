"""How long a paper takes: PDF/A and DOCX through the whole path, ten thousand in a row, beside other tools.

    python benchmarks/documents.py [--peers] [--weasyprint PYTHON] [--many 10000]

From the record (rows in SQLite) to bytes: gate passed, fields read, composed, set. On the clock and in processor time,
which other programs on the machine disturb less. `--peers` sets the same text once with LibreOffice headless (DOCX to
PDF); `--weasyprint` names the Python of an environment of its own that has WeasyPrint, warm and in one process.
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
    parser.add_argument("--weasyprint", type=Path, help="a Python that has WeasyPrint")
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
    docx = timed(lambda: as_docx(record()), 100)
    print(f"a two-page decision, from record to PDF/A-2a bytes: {said(pdf)} ({len(first.pdf)} bytes)")
    print(f"the same as DOCX: {said(docx)}")
    many(lambda: render(record()).pdf, arguments.many)
    if arguments.peers:
        libreoffice(home, as_docx(record()), pdf[0])
    if arguments.weasyprint:
        weasyprint(arguments.weasyprint, as_docx(record()), pdf[0])
    return 0


def timed(do, times: int) -> tuple[float, float, float]:
    """(median, p95, median of processor time) in milliseconds, warm."""
    for _ in range(5):
        do()
    found, worked = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        do()
        found.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - used))
    return statistics.median(found), sorted(found)[int(len(found) * 0.95)], statistics.median(worked)


def said(found: tuple[float, float, float]) -> str:
    return f"median {found[0]:.1f} ms, p95 {found[1]:.1f} ms, processor {found[2]:.1f} ms"


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


def libreoffice(home: Path, docx: bytes, ours: float) -> None:
    """One call on the same text, after a first one that makes its profile."""
    path = home / "paper.docx"
    path.write_bytes(docx)
    if not shutil.which("soffice"):
        print("LibreOffice is not installed here")
        return
    command = ["soffice", f"-env:UserInstallation=file://{home}/lo", "--headless", "--convert-to", "pdf", "--outdir", str(home), str(path)]
    subprocess.run(command, capture_output=True)
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    spent = 1000 * (time.perf_counter() - start)
    print(f"LibreOffice headless, one call: {spent:.0f} ms, {spent / ours:.0f} times ours")


#: Run by the other Python: the same words on pages of the same measure, as PDF/A; best and median of ten, warm.
_OTHER = """
import statistics, sys, time
import weasyprint
html, found = sys.stdin.read(), []
for _ in range(11):
    start = time.perf_counter()
    made = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-2b")
    found.append(1000 * (time.perf_counter() - start))
print(weasyprint.__version__, statistics.median(found[1:]), min(found[1:]), len(made))
"""


def weasyprint(python: Path, docx: bytes, ours: float) -> None:
    """The same text in WeasyPrint, started once and warm."""
    import html
    import io

    import docx as python_docx

    fonts = (ROOT / "fonts").as_uri()
    face = next((ROOT / "fonts").glob("*Fang*R*"))
    lines = [html.escape(p.text) for p in python_docx.Document(io.BytesIO(docx)).paragraphs]
    page = (
        f"<style>@font-face{{font-family:f;src:url({fonts}/{face.name})}}@page{{size:A4;margin:37mm 26mm 35mm 28mm}}"
        "body{font:16pt/28.99pt f}</style>" + "".join(f"<p>{line}</p>" for line in lines)
    )
    done = subprocess.run([python, "-c", _OTHER], input=page, capture_output=True, text=True)
    if done.returncode:
        print(f"WeasyPrint did not run: {done.stderr.strip().splitlines()[-1]}")
        return
    version, median, best, size = done.stdout.split()
    print(f"WeasyPrint {version}, warm: median {float(median):.0f} ms, best {float(best):.0f} ms, {float(median) / ours:.0f} times ours ({size} bytes)")


if __name__ == "__main__":
    raise SystemExit(main())
