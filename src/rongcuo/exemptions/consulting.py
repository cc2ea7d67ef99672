"""Consulting the register without a blacklist and without telling who was ever selected.

Three answers: nothing stands in the way on that day; affected until a day; a statutory bar, which stands until
its end is recorded. Effects are looked at only for the act whose document number the asker names; without
it, and in every list, somebody without a record and somebody fully protected are told apart by nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.exemptions.access import visible_queries
from rongcuo.exemptions.acting import check_position, numbered, permitted
from rongcuo.exemptions.models import Effect, Query, Sanction
from rongcuo.exemptions.periods import Span, standing
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import viewer_of
from rongcuo.matters.doing import check_day
from rongcuo.matters.errors import NotFound, NotPermitted, language
from rongcuo.matters.guards import need, words
from rongcuo.matters.once import once
from rongcuo.matters.outside import is_suggestion
from rongcuo.matters.packs import current_pack, pack_named
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Unit
from rongcuo.policy.model import Pack, Text

#: The three answers.
NOTHING, AFFECTED, BARRED = "nothing", "affected", "barred"
#: A list asks about no more than these.
MOST = 5000


def answer_one(sanctions: Iterable[Sanction], effect: str, day: date) -> dict:
    """The answer for a respect on a day from what is recorded: pure, and blind to exemptions (A15)."""
    rows = [s for s in sanctions if effect in s.respects]
    found = standing((Span(s.valid_from, s.valid_to) for s in rows), day)
    if not found.barred:
        return {"answer": NOTHING, "until": None, "basis": []}
    kinds = {
        (s.policy, kind) for s in rows for kind in s.kinds if Span(s.valid_from, s.valid_to).covers(day)
    }
    basis = [{"policy": policy, "line": kind} for policy, kind in sorted(kinds)]
    if found.until is None:
        return {"answer": BARRED, "until": None, "basis": basis}
    return {"answer": AFFECTED, "until": found.until.isoformat(), "basis": basis}


def _exempted(act_number: str, person: UUID | None, unit: UUID | None, effect: str, day: date,
              known: datetime) -> list[dict]:
    """Effects under the act whose number the asker holds. Asked also without a number, so that the
    questions put to the database are the same."""
    about = {"subject__person_id": person} if person else {"subject__person": None, "subject__unit_id": unit}
    rows = Effect.objects.known(known).on(day).filter(
        effect=effect, matter__act__document_number=act_number or "\x1f", **about
    )
    return [
        {
            "act": act_number, "effect": e, "policy": policy,
            "external": is_suggestion(external, pack_named(policy).settings(adopted)),
        }
        for e, policy, external, adopted in rows.values_list(
            "effect", "matter__policy", "matter__act__external", "matter__adopted"
        )
    ]


def _known(known_on: date | None, now: datetime) -> datetime:
    """The instant up to which the register is read: now, or the end of an earlier day."""
    if known_on is None:
        return now
    end = datetime.combine(known_on + timedelta(days=1), datetime.min.time(), clock.ZONE)
    return min(now, end - timedelta(microseconds=1))


def _token() -> str:
    return base64.b32encode(ids.new_id().bytes).decode().rstrip("=").lower()


def _asked(pack: Pack, asking_body: str, purpose: str, day: date | None) -> dict:
    today = clock.today()
    need(day is None or day <= today + timedelta(days=366), _("The day lies too far ahead."), field="day")
    return {
        **numbered(pack, "query", today.year), "token": _token(), "asked_on": today,
        "asking_body": words(asking_body, "asking_body"), "purpose": words(purpose, "purpose"),
        "policy": f"{pack.id}/{pack.version}",
    }


def respect_name(effect) -> Text:
    """What an effect is about, as it is asked: not that it is unaffected."""
    return effect.respect or effect.name


def respects(pack: Pack, *, unit: bool) -> list:
    """The respects one may ask about, for a person or a unit; what says how to punish is none."""
    kind = "unit" if unit else "person"
    return [e for e in pack.effects.values() if e.for_ == kind]


@once("query.answered")
def consult(
    *, actor: Person, key: str, person: UUID | None, unit: UUID | None, effect: str, day: date,
    asking_body: str, purpose: str, act_number: str = "", known_on: date | None = None,
) -> Entry:
    """Ask about one person or unit in one respect on a day; the receipt's number is in the entry.

    `known_on`: what the register said at the end of that day, for an assessment of the past.
    """
    pack = current_pack()
    viewer = permitted(actor, "consult", pack)
    if person == actor.pk or (unit and unit in viewer.headed):
        raise NotPermitted(
            _("Nobody consults about oneself for others."), _("Your own effects stand on your own page.")
        )
    return _consult(pack, actor, key, "single", person, unit, effect, day, asking_body, purpose,
                    act_number, known_on)


@once("query.answered")
def consult_own(*, actor: Person, key: str, effect: str, day: date, purpose: str) -> Entry:
    """Ask about oneself, for a receipt of one's own. Every person may."""
    pack = current_pack()
    need(pack.protection is not None, _("The measures know no such step."))
    return _consult(pack, actor, key, "own", actor.pk, None, effect, day, actor.name, purpose, "", None)


def _consult(pack, actor, key, kind, person, unit, effect, day, asking_body, purpose, act_number, known_on):
    need(bool(person) != bool(unit), _("Name the person or the unit."), field="about")
    known_effects = {e.id for e in respects(pack, unit=person is None)}
    need(effect in known_effects, _("Choose the respect."), field="effect")
    subject = Person.objects.filter(pk=person).first() if person else Unit.objects.filter(pk=unit).first()
    need(subject is not None, _("A person or unit named is not known."), field="about")
    if known_on is not None:
        check_day(known_on)
    if unit and subject.ended_on and subject.ended_on < day:
        need(False, _("The unit ended on %(day)s.") % {"day": dated(subject.ended_on)},
             _("Ask about the unit that took over its work."), "about")
    head, known = _asked(pack, asking_body, purpose, day), _known(known_on, clock.now())
    rows = Sanction.objects.known(known).filter(person_id=person, unit_id=unit)
    found = answer_one(rows, effect, day)
    exempted = _exempted(act_number.strip(), person, unit, effect, day, known)
    row = {
        "n": 1, "person": person, "unit": unit, "name": subject.name, "place": "", "effect": effect,
        "day": day, **found, "exempted": exempted,
    }
    return record(
        ids.new_id(), "query.answered", actor=actor.pk, at=0, key=key,
        payload={
            **head, "kind": kind, "person": person, "known_at": known,
            "expires_on": clock.today() + timedelta(days=pack.protection.receipt_days),
            "act_number": act_number.strip(), "rows": [row],
        },
    )


# --- lists -----------------------------------------------------------------------------------


@once("query.list_asked")
def ask_list(
    *, actor: Person, key: str, rows: list[dict], asking_body: str, purpose: str, known_on: date | None = None,
) -> Entry:
    """Ask about many, for a named purpose; a second person releases it. Rows: {"person" | "unit" (UUID),
    "name", "place", "effect", "day"}, checked before (`lists.resolve`). `known_on` as in `consult`."""
    pack = current_pack()
    viewer = permitted(actor, "ask_list", pack)
    need(rows, _("The list has no rows."), field="file")
    need(len(rows) <= MOST, _("A list has at most %(n)d rows.") % {"n": MOST}, field="file")
    _not_in(viewer, rows)
    if known_on is not None:
        check_day(known_on)
    blank = {"answer": "", "until": None, "basis": [], "exempted": []}
    return record(
        ids.new_id(), "query.list_asked", actor=actor.pk, at=0, key=key,
        payload={
            **_asked(pack, asking_body, purpose, None), "kind": "list", "person": None,
            "known_at": _known(known_on, clock.now()) if known_on else None,
            "expires_on": None, "act_number": "",
            "rows": [{"n": n, **row, **blank} for n, row in enumerate(rows, 1)],
        },
    )


def _not_in(viewer, rows: list[dict]) -> None:
    mine = {str(viewer.person), *map(str, viewer.headed)}
    if any(str(r["person"] or r["unit"]) in mine for r in rows):
        raise NotPermitted(
            _("You, or a unit that you head, stand in this list."), _("Somebody else asks for it or releases it.")
        )


def _list_for(actor: Person, query: UUID, at: int) -> tuple[Query, Pack]:
    row = visible_queries(viewer_of(actor)).filter(pk=query, kind="list").first()
    if row is None:
        raise NotFound
    pack = pack_named(row.policy)
    viewer = permitted(actor, "answer_list", pack)
    if row.asked_by_id == actor.pk:
        raise NotPermitted(
            _("Whoever asked for a list does not release it."), _("A second person reads the purpose and decides.")
        )
    _not_in(viewer, row.rows)
    check_position(query, at)
    need(row.state == "waiting", _("This list was decided on already."))
    return row, pack


@once("query.list_answered", "query")
def answer_list(query: UUID, *, actor: Person, at: int, key: str) -> Entry:
    """Release a list as the second person: all rows are answered at one instant, as the register stands then or
    stood on the day that was asked for."""
    row, pack = _list_for(actor, query, at)
    known = row.known_at or clock.now()
    return record(
        query, "query.list_answered", actor=actor.pk, at=at, key=key,
        payload={
            "decided_on": clock.today(), "known_at": known, "rows": answers(row.rows, known),
            "expires_on": clock.today() + timedelta(days=pack.protection.receipt_days),
        },
    )


def answers(rows: list[dict], known: datetime) -> list[dict]:
    """The rows with their answers, as known at an instant; in a fixed number of queries a thousand rows."""
    people = sorted({r["person"] for r in rows if r["person"]})
    units = sorted({r["unit"] for r in rows if r["unit"]})
    recorded: dict[str, list[Sanction]] = {}
    for column, keys in (("person_id", people), ("unit_id", units)):
        for start in range(0, len(keys), 900):
            found = Sanction.objects.known(known).filter(**{f"{column}__in": keys[start : start + 900]})
            for sanction in found.order_by():
                recorded.setdefault(str(getattr(sanction, column)), []).append(sanction)
    return [
        {**r, **answer_one(recorded.get(r["person"] or r["unit"], ()), r["effect"], date.fromisoformat(r["day"]))}
        for r in rows
    ]


@once("query.list_declined", "query")
def decline_list(query: UUID, *, actor: Person, at: int, key: str, words_: str) -> Entry:
    """Do not release a list, with the reason."""
    _list_for(actor, query, at)
    return record(
        query, "query.list_declined", actor=actor.pk, at=at, key=key,
        payload={"decided_on": clock.today(), "words": words(words_, "words")},
    )


# --- afterwards ------------------------------------------------------------------------------


def _answered(actor: Person, query: UUID, action: str, at: int) -> Query:
    row = visible_queries(viewer_of(actor)).filter(pk=query).first()
    if row is None:
        raise NotFound
    permitted(actor, action, current_pack())
    check_position(query, at)
    need(row.state == "answered", _("This query was not answered."))
    return row


@once("query.released", "query")
def release_query(query: UUID, *, actor: Person, at: int, key: str) -> Entry:
    """Let those asked about know of the query, once its purpose is public."""
    row = _answered(actor, query, "release_query", at)
    need(row.released_on is None, _("The persons asked about know of it already."))
    return record(
        query, "query.released", actor=actor.pk, at=at, key=key, payload={"released_on": clock.today()}
    )


@once("query.withdrawn", "query")
def withdraw_receipt(query: UUID, *, actor: Person, at: int, key: str, why: str) -> Entry:
    """Withdraw a receipt: from now on the check says so. Nothing happens to it by itself."""
    row = _answered(actor, query, "withdraw_receipt", at)
    need(row.withdrawn_on is None, _("This receipt is withdrawn already."))
    return record(
        query, "query.withdrawn", actor=actor.pk, at=at, key=key,
        payload={"withdrawn_on": clock.today(), "why": words(why, "why")},
    )


def outdated(query: Query, known: datetime) -> bool:
    """Whether the register would answer today otherwise than the receipt says, for the desk."""
    now = answers(query.rows, known)
    return any((a["answer"], a["until"]) != (b["answer"], b["until"]) for a, b in zip(query.rows, now, strict=True))


def basis_words(entry: dict, lang: str | None = None) -> str:
    """A basis of an answer in words: the kind of sanction and the text it rests on."""
    lang = lang or language()
    line = pack_named(entry["policy"]).protection.influence.get(entry["line"])
    if line is None:
        return entry["line"]
    mark = "：" if lang != "en" else ": "
    return f"{line.name.get(lang)}{mark}{line.basis.get(lang)}"
