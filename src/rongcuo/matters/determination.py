"""A08-3 Determination: the party committee gives an opinion, the leading group decides together."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.behalf import not_objected
from rongcuo.matters.comparing import check_proposal, needs_sentence
from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import NotFound, NotPermitted, language
from rongcuo.matters.models import Finding, Item, Subject
from rongcuo.matters.precedents import decided_before
from rongcuo.matters.recusal import nothing_in_doubt
from rongcuo.matters.verification import check_answers
from rongcuo.policy.prose import citation


@action("consult_personnel")
def consult_personnel(doing: Doing, *, question: str) -> dict:
    """Ask the personnel division what hangs on the matter, before the opinion (reading 30)."""
    doing.paper("consultation", {"question": doing.words(question, "question")})
    return {}


@action("answer_consultation")
def answer_consultation(doing: Doing, *, answer: str) -> dict:
    """The personnel division answers: present effects, statutory bars, dates."""
    doing.need(_asked(doing), _("Nobody has asked for this answer yet."))
    doing.paper("consultation_answer", {"answer": doing.words(answer, "answer")})
    return {}


@action("lift_stop")
def lift_stop(doing: Doing, *, about: UUID, reason: str) -> dict:
    """Lift the stop of the exclusion for a subject, by a reasoned entry (A12; readings 33, 34)."""
    if about not in {s.pk for s in doing.deciding()}:
        raise NotFound
    doing.paper("stop_lifted", {"reason": doing.words(reason, "reason")}, about)
    return {}


@action("give_opinion")
def give_opinion(
    doing: Doing, *, facts: str, proposals: dict[UUID, dict], answers: dict[str, dict],
    minority: str = "",
) -> dict:
    """Give the preliminary opinion.

    `proposals`: {subject: {"outcome", "reason", "effects": [ids], "beyond": reason where the check
    shows the outcome inadmissible, "unlike": reason where closed cases with the same findings were all
    decided otherwise, "comparison": where it rests on the catch-all}}. `answers` as in the report.
    """
    mine = doing.standing.interests.get(doing.actor.pk)
    doing.need(
        mine is not None or not doing.settings.get("coi.required", True),
        _("You have not declared your interests in this matter yet."),
        _("Declare them first; it takes a minute."),
    )
    if doing.settings["role.hr"] == "consult_and_execute":
        doing.need(
            _answered(doing),
            _("The personnel division has not answered yet."),
            _("Ask it, or wait for its answer, before the opinion is given."),
        )
    subjects = doing.deciding()
    for subject in subjects:
        given = proposals.get(subject.pk) or {}
        check_outcome(doing, subject, given)
        check_proposal(doing, subject, given)
        before = decided_before(doing.matter, subject)
        doing.need(
            not before or given["outcome"] in before or (given.get("unlike") or "").strip(),
            _("The same findings were decided otherwise before. Say why it is different for %(who)s.")
            % {"who": subject.name},
            field=f"unlike-{subject.pk}",
        )
    check_answers(doing, answers, "opinion")
    doing.paper(
        "opinion",
        {
            "facts": doing.words(facts, "facts"), "minority": minority.strip(), "answers": answers,
            "proposals": {str(s.pk): proposals[s.pk] for s in subjects},
        },
    )
    return {"proposed": {str(s.pk): proposals[s.pk]["outcome"] for s in subjects}}


@action("determine")
def determine(
    doing: Doing, *, held_on: date, place: str, due: list[str], present: list[str],
    recused: list[str], chair: str, views: dict[str, str], decisions: dict[UUID, dict],
    catch_all: str = "",
) -> dict:
    """Record the leading group's determination.

    `decisions`: {subject: {"outcome", "for", "against", "abstain", "reason", "departure", "beyond",
    "effects": {effect: {"granted": bool, "reason"}}, "dissent"}}. Votes are counted against those due
    to attend (reading 28); nothing is decided by default.
    """
    secretary_only(doing)
    nothing_in_doubt(doing)
    subjects = doing.deciding()
    authorised(doing, subjects)
    meeting(doing, doing.matter.state_since, held_on, due, present, recused, chair)
    not_objected(doing, subjects)
    for subject in subjects:
        given = decisions.get(subject.pk) or {}
        check_outcome(doing, subject, given)
        check_votes(doing, subject, given, due, present)
        check_effects(doing, subject, given)
        if subject.proposed and given["outcome"] != subject.proposed:
            doing.need(
                (given.get("departure") or "").strip(),
                _("The determination departs from the party committee's opinion. Say why."),
                field=f"departure-{subject.pk}",
            )
        check = assess_subject(doing.matter, subject, Finding.objects.filter(subject=subject))
        if needs_sentence(doing.pack, doing.settings, subject, check):
            doing.need(
                catch_all.strip(),
                _("The matter rests on “other situations”. The minutes need an express sentence."),
                field="catch_all",
            )
    outcomes = {str(s.pk): decisions[s.pk]["outcome"] for s in subjects}
    positive = {d.id for d in doing.pack.determinations.values() if d.positive}
    doing.paper(
        "minutes",
        {
            "held_on": held_on, "place": doing.words(place, "place"), "due": due, "present": present,
            "recused": recused, "chair": chair, "views": views, "catch_all": catch_all.strip(),
            "decisions": {str(s.pk): decisions[s.pk] for s in subjects},
        },
    )
    for subject in subjects:
        given = decisions[subject.pk]
        doing.paper(
            "determination",
            {
                "outcome": given["outcome"], "reason": given["reason"],
                "effects": given.get("effects") or {}, "held_on": held_on,
            },
            subject.pk,
        )
    return {
        "outcomes": outcomes,
        "effects": {
            str(s.pk): sorted(
                e for e, tick in (decisions[s.pk].get("effects") or {}).items() if tick["granted"]
            )
            for s in subjects
        },
        "decided_on": held_on,
        "positive": any(o in positive for o in outcomes.values()),
    }


@action("return_for_verification")
def return_for_verification(doing: Doing, *, reason: str) -> dict:
    """Send the matter back for more verification (reading 27)."""
    secretary_only(doing)
    doing.paper("return", {"reason": doing.words(reason, "reason")})
    return {}


@action("postpone")
def postpone(doing: Doing, *, reason: str, until: date | None = None) -> dict:
    """Put the deliberation off; nothing follows from the time that passes (reading 27)."""
    secretary_only(doing)
    doing.need(
        until is None or until > doing.done_on, _("The deliberation is put off to a later day."), field="until"
    )
    doing.paper("postponement", {"reason": doing.words(reason, "reason"), "until": until})
    return {"until": until}


def secretary_only(doing: Doing) -> None:
    """What the leading group decides is recorded by its secretary."""
    if not doing.standing.viewer.secretary:
        raise NotPermitted(
            _("What the leading group decides is recorded by its secretary."),
            _("Ask the secretary to record it."),
        )


def _asked(doing: Doing) -> bool:
    return doing.matter.consulted


def _answered(doing: Doing) -> bool:
    return Item.objects.filter(matter=doing.matter, kind="consultation_answer").exists()


def check_outcome(doing: Doing, subject: Subject, given: dict) -> None:
    """An outcome is one of the pack's; one the check shows inadmissible owes a reason."""
    known = doing.pack.determinations
    doing.need(
        given.get("outcome") in known,
        _("Choose what is proposed or decided for %(who)s.") % {"who": subject.name},
        field=f"outcome-{subject.pk}",
    )
    doing.words(given.get("reason"), f"reason-{subject.pk}")
    check = assess_subject(doing.matter, subject, Finding.objects.filter(subject=subject))
    if given["outcome"] not in check.admissible:
        doing.need(
            (given.get("beyond") or "").strip(),
            _("On the findings, the articles do not leave this open for %(who)s. Say why it is chosen.")
            % {"who": subject.name},
            field=f"beyond-{subject.pk}",
        )


def meeting(doing: Doing, since: date, held_on, due, present, recused, chair) -> None:
    """A meeting with a quorum, in which nobody concerned or with an interest takes part (reading 28)."""
    doing.need(
        held_on <= doing.done_on, _("The meeting's day has not come yet."), field="held_on"
    )
    doing.need(
        held_on >= since,
        _("The meeting cannot lie before the matter came to the leading group."),
        field="held_on",
    )
    doing.need(due, _("Say who was due to attend."), field="due")
    for field, names in (("due", due), ("present", present)):
        doing.need(len(set(names)) == len(names), _("Somebody is listed twice."), field=field)
    doing.need(set(present) <= set(due), _("Somebody present was not due to attend."), field="present")
    doing.need(
        not set(present) & set(recused),
        _("Somebody who stepped aside is counted as present."),
        _("Whoever stepped aside leaves before the deliberation."),
        "recused",
    )
    _recused_counted(doing, due, recused)
    interests = doing.standing.interests.values()
    stepped = {i.person.name for i in interests if i.status in {"recused", "declared"}}
    doing.need(
        not stepped & set(present),
        _("Somebody with a declared interest is counted as present."),
        _("Whoever stepped aside leaves before the deliberation."),
        "present",
    )
    doing.need(
        not set(doing.concerned().values()) & set(present),
        _("A subject of the matter cannot take part in deciding it."),
        _("Whoever is concerned leaves before the deliberation."),
        "present",
    )
    counts = {"p": len(present), "d": len(due)}
    cure = _("Record a postponement, or the meeting that had a quorum.")
    doing.need(
        2 * len(present) > len(due),
        _("No quorum: more than half of those due must be present (%(p)d of %(d)d).") % counts,
        cure, "present",
    )
    doing.need(
        doing.settings["decide.quorum"] != "two_thirds" or 3 * len(present) >= 2 * len(due),
        _("No quorum: two thirds of those due must be present (%(p)d of %(d)d).") % counts,
        cure, "present",
    )
    doing.need(chair in present, _("The chair must be present."), field="chair")


def _recused_counted(doing: Doing, due, recused) -> None:
    """Whether those who stepped aside count among those due is a reading."""
    if doing.settings.get("decide.recused_count") == "not_counted":
        doing.need(
            not set(due) & set(recused),
            _("Whoever stepped aside does not count among those due; that is how the measures are read here."),
            field="due",
        )


def authorised(doing: Doing, subjects: list[Subject]) -> None:
    """Where the check says that somebody is for a higher body to decide about, it authorised this one (reading 29)."""
    rule = doing.pack.procedure.refers
    if rule is None or Item.objects.filter(matter=doing.matter, kind="authority").exists():
        return
    for subject in subjects:
        check = assess_subject(doing.matter, subject, Finding.objects.filter(subject=subject))
        doing.need(
            check.verdict(rule) != "met",
            _("About %(who)s a higher body decides; it has not authorised this determination in writing.")
            % {"who": subject.name},
            _("Refer the matter upward, and record the authority when it comes."),
        )


def check_votes(doing: Doing, subject: Subject, given: dict, due, present) -> None:
    """The votes agree with those present, and what is recorded was carried (reading 28)."""
    place = f"votes-{subject.pk}"
    counts = [given.get(k) for k in ("for", "against", "abstain")]
    doing.need(
        all(type(c) is int and c >= 0 for c in counts),
        _("Give the votes for, against and abstaining."),
        field=place,
    )
    doing.need(
        sum(counts) == len(present),
        _("The votes (%(v)d) and those present (%(p)d) do not agree.")
        % {"v": sum(counts), "p": len(present)},
        field=place,
    )
    if doing.settings["decide.majority"] == "of_those_present":
        doing.need(
            2 * counts[0] > len(present),
            _("Not carried: more than half of those present must be in favour (%(f)d of %(p)d).")
            % {"f": counts[0], "p": len(present)},
            _("Record what was carried, or a postponement."),
            place,
        )
        return
    doing.need(
        2 * counts[0] > len(due),
        _("Not carried: more than half of those due to attend must be in favour (%(f)d of %(d)d).")
        % {"f": counts[0], "d": len(due)},
        _("Record what was carried, or a postponement."),
        place,
    )


def check_effects(doing: Doing, subject: Subject, given: dict) -> None:
    """Each effect of A10 is ticked one by one; what is not granted needs a reason (reading 43)."""
    positive = {d.id for d in doing.pack.determinations.values() if d.positive}
    ticks = given.get("effects") or {}
    if given["outcome"] not in positive:
        doing.need(not any(t["granted"] for t in ticks.values()),
                   _("Where tolerance is not determined there is no effect to grant."),
                   field=f"effects-{subject.pk}")
        return
    possible = effects_for(doing.pack, subject, given["outcome"])
    doing.need(
        ticks.keys() <= {e.id for e in possible},
        _("An effect is named that this outcome cannot have for %(who)s.") % {"who": subject.name},
        field=f"effects-{subject.pk}",
    )
    for effect in possible:
        tick = ticks.get(effect.id)
        doing.need(
            not doing.settings.get("effect.itemised", True)
            or tick is not None and (tick["granted"] or (tick.get("reason") or "").strip()),
            _("%(article)s is neither granted nor refused with a reason.")
            % {"article": citation(doing.pack, effect.cites[0], language())},
            field=f"effect-{subject.pk}-{effect.id}",
        )


def effects_for(pack, subject: Subject, outcome: str) -> list:
    """The effects of A10 that can come into question for this subject and outcome."""
    kind = "person" if subject.person_id else "unit"
    return [e for e in pack.effects.values() if e.for_ in {kind, "both"} and outcome in e.determinations]
