"""Makes docs/documents/: every paper of the sample pack as page pictures, with a list: python -m tools.gallery.

The sample bureau's matters are told anew in a database of its own; papers the sample does not come to are told
with a few more matters. The same code and pack give the same pictures. What the tests compare with, pictures and texts, is taken too.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "documents"
BUREAU = "示例省安全生产监督管理局"
PPI = 80


def main() -> int:
    home = tempfile.mkdtemp(prefix="rongcuo-gallery-")
    os.environ |= {
        "RONGCUO_HOME": home, "DJANGO_SETTINGS_MODULE": "rongcuo.settings", "RONGCUO_BUREAU": BUREAU,
        "RONGCUO_ADDRESS": "https://rongcuo.example",
    }
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        from tests.documents import test_pictures, test_texts
        from tools.gallery_matters import told

        test_pictures.keep()
        test_texts.keep()
        return _write(told(PPI))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _write(papers: dict) -> int:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    lines = [
        "# Gallery of papers", "",
        "Every paper of the sample pack, set from the record of invented matters. `python -m tools.gallery` makes this",
        "folder anew. How they are laid out: [GB/T 9704-2012 in the layout](../official-papers.md).", "",
    ]
    for name, (template, pages) in sorted(papers.items(), key=lambda one: (int(one[1][0].form[1:]), one[0])):
        about = "" if template.kind == "internal" else f"，{template.kind}"
        lines += [f"## {template.form} {template.name.zh} · {template.name.en}", "", f"`{name}`{about}", ""]
        for n, page in enumerate(pages, 1):
            file = f"{name}-{n}.png"
            (OUT / file).write_bytes(_small(page))
            lines.append(f"![{template.name.zh} {n}]({file})")
        lines.append("")
    (OUT / "README.md").write_text("\n".join(lines), encoding="utf-8")
    size = sum(p.stat().st_size for p in OUT.iterdir())
    print(f"{len(papers)} papers, {len(list(OUT.glob('*.png')))} pages, {size / 1e6:.2f} MB in {OUT}")
    return 0


def _small(png: bytes) -> bytes:
    """A page in few colours: ink, red and what lies between."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(16, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
