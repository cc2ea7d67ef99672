"""Accounts: opened by the system administrator, let in and out by the security administrator.

What is recorded is who did what to which account and when, in a stream of its own; passwords, sessions and
second factors are not in the record. The table itself is not replayed (docs/ledger.md).
"""

from __future__ import annotations

import secrets
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.ledger.record import record
from rongcuo.ledger.reduce import Recorded, reducer
from rongcuo.people.duties import allowed
from rongcuo.people.errors import Refused
from rongcuo.people.models import DUTIES, Account, Person

STREAM = UUID("00000000-0000-4000-8000-000000000004")
KINDS = ("opened", "let_in", "closed", "password_issued", "factors_removed", "sessions_ended")


def _note(what: str, account: Account, actor: UUID | None, by: Account | None, **more) -> None:
    record(
        STREAM, f"account.{what}", actor=actor, at=None,
        payload={"account": account.uid, "name": account.username, "by": by.username if by else None, **more},
    )


@transaction.atomic
def open_account(
    username: str, *, by: Account | None, person: UUID | None = None, duty: str = "", password: str | None = None
) -> Account:
    """Open an account for a person, or an administrator's (`duty`, from the command line only). Opened by an
    administrator it is closed until the security administrator lets it in. Raises Refused, NotYours."""
    actor = allowed(by, "system")
    username = " ".join(username.split())
    if not username or not username.isprintable():
        raise Refused(_("Please fill this in."), field="username")
    if Account.objects.filter(username__iexact=username).exists():
        raise Refused(_("This name is taken."), field="username")
    if bool(duty) == bool(person) or duty and (duty not in DUTIES or by is not None):
        raise Refused(_("An account belongs to a person; administrators are appointed at the command line."))
    if person and Account.objects.filter(person=person).exists():
        raise Refused(_("This person has an account already."), field="person")
    account = Account.objects.create(
        username, Person.objects.get(pk=person) if person else None, password, administrator=bool(duty), duty=duty,
        is_active=by is None, uid=ids.new_id(),
    )
    _note("opened", account, actor, by, person=person, duty=duty)
    return account


def _other(uid: UUID, by: Account | None) -> Account:
    account = Account.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if account is None:
        raise Refused(_("There is no such account."))
    if by is not None and account.duty:
        raise Refused(_("Administrators' accounts are looked after at the command line, with rongcuo people."))
    return account


@transaction.atomic
def let_in(uid: UUID, *, by: Account | None) -> str:
    """Open the door of an account and issue a password to be handed over and used once. Raises Refused, NotYours."""
    actor = allowed(by, "security")
    account = _other(uid, by)
    password = _issue(account)
    account.is_active = True
    account.save(update_fields=["is_active"])
    _note("let_in", account, actor, by)
    return password


@transaction.atomic
def close(uid: UUID, *, by: Account | None, reason: str) -> None:
    """Shut the door of an account and end its sessions; nothing else of it is lost. Raises Refused, NotYours."""
    actor = allowed(by, "security")
    account = _other(uid, by)
    if not reason.strip():
        raise Refused(_("This must be said in words."), field="reason")
    account.is_active = False
    account.save(update_fields=["is_active"])
    _end_sessions(account)
    _note("closed", account, actor, by, reason=reason.strip())


@transaction.atomic
def issue_password(uid: UUID, *, by: Account | None) -> str:
    """A new password to be handed over and used once, for somebody who forgot theirs. Raises Refused, NotYours."""
    actor = allowed(by, "security")
    account = _other(uid, by)
    password = _issue(account)
    _end_sessions(account)
    _note("password_issued", account, actor, by)
    return password


@transaction.atomic
def remove_factors(uid: UUID, *, by: Account | None, reason: str) -> None:
    """Take away all second factors, for somebody who lost theirs; sessions end too. Raises Refused, NotYours."""
    actor = allowed(by, "security")
    account = _other(uid, by)
    if not reason.strip():
        raise Refused(_("This must be said in words."), field="reason")
    Authenticator.objects.filter(user=account).delete()
    _end_sessions(account)
    _note("factors_removed", account, actor, by, reason=reason.strip())


@transaction.atomic
def end_sessions(uid: UUID, *, by: Account | None) -> int:
    """End every session of an account; how many there were. Raises Refused, NotYours."""
    actor = allowed(by, "security")
    account = _other(uid, by)
    count = _end_sessions(account)
    _note("sessions_ended", account, actor, by, count=count)
    return count


def _issue(account: Account) -> str:
    """Four groups that can be read aloud and typed; no look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    password = "-".join("".join(secrets.choice(letters) for _n in range(4)) for _m in range(4))
    account.set_password(password)
    account.must_change = True
    account.save(update_fields=["password", "must_change"])
    return password


def _end_sessions(account: Account) -> int:
    rows = list(UserSession.objects.filter(user=account))
    for row in rows:
        row.end()
    return len(rows)


def _nothing(entry: Recorded):
    """These entries are the record themselves; the table of accounts is not made from them."""
    return ()


for _kind in KINDS:
    reducer(f"account.{_kind}")(_nothing)
