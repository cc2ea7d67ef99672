"""Forms of Article 10: notices and slips, changes of effects, sanctions, consultation, lists."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rongcuo.exemptions.consulting import respect_name, respects
from rongcuo.exemptions.sanctions import CHANGES, lines_now
from rongcuo.exemptions.sheets import MOST_BYTES
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Person
from rongcuo.policy.model import Pack
from rongcuo.web.forms.acts import concerned
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import area, line, needed, one_of, some_of
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.viewing import lang


class Plain(forms.Form):
    """A form that asks kindly; `places`: names an action uses -> fields here."""

    places: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.build()
        ask_kindly(self)

    def build(self) -> None:
        """Add the fields."""


class Nothing(Plain):
    """A form that is only pressed."""


class SendNotice(Plain):
    places = {}

    def __init__(self, *args, recipients: list[tuple[str, str]], **kwargs):
        self.recipients = recipients
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["recipient"] = one_of(_("Recipient"), self.recipients)
        self.fields["words_"] = area(_("A word to the recipient"), 2, required=False)


class Slip(Plain):
    def build(self) -> None:
        self.fields["done"] = one_of(_("What the slip says"), [
            ("yes", _("Done")), ("no", _("Not done, for this reason")),
        ])  # fmt: skip
        self.fields["answered_on"] = Day(label=_("Day of the slip"), past=True)
        self.fields["answer"] = needed(area(_("Reason, or a remark"), 3, required=False))


class Settle(Plain):
    places = {"words": "words_"}

    def build(self) -> None:
        self.fields["words_"] = area(
            _("What follows from it"), 3, help_text=_("For instance: told the person; taken up with the body above.")
        )


class Change(Plain):
    """Each effect of the subject: leave it, end it, or grant it until a day."""

    def __init__(self, *args, effects: list[tuple[str, str, bool]], **kwargs):
        self.effects = effects
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["document"] = line(_("Number of the decision or minutes"))
        self.fields["held_on"] = Day(label=_("Day of the decision"), past=True)
        self.fields["effective"] = Day(
            label=_("In force from"), required=False, help_text=_("Empty: from the day of the decision. Never from before."),
        )
        self.fields["heard"] = needed(area(_("How the person was heard"), 2, required=False))
        for effect, _name, stands in self.effects:
            choices = [("", _("leave as it is")), ("end", _("end it")), ("until", _("set its last day"))]
            if not stands:
                choices = [("", _("leave as it is")), ("grant", _("grant it")),]
            self.fields[f"change-{effect}"] = forms.ChoiceField(
                label=_("Change"), choices=choices, required=False, widget=forms.RadioSelect, initial=""
            )
            self.fields[f"until-{effect}"] = Day(label=pgettext_lazy("effect", "Last day"), required=False)
            self.fields[f"reason-{effect}"] = line(_("Reason"), required=False)

    @property
    def parts(self) -> list[dict]:
        return [
            {"name": name, "stands": stands,
             "fields": [self[f"{n}-{effect}"] for n in ("change", "until", "reason")]}
            for effect, name, stands in self.effects
        ]

    @property
    def head(self) -> list:
        return [self[n] for n in ("document", "held_on", "effective", "heard")]

    @property
    def changes(self) -> dict[str, dict]:
        data, found = self.cleaned_data, {}
        for effect, _name, _stands in self.effects:
            what = data.get(f"change-{effect}")
            if what:
                found[effect] = {
                    "granted": what != "end", "until": data.get(f"until-{effect}"),
                    "reason": data.get(f"reason-{effect}", ""),
                }
        return found


class ConfirmLine(Plain):
    def __init__(self, *args, stages: bool, **kwargs):
        self.stages = stages
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["source"] = line(
            _("Source"), help_text=_("The document, its number and the article that lays it down.")
        )
        if self.stages:
            self.fields["months"] = forms.IntegerField(
                label=_("Months"), required=False, min_value=1, max_value=600,
                help_text=_("Only where the source says another length than the table."),
            )


class RecordSanction(Plain):
    def __init__(self, *args, actor: Person, day, pack: Pack, **kwargs):
        self.actor, self.day, self.pack = actor, day, pack
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["about"] = forms.ChoiceField(label=_("Person or unit"), choices=concerned(self.actor, self.day))
        self.fields["document_number"] = line(_("Number of the document"))
        self.fields["issued_by"] = line(_("Issued by"))
        self.fields["act_number"] = line(
            _("Number of the accountability act that it ends"), required=False,
            help_text=_("Where that act is registered here: the two are then kept together. The period does not depend on it."),
        )
        self.fields["kinds"] = some_of(
            _("What it imposes"), [(k, one.name.get(lang())) for k, one in lines_now(self.pack).items()], required=True,
            help_text=_("Several only where one document joins them. Lines that no official text confirms are not offered."),
        )
        self.fields["starts_on"] = Day(
            label=_("Day of the decision or approval"), past=True, help_text=_("The period is counted from this day.")
        )
        self.fields["months"] = forms.IntegerField(
            label=_("Months the document fixes"), required=False, min_value=1, max_value=600,
            help_text=_("Needed where the law leaves a choice, as for several sanctions together."),
        )
        self.fields["ends_on"] = Day(
            label=_("Last day, if the document names it"), required=False
        )
        self.fields["reason"] = needed(area(_("Why the last day differs from the table"), 2, required=False))


CHANGE_WORDS = {
    "restored": _("Rights were restored"), "ended": _("It was lifted, revoked or closed"),
    "void": _("It was recorded in error"),
}


class ChangeSanction(Plain):
    def build(self) -> None:
        self.fields["change"] = one_of(_("What changed"), [(c, CHANGE_WORDS[c]) for c in CHANGES])
        self.fields["day"] = needed(Day(
            label=_("From which day"), required=False, past=True,
            help_text=_("From this day on it no longer counts; what was before stays."),
        ))  # fmt: skip
        self.fields["reason"] = area(_("Document and reason"), 2)


def respect_choices(pack: Pack) -> list:
    """The respects one may ask about, those of people and those of units."""
    return [
        (group, [(e.id, respect_name(e).get(lang())) for e in respects(pack, unit=unit)])
        for group, unit in ((pgettext_lazy("respects of", "People"), False), (pgettext_lazy("respects of", "Units"), True))
    ]


def known_day() -> Day:
    """Up to which day the register is read."""
    return Day(
        label=_("As the register stood at the end of"), required=False, past=True,
        help_text=_("For an assessment of the past. Empty: as it stands now."),
    )


class Consult(Plain):
    """One question: who, in which respect, on which day, for whom and why."""

    def __init__(self, *args, actor: Person, day, pack: Pack, **kwargs):
        self.actor, self.day, self.pack = actor, day, pack
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["about"] = forms.ChoiceField(label=_("Person or unit"), choices=concerned(self.actor, self.day))
        self.fields["effect"] = forms.ChoiceField(label=_("In which respect"), choices=respect_choices(self.pack))
        self.fields["day"] = Day(label=_("On which day"), initial=self.day)
        self.fields["asking_body"] = line(_("Who asks"), help_text=_("The receipt is issued to this body alone."))
        self.fields["purpose"] = line(_("For what"), help_text=_("For instance: inspection of candidates for promotion, 2026."))
        self.fields["act_number"] = line(
            _("Number of an accountability act already at hand"), required=False,
            help_text=_("With it the answer also says what was determined in this respect under that act. A number that does not fit changes nothing."),
        )
        self.fields["known_on"] = known_day()


class OwnReceipt(Plain):
    def build(self) -> None:
        pack = current_pack()
        self.fields["effect"] = forms.ChoiceField(
            label=_("In which respect"), choices=[(e.id, respect_name(e).get(lang())) for e in respects(pack, unit=False)]
        )
        self.fields["purpose"] = line(_("For what"))


class AskList(Plain):
    def __init__(self, *args, day, pack: Pack, **kwargs):
        self.day, self.pack = day, pack
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["asking_body"] = line(_("Who asks"), help_text=_("The receipt is issued to this body alone."))
        self.fields["purpose"] = line(_("For what"), help_text=_("A second person reads this and decides on it."))
        self.fields["effect"] = forms.ChoiceField(
            label=_("In which respect"), choices=respect_choices(self.pack), help_text=_("Where a row names none.")
        )
        self.fields["day"] = Day(label=_("On which day"), initial=self.day, help_text=_("Where a row names none."))
        self.fields["known_on"] = known_day()
        field = forms.FileField(
            label=_("The list"), help_text=_("An .xlsx as in the template, at most 5,000 rows."),
            widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        )
        field.max_bytes = MOST_BYTES
        self.fields["file"] = field


class Decline(Plain):
    places = {"words": "words_"}

    def build(self) -> None:
        self.fields["words_"] = area(_("Why it is not released"), 2)


class Withdraw(Plain):
    def build(self) -> None:
        self.fields["why"] = area(_("Why the receipt is withdrawn"), 2)


def about_of(value: str) -> dict:
    """{"person", "unit"} from a value of `concerned`: one of the two."""
    person, unit = value.split(":")
    return {"person": UUID(person), "unit": None} if person else {"person": None, "unit": UUID(unit)}
