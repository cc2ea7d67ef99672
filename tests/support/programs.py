"""Programs the tests need beside Python. With CI set, one that is missing is a failure, never a skip."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

JARS = [
    Path("/usr/share/java") / name
    for name in (
        "preflight.jar", "pdfbox2.jar", "fontbox2.jar", "xmpbox.jar", "commons-logging.jar", "javax.activation.jar",
        "jaxb-api.jar",
    )
]


def needed(name: str, package: str) -> str:
    """The path of a program; fails (in CI) or skips where it is not installed."""
    found = shutil.which(name)
    if found is None:
        _missing(name, package)
    return found


def preflight() -> str:
    """The class path of PDFBox Preflight, which validates PDF/A-1b."""
    needed("java", "default-jre-headless")
    if not all(jar.exists() for jar in JARS):
        _missing("PDFBox Preflight", "libpdfbox2-java libcommons-logging-java libactivation-java libjaxb-api-java")
    return ":".join(map(str, JARS))


def _missing(name: str, package: str) -> None:
    words = f"{name} is not installed: sudo apt install {package} (tools/test-services gets it)"
    if os.environ.get("CI"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)
