"""Forms after the determination: reconsideration, revocation or change (readings 39 to 41)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rongcuo.matters import review
from rongcuo.matters.access import visible_items
from rongcuo.matters.later import points_of
from rongcuo.matters.revocation import WAYS
from rongcuo.matters.secrecy import REFUSED
from rongcuo.people.models import Post
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import (
    Backdated,
    StepForm,
    area,
    key,
    line,
    needed,
    one_of,
    some_of,
)
from rongcuo.web.forms.steps.determination import Determine
from rongcuo.web.forms.steps.intake import Upload, reference, secrecy, take
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

#: So many reasons there is room for; more go into the last one.
ROOM = 5
RESULTS = {"kept": _("The determination is kept"), "changed": _("It is changed")}
GROUNDS = {
    "late": _("It came after the last day"),
    "other_remedy": _("It is about the accountability act or sanction itself, against which there are other remedies"),
}
WAY_WORDS = {
    "stated": _("By a written statement"), "heard": _("In person, with a record"),
    "forgone": _("Said expressly that there is nothing to state"), "silent": _("Said nothing by the day that was named"),
}


class Pointed(Backdated):
    """A step in which the subject gives reasons one by one, with a file if need be."""

    with_files = True
    template = "web/steps/points.html"
    asked = _("Reason %(n)d")

    def build(self) -> None:
        for n in range(1, ROOM + 1):
            field = area(self.asked % {"n": n}, 3, required=n == 1)
            self.fields[key("point", n)] = field
        self.places = {"points": key("point", 1)}
        self.fields["secrecy"] = secrecy()
        self.fields["file"] = Upload(label=_("File"), required=False)
        self.fields["reference"] = reference()
        self.fields["title"] = line(_("What the file is"), required=False)
        super().build()

    @property
    def point_fields(self) -> list:
        return [self[key("point", n)] for n in range(1, ROOM + 1)]

    @property
    def file_fields(self) -> list:
        return [self[n] for n in ("file", "title", "secrecy", "reference")]

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "points": [data[key("point", n)] for n in range(1, ROOM + 1)], "done_on": data["done_on"],
            "stored": stored(data),
        }


def stored(data: dict) -> list[dict]:
    """The file that came with a step, kept; none where there is none."""
    if not (data.get("file") or data.get("secrecy") in REFUSED):
        return []
    kept = take(data.get("file"), data.get("secrecy") or "", data.get("reference") or "")
    return [{**kept, "title": data["title"] or kept["name"], "made_on": None}]


class AskReview(Pointed):
    guide = _(
        "One round. The determination stands meanwhile, and nothing gets heavier by asking. Against the sanction "
        "itself the law and Party rules give remedies of their own."
    )

    @property
    def days(self) -> str:
        """The last day to ask, said and not enforced."""
        span = review.window(self.matter, self.subject)
        if span is None:
            return _("The days to ask run from the receipt of the feedback, which is not recorded yet.")
        text = _("The last day to ask is %(day)s. A request after it is marked late, and a person decides on that.")
        return text % {"day": full_day(span.due)}


class WithdrawReview(Backdated):
    guide = _("The determination stands as it was. The record of the request stays.")

    def build(self) -> None:
        self.fields["words"] = area(_("What you want to say"), 3, required=False)
        super().build()


class AboutRequest(Backdated):
    """A step on a request, with its reasons to read beside the form."""

    @property
    def request_points(self) -> list[str]:
        asked = visible_items(self.standing).filter(kind="review_request", subject=self.subject).last()
        return asked.body["points"] if asked else []

    @property
    def late(self) -> bool:
        asked = visible_items(self.standing).filter(kind="review_request", subject=self.subject).last()
        return bool(asked and asked.body["late"])


class DeclineReview(AboutRequest):
    template = "web/steps/on_request.html"
    guide = _("On formal grounds only. Whether the reasons are good is never a ground.")

    def build(self) -> None:
        grounds = [(g, GROUNDS[g]) for g in review.GROUNDS if g != "late" or self.late]
        self.fields["ground"] = one_of(_("Ground"), grounds)
        self.fields["reason"] = area(_("Reasons, and which way is open"), 4)
        super().build()


class ReceiveReview(AboutRequest):
    template = "web/steps/on_request.html"
    guide = _(
        "At least two people review. None of them forwarded, verified, gave the opinion or decided before, handled the "
        "accountability act, or belongs to the leading group."
    )

    def build(self) -> None:
        day = self.standing.viewer.day
        out = {i.person_id for i in self.standing.interests.values() if i.status in {"declared", "recused"}}
        out |= {s.person_id for s in self.standing.subjects if s.person_id}
        out |= review.earlier_hands(self.matter, self.subject, day)
        posts = Post.objects.on(day).exclude(person__in=out).select_related("person", "unit")
        people = {
            p.person_id: f"{p.person.name} · {p.unit.name_en or p.unit.name if lang() == 'en' else p.unit.name}"
            for p in posts.order_by("unit__name", "person__name")
        }
        self.fields["members"] = some_of(_("Who reviews"), [(str(pk), name) for pk, name in people.items()], required=True)
        self.fields["reason"] = needed(area(
            _("Why it is taken up although late, or why others review"), 2, required=False,
            help_text=_("Only where the request came late or reviewers were named before."),
        ))  # fmt: skip
        super().build()

    def given(self) -> dict:
        data = super().given()
        return {**data, "members": [UUID(pk) for pk in data["members"]]}


def outcomes(pack) -> list[tuple[str, str]]:
    """Every determination of the measures."""
    return [(d.id, d.name.get(lang())) for d in pack.determinations.values()]


class GiveReviewOpinion(AboutRequest):
    template = "web/steps/review_opinion.html"

    def build(self) -> None:
        self.fields["facts"] = area(_("What was looked at again, and what it showed"), 6)
        self.points = self.request_points
        for n, text in enumerate(self.points, 1):
            self.fields[key("answer", n)] = area(f"{n}. {text}", 3)
        pk = self.subject.pk
        self.fields[key("result", pk)] = one_of(_("Proposed"), RESULTS.items())
        left = set(review.not_heavier(self.pack, self.subject.outcome))
        choices = [(d, name) for d, name in outcomes(self.pack) if d in left]
        self.fields[key("outcome", pk)] = needed(one_of(_("Changed to"), choices, required=False))
        self.fields[key("reason", pk)] = area(_("Reasons"), 4)
        self.fields["minority"] = area(_("Minority view"), 2, required=False)
        super().build()

    @property
    def answer_fields(self) -> list:
        return [self[key("answer", n)] for n in range(1, len(self.points) + 1)]

    @property
    def proposal_fields(self) -> list:
        names = [key(n, self.subject.pk) for n in ("result", "outcome", "reason")] + ["minority", "done_on"]
        return [self[n] for n in names if n in self.fields]

    def given(self) -> dict:
        data, pk = self.cleaned_data, self.subject.pk
        return {
            "facts": data["facts"], "minority": data["minority"], "done_on": data["done_on"],
            "answers": {n: data[key("answer", n)] for n in range(1, len(self.points) + 1)},
            "proposal": {n: data[key(n, pk)] for n in ("result", "outcome", "reason")},
        }


class DecideAgain(Determine):
    """The minutes of a meeting that looks at one determination again."""

    template = "web/steps/decide_again.html"
    proposal = ""

    @property
    def accepted(self) -> list:
        return [self.subject]

    def _build_subject(self, s) -> None:
        super()._build_subject(s)
        outcome, departure = self.fields[key("outcome", s.pk)], self.fields[key("departure", s.pk)]
        outcome.required, outcome.label = False, _("Changed to")
        outcome.plain = True
        departure.label = _("Why it departs from what was proposed")
        self.fields[key("result", s.pk)] = one_of(_("Decision"), RESULTS.items())
        self.places[key("effects", s.pk)] = key("outcome", s.pk)

    @property
    def proposed(self) -> dict | None:
        """What was proposed, with its reasons."""
        row = visible_items(self.standing).filter(kind=self.proposal, subject=self.subject).last()
        if row is None:
            return None
        name = self.pack.determinations[row.body["outcome"]].name.get(lang())
        return {"kept": row.body["result"] == "kept", "outcome": name, "reason": row.body["reason"]}

    @property
    def now(self) -> str:
        return self.pack.determinations[self.subject.outcome].name.get(lang())

    @property
    def result(self):
        return self[key("result", self.subject.pk)]

    def given(self) -> dict:
        data, s = self.cleaned_data, self.subject
        result = data[key("result", s.pk)]
        if not data.get(key("outcome", s.pk)):
            self.cleaned_data[key("outcome", s.pk)] = s.outcome if result == "kept" else ""
        decision = self._decision(s) if data.get(key("outcome", s.pk)) else {
            n: data[key(n, s.pk)] for n in ("for", "against", "abstain", "reason", "departure", "beyond", "dissent")
        }
        given = {n: data[n] for n in ("held_on", "place", "due", "present", "recused", "chair")}
        views = {
            name: text for n, name in enumerate(self.posts) if (text := (data.get(key("view", n)) or "").strip())
        }
        return {**given, "views": views, "decision": {**decision, "result": result}}


class DecideReview(DecideAgain):
    proposal = "review_opinion"
    guide = _("What the leading group decided on the request. A reconsideration makes nothing heavier.")

    def choices(self, subject) -> list[tuple[str, str]]:
        left = set(review.not_heavier(self.pack, subject.outcome))
        return [(d, name) for d, name in super().choices(subject) if d in left]


class DecideRevocation(DecideAgain):
    proposal = "revocation_proposal"
    guide = _("What the leading group decided after the person was heard. It holds from the meeting on; the old record stays.")

    def build(self) -> None:
        super().build()
        self.fields["reported"] = needed(area(
            _("How falsehood was reported to the discipline body"), 2, required=False,
            help_text=_("Only where the ground is false material: to whom, when, under which number."),
        ))  # fmt: skip

    @property
    def heard(self) -> dict | None:
        """How the subject was heard, to be read before deciding."""
        papers = visible_items(self.standing).filter(subject=self.subject)
        row = papers.filter(kind="revocation_hearing").last()
        if row is None:
            return None
        return {
            "way": WAY_WORDS[row.body["way"]], "record": row.body["record"],
            "points": points_of(self.matter, self.subject),
        }

    def given(self) -> dict:
        return {**super().given(), "reported": self.cleaned_data["reported"]}


class ProposeRevocation(Backdated):
    with_files = True
    guide = _(
        "On the grounds below only, with the facts. The subject is told and heard before anything is decided; the "
        "leading group decides. Nothing happens by itself."
    )

    def build(self) -> None:
        later, pk = self.pack.procedure.later, self.subject.pk
        grounds = [(g.id, g.name.get(lang())) for g in later.grounds.values()] if later else []
        self.fields["grounds"] = some_of(_("Grounds"), grounds, required=True)
        self.fields["facts"] = area(_("Facts, and how they are known"), 6)
        self.fields[key("outcome", pk)] = one_of(_("What should take the place of the determination"), [
            (d, name if d != self.subject.outcome else _("%(name)s, with other effects") % {"name": name})
            for d, name in outcomes(self.pack)
        ])  # fmt: skip
        self.fields[key("reason", pk)] = area(_("Reasons"), 4)
        self.fields["file"] = Upload(label=_("File"), required=False)
        self.fields["title"] = line(_("What the file is"), required=False)
        self.fields["secrecy"] = secrecy()
        self.fields["reference"] = reference()
        super().build()

    def given(self) -> dict:
        data, pk = self.cleaned_data, self.subject.pk
        return {
            "grounds": data["grounds"], "facts": data["facts"], "done_on": data["done_on"], "stored": stored(data),
            "proposal": {n: data[key(n, pk)] for n in ("outcome", "reason")},
        }


class NotifyRevocation(Backdated):
    guide = _("The subject reads the facts and grounds, and until when a statement is awaited. The day decides nothing.")

    def build(self) -> None:
        proposal = visible_items(self.standing).filter(kind="revocation_proposal", subject=self.subject).last()
        self.fields["text"] = area(_("What the subject is told: facts, grounds, the right to state a view"), 8)
        self.fields["text"].initial = proposal.body["facts"] if proposal else ""
        self.fields["until"] = Day(label=_("A statement is awaited until"))
        self.fields["place"] = line(_("Where the subject can be heard in person"), required=False)
        super().build()


class StateOnRevocation(Pointed):
    guide = _("Your view is read before anything is decided, and each point is answered in writing. It never makes anything heavier.")
    asked = _("Point %(n)d")

    @property
    def days(self) -> str:
        notice = visible_items(self.standing).filter(kind="revocation_notice", subject=self.subject).last()
        if notice is None:
            return ""
        return _("A statement is awaited until %(day)s.") % {"day": full_day(date.fromisoformat(notice.body["until"]))}


class HearOnRevocation(Backdated):
    def build(self) -> None:
        self.fields["way"] = one_of(_("How the subject was heard"), [(w, WAY_WORDS[w]) for w in WAYS])
        self.fields["record"] = area(
            _("Record"), 8, help_text=_("What was said; or how the subject said that there is nothing to state, or was reached.")
        )
        self.fields["place"] = needed(line(_("Place"), required=False))
        self.fields["present"] = needed(line(_("Present"), required=False))
        self.fields["confirmed"] = forms.BooleanField(
            label=_("The record was read back and confirmed"), required=False, help_text=_("Where it was in person.")
        )
        super().build()


class FeedBackLater(Backdated):
    template = "web/steps/feedback.html"

    def build(self) -> None:
        self.fields["explanation"] = area(
            _("Result and explanation, in plain words"), 8,
            help_text=_("Name the remedies that the law and Party rules give against the sanction itself."),
        )
        self.points = points_of(self.matter, self.subject)
        for n, text in enumerate(self.points, 1):
            self.fields[key("answer", n)] = area(f"{n}. {text}", 3)
        super().build()

    @property
    def answer_fields(self) -> list:
        return [self[key("answer", n)] for n in range(1, len(self.points) + 1)]

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "explanation": data["explanation"], "done_on": data["done_on"],
            "answers": {n: data[key("answer", n)] for n in range(1, len(self.points) + 1)},
        }


FORMS: dict[str, type[StepForm]] = {
    "ask_review": AskReview, "withdraw_review": WithdrawReview, "decline_review": DeclineReview,
    "receive_review": ReceiveReview, "give_review_opinion": GiveReviewOpinion, "decide_review": DecideReview,
    "propose_revocation": ProposeRevocation, "notify_revocation": NotifyRevocation,
    "state_on_revocation": StateOnRevocation, "hear_on_revocation": HearOnRevocation,
    "decide_revocation": DecideRevocation, "feed_back_later": FeedBackLater,
}
