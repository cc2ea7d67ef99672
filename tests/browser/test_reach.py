"""States that no address shows by itself, and every form by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from rongcuo.corrections.models import Plan
from rongcuo.matters.models import Act, ActSubject, Matter
from rongcuo.people.models import Person, Unit
from tests.browser.axe import violations
from tests.browser.desk import PHONE, SCREEN
from tests.matters.world import Case


@pytest.fixture
def matters(bureau) -> dict[str, Case]:
    """An act noticed, a matter being verified, one before the leading group, one filed and its error talked over."""
    started, found = date(2026, 3, 2), {}
    for key, until, who, unit, head in (
        ("verified", "heard", "inspector", "chemicals", "chemicals_head"),
        ("decided", "opinion", "licensor", "licensing", "licensing_head"),
        ("filed", "filed", "trainer", "training", "training_head"),
        ("noticed", "noticed", "mines_inspector", "mines", "mines_head"),
    ):
        found[key] = Case(bureau, started, subject=who, unit=unit, head=head).until(until)
    found["filed"].take("talk_held")
    return found


def forms(matters: dict[str, Case]) -> list[tuple[str, list[str]]]:
    """Who fills in what: the forms that the story told with the keyboard alone does not pass."""
    verified, decided, filed = matters["verified"], matters["decided"], matters["filed"]
    asked, plan = ActSubject.objects.get(act=matters["noticed"].act), Plan.objects.get(matter=filed.matter_id)

    def step(case: Case, action: str) -> str:
        return reverse("act-on", args=[case.matter_id, action])

    def correct(action: str) -> str:
        return reverse("correction-step", args=[plan.pk, action])

    return [
        ("mines_inspector", [reverse("apply-screen", args=[asked.pk, slug]) for slug in ("what", "situation", "evidence")]),
        ("officer", [step(verified, "appoint_group"), step(filed, "check_dossier"), correct("talk"), correct("hear_before_referral")]),
        ("verifier_1", [step(verified, "add_evidence")]),
        ("secretary", [step(decided, "postpone")]),
        ("trainer", [correct("draw_up")]),
    ]  # fmt: skip


def test_the_sample_people_and_the_forms_that_were_not_taken(desk, matters, settings):
    settings.DEMO = True
    desk.day.is_(matters["filed"].day)
    desk.page.goto(f"{desk.url}/sign-in/")
    found = violations(desk.page)
    desk.page.get_by_role("button", name="范例一").click()
    desk.denied("/matters/00000000-0000-0000-0000-000000000000/")
    found += violations(desk.page)
    desk.denied(reverse("act-on", args=[matters["filed"].matter_id, "publish"]), status=409)
    found += violations(desk.page)
    desk.page.goto(desk.url + reverse("act-new"))
    desk.press()
    expect(desk.page.locator(".error-summary")).to_be_focused()
    found += violations(desk.page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_answer_to_what_went_wrong(desk, lang):
    """400 to 500, as a browser gets them: what happened, what was kept, what to do; on a phone too."""
    request = RequestFactory().get("/gone-wrong/")
    request.user = AnonymousUser()
    found = []
    for name in ("400", "403", "403_csrf", "404", "409", "413", "429", "500"):
        with translation.override(lang):
            body = render_to_string(f"{name}.html", {"back": "/"}, request if name not in {"400", "500"} else None)
        desk.page.route("**/gone-wrong/", answering(body))
        desk.page.set_viewport_size(SCREEN)
        desk.page.goto(f"{desk.url}/gone-wrong/")
        expect(desk.page.locator("h1")).to_have_count(1)
        found += [f"{name} {line}" for line in violations(desk.page)]
        desk.page.set_viewport_size(PHONE)
        found += [f"{name} is too wide"] * bool(desk.overflow())
        desk.page.unroute("**/gone-wrong/")
    assert not found, "\n".join(found)


def test_names_of_sixty_letters_stay_within_the_page(desk, matters):
    """A unit, a title and people sixty letters long; on a phone and on a screen."""
    Person.objects.update(name="示例" * 30)
    Unit.objects.update(name="示例应急管理综合行政执法监督局" * 4, name_en="Sample Bureau for Comprehensive Law Enforcement Supervision")
    Act.objects.update(brief="未分段的长题名" * 8)
    Matter.objects.update(title="Unbrokentitle" * 5)
    desk.day.is_(matters["filed"].day)
    desk.sign_in("officer")
    matter, subject = matters["filed"].matter_id, matters["filed"].subject.pk
    places = [
        *[reverse(name) for name in ("desk", "matters", "acts", "act-new", "register", "corrections", "warnings")],
        reverse("act", args=[matters["filed"].act.pk]), reverse("matter", args=[matter]), reverse("documents", args=[matter]),
        reverse("reasons", args=[matter, subject]), reverse("effects", args=[matter, subject]),
        reverse("act-on", args=[matters["verified"].matter_id, "appoint_group"]),
    ]  # fmt: skip
    found = []
    for lang in ("zh-hans", "en"):
        desk.context.add_cookies([{"name": "django_language", "value": lang, "url": desk.url}])
        for place in places:
            for size in (SCREEN, PHONE):
                desk.page.set_viewport_size(size)
                desk.page.goto(desk.url + place)
                if desk.overflow():
                    found.append(f"{place} ({lang}) is {desk.overflow()} px wider than {size['width']}")
    assert not found, "\n".join(found)


def answering(body: str):
    """Whatever is asked, this page is the answer."""
    return lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")


#: What can be reached on a page: seen, not turned off; of the buttons of one choice (radio) one is enough.
STOPS = """() => {
  const seen = new Set(), found = [];
  for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (e.disabled || e.type === "hidden" || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true})) continue;
    if (e.type === "radio") { if (seen.has(e.name)) continue; seen.add(e.name); }
    found.push(e);
  }
  return found.map(e => e.type === "radio" ? "radio:" + e.name : (window.keys ??= new Map(), keys.set(e, keys.get(e) ?? keys.size), "e" + keys.get(e)));
}"""
HERE = """() => { const e = document.activeElement;
  return !e || e === document.body ? "" : e.type === "radio" ? "radio:" + e.name : "e" + (window.keys?.get(e) ?? "?"); }"""


def test_every_form_of_the_story_is_reached_by_keyboard_and_nothing_holds_it(desk, matters):
    """All that can be pressed or filled in is a stop of the Tab key, in order, and the last one leads out again."""
    desk.day.is_(matters["filed"].day)
    missed = []
    for who, addresses in forms(matters):
        desk.sign_in(who)
        for address in addresses:
            desk.page.goto(desk.url + address)
            wanted = desk.page.evaluate(STOPS)
            assert desk.page.evaluate("() => !document.querySelector('[tabindex]:not([tabindex=\"0\"], [tabindex=\"-1\"])')")
            desk.page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
            reached = set()
            for _ in range(2 * len(wanted) + 20):  # dates and files have stops of their own inside
                desk.page.keyboard.press("Tab")
                reached.add(desk.page.evaluate(HERE))
                if set(wanted) <= reached:
                    break
            missed += [(address, stop) for stop in set(wanted) - reached]
        desk.sign_out()
    assert not missed, missed
