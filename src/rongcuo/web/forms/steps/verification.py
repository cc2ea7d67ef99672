"""Forms of A08-2: the group, declarations, hearing, evidence, findings, report."""

from __future__ import annotations

import re
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rongcuo import clock
from rongcuo.matters.access import (
    reads_of,
    visible_evidence,
    visible_findings,
    visible_items,
    visible_points,
)
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.models import Step, Subject
from rongcuo.matters.reading_log import purpose_words
from rongcuo.matters.recusal import WEIGHTLESS
from rongcuo.matters.secrecy import take
from rongcuo.matters.verification import GROUNDS
from rongcuo.people.models import Post
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import (
    Answering,
    Backdated,
    Beside,
    StepForm,
    area,
    key,
    line,
    needed,
    one_of,
    some_of,
)
from rongcuo.web.forms.steps.intake import Upload, reference, secrecy
from rongcuo.web.matter import beside
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

GROUND_WORDS = {
    "own_interest": _("I have an interest of my own in it"),
    "relative": _("A close relative or somebody near to me is concerned"),
    "earlier_part": _("I took part in the decision or in the accountability procedure earlier"),
    "other": _("Another relation that could affect fairness"),
}


class AppointGroup(Backdated):
    """Everybody with a post, by unit, to choose from; who is concerned is not on the list."""

    template = "web/steps/group.html"
    places = {"lead": "members"}

    def build(self) -> None:
        units = {s.unit_id for s in self.standing.subjects}
        concerned = {s.person_id for s in self.standing.subjects} | {self.matter.act.handler_id}
        aside = {i.person_id for i in self.standing.interests.values() if i.status in {"recused", "declared"}}
        posts = Post.objects.on(clock.today()).select_related("person", "unit").order_by("unit__name", "-head", "title")
        self.rows: dict[UUID, dict] = {}
        for post in posts:
            if post.person_id in concerned or post.person_id in aside:
                continue
            row = self.rows.setdefault(post.person_id, {
                "name": post.person.name, "unit": _of(post.unit, "name"), "posts": [], "outside": True,
            })  # fmt: skip
            row["posts"].append(_of(post, "title"))
            row["outside"] = row["outside"] and post.unit_id not in units
        people = [(str(pk), row["name"]) for pk, row in self.rows.items()]
        self.fields["members"] = needed(some_of(_("Members"), people))
        self.fields["lead"] = needed(one_of(_("Leads the group"), people, required=False))
        self.fields["task"] = area(_("Task"), 3)
        if any(p.capacity == "verifier" and not p.ended for p in self.standing.parts):
            self.fields["reason"] = needed(area(_("Why the group changes"), 3, required=False))
        self.fields["members"].initial = [
            str(p.person_id) for p in self.standing.parts if p.capacity == "verifier" and not p.ended
        ]
        super().build()

    @property
    def units(self) -> list[dict]:
        """For the template: people by unit, each with the box of a member and the button of the lead."""
        groups: dict[str, list[dict]] = {}
        boxes = zip(self["members"].subwidgets, self["lead"].subwidgets, strict=True)
        for row, (member, lead) in zip(self.rows.values(), boxes, strict=True):
            groups.setdefault(row["unit"], []).append(row | {"member": member, "leads": lead})
        return [{"name": name, "people": people} for name, people in groups.items()]

    @property
    def least(self) -> int:
        return int(self.pack.settings(self.matter.adopted)["verify.group_min"])

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("lead") and "lead" not in self.errors:
            self.add_error("lead", _("Say who leads the group."))
        return data

    def given(self) -> dict:
        data = super().given()
        return {**data, "lead": UUID(data["lead"]), "members": [UUID(m) for m in data["members"]]}


def _of(thing, name: str) -> str:
    """A name of a unit or post in the language of the page."""
    return (getattr(thing, f"{name}_en") if lang() == "en" else "") or getattr(thing, name)


class DeclareInterests(StepForm):
    """Nothing is declared by leaving everything empty: none of the grounds is an answer of its own."""

    template = "web/steps/interests.html"

    def build(self) -> None:
        self.fields["grounds"] = needed(some_of(
            _("Does one of these hold for you in this matter"), [(g, GROUND_WORDS[g]) for g in GROUNDS],
            help_text=_("If one does, you do not act in this matter until the party committee has decided."),
        ))  # fmt: skip
        self.fields["words"] = needed(area(
            _("In your own words"), 3, required=False, help_text=_("Needed where one of the grounds holds."),
        ))  # fmt: skip
        self.fields["none"] = forms.BooleanField(label=_("None of them holds for me"), required=False)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("none") and data.get("grounds"):
            self.add_error("none", _("Either one of the grounds holds, or none of them."))
        elif not data.get("none") and not data.get("grounds") and "grounds" not in self.errors:
            self.add_error("grounds", _("Tick what holds, or that none of them does."))
        return data

    def given(self) -> dict:
        return {"grounds": self.cleaned_data["grounds"], "words": self.cleaned_data["words"]}

    @property
    def undertakings(self) -> list:
        return list(self.pack.undertakings.values())


class DecideRecusal(Backdated):
    template = "web/steps/recusal.html"

    def build(self) -> None:
        declared = [i for i in self.standing.interests.values() if i.status == "declared"]
        self.declared = declared
        people = [i.person_id for i in declared]
        self.steps = list(Step.objects.filter(matter=self.matter, actor__in=people).exclude(action__in=WEIGHTLESS))
        for step in self.steps:
            step.name = self.pack.procedure.move(step.action).name
        self.fields["person"] = one_of(_("Whose declaration"), [(str(i.person_id), i.person.name) for i in declared])
        self.fields["recused"] = one_of(
            _("Decision"), [("yes", _("Steps aside")), ("no", _("Need not step aside"))]
        )
        self.fields["reasons"] = area(_("Reasons"), 3)
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "person": UUID(data["person"]), "recused": data["recused"] == "yes"}

    def _reads(self, person) -> list:
        """What somebody read before, newest first, with what for."""
        rows = list(reads_of(self.standing, person)[:50])
        for row in rows:
            row.purpose_words = purpose_words(row.purpose, self.pack)
        return rows

    @property
    def declarations(self) -> list[dict]:
        return [
            {
                "name": i.person.name, "grounds": [GROUND_WORDS[g] for g in i.grounds], "words": i.words,
                "asked_by": i.asked_by.name if i.asked_by_id else "",
                "reads": self._reads(i.person_id),
                "steps": [s for s in self.steps if s.actor_id == i.person_id],
            }
            for i in self.declared
        ]


class HearApplicant(Backdated):
    guide = _("The applicant is told of the facts and grounds and heard; what is said is never counted against them.")

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
        self.fields["secrecy"] = secrecy()
        self.fields["file"] = needed(Upload(label=_("File"), required=False))
        self.fields["reference"] = reference()
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
            self.fields["relative"] = line(
                _("Handed in by a relative: who, and of what relation"), required=False,
                help_text=_("A relative does not apply; what a relative hands in is marked as such."),
            )

    def given(self) -> dict:
        data = self.cleaned_data
        about = data.get("about")
        return {
            "stored": take(data["file"], data["secrecy"], data["reference"]), "title": data["title"],
            "made_on": data["made_on"], "about": UUID(about) if about else None,
            "witness": data.get("witness", False), "relative": data.get("relative") or "",
        }


class RecordFindings(Beside, StepForm):
    """A sheet for one subject: each fact with the claim beside it. Untouched rows are not recorded."""

    template = "web/steps/findings.html"

    def build(self) -> None:
        self.about = self.subject or (self.accepted or self.standing.subjects)[0]
        self.found = {f.fact: f for f in visible_findings(self.standing).filter(subject=self.about)}
        self.evidence_list = list(visible_evidence(self.standing))
        paper = visible_items(self.standing).filter(kind="application", subject=self.about).last()
        self.said = (paper.body.get("words") or {}) if paper else {}
        asked = facts_to_settle(self.pack, self.about.examined)
        self.kept = beside.rules_kept(visible_items(self.standing).filter(kind="rule_kept"), self.matter.act.occurred_on, _paper)
        wanted = set(asked) | set(self.found)
        self.missing = len(set(asked) - set(self.found))
        grades = [(g.id, g.name.get(lang())) for g in self.pack.grades.values()]
        for name, fact in self.pack.facts.items():
            if name not in wanted or "verifier" not in fact.settled_by:
                continue
            row = self.found.get(name)
            self.fields[key("fact", name)] = _value_field(fact, row)
            self.fields[key("grade", name)] = forms.ChoiceField(
                label=_("Grade"), required=False, choices=[("", "—"), *grades], initial=row.grade if row else "",
            )
            self.fields[key("evidence", name)] = line(
                _("Evidence"), required=False, initial=" ".join(map(str, row.evidence)) if row else "",
            )
            self.fields[key("note", name)] = line(_("Note"), required=False, initial=row.note if row else "")

    @property
    def names(self) -> list[str]:
        return [n.removeprefix("fact-") for n in self.fields if n.startswith("fact-")]

    @property
    def others(self) -> list[Subject]:
        """The other subjects whose findings are recorded on sheets of their own."""
        return [s for s in self.accepted if s.pk != self.about.pk]

    @property
    def groups(self) -> list[dict]:
        """For the template: the facts with claim, passage and fields, under the article that asks for them."""
        groups: dict[str, list[dict]] = {}
        for name in self.names:
            fact, claim = self.pack.facts[name], self.about.claims.get(name)
            fields = {p: self[key(p, name)] for p in ("fact", "grade", "evidence", "note")}
            groups.setdefault(fact.cites[0], []).append({
                "question": fact.question, "claim": _claim(fact, claim) if claim is not None else "",
                "words": self.said.get(name, ""), "done": name in self.found, **fields,
                "errors": [e for f in fields.values() for e in f.errors],
            })  # fmt: skip
        return [{"unit": u, "facts": groups[u.id]} for u in self.pack.units.values() if u.id in groups]

    def clean(self) -> dict:
        data = super().clean()
        for name in self.names:
            if any(not NUMBER.fullmatch(n) for n in _numbers(data.get(key("evidence", name)))):
                self.add_error(key("fact", name), _("Give numbers of evidence, such as 1 3."))
            elif data.get(key("fact", name)) and not data.get(key("grade", name)):
                self.add_error(key("fact", name), _("Choose a grade for this finding."))
        return data

    def given(self) -> dict:
        changed = []
        for name in self.names:
            parts = [key(p, name) for p in ("fact", "grade", "evidence", "note")]
            value, grade, evidence, note = (self.cleaned_data.get(part) or "" for part in parts)
            if not grade or not set(parts) & set(self.changed_data):
                continue
            changed.append({
                "subject": self.about.pk, "fact": name, "value": value, "grade": grade,
                "evidence": [int(n) for n in _numbers(evidence)], "note": note,
            })  # fmt: skip
        return {"findings": changed}

    def next_url(self, page: str) -> str:
        """The sheet again while facts are left, else the matter."""
        settled = {n for n in self.names if self.cleaned_data.get(key("grade", n))} | set(self.found)
        left = set(facts_to_settle(self.pack, self.about.examined)) & set(self.names) - settled
        return reverse("act-on-subject", args=[self.matter.pk, self.about.pk, "record_findings"]) if left else page


def _paper(item) -> str:
    return reverse("paper", args=[item.matter_id, item.pk])


#: A number of a piece of evidence; other digits than 0 to 9 are none.
NUMBER = re.compile(r"[0-9]{1,5}")


def _numbers(written: str | None) -> list[str]:
    """Numbers of evidence as people write them: 1 3, or 1，3."""
    return re.split(r"[\s,，、;；]+", written.strip()) if written and written.strip() else []


def _value_field(fact, row) -> forms.Field:
    label, value = fact.question.get(lang()), _written(row.value) if row else ""
    if fact.type in {"yes_no", "choice"}:
        return forms.ChoiceField(
            label=label, required=False, initial=value, choices=[("", "—"), *_values(fact)],
        )
    return line(label, required=False, initial=value)


def _values(fact) -> list[tuple[str, str]]:
    if fact.type == "yes_no":
        words = [("yes", _("yes")), ("no", _("no"))]
    else:
        words = [(v.id, v.en if lang() == "en" else v.zh) for v in fact.values.values()]
    return [*words, ("not_applicable", _("does not apply"))] if fact.not_applicable else words


def _written(value: object) -> str:
    """A finding's value as the form writes it."""
    if value in {None, "unknown"}:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _claim(fact, value: object) -> str:
    return dict(_values(fact)).get(_written(value), value) if fact.type in {"yes_no", "choice"} else value


class KeepRule(Backdated):
    guide = _("The provision as it read on the day. A later text is kept beside it, in a lane of its own; it replaces nothing.")

    def build(self) -> None:
        happened = self.matter.act.occurred_on
        if happened is None:
            self.fields["day"] = Day(label=_("Day on which it happened"), past=True)
        self.fields["title"] = line(_("Title, with its version"))
        self.fields["issued_by"] = line(_("Issued by"), required=False)
        self.fields["article"] = line(_("Article"))
        self.fields["text"] = area(
            _("Text, word for word"), 8,
            help_text=_("It happened on %(day)s.") % {"day": full_day(happened)} if happened else "",
        )
        self.fields["since"] = Day(label=_("In force from"))
        self.fields["until"] = Day(label=_("In force until"), required=False, help_text=_("Empty where it is still in force."))
        evidence = [(str(e.n), f"[{e.n}] {e.title}") for e in visible_evidence(self.standing)]
        self.fields["evidence"] = forms.ChoiceField(
            label=_("The print of it among the evidence"), required=False, choices=[("", "—"), *evidence]
        )
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "evidence": int(data["evidence"]) if data["evidence"] else None}


class IssueReport(Beside, Answering):
    template = "web/steps/report.html"
    paper = "report"
    guide = _("The report says what was found and on what evidence. It contains no word on whether to tolerate.")

    def build(self) -> None:
        self.fields["course"] = area(_("How it was verified"), 4)
        self.fields["facts"] = area(_("Facts found, in the order of time"), 10)
        self.points = [p for p in visible_points(self.standing).select_related("subject__person", "subject__unit")
                       if p.subject_id in {s.pk for s in self.accepted}]
        for point in self.points:
            who = f"{point.subject.name} " if len(self.accepted) > 1 else ""
            self.fields[key("weighed", point.pk)] = area(f"{who}{point.n}. {point.text}", 3)
        self.build_answers()
        self.build_comparisons(_("“Other situations” beside the nearest listed one: what agrees, what differs"))
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
            "comparisons": {s.pk: data[key("comparison", s.pk)] for s in self.compared},
        }


FORMS = {
    "appoint_group": AppointGroup, "declare_interests": DeclareInterests,
    "decide_recusal": DecideRecusal, "hear_applicant": HearApplicant, "add_evidence": AddEvidence,
    "keep_rule": KeepRule, "record_findings": RecordFindings, "issue_report": IssueReport,
}
