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

    def problem(self, path: Path, code: str, content: object = None, **names) -> Problem:
        """A problem at the place of `path`; with `content` it also says whose it is and on which article
        that rests."""
        found = problem(code, *self.place(path), **names)
        return found.about(*where(content, path)) if content is not None else found


#: What the things of a section are called.
_CALLED = {
    "rules": ("规则", "rule"), "facts": ("事实", "fact"), "outcomes": ("结论", "outcome"),
    "readings": ("解读", "reading"), "constraints": ("约束", "constraint"), "questions": ("问题", "question"),
    "effects": ("效果", "effect"), "duties": ("措施", "duty"), "determinations": ("认定", "determination"),
    "windows": ("期间", "window"), "scales": ("分级", "scale"), "text": ("条文", "text"),
}


def where(content: object, path: Path) -> tuple[str, str]:
    """(zh, en): the rule, fact … that a path lies in, and the article it rests on. Content may be of any shape."""
    if len(path) < 2 or path[0] not in _CALLED or not isinstance(content, dict):
        return "", ""
    section = content.get(path[0])
    if not (isinstance(section, list) and isinstance(path[1], int) and path[1] < len(section)):
        return "", ""
    owner = section[path[1]]
    name = (owner.get("id") or owner.get("key")) if isinstance(owner, dict) else None
    if not isinstance(name, str):
        return "", ""
    cites = [name] if path[0] == "text" else owner.get("cites")
    cites = [cites] if isinstance(cites, str) else cites if isinstance(cites, list) else []
    zh, en = _CALLED[path[0]]
    units = {
        unit["id"]: unit for unit in content.get("text") or ()
        if isinstance(unit, dict) and isinstance(unit.get("id"), str)
    } if isinstance(content.get("text"), list) else {}
    rests = [units[one] for one in cites if isinstance(one, str) and one in units]
    zh_rests, en_rests = "、".join(_article(one, False) for one in rests), ", ".join(_article(one, True) for one in rests)
    return f"{zh} {name}" + (f"（{zh_rests}）" if rests else ""), f"{en} {name}" + (f" ({en_rests})" if rests else "")


def _article(unit: Mapping, english: bool) -> str:
    from rongcuo.policy.prose import numeral

    number, item = unit.get("article"), unit.get("item")
    if type(number) is not int or not 0 <= number < 1000:
        return unit["id"]
    item = item if type(item) is int and 0 < item < 1000 else None
    if english:
        return f"Article {number}" + (f"({item})" if item else "")
    return f"第{numeral(number)}条" + (f"第（{numeral(item)}）项" if item else "")
