"""Without JavaScript: signing in, opening a matter, applying and taking a step work all the same."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rongcuo.matters.models import ActSubject, Draft
from tests.matters.world import Case


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


def test_a_step_is_taken_without_scripts(desk, bureau):
    case = Case(bureau).until("submitted")
    desk.day.is_(case.day)
    page = desk.page
    with desk.sits("chemicals_head"):
        desk.takes("转报")
        desk.begins("转报")
        page.locator("[name=words]").fill("情况属实，同意转报。")
        page.locator("main form .button--primary").click()
        expect(page.locator("body")).to_contain_text("情况属实，同意转报。")
    assert case.subject.state == "received"


def test_a_refused_form_keeps_what_was_typed(desk, bureau):
    case = Case(bureau).until("forwarded")
    desk.day.is_(case.day)
    with desk.sits("officer"):
        desk.takes("受理")
        desk.begins("受理")
        desk.page.locator("main form .button--primary").click()  # the scope is not confirmed
        expect(desk.page.locator(".error-summary")).to_be_visible()
        desk.page.locator("[name=in_scope]").check()
        desk.page.locator("main form .button--primary").click()
        expect(desk.page.locator(".error-summary")).to_have_count(0)
    assert case.subject.state == "accepted"


def test_the_application_is_saved_without_scripts(desk, bureau):
    case = Case(bureau).until("noticed")
    desk.day.is_(case.day)
    target, page = ActSubject.objects.get(act=case.act), desk.page
    with desk.sits("inspector"):
        desk.takes("提出书面申请")
        page.get_by_role("link", name="开始填写").click()
        page.locator("[name=account]").fill("当天到现场协调。")
        page.get_by_role("button", name="保存并继续").click()
        expect(page).to_have_url(desk.url + reverse("apply-screen", args=[target.pk, "situation"]))
    assert Draft.objects.get().form["account"] == "当天到现场协调。"
