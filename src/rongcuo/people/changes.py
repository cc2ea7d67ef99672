"""Changes of units and posts while matters run, each one recorded action of the system administrator.

Nothing here touches a matter: who sees and does what follows from the posts held on a day (`access`).
`by` is the administrator's account, or None for the operator at the command line.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.ledger.reduce import Put, Recorded, reducer
from rongcuo.people.duties import allowed
from rongcuo.people.errors import Refused, dated
from rongcuo.people.models import Account, Person, Post, Unit
from rongcuo.people.record import STREAM


def _row(model, pk: UUID, what: str):
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise Refused(what)
    return found


def _living_unit(pk: UUID, field: str = "") -> Unit:
    unit = _row(Unit, pk, _("There is no such unit."))
    if unit.ended_on is not None:
        raise Refused(_("%(unit)s has ended.") % {"unit": unit.name}, field=field)
    return unit


def _words(text: str, field: str) -> str:
    text = " ".join((text or "").split())
    if not text:
        raise Refused(_("Please fill this in."), field=field)
    return text


@transaction.atomic
def rename_unit(
    unit: UUID, *, by: Account | None, name: str, name_en: str = "", until: date | None = None,
    key: str | None = None,
) -> Entry:
    """Give a unit a new name from the day after `until` (today). The earlier name stays with its last day;
    papers already made keep the name they were made with. Raises Refused, NotYours."""
    actor = allowed(by, "system")
    row = _living_unit(unit)
    name, until = _words(name, "name"), until or clock.today()
    if Unit.objects.filter(name=name, ended_on=None).exclude(pk=unit).exists():
        raise Refused(_("Another unit has this name."), field="name")
    if (name, name_en) == (row.name, row.name_en):
        raise Refused(_("That is its name already."), field="name")
    former = [*row.former, {"name": row.name, "name_en": row.name_en, "until": until.isoformat()}]
    return record(
        STREAM, "people.unit_renamed", actor=actor, at=None, key=key,
        payload={"id": unit, "name": name, "name_en": name_en, "former": former},
    )


@transaction.atomic
def merge_units(
    unit: UUID, *, into: UUID, by: Account | None, on: date, key: str | None = None
) -> Entry:
    """Let a unit go over into another one; `on` is its last day. Its people hold the same titles there from
    the next day, none of them as head: who heads the other unit heads it for both, in running matters too.
    Raises Refused, NotYours."""
    actor = allowed(by, "system")
    old, new = _living_unit(unit), _living_unit(into, "into")
    if old.pk == new.pk:
        raise Refused(_("A unit cannot be merged into itself."), field="into")
    if old.body != new.body:
        raise Refused(
            _("The two units are different bodies in the measures, so one cannot stand for the other."),
            _("Transfer the people one by one."), "into",
        )
    posts = list(Post.objects.on(on).filter(unit=old))
    if early := Post.objects.filter(unit=old, since__gt=on).first():
        raise Refused(
            _("A post in %(unit)s begins only on %(day)s.") % {"unit": old.name, "day": dated(early.since)},
            _("Choose a later last day, or end that post first."), "on",
        )
    ended = [{"id": p.pk, "until": on} for p in posts if p.until is None or p.until > on]
    moved = [
        {
            "id": ids.new_id(), "person": p.person_id, "unit": new.pk, "title": p.title, "title_en": p.title_en,
            "head": False, "secretary": p.secretary, "since": on + timedelta(days=1), "until": p.until,
            "stands_in_for": None,
        }
        for p in posts if p.stands_in_for_id is None and (p.until is None or p.until > on)
    ]
    return record(
        STREAM, "people.units_merged", actor=actor, at=None, key=key,
        payload={"id": unit, "into": into, "on": on, "ended": ended, "posts": moved},
    )


@transaction.atomic
def transfer(
    post: UUID, *, unit: UUID, title: str, by: Account | None, on: date, head: bool = False,
    title_en: str = "", key: str | None = None,
) -> Entry:
    """Move a person from a post to another unit; `on` is the first day there. What the old post opened ends
    the day before; being the subject of a matter, or a member of a working group, does not depend on a post.
    Raises Refused, NotYours."""
    actor = allowed(by, "system")
    row = _row(Post, post, _("There is no such post."))
    target, title = _living_unit(unit, "unit"), _words(title, "title")
    if on <= row.since:
        raise Refused(_("The old post began on %(day)s.") % {"day": dated(row.since)}, field="on")
    if row.until is not None and row.until < on - timedelta(days=1):
        raise Refused(_("The old post ended on %(day)s.") % {"day": dated(row.until)}, field="on")
    moved = {
        "id": ids.new_id(), "person": row.person_id, "unit": target.pk, "title": title, "title_en": title_en,
        "head": head, "secretary": False, "since": on, "until": None, "stands_in_for": None,
    }
    return record(
        STREAM, "people.transferred", actor=actor, at=None, key=key,
        payload={"ended": [{"id": row.pk, "until": on - timedelta(days=1)}], "posts": [moved]},
    )


@transaction.atomic
def stand_in(
    post: UUID, *, person: UUID, since: date, until: date, by: Account | None, key: str | None = None
) -> Entry:
    """Let a person hold somebody's post for a time, from day to day. It opens what the post opens, no more:
    a recusal, an interest or being a subject belongs to the person and goes along. Raises Refused, NotYours."""
    actor = allowed(by, "system")
    row = _row(Post, post, _("There is no such post."))
    deputy = _row(Person, person, _("There is no such person."))
    if deputy.pk == row.person_id:
        raise Refused(_("Nobody stands in for themselves."), field="person")
    if row.stands_in_for_id is not None:
        raise Refused(_("This post is itself held for a time."), _("Choose the post it stands for."), "person")
    if since > until:
        raise Refused(_("The last day lies before the first."), field="until")
    if since < row.since or (row.until is not None and until > row.until):
        raise Refused(_("The post itself is not held on all these days."), field="since")
    taken = Post.objects.filter(
        unit=row.unit_id, stands_in_for=row.person_id, since__lte=until, until__gte=since
    ).exclude(person=deputy)
    if taken.exists():
        raise Refused(_("On some of these days somebody else stands in already."), field="since")
    return record(
        STREAM, "people.stand_in_appointed", actor=actor, at=None, key=key,
        payload={"posts": [{
            "id": ids.new_id(), "person": deputy.pk, "unit": row.unit_id, "title": row.title, "title_en": row.title_en,
            "head": row.head, "secretary": row.secretary, "since": since, "until": until,
            "stands_in_for": row.person_id,
        }]},
    )  # fmt: skip


@transaction.atomic
def end_post(post: UUID, *, until: date, by: Account | None, key: str | None = None) -> Entry:
    """Record the last day of a post (that day is still held). Raises Refused, NotYours."""
    actor = allowed(by, "system")
    row = _row(Post, post, _("There is no such post."))
    if until < row.since:
        raise Refused(_("The post began on %(day)s.") % {"day": dated(row.since)}, field="until")
    return record(
        STREAM, "people.post_ended", actor=actor, at=None, key=key, payload={"id": post, "until": until}
    )


@transaction.atomic
def rename_person(
    person: UUID, *, name: str, by: Account | None, name_en: str = "", key: str | None = None
) -> Entry:
    """Correct a person's name. Raises Refused, NotYours."""
    actor = allowed(by, "system")
    _row(Person, person, _("There is no such person."))
    return record(
        STREAM, "people.person_renamed", actor=actor, at=None, key=key,
        payload={"id": person, "name": _words(name, "name"), "name_en": name_en},
    )


# --- reducers --------------------------------------------------------------------------------


def _post(p: dict) -> Put:
    return Put("people.Post", p["id"], {
        "person_id": p["person"], "unit_id": p["unit"], "title": p["title"], "title_en": p["title_en"],
        "head": p["head"], "secretary": p["secretary"], "since": p["since"], "until": p["until"],
        "stands_in_for_id": p["stands_in_for"],
    })  # fmt: skip


def _ended(p: dict) -> Put:
    return Put("people.Post", p["id"], {"until": p["until"]})


@reducer("people.unit_renamed")
def _unit_renamed(entry: Recorded):
    p = entry.payload
    yield Put("people.Unit", p["id"], {"name": p["name"], "name_en": p["name_en"], "former": p["former"]})


@reducer("people.units_merged")
def _units_merged(entry: Recorded):
    p = entry.payload
    yield Put("people.Unit", p["id"], {"ended_on": p["on"], "merged_into_id": p["into"]})
    yield from map(_ended, p["ended"])
    yield from map(_post, p["posts"])


@reducer("people.transferred")
def _transferred(entry: Recorded):
    yield from map(_ended, entry.payload["ended"])
    yield from map(_post, entry.payload["posts"])


@reducer("people.stand_in_appointed")
def _stand_in_appointed(entry: Recorded):
    yield from map(_post, entry.payload["posts"])


@reducer("people.person_renamed")
def _person_renamed(entry: Recorded):
    p = entry.payload
    yield Put("people.Person", p["id"], {"name": p["name"], "name_en": p["name_en"]})
