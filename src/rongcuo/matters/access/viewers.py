"""A person on a day, with the capacities of the posts held then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rongcuo import clock
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Person, Post, Unit

#: Capacities that come with a post in a body; the others come with a relation to one matter.
BY_POST = frozenset({"handler", "opinion_giver", "decider", "executor", "supervisor"})


@dataclass(frozen=True)
class Viewer:
    """A person on a day, with the capacities of the posts held then."""

    person: UUID
    day: date
    capacities: frozenset[str]
    headed: frozenset[UUID]
    secretary: bool
    posts: tuple[Post, ...] = ()


#: Who an account without a person is: nobody. Never None, which a unit's rows have for a person.
NOBODY = UUID(int=0)


def viewer_of(person: Person | UUID | None, day: date | None = None) -> Viewer:
    """Read a person's posts once; one query, and one more for those who head a unit."""
    person_id = person.pk if isinstance(person, Person) else person or NOBODY
    day = day or clock.today()
    posts = tuple(Post.objects.on(day).filter(person_id=person_id).select_related("unit"))
    return _viewer(person_id, day, posts, _gone(day) if any(p.head for p in posts) else {})


def viewers_of(people: Iterable[UUID], day: date | None = None) -> dict[UUID, Viewer]:
    """The same for many people; two queries."""
    day = day or clock.today()
    posts: dict[UUID, list[Post]] = {pk: [] for pk in people}
    for post in Post.objects.on(day).filter(person_id__in=posts).select_related("unit"):
        posts[post.person_id].append(post)
    gone = _gone(day)
    return {pk: _viewer(pk, day, tuple(held), gone) for pk, held in posts.items()}


def _gone(day: date) -> dict[UUID, UUID]:
    """Units that went over into others before a day: unit -> the other."""
    ended = Unit.objects.filter(ended_on__lt=day).exclude(merged_into=None)
    return dict(ended.values_list("pk", "merged_into"))


def _viewer(person_id: UUID, day: date, posts: tuple[Post, ...], gone: dict[UUID, UUID]) -> Viewer:
    bodies = current_pack().bodies
    capacities: set[str] = set()
    headed: set[UUID] = set()
    secretary = False
    for post in posts:
        granted = bodies[post.unit.body].capacities if post.unit.body in bodies else ()
        capacities.update(c for c in granted if c in BY_POST)
        if post.head:
            headed.add(post.unit_id)
        secretary = secretary or (post.secretary and "decider" in granted)
    # Who heads a unit heads what went over into it too, at once or by way of others.
    while more := {old for old, new in gone.items() if new in headed} - headed:
        headed |= more
    return Viewer(person_id, day, frozenset(capacities), frozenset(headed), secretary, posts)
