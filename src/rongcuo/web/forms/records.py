"""What a step from paper asks for beside the step's own form: the day, the scan, where the paper lies."""

from __future__ import annotations

from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rongcuo.matters import comparing
from rongcuo.matters.packs import current_pack
from rongcuo.matters.secrecy import REFUSED, take
from rongcuo.web.forms.acts import Register
from rongcuo.web.forms.applying import situation_rules
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import area, line, needed, one_of, some_of
from rongcuo.web.forms.steps.intake import Upload, secrecy
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

#: Fields of the paper itself; all others are the step's.
OF_PAPER = ("by", "done_on", "scan_class", "scan", "paper_reference")


class Paper(forms.Form):
    """The paper: on which day it was done, its class and scan, its own number or where the original lies."""

    done_on = Day(label=_("Done on"), past=True, help_text=_("The day on the paper. Every date is counted from it."))
    scan_class = secrecy()
    scan = Upload(
        label=_("Scan of the paper"), required=False, help_text=_("The whole paper with signatures and dates."),
    )
    paper_reference = line(_("Number of the paper, or where the original is kept"), required=False)
    #: What `secrecy.take` and the actions call the fields of the paper.
    places = {"file": "scan", "secrecy": "scan_class", "reference": "paper_reference"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        needed(self.fields["scan"])
        ask_kindly(self)

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("scan") and "scan" not in self.errors and data.get("scan_class") not in REFUSED:
            self.add_error("scan", _now("Choose the file."))
        return data

    def kept(self) -> dict:
        """The scan as it is kept; of a classified paper only where it lies. Incomplete before a byte is kept."""
        data = self.cleaned_data
        return take(data.get("scan"), data["scan_class"], data["paper_reference"])


class Who(forms.Form):
    """Who took the step, of those who could."""

    def __init__(self, *args, people: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"] = one_of(_("Who did it"), [(str(p.pk), p.name) for p in people])
        ask_kindly(self)


class Application(Paper):
    """An application that came on paper, condensed to what the procedure needs; the scan has the rest."""

    def __init__(self, *args, people: list, applicant=None, behalf: tuple[str, ...] = (), again: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.applicant = applicant  # the person concerned; None for a unit
        rules = [(r.id, r.name.get(lang())) for r in situation_rules(current_pack())]
        self.fields["by"] = one_of(_("Who applied"), [(str(p.pk), p.name) for p in people])
        self.order_fields(["by"])
        self.fields["situations"] = some_of(_("Situations claimed"), rules, required=True)
        self.fields["main_situation"] = forms.ChoiceField(
            label=_("The one that fits best"), choices=[("", "—"), *rules], required=False,
            help_text=_("Only where several are claimed."),
        )
        self.fields["account"] = area(_("What happened"), 8)
        self.fields["points"] = area(
            _("Reasons"), 6, help_text=_("One reason a line. Each will be weighed and answered."),
        )
        self.fields["remedy"] = area(_("What was done about it"), 3, required=False)
        self.fields["late_reason"] = area(_("Why it came late"), 2, required=False)
        self.fields["head_conflict"] = forms.BooleanField(
            label=_("It should not go through the head of the division or unit"), required=False
        )
        if again:
            self.fields["new"] = area(_("What is new, where it was applied for before"), 3, required=False)
        nearest = [(r.id, r.name.get(lang())) for r in comparing.listed_situations(current_pack())]
        self.fields["nearest"] = forms.ChoiceField(
            label=_("Nearest listed situation, where “other situations” is claimed"), required=False,
            choices=[("", "—"), *nearest],
        )
        self.fields["comparison"] = area(_("What is different from it"), 3, required=False)
        if behalf:
            self.fields["authorisation"] = area(
                _("On what authority it is made for the person"), 2, required=False,
                help_text=_("Where the division or unit, or a relative, applies for the person."),
            )
            if "relative" in behalf:
                self.fields["relative"] = line(_("Handed in by a relative: who, and of what relation"), required=False)
        self.fields["integrity"] = forms.BooleanField(
            label=_("The applicant signed that what is said is true"), required=False
        )
        ask_kindly(self)

    def given(self) -> dict:
        """What `record_application` takes as the application's own fields."""
        data = self.cleaned_data
        chosen = data["situations"]
        return {
            "situations": chosen,
            "main_situation": data["main_situation"] or (chosen[0] if len(chosen) == 1 else ""),
            "points": [text for one in data["points"].splitlines() if (text := one.strip())],
            "claims": {},
            **{
                n: data[n]
                for n in ("account", "remedy", "late_reason", "head_conflict", "integrity", "comparison")
            },
            "new": data.get("new") or "", "nearest": [data["nearest"]] if data["nearest"] else [],
            "behalf": self._behalf(),
        }

    def _behalf(self) -> dict | None:
        """Made for the person: by a relative, or by the unit where its head is named as who applied."""
        data = self.cleaned_data
        relative = (data.get("relative") or "").strip()
        if not relative and (self.applicant is None or data["by"] == str(self.applicant)):
            return None
        return {
            "by": "relative" if relative else "unit", "relative": relative,
            "authorisation": data.get("authorisation") or "",
        }


class Deed(Paper):
    """The telling or the notice on paper: the day and the scan say all of it."""

    def __init__(self, *args, people: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"] = one_of(_("Who did it"), [(str(p.pk), p.name) for p in people])
        self.order_fields(["by"])
        ask_kindly(self)


class RegisterFromPaper(Paper, Register):
    """The registration of an act as it stands on paper, at whatever time. `people`: who could have registered it."""

    def __init__(self, *args, people: list, **kwargs):
        super().__init__(*args, day=None, **kwargs)
        self.fields["by"] = one_of(_("Who registered it"), [(str(p.pk), p.name) for p in people])
        self.order_fields(["by", *(n for n in OF_PAPER if n != "by")])
        ask_kindly(self)

    def given(self) -> dict:
        """What `record_act` takes as the act's own fields."""
        names = ("kind", "document_number", "issued_by", "started_on", "occurred_on", "brief", "external")
        return {**{n: self.cleaned_data[n] for n in names}, "subjects": self.subjects}


class Refuse(forms.Form):
    """Why the transcript does not agree with the paper."""

    reasons = area(_("What does not agree"), 3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)


class Pressed(forms.Form):
    """Only pressed: the transcript says what the paper says."""


def shown(form: forms.Form, subjects: dict[str, str]) -> list[dict]:
    """What a form says, for the eyes of whoever confirms it: [{"label", "value"}], empty fields left out.

    subjects: id -> name, where there are several: a field about one of them says so.
    """
    rows = []
    for field in form:
        if field.name in OF_PAPER or field.is_hidden:
            continue
        text = _words(field, form.cleaned_data.get(field.name))
        if text:
            about = next((name for pk, name in subjects.items() if pk in field.name), "")
            rows.append({"label": f"{about} · {field.label}" if about else str(field.label), "value": text})
    return rows


def _words(field: BoundField, value: object) -> str:
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    if value is None or value in ("", []):
        return ""
    if isinstance(value, date):
        return full_day(value)
    if isinstance(field.field, forms.MultipleChoiceField):
        labels = _labels(field.field.choices)
        return "；".join(labels.get(one, one) for one in value)
    if isinstance(field.field, forms.ChoiceField):
        return _labels(field.field.choices).get(value, str(value))
    return getattr(value, "name", None) or str(value)


def _labels(choices) -> dict[str, str]:
    """Value -> label, of choices in groups too."""
    found = {}
    for key, label in choices:
        found |= _labels(label) if isinstance(label, list | tuple) else {str(key): str(label)}
    return found
