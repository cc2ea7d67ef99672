"""Confirming how a silent point of the measures is read (A14)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from rongcuo.policy.model import Reading
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.viewing import lang


def value_words(reading: Reading, value: object) -> str:
    """A value of a reading in words."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list | tuple):
        return pgettext("list", ", ").join(_label(reading, str(one)) for one in value) or "—"
    return _label(reading, str(value))


def _label(reading: Reading, value: str) -> str:
    text = reading.labels.get(value)
    return text.get(lang()) if text else value


class Confirm(forms.Form):
    """The value, and the written basis on which it is confirmed."""

    basis = forms.CharField(
        label=_("Written basis"), max_length=200,
        help_text=_("For instance the meeting and the number of its minutes."),
    )

    def __init__(self, *args, reading: Reading, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.fields = {"value": _value_field(reading), **self.fields}
        ask_kindly(self)

    @property
    def value(self) -> object:
        """The chosen value as the pack takes it."""
        value = self.cleaned_data["value"]
        return value == "yes" if self.reading.type == "yes_no" else value


def _value_field(reading: Reading) -> forms.Field:
    label = _("How it is read")
    choices = [(v, _label(reading, v)) for v in reading.values]
    if reading.type == "yes_no":
        choices = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if reading.type == "choice":
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if reading.type == "list" and choices:
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    if reading.type == "number":
        return forms.IntegerField(label=label, min_value=0, max_value=1000)
    return forms.CharField(label=label, max_length=200)


def as_initial(reading: Reading, value: object) -> object:
    """A value as the form's field shows it."""
    if reading.type == "yes_no":
        return "yes" if value else "no"
    return [str(v) for v in value] if isinstance(value, list | tuple) else value
