"""A08-1 Application: the individual applies, the division or unit forwards.

The individual's own submission keeps the deadline (reading 6). Not forwarded in time, refused, or
the head in conflict: the application goes directly. Nothing here makes anything heavier.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import act_subjects_to_apply_for, own_drafts, viewer_of
from rongcuo.matters.again import matter_to_join, standing, statement
from rongcuo.matters.behalf import stated
from rongcuo.matters.comparing import check_comparison
from rongcuo.matters.counters import next_number, number
from rongcuo.matters.doing import Doing, action, move_of
from rongcuo.matters.errors import Incomplete, NotFound, NotNow
from rongcuo.matters.models import Act, ActSubject, Evidence, Item, Matter
from rongcuo.matters.moves import at_place, next_states
from rongcuo.matters.once import once
from rongcuo.matters.packs import ENGINE, adopted_now, current_calendar, current_pack, due, pack_of
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Post
from rongcuo.policy import Pack
from rongcuo.workdays import Calendar


def window(target: ActSubject, settings, calendar: Calendar | None = None) -> dict:
    """The application window of a subject: last day by the start, and by the notice (reading 1).

    Returns {"by_start": Reckoning, "by_notice": Reckoning | None}.
    """
    days = current_pack().deadlines["application"].working_days
    start = target.act.started_on
    if settings["apply.start_event"] == "notice" and target.told_on:
        start = target.told_on
    # Where the first day itself is counted (reading 3), the count begins after the day before it.
    before = timedelta(days=0 if settings.get("deadline.first_day_excluded", True) else 1)
    by_start = due(start - before, days, calendar)
    by_notice = None
    if settings["apply.show_notice_deadline"] and target.told_on and target.told_on > start:
        by_notice = due(target.told_on - before, days, calendar)
    return {"by_start": by_start, "by_notice": by_notice}


def counted_on(day: date, at: datetime | None, settings) -> date:
    """The day on which something handed in counts: after the hour of the last day, the next one (reading 4).

    `at` is the instant on screen; None where a paper carries only its day.
    """
    hour, _sep, minute = str(settings.get("deadline.cutoff", "24:00")).partition(":")
    if at is None or not (hour.isdigit() and minute.isdigit()) or int(hour) >= 24:
        return day
    local = at.astimezone(clock.ZONE)
    return day + timedelta(days=1) if (local.hour, local.minute) > (int(hour), int(minute)) else day


def timeliness(submitted_on: date, spans: dict) -> str:
    """in_time | on_notice | late. A label for people to decide on, never a decision (reading 5)."""
    if submitted_on <= spans["by_start"].due:
        return "in_time"
    if spans["by_notice"] is not None and submitted_on <= spans["by_notice"].due:
        return "on_notice"
    return "late"


@once("matter.submit_application")
def submit_application(
    draft: UUID,
    *,
    actor: Person,
    key: str,
    situations: list[str],
    main_situation: str,
    account: str,
    points: list[str],
    claims: dict[str, object],
    words: dict[str, str] | None = None,
    remedy: str = "",
    late_reason: str = "",
    integrity: bool = False,
    head_conflict: bool = False,
    new: str = "",
    authorisation: str = "",
    nearest: list[str] = (),
    comparison: str = "",
) -> Entry:
    """Submit an application from a draft. It is never blocked for what it claims.

    `new`: what was not said in an earlier application (reading 17); `authorisation`: on what the unit rests
    that applies for a person who cannot (reading 9); `nearest`, `comparison`: for the catch-all (reading 12).

    `claims`: fact id -> value, None where the applicant does not know; `words`: fact id -> own words.
    Opens the matter where the act has none yet; else joins it as a further subject (reading 10).
    """
    viewer = viewer_of(actor)
    row = own_drafts(viewer).filter(pk=draft).first()
    if row is None:
        raise NotFound
    target = act_subjects_to_apply_for(viewer).filter(pk=row.act_subject_id).first()
    if target is None:
        raise NotFound
    files = [
        {
            "title": f.title, "made_on": f.made_on, "file": f.pk, "name": f.name,
            "media_type": f.media_type, "size": f.size, "sha256": f.sha256, "secrecy": f.secrecy,
        }
        for f in row.files.order_by("title", "pk")
    ]
    behalf = {"by": "unit", "authorisation": authorisation} if target.person_id not in {None, actor.pk} else None
    matter, at, payload = application_made(
        target, clock.today(), situations=situations, main_situation=main_situation, account=account,
        new=new, behalf=behalf, nearest=nearest, comparison=comparison, points=points,
        claims=claims, words=words, remedy=remedy, late_reason=late_reason,
        integrity=integrity, head_conflict=head_conflict, evidence=files, at_instant=clock.now(),
    )
    entry = record(matter, "matter.submit_application", actor=actor.pk, at=at, key=key, payload=payload)
    row.delete()  # its files live on as evidence
    return entry


def application_made(
    target: ActSubject,
    day: date,
    *,
    situations: list[str],
    main_situation: str,
    account: str,
    points: list[str],
    claims: dict[str, object],
    words: dict[str, str] | None = None,
    remedy: str = "",
    late_reason: str = "",
    integrity: bool = False,
    head_conflict: bool = False,
    evidence: list[dict] = (),
    at_instant: datetime | None = None,
    new: str = "",
    behalf: dict | None = None,
    nearest: list[str] = (),
    comparison: str = "",
) -> tuple[UUID, int, dict]:
    """(stream, position, payload) of an application made on a day, on screen (with its instant) or on paper.

    `evidence`: files as stored, each with "title" and "made_on"; `behalf`: {"by": unit | relative,
    "authorisation", "relative"} where it is made for another. Raises Incomplete, NotNow.
    """
    Act.objects.select_for_update().get(pk=target.act_id)  # one opening at a time per act
    matter = matter_to_join(target.act)
    pack = pack_of(matter) if matter else current_pack()
    adopted = matter.adopted if matter else adopted_now(pack)
    settings = pack.settings(adopted)
    move = move_of(pack, "submit_application")
    _check_joining(pack, matter, target)
    before = statement(pack, settings, target, new, in_person=behalf is None)
    made_for = stated(pack, settings, target, **behalf) if behalf else None
    points = [text for p in points if (text := p.strip())]
    chosen = _check_form(pack, settings, situations, main_situation, account, points, claims, integrity)
    compared = check_comparison(pack, settings, chosen, nearest, comparison)

    spans = window(target, settings)
    taken = Evidence.objects.filter(matter=matter).count() if matter else 0
    subject = ids.new_id()
    payload: dict = {
        "act": target.act_id, "act_subject": target.pk, "subject": subject,
        "person": target.person_id, "unit": target.unit_id, "done_on": day,
        "due_on": spans["by_start"].due,
        "provisional": any(span.provisional for span in spans.values() if span),
        "timeliness": timeliness(counted_on(day, at_instant, settings), spans),
        "direct_on": _direct_on(target, day, settings, head_conflict),
        "head_conflict": head_conflict,
        "situations": chosen, "main_situation": main_situation, "claims": claims,
        "nearest": compared["nearest"] if compared else [], "on_behalf": made_for["by"] if made_for else "",
        "points": [{"id": ids.new_id(), "n": n, "text": t} for n, t in enumerate(points, 1)],
        "evidence": [
            {**file, "id": ids.new_id(), "n": taken + n, "lane": "applicant"}
            for n, file in enumerate(evidence, 1)
        ],
    }
    if matter is None:
        counter, value = next_number("matter", day.year)
        matter_id, at = ids.new_id(), 0
        payload["opens"] = {
            "number": number("matter", day.year, value), "counter": counter, "value": value,
            "title": target.act.brief.splitlines()[0][:60], "unit": target.unit_id,
            "policy": f"{pack.id}/{pack.version}", "policy_digest": pack.digest,
            "adopted": adopted, "adoption_digest": settings.digest,
            "calendar_digest": current_calendar().digest, "engine": ENGINE,
            "follows": before["matter"] if before else None,
        }
        state = next(iter(pack.procedure.matter_states))  # the first state is where a matter opens
        states = {}
    else:
        matter_id, at, state = matter.pk, matter.position, None
        states = dict(matter.subjects.values_list("pk", "state"))
    _to, changed = next_states(pack, move, state or "", states | {subject: "none"}, subject)
    unit_made_it = bool(made_for) and made_for["by"] == "unit"
    if unit_made_it:  # the unit submits it, and that is the forwarding (A08-1)
        forward_ = move_of(pack, "forward")
        _to, changed = next_states(pack, forward_, state or "", states | changed, subject)
        payload["via"] = "forwarded"
    payload |= {
        "matter": matter_id, "to": state, "subjects_to": {str(k): v for k, v in changed.items()},
        "items": [
            {
                "id": ids.new_id(), "kind": "application", "subject": subject,
                "body": {
                    "account": account.strip(), "remedy": remedy.strip(),
                    "words": {fact: text.strip() for fact, text in (words or {}).items()},
                    "late_reason": late_reason.strip(), "integrity": integrity,
                    "main_situation": main_situation, "situations": chosen, "points": points,
                    "evidence": [e["n"] for e in payload["evidence"]],
                    "again": before, "on_behalf": made_for, "comparison": compared,
                },
            }
        ],
    }
    return matter_id, at, payload


def _direct_on(target: ActSubject, today: date, settings, head_conflict: bool) -> date | None:
    """The day after the unit's time for forwarding; today where whoever heads the unit is named by the act, or where the
    head is in conflict and no deputy is waited for; never where it may not go directly (readings 6, 8)."""
    way = settings.get("apply.direct_by_individual", "fallback")
    if way != "fallback":
        return today if way == "always" else None
    if head_conflict and settings.get("apply.head_conflict") == "direct":
        return today
    named = target.act.subjects.filter(person__isnull=False).values("person")
    heads = Post.objects.on(today).filter(unit=target.unit_id, head=True)
    if target.person_id and not heads.exclude(person__in=named).exists():
        return today
    return due(today, int(settings["apply.forward_within"])).due + timedelta(days=1)


def _check_joining(pack: Pack, matter: Matter | None, target: ActSubject) -> None:
    """A further application joins for as long as it could still be accepted; one at a time stands."""
    if standing(pack, target) is not None:
        raise NotNow(_("You have already applied in this matter."), _("You find it on your desk."))
    if matter is not None and not at_place(pack.procedure.move("accept"), matter.state, None):
        raise NotNow(
            _("This matter has gone on too far for a further application to join it."),
            _("Hand the application to the party committee, which decides how it is taken up."),
        )


def _check_form(pack: Pack, settings, situations, main, account, points, claims, integrity) -> list[str]:
    known = {r.id for r in pack.rules.values() if r.kind == "situation"}
    chosen = [s for s in dict.fromkeys(situations) if s in known]
    if not account.strip():
        raise Incomplete(_("Tell in your own words what happened."), field="account")
    if not chosen or main not in chosen:
        raise Incomplete(
            _("Choose the situation that fits best."),
            _("If you are not sure, choose the nearest; you may say so in your own words."),
            "situations",
        )
    if len(chosen) > 1 and not settings.get("apply.multi_situation", True):
        raise Incomplete(
            _("Choose one situation only; that is how the measures are read here."), field="situations"
        )
    if not points:
        raise Incomplete(
            _("Give at least one reason in your own words."),
            _("Each reason will be answered in writing."),
            "points",
        )
    unknown = set(claims) - set(pack.facts)
    if unknown:
        raise Incomplete(_("The form names a fact the measures do not know."), field="claims")
    if not integrity and settings.get("apply.integrity_statement", True):
        raise Incomplete(_("Confirm that what you say is true."), field="integrity")
    return chosen


@action("forward")
def forward(doing: Doing, *, words: str = "") -> dict:
    """The division or unit forwards the application to the party committee (A08-1)."""
    _not_in_conflict(doing)
    doing.paper("forwarding", {"forwarded": True, "words": words.strip()}, doing.subject.pk)
    return {"via": "forwarded"}


@action("decline_forwarding")
def decline_forwarding(doing: Doing, *, reason: str) -> dict:
    """The head does not forward, and says why; the application goes directly (reading 6)."""
    _not_in_conflict(doing)
    text = doing.words(reason, "reason")
    doing.paper("forwarding", {"forwarded": False, "words": text}, doing.subject.pk)
    return {"via": "direct"}


@action("go_direct")
def go_direct(doing: Doing) -> dict:
    """The application goes directly: the head is in conflict, or two working days have passed."""
    subject = doing.subject
    if subject.direct_on is None:
        raise NotNow(_("An application does not go directly; that is how the measures are read here."))
    doing.need(
        subject.head_conflict or subject.direct_on <= doing.done_on,
        _("The unit still has time to forward this application."),
        _("From %(day)s it may go directly.") % {"day": dated(subject.direct_on)},
    )
    return {"via": "direct"}


@action("withdraw")
def withdraw(doing: Doing, *, words: str = "") -> dict:
    """Withdraw, any time before the leading group decides. It makes nothing heavier (reading 17)."""
    if not doing.settings.get("apply.withdraw", True):
        raise NotNow(_("An application is not withdrawn; that is how the measures are read here."))
    if doing.subject.pk in doing.standing.behalf:
        said = Item.objects.filter(matter=doing.matter, subject=doing.subject, kind="own_view").order_by("-position").first()
        doing.need(
            said is None or not said.body["agrees"],
            _("%(who)s took this application as their own; only they withdraw it.") % {"who": doing.subject.name},
        )
    doing.paper("withdrawal", {"words": words.strip()}, doing.subject.pk)
    return {}


def _not_in_conflict(doing: Doing) -> None:
    """A head who is in conflict neither forwards nor refuses (reading 8)."""
    doing.need(
        not doing.subject.head_conflict,
        _("The applicant says the head is in conflict; the application goes directly."),
    )
