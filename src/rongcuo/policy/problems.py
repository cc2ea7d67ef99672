"""What can be wrong with a pack or with facts: one table of codes, each with its cure.

Every message exists in Chinese and English and names the place. `CODES` is the only place
where the wording stands; the tests walk it and show one wrong example for each code.
"""

from __future__ import annotations

from collections.abc import Iterable

from rongcuo.policy.codes import CODES
from rongcuo.policy.record import Record


class Problem(Record):
    """One thing that is wrong. `file` is relative to the pack folder, `line` counts from 1; `where_zh` and
    `where_en` say whose it is in the pack and on which article that rests, where that is known."""

    code: str
    file: str | None
    line: int | None
    where_zh: str
    where_en: str
    message_zh: str
    message_en: str
    cure_zh: str
    cure_en: str

    def at(self, file: str | None, line: int | None) -> Problem:
        """The same problem at another place."""
        code, _, _, *words = self.values_of_fields()
        return Problem(code, file, line, *words)

    def text(self, lang: str = "zh") -> str:
        """One line for a person: place, what is wrong, what to do, code."""
        place = f"{self.file}:{self.line}: " if self.file and self.line else (
            f"{self.file}: " if self.file else ""
        )
        if lang == "en":
            where = f"{self.where_en}: " if self.where_en else ""
            return f"{place}{where}{self.message_en} {self.cure_en} [{self.code}]"
        where = f"{self.where_zh}：" if self.where_zh else ""
        return f"{place}{where}{self.message_zh}{self.cure_zh} [{self.code}]"

    def about(self, where_zh: str, where_en: str) -> Problem:
        """The same problem, saying whose it is."""
        code, file, line, _zh, _en, *words = self.values_of_fields()
        return Problem(code, file, line, where_zh, where_en, *words)


def problem(code: str, file: str | None = None, line: int | None = None, **names) -> Problem:
    """Fill the wording of `code` with `names`. `near` may be a list of candidates for `name`."""
    near = names.pop("near", None)
    guess = nearest(str(names.get("name", "")), near) if near is not None else None
    filled = {key: _short(value) for key, value in names.items()}
    zh, en, cure_zh, cure_en = (part.format(**filled) for part in CODES[code])
    if guess:
        cure_zh = f"是否想写“{guess}”？{cure_zh}"
        cure_en = f'Did you mean "{guess}"? {cure_en}'
    return Problem(code, file, line, "", "", zh, en, cure_zh, cure_en)


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that looks most like `name`, or None."""
    from difflib import get_close_matches

    found = get_close_matches(name[:100], [str(one) for one in candidates], 1, 0.6)
    return found[0] if found else None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else text[:197] + "..."


class _Problems(ValueError):
    """Base: an error that is a list of problems."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__("\n".join(one.text("en") for one in self.problems))

    def text(self, lang: str = "zh") -> str:
        """All problems, one a line."""
        return "\n".join(one.text(lang) for one in self.problems)


class PackError(_Problems):
    """The pack cannot be used. `.problems` lists every `Problem` found."""


class FactError(_Problems):
    """Facts, findings or settings that do not fit the pack. `.problems` says which and why."""
