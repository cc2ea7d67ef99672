"""What the forms of all steps share. A form only reads and hands over; the action has the rules."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.matters.access import Standing, visible_evidence, visible_findings
from rongcuo.matters.models import Evidence, Finding, Subject
from rongcuo.policy.model import Pack
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.viewing import lang


def area(label, rows: int = 5, *, required: bool = True, help_text="") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label, *, required: bool = True, help_text="", initial="") -> forms.CharField:
    """A text of one line."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, initial=initial, max_length=500
    )


def one_of(label, choices: Iterable, *, required: bool = True, help_text="") -> forms.ChoiceField:
    """One of a few, none chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=list(choices), required=required, help_text=help_text,
        widget=forms.RadioSelect,
    )


def some_of(
    label, choices: Iterable, *, required: bool = False, help_text=""
) -> forms.MultipleChoiceField:
    """Any of a few."""
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=required, help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class StepForm(forms.Form):
    """The form of one step of a matter.

    template: the page's own template where the fields are not simply listed. `given()` is what the
    action takes. Fields are named as the action names them in `Incomplete.field`.
    """

    template = ""
    with_files = False
    lead = ""

    def __init__(self, *args, standing: Standing, subject: Subject | None, pack: Pack, **kwargs):
        self.standing, self.subject, self.pack = standing, subject, pack
        self.matter = standing.matter
        super().__init__(*args, **kwargs)
        self.build()
        ask_kindly(self)

    def build(self) -> None:
        """Add the fields that depend on the matter."""

    def given(self) -> dict:
        """The keyword arguments of the action."""
        return dict(self.cleaned_data)

    @property
    def accepted(self) -> list[Subject]:
        return [s for s in self.standing.subjects if s.state == "accepted"]


class Backdated(StepForm):
    """A step that may be recorded after the day on which it was done."""

    def build(self) -> None:
        self.fields["done_on"] = Day(
            label=_("Done on"), required=False, past=True, help_text=_("Empty means today."),
        )


def key(prefix: str, *parts) -> str:
    """The name of a field as the action's refusals name it: outcome-<subject>, effect-<subject>-A10-1."""
    return "-".join([prefix, *map(str, parts)])


class Resting:
    """What an answer may rest on: the matter's findings and evidence, as choices."""

    def __init__(self, standing: Standing, pack: Pack):
        findings: Iterable[Finding] = visible_findings(standing).select_related("subject")
        facts = {f.fact: pack.facts[f.fact].question.get(lang()) for f in findings if f.fact in pack.facts}
        rows: Iterable[Evidence] = visible_evidence(standing)
        self.evidence = [(f"e{e.n}", f"[{e.n}] {e.title}") for e in rows]
        self.facts = [(f"f{fact}", text) for fact, text in facts.items()]

    def field(self, label) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=self.evidence + self.facts,
            widget=forms.CheckboxSelectMultiple,
        )

    @staticmethod
    def split(chosen: Iterable[str]) -> dict:
        """{"facts": [...], "evidence": [...]} from what was ticked."""
        chosen = list(chosen)
        return {
            "facts": [c[1:] for c in chosen if c.startswith("f")],
            "evidence": [int(c[1:]) for c in chosen if c.startswith("e")],
        }


class Answering(StepForm):
    """A step that answers the questions of Articles 4 and 5 from findings and evidence."""

    paper = ""

    def build_answers(self) -> None:
        self.resting = Resting(self.standing, self.pack)
        for question in self.pack.questions.values():
            if self.paper in question.required_in:
                self.fields[key("answer", question.id)] = area(question.text.get(lang()), 3)
                self.fields[key("rests", question.id)] = self.resting.field(_("Rests on"))

    @property
    def questions(self) -> list[dict]:
        """For the template: each question with its passage and its two fields."""
        return [
            {
                "unit": self.pack.units[q.cites[0]], "quote": q.quote or "",
                "answer": self[key("answer", q.id)], "rests": self[key("rests", q.id)],
            }
            for q in self.pack.questions.values()
            if self.paper in q.required_in
        ]

    def answers(self) -> dict:
        data = self.cleaned_data
        return {
            q.id: {
                "text": data.get(key("answer", q.id), ""),
                **Resting.split(data.get(key("rests", q.id)) or ()),
            }
            for q in self.pack.questions.values()
            if self.paper in q.required_in
        }
