"""Name and password."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.web.forms.words import ask_kindly


class SignIn(forms.Form):
    """Checked by the view, which knows how often was tried."""

    username = forms.CharField(
        label=_("Name for signing in"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)
