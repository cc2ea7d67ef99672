"""Every DOCX is opened and printed by LibreOffice, and comes back from it with the same words."""

from __future__ import annotations

import re
import subprocess

import pytest

from rongcuo.documents import writing
from rongcuo.documents.checking import sample
from rongcuo.documents.composing import compose, finished
from rongcuo.documents.reading import read
from rongcuo.matters.packs import current_pack
from tests.support.programs import needed


def convert(folder, kind: str, out) -> None:
    subprocess.run(
        [
            needed("soffice", "libreoffice-writer-nogui"), f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", kind, "--outdir", str(out), *map(str, sorted(folder.glob("*.docx"))),
        ],
        capture_output=True, check=True, timeout=240,
    )


def letters(text: str) -> str:
    """Without punctuation: LibreOffice hangs a full stop into the margin, where poppler does not look."""
    return re.sub(r"\W", "", text)


@pytest.mark.slow
def test_every_docx_is_opened_printed_and_read_back(tmp_path, settings):
    settings.BUREAU_NAME = "示例局"
    sheets = {}
    for one in current_pack().documents.values():
        sheets[one.id] = compose(one, sample(one))
        (tmp_path / f"{one.id}.docx").write_bytes(writing.write(finished(sheets[one.id])))
    convert(tmp_path, "pdf", tmp_path / "printed")
    for name, sheet in sheets.items():
        words = subprocess.run(
            [needed("pdftotext", "poppler-utils"), tmp_path / "printed" / f"{name}.pdf", "-"],
            capture_output=True, text=True, check=True,
        ).stdout
        said = letters(re.sub("—[0-9]+—", "", "".join(words.split())))  # a page may turn inside a paragraph
        assert letters(sheet["title"]) in said, name
        for block in sheet["blocks"]:
            if block["kind"] == "paragraph":
                assert letters(block["text"]) in said, name
    # One paper of each profile and shape goes through LibreOffice's own saving as well.
    chosen = ("acceptance", "request", "suggestion", "minutes", "report", "evidence-list", "plan-ledger")
    for path in tmp_path.glob("*.docx"):
        if path.stem not in chosen:
            path.unlink()
    convert(tmp_path, "docx:MS Word 2007 XML", tmp_path / "saved")
    for name in chosen:
        sheet = sheets[name]
        saved = (tmp_path / "saved" / f"{name}.docx").read_bytes()
        assert read(saved, sheet, (tmp_path / f"{name}.docx").read_bytes()) == sheet, name
