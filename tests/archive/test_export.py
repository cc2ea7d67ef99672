"""The package of a dossier, checked on a Python that has nothing of ours."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

pytestmark = pytest.mark.django_db


def verify(package, *more: str, script=None) -> tuple[int, dict]:
    """What verify.py says, the package's own unless `script`, run without our package, site or environment."""
    if script is None:
        with zipfile.ZipFile(package) as box:
            name = next(n for n in box.namelist() if n.endswith("/verify.py"))
            script = package.with_suffix(".verify.py")
            script.write_bytes(box.read(name))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(package), "--json", *more],
        capture_output=True, env={}, timeout=120,
    )
    assert not done.stderr, done.stderr.decode()
    return done.returncode, json.loads(done.stdout)


def test_a_closed_matters_package_verifies_without_us(sealed):
    code, said = verify(sealed.path, "--against", str(sealed.against), "--expect", sealed.made.digest)
    assert (code, said["ok"], said["found"]) == (0, True, [])
    assert said["held"] and said["digest"] == sealed.made.digest
    assert said["notes"] == []
