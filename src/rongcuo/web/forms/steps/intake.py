"""Forms of A08-1 and A07: forwarding, withdrawal, acceptance, completion, refusal."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rongcuo.matters.acceptance import FORMAL_GROUNDS
from rongcuo.matters.files import ACCEPTED
from rongcuo.matters.secrecy import REFUSED, take, words
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import Backdated, StepForm, area, line, needed, one_of

GROUNDS = {
    "outside_scope": _("The applicant does not belong to the divisions, units and staff of Article 2"),
    "no_procedure": _("No accountability procedure has been started"),
    "decided_before": _("The same matter was decided before and there are no new facts"),
    "late": _("The application came after the last day"),
}


class Upload(forms.FileField):
    """A file of evidence, with its bounds in words."""

    max_bytes = settings.EVIDENCE_MAX_BYTES

    @property
    def accepts(self):
        return ACCEPTED


def secrecy() -> forms.ChoiceField:
    """The class of a file; from 秘密 on it is refused before anything of it is kept."""
    return forms.ChoiceField(
        label=_("Class of secrecy"), required=False, choices=lambda: list(words().items()),
        help_text=_("Classified files are never uploaded here. Choose the class first and give a reference to the paper."),
    )


def reference() -> forms.CharField:
    """Where a classified paper lies."""
    return line(_("For a classified paper: its number and where it lies"), required=False)


class Forward(Backdated):
    guide = _("You forward the application as it is. The opinion of the division or unit is optional.")

    def build(self) -> None:
        self.fields["words"] = area(_("Opinion of the division or unit"), 4, required=False)
        super().build()


class DeclineForwarding(Backdated):
    guide = _("The application then goes to the Party committee directly, with your reasons.")

    def build(self) -> None:
        self.fields["reason"] = area(_("Why it is not forwarded"))
        super().build()


class GoDirect(StepForm):
    guide = _("The application goes to the Party committee directly. The day of submission stays as it is.")


class Withdraw(StepForm):
    guide = _("You may withdraw at any time before the decision, without giving a reason. It makes nothing heavier.")

    def build(self) -> None:
        self.fields["words"] = area(_("What you want to say about it"), 3, required=False)


class OwnView(StepForm):
    guide = _("This application was made for you. You may take it as your own, or object: then nothing is taken up or "
              "decided over your head. You may withdraw it at any time before the decision.")

    def build(self) -> None:
        self.fields["agrees"] = one_of(_("What you say"), [("yes", _("I take it as my own")), ("no", _("I object to it"))])
        self.fields["words"] = needed(area(
            _("In your own words"), 4, required=False, help_text=_("Needed where you object."),
        ))  # fmt: skip

    def given(self) -> dict:
        return {"agrees": self.cleaned_data["agrees"] == "yes", "words": self.cleaned_data["words"]}


class RequestCompletion(Backdated):
    guide = _("You can ask once. The day of the application stands.")

    def build(self) -> None:
        self.fields["missing"] = area(_("What is missing, and how to hand it in"))
        super().build()


class Complete(StepForm):
    with_files = True

    def build(self) -> None:
        self.fields["words"] = area(_("What you add"))
        self.fields["secrecy"] = secrecy()
        self.fields["file"] = Upload(label=_("File"), required=False)
        self.fields["reference"] = reference()
        self.fields["title"] = line(_("What the file is"), required=False)
        self.fields["made_on"] = Day(label=_("Made on"), required=False)

    def given(self) -> dict:
        data, stored = self.cleaned_data, []
        if data.get("file") or data.get("secrecy") in REFUSED:
            kept = take(data.get("file"), data.get("secrecy") or "", data.get("reference") or "")
            stored = [{**kept, "title": data["title"] or kept["name"], "made_on": data["made_on"]}]
        return {"words": data["words"], "stored": stored}


class Accept(Backdated):
    def build(self) -> None:
        self.fields["in_scope"] = forms.BooleanField(
            label=_("The applicant belongs to a division or unit under Article 2"), required=False
        )
        if self.subject.timeliness != "in_time":
            self.fields["reason"] = area(
                _("Why it is accepted although it came after the last day"), required=False
            )
        super().build()


class Refuse(Backdated):
    guide = _("Refusal is possible on formal grounds only. Whether tolerance is deserved is never a ground.")

    def build(self) -> None:
        grounds = [(g, GROUNDS[g]) for g in FORMAL_GROUNDS if g != "late" or self.subject.timeliness == "late"]
        self.fields["ground"] = one_of(_("Ground"), grounds)
        self.fields["reason"] = area(_("Reasons, and how to apply again"))
        super().build()


FORMS = {
    "forward": Forward, "decline_forwarding": DeclineForwarding, "go_direct": GoDirect,
    "withdraw": Withdraw, "own_view": OwnView, "request_completion": RequestCompletion, "complete": Complete,
    "accept": Accept, "refuse": Refuse,
}
