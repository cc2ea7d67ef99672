"""Forms of a correction's steps. A form only reads and hands over; the actions have the rules."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo import clock
from rongcuo.corrections.access import Place
from rongcuo.corrections.effect import may_check
from rongcuo.corrections.models import Measure
from rongcuo.corrections.planning import CODED
from rongcuo.matters.files import store
from rongcuo.people.models import Post, Unit
from rongcuo.policy.model import Correction
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import area, line, needed, one_of, some_of
from rongcuo.web.forms.steps.intake import Upload
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.viewing import lang

#: Rows for measures at first, and at most; files a step can carry.
ROWS, MOST_ROWS, FILES = 3, 10, 3


def people(day=None, without=()) -> list:
    """Units and the people who hold a post in them, for a select."""
    posts = Post.objects.on(day or clock.today()).select_related("person", "unit").exclude(person__in=list(without))
    found: dict[UUID, list] = {}
    units: dict[UUID, Unit] = {}
    for post in posts.order_by("unit__name", "-head", "person__name"):
        title = post.title if lang() == "zh" else post.title_en or post.title
        name = post.person.name if lang() == "zh" else post.person.name_en or post.person.name
        units[post.unit_id] = post.unit
        found.setdefault(post.unit_id, []).append((str(post.person_id), f"{name} · {title}"))
    return [("", "—")] + [
        (u.name if lang() == "zh" else u.name_en or u.name, found[pk]) for pk, u in units.items()
    ]


class PlanForm(forms.Form):
    """The form of one step of a plan. `given()` is what the action takes."""

    template = "web/corrections/step.html"
    guide = ""
    backdated = True
    uploads = 0

    def __init__(self, *args, place: Place, measure: Measure | None, rules: Correction, rows: int = ROWS, **kwargs):
        self.place, self.measure, self.rules, self.rows = place, measure, rules, min(rows, MOST_ROWS)
        super().__init__(*args, **kwargs)
        self.build()
        for n in range(self.uploads):
            self.fields[f"file_{n}"] = Upload(
                label=_("File") if n == 0 else _("Further file"), required=False,
            )
            self.fields[f"file_{n}"].plain = n == 0
        if self.backdated:
            self.fields["done_on"] = Day(
                label=_("Done on"), required=False, past=True, help_text=_("Leave it empty for today."),
            )
        ask_kindly(self)

    def build(self) -> None:
        """Add the fields."""

    def given(self) -> dict:
        """The keyword arguments of the action. Incomplete where a file cannot be taken."""
        data = {k: v for k, v in self.cleaned_data.items() if not k.startswith("file_")}
        if self.uploads:
            data["files"] = [
                ("", store(self.cleaned_data[f"file_{n}"]))
                for n in range(self.uploads) if self.cleaned_data.get(f"file_{n}")
            ]
        return data


class Talk(PlanForm):
    guide = _("Point out where the error lies, help with the causes, and say what is asked and until when.")

    def build(self) -> None:
        self.fields["place"] = line(_("Place"))
        self.fields["present"] = line(_("Who was present"))
        self.fields["error"] = area(_("Where the error and the problem lie"), 4)
        self.fields["causes"] = area(_("Causes, as talked over"), 4)
        self.fields["demands"] = area(_("What is asked, and until when"), 3)
        self.fields["said"] = area(_("What the person said"), 4, required=False)


class Letter(PlanForm):
    guide = Talk.guide

    def build(self) -> None:
        self.fields["error"] = area(_("Where the error and the problem lie"), 4)
        self.fields["causes"] = area(_("Help with the causes"), 4)
        self.fields["demands"] = area(_("What is asked, and until when"), 3)


class Rows(PlanForm):
    """A form with rows for measures."""

    def build_rows(self) -> None:
        choices = people(without=[self.place.plan.checker_id] if self.place.plan.checker_id else [])
        for n in range(self.rows):
            self.fields[f"text-{n}"] = needed(area(_("What is done"), 2, required=False))
            self.fields[f"owner-{n}"] = needed(
                forms.ChoiceField(label=_("Who is responsible"), choices=choices, required=False)
            )
            self.fields[f"days-{n}"] = needed(forms.IntegerField(
                label=_("Due in so many working days"), required=False, min_value=1, max_value=250,
                help_text=_("From the day the plan is drawn up; that day does not count."),
            ))  # fmt: skip
            self.fields[f"expected-{n}"] = needed(area(_("What will prove it"), 2, required=False))

    @property
    def row_fields(self) -> list[list]:
        return [[self[f"{name}-{n}"] for name in ("text", "owner", "days", "expected")] for n in range(self.rows)]

    def measures(self) -> list[dict]:
        """The rows in which something was typed, in order."""
        data, found = self.cleaned_data, []
        for n in range(self.rows):
            row = {
                "text": data.get(f"text-{n}", ""), "owner": data.get(f"owner-{n}") or None,
                "working_days": data.get(f"days-{n}"), "expected": data.get(f"expected-{n}", ""),
            }
            if any(row.values()):
                row["owner"] = UUID(row["owner"]) if row["owner"] else None
                found.append(row)
        return found

    @property
    def can_have_more(self) -> bool:
        return self.rows < MOST_ROWS


class DrawUp(Rows):
    template = "web/corrections/draw_up.html"
    guide = _("What happened, what came of it, what contributed and what lies at the root are four things: keep them apart.")

    def build(self) -> None:
        for name in CODED:
            known = self.rules.newest(name)
            codes = [(c.id, c.name.get(lang())) for c in known.codes.values()]
            self.fields[f"{name}_codes"] = needed(some_of(known.name.get(lang()), codes))
            self.fields[name] = area(_("In words"), 3)
        self.build_rows()

    @property
    def coded(self) -> list[dict]:
        return [{"codes": self[f"{name}_codes"], "words": self[name]} for name in CODED]

    def given(self) -> dict:
        data = self.cleaned_data
        analysis = {k: data[k] for name in CODED for k in (name, f"{name}_codes")}
        return {**analysis, "measures": self.measures(), "done_on": data.get("done_on")}


class AddMeasures(Rows):
    template = "web/corrections/add.html"

    def build(self) -> None:
        self.fields["why"] = area(_("Why they are added"), 2, required=False)
        self.build_rows()

    def given(self) -> dict:
        return {"measures": self.measures(), "why": self.cleaned_data["why"], "done_on": self.cleaned_data.get("done_on")}


class ReportProgress(PlanForm):
    def build(self) -> None:
        self.fields["progress"] = area(_("What was done since, and what comes next"), 4)


class Prove(PlanForm):
    guide = _("Say what was done and hand in what was agreed as proof.")
    uploads = FILES

    def build(self) -> None:
        self.fields["done"] = area(_("What was done"), 4)


class SendBack(PlanForm):
    backdated = False

    def build(self) -> None:
        self.fields["why"] = area(_("What is still missing"), 3)


class HandOver(PlanForm):
    backdated = False

    def build(self) -> None:
        without = {self.measure.owner_id, self.place.plan.checker_id} - {None}
        self.fields["owner"] = forms.ChoiceField(label=_("New owner"), choices=people(without=without))
        self.fields["why"] = area(_("Why, and what was handed over"), 3)

    def clean_owner(self):
        return UUID(self.cleaned_data["owner"]) if self.cleaned_data["owner"] else None


class Defer(PlanForm):
    backdated = False

    def build(self) -> None:
        self.fields["working_days"] = forms.IntegerField(
            label=_("Working days from today"), min_value=1, max_value=250,
        )
        self.fields["why"] = area(_("Why the day is changed"), 3)


class NameChecker(PlanForm):
    guide = _("Somebody who owns no measure of this plan, did not draw it up and has no interest in the matter.")
    backdated = False

    def build(self) -> None:
        place = self.place
        posts = Post.objects.on(clock.today()).values_list("person_id", flat=True)
        out = {p for p in set(posts) if not may_check(place.plan, place.measures, p)}
        self.fields["checker"] = forms.ChoiceField(label=_("Who checks the effect"), choices=people(without=out))

    def clean_checker(self):
        return UUID(self.cleaned_data["checker"]) if self.cleaned_data["checker"] else None


class CheckEffect(PlanForm):
    guide = _("Whether the measures were carried out was proved before. Here the question is whether they worked.")
    uploads = FILES

    def build(self) -> None:
        self.fields["how"] = area(_("How it was checked"), 3, help_text=_("What was looked at or measured, over which time."))
        self.fields["found"] = area(_("What was found"), 4)
        self.fields["proved"] = forms.TypedChoiceField(
            label=_("Did the measures work?"), widget=forms.RadioSelect, coerce=lambda v: v == "yes",
            choices=[("yes", _("Yes, and the evidence shows it")), ("no", _("No, or not enough: more is to be done"))],
        )


class Close(PlanForm):
    guide = _("The check found that the measures worked. With this the plan is closed.")

    def build(self) -> None:
        self.fields["words"] = area(_("Remark"), 2, required=False)


class Hear(PlanForm):
    guide = _("Tell the person what is reproached, listen, and write down what was said. Nothing follows from this record alone.")

    def build(self) -> None:
        self.fields["place"] = line(_("Place"))
        self.fields["present"] = line(_("Who was present"))
        self.fields["told"] = area(_("What the person was told"), 4)
        self.fields["said"] = area(_("What the person said"), 5)


class Refer(PlanForm):
    guide = _("A referral is your own act, in your name and with your reasons. No deadline and no rule makes it.")

    def build(self) -> None:
        grounds = [(g.id, g.name.get(lang())) for g in self.rules.grounds.values()]
        self.fields["grounds"] = some_of(_("Grounds of Article 11, item 4"), grounds, required=True)
        self.fields["reason"] = area(_("Reasons: the facts, and what the person said about them"), 6)
        self.fields["to"] = line(_("To which body"))


class OpenPlan(forms.Form):
    """Opening a plan on request."""

    def __init__(self, *args, subjects, units, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(f"s{s.pk}", s.name) for s in subjects] + [
            (f"u{u.pk}", u.name if lang() == "zh" else u.name_en or u.name) for u in units
        ]
        self.fields["concerned"] = one_of(_("For whom"), choices)
        self.fields["reason"] = area(_("Why a correction is needed"), 4)
        ask_kindly(self)

    def given(self) -> dict:
        chosen = self.cleaned_data["concerned"]
        return {
            "subject": UUID(chosen[1:]) if chosen[0] == "s" else None,
            "unit": UUID(chosen[1:]) if chosen[0] == "u" else None, "reason": self.cleaned_data["reason"],
        }


FORMS: dict[str, type[PlanForm]] = {
    "talk": Talk, "remind_by_letter": Letter, "draw_up": DrawUp, "add_measures": AddMeasures,
    "report_progress": ReportProgress, "prove": Prove, "send_back": SendBack, "hand_over": HandOver,
    "defer": Defer, "name_checker": NameChecker, "check_effect": CheckEffect, "close_plan": Close,
    "hear_before_referral": Hear, "refer": Refer,
}
