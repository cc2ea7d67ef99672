"""What the forms of all steps share. A form only reads and hands over; the action has the rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.matters import comparing
from rongcuo.matters.access import Standing, visible_evidence, visible_findings, visible_items
from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.models import Evidence, Finding, Item, Subject
from rongcuo.matters.packs import settings_of
from rongcuo.policy.model import Pack
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.matter import beside
from rongcuo.web.viewing import lang


def area(label, rows: int = 5, *, required: bool = True, help_text="") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def needed(field: forms.Field) -> forms.Field:
    """A field that the step asks for, although only the action says so; it is not called optional."""
    field.plain = True
    return field


def line(label, *, required: bool = True, help_text="", initial="") -> forms.CharField:
    """A text of one line."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, initial=initial, max_length=500
    )


#: So many choices stand under one another; more are a list to open.
FEW = 12


def one_of(label, choices: Iterable, *, required: bool = True, help_text="") -> forms.ChoiceField:
    """One of a few, none chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=list(choices), required=required, help_text=help_text,
        widget=forms.RadioSelect,
    )


def one_person(label, people: Iterable) -> forms.ChoiceField:
    """One of some people (id, name): under one another while they are few, else a list that takes one line."""
    people = list(people)
    if len(people) <= FEW:
        return one_of(label, people)
    return forms.ChoiceField(label=label, choices=[("", "—"), *people])


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
    guide = ""
    #: Places an action names -> fields of this form, where the two differ.
    places: dict[str, str] = {}

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

    def next_url(self, page: str) -> str:
        """Where to go once the step is taken."""
        return page

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings that the viewer may see, read once for all parts of the form."""
        return list(visible_findings(self.standing))

    @property
    def accepted(self) -> list[Subject]:
        return [s for s in self.standing.subjects if s.state == "accepted"]


class Backdated(StepForm):
    """A step that may be recorded after the day on which it was done."""

    def build(self) -> None:
        self.fields["done_on"] = Day(
            label=_("Done on"), required=False, past=True, help_text=_("Leave it empty for today."),
        )


def key(prefix: str, *parts) -> str:
    """The name of a field as the action's refusals name it: outcome-<subject>, effect-<subject>-A10-1."""
    return "-".join([prefix, *map(str, parts)])


class Resting:
    """What an answer may rest on: the matter's evidence and findings, as choices."""

    def __init__(self, standing: Standing, pack: Pack, findings: list[Finding]):
        self.pack = pack
        self.findings = findings
        names = {s.pk: s.name for s in standing.subjects}
        said: dict[str, list[str]] = {}
        for f in self.findings:
            if f.fact in pack.facts and f.grade in pack.grades:
                who = f"{names[f.subject_id]} " if len(names) > 1 else ""
                said.setdefault(f.fact, []).append(f"{who}{self._value(f)}（{pack.grades[f.grade].name.get(lang())}）")
        rows: Iterable[Evidence] = visible_evidence(standing)
        self.evidence = [(f"e{e.n}", f"[{e.n}] {e.title}") for e in rows]
        self.facts = [
            (f"f{fact}", f"{pack.facts[fact].question.get(lang())} {' · '.join(said[fact])}")
            for fact in pack.facts if fact in said
        ]

    def _value(self, finding: Finding) -> str:
        fact, value = self.pack.facts[finding.fact], finding.value
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if value in fact.values:
            return fact.values[value].en if lang() == "en" else fact.values[value].zh
        return "—" if value in {"unknown", "not_applicable"} else str(value)

    def field(self, label) -> forms.MultipleChoiceField:
        return needed(forms.MultipleChoiceField(
            label=label, required=False, choices=self.evidence + self.facts,
            widget=forms.CheckboxSelectMultiple,
        ))  # fmt: skip

    @staticmethod
    def split(chosen: Iterable[str]) -> dict:
        """{"facts": [...], "evidence": [...]} from what was ticked."""
        chosen = list(chosen)
        return {
            "facts": [c[1:] for c in chosen if c.startswith("f")],
            "evidence": [int(c[1:]) for c in chosen if c.startswith("e")],
        }

    @staticmethod
    def joined(answer: dict) -> list[str]:
        """What an answer rests on, as it is ticked."""
        return [f"e{n}" for n in answer.get("evidence") or ()] + [f"f{f}" for f in answer.get("facts") or ()]


class Answering(StepForm):
    """A step that answers the questions of Articles 4 and 5 from findings and evidence."""

    paper = ""

    def earlier(self) -> dict:
        """Answers of an earlier paper, shown beside; what they rest on is ticked to begin with."""
        return {}

    def build_answers(self) -> None:
        self.resting = Resting(self.standing, self.pack, self.findings)
        self.before = self.earlier()
        for question in self.asked:
            rests = self.resting.field(_("Rests on"))
            rests.initial = Resting.joined(self.before.get(question.id) or {})
            self.fields[key("answer", question.id)] = area(question.text.get(lang()), 3)
            self.fields[key("rests", question.id)] = rests

    @property
    def asked(self) -> list:
        return [q for q in self.pack.questions.values() if self.paper in q.required_in]

    @property
    def questions(self) -> list[dict]:
        """For the template: each question with its passage, its two fields, and what was answered before."""
        return [
            {
                "unit": self.pack.units[q.cites[0]], "quote": q.quote or "",
                "answer": self[key("answer", q.id)], "rests": self[key("rests", q.id)],
                "before": (self.before.get(q.id) or {}).get("text", ""),
                "count": len(self[key("rests", q.id)].value() or ()),
            }
            for q in self.asked
        ]

    def answers(self) -> dict:
        data = self.cleaned_data
        return {
            q.id: {
                "text": data.get(key("answer", q.id), ""),
                **Resting.split(data.get(key("rests", q.id)) or ()),
            }
            for q in self.asked
        }


class Beside:
    """What stands beside the facts on a form: earlier matters of the same kind, and the nearest listed situation."""

    @cached_property
    def past(self) -> list[dict] | None:
        """For web/matter/earlier.html; None where it is not shown (reading 35)."""
        return beside.earlier(self.pack, self.standing)

    @property
    def beside_data(self) -> dict:
        return {"subjects": self.past}

    @cached_property
    def compared(self) -> list[Subject]:
        """The subjects who claim the catch-all and owe its comparison (reading 12)."""
        return [s for s in self.accepted if comparing.asked(self.pack, settings_of(self.matter), s.situations)]

    @cached_property
    def earlier_papers(self) -> list[Item]:
        """The papers that a form looks back at, read once."""
        kinds = ("application", "stop_lifted", "report", "opinion")
        return list(visible_items(self.standing).filter(kind__in=kinds))

    @cached_property
    def checks(self) -> dict:
        """What the check of elements says of each accepted subject, read once for all of them."""
        found: dict = {}
        for finding in self.findings:
            found.setdefault(finding.subject_id, []).append(finding)
        self.grades = {
            pk: {f.fact: self.pack.grades[f.grade].name for f in rows if f.grade in self.pack.grades}
            for pk, rows in found.items()
        }
        lifted = {i.subject_id for i in self.earlier_papers if i.kind == "stop_lifted"}
        return {s.pk: assess_subject(self.matter, s, found.get(s.pk, []), s.pk in lifted) for s in self.accepted}

    def build_comparisons(self, label) -> None:
        for s in self.compared:
            who = f"{s.name} · " if len(self.accepted) > 1 else ""
            self.fields[key("comparison", s.pk)] = needed(area(f"{who}{label}", 4, required=False))

    def beside_of(self, subject: Subject) -> dict | None:
        """For web/matter/nearest.html."""
        if subject not in self.compared:
            return None
        check = self.checks[subject.pk]
        return beside.nearest(self.pack, subject, check, self.grades.get(subject.pk, {}), self.earlier_papers)

    @property
    def comparisons(self) -> list[dict]:
        """For the template: the comparison's field under what it is about."""
        return [{"data": self.beside_of(s), "field": self[key("comparison", s.pk)]} for s in self.compared]
