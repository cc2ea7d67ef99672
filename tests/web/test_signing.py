"""Signing in and out."""

import pytest
from django.test import Client
from django.urls import reverse

from rongcuo.people.models import Account
from rongcuo.web.accounts import tries
from tests.web.conftest import PASSWORD


@pytest.fixture
def inspector(bureau) -> Account:
    account = Account.objects.get(username="inspector")
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client: Client, **data):
    return client.post(reverse("sign-in"), data)


def test_name_and_password_open_the_desk_in_a_new_session(client, inspector):
    client.get(reverse("sign-in"))
    client.session["before"] = 1
    client.session.save()
    before = client.session.session_key
    answer = sign_in(client, username="inspector", password=PASSWORD)
    assert answer.status_code == 302 and answer["Location"] == reverse("desk")
    assert client.session.session_key != before
    assert "示例甲" in client.get(reverse("desk")).content.decode()


def test_a_wrong_password_says_so_and_keeps_the_name(client, inspector):
    answer = sign_in(client, username="inspector", password="no")
    page = answer.content.decode()
    assert answer.status_code == 200 and 'value="inspector"' in page and 'value="no"' not in page
    assert "不一致" in page and "_auth_user_id" not in client.session


def test_after_five_wrong_tries_even_the_right_password_waits(client, inspector):
    for _ in range(tries.TRIES):
        sign_in(client, username="inspector", password="no")
    answer = sign_in(client, username="Inspector ", password=PASSWORD)
    assert "五分钟" in answer.content.decode() and "_auth_user_id" not in client.session
    # Another person at the same desk is not kept waiting.
    assert "不一致" in sign_in(client, username="officer", password="no").content.decode()


def test_success_forgets_the_failed_tries(client, inspector):
    for _ in range(tries.TRIES - 1):
        sign_in(client, username="inspector", password="no")
    sign_in(client, username="inspector", password=PASSWORD)
    client.post(reverse("sign-out"))
    assert "不一致" in sign_in(client, username="inspector", password="no").content.decode()
    assert sign_in(client, username="inspector", password=PASSWORD).status_code == 302


def test_an_account_that_was_closed_does_not_open(client, inspector):
    inspector.is_active = False
    inspector.save()
    assert "不一致" in sign_in(client, username="inspector", password=PASSWORD).content.decode()


def test_signing_out_ends_the_session_and_needs_a_post(client, inspector):
    sign_in(client, username="inspector", password=PASSWORD)
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).status_code == 302
    assert client.get(reverse("desk")).status_code == 302


def test_the_address_asked_for_comes_after_signing_in_but_no_foreign_one(client, inspector):
    asked = client.get(reverse("measures"))
    assert asked["Location"].startswith(reverse("sign-in"))
    assert sign_in(client, username="inspector", password=PASSWORD, next="/measures/")["Location"] == "/measures/"
    for foreign in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        answer = sign_in(client, username="inspector", password=PASSWORD, next=foreign)
        assert answer["Location"] == reverse("desk")


def test_the_demonstration_lists_everybody_by_body_and_one_press_signs_in(client, bureau, settings):
    settings.DEMO = True
    page = client.get(reverse("sign-in")).content.decode()
    for person in bureau.people.values():
        assert person.name in page
    assert page.index("局机关党委（纪委）") < page.index("危险化学品监管处")
    assert sign_in(client, person="officer")["Location"] == reverse("desk")
    assert "范例一" in client.get(reverse("desk")).content.decode()


def test_outside_the_demonstration_nobody_is_listed_or_picked(client, bureau):
    assert "范例一" not in client.get(reverse("sign-in")).content.decode()
    assert sign_in(client, person="officer").status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_person_who_is_not_there_cannot_be_picked(client, bureau, settings):
    settings.DEMO = True
    assert sign_in(client, person="nobody").status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_administrator_finds_no_matter_pages(client, db):
    client.force_login(Account.objects.create(username="root", person=None, administrator=True))
    assert "维护系统" in client.get(reverse("desk")).content.decode()
    for name in ("matters", "acts", "measures", "readings", "calendar"):
        assert client.get(reverse(name)).status_code == 404
