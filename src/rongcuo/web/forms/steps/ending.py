"""Forms of A08-4 to A08-6: feedback, receipt, publication, filing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rongcuo.matters.access import visible_points
from rongcuo.matters.outside import MADE_OF_IT
from rongcuo.matters.publication import FORMS as WAYS
from rongcuo.matters.publication import SCOPES
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import Backdated, StepForm, area, key, line, one_of, some_of

WAY_WORDS = {"meeting": _("A meeting"), "circular": _("A written circular"), "other": _("Another way")}
SCOPE_WORDS = {
    "unit": _("The division or unit"), "organisation": _("The whole organisation"),
    "system": _("The organisation and its subordinate bodies"),
}


MADE_WORDS = {
    "followed": _("It was followed"), "partly": _("It was followed in part"), "not_followed": _("It was not followed"),
    "noted": _("It was noted; what follows is left open"),
}


class FeedBack(Backdated):
    template = "web/steps/feedback.html"

    def build(self) -> None:
        self.fields["explanation"] = area(_("Result and explanation, in plain words"), 8)
        self.points = list(visible_points(self.standing).filter(subject=self.subject))
        for point in self.points:
            self.fields[key("answer", point.pk)] = area(f"{point.n}. {point.text}", 3)
        super().build()

    @property
    def answer_fields(self) -> list:
        return [self[key("answer", p.pk)] for p in self.points]

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "explanation": data["explanation"], "done_on": data["done_on"],
            "answers": {p.pk: data[key("answer", p.pk)] for p in self.points},
        }


class RecordReceipt(StepForm):
    def build(self) -> None:
        self.fields["received_on"] = Day(label=_("Received on"), past=True)
        self.fields["words"] = area(_("Remark"), 2, required=False)


class RecordReply(Backdated):
    guide = _("The body outside decides by itself. What it answers is told to whom it concerns, as it was written.")

    def build(self) -> None:
        self.fields["issued_by"] = line(_("Issued by"), initial=self.matter.act.issued_by)
        self.fields["number"] = line(_("Number of the document"))
        self.fields["replied_on"] = Day(label=_("Day of the answer"), past=True)
        self.fields["made_of_it"] = one_of(_("What was made of the suggestion"), [(m, MADE_WORDS[m]) for m in MADE_OF_IT])
        self.fields["text"] = area(_("What the answer says"), 5)
        super().build()


class Publish(Backdated):
    guide = _("Publication is a possibility, for positive determinations only, within the scope you choose.")

    def build(self) -> None:
        self.fields["form"] = one_of(_("In which form"), [(w, WAY_WORDS[w]) for w in WAYS])
        self.fields["scope"] = one_of(_("To whom"), [(s, SCOPE_WORDS[s]) for s in SCOPES])
        self.fields["text"] = area(
            _("Text"), 8, help_text=_("The matter in general words and the lesson. No names unless somebody agreed."),
        )
        self.fields["named"] = some_of(
            _("Agreed to be named"), [(str(s.pk), s.name) for s in self.standing.subjects if s.outcome]
        )
        self.fields["consent"] = line(_("How and when they agreed"), required=False)
        super().build()


class SkipPublication(Backdated):
    def build(self) -> None:
        self.fields["reason"] = area(_("Why nothing is published"), 3)
        super().build()


class File(Backdated):
    guide = _("The materials are deposited with the Party committee. With this Article 8 ends.")

    def build(self) -> None:
        self.fields["note"] = area(_("Note"), 3, required=False)
        super().build()


FORMS = {
    "feed_back": FeedBack, "record_receipt": RecordReceipt, "record_reply": RecordReply, "publish": Publish,
    "skip_publication": SkipPublication, "file": File,
}
