"""Asking for the last day of a span of working days."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.words import ask_kindly


class Span(forms.Form):
    start = Day(label=_("From"), help_text=_("This day itself does not count."))
    n = forms.IntegerField(label=_("Working days"), min_value=0, max_value=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)
