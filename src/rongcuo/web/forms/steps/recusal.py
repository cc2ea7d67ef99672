"""Forms around recusal: asking for it, confirming steps, finding somebody in place, referring upward."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rongcuo.matters.access import sees_reasons, visible_parts
from rongcuo.matters.models import Step
from rongcuo.matters.recusal import GROUNDS, REPLACED, WAYS
from rongcuo.people.models import Person, Post
from rongcuo.web.forms.steps.base import Backdated, area, line, needed, one_of, one_person, some_of
from rongcuo.web.forms.steps.verification import GROUND_WORDS
from rongcuo.web.naming import unit_name
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

WAY_WORDS = {
    "borrow": _("Borrowed from another unit"), "designate": _("Designated by the leading group"),
}


def holding(pack, day, *capacities: str) -> list[Person]:
    """Who holds one of these capacities by post, without the secretaries of the deciding body."""
    bodies = [b.id for b in pack.bodies.values() if set(b.capacities) & set(capacities)]
    posts = Post.objects.on(day).filter(unit__body__in=bodies, secretary=False).select_related("person")
    return list({p.person_id: p.person for p in posts.order_by("-head", "person__name")}.values())


class AskRecusal(Backdated):
    guide = _("From this instant the person does not act in the matter, until it is decided.")

    def build(self) -> None:
        me, day = self.standing.viewer.person, self.standing.viewer.day
        office = sees_reasons(self.standing)
        people = {p.person_id: p.person for p in visible_parts(self.standing) if not p.ended}
        wanted = ("decider", "handler", "opinion_giver") if office else ("decider",)
        people |= {p.pk: p for p in holding(self.pack, day, *wanted)}
        self.fields["person"] = one_person(_("Who should step aside"), [
            (str(pk), p.name) for pk, p in people.items() if pk != me
        ])  # fmt: skip
        self.fields["grounds"] = some_of(_("On which ground"), [(g, GROUND_WORDS[g]) for g in GROUNDS], required=True)
        self.fields["words"] = area(_("What it rests on"), 4)
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "person": UUID(data["person"])}


class ConfirmStep(Backdated):
    guide = _("Steps taken before somebody stepped aside stay. Say of each whether it stands.")

    def build(self) -> None:
        steps = Step.objects.filter(matter=self.matter, doubt="open").select_related("actor")
        self.fields["step"] = one_of(_("Which step"), [
            (str(s.pk), f"{self.pack.procedure.move(s.action).name.get(lang())} · {s.actor.name} · {full_day(s.done_on)}")
            for s in steps
        ])  # fmt: skip
        self.fields["stands"] = one_of(_("Decision"), [("yes", _("It stands")), ("no", _("It is to be done again"))])
        self.fields["words"] = area(_("Reasons"), 3)
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "step": UUID(data["step"]), "stands": data["stands"] == "yes"}


class FillIn(Backdated):
    guide = _("A decision with its reasons. Whoever comes in declares interests like everybody else.")

    def build(self) -> None:
        names = self.pack.capacities
        out = {i.person_id for i in self.standing.interests.values() if i.status in {"declared", "recused"}}
        out |= {s.person_id for s in self.standing.subjects if s.person_id}
        self.fields["capacity"] = one_of(_("In which capacity"), [
            (c, names[c].name.get(lang())) for c in REPLACED if c in names
        ])  # fmt: skip
        ways = WAYS if self.standing.viewer.secretary else ("borrow",)
        self.fields["way"] = one_of(_("How"), [(w, WAY_WORDS[w]) for w in ways])
        posts = Post.objects.on(self.standing.viewer.day).exclude(person__in=out).select_related("person", "unit")
        people = {p.person_id: f"{p.person.name} · {unit_name(p.unit)}" for p in posts.order_by("unit__name", "person__name")}
        self.fields["person"] = one_person(_("Who"), [(str(pk), label) for pk, label in people.items()])
        self.fields["reasons"] = area(_("Reasons"), 3)
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "person": UUID(data["person"])}


class ReferUpward(Backdated):
    def build(self) -> None:
        self.fields["to"] = line(_("To which body"))
        self.fields["reasons"] = area(_("Reasons"), 4)
        super().build()


class RecordAuthority(Backdated):
    guide = _("Without written authority from above nothing is determined here about those whom a higher body manages.")

    def build(self) -> None:
        self.fields["issued_by"] = line(_("Issued by"))
        self.fields["number"] = line(_("Number of the document"))
        self.fields["text"] = area(_("What it says"), 4)
        super().build()


class DispenseGroup(Backdated):
    guide = _("Two people verify instead of a group. The written report is owed all the same.")

    def build(self) -> None:
        out = {i.person_id for i in self.standing.interests.values() if i.status in {"declared", "recused"}}
        out |= {s.person_id for s in self.standing.subjects if s.person_id} | {self.matter.act.handler_id}
        posts = Post.objects.on(self.standing.viewer.day).exclude(person__in=out).select_related("person", "unit")
        people = {p.person_id: f"{p.person.name} · {unit_name(p.unit)}" for p in posts.order_by("unit__name", "person__name")}
        self.fields["verifiers"] = some_of(
            _("Who verifies"), [(str(pk), label) for pk, label in people.items()], required=True
        )
        self.fields["reason"] = needed(area(_("Why no group is needed"), 3, required=False))
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "verifiers": [UUID(pk) for pk in data["verifiers"]]}


FORMS = {
    "ask_recusal": AskRecusal, "confirm_step": ConfirmStep, "fill_in": FillIn, "refer_upward": ReferUpward,
    "record_authority": RecordAuthority, "dispense_group": DispenseGroup,
}
