"""A08-2 Verification: a working group hears, finds and reports. The report carries no verdict."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.matters.assessing import as_json, facts_to_settle
from rongcuo.matters.comparing import compare
from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import NotFound, in_words, listed
from rongcuo.matters.history import stated
from rongcuo.matters.models import Evidence, Finding, Item, Point, Subject
from rongcuo.matters.recusal import GROUNDS, file_keepers_only, recusals, steps_of, while_it_counts
from rongcuo.matters.rules import kept_first
from rongcuo.people.models import Person, Post
from rongcuo.policy import FactError, assess, from_findings, read_value


@action("appoint_group")
def appoint_group(doing: Doing, *, lead: UUID, members: list[UUID], task: str, reason: str = "") -> dict:
    """Set up the special working group: an odd number, at least one from outside (reading 22)."""
    people = list(dict.fromkeys([lead, *members]))
    least = int(doing.settings["verify.group_min"])
    doing.need(
        len(people) >= least and len(people) % 2 == 1,
        _("The group needs an odd number of at least %(n)d members.") % {"n": least},
        field="members",
    )
    check_members(doing, people)
    inside = _inside(doing, people)
    doing.need(
        set(people) - inside,
        _("At least one member must come from outside the subject's division."),
        field="members",
    )
    earlier = [p for p in doing.standing.parts if p.capacity == "verifier" and not p.ended]
    if earlier:
        doing.words(reason, "reason")
    doing.paper(
        "group",
        {"lead": lead, "members": people, "task": doing.words(task, "task"), "reason": reason.strip()},
    )
    return {
        "ended": [p.pk for p in earlier if p.person_id not in people],
        "parts": [
            {"id": next((p.pk for p in earlier if p.person_id == who), None) or ids.new_id(),
             "person": who, "lead": who == lead, "outside": who not in inside}
            for who in people
        ],
    }


def _inside(doing: Doing, people: list[UUID]) -> set[UUID]:
    """Those of the people who come from a subject's own division or unit."""
    units = {s.unit_id for s in doing.standing.subjects}
    posts = Post.objects.on(doing.done_on).filter(person_id__in=people, unit_id__in=units)
    return set(posts.values_list("person_id", flat=True))


def check_members(doing: Doing, people: list[UUID]) -> None:
    """Whoever verifies is known, is no subject, did not handle the act, and has no interest open or confirmed."""
    known = {p.pk: p for p in Person.objects.filter(pk__in=people)}
    doing.need(len(known) == len(people), _("One of the members is not known."), field="members")
    doing.need(
        not doing.concerned().keys() & known.keys(),
        _("A subject of the matter cannot verify it."),
        _("Choose another member."),
        "members",
    )
    doing.need(
        doing.matter.act.handler_id not in known,
        _("Whoever handled the accountability act cannot verify."),
        _("Choose another member."),
        "members",
    )
    recused = [i.person.name for i in doing.standing.interests.values()
               if i.status in {"recused", "declared"} and i.person_id in known]
    doing.need(
        not recused,
        _("A member has declared an interest: %(who)s.") % {"who": listed(recused)},
        _("Choose another member."),
        "members",
    )


@action("dispense_group")
def dispense_group(doing: Doing, *, verifiers: list[UUID], reason: str) -> dict:
    """Do without a working group, for written reasons; two verify, and the report is owed all the same
    (readings 21, 22)."""
    people = list(dict.fromkeys(verifiers))
    if doing.settings.get("verify.group") != "as_needed":
        doing.words(reason, "reason")
    doing.need(len(people) == 2, _("Without a group two people verify."), field="verifiers")
    check_members(doing, people)
    earlier = [p for p in doing.standing.parts if p.capacity == "verifier" and not p.ended]
    inside = _inside(doing, people)
    doing.paper(
        "group",
        {"lead": people[0], "members": people, "task": "", "dispensed": True,
         "reason": reason.strip()},
    )
    return {
        "ended": [p.pk for p in earlier if p.person_id not in people],
        "parts": [
            {"id": next((p.pk for p in earlier if p.person_id == who), None) or ids.new_id(),
             "person": who, "lead": who == people[0], "outside": who not in inside}
            for who in people
        ],
    }


@action("declare_interests")
def declare_interests(doing: Doing, *, grounds: list[str], words: str = "") -> dict:
    """Declare on the four grounds. Any ground suspends acting at once (reading 23)."""
    while_it_counts(doing)
    chosen = [g for g in grounds if g in GROUNDS]
    doing.need(len(chosen) == len(grounds), _("Choose from the four grounds."), field="grounds")
    if chosen:
        doing.words(words, "words")
    mine = doing.standing.interests.get(doing.actor.pk)
    doing.need(
        mine is None or mine.status != "recused",
        _("It was already decided that you step aside in this matter."),
    )
    doing.need(
        chosen or mine is None or mine.status == "clear",
        _("Your declaration stands until it is decided on; it cannot be taken back."),
        _("The party committee decides on it."),
    )
    return {
        "interest": mine.pk if mine else ids.new_id(), "person": doing.actor.pk, "grounds": chosen,
        "words": words.strip(), "status": "declared" if chosen else "clear",
    }


@action("decide_recusal")
def decide_recusal(doing: Doing, *, person: UUID, recused: bool, reasons: str) -> dict:
    """Decide on a declaration; a confirmed recusal ends access by capacity from that instant."""
    file_keepers_only(doing)
    theirs = doing.standing.interests.get(person)
    if theirs is None:
        raise NotFound
    doing.need(
        person != doing.actor.pk, _("Nobody decides about oneself."), _("A colleague decides.")
    )
    doing.need(theirs.status == "declared", _("There is no open declaration of this person."))
    return {
        "interest": theirs.pk, "person": person, "status": "recused" if recused else "cleared",
        "reasons": doing.words(reasons, "reasons"),
        "doubted": steps_of(doing, person) if recused else [],
        "ended": [p.pk for p in doing.standing.parts
                  if recused and p.person_id == person and not p.ended],
    }


@action("hear_applicant")
def hear_applicant(doing: Doing, *, place: str, present: str, record: str, confirmed: bool) -> dict:
    """Hear the applicant and record it, read back and confirmed (reading 25)."""
    _declared(doing)
    _accepted(doing, doing.subject)
    doing.need(confirmed, _("The record must be read back and confirmed."), field="confirmed")
    doing.paper(
        "hearing",
        {
            "place": doing.words(place, "place"), "present": doing.words(present, "present"),
            "record": doing.words(record, "record"), "confirmed": True,
        },
        doing.subject.pk,
    )
    return {}


@action("add_evidence")
def add_evidence(doing: Doing, *, stored: dict, title: str, made_on=None, about: UUID | None = None,
                 witness: bool = False, relative: str = "") -> dict:
    """Add a piece of evidence: the applicant's own, the group's, a witness's, or what a relative handed in
    (`relative` says who it is; such a paper is marked, reading 9)."""
    own = doing.standing.own | doing.standing.behalf
    open_ = {s.pk for s in doing.standing.subjects if not doing.pack.procedure.subject_states[s.state].final}
    office = doing.standing.capacities & {"verifier", "handler"}
    if not office:
        about = about or next(iter(own & open_), None)
        if about not in own:
            raise NotFound
    if about is not None and about not in {s.pk for s in doing.standing.subjects}:
        raise NotFound
    doing.need(
        about is None or about in open_,
        _("This application was withdrawn or is answered; nothing more is gathered about it."),
    )
    doing.need(
        office or not relative.strip(), _("What a relative hands in is taken by those who handle the matter."),
        field="relative",
    )
    lane = ("relative" if relative.strip() else "witness" if witness else "group") if office else "applicant"
    n = Evidence.objects.filter(matter=doing.matter).count() + 1
    return {
        "evidence": [
            {**stored, "id": ids.new_id(), "n": n, "title": title.strip()[:200] or stored["name"],
             "lane": lane, "made_on": made_on, "subject": about, "source": relative.strip()[:120]}
        ]
    }


@action("record_findings")
def record_findings(doing: Doing, *, findings: list[dict]) -> dict:
    """Record what was found: fact, value, grade, evidence numbers, note; one or many (reading 26)."""
    _declared(doing)
    doing.need(findings, _("There is nothing to record."))
    subjects = {s.pk: s for s in doing.standing.subjects}
    known = set(Evidence.objects.filter(matter=doing.matter).values_list("n", flat=True))
    grades = doing.pack.grades
    earlier = {
        (f.subject_id, f.fact): f.pk for f in Finding.objects.filter(subject__matter=doing.matter)
    }
    out = []
    for row in findings:
        fact = doing.pack.facts.get(row["fact"])
        place = f"fact-{row['fact']}"
        if row["subject"] not in subjects:
            raise NotFound
        _accepted(doing, subjects[row["subject"]])
        doing.need(fact, _("The measures do not know this fact."), field=place)
        doing.need(
            "verifier" in fact.settled_by and fact.settled_from == "finding",
            _("This fact is not settled by the working group."),
            field=place,
        )
        doing.need(row["grade"] in grades, _("Choose one of the grades."), field=place)
        kept_first(doing, row, place)
        try:
            value = as_json(read_value(fact, row["value"]))
        except FactError as error:
            doing.need(False, in_words(error), field=place)
        settles = grades[row["grade"]].gives in {"value", "opposite"}
        doing.need(
            value is not None or not settles,
            _("Say what was found, or choose the grade that says it cannot be proved."),
            field=place,
        )
        evidence = sorted(set(row.get("evidence") or ()))
        doing.need(
            not set(evidence) - known,
            _("There is no evidence with this number."),
            _("Add the evidence first, then name its number."),
            place,
        )
        doing.need(
            evidence or (row.get("note") or "").strip() or not settles,
            _("A finding that settles a fact names its evidence or says what it rests on."),
            field=place,
        )
        out.append(
            {
                "id": earlier.get((row["subject"], fact.id)) or ids.new_id(),
                "subject": row["subject"], "fact": fact.id, "grade": row["grade"],
                "value": "unknown" if value is None else value,
                "evidence": evidence, "note": (row.get("note") or "").strip(),
            }
        )
    doing.need(
        len({(r["subject"], r["fact"]) for r in out}) == len(out),
        _("The same fact is found twice for the same subject."),
    )
    _no_verdict(doing, (r["note"] for r in out))
    _consistent(doing, out)
    return {"findings": out}


def _consistent(doing: Doing, rows: list[dict]) -> None:
    """New findings and those that stand do not contradict the pack's constraints."""
    for subject in doing.standing.subjects:
        new = {r["fact"]: r for r in rows if r["subject"] == subject.pk}
        if not new:
            continue
        stand = Finding.objects.filter(subject=subject).exclude(fact__in=new)
        facts = [{"fact": f.fact, "value": f.value, "grade": f.grade} for f in stand]
        facts += [{k: r[k] for k in ("fact", "value", "grade")} for r in new.values()]
        try:
            assess(doing.pack, from_findings(doing.pack, facts), settings=doing.settings)
        except FactError as error:
            doing.need(False, in_words(error), _("Two findings contradict each other; mend one of them."))


@action("issue_report")
def issue_report(
    doing: Doing, *, facts: str, course: str, answers: dict[str, dict], weighed: dict[UUID, str],
    disagreement: str = "", comparisons: dict[UUID, str] | None = None,
) -> dict:
    """Issue the written report (A08-2). `answers` answers the questions of Articles 4 and 5 from
    findings or evidence: {question: {"text", "facts": [...], "evidence": [...]}}; `weighed` answers
    each point of the applicants; `comparisons` sets "other situations" beside the nearest listed one (reading 12).
    """
    _declared(doing)
    _nobody_pending(doing)
    _heard(doing)
    _settled(doing)
    check_answers(doing, answers, "report")
    points = {p.pk: p for p in Point.objects.filter(subject__in=doing.deciding())}
    for pk, point in points.items():
        doing.need(
            (weighed.get(pk) or "").strip(),
            _("The applicant's point %(n)d is not weighed yet.") % {"n": point.n},
            field=f"weighed-{pk}",
        )
    compared = compare(doing, comparisons or {})
    _no_verdict(
        doing, [facts, course, disagreement, *compared.values(), *weighed.values(), *(a["text"] for a in answers.values())]
    )
    doing.paper(
        "report",
        {
            "facts": doing.words(facts, "facts"), "course": doing.words(course, "course"),
            "recusals": recusals(doing.standing), "comparisons": compared,
            "history": stated(doing.matter, doing.settings),
            "answers": answers, "disagreement": disagreement.strip(),
            "weighed": {str(pk): weighed[pk].strip() for pk in points},
        },
    )
    return {"weighed": {str(pk): weighed[pk].strip() for pk in points}}


def _no_verdict(doing: Doing, texts: Iterable[str]) -> None:
    """Neither findings nor the report say whether to tolerate (A08-2, A08-3)."""
    whole = "\n".join(texts).casefold()
    for word in doing.pack.procedure.verdict_words:
        doing.need(
            word.casefold() not in whole,
            _("The report contains the verdict word “%(word)s”.") % {"word": word},
            _("The report says what was found; whether to tolerate is decided later."),
        )


def _accepted(doing: Doing, subject: Subject) -> None:
    """Verification is about applications that stand accepted; withdrawing ends it for the subject."""
    doing.need(
        subject in doing.deciding(),
        _("The application of %(who)s is not accepted, or was withdrawn.") % {"who": subject.name},
    )


def check_answers(doing: Doing, answers: dict[str, dict], paper: str) -> None:
    """Every question of Articles 4 and 5 is answered in words and cites findings or evidence."""
    facts = set(Finding.objects.filter(subject__matter=doing.matter).values_list("fact", flat=True))
    numbers = set(Evidence.objects.filter(matter=doing.matter).values_list("n", flat=True))
    for question in doing.pack.questions.values():
        if paper not in question.required_in:
            continue
        given = answers.get(question.id) or {}
        doing.need(
            (given.get("text") or "").strip(),
            _("A question of the measures is not answered yet."),
            field=f"answer-{question.id}",
        )
        cited = set(given.get("facts") or ()) | set(given.get("evidence") or ())
        doing.need(
            cited and not set(given.get("facts") or ()) - facts
            and not set(given.get("evidence") or ()) - numbers,
            _("The answer must rest on a finding or a piece of evidence of this matter."),
            field=f"answer-{question.id}",
        )


def _declared(doing: Doing) -> None:
    """Every member has declared interests before the group works (reading 23)."""
    if not doing.settings.get("coi.required", True):
        return
    members = [p for p in doing.standing.parts if p.capacity == "verifier" and not p.ended]
    missing = [
        p.person.name for p in members
        if p.person_id not in doing.standing.interests
    ]
    doing.need(
        not missing,
        _("Not every member has declared interests yet: %(who)s.") % {"who": listed(missing)},
        _("Each member declares first."),
    )


def _nobody_pending(doing: Doing) -> None:
    """No application waits for acceptance: after the report it could not join any more."""
    pending = [s.name for s in doing.standing.subjects
               if s.state in {"submitted", "received", "completion"}]
    doing.need(
        not pending,
        _("An application is not accepted or refused yet: %(who)s.") % {"who": listed(pending)},
        _("The party committee deals with it first, so that it can join this matter."),
    )


def _heard(doing: Doing) -> None:
    if not doing.settings["verify.hear_applicant"]:
        return
    heard = set(
        Item.objects.filter(matter=doing.matter, kind="hearing").values_list("subject_id", flat=True)
    )
    missing = [s.name for s in doing.deciding() if s.pk not in heard]
    doing.need(
        not missing,
        _("Not heard yet: %(who)s.") % {"who": listed(missing)},
        _("Hear the applicant before the report is issued."),
    )


def _settled(doing: Doing) -> None:
    """Every fact the measures ask for has a finding, if only that it cannot be proved."""
    found = set(
        Finding.objects.filter(subject__matter=doing.matter).values_list("subject_id", "fact")
    )
    for subject in doing.deciding():
        missing = [
            f for f in facts_to_settle(doing.pack, subject.examined) if (subject.pk, f) not in found
        ]
        doing.need(
            not missing,
            _("%(n)d facts about %(who)s have no finding yet.")
            % {"n": len(missing), "who": subject.name},
            _("Record a finding for each, if only that it cannot be proved."),
            "findings",
        )


