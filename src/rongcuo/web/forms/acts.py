"""Registering an accountability act, and confirming that somebody was told."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Person, Post, Unit
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.viewing import lang

#: How many people or units the form offers at first, and at most.
PLACES, MOST = 3, 12


class Register(forms.Form):
    """The act as it was issued; the people and units it is directed at, one a row."""

    kind = forms.ChoiceField(label=_("Kind of act"), widget=forms.RadioSelect)
    document_number = forms.CharField(label=_("Number of the document"), max_length=80)
    issued_by = forms.CharField(label=_("Issued by"), max_length=120)
    external = forms.BooleanField(
        label=_("The act comes from outside this organisation"), required=False,
    )
    started_on = Day(
        label=_("Day on which the procedure was started"), past=True,
        help_text=_("The application window is counted from this day; the day itself does not count."),
    )
    occurred_on = Day(label=_("Day on which it happened"), required=False, past=True)
    brief = forms.CharField(
        label=_("What it is about"), max_length=4000,
        help_text=_("One neutral sentence first: it becomes the title of the matter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, actor: Person, day, places: int = PLACES, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (a.id, a.name.get(lang())) for a in current_pack().acts.values() if a.starts_clock
        ]
        choices = concerned(actor, day)
        for n in range(min(places, MOST)):
            self.fields[f"subject_{n}"] = forms.ChoiceField(
                label=_("Person or unit concerned") if n == 0 else _("Further person or unit"),
                choices=choices, required=n == 0,
            )
        ask_kindly(self)

    @property
    def subjects(self) -> list[dict]:
        """The rows as `register_act` takes them, each once."""
        chosen = [v for k, v in self.cleaned_data.items() if k.startswith("subject_") and v]
        return [_subject(value) for value in dict.fromkeys(chosen)]


def concerned(actor: Person, day) -> list:
    """Units and the people in them for a select, without the one who registers; on a day, or (None) ever: what
    comes from paper may name a post or a unit that ended since."""
    posts = Post.objects.on(day) if day else Post.objects.all()
    people: dict[UUID, dict[str, str]] = {}
    for post in posts.select_related("person", "unit").exclude(person=actor).order_by("-head", "person__name", "pk"):
        label = f"{post.person.name} · {post.title if lang() == 'zh' else post.title_en or post.title}"
        people.setdefault(post.unit_id, {}).setdefault(f"{post.person_id}:{post.unit_id}", label)
    groups: list = [("", "—")]
    for unit in Unit.objects.filter(ended_on=None) if day else Unit.objects.all():
        name = unit.name if lang() == "zh" else unit.name_en or unit.name
        itself = (f":{unit.pk}", _("%(unit)s (the unit itself)") % {"unit": name})
        groups.append((name, [itself, *people.get(unit.pk, {}).items()]))
    return groups


def _subject(value: str) -> dict:
    person, unit = value.split(":")
    return {"person": UUID(person) if person else None, "unit": UUID(unit)}


class Told(forms.Form):
    """The day on which a person or unit was told."""

    told_on = Day(label=_("Day on which the person or unit was told"), past=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)


class CannotApply(forms.Form):
    """Why a person cannot apply, and the paper that shows it (reading 9)."""

    ground = forms.ChoiceField(label=_("Why the person cannot apply"))
    basis = forms.CharField(label=_("Paper that shows it, and where it lies"), max_length=300)
    since = Day(label=_("Since when"), past=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = current_pack().procedure.behalf.values()
        self.fields["ground"].choices = [("", "—"), *((g.id, g.name.get(lang())) for g in grounds)]
        ask_kindly(self)


class Nothing(forms.Form):
    """A form that is only pressed."""
