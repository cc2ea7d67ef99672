"""Forms of A08-3: consultation, the stop, the opinion, the determination, return, postponement."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo import clock
from rongcuo.matters.access import visible_findings, visible_items
from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.determination import effects_for
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
    lead = _("Article 12 stops this matter. Only a reasoned entry of the Party committee lets it go on.")

    def build(self) -> None:
        self.fields["about"] = one_of(_("For"), [(str(s.pk), s.name) for s in self.accepted])
        self.fields["reason"] = area(_("Reasons"))
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "about": UUID(data["about"])}


class PerSubject:
    """Fields that are asked once for each subject, with what the articles leave open beside them."""

    def choices(self) -> list[tuple[str, str]]:
        return [(d.id, d.name.get(lang())) for d in self.pack.determinations.values()]

    def open_for(self, subject) -> dict:
        """What the check of elements says: the outcome's name and the determinations left open."""
        found = visible_findings(self.standing).filter(subject=subject)
        check = assess_subject(self.matter, subject, found)
        left = [self.pack.determinations[d].name.get(lang()) for d in check.admissible]
        return {
            "outcome": self.pack.outcomes[check.outcome].name.get(lang()), "admissible": left,
            "open_facts": [self.pack.facts[f].question.get(lang()) for f in check.open_facts],
        }


class GiveOpinion(PerSubject, Answering):
    template = "web/steps/opinion.html"
    paper = "opinion"

    def build(self) -> None:
        self.fields["facts"] = area(_("Facts in brief"), 5)
        for s in self.accepted:
            self.fields[key("outcome", s.pk)] = one_of(_("Proposed"), self.choices())
            self.fields[key("reason", s.pk)] = area(_("Reasons"), 4)
            self.fields[key("beyond", s.pk)] = area(
                _("Why something is proposed that the articles do not leave open"), 3, required=False,
                help_text=_("Only where the proposal is not among those named above."),
            )
        self.build_answers()
        self.fields["minority"] = area(_("Minority view"), 3, required=False)

    @property
    def subjects(self) -> list[dict]:
        return [
            {
                "subject": s, "check": self.open_for(s), "outcome": self[key("outcome", s.pk)],
                "reason": self[key("reason", s.pk)], "beyond": self[key("beyond", s.pk)],
            }
            for s in self.accepted
        ]

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "facts": data["facts"], "minority": data["minority"], "answers": self.answers(),
            "proposals": {
                s.pk: {
                    "outcome": data[key("outcome", s.pk)], "reason": data[key("reason", s.pk)],
                    "beyond": data[key("beyond", s.pk)], "effects": [],
                }
                for s in self.accepted
            },
        }


def votes(label) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=99)


class Determine(PerSubject, StepForm):
    template = "web/steps/determination.html"
    lead = _("What the leading group decided, as its secretary records it. Nothing is chosen beforehand.")

    def build(self) -> None:
        bodies = [b.id for b in self.pack.bodies.values() if "decider" in b.capacities]
        posts = (
            Post.objects.on(clock.today()).filter(unit__body__in=bodies, secretary=False)
            .select_related("person").order_by("-head", "person__name")
        )
        self.members = list(dict.fromkeys(p.person.name for p in posts))
        self.recused_names = [i.person.name for i in self.standing.interests.values() if i.status == "recused"]
        names = [(n, n) for n in self.members]
        self.fields["held_on"] = Day(label=_("Day of the meeting"), past=True)
        self.fields["place"] = line(_("Place"))
        self.fields["due"] = some_of(_("Due to attend"), names, required=True)
        self.fields["present"] = some_of(_("Present"), names, required=True)
        self.fields["recused"] = some_of(_("Stepped aside"), names)
        self.fields["chair"] = forms.ChoiceField(label=_("In the chair"), choices=[("", "—"), *names])
        for n, name in enumerate(self.members):
            self.fields[key("view", n)] = area(name, 2, required=False)
        if any(self.pack.procedure.catch_all == s.main_situation for s in self.accepted):
            self.fields["catch_all"] = area(
                _("Express sentence on “other situations” for the minutes"), 3, required=False
            )
        for s in self.accepted:
            self._build_subject(s)

    def _build_subject(self, s) -> None:
        pk = s.pk
        self.fields[key("outcome", pk)] = one_of(_("Determination"), self.choices())
        for name, label in (("for", _("For")), ("against", _("Against")), ("abstain", _("Abstaining"))):
            self.fields[key(name, pk)] = votes(label)
        self.fields[key("reason", pk)] = area(_("Reasons"), 4)
        self.fields[key("departure", pk)] = area(
            _("Why it departs from the Party committee's opinion"), 3, required=False,
            help_text=_("Only where it does."),
        )
        self.fields[key("beyond", pk)] = area(
            _("Why something is decided that the articles do not leave open"), 3, required=False,
            help_text=_("Only where it is not among those named above."),
        )
        self.fields[key("dissent", pk)] = area(_("Dissent"), 2, required=False)
        for e in self._effects(s):
            self.fields[key("effect", pk, e.id)] = forms.BooleanField(label=e.name.get(lang()), required=False)
            self.fields[key("why", pk, e.id)] = line(_("If not granted: why"), required=False)

    def _effects(self, s) -> list:
        """Every effect that some positive determination could carry for this subject."""
        found = {}
        for d in self.pack.determinations.values():
            if d.positive:
                found |= {e.id: e for e in effects_for(self.pack, s, d.id)}
        return list(found.values())

    @property
    def views(self) -> list:
        return [self[key("view", n)] for n in range(len(self.members))]

    @property
    def subjects(self) -> list[dict]:
        return [
            {
                "subject": s, "check": self.open_for(s),
                "proposed": self.pack.determinations[s.proposed].name.get(lang()) if s.proposed else "",
                "outcome": self[key("outcome", s.pk)],
                "votes": [self[key(n, s.pk)] for n in ("for", "against", "abstain")],
                "reason": self[key("reason", s.pk)], "departure": self[key("departure", s.pk)],
                "beyond": self[key("beyond", s.pk)], "dissent": self[key("dissent", s.pk)],
                "effects": [
                    {
                        "id": e.id, "name": e.name, "unit": self.pack.units[e.cites[0]], "ticked": None,
                        "bar": e.note, "field": self[key("effect", s.pk, e.id)],
                        "reason_field": self[key("why", s.pk, e.id)],
                    }
                    for e in self._effects(s)
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
                name: text for n, name in enumerate(self.members)
                if (text := (data.get(key("view", n)) or "").strip())
            },
            "catch_all": data.get("catch_all") or "",
            "decisions": {s.pk: self._decision(s) for s in self.accepted},
        }

    def _decision(self, s) -> dict:
        data, pk = self.cleaned_data, s.pk
        outcome = data[key("outcome", pk)]
        known = self.pack.determinations.get(outcome)
        asked = effects_for(self.pack, s, outcome) if known is not None and known.positive else []
        return {
            "outcome": outcome, "for": data[key("for", pk)], "against": data[key("against", pk)],
            "abstain": data[key("abstain", pk)],
            **{n: data[key(n, pk)] for n in ("reason", "departure", "beyond", "dissent")},
            "effects": {
                e.id: {
                    "granted": data[key("effect", pk, e.id)], "reason": data[key("why", pk, e.id)],
                }
                for e in (asked or [e for e in self._effects(s) if data[key("effect", pk, e.id)]])
            },
        }


class ReturnForVerification(Backdated):
    def build(self) -> None:
        self.fields["reason"] = area(_("What is to be verified further"))
        super().build()


class Postpone(Backdated):
    lead = _("Nothing follows from the time that passes.")

    def build(self) -> None:
        self.fields["reason"] = area(_("Reasons"), 3)
        self.fields["until"] = Day(label=_("Until about"), required=False)
        super().build()


FORMS = {
    "consult_personnel": ConsultPersonnel, "answer_consultation": AnswerConsultation,
    "lift_stop": LiftStop, "give_opinion": GiveOpinion, "determine": Determine,
    "return_for_verification": ReturnForVerification, "postpone": Postpone,
}
