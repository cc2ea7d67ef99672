"""Every kind of page, in both languages: no violation that axe can find, and all of it by keyboard."""

from __future__ import annotations

import json
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from rongcuo.corrections.models import Plan
from rongcuo.insight.models import Report
from rongcuo.matters.models import ActSubject, Evidence, Item
from rongcuo.people.models import DUTIES, Account
from tests.browser.desk import PASSWORD, PHONE, SCREEN
from tests.insight.world import planted
from tests.matters.world import Case

#: What conformance asks for (WCAG 2.2 A and AA) and what axe calls good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


@pytest.fixture
def matters(bureau) -> dict[str, Case]:
    """An act noticed, a matter being verified, one before the leading group, one filed and its error talked over;
    reports of the half-year before."""
    started, found = date(2026, 3, 2), {}
    for key, until, who, unit, head in (
        ("verified", "heard", "inspector", "chemicals", "chemicals_head"),
        ("decided", "opinion", "licensor", "licensing", "licensing_head"),
        ("filed", "filed", "trainer", "training", "training_head"),
        ("noticed", "noticed", "mines_inspector", "mines", "mines_head"),
    ):
        found[key] = Case(bureau, started, subject=who, unit=unit, head=head).until(until)
    for duty in DUTIES:
        Account.objects.create(duty, None, PASSWORD, administrator=True, duty=duty)
    found["filed"].take("talk_held")
    planted(bureau, "2025-11-03", 9)
    return found


def pages(matters: dict[str, Case]) -> list[tuple[str, list[str]]]:
    """Who looks at which addresses: each kind of page at least once."""
    verified, decided, filed = matters["verified"], matters["decided"], matters["filed"]
    asked = ActSubject.objects.get(act=matters["noticed"].act)

    def step(case: Case, action: str) -> str:
        return reverse("act-on", args=[case.matter_id, action])

    def matter(case: Case) -> str:
        return reverse("matter", args=[case.matter_id])

    plan = Plan.objects.get(matter=filed.matter_id)

    def plan_step(action: str) -> str:
        return reverse("correction-step", args=[plan.pk, action])

    screens = ("what", "situation", "fact-duty_related", "evidence", "form")
    of_the_filed = [filed.matter_id, filed.subject.pk]
    return [
        ("mines_inspector", [
            reverse("desk"), reverse("apply", args=[asked.pk]), reverse("apply-print", args=[asked.pk]),
            *[reverse("apply-screen", args=[asked.pk, slug]) for slug in screens],
        ]),
        ("registrar", [
            reverse("desk"), reverse("acts"), reverse("act-new"), reverse("act", args=[filed.act.pk]),
        ]),
        ("officer", [
            reverse("desk"), reverse("matters"), reverse("matters") + "?q=没有这样的事项", matter(filed),
            reverse("reasons", args=of_the_filed), reverse("measures"), reverse("readings"),
            reverse("reading", args=["apply.forward_within"]),
            reverse("calendar") + "?start=2026-02-06&n=7",
            reverse("packs"), reverse("pack", args=["sichuan-ftz-2024", "1.0.0"]),
            reverse("pack-try", args=["gansu-anjian-2018", "1.0.0"]),
            reverse("pack-try", args=["dali-prefecture-2019", "1.0.0"]),
            reverse("pack-checks", args=["sasac-order-46", "1.0.0"]),
            reverse("packs-compare") + "?one=gansu-anjian-2018/1.0.0&other=situation.12=off",
            reverse("what-if", args=of_the_filed),
            reverse("paper", args=[filed.matter_id, Item.objects.filter(matter=filed.matter_id, kind="report").get().pk]),
            step(verified, "appoint_group"), step(filed, "check_dossier"),
            reverse("search"), reverse("transfer"), reverse("transfer-print"), reverse("imports"),
            reverse("corrections"), reverse("correction", args=[plan.pk]), plan_step("talk"), plan_step("hear_before_referral"),
            reverse("correction-new", args=[filed.matter_id]), reverse("prevention"), reverse("figures") + "?dim=cause",
            reverse("warning-new") + "?dim=cause&code=no_review", reverse("warnings"), reverse("reports"), reverse("self-audit-now"),
            reverse("report", args=[Report.objects.first().pk]), reverse("report-nameless"), reverse("report-answer"),
            reverse("clarification-new", args=of_the_filed), reverse("like-cases", args=[verified.matter_id, verified.subject.pk]),
        ]),
        ("verifier_1", [
            matter(verified), step(verified, "record_findings"), step(verified, "issue_report"),
            step(verified, "declare_interests"), step(verified, "add_evidence"),
            reverse("act-on-subject", args=[verified.matter_id, verified.subject.pk, "hear_applicant"]),
        ]),
        ("secretary", [matter(decided), step(decided, "determine"), step(decided, "postpone")]),
        ("personnel", [
            reverse("protection"), reverse("register"), reverse("consult"), reverse("list-new"), reverse("influence"),
            reverse("sanction-new"), reverse("effects", args=of_the_filed), reverse("check"),
        ]),
        ("trainer", [
            reverse("mine"), reverse("desk"), reverse("matters"), matter(filed), reverse("account"), reverse("account_change_password"),
            reverse("mfa_index"), reverse("mfa_activate_totp"), reverse("mfa_add_webauthn"), reverse("usersessions_list"),
            reverse("interpretations"), reverse("interpretation-ask"), plan_step("draw_up"), reverse("report-new"),
            reverse("advances"), reverse("advance-new"),
        ]),
        ("system", [
            reverse("desk"), reverse("administration-people"), reverse("administration-table"),
            reverse("administration-unit", args=[filed.bureau.units["mines"].pk]),
            reverse("administration-change", args=["merge-unit", filed.bureau.units["mines"].pk]),
        ]),
        ("security", [reverse("administration-accounts")]),
        ("audit", [reverse("administration-record"), reverse("administration-record") + "?show=door"]),
    ]  # fmt: skip


def violations(page) -> list[str]:
    """What axe finds, one line each: rule, places, and how often."""
    result = AXE.run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return [
        f"{one['id']} ×{len(one['nodes'])}: {json.dumps([n['target'] for n in one['nodes'][:3]], ensure_ascii=False)}"
        for one in result.response["violations"]
    ]


def look(desk, addresses: list[str]) -> list[str]:
    """What is wrong on these pages in the language spoken now; on a phone too they fit the screen."""
    found = []
    for address in addresses:
        desk.page.goto(desk.url + address)
        found += [f"{address} {line}" for line in violations(desk.page)]
        for size in (PHONE, SCREEN):
            desk.page.set_viewport_size(size)
            if desk.overflow():
                found.append(f"{address} wider than {size['width']} px by {desk.overflow()}")
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_has_a_violation(desk, matters, lang):
    desk.day.is_(matters["filed"].day)
    desk.page.goto(f"{desk.url}/sign-in/")
    desk.speaks(lang)
    found = look(desk, ["/sign-in/"])
    for who, addresses in pages(matters):
        desk.sign_in(who)
        found += look(desk, addresses)
        desk.sign_out()
    assert not found, "\n".join(found)


def test_the_sample_people_and_the_errors_too(desk, matters, settings):
    settings.DEMO = True
    desk.day.is_(matters["filed"].day)
    found = look(desk, ["/sign-in/"])
    desk.page.get_by_role("button", name="范例一").click()
    desk.denied("/matters/00000000-0000-0000-0000-000000000000/")
    found += violations(desk.page)
    case = matters["filed"]
    desk.denied(reverse("act-on", args=[case.matter_id, "publish"]), status=409)
    found += violations(desk.page)
    found += look(desk, [reverse("styleguide")])
    # a form that was not taken
    desk.page.goto(desk.url + reverse("act-new"))
    desk.press()
    expect(desk.page.locator(".error-summary")).to_be_focused()
    found += violations(desk.page)
    assert not found, "\n".join(found)


def test_the_main_actions_are_reached_by_keyboard(desk, matters):
    page, case = desk.page, matters["verified"]
    desk.day.is_(case.day)
    page.goto(f"{desk.url}/")
    page.keyboard.type("verifier_1")  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type("示例口令-0917-abc")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desk.url}/")

    page.keyboard.press("Tab")  # the first stop leads past the navigation
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, ".task-link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/matters/**")

    tab_to(page, ".next-main a.button--primary")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("记录核实情况")

    tab_to(page, "[name=fact-diligent]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=grade-diligent]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=evidence-diligent]")
    page.keyboard.type("1")
    tab_to(page, "main form .button--primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(desk.url + reverse("act-on", args=[case.matter_id, "record_findings"]))
    expect(page.locator("[name=grade-diligent]")).to_have_value("proved")
    assert Evidence.objects.filter(matter=case.matter_id, n=1).exists()


def tab_to(page, selector: str, most: int = 250) -> None:
    """Press Tab until this has the focus, which must then be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


@pytest.mark.parametrize("who, address", [
    ("officer", "matters"), ("officer", "desk"), ("officer", "readings"), ("inspector", "account"),
    ("officer", "interpretations"), ("system", "administration-people"), ("security", "administration-accounts"),
])  # fmt: skip
def test_twice_as_large_and_in_large_type_nothing_runs_over_the_edge(desk, matters, who, address):
    """200 % zoom of an office's screen is the same page at half the width; large type comes on top of it."""
    desk.day.is_(matters["filed"].day)
    desk.sign_in(who)
    desk.page.set_viewport_size({"width": SCREEN["width"] // 2, "height": SCREEN["height"] // 2})
    desk.page.goto(desk.url + reverse(address))
    assert not desk.overflow()
    desk.page.locator("button[name=size][value=large]").click()
    expect(desk.page.locator("html")).to_have_attribute("data-type", "large")
    assert not desk.overflow()


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
    for who, addresses in pages(matters):
        # The sheet of findings is walked by test_the_main_actions_are_reached_by_keyboard.
        forms = [a for a in addresses if "/do/" in a and "findings" not in a or a.endswith(("acts/new/", "/what/", "/situation/", "/evidence/"))]
        if not forms:
            continue
        desk.sign_in(who)
        for address in forms:
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

