"""Practising on invented facts, in a browser: answers and changes are pressed, Enter works it out."""

import pytest
from playwright.sync_api import expect

from rongcuo.policy import assess
from rongcuo.policy.reasoning import ask
from rongcuo.web.measures.shelf import pack_at


@pytest.fixture
def browser_context_args(browser_context_args):
    """As on a desk without scripts: nothing here may need them."""
    return {**browser_context_args, "java_script_enabled": False}


def test_the_first_question_is_answered_a_change_is_tried_and_enter_works_it_out(desk, bureau):
    page, pack = desk.page, pack_at("gansu-anjian-2018/1.0.0")
    with desk.sits("inspector"):
        page.get_by_role("link", name="《办法》", exact=True).click()
        page.get_by_role("link", name="用虚构事实推演").click()
        result = page.locator("#result")
        expect(result.locator(".outcome")).to_have_text("尚不能确定")
        first = result.locator(".asked-one").first
        name = ask_first(pack)
        expect(first).to_contain_text(pack.facts[name].question.zh)
        first.get_by_role("button", name="否").click()
        expect(result.locator(".outcome")).to_have_text("不在适用范围")
        expect(page.locator(f"[name=f-{name}]")).to_have_value("no")
        result.get_by_role("button", name="试一试").first.click()
        expect(result.locator(".outcome")).not_to_have_text("不在适用范围")
        # Enter in a field is the one primary button, never the first answer
        page.goto(f"{page.url.split('#')[0]}?example=a03-clear")
        page.locator("[name=f-act_started_on]").fill("2018-02-22")
        page.locator("[name=f-act_started_on]").press("Enter")
        expect(result.locator(".outcome")).to_have_text("不在适用范围")
        expect(page.locator("[name=f-act_started_on]")).to_have_value("2018-02-22")


def ask_first(pack) -> str:
    return ask(assess(pack, {})).questions[0].fact
