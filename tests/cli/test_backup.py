"""A copy of an installation, and bringing it back, as whoever runs it does: with the commands."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_serving import rongcuo
from tests.support import postgres

UNIT = ("people", "unit", "示例分局", "--body", "division")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """`of(name)` -> the environment of a fresh, empty database of this kind."""
    if request.param == "sqlite":
        yield lambda name: {}
        return
    cluster = postgres.Cluster.start()

    def of(name: str) -> dict[str, str]:
        subprocess.run(
            [cluster.bin / "psql", "-h", str(cluster.folder), "-U", "rongcuo", "-d", "postgres", "-c", f"CREATE DATABASE {name}"],
            check=True, capture_output=True,
        )
        return {"RONGCUO_DATABASE_URL": f"postgresql://rongcuo@/{name}?host={cluster.folder}&port=5432"}

    yield of
    cluster.stop()


def ran(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess:
    done = rongcuo(home, *words, **more)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


def refused(home: Path, *words: str, **more: str) -> str:
    done = rongcuo(home, *words, **more)
    assert done.returncode == 1, (words, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


def installation(home: Path, **more: str) -> None:
    ran(home, "setup", **more)
    ran(home, *UNIT, **more)
    kept = home / "files" / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a scan" * 100_000)
    (home / "files" / "ab" / "abce.part").write_bytes(b"under way")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Path]:
    """An installation with somebody signed in, and a copy of it."""
    here = tmp_path_factory.mktemp("made") / "here"
    copy = here.parent / "copy"
    installation(here)
    with sqlite3.connect(here / "db.sqlite3") as live:
        live.execute("INSERT INTO django_session VALUES ('a session', 'x', '2999-01-01')")
    ran(here, "backup", str(copy))
    return here, copy


def test_a_copy_is_brought_back_and_verified(tmp_path, database):
    here, there, copy = tmp_path / "here", tmp_path / "there", tmp_path / "copies" / "2026-09-17"
    first, second = database("first"), database("second")
    installation(here, **first)
    made = ran(here, "backup", str(copy), "--lang", "en", **first)
    assert "up to checkpoint 1, 1 files" in made.stdout
    assert subprocess.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=copy).returncode == 0
    assert not list(copy.rglob("*.part")) and not list(copy.rglob("secret_key"))
    assert "exists already" in refused(here, "backup", str(copy), "--lang", "en", **first)

    back = ran(there, "restore", str(copy), "--lang", "en", **second)
    assert "Brought back" in back.stdout and "nothing was changed" in back.stdout
    assert (there / "files" / "ab" / "abcd").read_bytes() == b"a scan" * 100_000
    assert "示例分局" in ran(there, "people", "list", **second).stdout
    ran(there, "ledger", "replay", **second)
    assert "database already" in refused(there, "restore", str(copy), "--lang", "en", **second)


def test_what_was_recorded_after_the_copy_is_named_and_nobody_stays_signed_in(tmp_path, made):
    copy, there = made[1], tmp_path / "there"
    here = shutil.copytree(made[0], tmp_path / "here")
    ran(here, "people", "unit", "示例二分局", "--body", "division")
    ran(here, "ledger", "checkpoint")
    elsewhere = tmp_path / "elsewhere.jsonl"
    shutil.copy(here / "checkpoints" / "checkpoints.jsonl", elsewhere)
    said = refused(there, "restore", str(copy), "--against", str(elsewhere), "--lang", "en")
    assert "recorded after the copy is not here" in said
    ran(there, "people", "unit", "示例二分局", "--body", "division")  # it can be worked with all the same
    with sqlite3.connect(there / "db.sqlite3") as live:
        assert live.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    lines = (there / "checkpoints" / "checkpoints.jsonl").read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == [1]


@pytest.mark.parametrize("harm", ["changed", "gone", "outside", "no manifest", "another kind"])
def test_a_damaged_copy_is_refused_and_leaves_nothing_to_serve(tmp_path, made, harm):
    there, copy = tmp_path / "there", shutil.copytree(made[1], tmp_path / "copy")
    shutil.copytree(made[0] / "files", tmp_path / "here" / "files")
    manifest, kept = copy / "manifest-sha256.txt", copy / "files" / "ab" / "abcd"
    if harm == "changed":
        kept.write_bytes(kept.read_bytes()[:-1] + b"!")
    elif harm == "gone":
        kept.unlink()
    elif harm == "outside":
        manifest.write_text(manifest.read_text().replace("files/ab/abcd", "../here/files/ab/abcd"))
    elif harm == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text(manifest.read_text().replace("database.sqlite3", "database.dump"))
        (copy / "database.sqlite3").rename(copy / "database.dump")
    said = refused(there, "restore", str(copy), "--lang", "en")
    assert {"no manifest": "no whole copy", "another kind": "another kind of database"}.get(harm, "damaged") in said
    assert not (there / "db.sqlite3").exists()


def test_a_copy_that_cannot_be_written_leaves_nothing(tmp_path, made):
    here = made[0]
    assert "lies in the data itself" in refused(here, "backup", str(here / "copy"), "--lang", "en")
    if os.geteuid() != 0:  # root writes everywhere
        locked = tmp_path / "locked"
        locked.mkdir(mode=0o500)
        refused(here, "backup", str(locked / "copy"))
        assert not list(locked.iterdir())
    blocked = tmp_path / "a file"
    blocked.write_text("")
    assert "could not be written" in refused(here, "backup", str(blocked / "copy"), "--lang", "en")

