"""Effects, notices and answers in words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo import clock
from rongcuo.exemptions import consulting
from rongcuo.exemptions.models import Effect, Notice
from rongcuo.exemptions.notices import recipient_name
from rongcuo.exemptions.sanctions import bars_that_stay
from rongcuo.matters.packs import current_calendar, pack_named, pack_of
from rongcuo.web.templatetags.ui import article, full_day, short_day
from rongcuo.web.viewing import lang


def span_words(e: Effect) -> str:
    """From when until when an effect holds."""
    if e.empty:
        return _("revoked from its first day on")
    first = short_day(e.valid_from)
    if e.valid_to is None:
        return _("from %(day)s on") % {"day": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": short_day(e.valid_to)}


def basis_words(e: Effect) -> str:
    """What a version of an effect rests on."""
    return {
        "determination": _("Determination"), "revocation": _("Revocation or change"),
        "reconsideration": _("Reconsideration"), "limit": _("End known later"),
    }.get(e.basis, e.basis)


def effect_facts(e: Effect) -> dict:
    """One effect: name, article, whom it binds, what statute keeps, from and to."""
    pack = pack_of(e.matter)
    known = pack.effects.get(e.effect)
    bars = [
        {"name": b.name, "basis": b.basis, "cite": article(pack.units[b.cites[0]])} for b in bars_that_stay(pack, e.effect)
    ]
    return {
        "id": e.effect, "name": known.name.get(lang()) if known else e.effect,
        "unit": pack.units[known.cites[0]] if known else None, "binds": known.binds if known else None,
        "suggests": bool(known and known.suggests), "span": span_words(e), "basis": basis_words(e), "bars": bars,
        "empty": e.empty, "ended": e.valid_to is not None and e.valid_to < clock.today(),
    }


STATES = {
    "sent": lambda: _("slip outstanding"), "done": lambda: _("done"), "not_done": lambda: _("not done"),
    "settled": lambda: _("not done, settled"), "superseded": lambda: _("superseded"),
}


def notice_line(n: Notice, today: date, calendar=None) -> dict:
    """A notice for a list: to whom, about whom, its slip and its target."""
    open_ = n.state == "sent"
    remaining = None
    if open_:
        remaining = remaining_days(n.due_on, today, calendar)
    return {
        "number": n.number, "recipient": recipient_name(n, lang()), "who": n.subject.name, "matter": n.matter.number,
        "sent_on": n.sent_on, "due": n.due_on if open_ else None, "remaining": remaining, "state": n.state,
        "state_word": STATES[n.state](), "answer": n.answer, "answered_on": n.answered_on,
        "settlement": n.settlement, "provisional": n.provisional, "url": reverse("notice", args=[n.pk]),
    }


def remaining_days(due: date, today: date, calendar=None) -> int:
    """Working days left until a day, negative once it is past; counted as everywhere."""
    if today == due:
        return 0
    left = (calendar or current_calendar()).working_days_between(today, due)
    return max(left, 1) if today < due else min(left, -1)


def answer_words(row: dict) -> str:
    """An answer as the receipt says it."""
    if row["answer"] == consulting.NOTHING:
        return _("No bar recorded on this day")
    if row["answer"] == consulting.AFFECTED:
        return _("Affected until %(day)s") % {"day": full_day(date.fromisoformat(row["until"]))}
    return _("Statutory bar, until its end is recorded")


def answer_line(row: dict, policy: str) -> dict:
    """A row of a query for a page or a receipt."""
    pack = pack_named(policy)
    known = pack.effects.get(row["effect"])
    exempted = []
    for one in row.get("exempted") or ():
        about = pack_named(one["policy"])
        effect = about.effects.get(one["effect"])
        exempted.append({
            "act": one["act"], "name": effect.name.get(lang()) if effect else one["effect"],
            "cite": article(about.units[effect.cites[0]]) if effect else "",
            "suggests": one["external"] or bool(effect and effect.suggests),
        })  # fmt: skip
    return {
        "n": row["n"], "name": row["name"], "place": row["place"], "respect": consulting.respect_name(known).get(lang()) if known else row["effect"],
        "day": date.fromisoformat(row["day"]), "answered": bool(row["answer"]), "answer": row["answer"],
        "words": answer_words(row) if row["answer"] else pgettext("list", "not answered yet"),
        "basis": [consulting.basis_words(b, lang()) for b in row["basis"]], "exempted": exempted,
    }
