"""Keeps the bytes of a paper that goes out, before any entry names them."""

from __future__ import annotations

import os
from uuid import UUID

from rongcuo import ids
from rongcuo.matters.files import path_of


def keep(content: bytes) -> UUID:
    """Write a file, synced, under a new random name. Raises OSError and leaves nothing where it cannot.

    A crash afterwards leaves an unused file, never an entry without its file.
    """
    name = ids.new_id()
    target = path_of(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    try:
        with partial.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return name
