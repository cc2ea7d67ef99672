"""The guided application: which screens there are for a draft, and what was answered on each.

A person's way through is computed anew from the draft each time, so that every screen can be the
first one opened. Nothing here says how a matter will end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.matters import again, comparing
from rongcuo.matters.access import act_subjects_to_apply_for, own_drafts
from rongcuo.matters.application import timeliness, window
from rongcuo.matters.asking import Asked, facts_to_ask
from rongcuo.matters.assessing import as_json
from rongcuo.matters.models import ActSubject, Draft, DraftFile, Matter, Subject
from rongcuo.matters.packs import adopted_now, current_pack, pack_of
from rongcuo.policy import FactError, Pack, read_value
from rongcuo.policy.model import Unit
from rongcuo.web.forms import applying as forms
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang, viewer

LAST = "form"
#: The screens without which an application cannot be submitted; all others may stay empty.
NEEDED = frozenset({"what", "situation", "main", "reasons", "truth"})


@dataclass(frozen=True)
class Place:
    """One screen: its address part, the question on it, and the short name it has in the overview."""

    slug: str
    label: str
    question: str
    help: str = ""
    example: str = ""
    unit: Unit | None = None
    asked: Asked | None = None


@dataclass
class Applying:
    """An application under way, or one that could be begun: who for, until when, what is written."""

    target: ActSubject
    matter: Matter | None
    draft: Draft | None
    pack: Pack
    settings: Mapping[str, object]
    spans: dict
    heads_it: bool
    form: dict = field(default_factory=dict)
    made_for: bool = False  # by the unit, for a person who cannot (reading 9)
    before: list[Subject] = field(default_factory=list)  # every application under the act, newest first

    @cached_property
    def today(self):
        return clock.today()

    @cached_property
    def last(self):
        """The reckoning of the last day that can still be in time."""
        return self.spans["by_notice"] or self.spans["by_start"]

    @cached_property
    def remaining(self) -> int:
        return self.last.remaining(self.today)

    @cached_property
    def timeliness(self) -> str:
        return timeliness(self.today, self.spans)

    @cached_property
    def files(self) -> list[DraftFile]:
        return list(self.draft.files.order_by("title", "pk")) if self.draft else []

    @cached_property
    def situations(self) -> list[str]:
        """The situations chosen so far, in the pack's order."""
        chosen = set(self.form.get("situations") or ())
        return [r.id for r in forms.situation_rules(self.pack) if r.id in chosen]

    @cached_property
    def main(self) -> str:
        """The situation that fits best; where only one is chosen it is that."""
        if len(self.situations) == 1:
            return self.situations[0]
        main = self.form.get("main") or ""
        return main if main in self.situations else ""

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        return facts_to_ask(self.pack, self.situations, self.settings)

    @cached_property
    def places(self) -> list[Place]:
        """All screens in order."""
        return list(_places(self))

    def place(self, slug: str) -> Place:
        """One screen. Http404 where this application has no such screen."""
        for place in self.places:
            if place.slug == slug:
                return place
        raise Http404

    def answered(self, place: Place) -> bool:
        """Whether something is written on a screen."""
        form = self.form
        if place.asked is not None:
            return bool(form.get(f"fact:{place.asked.fact.id}") or form.get(f"words:{place.asked.fact.id}"))
        known = {
            "what": form.get("account"), "situation": self.situations, "main": self.main,
            "reasons": form.get("points"), "remedy": form.get("remedy"), "evidence": self.files,
            "head": form.get("head"), "late": form.get("late_reason"), "truth": form.get("integrity"),
            "again": form.get("new"), "behalf": form.get("authorisation"),
            "nearest": self.nearest and form.get("comparison"),
        }
        return bool(known.get(place.slug))

    @cached_property
    def missing(self) -> list[Place]:
        """Screens without which `submit_application` would refuse."""
        return [p for p in self.places if p.slug in self.needed and not self.answered(p)]

    @cached_property
    def asks_new(self) -> Subject | None:
        """The application that is over, where something new is owed for another one (reading 17)."""
        last = self.before[0] if self.before else None
        if last is None or self.settings.get("apply.reapply") != "new_facts":
            return None
        return None if not self.made_for and again.own_first(last, self.target) else last

    @cached_property
    def once_only(self) -> bool:
        """Whether one applied already, and applies once only."""
        return bool(self.before) and self.settings.get("apply.reapply") == "never"

    @cached_property
    def compares(self) -> bool:
        return comparing.asked(self.pack, self.settings, self.situations)

    @cached_property
    def nearest(self) -> list[str]:
        """The listed situations named as nearest, in the pack's order."""
        chosen = set(self.form.get("nearest") or ())
        return [r.id for r in comparing.listed_situations(self.pack) if r.id in chosen] if self.compares else []

    @cached_property
    def needed(self) -> frozenset[str]:
        """The screens without which this application cannot be submitted."""
        return NEEDED | {"behalf", "again", "nearest"}

    @cached_property
    def head_conflict(self) -> bool:
        """The head does not forward: as the applicant says, or because the applicant is the head."""
        if self.target.person_id is None or self.made_for:
            return False
        return self.heads_it or self.form.get("head") == "yes"

    def claims(self) -> dict[str, object]:
        """What the applicant says of each fact: its value, or None for "I don't know"."""
        found: dict[str, object] = {}
        for one in self.asked:
            written = self.form.get(f"fact:{one.fact.id}") or ""
            if not written:
                continue
            try:
                found[one.fact.id] = as_json(read_value(one.fact, written))
            except FactError:
                found[one.fact.id] = None
        return found

    def words(self) -> dict[str, str]:
        """The applicant's own words beside the facts asked for."""
        said = {one.fact.id: (self.form.get(f"words:{one.fact.id}") or "").strip() for one in self.asked}
        return {fact: text for fact, text in said.items() if text}

    def as_fields(self) -> dict:
        """What `submit_application` takes."""
        form = self.form
        return {
            "situations": self.situations, "main_situation": self.main,
            "account": form.get("account") or "", "points": list(form.get("points") or ()),
            "claims": self.claims(), "words": self.words(), "remedy": form.get("remedy") or "",
            "late_reason": form.get("late_reason") or "" if self.timeliness == "late" else "",
            "integrity": bool(form.get("integrity")), "head_conflict": self.head_conflict,
            "new": form.get("new") or "", "authorisation": form.get("authorisation") or "",
            "nearest": self.nearest, "comparison": (form.get("comparison") or "") if self.compares else "",
        }


def applying(request: HttpRequest, act_subject: UUID) -> Applying:
    """The application of the viewer for an act directed at them. Http404 for everybody else."""
    who = viewer(request)
    target = (
        act_subjects_to_apply_for(who).filter(pk=act_subject).select_related("act", "unit", "person").first()
    )
    if target is None:
        raise Http404
    matter = again.matter_to_join(target.act)
    pack = pack_of(matter) if matter else current_pack()
    settings = pack.settings(matter.adopted if matter else adopted_now(pack))
    draft = own_drafts(who).filter(act_subject=target).first()
    return Applying(
        target, matter, draft, pack, settings, window(target, settings),
        heads_it=target.person_id == who.person and target.unit_id in who.headed,
        form=dict(draft.form) if draft else {}, made_for=target.person_id not in {None, who.person},
        before=again.applied(target),
    )


def standing_application(state: Applying) -> Subject | None:
    """The application already made for this target that is not over."""
    return next((s for s in state.before if not again.over(state.pack, s)), None)


def form_for(state: Applying, place: Place, data=None) -> Form:
    """The form of a screen: filled with what was posted, else with what the draft keeps."""
    if place.asked is not None:
        fact = place.asked.fact
        initial = {
            "answer": state.form.get(f"fact:{fact.id}"), "words": state.form.get(f"words:{fact.id}"),
        }
        return forms.FactAnswer(data, initial=initial, fact=fact)
    if place.slug == "reasons":
        kept = forms.Points.kept(state.form)
        rows = len(kept) + (forms.MORE if len(kept) >= forms.ROWS else 0)
        posted = sum(1 for name in data if name.startswith("point_")) if data is not None else 0
        return forms.Points(data, initial=kept, rows=max(forms.ROWS, rows, posted))
    if place.slug == "situation":
        return forms.Situations(data, initial={"situations": state.situations}, pack=state.pack)
    if place.slug == "main":
        return forms.Main(data, initial={"main": state.main}, pack=state.pack, chosen=state.situations)
    if place.slug == "nearest":
        initial = {"nearest": state.nearest, "comparison": state.form.get("comparison")}
        return forms.Nearest(data, initial=initial, pack=state.pack, rules=comparing.listed_situations(state.pack))
    plain = {
        "again": forms.Again, "behalf": forms.Behalf, "what": forms.Account, "remedy": forms.Remedy, "late": forms.Late, "head": forms.Head,
        "truth": forms.Integrity,
    }
    return plain[place.slug](data, initial=state.form)


def _places(state: Applying):
    pack = state.pack
    units = pack.units
    if state.made_for:
        yield _behalf_place(state)
    if state.asks_new:
        yield _again_place(state.asks_new)
    yield Place(
        "what", _("What happened"), _("What happened? Use your own words."),
        _("Write what you remember; the order does not matter. The working group will look into it; "
          "you need not prove anything here."),
        _("“In March our division began to accept applications first and collect papers later; in April "
          "we saw that one enterprise had not completed its papers …”"),
    )
    rules = forms.situation_rules(pack)
    yield Place(
        "situation", _("Situation"), _("Which of these comes near to it?"),
        _("You may choose several. If you are not sure, choose the nearest and say so in your own words; "
          "a wrong choice does no harm."),
        unit=units.get(rules[0].cites[0].split("-")[0]) if rules else None,
    )
    if len(state.situations) > 1:
        yield Place(
            "main", _("What fits best"), _("Which one fits best?"),
            _("The others stay in your application. The working group looks at all of them."),
        )
    if state.compares:
        yield Place(
            "nearest", _("Nearest situation"), _("Which of the listed situations comes nearest, and what is different?"),
            _("“Other situations” is open to much; so it is compared with what the measures list. Choose up to three, "
              "and say why tolerance is right although none of them fits."),
            unit=units.get(pack.rules[pack.procedure.catch_all].cites[0]),
        )
    for one in state.asked:
        yield _fact_place(pack, one)
    yield Place(
        "reasons", _("Your reasons"), _("Why should this be tolerated? Give your reasons, one in each box."),
        _("Each reason will be weighed in the report and answered to you in writing, one by one."),
        _("“The plan was discussed at the division's meeting on 12 March; the minutes are there.”"),
    )
    yield Place(
        "remedy", _("What was done since"), _("What was done to put it right?"),
        _("Anything counts: a report, a correction, a visit, money recovered. What you do now counts too. "
          "If nothing could be done yet, say so or leave it empty."),
    )
    yield Place(
        "evidence", _("Papers and files"), _("Is there anything you want to hand in with it?"),
        _("You can apply without any. The working group can ask for papers itself, and you can add some later."),
    )
    if state.target.person_id and not state.heads_it and not state.made_for:
        yield Place(
            "head", _("Your unit's head"),
            _("Is there a reason why it should not go through the head of your unit?"),
            _("For instance that the head took part in what happened, or is a close relative. Then it goes "
              "directly to the party committee, and the head learns nothing of it."),
        )
    if state.timeliness == "late":
        yield Place(
            "late", _("Why only now"), _("The last day has passed. What kept you from applying earlier?"),
            _("You may still apply. A person, not the program, decides whether it can be taken up, and reads "
              "what you write here."),
        )
    yield Place(
        "truth", _("Is it true"), _("Please confirm what you say."),
        _("To be mistaken is not to say something untrue."),
    )
    yield Place(LAST, _("Look and submit"), _("Read it once more, then submit."))


def _behalf_place(state: Applying) -> Place:
    target = state.target
    ground = state.pack.procedure.behalf.get(target.behalf_ground)
    return Place(
        "behalf", _("For somebody else"), _("On what authority do you apply for %(who)s?") % {"who": target.name},
        _("Recorded: %(ground)s (%(basis)s). Name the paper by which the person asked you, or agreed; where there can "
          "be none, say why. The person reads this application, may take it as their own, object to it or withdraw it.")
        % {"ground": ground.name.get(lang()) if ground else "", "basis": target.behalf_basis},
        _("“A letter of 3 March, kept in the division; read out to the person on the telephone.”"),
    )


def _again_place(last: Subject) -> Place:
    return Place(
        "again", _("What is new"), _("What is new since your application of %(day)s?")
        % {"day": full_day(last.submitted_on)},
        _("On the same facts one applies once. Name the fact or the paper that was not known, or not handed in, and "
          "since when it is. The earlier matter, %(number)s, is shown beside this one as it ended.")
        % {"number": last.matter.number},
        _("“On 20 April the recording of the division's meeting was found; it shows that the plan was discussed.”"),
    )


def _fact_place(pack: Pack, one: Asked) -> Place:
    fact = one.fact
    help_text = _("You need not answer. Whatever you say, the working group looks into it.")
    if one.negated:
        help_text = _("The measures make this a condition, so everybody who applies is asked. ") + help_text
    return Place(
        f"fact-{fact.id}", fact.question.get(lang()), fact.question.get(lang()), help_text,
        fact.example.get(lang()) if fact.example else "",
        pack.units.get(one.cites[0]) if one.cites else None, one,
    )
