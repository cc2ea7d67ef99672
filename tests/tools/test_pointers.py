"""Each threat and safeguard points at its test, and the test is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATH = re.compile(r"`(?:tests/)?((?:\w+/)+test_\w+\.py)?(?:(…)?::(\w+))?`")
#: Sections that say what is not protected: they point at nothing.
OPEN = "What it does not protect against"


def pointers(name: str) -> list[tuple[int, str, str]]:
    """(line, file, test) of every pointer in the tables; one without a file means the file named before it."""
    found, last, table = [], "", False
    for n, line in enumerate((ROOT / "docs" / name).read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            table = OPEN not in line
        if not (table and line.startswith("|")):
            continue
        for file, _same, test in PATH.findall(line):
            if file or test:
                last = file or last
                found.append((n, last, test))
    return found


@pytest.mark.parametrize("name", ["threat-model.md", "accounts.md"])
def test_every_pointer_leads_to_a_test_that_exists(name):
    found = pointers(name)
    assert len(found) > 10
    for n, file, test in found:
        path = ROOT / "tests" / file
        assert path.is_file(), f"{name}:{n}: {file}"
        assert not test or re.search(rf"^def {test}\b", path.read_text("utf-8"), re.MULTILINE), f"{name}:{n}: {file}::{test}"


@pytest.mark.parametrize("name", ["threat-model.md", "accounts.md"])
def test_every_threat_has_a_pointer(name):
    """A row without a test is a wish."""
    rows = [n for n, _file, _test in pointers(name)]
    lines, table = (ROOT / "docs" / name).read_text("utf-8").splitlines(), False
    for n, line in enumerate(lines, 1):
        if line.startswith("#"):
            table = OPEN not in line and "For whoever runs it" not in line
        cells = [c.strip() for c in line.strip("|").split("|")]
        if table and line.startswith("|") and any(cells) and not set(line) <= set("|- ") and "shown by" not in cells and "test" not in cells:
            assert n in rows, f"{name}:{n}: {line}"
