"""The chromium that the browser tests drive."""

import os
import shutil

MISSING = "no chromium found: run tools/test-services, or set RONGCUO_TEST_CHROMIUM"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]


def executable() -> str | None:
    """The path of a chromium, or None."""
    names = (os.environ.get("RONGCUO_TEST_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)
