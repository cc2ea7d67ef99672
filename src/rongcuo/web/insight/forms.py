"""Forms of insight. They read and hand over; the actions have the rules."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rongcuo.insight.copying import DIMENSIONS
from rongcuo.insight.reporting import CODED, LONGEST
from rongcuo.matters.files import store
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Unit
from rongcuo.web.forms.steps.base import area, line, needed, one_of, some_of
from rongcuo.web.forms.steps.intake import Upload
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.naming import unit_name
from rongcuo.web.viewing import lang

WORDS = {
    "situation": _("Situation of Article 6"), "unit": _("Division or unit"), "kind": _("Kind of early report"),
    "missing": _("What cost protection"),
}


def dimension_word(name: str) -> str:
    """What a dimension is called: a list of the pack by its own name."""
    if name in WORDS:
        return str(WORDS[name])
    return current_pack().correction.newest(name).name.get(lang())


def units(empty: bool = True) -> list:
    rows = [(str(u.pk), unit_name(u)) for u in Unit.objects.filter(ended_on=None).order_by("name")]
    return [("", "—"), *rows] if empty else rows


class Form(forms.Form):
    """What all of them share: built fields, kind words, identifiers as identifiers."""

    guide = ""
    with_files = False

    def __init__(self, *args, **kwargs):
        self.given_more = kwargs.pop("more", {})
        super().__init__(*args, **kwargs)
        self.build()
        ask_kindly(self)

    def build(self) -> None:
        """Add the fields."""

    def given(self) -> dict:
        return dict(self.cleaned_data)


def _unit(value: str) -> UUID | None:
    return UUID(value) if value else None


class Report(Form):
    """An early report. The same with and without a name."""

    def build(self) -> None:
        kinds = current_pack().insight.kinds.values()
        self.fields["kind"] = one_of(_("What is it?"), [(k.id, k.name.get(lang())) for k in kinds])
        self.fields["text"] = forms.CharField(
            label=_("What did you notice?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7}),
            help_text=_("What happens, where, how often, and what would help. Names are not needed."),
        )
        self.fields["unit"] = forms.ChoiceField(
            label=_("Where? (division or unit)"), choices=units(), required=False,
        )

    def given(self) -> dict:
        data = self.cleaned_data
        return {"kind": data["kind"], "text": data["text"], "unit": _unit(data["unit"])}


class Code(Form):
    def build(self) -> None:
        self.fields["code"] = line(_("Code"), help_text=_("Four times four characters, as told after the report."))


class Deidentify(Form):
    guide = _("Write what it is about with nobody in it: no name, no post, no day, no place that tells who. Only this and the codes are counted.")

    def build(self) -> None:
        lists = current_pack().correction
        self.fields["plain"] = area(_("What it is about, with nobody in it"), 6)
        for name in CODED:
            known = lists.newest(name)
            codes = [(c.id, c.name.get(lang())) for c in known.codes.values()]
            self.fields[f"{name}_codes"] = needed(some_of(known.name.get(lang()), codes))
        self.fields["unit"] = forms.ChoiceField(label=_("Division or unit"), choices=units(), required=False)
        self.fields["unit"].initial = self.given_more.get("unit")

    def given(self) -> dict:
        return {**self.cleaned_data, "unit": _unit(self.cleaned_data["unit"])}


class RemindEarly(Form):
    guide = _("A reminder in general words. Who reported is not named, and must not follow from the words.")

    def build(self) -> None:
        self.fields["unit"] = forms.ChoiceField(label=_("Division or unit"), choices=units())
        self.fields["text"] = area(_("What to look out for"), 4)

    def given(self) -> dict:
        return {"unit": _unit(self.cleaned_data["unit"]), "text": self.cleaned_data["text"]}


class Say(Form):
    def build(self) -> None:
        self.fields["text"] = area(_("In words"), 5)


REPORT_FORMS = {
    "deidentify": Deidentify, "remind_early": RemindEarly, "answer_report": Say, "record_correction": Say, "thank": Say,
}


class Warn(Form):
    guide = _("To whom it goes and what it says is your choice. The figure it rests on is kept with it, as it may be shown.")

    def build(self) -> None:
        self.fields["form"] = one_of(pgettext_lazy("letter", "Form"), [("warning", _("Warning")), ("education", _("Education measure"))])
        self.fields["title"] = line(_("Title"))
        self.fields["text"] = area(_("Risk points, causes, and what is advised"), 7)
        self.fields["units"] = some_of(_("Recipients"), units(empty=False), required=True)

    def given(self) -> dict:
        data = self.cleaned_data
        return {**data, "units": [UUID(u) for u in data["units"]]}


class Again(Form):
    def build(self) -> None:
        self.fields["found"] = area(_("What the figures show now, and what follows"), 5)


class Advance(Form):
    with_files = True

    def build(self) -> None:
        posts = self.given_more["posts"]
        self.fields["unit"] = forms.ChoiceField(
            label=_("Division or unit"), choices=[(str(p.unit_id), unit_name(p.unit)) for p in posts],
        )
        self.fields["title"] = line(_("What will be tried"))
        self.fields["basis"] = area(_("On what it rests (tasks, plans, approvals)"), 3)
        self.fields["meeting"] = area(_("Which meeting decided it, when, who was there"), 3)
        self.fields["risk"] = area(_("What may go wrong, and what is prepared for it"), 4)
        self.fields["rule"] = area(_("What the rules in force today say, word for word where it matters"), 4)
        for n in range(3):
            self.fields[f"file_{n}"] = Upload(label=_("File") if n == 0 else _("Further file"), required=False)

    def given(self) -> dict:
        data = {k: v for k, v in self.cleaned_data.items() if not k.startswith("file_")}
        files = [self.cleaned_data[f"file_{n}"] for n in range(3) if self.cleaned_data.get(f"file_{n}")]
        return {**data, "unit": _unit(data["unit"]), "files": [("", store(f)) for f in files]}


class Clarify(Form):
    guide = _("Only the concrete point is cleared up. No overall evaluation of the person, and nothing else of the matter.")

    def build(self) -> None:
        ways = current_pack().insight.ways.values()
        self.fields["point"] = area(_("What is untrue: the one point"), 3)
        self.fields["conclusion"] = area(_("What was found about it"), 3)
        self.fields["disturbs"] = area(_("Which assessment or promotion it disturbs"), 2)
        self.fields["addressees"] = area(_("To whom the letter goes"), 2)
        self.fields["ways"] = some_of(_("Beside the letter"), [(w.id, w.name.get(lang())) for w in ways])


def dimension(name: str) -> str:
    """A dimension that there is, else the first."""
    return name if name in DIMENSIONS else DIMENSIONS[0]
