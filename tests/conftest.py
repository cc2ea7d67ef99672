"""Every test run has its own data directory, its own database and, where asked for, its own server.

The environment is set when this file is imported, before Django reads its settings. Each xdist
worker keeps its data in a folder of its own. ``RONGCUO_TEST_DATABASE=postgresql`` runs the suite on
a private PostgreSQL that lives as long as the run.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

from tests.support import browsers, postgres

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
ON_POSTGRES = os.environ.get("RONGCUO_TEST_DATABASE") == "postgresql"
IN_CI = bool(os.environ.get("CI"))

def _prepare_environment() -> None:
    """Forget what the developer's shell says about Rongcuo, and choose a data directory."""
    if WORKER is None:
        for name in [n for n in os.environ if n.startswith("RONGCUO_")]:
            if not name.startswith("RONGCUO_TEST_"):
                del os.environ[name]
        run = os.environ["RONGCUO_TEST_RUN"] = tempfile.mkdtemp(prefix="rongcuo-test-")
        atexit.register(shutil.rmtree, run, ignore_errors=True)
        if ON_POSTGRES:
            cluster = postgres.Cluster.start()
            atexit.register(cluster.stop)
            os.environ["RONGCUO_DATABASE_URL"] = cluster.url
        from tools.messages import compile_catalogs

        compile_catalogs()
    home = Path(os.environ["RONGCUO_TEST_RUN"]) / (WORKER or "main")
    home.mkdir(exist_ok=True)
    os.environ["RONGCUO_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "rongcuo.settings"
    # The live server and Playwright's event loop share one process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _prepare_django() -> None:
    import django
    from django.conf import settings

    if not ON_POSTGRES:
        # A file, as in an installation: every connection is its own, so that locks are real.
        test_database = settings.HOME / "test.sqlite3"
        settings.DATABASES["default"]["TEST"] = {"NAME": str(test_database)}
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # Asking for second factors and passwords again is turned on by the tests that are about it.
    settings.ACCOUNT_SAFEGUARDS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    from tests.support import flushing

    flushing.permit()


_prepare_environment()
if "pytest_django.plugin" in sys.modules:  # not with -p no:django, for the pure packages alone
    _prepare_django()

hypothesis.settings.register_profile("rongcuo", deadline=None, print_blob=True)
hypothesis.settings.load_profile("rongcuo")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers inherit this environment, and must not read the settings before they have a folder."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(config, items) -> None:
    """Mark what drives a browser, and leave out what is about the other database."""
    kept, left_out = [], []
    other = "sqlite" if ON_POSTGRES else "postgres"
    for item in items:
        if "page" in getattr(item, "fixturenames", ()) or "browser" in Path(item.path).parts:
            item.add_marker("browser")
        (left_out if item.get_closest_marker(other) else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_runtest_setup(item) -> None:
    if item.get_closest_marker("browser") and browsers.executable() is None:
        if IN_CI:
            pytest.fail(browsers.MISSING, pytrace=False)
        pytest.skip(browsers.MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's chromium, not a downloaded one."""
    return {
        **browser_type_launch_args,
        "executable_path": browsers.executable(),
        "args": browsers.ARGUMENTS,
    }
