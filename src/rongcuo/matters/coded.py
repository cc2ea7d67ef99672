"""The fields of a step as JSON and back, to the type: what a second person confirms is what was typed.

UUIDs, dates and decimals are tagged; a mapping whose keys are not all plain text is a list of pairs.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

_TAG = "$"
_TYPES = {"uuid": UUID, "date": date.fromisoformat, "decimal": Decimal}


def encode(value: object) -> object:
    """A value as canonical JSON can keep it. TypeError for what no form gives."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID):
        return {_TAG: "uuid", "v": str(value)}
    if isinstance(value, date):
        return {_TAG: "date", "v": value.isoformat()}
    if isinstance(value, Decimal):
        return {_TAG: "decimal", "v": str(value)}
    if isinstance(value, dict):
        if all(type(k) is str and not k.startswith(_TAG) for k in value):
            return {k: encode(v) for k, v in value.items()}
        return {_TAG: "map", "v": [[encode(k), encode(v)] for k, v in value.items()]}
    if isinstance(value, list | tuple):
        return [encode(v) for v in value]
    raise TypeError(f"a step has no field of type {type(value).__name__}")


def decode(value: object) -> object:
    """What `encode` was given; tuples come back as lists."""
    if isinstance(value, list):
        return [decode(v) for v in value]
    if not isinstance(value, dict):
        return value
    tag = value.get(_TAG)
    if tag is None:
        return {k: decode(v) for k, v in value.items()}
    if tag == "map":
        return {decode(k): decode(v) for k, v in value["v"]}
    return _TYPES[tag](value["v"])
