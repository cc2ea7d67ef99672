"""The calendar of working days: the yearly notices over the plain week."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from rongcuo.workdays.notices import CalendarError, SetDay, Year
from rongcuo.workdays.reckoning import Reckoning, reckon

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """What a date is. ``known`` is False where a notice that may set the date is not entered:
    ``working`` is then what the plain week says, and no legal consequence may rest on it.
    ``source`` is the Chinese title of the notice relied on, empty where there is none."""

    date: date
    working: bool
    known: bool
    reason_zh: str
    reason_en: str
    source: str


class Calendar:
    """Yearly notices in force, and the versions they replaced. Immutable."""

    def __init__(self, versions: Iterable[Year] = ()):
        """Raises CalendarError where a year's versions are not 1, 2, 3 …, or where two notices in
        force set the same date differently."""
        history: dict[int, list[Year]] = {}
        for year in sorted(versions, key=lambda year: (year.year, year.version)):
            kept = history.setdefault(year.year, [])
            if year.version != len(kept) + 1:
                raise CalendarError(
                    (
                        f"{year.year} 年的版本应依次为 1、2、3……，不重不漏；"
                        f"第 {len(kept) + 1} 版处却是第 {year.version} 版。",
                        f"The versions of {year.year} must be 1, 2, 3 … without a gap or a repetition; "
                        f"version {year.version} stands in place {len(kept) + 1}.",
                    )
                )
            kept.append(year)
        self._history = {year: tuple(kept) for year, kept in history.items()}
        self._set: dict[date, tuple[SetDay, Year]] = {}
        for year in self.in_force:
            for day in year.days:
                earlier = self._set.get(day.date)
                if earlier is not None and earlier[0].off != day.off:
                    raise CalendarError(
                        (
                            f"{day.date} 在 {earlier[1].year} 年和 {year.year} 年的通知中安排不同；"
                            "请先修改其中一个。",
                            f"The notices for {earlier[1].year} and {year.year} set {day.date} "
                            "differently; amend one of them first.",
                        )
                    )
                self._set[day.date] = (day, year)

    @classmethod
    def load(cls, *folders: Path) -> Calendar:
        """Read every ``*.json`` of the folders; a file is one version of one year.

        Version 1 is ``<year>.json``, an amendment ``<year>-v<version>.json``. Raises CalendarError
        naming the file, also for a folder that is not there or holds no year.
        """
        versions, problems = [], []
        for path in sorted(p for folder in folders for p in Path(folder).glob("*.json")):
            try:
                year = Year.from_document(json.loads(path.read_text(encoding="utf-8")))
            except CalendarError as error:
                problems += [(f"{path.name}：{zh}", f"{path.name}: {en}") for zh, en in error.problems]
                continue
            except (OSError, ValueError, RecursionError) as error:
                problems.append(
                    (f"{path.name}：不是可读的 JSON（{error}）。", f"{path.name}: not readable JSON ({error}).")
                )
                continue
            name = f"{year.year}.json" if year.version == 1 else f"{year.year}-v{year.version}.json"
            if path.name != name:
                problems.append(
                    (f"{path.name}：按内容应命名为 {name}。", f"{path.name}: by its content its name must be {name}.")
                )
            versions.append(year)
        if not versions and not problems:
            where = ", ".join(str(folder) for folder in folders)
            problems.append((f"在 {where} 中没有找到年份文件。", f"No year files were found in {where}."))
        if problems:
            raise CalendarError(*problems)
        return cls(versions)

    @property
    def years(self) -> frozenset[int]:
        """The years whose notice is entered."""
        return frozenset(self._history)

    @property
    def in_force(self) -> tuple[Year, ...]:
        """The highest version of each year, by year."""
        return tuple(versions[-1] for versions in self._history.values())

    def history(self, year: int) -> tuple[Year, ...]:
        """All versions of one year, oldest first; empty for a year without a notice."""
        return self._history.get(year, ())

    def with_year(self, year: Year) -> Calendar:
        """A calendar with an added year, or an amendment of one (its version must be the next).

        Raises CalendarError for a version that is not the next, or a contradiction between notices.
        """
        expected = len(self.history(year.year)) + 1
        if year.version != expected:
            raise CalendarError(
                (
                    f"{year.year} 年的下一版应为第 {expected} 版，而不是第 {year.version} 版。",
                    f"The next version of {year.year} is {expected}, not {year.version}.",
                )
            )
        return Calendar([*(v for kept in self._history.values() for v in kept), year])

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over the years in force, as JSON with sorted keys and no spaces."""
        content = json.dumps(
            [year.document() for year in self.in_force],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(content.encode()).hexdigest()

    def missing_notices(self, day: date) -> tuple[int, ...]:
        """The years of the notices that are not entered and may still set this date.

        A date named by a notice is settled. Any other needs the notice of its own year; a date in
        December needs the next year's too, because that one may set days before 1 January.
        """
        if day in self._set:
            return ()
        needed = (day.year, day.year + 1) if day.month == 12 else (day.year,)
        return tuple(year for year in needed if year not in self._history)

    def day(self, day: date) -> Day:
        """What a date is, and why."""
        weekday = day.weekday()
        weekday_zh, weekday_en = "周" + WEEKDAYS_ZH[weekday], WEEKDAYS_EN[weekday]
        if day in self._set:
            entry, year = self._set[day]
            if entry.off:
                zh, en = f"{weekday_zh}，{entry.name_zh}放假", f"{weekday_en}, {entry.name_en} holiday"
            else:
                zh = f"{weekday_zh}，{entry.name_zh}调休上班"
                en = f"{weekday_en}, make-up working day for {entry.name_en}"
            return Day(day, not entry.off, True, zh, en, year.notice.title_zh)
        working = weekday < 5
        zh = f"{weekday_zh}，{'工作日' if working else '周末'}"
        en = f"{weekday_en}, {'working day' if working else 'weekend'}"
        missing = self.missing_notices(day)
        if missing:
            zh += f"（暂按平常周计，{'、'.join(f'{y}年' for y in missing)}通知未录入）"
            en += (
                " (by the plain week for now, the notice for "
                f"{' and '.join(map(str, missing))} is not entered)"
            )
            return Day(day, working, False, zh, en, "")
        return Day(day, working, True, zh, en, self._history[day.year][-1].notice.title_zh)

    def is_working(self, day: date) -> bool:
        """Whether a date is a working day, by the notices or, failing these, the plain week."""
        entry = self._set.get(day)
        return not entry[0].off if entry is not None else day.weekday() < 5

    def last_day(self, start: date, n: int) -> Reckoning:
        """The last of ``n`` working days after ``start``; the first day is not counted.

        The period runs out at 24:00 in Asia/Shanghai on the due day. With ``n`` = 0 the due day is
        the start itself. Raises ValueError when ``n`` is not a whole number from 0 to 1000.
        Basis: Civil Code Arts. 201-204 and the yearly notices, used by analogy (see docs/workdays.md).
        """
        return reckon(self, start, n)

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after ``a`` up to and including ``b``; negative when ``b`` is before ``a``."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_working(a + ONE_DAY * i) for i in range(1, (b - a).days + 1))
