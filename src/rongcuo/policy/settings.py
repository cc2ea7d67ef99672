"""Settings: the value of every reading, defaults with adopted values over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from rongcuo.policy.problems import FactError, problem


class Settings(Mapping):
    """Read-only mapping reading key -> value; `digest` is sha256 hex over all values.

    Two settings with equal values are equal and hash alike. `adopted` are the keys whose value
    was given, also where it equals the default.
    """

    __slots__ = ("_values", "_hash", "digest", "adopted")

    def __init__(self, values: Mapping[str, object], adopted: frozenset[str] = frozenset()):
        self._values = dict(values)
        self.adopted = adopted
        text = json.dumps(self._values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.digest = hashlib.sha256(text.encode()).hexdigest()
        self._hash = hash(self.digest)

    def __getitem__(self, key: str) -> object:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Settings) and self.digest == other.digest)

    def __repr__(self) -> str:
        return f"Settings({self._values!r})"


def make_settings(pack, adopted: Mapping[str, object] | None) -> Settings:
    """See `Pack.settings`."""
    values = {key: reading.default for key, reading in pack.readings.items()}
    wrong = []
    for key, value in (adopted or {}).items():
        reading = pack.readings.get(key)
        if reading is None:
            wrong.append(problem("unknown-reading", name=key, near=pack.readings))
        elif not fits(reading.type, reading.values, value := frozen(value)):
            wrong.append(
                problem(
                    "reading-value", name=key, found=value, allowed=allowed(reading.type, reading.values)
                )
            )
        else:
            values[key] = value
    if wrong:
        raise FactError(wrong)
    return Settings(values, frozenset(adopted or ()))


def frozen(value: object) -> object:
    """A list becomes a tuple; everything else a reading may hold is frozen already."""
    return tuple(value) if isinstance(value, list) else value


def fits(kind: str, values: tuple[str, ...], value: object) -> bool:
    """Whether `value` is of the reading's type and among its values, where it lists any."""
    if kind == "yes_no":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "list":
        return isinstance(value, tuple) and all(
            type(one) in (str, int) and (not values or str(one) in values) for one in value
        )
    if kind == "choice":
        return isinstance(value, str) and value in values
    return isinstance(value, str)


def allowed(kind: str, values: tuple[str, ...]) -> str:
    """What may be written for such a reading."""
    return ", ".join(values) if values else {"yes_no": "yes, no"}.get(kind, kind)
