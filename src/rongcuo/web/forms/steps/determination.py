"""Forms of A08-3: consultation, the stop, the opinion, the determination, return, postponement."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rongcuo import clock
from rongcuo.matters import comparing
from rongcuo.matters.access import visible_items
from rongcuo.matters.determination import effects_for
from rongcuo.matters.errors import listed
from rongcuo.matters.outside import suggests
from rongcuo.matters.packs import settings_of
from rongcuo.matters.precedents import decided_before
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
from rongcuo.web.naming import reading_mark
from rongcuo.web.templatetags.ui import labelled
from rongcuo.web.viewing import lang


class ConsultPersonnel(Backdated):
    def build(self) -> None:
        self.fields["question"] = area(_("What the personnel division is asked"))
        super().build()


class AnswerConsultation(Backdated):
    template = "web/steps/consultation.html"

    def build(self) -> None:
        self.fields["answer"] = area(_("Answer: influence periods, assessments, statutory bars, with dates"), 8)
        super().build()

    @property
    def question(self) -> str:
        asked = visible_items(self.standing).filter(kind="consultation").last()
        return asked.body["question"] if asked else ""


class LiftStop(Backdated):
    guide = _("Article 12 stops this matter. Only a reasoned entry of the Party committee lets it go on.")

    def build(self) -> None:
        self.fields["about"] = one_of(_("Whom this is about"), [(str(s.pk), s.name) for s in self.accepted])
        self.fields["reason"] = area(_("Reasons"))
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "about": UUID(data["about"])}


class PerSubject(Beside):
    """Fields that are asked once for each subject, with what the articles leave open beside them."""

    def choices(self, subject) -> list[tuple[str, str]]:
        """All determinations, each with whether the articles leave it open on the findings."""
        left = self.checks[subject.pk].admissible
        return [
            (d.id, d.name.get(lang()) if d.id in left else
             _("%(name)s (not left open by the articles; needs a reason of its own)") % {"name": d.name.get(lang())})
            for d in self.pack.determinations.values()
        ]  # fmt: skip

    def open_for(self, subject) -> dict:
        """The outcome of the check and the determinations left open, for web/matter/outcome.html."""
        check = self.checks[subject.pk]
        outcome = self.pack.outcomes[check.outcome]
        return {
            "outcome": outcome.name, "explain": outcome.explain,
            "admissible": [self.pack.determinations[d].name.get(lang()) for d in check.admissible],
            "open_facts": [self.pack.facts[f].question.get(lang()) for f in check.open_facts],
            "url": reverse("reasons", args=[self.matter.pk, subject.pk]), "nearest": self.beside_of(subject),
        }

    def effects_of(self, subject) -> list:
        """Every effect that some positive determination could carry for this subject."""
        found = {}
        for d in self.pack.determinations.values():
            if d.positive:
                found |= {e.id: e for e in effects_for(self.pack, subject, d.id)}
        return list(found.values())

    def only_with(self, effect) -> str:
        """With which determinations an effect comes into question, where not with all positive ones."""
        positive = [d for d in self.pack.determinations.values() if d.positive]
        fits = [d.name.get(lang()) for d in positive if d.id in effect.determinations]
        return "" if len(fits) == len(positive) else _("Only with: %(names)s") % {"names": " · ".join(fits)}


class GiveOpinion(PerSubject, Answering):
    template = "web/steps/opinion.html"
    paper = "opinion"

    def build(self) -> None:
        self.fields["facts"] = area(_("Facts in brief"), 5)
        for s in self.accepted:
            self.fields[key("outcome", s.pk)] = one_of(_("Proposed"), self.choices(s))
            self.fields[key("reason", s.pk)] = area(_("Reasons"), 4)
            self.fields[key("beyond", s.pk)] = needed(area(
                _("Why something is proposed that the articles do not leave open"), 3, required=False,
                help_text=_("Only where the proposal is not among those left open."),
            ))  # fmt: skip
            if s in self.compared:
                self.fields[key("comparison", s.pk)] = needed(area(
                    _("How it stands to the nearest listed situation"), 3, required=False,
                    help_text=_("Needed where tolerance is proposed on “other situations”."),
                ))  # fmt: skip
            before = decided_before(self.matter, s)
            if before:
                names = [self.pack.determinations[o].name.get(lang()) for o in before if o in self.pack.determinations]
                self.fields[key("unlike", s.pk)] = needed(area(
                    _("Why it is decided otherwise than like cases"), 3, required=False,
                    help_text=_("Closed matters with the same findings were decided: %(outcomes)s. Only where the proposal differs.")
                    % {"outcomes": listed(sorted(names))},
                ))  # fmt: skip
            self.fields[key("effects", s.pk)] = some_of(
                _("Effects proposed"), [(e.id, e.name.get(lang())) for e in self.effects_of(s)],
                help_text=_("The leading group ticks each of them by itself."),
            )
        self.build_answers()
        self.fields["minority"] = area(_("Minority view"), 3, required=False)

    def earlier(self) -> dict:
        report = next((i for i in reversed(self.earlier_papers) if i.kind == "report"), None)
        return report.body["answers"] if report else {}

    @property
    def subjects(self) -> list[dict]:
        return [
            {
                "subject": s, "check": self.open_for(s),
                **{n: self[key(n, s.pk)] for n in ("outcome", "reason", "beyond", "effects")},
                **{n: self[key(n, s.pk)] if key(n, s.pk) in self.fields else None for n in ("unlike", "comparison")},
            }
            for s in self.accepted
        ]

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "facts": data["facts"], "minority": data["minority"], "answers": self.answers(),
            "proposals": {
                s.pk: {n: data[key(n, s.pk)] for n in ("outcome", "reason", "beyond", "effects")}
                | {n: data.get(key(n, s.pk), "") for n in ("unlike", "comparison")}
                for s in self.accepted
            },
        }


def votes(label) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=99)


class Determine(PerSubject, StepForm):
    """The minutes of the meeting. Those due are the members in office; all else is left to be said."""

    template = "web/steps/determination.html"
    guide = _("What the leading group decided, as its secretary records it. Nothing is chosen beforehand.")

    def build(self) -> None:
        bodies = [b.id for b in self.pack.bodies.values() if "decider" in b.capacities]
        posts = (
            Post.objects.on(clock.today()).filter(unit__body__in=bodies, secretary=False)
            .select_related("person").order_by("-head", "person__name")
        )
        self.posts = {p.person.name: p for p in posts}
        declared = [i for i in self.standing.interests.values() if i.status in {"recused", "declared"}]
        self.aside = {i.person.name for i in declared}
        names = [(n, n) for n in self.posts]
        self.fields["held_on"] = Day(label=_("Day of the meeting"), past=True)
        self.fields["place"] = line(_("Place"))
        self.fields["due"] = some_of(_("Due to attend"), names, required=True)
        self.fields["due"].initial = list(self.posts)
        self.fields["present"] = some_of(_("Present"), names, required=True)
        self.fields["recused"] = some_of(_("Stepped aside"), names)
        self.fields["chair"] = one_of(_("In the chair"), names)
        for n, name in enumerate(self.posts):
            self.fields[key("view", n)] = line(_("View of %(who)s") % {"who": name}, required=False)
        settings = settings_of(self.matter)
        if any(comparing.needs_sentence(self.pack, settings, s, self.checks[s.pk]) for s in self.accepted):
            self.fields["catch_all"] = needed(area(
                _("Express sentence on “other situations” for the minutes"), 3, required=False
            ))  # fmt: skip
        self.places = {}
        for s in self.accepted:
            self._build_subject(s)

    def _build_subject(self, s) -> None:
        pk = s.pk
        self.places |= {key("votes", pk): key("for", pk), key("effects", pk): key("outcome", pk)}
        self.fields[key("outcome", pk)] = one_of(_("Determination"), self.choices(s))
        for name, label in (("for", _("For")), ("against", _("Against")), ("abstain", _("Abstaining"))):
            self.fields[key(name, pk)] = votes(label)
        self.fields[key("reason", pk)] = area(_("Reasons"), 4)
        self.fields[key("departure", pk)] = needed(area(
            _("Why it departs from the Party committee's opinion"), 2, required=False,
            help_text=_("Only where it does."),
        ))  # fmt: skip
        self.fields[key("beyond", pk)] = needed(area(
            _("Why something is decided that the articles do not leave open"), 2, required=False,
            help_text=_("Only where it is not among those left open."),
        ))  # fmt: skip
        self.fields[key("dissent", pk)] = area(_("Dissent"), 2, required=False)
        for e in self.effects_of(s):
            self.fields[key("effect", pk, e.id)] = forms.BooleanField(label=e.name.get(lang()), required=False)
            self.fields[key("why", pk, e.id)] = needed(line(_("If not granted: why"), required=False))

    @property
    def members(self) -> list[dict]:
        """For the template: a row a member, with the boxes that belong to it."""
        columns = {n: list(self[n].subwidgets) for n in ("due", "present", "recused", "chair")}
        return [
            {
                "name": name, "title": post.title_en if lang() == "en" and post.title_en else post.title,
                "aside": name in self.aside, "view": self[key("view", n)],
                **{column: boxes[n] for column, boxes in columns.items()},
            }
            for n, (name, post) in enumerate(self.posts.items())
        ]

    @property
    def attendance(self) -> list:
        return [self[n] for n in ("due", "present", "recused", "chair")]

    @property
    def rules(self) -> list[dict]:
        """How quorum and majority are read, for components/reading.html."""
        marks = [reading_mark(self.pack, k, self.matter, {}) for k in ("decide.quorum", "decide.majority")]
        return [m for m in marks if m]

    @property
    def suggestion(self):
        """How far this determination reaches, where a body outside runs the act (reading 20)."""
        return self.pack.procedure.suggestion if suggests(self.matter) else None

    @property
    def counted(self) -> list[str]:
        """Quorum and majority in words, as this matter's readings have them."""
        settings, found = self.pack.settings(self.matter.adopted), []
        for name, label in (("decide.quorum", _("Quorum")), ("decide.majority", _("Majority"))):
            reading = self.pack.readings.get(name)
            if reading is not None and settings[name] in reading.labels:
                found.append(labelled(label) + reading.labels[settings[name]].get(lang()))
        return found

    @property
    def subjects(self) -> list[dict]:
        return [
            {
                "subject": s, "check": self.open_for(s),
                "proposed": self.pack.determinations[s.proposed].name.get(lang()) if s.proposed else "",
                "votes": [self[key(n, s.pk)] for n in ("for", "against", "abstain")],
                **{n: self[key(n, s.pk)] for n in ("outcome", "reason", "departure", "beyond", "dissent")},
                "effects": [
                    {
                        "id": e.id, "name": e.name, "unit": self.pack.units[e.cites[0]], "ticked": None,
                        "bar": e.note, "only": self.only_with(e), "field": self[key("effect", s.pk, e.id)],
                        "reason_field": self[key("why", s.pk, e.id)],
                    }
                    for e in self.effects_of(s)
                ],
            }
            for s in self.accepted
        ]

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "held_on": data["held_on"], "place": data["place"], "due": data["due"],
            "present": data["present"], "recused": data["recused"], "chair": data["chair"],
            "views": {
                name: text for n, name in enumerate(self.posts)
                if (text := (data.get(key("view", n)) or "").strip())
            },
            "catch_all": data.get("catch_all") or "",
            "decisions": {s.pk: self._decision(s) for s in self.accepted},
        }

    def _decision(self, s) -> dict:
        """What was written for a subject. An effect is handed over where the outcome asks for it or
        where it is ticked; whether it fits the action says."""
        data, pk = self.cleaned_data, s.pk
        outcome = data[key("outcome", pk)]
        asked = {e.id for e in effects_for(self.pack, s, outcome)}
        ticks = {
            e.id: {"granted": data[key("effect", pk, e.id)], "reason": data[key("why", pk, e.id)]}
            for e in self.effects_of(s)
        }
        return {
            "outcome": outcome, "for": data[key("for", pk)], "against": data[key("against", pk)],
            "abstain": data[key("abstain", pk)],
            **{n: data[key(n, pk)] for n in ("reason", "departure", "beyond", "dissent")},
            "effects": {e: tick for e, tick in ticks.items() if e in asked or tick["granted"]},
        }


class ReturnForVerification(Backdated):
    def build(self) -> None:
        self.fields["reason"] = area(_("What is to be verified further"))
        super().build()


class Postpone(Backdated):
    guide = _("Nothing follows from the time that passes.")

    def build(self) -> None:
        self.fields["reason"] = area(_("Reasons"), 3)
        self.fields["until"] = Day(label=_("Until about"), required=False)
        super().build()


FORMS = {
    "consult_personnel": ConsultPersonnel, "answer_consultation": AnswerConsultation,
    "lift_stop": LiftStop, "give_opinion": GiveOpinion, "determine": Determine,
    "return_for_verification": ReturnForVerification, "postpone": Postpone,
}
