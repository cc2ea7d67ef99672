"""One year's notice on days off and make-up working days, as data.

Source of the rule: the State Council's yearly notice (国务院办公厅关于20XX年部分节假日安排的通知). The year of a
notice is the year in its title. It may also set days of the December before, and nothing earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


class CalendarError(ValueError):
    """A calendar file or notice that cannot be used. ``problems`` holds (Chinese, English) pairs."""

    def __init__(self, *problems: tuple[str, str]):
        self.problems = problems
        super().__init__("; ".join(english for _, english in problems))


@dataclass(frozen=True)
class Notice:
    """Where a year's days come from. What is not known is None, never guessed.

    ``confirmed``: title and date were checked against the published notice.
    """

    title_zh: str
    number: str | None = None
    date: date | None = None
    confirmed: bool = False
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class SetDay:
    """One date a notice sets: ``off`` True is a day off, False a make-up working day."""

    date: date
    off: bool
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Year:
    """One version of one year's notice. An amendment is the same year with a higher version."""

    year: int
    notice: Notice
    version: int
    days: tuple[SetDay, ...]

    @classmethod
    def from_document(cls, document: Any) -> Year:
        """Read the parsed JSON of a calendar file. Raises CalendarError naming every problem."""
        problems = list(_problems(document))
        if problems:
            raise CalendarError(*problems)
        notice = document["notice"]
        day = notice.get("date")
        return cls(
            year=document["year"],
            version=document["version"],
            notice=Notice(
                title_zh=notice["title_zh"],
                number=notice.get("number"),
                date=date.fromisoformat(day) if day else None,
                confirmed=notice["confirmed"],
                note_zh=notice.get("note_zh", ""),
                note_en=notice.get("note_en", ""),
            ),
            days=tuple(
                sorted(
                    (
                        SetDay(date.fromisoformat(d["date"]), d["off"], d["name_zh"], d["name_en"])
                        for d in document["days"]
                    ),
                    key=lambda d: d.date,
                )
            ),
        )

    def document(self) -> dict:
        """The JSON form; ``Year.from_document(year.document()) == year``."""
        notice = {
            "title_zh": self.notice.title_zh,
            "number": self.notice.number,
            "date": self.notice.date.isoformat() if self.notice.date else None,
            "confirmed": self.notice.confirmed,
        }
        if self.notice.note_zh or self.notice.note_en:
            notice |= {"note_zh": self.notice.note_zh, "note_en": self.notice.note_en}
        return {
            "year": self.year,
            "version": self.version,
            "notice": notice,
            "days": [
                {
                    "date": d.date.isoformat(),
                    "off": d.off,
                    "name_zh": d.name_zh,
                    "name_en": d.name_en,
                }
                for d in self.days
            ],
        }


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _parse(text: Any) -> date | None:
    try:
        parsed = date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return parsed if parsed.isoformat() == text else None


def _unknown(mapping: Mapping, allowed: set[str], where_zh: str, where_en: str):
    for key in sorted(map(str, set(mapping) - allowed)):
        yield (f"{where_zh}中有不认识的项“{key}”。", f"Unknown field “{key}” in {where_en}.")


def _problems(document: Any) -> Iterable[tuple[str, str]]:
    """Every reason why a parsed file is not a year, as (Chinese, English) pairs."""
    if not isinstance(document, Mapping):
        yield ("文件内容应为一个 JSON 对象。", "The file must hold one JSON object.")
        return
    yield from _unknown(document, {"year", "notice", "version", "days"}, "文件", "the file")
    year, version = document.get("year"), document.get("version")
    if type(year) is not int or not 1950 <= year <= 2200:
        yield ("“year”应为四位年份。", "“year” must be a four-digit year.")
        return
    if type(version) is not int or version < 1:
        yield ("“version”应为 1 或更大的整数。", "“version” must be a whole number from 1.")
    yield from _notice_problems(document.get("notice"))
    days = document.get("days")
    if not isinstance(days, list) or not days:
        yield ("“days”应列出至少一天。", "“days” must list at least one day.")
        return
    seen: set[date] = set()
    for index, entry in enumerate(days, start=1):
        yield from _day_problems(entry, index, year, seen)


def _notice_problems(notice: Any) -> Iterable[tuple[str, str]]:
    if not isinstance(notice, Mapping):
        yield ("缺少“notice”（通知）。", "“notice” is missing.")
        return
    allowed = {"title_zh", "number", "date", "confirmed", "note_zh", "note_en"}
    yield from _unknown(notice, allowed, "“notice”", "“notice”")
    if not _is_text(notice.get("title_zh")):
        yield ("通知标题“title_zh”不能为空。", "The notice's “title_zh” must not be empty.")
    if notice.get("number") is not None and not _is_text(notice.get("number")):
        yield ("文号“number”应为文字或 null。", "The notice's “number” must be text or null.")
    if notice.get("date") is not None and _parse(notice.get("date")) is None:
        yield (
            "通知日期应写作 2025-11-04 的样子，或为 null。",
            "The notice's “date” must look like 2025-11-04, or be null.",
        )
    if type(notice.get("confirmed")) is not bool:
        yield ("“confirmed”应为 true 或 false。", "“confirmed” must be true or false.")
    for key in ("note_zh", "note_en"):
        if not isinstance(notice.get(key, ""), str):
            yield (f"“{key}”应为文字。", f"“{key}” must be text.")


def _day_problems(entry: Any, index: int, year: int, seen: set[date]) -> Iterable[tuple[str, str]]:
    if not isinstance(entry, Mapping):
        yield (f"第 {index} 天应为一个对象。", f"Day {index} must be an object.")
        return
    allowed = {"date", "off", "name_zh", "name_en"}
    yield from _unknown(entry, allowed, f"第 {index} 天", f"day {index}")
    day, off = _parse(entry.get("date")), entry.get("off")
    if day is None:
        yield (
            f"第 {index} 天的日期应写作 {year}-01-01 的样子。",
            f"Day {index}: the date must look like {year}-01-01.",
        )
        return
    if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
        yield (
            f"{day} 不在 {year} 年的通知可以安排的范围内（上年 12 月 1 日至当年 12 月 31 日）。",
            f"{day} is outside what the notice for {year} can set "
            "(1 December of the year before to 31 December).",
        )
    if day in seen:
        yield (f"{day} 列了两次。", f"{day} is listed twice.")
    seen.add(day)
    if type(off) is not bool:
        yield (f"{day}：“off”应为 true 或 false。", f"{day}: “off” must be true or false.")
    elif not off and day.weekday() < 5:
        yield (
            f"{day} 不是周六或周日，不能是调休上班日；请核对日期。",
            f"{day} is no Saturday or Sunday, so it cannot be a make-up working day; check the date.",
        )
    if not _is_text(entry.get("name_zh")) or not _is_text(entry.get("name_en")):
        yield (f"{day} 缺少中文或英文名称。", f"{day} has no Chinese or no English name.")
