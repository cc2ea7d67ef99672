"""The kernel: a pack on two rails over bit planes, 64 cases a machine word.

A plane is one bit a case, as Arrow stores booleans. Each node of the rails becomes one numpy call
on a block of every plane that fits the processor's cache; scratch planes are used again as soon as
their value is spent. The result is written straight into the planes of the result's columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from rongcuo.policy.program import Program, _compile
from rongcuo.policy.rails import Rails

BLOCK = 1 << 16  # bytes of a plane per block: 524,288 cases


class Kernel:
    """A compiled pack over planes.

    `leaves` are the conditions on facts it asks for; `situations` the rules it answers, in order;
    `codes[k]` is the id of the outcome with code k; `constraints` the ids it checks.
    """

    def __init__(self, made: Program, situations: Sequence[str]):
        self.rails = rails = Rails(made)
        self.leaves = rails.leaves
        self.situations = tuple(situations)
        self.codes = tuple(made.pack.outcomes)
        self.constraints = tuple(rails.broken)
        self.bits = max(1, (len(self.codes) - 1).bit_length())
        code_of = {name: code for code, name in enumerate(self.codes)}
        undetermined = code_of[made.undetermined.id]
        if undetermined:  # the code of the undetermined outcome has to be 0: no bit set
            self.codes = (made.undetermined.id, *(one for one in self.codes if one != made.undetermined.id))
            code_of = {name: code for code, name in enumerate(self.codes)}
        self._roots: list[tuple[str, int]] = []
        for i, name in enumerate(self.situations):
            met, not_met = rails.rules[name]
            self._roots += [(f"met{i}", met), (f"known{i}", rails.any([met, not_met]))]
        for bit in range(self.bits):
            given = [
                rails.given[place] for place, one in enumerate(made.outcomes)
                if code_of[one.id] >> bit & 1
            ]
            self._roots.append((f"code{bit}", rails.any(given)))
        self._roots += [(f"broken{i}", number) for i, number in enumerate(rails.broken.values())]
        self._run, self.scratch = self._compiled()

    def run(self, planes: Sequence[Callable], cases: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The outcome's code of each case, one byte each, and the planes of the rest of the result:
        met<i> and known<i> of each situation, broken<i> of each constraint.

        `planes[k](i, j, met, not_met)` writes the rails of leaf k for bytes i to j into the arrays
        given, either of which may be None; what stands behind the last case may be anything.
        """
        size = (cases + 7) // 8
        # One piece of memory: large enough for the system's large pages, which saves thousands of
        # page faults, a third of the time.
        names = [name for name, _ in self._roots if name[:4] != "code"]
        row = -(-size // 64) * 64
        memory = np.empty(row * (len(names) + 8), np.uint8)
        out = {name: memory[k * row : k * row + size] for k, name in enumerate(names)}
        code = memory[len(names) * row : len(names) * row + size * 8]
        block = min(BLOCK, size)
        scratch = np.empty((self.scratch, block), np.uint8)
        coded = np.empty((self.bits, block), np.uint8)
        for start in range(0, size, BLOCK):
            stop = min(start + BLOCK, size)
            bits = coded[:, : stop - start]
            self._run(planes, out, bits, scratch[:, : stop - start], start, stop)
            _join(bits, code[start * 8 : stop * 8])
        return code, out

    def _compiled(self):
        """The function of one block, and how many scratch planes it needs."""
        writer = _BlockWriter(self.rails, self._roots)
        names = {"bit_and": np.bitwise_and, "bit_or": np.bitwise_or, "invert": np.invert}
        lines = ["def block(planes, out, coded, scratch, i, j):", *(f"    {one}" for one in writer.lines())]
        return _compile(lines, names, "block"), max(writer.made, 1)


class _BlockWriter:
    """Writes the calls of one block: which node is worked out when, and in which plane.

    A long `and` or `or` is a chain of steps of two. A step is taken as soon as both parts are
    there, if that spends one of them: so few values wait at a time, and those that do are warm.
    """

    def __init__(self, rails: Rails, roots: list[tuple[str, int]]):
        self.rails, self.roots = rails, roots
        self.steps: dict[int, tuple[str, tuple[int, ...]]] = {}  # node -> operator, one or two parts
        self.users: dict[int, list[int]] = {}
        self.place: dict[int, str] = {}
        self.free: list[str] = []
        self.made = 0
        self.body: list[str] = []
        self.order = rails.needed([number for _, number in roots])
        self._chain()
        # A node whose value is a column of the result is worked out there; leaves are copied.
        self.homes: dict[int, str] = {}
        self.copies: list[tuple[str, int]] = []
        for name, number in roots:
            if number in self.homes or number not in self.steps:
                self.copies.append((name, number))
            else:
                self.homes[number] = name
        self.waiting = {number: len(users) for number, users in self.users.items()}
        for _, number in self.copies:
            self.waiting[number] = self.waiting.get(number, 0) + 1

    def _chain(self) -> None:
        fresh = len(self.rails.nodes)
        for number in self.order:
            op, parts = self.rails.nodes[number]
            if op not in ("and", "or", "nand"):
                continue
            left = parts[0]
            for part in parts[1:-1]:
                self._step(fresh, op, (left, part))
                left, fresh = fresh, fresh + 1
            self._step(number, op, (left, parts[-1]) if len(parts) > 1 else (left,))

    def _step(self, number: int, op: str, parts: tuple[int, ...]) -> None:
        self.steps[number] = op, parts
        for part in parts:
            self.users.setdefault(part, []).append(number)

    def lines(self) -> list[str]:
        for name, _ in self.roots:
            source = f"coded[{name[4:]}]" if name[:4] == "code" else f"out[{name!r}][i:j]"
            self.body.append(f"{name} = {source}")
        for _, number in self.roots:
            self._work_out(number)
        return [*self.body, *(f"{name}[:] = {self.place[number]}" for name, number in self.copies)]

    def _register(self) -> str:
        if self.free:
            return self.free.pop()
        self.body.append(f"r{self.made} = scratch[{self.made}]")
        self.made += 1
        return f"r{self.made - 1}"

    def _work_out(self, number: int) -> None:
        """The node, its parts first. Chains are long, so the way down is kept in a list."""
        stack = [number]
        while stack:
            one = stack[-1]
            missing = [part for part in self._parts(one) if part not in self.place]
            if one in self.place or missing:
                stack.pop() if one in self.place else stack.append(missing[0])
                continue
            stack.pop()
            self._emit(one)
            self._take_ready(one)

    def _parts(self, number: int) -> tuple[int, ...]:
        return self.steps[number][1] if number in self.steps else ()

    def _take_ready(self, number: int) -> None:
        """Steps that this value makes possible and that spend a part of theirs."""
        ready = [number]
        while ready:
            for user in self.users.get(ready.pop(), ()):
                parts = self._parts(user)
                if user not in self.place and all(
                    part in self.place for part in parts
                ) and any(self.waiting[part] == 1 for part in parts):
                    self._emit(user)
                    ready.append(user)

    def _emit(self, number: int) -> None:
        if number not in self.steps:
            self._source(number)
            return
        op, parts = self.steps[number]
        target = self.place[number] = self.homes.get(number) or self._register()
        given = ", ".join(self.place[part] for part in parts)
        self.body.append(f"{'invert' if op == 'nand' else f'bit_{op}'}({given}, {target})")
        for part in parts:
            self.waiting[part] -= 1
            if not self.waiting[part] and self.place[part].startswith("r"):
                self.free.append(self.place[part])

    def _source(self, number: int) -> None:
        """A constant, or both rails of a leaf as far as they are asked for."""
        op, leaf = self.rails.nodes[number]
        if op in ("true", "false"):
            self.place[number] = self._register()
            self.body.append(f"{self.place[number]}[:] = {255 if op == 'true' else 0}")
            return
        rails = [self.rails.node((one, leaf)) for one in ("met", "not_met")]
        for one in rails:
            if one in self.waiting:
                self.place[one] = self._register()
        wanted = ", ".join(self.place.get(one, "None") for one in rails)
        self.body.append(f"planes[{leaf}](i, j, {wanted})")
        for one in rails:
            if one != number and one in self.place:
                self._take_ready(one)


def _join(bits: np.ndarray, code: np.ndarray) -> None:
    """One byte a case from the planes of its bits, the lowest first."""
    if len(bits) == 1:
        code[:] = np.unpackbits(bits[0], bitorder="little")
        return
    high = np.unpackbits(bits[-1], bitorder="little")
    for plane in bits[-2:0:-1]:
        high <<= 1
        high |= np.unpackbits(plane, bitorder="little")
    high <<= 1
    np.bitwise_or(high, np.unpackbits(bits[0], bitorder="little"), code)
