"""PDF/A: each template's A-1b form is validated by PDFBox Preflight; A-2a, as it is issued, by our own look only."""

from __future__ import annotations

import subprocess

import pytest

from rongcuo.documents.checking import sample
from rongcuo.documents.codes import svg
from rongcuo.documents.composing import compose, finished
from rongcuo.documents.setting import typeset
from rongcuo.matters.packs import current_pack
from tests.support.programs import preflight

CHECK = {"qr": svg("0123456789ABCDEF"), "lines": ["验证码 0123"], "alt": "验证码"}


@pytest.mark.slow
def test_every_template_is_a_valid_pdf_a_1b(tmp_path, settings):
    settings.BUREAU_NAME = "示例局"
    jars = preflight()
    paths = []
    for one in current_pack().documents.values():
        data = finished(compose(one, sample(one)), number="示例〔2026〕1号", check=CHECK, printed_on="2026年3月2日", secrecy="内部")
        path = tmp_path / f"{one.id}.pdf"
        path.write_bytes(typeset(data, 1_790_000_000, "a-1b"))
        paths.append(path)
    # One start of Java for all: the validator takes a folder's files one after another.
    found = subprocess.run(
        ["java", "-Xshare:auto", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", "batch", tmp_path],
        capture_output=True, text=True,
    )
    said = found.stdout + found.stderr
    reports = {p.stem: p.read_text("utf-8", "replace") for p in tmp_path.glob("*.preflight.txt")}
    assert paths
    for path in paths:
        assert f"{path.name} is a valid PDF/A-1b" in said or "is a valid" in reports.get(path.stem, ""), said[-2000:]
