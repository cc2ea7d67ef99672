"""What other parts of the program add when a matter is filed, closed, or supplemented once closed.

The archive checks the dossier and numbers its papers in the same entry as the act itself; `matters`
knows that somebody does, not who. A preparer may refuse (`doing.need`) and may add papers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rongcuo.matters.doing import Doing

Preparer = Callable[["Doing"], Mapping[str, object]]
_preparers: list[Preparer] = []


def register(preparer: Preparer) -> Preparer:
    """Add a preparer: it sees the action under way and gives what the entry's payload holds besides."""
    if preparer not in _preparers:
        _preparers.append(preparer)
    return preparer


def prepare(doing: Doing) -> dict[str, object]:
    """What all preparers give, for `file`, `close`, and any action on a sealed dossier; else nothing."""
    if doing.move.action not in {"file", "close"} and not doing.matter.sealed_on:
        return {}
    found: dict[str, object] = {}
    for preparer in _preparers:
        found |= preparer(doing)
    return found
