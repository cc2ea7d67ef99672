"""The screens of an application: one small form each. Nothing in them is required.

`answers()` gives what is merged into the draft; `kept(draft)` what the screen shows again.
"""

from __future__ import annotations

import re
from datetime import date

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rongcuo import clock
from rongcuo.matters.files import ACCEPTED
from rongcuo.policy import FactError, read_value
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.intake import reference, secrecy
from rongcuo.web.templatetags.ui import article, official
from rongcuo.web.viewing import lang

LONG = 20_000
POINT = 4_000
#: The number an item begins with; the label names it already.
NUMBER = re.compile(r"^[(（][^)）]{1,4}[)）]\s*")
#: Rows for reasons at first, and how many are added at a time.
ROWS, MORE, MOST = 3, 2, 40


def area(rows: int, label="", help_text="", longest: int = LONG) -> forms.CharField:
    """A large text of one's own."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Screen(forms.Form):
    """A form of one or a few optional fields, named as the draft keeps them."""

    def answers(self) -> dict:
        return {name: self.cleaned_data.get(name) for name in self.fields}

    @classmethod
    def kept(cls, draft: dict) -> dict:
        return dict(draft)


class Account(Screen):
    account = area(12)


class Remedy(Screen):
    remedy = area(8)


class Late(Screen):
    late_reason = area(8)


class Again(Screen):
    new = area(6)


class Behalf(Screen):
    authorisation = area(6)


class Nearest(Screen):
    """The listed situations that come nearest to "other situations", and what is different."""

    nearest = forms.MultipleChoiceField(label="", required=False, widget=forms.CheckboxSelectMultiple)
    comparison = area(6, _("What is different here, and why tolerance is right all the same"))

    def __init__(self, *args, pack, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nearest"].choices = [(rule.id, _situation(pack, rule)) for rule in rules]
        self.fields["comparison"].plain = True


class Situations(Screen):
    """Which of the situations; several may be chosen."""

    situations = forms.MultipleChoiceField(
        label="", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, pack, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["situations"].choices = [
            (rule.id, _situation(pack, rule)) for rule in situation_rules(pack)
        ]


def situation_rules(pack) -> list:
    """The pack's situations in its order."""
    return [rule for rule in pack.rules.values() if rule.kind == "situation"]


def _situation(pack, rule):
    """The plain name of a situation with the words of the measures under it."""
    unit = pack.units[rule.cites[0]]
    text = NUMBER.sub("", unit.en) if lang() == "en" else official(NUMBER.sub("", unit.zh))
    return format_html(
        '<span class="choice"><b>{}</b> <span class="choice-unit">{}</span>'
        '<span class="choice-text">{}</span></span>',
        rule.name.get(lang()), article(unit), text,
    )


class Main(Screen):
    """Which of the chosen situations fits best."""

    main = forms.ChoiceField(label="", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, pack, chosen: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["main"].choices = [(one, _situation(pack, pack.rules[one])) for one in chosen]


class FactAnswer(Screen):
    """One fact of the measures, answered or not, with room for one's own words."""

    answer = forms.CharField(label="", required=False, max_length=200)
    words = area(4, _("What you want to add"), longest=POINT)

    def __init__(self, *args, fact, **kwargs):
        super().__init__(*args, **kwargs)
        self.fact = fact
        if fact.type == "yes_no":
            given = [("yes", _("Yes")), ("no", _("No"))]
        elif fact.type == "choice":
            given = [(c.id, c.en if lang() == "en" else c.zh) for c in fact.values.values()]
        else:
            self.fields["answer"].help_text = self._hint()
            return
        given.append(("unknown", _("I don't know, or I am not sure")))
        self.fields["answer"] = forms.ChoiceField(
            label="", required=False, choices=given, widget=forms.RadioSelect
        )

    def _hint(self):
        if self.fact.type == "date":
            return _("A date such as 2026-09-17. Leave it empty if you do not know.")
        unit = self.fact.unit.get(lang()) if self.fact.unit else _("as a number")
        return _("In this unit: %(unit)s. Leave it empty if you do not know.") % {"unit": unit}

    def clean_answer(self) -> str:
        written = (self.cleaned_data.get("answer") or "").strip()
        try:
            value = read_value(self.fact, written)
        except FactError as error:
            raise forms.ValidationError(
                _("This cannot be read as an answer. Leave it empty if you do not know.")
            ) from error
        if isinstance(value, date) and value > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return written

    def answers(self) -> dict:
        return {
            f"fact:{self.fact.id}": self.cleaned_data.get("answer") or "",
            f"words:{self.fact.id}": self.cleaned_data.get("words") or "",
        }


class Points(Screen):
    """Reasons in one's own words, one a box: each will be answered."""

    def __init__(self, *args, rows: int = ROWS, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(min(rows, MOST)):
            self.fields[f"point_{n}"] = area(3, _("Reason %(n)s") % {"n": n + 1}, longest=POINT)
            self.fields[f"point_{n}"].plain = True  # one reason is needed, whichever box it stands in

    def answers(self) -> dict:
        texts = [(self.cleaned_data.get(name) or "").strip() for name in self.fields]
        return {"points": [text for text in texts if text]}

    @classmethod
    def kept(cls, draft: dict) -> dict:
        return {f"point_{n}": text for n, text in enumerate(draft.get("points") or [])}


class Head(Screen):
    head = forms.ChoiceField(
        label="", required=False, widget=forms.RadioSelect,
        choices=[
            ("no", _("No, the head may forward it")),
            ("yes", _("Yes, it should not go through the head")),
            ("unknown", _("I don't know, or I am not sure")),
        ],
    )


class Integrity(Screen):
    integrity = forms.BooleanField(
        label=_("What I say here is true as far as I know. Where I was not sure I said so."),
        required=False,
    )


class AddFile(forms.Form):
    """One piece of evidence."""

    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=None,
        help_text=_("Minutes, requests, instructions, inspection records, photographs and the like."),
    )
    title = forms.CharField(label=_("What it shows"), required=False, max_length=200)
    made_on = Day(label=_("Day it was made"), required=False, past=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["secrecy"], self.fields["reference"] = secrecy(), reference()
        self.order_fields(["secrecy", "file", "reference", "title", "made_on"])
        self.fields["file"].max_bytes = settings.EVIDENCE_MAX_BYTES
        self.fields["file"].accepts = gettext("Accepted are: %(kinds)s.") % {"kinds": ACCEPTED}


class Submit(forms.Form):
    """Only pressed; its errors name the screens where something is missing."""
