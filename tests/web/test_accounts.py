"""Who comes in: second factors, being asked again, the locked screen, and nobody locked out by another."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as site
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rongcuo.matters.models import ActSubject, Draft
from rongcuo.people.models import Account, SignIn
from rongcuo.policy.model import Accounts
from rongcuo.web.accounts import locking, tries
from tests.web.conftest import PASSWORD


@pytest.fixture(autouse=True)
def guarded(settings):
    settings.ACCOUNT_SAFEGUARDS = True


@pytest.fixture
def with_password(bureau):
    """with_password("officer") is the account, which now has the password of these tests."""

    def give(username: str, **more) -> Account:
        account = Account.objects.filter(username=username).first() or Account(username=username, **more)
        account.set_password(PASSWORD)
        account.save()
        return account

    return give


def come_in(username: str, password: str = PASSWORD, client: Client | None = None, **more) -> Client:
    client = client or Client(**more)
    client.post(reverse("sign-in"), {"username": username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str) -> str:
    """The six digits an authenticator shows now."""
    cache.clear()  # a code is taken once; these tests take several in half a minute
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def set_up_authenticator(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, page
    secret = re.search(r"<code>(\w+)</code>", page.content.decode()).group(1)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes"), answer.content.decode()
    return secret


# --- tries -----------------------------------------------------------------------------------


def test_whoever_fails_at_anothers_name_makes_only_himself_wait(with_password):
    with_password("officer")
    own = come_in("officer", REMOTE_ADDR="10.0.0.1")
    own.post(reverse("sign-out"))
    for _ in range(tries.TRIES + 1):  # a stranger, at the same address even
        come_in("officer", "guess", REMOTE_ADDR="10.0.0.1")
        come_in("officer", "guess", REMOTE_ADDR="10.0.0.2")
    assert "五分钟" in Client(REMOTE_ADDR="10.0.0.2").post(
        reverse("sign-in"), {"username": "officer", "password": PASSWORD}
    ).content.decode()
    assert is_in(come_in("officer", client=own)), "the own browser is known and does not wait"
    assert is_in(come_in("officer", REMOTE_ADDR="10.0.0.3")), "nor does another machine"


def test_a_known_browser_waits_for_its_own_failures(with_password):
    with_password("officer")
    own = come_in("officer")
    own.post(reverse("sign-out"))
    for _ in range(tries.TRIES):
        come_in("officer", "guess", client=own)
    assert not is_in(come_in("officer", client=own))


def test_names_of_nobody_are_answered_alike_and_are_not_kept(with_password):
    with_password("officer")
    closed = with_password("registrar")
    closed.is_active = False
    closed.save()

    def pages(name: str) -> list[str]:
        client = Client(REMOTE_ADDR=f"10.1.0.{len(name)}")
        found = []
        for _ in range(tries.TRIES + 1):
            answer = client.post(reverse("sign-in"), {"username": name, "password": "wrong"})
            assert answer.status_code == 200
            found.append(re.sub(r'value="[^"]*"|\w{64}', "", answer.content.decode()))
        return found

    known, nobody, shut = pages("officer"), pages("my-password-typed-here"), pages("registrar")
    assert known == nobody
    assert known == shut
    assert "五分钟" in known[-1] and "五分钟" not in known[-2]
    assert set(SignIn.objects.values_list("account__username", flat=True)) == {"officer", "registrar", None}


def test_a_forwarded_address_is_believed_only_behind_a_proxy(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert tries.address(request) == "10.0.0.9"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert tries.address(request) == "192.0.2.7"


# --- passwords -------------------------------------------------------------------------------


@pytest.mark.parametrize("weak", ["short", "12345678901", "password123", "inspector-1"])
def test_a_password_keeps_the_rules_and_the_old_one_is_asked_for(with_password, weak):
    with_password("inspector")
    client = come_in("inspector")
    place = reverse("account_change_password")
    new = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert client.post(place, new).status_code == 200
    good = {"password1": "一句容易记住的话-2026", "password2": "一句容易记住的话-2026"}
    assert client.post(place, {"oldpassword": "no", **good}).status_code == 200
    assert client.post(place, {"oldpassword": PASSWORD, **good}).status_code == 302
    assert is_in(client) and is_in(come_in("inspector", good["password1"]))
    assert not is_in(come_in("inspector"))


def test_changing_the_password_ends_all_other_sessions(with_password):
    with_password("inspector")
    here, there = come_in("inspector"), come_in("inspector")
    new = "一句容易记住的话-2026"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get(reverse("desk")).status_code == 200
    assert there.get(reverse("desk")).status_code == 302


def test_a_password_that_was_handed_over_is_used_once(with_password):
    account = with_password("inspector")
    Account.objects.filter(pk=account.pk).update(must_change=True)
    client = come_in("inspector")
    assert client.get(reverse("desk"))["Location"] == reverse("account_change_password")
    new = "一句容易记住的话-2026"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(reverse("desk")).status_code == 200


# --- second factors --------------------------------------------------------------------------


@pytest.mark.parametrize("who, owes", [
    ("leader_1", True), ("secretary", True), ("officer", False), ("inspector", False),
])  # fmt: skip
def test_those_who_decide_set_up_a_second_factor_before_anything_else(with_password, who, owes):
    with_password(who)
    client = come_in(who)
    answer = client.get(reverse("matters"))
    assert (answer.status_code == 302 and answer["Location"] == reverse("mfa_index")) == owes
    if owes:
        set_up_authenticator(client)
        assert client.get(reverse("matters")).status_code == 200


@pytest.mark.parametrize("duty", ["system", "security", "audit"])
def test_administrators_too(with_password, duty):
    with_password("keeper", duty=duty, administrator=True)
    client = come_in("keeper")
    assert client.get(reverse("desk"))["Location"] == reverse("mfa_index")
    set_up_authenticator(client)
    assert client.get(reverse("desk")).status_code == 200


def test_what_the_pack_does_not_ask_is_not_asked(with_password, monkeypatch):
    nothing = Accounts(frozenset(), frozenset())
    monkeypatch.setattr("rongcuo.web.accounts.factors.current_pack", lambda: SimpleNamespace(accounts=nothing))
    with_password("leader_1")
    assert come_in("leader_1").get(reverse("matters")).status_code == 200


def test_the_authenticator_is_asked_for_and_its_secret_lies_encrypted(with_password):
    with_password("leader_1")
    secret = set_up_authenticator(come_in("leader_1"))
    kept = Authenticator.objects.get(type="totp").data
    assert secret not in str(kept)
    client = come_in("leader_1")
    assert not is_in(client)
    place = reverse("mfa_authenticate")
    assert client.get(place).status_code == 200
    assert client.post(place, {"code": "000000"}).status_code == 200 and not is_in(client)
    code = code_of(secret)
    assert client.post(place, {"code": code}).status_code == 302 and is_in(client)
    again = come_in("leader_1")
    assert again.post(place, {"code": code}).status_code == 200 and not is_in(again), "a code works once"
    assert "code_failed" in SignIn.objects.values_list("what", flat=True)


def test_codes_cannot_be_guessed(with_password):
    with_password("leader_1")
    secret = set_up_authenticator(come_in("leader_1"))
    client = come_in("leader_1")
    code = code_of(secret)
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(client)


def test_a_recovery_code_opens_once(with_password):
    with_password("leader_1")
    client = come_in("leader_1")
    set_up_authenticator(client)
    codes = re.findall(r"<code>([\w-]+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) >= 8
    for opens in (True, False):
        other = come_in("leader_1")
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(other) == opens


def test_factors_are_changed_only_after_a_fresh_proof(with_password, settings):
    with_password("officer")
    client = come_in("officer")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_reauthenticate"))


# --- weighty steps ---------------------------------------------------------------------------


@pytest.fixture
def determining(case, with_password, on):
    """The secretary's browser with a second factor, long after signing in, and the day."""
    case.until("opinion")
    with_password("secretary")
    client = come_in("secretary")
    secret = set_up_authenticator(client)
    session = client.session
    session[locking.PROVED] = 0
    session.save()
    with on(case.day):
        yield case, client, secret


def test_a_weighty_step_asks_again_and_keeps_what_was_written(determining):
    case, client, secret = determining
    place = reverse("act-on", args=[case.matter_id, "postpone"])
    assert 'name="again"' in client.get(place).content.decode()
    case.matter.refresh_from_db()
    form = {"at": case.matter.position, "key": "one", "reason": "材料尚需补充。"}
    for wrong in ({}, {"again": "not it"}):
        answer = client.post(place, form | wrong)
        page = answer.content.decode()
        assert answer.status_code == 200 and "材料尚需补充。" in page and "not it" not in page
    before = case.matter.position
    case.matter.refresh_from_db()
    assert case.matter.position == before, "nothing was done"
    assert client.post(place, form | {"again": code_of(secret)}).status_code == 302
    case.matter.refresh_from_db()
    assert case.matter.position == before + 1
    assert 'name="again"' not in client.get(place).content.decode(), "not asked twice in a short while"


def test_a_plain_step_is_not_asked_about(case, with_password, on):
    case.until("submitted")
    with_password("chemicals_head")
    client = come_in("chemicals_head")
    session = client.session
    session[locking.PROVED] = 0
    session.save()
    with on(case.day):
        place = reverse("act-on-subject", args=[case.matter_id, case.subject.pk, "forward"])
        assert 'name="again"' not in client.get(place).content.decode()


# --- the locked screen -----------------------------------------------------------------------


def stand_still(client: Client, seconds: int) -> None:
    session = client.session
    session[locking.SEEN] = session[locking.BEGAN] = time.time() - seconds
    session.save()


@pytest.fixture
def writing(case, with_password, on):
    """The inspector's browser in the middle of an application, left alone for an hour."""
    case.until("noticed")
    with_password("inspector")
    client = come_in("inspector")
    with on(case.day):
        stand_still(client, 3600)
        yield case, client


def test_a_locked_screen_shows_nothing_and_loses_nothing(writing):
    case, client = writing
    target = ActSubject.objects.get(act=case.act)
    place = reverse("apply-screen", args=[target.pk, "what"])
    answer = client.post(place, {"account": "当天到现场，连夜处置。", "go": "next"})
    assert answer["Location"].startswith(reverse("unlock"))
    assert not Draft.objects.filter(form__account="当天到现场，连夜处置。").exists()
    for name in ("desk", "measures", "account"):
        assert client.get(reverse(name))["Location"].startswith(reverse("unlock"))
    page = client.get(reverse("unlock")).content.decode()
    assert "当天到现场" not in page and case.act.number not in page
    assert client.post(reverse("unlock"), {"again": "no"}).status_code == 200
    kept = client.post(reverse("unlock"), {"again": PASSWORD}).content.decode()
    assert "当天到现场，连夜处置。" in kept and f'action="{place}"' in kept
    assert client.post(place, {"account": "当天到现场，连夜处置。", "go": "next"}).status_code == 302
    assert Draft.objects.get().form["account"] == "当天到现场，连夜处置。"


def test_what_was_kept_is_nobody_elses(writing, with_password):
    case, client = writing
    target = ActSubject.objects.get(act=case.act)
    client.post(reverse("apply-screen", args=[target.pk, "what"]), {"account": "只给自己看的话"})
    client.post(reverse("sign-out"))
    with_password("officer")
    come_in("officer", client=client)
    assert client.get(reverse("unlock"))["Location"] == reverse("desk")
    assert "只给自己看的话" not in str(dict(client.session))


def test_saving_in_the_background_leads_to_the_question_too(writing):
    case, client = writing
    place = reverse("apply-screen", args=[ActSubject.objects.get(act=case.act).pk, "what"])
    answer = client.post(place, {"account": "字"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204 and answer["HX-Redirect"].startswith(reverse("unlock"))
    assert client.session[locking.KEPT]["path"] == place


def test_saying_that_one_is_there_starts_the_time_anew(with_password):
    with_password("inspector")
    client = come_in("inspector")
    stand_still(client, site.LOCK_AFTER_IDLE - 60)
    assert client.post(reverse("still-here")).status_code == 204
    assert time.time() - client.session[locking.SEEN] < 60
    stand_still(client, site.LOCK_AFTER_IDLE + 60)
    assert client.post(reverse("still-here")).status_code == 302


def test_every_page_says_when_it_is_locked(with_password):
    with_password("inspector")
    page = come_in("inspector").get(reverse("desk")).content.decode()
    assert f'data-lock="{site.LOCK_AFTER_IDLE}"' in page and "data-lock-warning" in page


# --- sessions --------------------------------------------------------------------------------


def test_sessions_are_listed_and_the_others_ended(with_password):
    with_password("inspector")
    here = come_in("inspector", headers={"user-agent": "此处"}, REMOTE_ADDR="10.0.0.1")
    there = come_in("inspector", headers={"user-agent": "别处"}, REMOTE_ADDR="10.0.0.2")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "此处" in page and "别处" in page and "10.0.0.2" in page
    assert here.post(reverse("usersessions_list")).status_code == 302
    assert here.get(reverse("desk")).status_code == 200
    assert there.get(reverse("desk")).status_code == 302


def test_nobody_signs_up_no_mail_is_sent_and_no_other_page_of_the_library_exists(with_password, client):
    for place in ("signup/", "account/signup/", "account/email/", "account/password/reset/", "accounts/", "admin/"):
        assert client.get(f"/{place}").status_code == 404
    with_password("leader_1")
    set_up_authenticator(come_in("leader_1"))
    assert mail.outbox == []


def test_the_demonstration_asks_for_none_of_it(bureau, settings):
    settings.DEMO, settings.ACCOUNT_SAFEGUARDS = True, False
    client = Client()
    client.post(reverse("sign-in"), {"person": "leader_1"})
    assert client.get(reverse("matters")).status_code == 200
    assert client.get(reverse("account")).status_code == 200
