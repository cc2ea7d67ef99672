"""Forms of A08-2: the group, declarations, hearing, evidence, findings, report."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo import clock
from rongcuo.matters.access import visible_evidence, visible_findings, visible_points
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.files import store
from rongcuo.matters.verification import GROUNDS
from rongcuo.people.models import Post
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import (
    Answering,
    Backdated,
    StepForm,
    area,
    key,
    line,
    one_of,
    some_of,
)
from rongcuo.web.forms.steps.intake import Upload
from rongcuo.web.viewing import lang

GROUND_WORDS = {
    "own_interest": _("I have an interest of my own in it"),
    "relative": _("A close relative or somebody near to me is concerned"),
    "earlier_part": _("I took part in the decision or in the accountability procedure earlier"),
    "other": _("Another relation that could affect fairness"),
}


class AppointGroup(Backdated):
    template = "web/steps/group.html"

    def build(self) -> None:
        units = {s.unit_id for s in self.standing.subjects}
        posts = Post.objects.on(clock.today()).select_related("person", "unit").order_by("unit__name")
        people: dict[UUID, list[str]] = {}
        inside: set[UUID] = set()
        for post in posts:
            people.setdefault(post.person_id, [post.person.name]).append(f"{post.unit.name} {post.title}")
            if post.unit_id in units:
                inside.add(post.person_id)
        theirs = {s.person_id for s in self.standing.subjects} | {self.matter.act.handler_id}
        choices = [
            (str(pk), f"{words[0]}（{'；'.join(words[1:])}）" + ("" if pk in inside else f" · {_('from outside')}"))
            for pk, words in people.items() if pk not in theirs
        ]
        self.fields["lead"] = forms.ChoiceField(
            label=_("Leads the group"), choices=[("", "—"), *choices], widget=forms.Select
        )
        self.fields["members"] = some_of(_("Further members"), choices)
        self.fields["task"] = area(_("Task"), 3)
        if any(p.capacity == "verifier" and not p.ended for p in self.standing.parts):
            self.fields["reason"] = area(_("Why the group changes"), 3, required=False)
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "lead": UUID(data["lead"]), "members": [UUID(m) for m in data["members"]]}


class DeclareInterests(StepForm):
    template = "web/steps/interests.html"

    def build(self) -> None:
        self.fields["grounds"] = some_of(
            _("Does one of these hold for you in this matter"),
            [(g, GROUND_WORDS[g]) for g in GROUNDS],
            help_text=_("Tick nothing if none does. If you tick one, you do not act until it is decided."),
        )
        self.fields["words"] = area(_("In your own words"), 3, required=False)

    @property
    def undertakings(self) -> list:
        return list(self.pack.undertakings.values())


class DecideRecusal(Backdated):
    template = "web/steps/recusal.html"

    def build(self) -> None:
        declared = [i for i in self.standing.interests.values() if i.status == "declared"]
        self.declared = declared
        self.fields["person"] = one_of(_("Whose declaration"), [(str(i.person_id), i.person.name) for i in declared])
        self.fields["recused"] = one_of(
            _("Decision"), [("yes", _("Steps aside")), ("no", _("Need not step aside"))]
        )
        self.fields["reasons"] = area(_("Reasons"), 3)
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "person": UUID(data["person"]), "recused": data["recused"] == "yes"}

    @property
    def declarations(self) -> list[dict]:
        return [
            {"name": i.person.name, "grounds": [GROUND_WORDS[g] for g in i.grounds], "words": i.words}
            for i in self.declared
        ]


class HearApplicant(Backdated):
    lead = _("The applicant is told of the facts and grounds and heard; what is said is never counted against them.")

    def build(self) -> None:
        self.fields["place"] = line(_("Place"))
        self.fields["present"] = line(_("Who was present"))
        self.fields["record"] = area(_("Record"), 12)
        self.fields["confirmed"] = forms.BooleanField(
            label=_("Read back and confirmed by the applicant"), required=False
        )
        super().build()


class AddEvidence(StepForm):
    with_files = True

    def build(self) -> None:
        office = self.standing.capacities & {"verifier", "handler"}
        self.fields["file"] = Upload(label=_("File"))
        self.fields["title"] = line(_("What it is"))
        self.fields["made_on"] = Day(label=_("Made on"), required=False, past=True)
        if office:
            subjects = [(str(s.pk), s.name) for s in self.standing.subjects]
            self.fields["about"] = forms.ChoiceField(
                label=_("Concerns"), required=False, choices=[("", _("the whole matter")), *subjects]
            )
            self.fields["witness"] = forms.BooleanField(
                label=_("A witness's statement; the applicant does not learn who gave it"), required=False
            )

    def given(self) -> dict:
        data = self.cleaned_data
        about = data.get("about")
        return {
            "stored": store(data["file"]).as_payload(), "title": data["title"],
            "made_on": data["made_on"], "about": UUID(about) if about else None,
            "witness": data.get("witness", False),
        }


class RecordFindings(StepForm):
    """A sheet for one subject: each fact with the claim beside it. Untouched rows are not recorded."""

    template = "web/steps/findings.html"

    def build(self) -> None:
        self.about = self.subject or (self.accepted or self.standing.subjects)[0]
        found = {
            f.fact: f for f in visible_findings(self.standing).filter(subject=self.about)
        }
        grades = [(g.id, g.name.get(lang())) for g in self.pack.grades.values()]
        self.asked = facts_to_settle(self.pack, self.about.situations)
        more = [f for f in found if f not in self.asked]
        for name in [*self.asked, *more]:
            fact, row = self.pack.facts[name], found.get(name)
            if "verifier" not in fact.settled_by:
                continue
            value = _written(row.value) if row else ""
            self.fields[key("fact", name)] = forms.ChoiceField(
                label=fact.question.get(lang()), required=False, initial=value,
                choices=[("", "—"), *_values(fact)], widget=forms.Select,
            ) if fact.type in {"yes_no", "choice"} else line(
                fact.question.get(lang()), required=False, initial=value
            )
            self.fields[key("grade", name)] = forms.ChoiceField(
                label=_("Grade"), required=False, choices=[("", "—"), *grades],
                initial=row.grade if row else "",
            )
            self.fields[key("evidence", name)] = line(
                _("Evidence"), required=False,
                initial=" ".join(map(str, row.evidence)) if row else "",
            )
            self.fields[key("note", name)] = line(_("Note"), required=False, initial=row.note if row else "")

    @property
    def names(self) -> list[str]:
        return [n.removeprefix("fact-") for n in self.fields if n.startswith("fact-")]

    @property
    def rows(self) -> list[dict]:
        """For the template: the facts with claim, passage and fields, grouped by article."""
        groups: dict[str, dict] = {}
        for name in self.names:
            fact = self.pack.facts[name]
            unit = self.pack.units[fact.cites[0]]
            group = groups.setdefault(unit.id, {"unit": unit, "facts": []})
            claim = self.about.claims.get(name)
            group["facts"].append({
                "fact": fact, "claim": _claim(fact, claim) if claim is not None else "",
                "value": self[key("fact", name)], "grade": self[key("grade", name)],
                "evidence": self[key("evidence", name)], "note": self[key("note", name)],
                "done": bool(self[key("grade", name)].value()),
            })  # fmt: skip
        return list(groups.values())

    @property
    def evidence_list(self) -> list:
        return list(visible_evidence(self.standing))

    def clean(self) -> dict:
        data = super().clean()
        for name in self.names:
            numbers = (data.get(key("evidence", name)) or "").replace("，", " ").replace(",", " ").replace("、", " ")
            if any(not n.isdigit() for n in numbers.split()):
                self.add_error(key("evidence", name), _("Give numbers of evidence, such as 1 3."))
            if data.get(key("fact", name)) and not data.get(key("grade", name)):
                self.add_error(key("fact", name), _("Choose a grade for this finding."))
            if data.get(key("grade", name)) and not data.get(key("fact", name)):
                self.add_error(key("fact", name), _("Say what the finding is."))
        return data

    def given(self) -> dict:
        changed = []
        for name in self.names:
            parts = [key(p, name) for p in ("fact", "grade", "evidence", "note")]
            if not any(part in self.changed_data for part in parts):
                continue
            value, grade, evidence, note = (self.cleaned_data.get(part) or "" for part in parts)
            if not grade:
                continue
            numbers = evidence.replace("，", " ").replace(",", " ").replace("、", " ").split()
            changed.append({
                "subject": self.about.pk, "fact": name, "value": value, "grade": grade,
                "evidence": [int(n) for n in numbers], "note": note,
            })  # fmt: skip
        return {"findings": changed}


def _values(fact) -> list[tuple[str, str]]:
    if fact.type == "yes_no":
        words = [("yes", _("yes")), ("no", _("no"))]
    else:
        words = [(v.id, v.en if lang() == "en" else v.zh) for v in fact.values.values()]
    return [*words, ("not_applicable", _("does not apply"))] if fact.not_applicable else words


def _written(value: object) -> str:
    """A finding's value as the form writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _claim(fact, value: object) -> str:
    return dict(_values(fact)).get(_written(value), value) if fact.type in {"yes_no", "choice"} else value


class IssueReport(Answering):
    template = "web/steps/report.html"
    paper = "report"
    lead = _("The report says what was found and on what evidence. It contains no word on whether to tolerate.")

    def build(self) -> None:
        self.fields["course"] = area(_("How it was verified"), 4)
        self.fields["facts"] = area(_("Facts found, in the order of time"), 10)
        self.points = [p for p in visible_points(self.standing).select_related("subject__person", "subject__unit")
                       if p.subject_id in {s.pk for s in self.accepted}]
        for point in self.points:
            self.fields[key("weighed", point.pk)] = area(
                f"{point.subject.name} {point.n}. {point.text}", 3
            )
        self.build_answers()
        self.fields["disagreement"] = area(_("Disagreement within the group"), 3, required=False)

    @property
    def weighed_fields(self) -> list:
        return [self[key("weighed", p.pk)] for p in self.points]

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "facts": data["facts"], "course": data["course"], "disagreement": data["disagreement"],
            "answers": self.answers(),
            "weighed": {p.pk: data.get(key("weighed", p.pk), "") for p in self.points},
        }


FORMS = {
    "appoint_group": AppointGroup, "declare_interests": DeclareInterests,
    "decide_recusal": DecideRecusal, "hear_applicant": HearApplicant, "add_evidence": AddEvidence,
    "record_findings": RecordFindings, "issue_report": IssueReport,
}
