"""What can go wrong with the record. No Django here."""

from __future__ import annotations

from typing import Any
from uuid import UUID


class LedgerError(Exception):
    """Any refusal of the ledger."""


class NotCanonical(LedgerError):
    """A payload holds something that canonical JSON cannot carry: a float, a set, a lazy text."""


class NotInTransaction(LedgerError):
    """record() was called outside transaction.atomic()."""


class UnknownKind(LedgerError):
    """No reducer is registered for this kind, or not for this schema version."""


class UnknownTable(LedgerError):
    """A reducer touched a table or a field that is not declared as replayed."""


class KeyReused(LedgerError):
    """The same actor used the same request key for an entry of another kind."""


class NotPermitted(LedgerError):
    """A payload may not be destroyed like this."""


class Broken(LedgerError):
    """The record does not verify, so nothing further may be built on it."""


class Stale(LedgerError):
    """Someone acted first: the stream's head is not the position the caller saw.

    stream: UUID; expected: the position the caller saw; found: the position that stands (0 = no
    entries); last_entry: the Entry at that position or None (who acted: .actor, when: .instant).
    """

    def __init__(self, stream: UUID, expected: int, found: int, last_entry: Any):
        super().__init__(f"stream {stream}: position {expected} was expected, {found} was found")
        self.stream = stream
        self.expected = expected
        self.found = found
        self.last_entry = last_entry
