"""Comparing the record with its checkpoints: those in the table, in the file, and in a copy elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from . import canonical, checkpoints
from .checkpoints import Heads, Line
from .problems import Problem


def read_file(file: Path) -> tuple[list[Line], list[Problem]]:
    """The lines of a checkpoint file, and the lines that are none. A cut-off last line is left out."""
    lines, problems = [], []
    with open(file, "rb") as source:
        for number, raw in enumerate(source, start=1):
            if not raw.endswith(b"\n"):
                break
            try:
                lines.append(checkpoints.parse(raw.decode()))
            except (ValueError, RecursionError):
                problems.append(Problem("checkpoint_unreadable", number=number, source=str(file)))
    return lines, problems


def chain_problems(lines: Iterable[Line], source: str) -> list[Problem]:
    """Checkpoints that are not whole, do not follow, or whose root is not that of the heads."""
    problems: list[Problem] = []
    prev, number, heads = canonical.NO_DIGEST, 0, {}
    for line in lines:
        for absent in range(number + 1, min(line.number, number + 1001)):
            problems.append(Problem("checkpoint_removed", number=absent, source=source))
        follows = line.prev == prev or line.number != number + 1
        if not line.is_whole() or not follows or line.number <= number:
            problems.append(Problem("checkpoint_changed", number=line.number, source=source))
        heads |= checkpoints.gather([line])
        prev, number, last = line.digest, line.number, line
    if (
        number
        and not problems
        and (last.root, last.streams)
        != (
            checkpoints.root_of(heads),
            len(heads),
        )
    ):
        problems.append(Problem("checkpoint_changed", number=number, source=source))
    return problems


class Seals:
    """All checkpoints at hand, read once."""

    def __init__(self, against: Path | None):
        self._problems: list[Problem] = []
        self._sources: dict[str, list[Line]] = {}
        if against is not None:
            self._read(Path(against), required=True)
        if checkpoints.path().exists():
            self._read(checkpoints.path(), required=False)
        self._held = next(((s, held) for s, held in self._sources.items() if held), None)
        self._sources["database"] = checkpoints.from_table()
        for source, lines in self._sources.items():
            self._problems += chain_problems(lines, source)
        self._problems += self._disagreements()
        self.positions: dict[str, set[int]] = {}
        for lines in self._sources.values():
            for stream, (position, _) in checkpoints.gather(lines).items():
                self.positions.setdefault(stream, set()).add(position)

    def _read(self, file: Path, *, required: bool) -> None:
        lines, problems = read_file(file)
        if required and not lines and not problems:
            problems = [Problem("checkpoint_none", source=str(file))]
        self._sources[str(file)] = lines
        self._problems += problems

    def _disagreements(self) -> list[Problem]:
        """Where one source lacks or contradicts a checkpoint of another.

        A file may end earlier: a copy is older, and a crash may come between the table and the file.
        """
        problems = []
        table = {line.number: line.digest for line in self._sources["database"]}
        for source, lines in self._sources.items():
            for line in lines:
                if line.number not in table:
                    problems.append(
                        Problem("checkpoint_removed", number=line.number, source="database")
                    )
                elif table[line.number] != line.digest:
                    problems.append(
                        Problem("checkpoint_changed", number=line.number, source=source)
                    )
        return list(dict.fromkeys(problems))

    def compare(
        self, heads: Heads, at_seal: dict[tuple[str, int], str], broken: set[str | None]
    ) -> list[Problem]:
        """Streams that are not what a checkpoint knew; each named once, by the first source.

        at_seal: the digests that stand where a checkpoint knew a head; broken: streams whose entries
        are named already, so that a changed head says nothing new.
        """
        problems = dict.fromkeys(self._problems)
        named: set[str] = set()
        for source, lines in self._sources.items():
            known = {head[0]: (line.number, *head[1:]) for line in lines for head in line.heads}
            for stream in sorted(known.keys() - named):
                number, position, digest = known[stream]
                now = heads.get(stream, (0, ""))[0]
                if now == 0:
                    code = "stream_removed"
                elif now < position:
                    code = "tail_removed"
                elif at_seal.get((stream, position)) != digest and stream not in broken:
                    code = "head_changed"
                else:
                    continue
                named.add(stream)
                about = {"stream": stream, "position": position, "now": now}
                problems[Problem(code, number=number, source=source, **about)] = None
        return list(problems)

    def held_until(self) -> datetime | None:
        """The instant of the newest checkpoint in the copy, or else in the file."""
        return canonical.instant_from(self._held[1][-1].instant) if self._held else None

    def held_in(self) -> str:
        return self._held[0] if self._held else ""
