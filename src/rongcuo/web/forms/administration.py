"""What administrators fill in: changes of people and units, and of accounts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.people.models import Person, Post, Unit
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import line
from rongcuo.web.forms.words import ask_kindly


class Change(forms.Form):
    """One change of one row; `given()` is what the action takes beside it."""

    def __init__(self, *args, about, **kwargs):
        self.about = about
        super().__init__(*args, **kwargs)
        self.build()
        ask_kindly(self)

    def build(self) -> None:
        """Add fields that depend on what is changed."""

    def given(self) -> dict:
        return {k: v for k, v in self.cleaned_data.items() if v not in ("", None)}


def _units(label) -> forms.ChoiceField:
    choices = [("", "")] + [(str(u.pk), u.name) for u in Unit.objects.filter(ended_on=None)]
    return forms.ChoiceField(label=label, choices=choices)


class RenameUnit(Change):
    def build(self) -> None:
        self.fields["name"] = line(_("New name"), initial=self.about.name)
        self.fields["name_en"] = line(_("New name in English"), required=False, initial=self.about.name_en)
        self.fields["until"] = Day(label=_("Last day of the old name"), required=False, help_text=_("Leave it empty for today."))


class MergeUnit(Change):
    def build(self) -> None:
        self.fields["into"] = _units(_("Into which unit"))
        self.fields["on"] = Day(label=_("Its last day"))


class EndPost(Change):
    def build(self) -> None:
        self.fields["until"] = Day(label=_("Last day"), help_text=_("The post is still held on this day."))


class Transfer(Change):
    def build(self) -> None:
        self.fields["unit"] = _units(_("To which unit"))
        self.fields["title"] = line(_("Title there"), initial=self.about.title)
        self.fields["head"] = forms.BooleanField(label=_("Heads the unit"), required=False)
        self.fields["on"] = Day(label=_("First day there"))


class StandIn(Change):
    def build(self) -> None:
        people = Person.objects.exclude(pk=self.about.person_id)
        self.fields["person"] = forms.ChoiceField(
            label=_("Who stands in"), choices=[("", ""), *[(str(p.pk), named(p)) for p in people]]
        )
        self.fields["since"] = Day(label=_("First day"))
        self.fields["until"] = Day(label=_("Last day"))


class OpenAccount(Change):
    def build(self) -> None:
        self.fields["username"] = line(_("Name for signing in"))


class WithReason(Change):
    def build(self) -> None:
        self.fields["reason"] = line(_("Reason"))


class Nothing(Change):
    """A change that needs nothing to be filled in."""


class Table(forms.Form):
    """A table of people to be read."""

    file = forms.FileField(label=_("Table"), help_text=_("xlsx or CSV, with the headings of the template; at most 5 MB."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)


def named(person: Person) -> str:
    """A person so that two of one name can be told apart."""
    return f"{person.name} {person.code}".rstrip()


def of_post(post: Post) -> str:
    """A post in words."""
    return f"{post.unit.name} {post.person.name} {post.title}"
