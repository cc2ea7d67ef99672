"""Families of sets, kept as zero-suppressed decision diagrams, so that a family of millions of sets
is still small when its sets are put together from few parts.

A set is of whole numbers from 0; NONE is the family without any set, UNIT the family of the empty
set alone. Node 2 and up: (its number, the sets without it, the sets with it, it taken away).
"""

from __future__ import annotations

from rongcuo.policy.reasoning.diagram import TooLarge

NONE, UNIT = 0, 1
_LAST = 1 << 60


class Families:
    """A store of families. `limit`: nodes."""

    def __init__(self, limit: int = 100_000):
        self.top, self.out, self.into = [_LAST, _LAST], [NONE, UNIT], [NONE, NONE]
        self.has_empty = [False, True]
        self.limit = limit
        self._unique: dict[tuple[int, int, int], int] = {}
        self._apart: dict[tuple[int, int], int] = {}

    def node(self, number: int, out: int, into: int) -> int:
        """The sets in `out`, and those in `into` with `number` added. It is below all of theirs."""
        if into == NONE:
            return out
        key = (number, out, into)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self.top)
            if found > self.limit:
                raise TooLarge(f"{found} sets of changes")
            self.top.append(number)
            self.out.append(out)
            self.into.append(into)
            self.has_empty.append(self.has_empty[out])
        return found

    def apart(self, f: int, g: int) -> int:
        """The sets of `f` that hold no set of `g`."""
        if g == NONE or f == NONE:
            return f
        if f == g or self.has_empty[g]:
            return NONE
        if f == UNIT:
            return UNIT
        key = (f, g)
        found = self._apart.get(key)
        if found is None:
            mine, other = self.top[f], self.top[g]
            if mine < other:
                found = self.node(mine, self.apart(self.out[f], g), self.apart(self.into[f], g))
            elif other < mine:
                found = self.apart(f, self.out[g])
            else:
                rest = self.apart(self.apart(self.into[f], self.into[g]), self.out[g])
                found = self.node(mine, self.apart(self.out[f], self.out[g]), rest)
            self._apart[key] = found
        return found

    def smallest(self, family: int, most: int) -> list[tuple[int, ...]]:
        """Up to `most` of its sets, the smallest first, equal ones in the order of their numbers."""
        sizes: dict[int, int] = {NONE: 0, UNIT: 1}  # bit n: there is a set of n numbers

        def measure(node: int) -> int:
            found = sizes.get(node)
            if found is None:
                found = sizes[node] = measure(self.out[node]) | measure(self.into[node]) << 1
            return found

        def sets(node: int, size: int, so_far: tuple[int, ...]):
            if node == UNIT:
                yield so_far
                return
            if size and sizes[self.into[node]] >> (size - 1) & 1:
                yield from sets(self.into[node], size - 1, (*so_far, self.top[node]))
            if sizes[self.out[node]] >> size & 1:
                yield from sets(self.out[node], size, so_far)

        found: list[tuple[int, ...]] = []
        there = measure(family)
        for size in range(there.bit_length()):
            if there >> size & 1:
                for one in sets(family, size, ()):
                    if len(found) == most:
                        return found
                    found.append(one)
        return found
