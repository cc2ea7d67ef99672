"""The forms of a paper on its way out. They only read and hand over; `documents.issuing` has the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.documents.issuing import URGENCIES
from rongcuo.people.models import Person
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import area, line, one_of, some_of
from rongcuo.web.forms.words import ask_kindly


class PaperForm(forms.Form):
    """A step that may be recorded after the day on which it was done."""

    def __init__(self, *args, dated: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.build()
        if dated:
            self.fields["done_on"] = Day(
                label=_("Done on"), required=False, past=True, help_text=_("Leave it empty for today.")
            )
        ask_kindly(self)

    def build(self) -> None:
        """Add the fields of the step."""

    def given(self) -> dict:
        return dict(self.cleaned_data)


def _called(person: Person) -> str:
    """With unit and post: names alone do not say who is meant."""
    held = getattr(person, "held", "")
    return f"{person.name}　{held}" if held else person.name


class Drafting(PaperForm):
    """Who reviews, countersigns and signs; secrecy, urgency, copies."""

    def __init__(self, *args, people: list[Person], others: list[Person], **kwargs):
        self.people, self.others = people, others
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        own = [(str(p.pk), _called(p)) for p in self.people]
        self.fields["reviewer"] = one_of(_("Reviewer"), own, help_text=_("Looks at form and facts before it is signed."))
        self.fields["signer"] = one_of(_("Signer"), own, help_text=_("The day of the signature is the paper's date."))
        if self.others:
            self.fields["countersigners"] = some_of(
                _("Countersigners"), [(str(p.pk), _called(p)) for p in self.others],
                help_text=_("Only who may read what the paper says."),
            )
        self.fields["secrecy"] = line(
            _("Secrecy mark"), required=False, help_text=_("Printed as written, for instance 工作秘密★5年. State secrets do not belong here.")
        )
        self.fields["urgency"] = forms.ChoiceField(
            label=_("Urgency"), choices=[(u, u or _("none")) for u in URGENCIES], required=False
        )
        self.fields["copies"] = forms.IntegerField(label=_("Copies"), min_value=1, max_value=999, initial=1)


class Plain(PaperForm):
    """Nothing but the day."""


class Countersigning(PaperForm):
    def build(self) -> None:
        self.fields["words"] = area(_("Remark"), 3, required=False)


class Issuing(PaperForm):
    """The number, unless the installation counts itself or the paper has none."""

    def __init__(self, *args, numbered: bool, example: str, **kwargs):
        self.numbered, self.example = numbered, example
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        if self.numbered:
            self.fields["number"] = line(
                _("Number from the office's register"), help_text=_("For instance %(example)s") % {"example": self.example}
            )


class Marking(PaperForm):
    """Another secrecy mark, and why."""

    def build(self) -> None:
        self.fields["secrecy"] = line(
            _("Secrecy mark"), required=False, help_text=_("The class and how long it holds, for instance 工作秘密★5年. Empty: none."),
        )
        self.fields["reason"] = area(_("Reasons, and the decision it rests on"), 3)


class Dropping(PaperForm):
    def build(self) -> None:
        self.fields["reason"] = area(_("Reasons"), 3)


class Editing(PaperForm):
    """A DOCX that was worked on outside."""

    def build(self) -> None:
        self.fields["upload"] = forms.FileField(
            label=_("The edited DOCX"),
            help_text=_("Read back as paragraphs and fields. Everybody reviews and signs the new text again."),
        )


#: The fields a public copy may leave out, in words.
FIELD_WORDS = {
    "subject": _("name of the person or unit concerned"), "subjects": _("names of all persons and units concerned"),
    "unit": _("division or unit"), "matter_title": _("title of the matter"), "act_number": _("number of the accountability act"),
    "author": _("who drew it up"), "present": _("who was present"), "absent": _("who was absent"),
    "recused": _("who stepped aside"), "chair": _("who was in the chair"), "named": _("names published by consent"),
}


class Publishing(PaperForm):
    """What a public copy leaves out."""

    def __init__(self, *args, hide, **kwargs):
        self.hide = hide
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["fields"] = some_of(
            _("Left out"), [(name, FIELD_WORDS.get(name, name)) for name in self.hide],
            help_text=_("Really absent from the copy: from its text, its metadata and everything else in the file."),
        )
        self.fields["fields"].initial = list(self.hide)
        self.fields["strings"] = area(
            _("Further words to leave out"), 3, required=False, help_text=_("One a line: other names, places, companies.")
        )

    def given(self) -> dict:
        data = dict(self.cleaned_data)
        return data | {"strings": data["strings"].splitlines()}


class Checking(forms.Form):
    """What somebody who holds a paper knows of it."""

    code = line(_("Verification code"), help_text=_("Sixteen letters and digits; stands on the last side."))
    number = line(_("Number of the paper"), help_text=_("As it stands on the first side, with 〔 〕."), required=False)
    file = forms.FileField(
        label=_("The file, if you have it"), required=False,
        help_text=_("Only compared with the one that was issued; it is not kept."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)
