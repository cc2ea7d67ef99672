"""The smallest facts that make sure of a condition, out of a diagram."""

from __future__ import annotations

from rongcuo.policy.reasoning.diagram import ALWAYS, NEVER, Diagram, TooLarge

ENOUGH = 4_000  # nodes spent on the search for the smallest


def smallest(diagram: Diagram, wanted: int, admits: int) -> tuple[dict[int, int], bool]:
    """(level -> value, whether surely the fewest): with these, whatever the rest is and the
    constraints admit, `wanted` holds. `wanted` must be possible under `admits`."""
    small = Diagram(diagram.sizes, seconds=diagram.seconds)
    true = diagram.both(wanted, admits)
    marked = diagram.either(  # leaf 1 wanted, every bit not admitted, no bit otherwise
        diagram.both(true, diagram.leaf(1)), diagram.opposite(admits)
    )
    root = diagram.copied(marked, small, {})
    small.limit = len(small.level) + ENOUGH
    try:
        return _fewest(small, root), True
    except TooLarge:
        return _few(small, root), False


def _fewest(small: Diagram, root: int) -> dict[int, int]:
    one = small.leaf(1)
    done: dict[int, tuple[int, int]] = {}  # node -> (how many, value taken; -1: left free)
    never = small.end + 1

    def cost(node: int, most: int) -> int:
        if node == one:
            return 0
        if small.level[node] == small.end:
            return never
        found = done.get(node)
        if found is None:
            found = (cost(small.all_of(small.kids[node]), most), -1)
            for value, kid in enumerate(small.kids[node]):
                if found[0] > 1:
                    found = min(found, (1 + cost(kid, most), value))
            done[node] = found
        return found[0]

    cost(root, never)
    cells = {}
    while root != one:
        value = done[root][1]
        if value < 0:
            root = small.all_of(small.kids[root])
        else:
            cells[small.level[root]] = value
            root = small.kids[root][value]
    return cells


def _few(small: Diagram, root: int) -> dict[int, int]:
    """The shortest way to the leaf, and of it what cannot be left out."""
    one = small.leaf(1)
    done: dict[int, int | None] = {one: 0, ALWAYS: None, NEVER: None}

    def least(node: int) -> int | None:
        if node not in done:
            found = [d for d in map(least, small.kids[node]) if d is not None]
            done[node] = min(found) + 1 if found else None
        return done[node]

    least(root)
    cells, node = {}, root
    while node != one:
        best = done[node] - 1
        value = next(i for i, kid in enumerate(small.kids[node]) if done[kid] == best)
        cells[small.level[node]] = value
        node = small.kids[node][value]
    for at in list(cells):
        value = cells.pop(at)
        if small.leaves(root, cells) - {-1} != {1}:
            cells[at] = value
    return cells
