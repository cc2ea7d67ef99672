"""A cache of checked packs, so that a command starts fast. Losing it costs time, nothing else.

The folder is RONGCUO_CACHE, else $XDG_CACHE_HOME/rongcuo, else ~/.cache/rongcuo. An entry is
named by the sha256 of all the pack's bytes and of the engine's own version, so a changed pack or
a changed engine never finds an old one. An entry that cannot be read, or does not carry its own
digest, is ignored; a folder that cannot be written is ignored too. Each entry is written to a
file of its own and renamed, so that no reader sees half of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from rongcuo import __version__

_REVISION = 18  # raise it when what is checked or stored changes
_KEEP = 30  # entries
ENGINE = f"rongcuo-policy/{__version__}"
ENGINE_KEY = f"{ENGINE}/{_REVISION}\n".encode()


def folder() -> Path | None:
    """Where entries lie; None if there is no place for them."""
    if named := os.environ.get("RONGCUO_CACHE"):
        return Path(named)
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "rongcuo"
    try:
        return Path.home() / ".cache" / "rongcuo"
    except RuntimeError:  # no home folder
        return None


def fetch(key: str) -> object | None:
    """What was stored under `key`, or None."""
    place = folder()
    if place is None:
        return None
    try:
        data = (place / f"{key}.json").read_bytes()
        digest, _, body = data.partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        return json.loads(body)
    except (OSError, ValueError):
        return None


def store(key: str, value: object) -> None:
    """Keep `value` (JSON) under `key` if that is possible."""
    place = folder()
    if place is None:
        return
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    temporary = place / f"{key}.{os.getpid()}.tmp"
    try:
        place.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(temporary, place / f"{key}.json")
        _drop_old(place)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _drop_old(place: Path) -> None:
    """Keep the newest entries; each change to a pack leaves one behind."""
    entries = sorted(place.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
    for entry in entries[:-_KEEP]:
        entry.unlink()
