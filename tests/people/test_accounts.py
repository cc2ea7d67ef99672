"""Accounts are opened by one administrator and let in by another, and every step stands in the record."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import read
from rongcuo.people import accounts
from rongcuo.people.errors import NotYours, Refused
from rongcuo.people.models import Account


def test_nobody_alone_makes_an_account_that_works(bureau, keeper):
    system, security, audit = keeper("system"), keeper("security"), keeper("audit")
    person = bureau["inspector"].pk
    for by in (security, audit):
        with pytest.raises(NotYours):
            accounts.open_account("jia", by=by, person=person)
    account = accounts.open_account("jia", by=system, person=person)
    assert not account.is_active and not account.has_usable_password()
    for by in (system, audit):
        with pytest.raises(NotYours):
            accounts.let_in(account.uid, by=by)
    password = accounts.let_in(account.uid, by=security)
    account.refresh_from_db()
    assert account.is_active and account.must_change and account.check_password(password)
    told = [(e.kind, e.actor) for e in read(accounts.STREAM)]
    assert told == [("account.opened", system.uid), ("account.let_in", security.uid)]
    assert password not in "".join(e.payload.body for e in Entry.objects.select_related("payload"))


def test_administrators_are_appointed_only_at_the_command_line(bureau, keeper):
    with pytest.raises(Refused):
        accounts.open_account("second", by=keeper("system"), duty="system")
    account = accounts.open_account("second", by=None, duty="security", password="一句很长的示例口令")
    assert account.duties == "security" and account.person is None
    with pytest.raises(Refused):  # nor does one administrator close another
        accounts.close(account.uid, by=keeper("security"), reason="试")


@pytest.mark.parametrize("duty", ["system", "security", "audit"])
def test_an_administrator_cannot_be_a_person_too(bureau, duty):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create("both", bureau["inspector"], administrator=True, duty=duty)


def test_closing_and_factors_need_a_reason_and_passwords_are_new_each_time(bureau, keeper):
    security = keeper("security")
    account = accounts.open_account("jia", by=None, person=bureau["inspector"].pk, password="一句很长的示例口令")
    for do in (accounts.close, accounts.remove_factors):
        with pytest.raises(Refused) as caught:
            do(account.uid, by=security, reason=" ")
        assert caught.value.field == "reason"
    assert len({accounts.issue_password(account.uid, by=security) for _ in range(5)}) == 5
    accounts.close(account.uid, by=security, reason="已调离。")
    account.refresh_from_db()
    assert not account.is_active


@pytest.mark.parametrize("name", ["", "  ", "jia", "JIA"])
def test_a_name_is_one_accounts_only(bureau, keeper, name):
    accounts.open_account("jia", by=None, person=bureau["officer"].pk)
    with pytest.raises(Refused) as caught:
        accounts.open_account(name, by=keeper("system"), person=bureau["inspector"].pk)
    assert caught.value.field == "username"
