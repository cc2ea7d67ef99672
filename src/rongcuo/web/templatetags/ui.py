"""How dates, counts, sizes and two-language texts are written on pages.

Every filter returns text for people in the language of the page; none of them decides anything.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import get_language, gettext, ngettext, pgettext

from rongcuo import clock
from rongcuo.matters.errors import listed

register = template.Library()

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZH_DIGITS = "零一二三四五六七八九"
ZH_WEEKDAYS = "一二三四五六日"
EN_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
OFFICIAL = str.maketrans({"(": "（", ")": "）", ",": "，", ":": "：", ";": "；"})
SOON = 2  # working days left from which a date is shown as near


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _get(value, name):
    if isinstance(value, dict):
        return value.get(name)
    return getattr(value, name, None)


@register.filter
def tr(value, prefix: str = ""):
    """The Chinese or English side of a two-language value.

    `value` carries `zh` and `en` (attributes or keys), or `<prefix>_zh` and `<prefix>_en`; plain text
    passes through. A missing English text falls back to the Chinese, which governs.
    """
    if value is None or isinstance(value, str):
        return value or ""
    stem = f"{prefix}_" if prefix else ""
    zh = _get(value, stem + "zh") or ""
    return zh if _chinese() else (_get(value, stem + "en") or zh)


@register.filter
def official(value) -> str:
    """Chinese text with full-width punctuation, as an official print sets it; other text unchanged."""
    text = str(value or "")
    if not any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return text
    return text.translate(OFFICIAL).replace("  ", "\u3000")


def _zh_number(n: int) -> str:
    tens, ones = divmod(n, 10)
    if tens == 0:
        return ZH_DIGITS[ones]
    return ("" if tens == 1 else ZH_DIGITS[tens]) + "十" + (ZH_DIGITS[ones] if ones else "")


@register.filter
def article(unit) -> str:
    """第八条（一） or Article 8 (1), from a unit's `article` and `item`; else its id."""
    number, item = _get(unit, "article"), _get(unit, "item")
    if number is None:
        return str(_get(unit, "id") or unit or "")
    if _chinese():
        return f"第{_zh_number(int(number))}条" + (f"（{_zh_number(int(item))}）" if item else "")
    return f"Article {number}" + (f" ({item})" if item else "")


def _local(value):
    return value.astimezone(SHANGHAI) if isinstance(value, dt.datetime) and value.tzinfo else value


def _year(value) -> str:
    year = _local(value).year
    if year == clock.today().year:
        return ""
    return f"{year}年" if _chinese() else f" {year}"


@register.filter
def day(value) -> str:
    """9月24日 周四 / Thu 24 Sep; with the year when it is not this year."""
    if not value:
        return ""
    value = _local(value)
    if _chinese():
        return f"{_year(value)}{value.month}月{value.day}日 周{ZH_WEEKDAYS[value.weekday()]}"
    return f"{EN_WEEKDAYS[value.weekday()][:3]} {value.day} {EN_MONTHS[value.month - 1][:3]}{_year(value)}"


@register.filter
def short_day(value) -> str:
    """9月24日 / 24 Sep, without the weekday."""
    if not value:
        return ""
    value = _local(value)
    if _chinese():
        return f"{_year(value)}{value.month}月{value.day}日"
    return f"{value.day} {EN_MONTHS[value.month - 1][:3]}{_year(value)}"


@register.filter
def full_day(value) -> str:
    """2026年9月24日 星期四 / Thursday 24 September 2026."""
    if not value:
        return ""
    value = _local(value)
    if _chinese():
        return f"{value.year}年{value.month}月{value.day}日 星期{ZH_WEEKDAYS[value.weekday()]}"
    return f"{EN_WEEKDAYS[value.weekday()]} {value.day} {EN_MONTHS[value.month - 1]} {value.year}"


@register.filter
def instant(value) -> str:
    """2026年9月17日 10:02 / 17 September 2026, 10:02, in Beijing time."""
    if not value:
        return ""
    value = _local(value)
    if _chinese():
        return f"{value.year}年{value.month}月{value.day}日 {value:%H:%M}"
    return f"{value.day} {EN_MONTHS[value.month - 1]} {value.year}, {value:%H:%M}"


@register.filter
def left(remaining) -> str:
    """剩 3 个工作日 · 今天到期 · 已过 2 个工作日, from working days left (0 on the last day)."""
    if remaining is None or remaining == "":
        return ""
    n = int(remaining)
    if n > 0:
        return ngettext("%(n)d working day left", "%(n)d working days left", n) % {"n": n}
    if n == 0:
        return gettext("Due today")
    return ngettext("%(n)d working day past", "%(n)d working days past", -n) % {"n": -n}


@register.filter
def urgency(remaining) -> str:
    """calm, soon (two working days or fewer) or past."""
    if remaining is None or remaining == "":
        return "calm"
    n = int(remaining)
    return "past" if n < 0 else "soon" if n <= SOON else "calm"


@register.filter
def weeks(reckoning) -> list[list[dict]]:
    """The days of a reckoning as calendar weeks, Monday first, padded with empty cells.

    A cell is {} or {date, count, working, known, reason_zh, reason_en, start, due, month}; `month` is
    true where the month must be written.
    """
    steps = {_get(s, "date"): s for s in _get(reckoning, "days") or ()}
    start, due = _get(reckoning, "start"), _get(reckoning, "due")
    dates = sorted({*steps, start} - {None})
    if not dates:
        return []
    cursor = dates[0] - dt.timedelta(days=dates[0].weekday())
    last = dates[-1] + dt.timedelta(days=6 - dates[-1].weekday())
    rows, month = [], None
    while cursor <= last:
        week = []
        for offset in range(7):
            date = cursor + dt.timedelta(days=offset)
            step = steps.get(date)
            if step is None and date != start:
                week.append({})
                continue
            week.append(
                {
                    "date": date,
                    "count": _get(step, "count"),
                    "working": _get(step, "working"),
                    "known": step is None or _get(step, "known") is not False,
                    "reason_zh": _get(step, "reason_zh"),
                    "reason_en": _get(step, "reason_en"),
                    "start": date == start,
                    "due": date == due,
                    "month": date.month != month,
                }
            )
            month = date.month
        rows.append(week)
        cursor += dt.timedelta(days=7)
    return rows


@register.filter
def labelled(label) -> str:
    """A label before what is said of it: with a colon, unless it ends as a question or a sentence does."""
    text = str(label or "").rstrip()
    if not text:
        return ""
    if text[-1] in "？?。.：:":
        return text if _chinese() else f"{text} "
    return text + pgettext("label", ": ")


@register.filter
def size(value) -> str:
    """Bytes for people: 812 B, 34 KB, 1.2 MB."""
    n = int(value or 0)
    if n < 1024:
        return f"{n} B"
    if n < 1024 * 1024:
        return f"{n // 1024} KB"
    return f"{n / 1024 / 1024:.1f} MB"


@register.filter
def short(digest) -> str:
    """The first twelve characters of a digest, in groups of four."""
    text = str(digest or "")[:12]
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@register.filter
def kind_of(bound_field) -> str:
    """How a form field is drawn: choices, check, file, area, select, hidden or line."""
    widget = bound_field.field.widget
    names = {cls.__name__ for cls in type(widget).__mro__}
    for name, kind in (
        ("CheckboxSelectMultiple", "choices"),
        ("RadioSelect", "choices"),
        ("CheckboxInput", "check"),
        ("FileInput", "file"),
        ("Textarea", "area"),
        ("Select", "select"),
    ):
        if name in names:
            return kind
    return "hidden" if getattr(widget, "is_hidden", False) else "line"


@register.filter
def extra(bound_field, name: str):
    """An attribute a form gave one of its fields beyond Django's own (example, max_bytes, accepts)."""
    return getattr(bound_field.field, name, "")


@register.simple_tag
def draw(bound_field, css: str = ""):
    """A field's widget with its class; help, example and errors are tied to it as its description.

    field.html and upload.html give those three the ids <auto_id>_helptext, <auto_id>-example, <auto_id>-error.
    """
    attrs = {"class": f"input {css}".strip()}
    stem, described = bound_field.auto_id, []
    if bound_field.help_text or getattr(bound_field.field, "max_bytes", None):
        described.append(f"{stem}_helptext")
    if getattr(bound_field.field, "example", None):
        described.append(f"{stem}-example")
    if bound_field.errors:
        attrs["aria-invalid"] = "true"
        described.append(f"{stem}-error")
    if not bound_field.label:
        attrs["aria-labelledby"] = "question"  # the heading of a one-question screen
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return bound_field.as_widget(attrs=attrs)


@register.filter
def json(value) -> str:
    """Data for a script, to stand in a data attribute (the template escapes it)."""
    import json as writer

    return writer.dumps(value, separators=(",", ":"))


def _lists() -> dict[str, str]:
    """The lists that can be filtered, by the names of their addresses."""
    return {
        "matters": gettext("Matters"), "acts": gettext("Accountability acts"), "corrections": gettext("Corrections"),
        "register": gettext("Register of effects"), "sanctions": gettext("Sanctions"), "queries": gettext("Queries"),
        "interpretations": gettext("Questions about the measures"), "readings": gettext("Readings"),
    }


def _filters() -> dict[str, str]:
    """What a list is filtered by; never what it was set to."""
    return {
        "q": gettext("words"), "step": gettext("step"), "state": gettext("stage"), "effect": gettext("effect"),
        "on": gettext("day"), "known": gettext("day"), "only": gettext("kind"),
    }


@register.filter
def read_words(what: str) -> str:
    """What the read log names, in words: "paper …", "evidence 3", "reasons …", "matter"."""
    kind, _, rest = what.partition(" ")
    words = {
        "matter": gettext("the matter"), "reasons": gettext("the reasons"), "paper": gettext("a paper"),
        "reads": gettext("who read what"), "notice": gettext("a notice"), "effects": gettext("the effects"),
        "dispatch": gettext("an official document"), "document": gettext("an official document"),
        "documents": gettext("the list of official documents"), "what-if": gettext("what would change the result"),
        "found": gettext("a hit of a search"), "like": gettext("like matters"), "public": gettext("the public copy"),
        "scan": gettext("a scan"), "search": gettext("a search"), "export": gettext("an export"),
        "evidence": gettext("evidence [%(n)s]") % {"n": rest}, "dossier": gettext("the whole dossier, taken out"),
        "step": gettext("the form of a step"), "class": gettext("the class of secrecy"),
        "correction": gettext("the correction"), "page": gettext("a page of the matter"), "transfer": gettext("the transfer list, taken out"),
        "figures": gettext("the figures, taken out"), "self-audit": gettext("the self-audit, taken out"),
    }
    if kind == "act":
        return gettext("the accountability act %(n)s") % {"n": rest}
    if kind == "list":
        name, _colon, filters = rest.partition(": ")
        return gettext("the list “%(name)s”, filtered by: %(filters)s") % {
            "name": _lists().get(name, name), "filters": listed(_filters().get(one, one) for one in filters.split()),
        }
    return words.get(kind, what)
