"""Identifiers and salts: random, except where a demo must come out the same twice."""

from __future__ import annotations

import random
import secrets
import uuid
from contextlib import contextmanager
from contextvars import ContextVar

_source: ContextVar[random.Random | None] = ContextVar("rongcuo_id_source", default=None)


def _bytes(count: int) -> bytes:
    source = _source.get()
    return source.randbytes(count) if source is not None else secrets.token_bytes(count)


def new_id() -> uuid.UUID:
    """A random UUID (version 4)."""
    return uuid.UUID(bytes=_bytes(16), version=4)


def new_salt() -> str:
    """32 hexadecimal characters that keep a payload's digest from being guessed."""
    return _bytes(16).hex()


@contextmanager
def seeded(seed: int | str):
    """Make identifiers repeatable inside the block. For the demo and tests only."""
    token = _source.set(random.Random(str(seed)))
    try:
        yield
    finally:
        _source.reset(token)
