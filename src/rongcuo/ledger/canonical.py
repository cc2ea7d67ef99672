"""Canonical JSON (RFC 8785) without floats, and the digests over it. Pure.

Texts that stand for other types: date `2026-09-17`; instant `2026-09-17T01:00:00.000000Z` (always UTC,
always six digits); UUID in lower case with hyphens; Decimal in plain notation, never with an exponent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import rfc8785

from .errors import NotCanonical

NO_DIGEST = "0" * 64  # stands for "nothing before" in `prev`
_LARGEST = 2**53 - 1  # RFC 8785 numbers are IEEE 754 doubles


def instant_text(instant: datetime) -> str:
    """An aware instant as fixed-width UTC text, so that texts sort as instants do."""
    if instant.tzinfo is None:
        raise NotCanonical("an instant without a time zone cannot be recorded")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant_from(text: str) -> datetime:
    """The aware instant that `instant_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def plain(value: Any, path: str = "$") -> Any:
    """`value` in JSON's own types. Raises NotCanonical, naming the place, for anything else."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = str.__str__(value)
        # PostgreSQL cannot store NUL in text; a lone surrogate is not Unicode text at all.
        if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
            raise NotCanonical(f"{path}: NUL or half a surrogate pair in a text")
        return text
    if isinstance(value, int):
        number = int(value)
        if abs(number) > _LARGEST:
            raise NotCanonical(f"{path}: {number} is too large for a JSON number")
        return number
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NotCanonical(f"{path}: {value} is not a number")
        return format(value, "f")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical(f"{path}: a key is not a text")
        return {plain(k, path): plain(v, f"{path}.{k}") for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{path}[{index}]") for index, item in enumerate(value)]
    raise NotCanonical(f"{path}: {type(value).__name__} cannot be recorded")


def encode(value: Any) -> bytes:
    """The canonical bytes of a value. Raises NotCanonical."""
    return rfc8785.dumps(plain(value))


def decode(text: str | bytes) -> Any:
    """The value of canonical JSON."""
    return json.loads(text)


def digest(value: Any) -> str:
    """sha256, in hex, of the canonical bytes of a value."""
    return sha256(encode(value)).hexdigest()


def payload_digest(salt: str, body: str) -> str:
    """sha256, in hex, of the salt's text followed by the body's UTF-8 bytes."""
    return sha256((salt + body).encode()).hexdigest()


def envelope(
    *, seq, stream, position, kind, actor, recorded_at, schema, prev, payload_digest, key
) -> dict:
    """The fields an entry's digest is taken over. `v` is the version of this list and of the hash."""
    return {
        "v": 1,
        "seq": seq,
        "stream": str(stream),
        "position": position,
        "kind": kind,
        "actor": None if actor is None else str(actor),
        "recorded_at": recorded_at,
        "schema": schema,
        "prev": prev,
        "payload_digest": payload_digest,
        "key": key,
    }


_flat = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def envelope_digest(fields: dict) -> str:
    """sha256, in hex, of an envelope's canonical bytes.

    For a flat object with ASCII keys and no floats, json's own encoder writes the bytes of RFC 8785,
    several times faster; a test holds the two against each other.
    """
    return sha256(_flat(fields).encode()).hexdigest()
