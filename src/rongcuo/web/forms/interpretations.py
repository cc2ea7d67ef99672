"""Asking how an article is to be understood, and answering (A14)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.matters.interpretation import LONGEST
from rongcuo.matters.packs import current_pack
from rongcuo.web.forms.steps.base import area, line
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.templatetags.ui import article


def _articles() -> list[tuple[str, str]]:
    units = [u for u in current_pack().units.values() if u.article is not None]
    return [(u.id, article(u)) for u in units]


class Ask(forms.Form):
    """The article and the question."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"] = forms.ChoiceField(label=_("About which article"), choices=[("", ""), *_articles()])
        self.fields["question"] = area(_("What is unclear"), 5, help_text=_(
            "Ask about the text, not about a person or a matter; the answer will be read by everybody."
        ))  # fmt: skip
        self.fields["question"].max_length = LONGEST
        ask_kindly(self)


class Answer(forms.Form):
    """The answer for the leading group."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"] = area(_("The question as everybody will read it"), 4, help_text=_(
            "Take out whatever points to a person or a matter."
        ))  # fmt: skip
        self.fields["question"].initial = row.question
        self.fields["text"] = area(_("The answer"), 6)
        self.fields["units"] = forms.MultipleChoiceField(
            label=_("Attached to"), choices=_articles(), initial=row.units, widget=forms.SelectMultiple(attrs={"size": 8})
        )
        self.fields["basis"] = line(_("Written basis"), help_text=_("For instance the meeting and the number of its minutes."))
        ask_kindly(self)
