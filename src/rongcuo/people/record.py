"""Actions on people, units and posts, each an entry in the people stream."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables

STREAM = UUID("00000000-0000-4000-8000-000000000001")

register_tables("people.Unit", "people.Person", "people.Post")


@transaction.atomic
def add_unit(*, actor: UUID | None, name: str, body: str, name_en: str = "", key: str | None = None) -> UUID:
    """Record a unit and return its id."""
    unit = ids.new_id()
    entry = record(
        STREAM, "people.unit_added", actor=actor, at=None, key=key,
        payload={"id": unit, "name": name, "name_en": name_en, "body": body},
    )
    return _recorded_id(entry)


@transaction.atomic
def add_person(
    *, actor: UUID | None, name: str, name_en: str = "", party_member: bool = True, code: str = "",
    key: str | None = None,
) -> UUID:
    """Record a person and return the id."""
    person = ids.new_id()
    entry = record(
        STREAM, "people.person_added", actor=actor, at=None, key=key,
        payload={"id": person, "name": name, "name_en": name_en, "party_member": party_member, "code": code},
    )
    return _recorded_id(entry)


@transaction.atomic
def add_post(
    *,
    actor: UUID | None,
    person: UUID,
    unit: UUID,
    title: str,
    title_en: str = "",
    head: bool = False,
    secretary: bool = False,
    since: date | None = None,
    until: date | None = None,
    stands_in_for: UUID | None = None,
    key: str | None = None,
) -> UUID:
    """Record that a person holds a post from a day (today when none is given), both ends inclusive."""
    post = ids.new_id()
    entry = record(
        STREAM, "people.post_added", actor=actor, at=None, key=key,
        payload={
            "id": post, "person": person, "unit": unit, "title": title, "title_en": title_en,
            "head": head, "secretary": secretary, "since": since or clock.today(), "until": until,
            "stands_in_for": stands_in_for,
        },
    )
    return _recorded_id(entry)


def _recorded_id(entry: Entry) -> UUID:
    """The id in the entry: the first one where a request key was used before."""
    return UUID(entry.recorded().payload["id"])


@transaction.atomic
def end_post(*, actor: UUID | None, post: UUID, until: date, key: str | None = None) -> None:
    """Record the last day of a post."""
    record(
        STREAM, "people.post_ended", actor=actor, at=None, key=key,
        payload={"id": post, "until": until},
    )


@reducer("people.unit_added")
def _unit_added(entry: Recorded):
    p = entry.payload
    yield Put("people.Unit", p["id"], {"name": p["name"], "name_en": p["name_en"], "body": p["body"]})


@reducer("people.person_added")
def _person_added(entry: Recorded):
    p = entry.payload
    yield Put(
        "people.Person", p["id"],
        {
            "name": p["name"], "name_en": p["name_en"], "party_member": p["party_member"],
            "code": p.get("code", ""),
        },
    )


@reducer("people.post_added")
def _post_added(entry: Recorded):
    p = entry.payload
    yield Put(
        "people.Post", p["id"],
        {
            "person_id": p["person"], "unit_id": p["unit"], "title": p["title"],
            "title_en": p["title_en"], "head": p["head"], "secretary": p["secretary"],
            "since": p["since"], "until": p.get("until"), "stands_in_for_id": p.get("stands_in_for"),
        },
    )


@reducer("people.post_ended")
def _post_ended(entry: Recorded):
    yield Put("people.Post", entry.payload["id"], {"until": entry.payload["until"]})
