"""One request, one entry: an action that is asked again says what it did the first time.

Every action outside the procedure's own moves (`doing.action` does the same for those) stands under `once`: one
transaction, one writer at a time, and a request's key makes one entry, however often it arrives.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from rongcuo.ledger.errors import KeyReused
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import lock
from rongcuo.people.models import Person


def first_result(actor: Person, key: str | None, kind: str, stream: UUID | None = None) -> Entry | None:
    """The entry an earlier request with this key made, if any.

    KeyReused where it made another kind of entry, or one in another stream: that is a fault of the
    face, and saying "done" would be untrue.
    """
    if not key:
        return None
    found = Entry.objects.filter(actor=actor.pk, key=key).first()
    if found is None:
        return None
    if found.kind != kind or stream not in {None, found.stream}:
        raise KeyReused(f"key {key} was used for {found.kind} in {found.stream}, now for {kind}")
    found.repeated = True
    return found


def once(kind: str, stream: str | UUID | None = None, of: Callable[[UUID], UUID] | None = None):
    """Make an action of a function that writes one entry of `kind`.

    stream: the name of its first parameter where that is the entry's stream, or gives it by `of`; or the stream.
    """

    def wrap(body: Callable[..., Entry]):
        @functools.wraps(body)
        @transaction.atomic
        def run(*args, actor: Person, key: str, **fields) -> Entry:
            lock()
            where = stream
            if isinstance(stream, str):
                where = args[0] if args else fields[stream]
            earlier = first_result(actor, key, kind, of(where) if of else where)
            return earlier or body(*args, actor=actor, key=key, **fields)

        return run

    return wrap
