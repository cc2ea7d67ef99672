"""What a step from paper asks for beside the step's own form: the day, the scan, where the paper lies."""

from __future__ import annotations

from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rongcuo.matters.packs import current_pack
from rongcuo.web.forms.applying import situation_rules
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import area, line, one_of, some_of
from rongcuo.web.forms.steps.intake import Upload
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

#: Fields of the paper itself; all others are the step's.
OF_PAPER = ("done_on", "scan", "reference")


class Paper(forms.Form):
    """The paper: on which day it was done, its scan, its own number or where the original lies."""

    done_on = Day(label=_("Done on"), past=True, help_text=_("The day on the paper. Every date is counted from it."))
    scan = Upload(label=_("Scan of the paper"), help_text=_("The whole paper with signatures and dates."))
    reference = line(_("Number of the paper, or where the original is kept"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)


class Who(forms.Form):
    """Who took the step, of those who could."""

    def __init__(self, *args, people: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"] = one_of(_("Who did it"), [(str(p.pk), p.name) for p in people])
        ask_kindly(self)


class Application(Paper):
    """An application that came on paper, condensed to what the procedure needs; the scan has the rest."""

    def __init__(self, *args, people: list, **kwargs):
        super().__init__(*args, **kwargs)
        rules = [(r.id, r.name.get(lang())) for r in situation_rules(current_pack())]
        self.fields["by"] = one_of(_("Who applied"), [(str(p.pk), p.name) for p in people])
        self.fields["situations"] = some_of(_("Situations claimed"), rules, required=True)
        self.fields["main_situation"] = forms.ChoiceField(
            label=_("The one that fits best"), choices=[("", "—"), *rules], required=False,
            help_text=_("Only where several are claimed."),
        )
        self.fields["account"] = area(_("What happened"), 8)
        self.fields["points"] = area(
            _("Reasons"), 6, help_text=_("One reason a line. Each will be weighed and answered."),
        )
        self.fields["remedy"] = area(_("What was done about it"), 3, required=False)
        self.fields["late_reason"] = area(_("Why it came late"), 2, required=False)
        self.fields["head_conflict"] = forms.BooleanField(
            label=_("It should not go through the head of the division or unit"), required=False
        )
        self.fields["integrity"] = forms.BooleanField(
            label=_("The applicant signed that what is said is true"), required=False
        )
        ask_kindly(self)

    def given(self) -> dict:
        """What `record_application` takes as the application's own fields."""
        data = self.cleaned_data
        chosen = data["situations"]
        return {
            "situations": chosen,
            "main_situation": data["main_situation"] or (chosen[0] if len(chosen) == 1 else ""),
            "points": [text for one in data["points"].splitlines() if (text := one.strip())],
            "claims": {},
            **{n: data[n] for n in ("account", "remedy", "late_reason", "head_conflict", "integrity")},
        }


class Refuse(forms.Form):
    """Why the transcript does not agree with the paper."""

    reasons = area(_("What does not agree"), 3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)


class Pressed(forms.Form):
    """Only pressed: the transcript says what the paper says."""


def shown(form: forms.Form, subjects: dict[str, str]) -> list[dict]:
    """What a form says, for the eyes of whoever confirms it: [{"label", "value"}], empty fields left out.

    subjects: id -> name, where there are several: a field about one of them says so.
    """
    rows = []
    for field in form:
        if field.name in OF_PAPER or field.is_hidden:
            continue
        text = _words(field, form.cleaned_data.get(field.name))
        if text:
            about = next((name for pk, name in subjects.items() if pk in field.name), "")
            rows.append({"label": f"{about} · {field.label}" if about else str(field.label), "value": text})
    return rows


def _words(field: BoundField, value: object) -> str:
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    if value is None or value in ("", []):
        return ""
    if isinstance(value, date):
        return full_day(value)
    if isinstance(field.field, forms.MultipleChoiceField):
        labels = _labels(field.field.choices)
        return "；".join(labels.get(one, one) for one in value)
    if isinstance(field.field, forms.ChoiceField):
        return _labels(field.field.choices).get(value, str(value))
    return getattr(value, "name", None) or str(value)


def _labels(choices) -> dict[str, str]:
    return {str(key): str(label) for key, label in choices}
