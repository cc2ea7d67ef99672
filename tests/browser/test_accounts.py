"""Passkeys and the word before the screen is locked, in a real browser with an authenticator of its own."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rongcuo.people.models import SignIn


@pytest.fixture
def authenticator(context, desk):
    """A key inside the browser that says yes to everything."""
    client = context.new_cdp_session(desk.page)
    client.send("WebAuthn.enable")
    client.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    return client


def test_a_passkey_is_set_up_and_opens_the_door_alone(desk, authenticator):
    page = desk.page
    desk.sign_in("inspector")
    page.goto(desk.url + reverse("mfa_add_webauthn"))
    page.locator("[name=name]").fill("办公电脑")
    page.locator("[name=passwordless]").check()
    with page.expect_navigation():
        page.locator("[data-passkey-start]").click()
    page.goto(desk.url + reverse("mfa_index"))
    expect(page.locator("main")).to_contain_text("办公电脑")
    desk.sign_out()
    with page.expect_navigation():
        page.locator("[data-passkey-start]").click()
    page.wait_for_url(f"{desk.url}/")
    expect(page.locator(".me-name")).to_contain_text("示例甲")
    assert "factor_added" in SignIn.objects.values_list("what", flat=True)


def test_with_a_passkey_the_password_alone_does_not_open(desk, authenticator):
    page = desk.page
    desk.sign_in("inspector")
    page.goto(desk.url + reverse("mfa_add_webauthn"))
    with page.expect_navigation():
        page.locator("[data-passkey-start]").click()
    desk.sign_out()
    page.locator("[name=username]").fill("inspector")
    page.locator("[name=password]").fill("示例口令-0917-abc")
    page.locator("main .button--primary").click()
    page.wait_for_url("**/sign-in/code/")
    with page.expect_navigation():
        page.locator("[data-passkey-start]").click()
    page.wait_for_url(f"{desk.url}/")


def test_a_word_is_said_before_the_screen_is_locked(desk, settings):
    settings.ACCOUNT_SAFEGUARDS, settings.LOCK_AFTER_IDLE = True, 121  # one second, then two minutes of warning
    desk.sign_in("inspector")
    warning = desk.page.locator("[data-lock-warning]")
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible(timeout=15_000)
    desk.page.get_by_role("button", name="我还在").click()
    expect(warning).to_be_hidden()
