"""``rongcuo calendar``: look at the working-day calendar and at how a date is reckoned."""

from __future__ import annotations

import argparse
import json
import os
from datetime import date
from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.workdays import Calendar, CalendarError, Reckoning

SHIPPED = Path(__file__).resolve().parents[3] / "calendar"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r}: 日期应写作 2026-09-17 的样子 / a date must look like 2026-09-17"
        raise argparse.ArgumentTypeError(message) from None


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= 1000:
        return int(text)
    message = f"{text!r}: 天数应为 0 到 1000 的整数 / days must be a whole number from 0 to 1000"
    raise argparse.ArgumentTypeError(message)


def parser() -> argparse.ArgumentParser:
    """The arguments of ``rongcuo calendar``."""
    top = argparse.ArgumentParser(
        prog="rongcuo calendar",
        description="工作日历与期限推算 / The working-day calendar, and how a date is reckoned.",
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    common.add_argument(
        "--folder",
        type=Path,
        action="append",
        help="年份文件所在目录，可多次 / a folder of <year>.json files, may be repeated",
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    due = verbs.add_parser(
        "due", parents=[common], help="逐日推算期限最后一日 / reckon the last day, day by day"
    )
    due.add_argument("start", type=_day, help="起算日，不计入 / the first day, not counted")
    due.add_argument("days", type=_count, help="工作日数 / number of working days")
    explain = verbs.add_parser("explain", parents=[common], help="说明某一日 / say what a date is")
    explain.add_argument("date", type=_day)
    show = verbs.add_parser("show", parents=[common], help="列出通知安排 / list what the notices set")
    show.add_argument("year", type=int, nargs="?")
    record = verbs.add_parser(
        "record", parents=[common], help="录入一年的通知或修订 / record a year's notice or an amendment"
    )
    record.add_argument("file", type=Path)
    return top


def folders(chosen: list[Path] | None) -> list[Path]:
    """The folders to read: those chosen, or RONGCUO_CALENDAR, or the one that is shipped."""
    return chosen or [Path(os.environ.get("RONGCUO_CALENDAR", "") or SHIPPED)]


def main(argv: list[str]) -> int:
    """Run the verb. Raises CommandError where the calendar or the year cannot be used."""
    arguments = parser().parse_args(argv)
    zh = language(arguments.lang) == "zh"
    if arguments.verb == "record":
        return _record(arguments.file, zh)
    try:
        calendar = Calendar.load(*folders(arguments.folder))
    except CalendarError as error:
        raise CommandError(*("\n".join(texts) for texts in zip(*error.problems, strict=True))) from None
    if arguments.verb == "due":
        lines = due_lines(calendar.last_day(arguments.start, arguments.days), zh)
    elif arguments.verb == "explain":
        lines = explain_lines(calendar, arguments.date, zh)
    elif arguments.year is None or arguments.year in calendar.years:
        lines = show_lines(calendar, arguments.year, zh)
    else:
        raise CommandError(
            f"{arguments.year}年的通知尚未录入。", f"The notice for {arguments.year} is not entered."
        )
    print("\n".join(lines))
    return 0


def _record(file: Path, zh: bool) -> int:
    """Enter a year into the record of the installation in RONGCUO_HOME."""
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"文件无法读取：{error}", f"The file cannot be read: {error}") from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from django.utils.translation import override

    from rongcuo.matters.calendar_years import record_year
    from rongcuo.matters.errors import Incomplete

    with override("zh-hans" if zh else "en"):
        try:
            entry = record_year(body, actor=None)
        except Incomplete as error:
            raise CommandError(*[f"{error.message} {error.cure}"] * 2) from None
    print(
        f"已录入 {body['year']} 年，记录第 {entry.position} 条。此前的期限按新日历重新推算，记录不改。"
        if zh
        else f"Recorded {body['year']} as entry {entry.position}. Dates are reckoned anew; nothing recorded changes."
    )
    return 0


def due_lines(reckoning: Reckoning, zh: bool) -> list[str]:
    """A reckoning as lines: one for each day, then the result and, if provisional, why."""
    lines = [
        f"{step.date}  {'' if step.count is None else step.count:>3}  "
        f"{step.reason_zh if zh else step.reason_en}"
        for step in reckoning.days
    ]
    if zh:
        mark = "（暂定）" if reckoning.provisional else ""
        lines.append(f"{reckoning.start} 起 {reckoning.n} 个工作日，最后一日：{reckoning.due} 24:00{mark}")
    else:
        mark = " (provisional)" if reckoning.provisional else ""
        days = "day" if reckoning.n == 1 else "days"
        lines.append(
            f"{reckoning.n} working {days} from {reckoning.start}, last day: "
            f"{reckoning.due} 24:00{mark}"
        )
    if reckoning.provisional:
        lines.append(reckoning.provisional_reason_zh if zh else reckoning.provisional_reason_en)
    lines.append(f"{'日历摘要' if zh else 'calendar digest'}: {reckoning.calendar_digest}")
    return lines


def explain_lines(calendar: Calendar, day: date, zh: bool) -> list[str]:
    """One date: what it is, and the notice it rests on."""
    found = calendar.day(day)
    lines = [f"{found.date}  {found.reason_zh if zh else found.reason_en}"]
    if found.source:
        lines.append(f"{'依据' if zh else 'source'}: {found.source}")
    return lines


def show_lines(calendar: Calendar, only: int | None, zh: bool) -> list[str]:
    """Every year in force (or one of them): the notice, its version, and the days it sets."""
    lines = []
    for year in calendar.in_force:
        if only not in (None, year.year):
            continue
        notice = year.notice
        unknown = "未核实" if zh else "not confirmed"
        lines.append(f"{year.year}  {notice.title_zh}")
        number, published = notice.number or unknown, notice.date or unknown
        lines.append(
            f"      文号：{number}；日期：{published}；第 {year.version} 版"
            if zh
            else f"      number: {number}; date: {published}; version {year.version}"
        )
        if only is not None:
            lines += [
                f"{day.date}  {calendar.day(day.date).reason_zh if zh else calendar.day(day.date).reason_en}"
                for day in year.days
            ]
    lines.append(f"{'日历摘要' if zh else 'calendar digest'}: {calendar.digest}")
    return lines
