"""A copy of the whole installation, and bringing it back: the record, the files, the checkpoints.

A copy is a folder: the database as its own program gives it out, `files/`, `checkpoints/checkpoints.jsonl`, and
a manifest that `sha256sum -c` reads. The secret key is not in it. It is made while people work: the database is
taken at one instant, and every file that an entry names was on disk before the entry (see `files.store`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from rongcuo.archive.bag import CHUNK
from rongcuo.ledger import checkpoints

MANIFEST = "manifest-sha256.txt"
SQLITE, DUMP = "database.sqlite3", "database.dump"


class BackupError(Exception):
    """Nothing was made, or nothing was brought back. The text says why and what to do."""


@dataclass(frozen=True)
class Copy:
    """What a copy holds: files, bytes, entries of the record, the checkpoint that seals them."""

    files: int
    bytes: int
    entries: int
    checkpoint: int


def back_up(folder: Path) -> Copy:
    """Make a copy in a folder that does not exist yet; it stands under its name only when it is whole."""
    folder = folder.resolve()
    if folder.exists():
        raise BackupError(_("%(folder)s exists already. Name a new folder for each copy.") % {"folder": folder})
    if Path(settings.HOME) in folder.parents:
        raise BackupError(_("%(folder)s lies in the data itself. Name a folder elsewhere.") % {"folder": folder})
    sealed = checkpoints.checkpoint()
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True, mode=0o700)
        # The checkpoints before the database: never a line of what the copy does not have.
        lines = {"checkpoints/checkpoints.jsonl": _copied(checkpoints.path(), partial / "checkpoints/checkpoints.jsonl")}
        name = _dump(partial)
        lines[name] = _digest(partial / name)
        for path in _stored():
            place = path.relative_to(settings.HOME).as_posix()
            if digest := _copied(path, partial / place):
                lines[place] = digest
        (partial / MANIFEST).write_text("".join(f"{digest}  {place}\n" for place, digest in lines.items()))
        size = sum((partial / place).stat().st_size for place in lines)
        _synced(partial)
        os.replace(partial, folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise BackupError(
            _("The copy could not be written: %(why)s. Nothing of it was left.") % {"why": error.strerror or error}
        ) from error
    return Copy(len(lines) - 2, size, sealed.entries, sealed.number)


def restore(folder: Path) -> Copy:
    """Bring a copy back into an installation that has no database yet. The database comes last, so whatever is
    cut off before can simply be begun again. Raises BackupError; then nothing stands that could be served.
    """
    name = DUMP if connection.vendor == "postgresql" else SQLITE
    lines = _whole(folder)
    if name not in lines:
        raise BackupError(_("The copy is of another kind of database (%(file)s is not in it).") % {"file": name})
    _must_be_empty()
    for place in lines:
        if place != name:
            _copied(folder / place, Path(settings.HOME) / place)
    _load(folder / name)
    row = checkpoints.from_table()[-1]
    size = sum((folder / place).stat().st_size for place in lines)
    return Copy(len(lines) - 2, size, row.entries, row.number)


def sign_everybody_out() -> None:
    """End the sessions that a copy brought along."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    UserSession.objects.all().delete()
    Session.objects.all().delete()


# --- files -----------------------------------------------------------------------------------


def _stored() -> Iterator[Path]:
    """Every file that was kept, those put aside too; none under way."""
    root = Path(settings.FILES)
    yield from (p for p in sorted(root.rglob("*")) if p.is_file() and p.suffix != ".part")


def _copied(source: Path, target: Path) -> str:
    """Copy a file and give its digest; "" where it is gone (destroyed by decision meanwhile)."""
    digest = hashlib.sha256()
    try:
        with source.open("rb") as reading:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with target.open("wb") as writing:
                while chunk := reading.read(CHUNK):
                    digest.update(chunk)
                    writing.write(chunk)
                writing.flush()
                os.fsync(writing.fileno())
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _synced(folder: Path) -> None:
    for place in (folder, folder.parent):
        held = os.open(place, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)


def _whole(folder: Path) -> dict[str, str]:
    """The manifest's lines, each file read and compared. BackupError names the first that is not right."""
    try:
        text = (folder / MANIFEST).read_text()
    except OSError:
        raise BackupError(_("%(folder)s is no whole copy: %(file)s is missing.") % {
            "folder": folder, "file": MANIFEST}) from None
    lines: dict[str, str] = {}
    for line in text.splitlines():
        digest, _space, place = line.partition("  ")
        path = folder / place
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file() or _digest(path) != digest:
            raise BackupError(
                _("The copy is damaged: %(file)s is not what was copied. Take an older copy.") % {"file": place}
            )
        lines[place] = digest
    return lines


# --- databases -------------------------------------------------------------------------------


def _dump(folder: Path) -> str:
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / DUMP}")
        return DUMP
    with (
        closing(sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(folder / SQLITE)) as copy,
    ):
        live.backup(copy, pages=1000)
    return SQLITE


def _must_be_empty() -> None:
    if connection.vendor == "postgresql":
        taken = bool(connection.introspection.table_names())
    else:
        taken = Path(settings.DATABASES["default"]["NAME"]).exists()
    if taken:
        raise BackupError(
            _("There is a database already, and nothing of it is touched. Name a new RONGCUO_HOME (or an empty "
              "database), and do not run “rongcuo setup” in it first.")
        )


def _load(file: Path) -> None:
    if connection.vendor == "postgresql":
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname={name}", str(file))
        return
    target = Path(settings.DATABASES["default"]["NAME"])
    partial = target.with_name(target.name + ".part")
    _copied(file, partial)
    os.replace(partial, target)


def _run(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs on the database of the settings; the password by its environment."""
    found = shutil.which(program) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    if found is None:
        raise BackupError(_("%(program)s is not installed: apt install postgresql-client") % {"program": program})
    base = settings.DATABASES["default"]
    place = {"PGHOST": base["HOST"], "PGPORT": base["PORT"], "PGUSER": base["USER"], "PGPASSWORD": base["PASSWORD"],
             "PGDATABASE": base["NAME"]}
    done = subprocess.run(
        [found, *(w.format(name=base["NAME"]) if w.startswith("--dbname") else w for w in words)],
        env={**os.environ, **{k: v for k, v in place.items() if v}}, capture_output=True, text=True,
    )
    if done.returncode:
        raise BackupError(_("%(program)s failed: %(why)s") % {"program": program, "why": done.stderr.strip()[:500]})
