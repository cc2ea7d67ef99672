"""Where each value of the merged content came from, so that a message can name file and line."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.policy.problems import Problem, problem
from rongcuo.policy.reader import Path


class Marks:
    """Path in the merged content -> (file, line)."""

    def __init__(self) -> None:
        self.places: dict[Path, tuple[str, int]] = {}

    def take(self, file: str, lines: Mapping[Path, int], offsets: Mapping[str, int]) -> None:
        """Add one file's lines; list sections start at `offsets[section]` after merging."""
        for path, line in lines.items():
            if len(path) > 1 and path[0] in offsets and isinstance(path[1], int):
                path = (path[0], path[1] + offsets[path[0]], *path[2:])
            self.places.setdefault(path, (file, line))

    def place(self, path: Path) -> tuple[str | None, int | None]:
        """The nearest known place at or above `path`; of the whole, where `pack` stands."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return self.places.get(("pack",)) or self.places.get((), (None, None))

    def problem(self, path: Path, code: str, **names) -> Problem:
        """A problem at the place of `path`."""
        return problem(code, *self.place(path), **names)
