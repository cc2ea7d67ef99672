"""The office's side: accounts, privacy notices, official papers, the dossier and its retention."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.policy.model.words import Item, Text
from rongcuo.policy.record import Record


class Accounts(Record):
    """What is asked of accounts: capacities that need a second factor ("administrator" among them), and
    actions before which a person is asked again who they are."""

    second_factor: frozenset[str]
    weighty: frozenset[str]


class PrivacyNotice(Record):
    """What personal information a step handles, and what for."""

    what: Text
    why: Text


class Privacy(Record):
    """Who handles personal information, on what law, the rights; and the notice of each step by action, "" for
    every step that has none of its own."""

    by: Text
    law: Text
    rights: Text
    notices: Mapping[str, PrivacyNotice]


class Template(Item):
    """What an official paper says: texts with {field} places, set by `rongcuo.documents`."""

    form: str  # its number in the list of forms, F1 to F21
    kind: str  # 文种, or "internal"
    profile: str  # document | letter | minutes | form
    source: str  # the kind of record it is made from ("from" in the file)
    when: Mapping[str, tuple[str, ...]]  # only for records of which this is so
    by: tuple[str, ...]  # capacities that draft, review and sign it; none: it is not issued
    readings: tuple[str, ...]  # without these confirmed it cannot be issued
    no_verdict: bool  # the procedure's verdict words must not stand in it
    mark: str
    number: str
    issuer: str
    upward: bool
    title: str
    to: str
    blocks: tuple[str | Mapping[str, object], ...]
    annexes: tuple[str, ...]
    remark: str
    sealed: bool
    sign: tuple[str, ...]
    cc: str
    hide: tuple[str, ...]  # fields a public copy leaves out


class Piece(Item):
    """One 件 of a matter's dossier: the kinds of paper in it, the main one first.

    per: one for each subject, or one for the whole matter. evidence: the lanes whose pieces of
    evidence are its annexes. keep: its own period, None where the dossier's applies.
    """

    papers: tuple[str, ...]
    per: str
    evidence: tuple[str, ...]
    keep: str | None


class Ground(Item):
    """Why a whole dossier is kept for another period; a person names it when the matter is closed."""

    keep: str
