"""A day in a form, as the browser's own date field."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo import clock


class Day(forms.DateField):
    """A date; `past=True` refuses one that has not come yet."""

    def __init__(self, *, past: bool = False, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**kwargs)
        self.past = past
        self.error_messages["invalid"] = _("This is not a date. Write it as 2026-09-17.")

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day is not None and self.past and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
