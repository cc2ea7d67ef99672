"""How forms speak."""

from __future__ import annotations

from django.forms import Form
from django.utils.translation import gettext_lazy as _


def ask_kindly(form: Form) -> None:
    """Say of what is missing what is to be done, not that a "field" is "required"."""
    for field in form.fields.values():
        choosing = hasattr(field, "choices")
        field.error_messages["required"] = _("Please choose.") if choosing else _("Please fill this in.")
