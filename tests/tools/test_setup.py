"""Building the environment: what is missing is said in one line each in Chinese and English."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("env", "bash", "dirname", "sha256sum", "cat", "rm", "chmod")


@pytest.fixture
def machine(tmp_path):
    """A bare machine: a checkout, and a PATH that holds only what the test puts there."""
    programs, checkout = tmp_path / "bin", tmp_path / "check out"  # a path with a space in it
    programs.mkdir()
    (checkout / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup", checkout / "tools" / "setup")
    (checkout / "requirements.lock").write_text("# nothing\n")
    for name in NEEDED:
        (programs / name).symlink_to(shutil.which(name))

    def add(name, body="exit 0"):
        (programs / name).write_text(f"#!{shutil.which('bash')}\n{body}\n")
        (programs / name).chmod(0o755)

    def run():
        environment = {"PATH": str(programs), "LANG": os.environ.get("LANG", "C.UTF-8")}
        return subprocess.run(
            ["tools/setup", "runtime"], cwd=checkout, env=environment, capture_output=True, text=True
        )

    run.add, run.checkout = add, checkout
    return run


@pytest.mark.parametrize(
    ("programs", "says"),
    [
        ({}, "git is missing: run sudo apt install git"),
        ({"git": "exit 0"}, "Python 3.11 or later is needed"),
        ({"git": "exit 0", "python3": "exit 1"}, "Python 3.11 or later is needed"),
        (
            {"git": "exit 0", "python3": "case $2 in *ensurepip*) exit 1;; esac"},
            "Python has no venv module: run sudo apt install python3-venv",
        ),
    ],
)
def test_a_missing_prerequisite_is_one_clear_line(machine, programs, says):
    for name, body in programs.items():
        machine.add(name, body)
    done = machine()
    assert done.returncode == 1
    chinese, english = done.stderr.splitlines()
    assert english.startswith(says)
    assert "请运行 sudo apt install" in chinese
    assert not (machine.checkout / ".venv").exists()


def test_what_is_built_is_left_alone_until_the_lock_changes(machine):
    machine.add("git")
    machine.add("python3", 'case $2 in *version_info\\[*) echo 3.11;; esac; [ "$2" != venv ] || exit 3')
    venv = machine.checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    for name in ("rongcuo", "python"):
        (venv / "bin" / name).write_text("#!/bin/sh\n")
        (venv / "bin" / name).chmod(0o755)
    digest = subprocess.run(
        ["sha256sum"], input="# nothing\n", capture_output=True, text=True
    ).stdout.strip()
    (venv / ".built-runtime").write_text(f"{digest} 3.11 {machine.checkout}\n")
    done = machine()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (machine.checkout / "requirements.lock").write_text("# something else\n")
    changed = machine()
    assert changed.returncode == 3
    assert "Building the environment" in changed.stdout


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_carry_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    pins = [block for block in text.split("\n") if "==" in block]
    assert pins and all(pin.rstrip().endswith("\\") for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)


def test_the_development_lock_holds_the_runtime_lock():
    def pins(name):
        lines = (ROOT / name).read_text().splitlines()
        return {line.split(";")[0].rstrip(" \\") for line in lines if "==" in line.split(";")[0]}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_every_dependency_is_accounted_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["dependency-groups"]["dev"],
    ]
    accounts = (ROOT / "docs" / "dependencies.md").read_text()
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in named}
    assert [name for name in sorted(names) if name not in accounts] == []
