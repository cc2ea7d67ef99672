"""Reduced ordered decision diagrams over variables that take a few values each.

A node tests one variable and has one child for each of its values; equal nodes are one node, and
a node whose children are all the same is left out. So two functions are equal exactly when their
roots are. The leaves hold whole numbers read as sets of bits: a condition has the leaves NEVER (no
bit) and ALWAYS (every bit), an outcome its own bit. Conjunction is then `and` of the bits for both,
and where the children of a node are joined by it, what is left is what they agree on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

NEVER, ALWAYS = 0, 1  # node numbers of the leaves with no bit and with every bit
LIMIT, SECONDS = 200_000, 20.0


class TooLarge(Exception):
    """The diagram outgrew its limit of nodes or of time."""


class Diagram:
    """A set of nodes. `sizes[level]` is how many values the variable of that level takes."""

    def __init__(self, sizes: Iterable[int], limit: int = LIMIT, seconds: float = SECONDS):
        self.sizes = tuple(sizes)
        self.end = len(self.sizes)  # the level of leaves
        self.level = [self.end, self.end]
        self.kids: list[tuple[int, ...]] = [(), ()]
        self.bits = [0, -1]
        self.limit, self.until, self.seconds = limit, None, seconds
        self._unique: dict[tuple, int] = {}
        self._leaves = {0: NEVER, -1: ALWAYS}
        self._and: dict[tuple[int, int], int] = {}
        self._or: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {}

    def leaf(self, bits: int) -> int:
        """The leaf that holds these bits."""
        found = self._leaves.get(bits)
        if found is None:
            found = self._leaves[bits] = self._add(self.end, (), bits)
        return found

    def node(self, level: int, kids: tuple[int, ...]) -> int:
        """The node that tests `level` and goes on to `kids`."""
        first = kids[0]
        for kid in kids:
            if kid != first:
                break
        else:
            return first
        found = self._unique.get((level, kids))
        if found is None:
            found = self._unique[level, kids] = self._add(level, kids, 0)
        return found

    def _add(self, level: int, kids: tuple[int, ...], bits: int) -> int:
        made = len(self.level)
        if not made & 255:
            now = time.monotonic()
            self.until = self.until or now + self.seconds
            if made > self.limit or now > self.until:
                raise TooLarge(f"{made} nodes")
        self.level.append(level)
        self.kids.append(kids)
        self.bits.append(bits)
        return made

    def test(self, level: int, holds: Callable[[int], bool]) -> int:
        """The condition that the variable has one of the values for which `holds` is true."""
        return self.node(
            level, tuple(ALWAYS if holds(i) else NEVER for i in range(self.sizes[level]))
        )

    def both(self, a: int, b: int) -> int:
        """What `a` and `b` agree on: `and` of their leaves."""
        if a == b or b == ALWAYS:
            return a
        if a == ALWAYS:
            return b
        if a == NEVER or b == NEVER:
            return NEVER
        key = (a, b) if a < b else (b, a)
        found = self._and.get(key)
        if found is None:
            found = self._and[key] = self._join(a, b, self.both, int.__and__)
        return found

    def either(self, a: int, b: int) -> int:
        """`or` of the leaves."""
        if a == b or b == NEVER:
            return a
        if a == NEVER:
            return b
        if a == ALWAYS or b == ALWAYS:
            return ALWAYS
        key = (a, b) if a < b else (b, a)
        found = self._or.get(key)
        if found is None:
            found = self._or[key] = self._join(a, b, self.either, int.__or__)
        return found

    def _join(self, a: int, b: int, again, of_leaves) -> int:
        left, right = self.level[a], self.level[b]
        if left < right:
            return self.node(left, tuple([again(kid, b) for kid in self.kids[a]]))
        if right < left:
            return self.node(right, tuple([again(a, kid) for kid in self.kids[b]]))
        if left == self.end:
            return self.leaf(of_leaves(self.bits[a], self.bits[b]))
        pairs = zip(self.kids[a], self.kids[b], strict=True)
        return self.node(left, tuple([again(x, y) for x, y in pairs]))

    def all_of(self, several: Iterable[int]) -> int:
        found = ALWAYS
        for one in several:
            found = self.both(found, one)
        return found

    def any_of(self, several: Iterable[int]) -> int:
        found = NEVER
        for one in several:
            found = self.either(found, one)
        return found

    def at_least(self, least: int, several: list[int]) -> int:
        """At least so many of these conditions."""
        reached = [ALWAYS] + [NEVER] * least  # reached[n]: at least n of those seen so far
        for one in several:
            for n in range(least, 0, -1):
                reached[n] = self.either(reached[n], self.both(one, reached[n - 1]))
        return reached[least]

    def map_leaves(self, root: int, change: Callable[[int], int]) -> int:
        """The function with `change(bits)` at each leaf."""
        done: dict[int, int] = {}

        def walk(node: int) -> int:
            found = done.get(node)
            if found is None:
                if self.level[node] == self.end:
                    found = self.leaf(change(self.bits[node]))
                else:
                    found = self.node(
                        self.level[node], tuple([walk(kid) for kid in self.kids[node]])
                    )
                done[node] = found
            return found

        return walk(root)

    def opposite(self, root: int) -> int:
        """Not: every bit turned over."""
        found = self._not.get(root)
        if found is None:
            found = self.map_leaves(root, int.__invert__)
            self._not[root], self._not[found] = found, root
        return found

    def choose(self, when: int, then: int, other: int) -> int:
        """`then` where the condition `when` holds, else `other`."""
        return self.either(self.both(when, then), self.both(self.opposite(when), other))

    def given(self, root: int, known: Mapping[int, int]) -> tuple[Diagram, int]:
        """A small diagram of its own: `root` with the variables in `known` (level -> value) set."""
        small = Diagram(self.sizes, self.limit, self.seconds)
        return small, self.copied(root, small, known)

    def copied(self, root: int, to: Diagram, known: Mapping[int, int]) -> int:
        """The node of `to` that is `root` with the variables in `known` set."""
        level, kids, bits, end = self.level, self.kids, self.bits, self.end
        done: dict[int, int] = {NEVER: NEVER, ALWAYS: ALWAYS}
        put, fixed = to.node, known.get

        def walk(node: int) -> int:
            found = done.get(node)
            if found is None:
                at = level[node]
                if at == end:
                    found = to.leaf(bits[node])
                else:
                    value = fixed(at)
                    if value is None:
                        found = put(at, tuple([walk(kid) for kid in kids[node]]))
                    else:
                        found = walk(kids[node][value])
                done[node] = found
            return found

        return walk(root)

    def nodes(self, root: int) -> list[int]:
        """Every node below `root` and itself, children before parents."""
        seen, stack = {root}, [root]
        while stack:
            for kid in self.kids[stack.pop()]:
                if kid not in seen:
                    seen.add(kid)
                    stack.append(kid)
        return sorted(seen)

    def leaves(self, root: int, known: Mapping[int, int] | None = None) -> set[int]:
        """The bits of every leaf that can be reached with the variables in `known` set."""
        known, seen, stack, found = known or {}, {root}, [root], set()
        level, kids, end = self.level, self.kids, self.end
        while stack:
            node = stack.pop()
            at = level[node]
            if at == end:
                found.add(self.bits[node])
                continue
            value = known.get(at)
            for kid in kids[node] if value is None else (kids[node][value],):
                if kid not in seen:
                    seen.add(kid)
                    stack.append(kid)
        return found

    def support(self, root: int) -> set[int]:
        """The levels that `root` depends on."""
        return {self.level[node] for node in self.nodes(root)} - {self.end}
