"""Every address that opens as a page, in both languages: nothing that axe finds, nothing over the edge.

The pages are the rows of the table in `tests/web/test_matrix.py`, each as somebody who may see it, so that a
new address is looked at here without anybody thinking of it.
"""

from __future__ import annotations

import time
from itertools import groupby
from operator import itemgetter

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as configured
from django.test import Client
from django.urls import resolve, reverse

from rongcuo.exemptions import sheets
from rongcuo.exemptions.reading import AT_ONCE, begin
from rongcuo.people.models import DUTIES, Account
from tests.browser.axe import violations
from tests.browser.desk import PASSWORD, PHONE, SCREEN
from tests.web.test_matrix import COLUMNS, address, names, table
from tests.web.world import PEOPLE, STAGES, World

HANDLER = COLUMNS.index("ha")
#: Of axe's rules those that a language can break: about words and their order. Colours and places are looked at once.
WORDS = [
    "label", "link-name", "button-name", "document-title", "html-has-lang", "html-lang-valid", "valid-lang", "empty-heading",
    "empty-table-header", "heading-order", "page-has-heading-one", "summary-name", "target-size",
]
#: 200 % zoom of an office's screen is the same page at half its width; large type comes on top of it.
ZOOMED = {"width": SCREEN["width"] // 2, "height": SCREEN["height"] // 2}

#: Addresses that answer with a file, not a page: by their name's end, and a few more.
FILES = {name for name in names() if name.endswith(("-docx", "-file", "-pdf", "-scan", "-sheet", "-template", "-xlsx"))} | {
    "checker", "dispatch-public", "document", "document-docx", "dossier-export", "evidence",
}  # fmt: skip
#: Addresses that take something and lead to a page.
TAKING = {
    "act-behalf", "act-notice", "act-told", "apply-discard", "dispatch-step", "mfa_login_webauthn", "office-dispatch-step", "set_language",
    "sign-out", "still-here", "text-size", "warning-receive",
}  # fmt: skip


def pages(world: World, stage: str, seen: set[str]) -> list[tuple[str, str]]:
    """(who, address) of each row that opens at this stage and did not at an earlier one, one person's together.

    Of rows that differ by the subject only, the first.
    """
    found = []
    for (method, case), codes in table()[stage].items():
        name, *about = case.split(":")
        if method == "GET" and "o" in codes and (name, *about[:1]) not in seen and name not in FILES:
            seen.add((name, *about[:1]))
            who = list(PEOPLE)[HANDLER if codes[HANDLER] == "o" else codes.index("o")]
            found.append((who, address(world, case)))
    return sorted(found, key=lambda one: one[0])


class Walk:
    """Opens pages as anybody, in both languages, and keeps what is wrong with them."""

    def __init__(self, desk):
        self.desk, self.page = desk, desk.page
        self.found: list[str] = []
        self.opened: set[str] = set()

    def sits(self, who: str | None) -> None:
        """Another person sits down: a key of the table, or an account."""
        self.desk.context.clear_cookies()
        account = PEOPLE.get(who, who)
        if account is not None:
            client = Client()
            client.force_login(Account.objects.get(username=account))
            self._cookie(configured.SESSION_COOKIE_NAME, client.cookies[configured.SESSION_COOKIE_NAME].value)

    def _cookie(self, name: str, value: str) -> None:
        self.desk.context.add_cookies([{"name": name, "value": value, "url": self.desk.url}])

    def look(self, place: str) -> None:
        """In Chinese everything axe knows, and a phone's width; in English, whose words are longer, the words, a
        phone's width, and twice as large in large type."""
        self.opened.add(resolve(place.split("?")[0]).url_name)
        self._open(place, "zh-hans", SCREEN)
        self._says(place, violations(self.page))
        self._fits(place, PHONE)
        self._open(place, "en", PHONE)
        self._says(place, violations(self.page, *WORDS))
        self._fits(place, PHONE)
        self.page.evaluate("() => { document.documentElement.dataset.type = 'large' }")
        self._fits(place, ZOOMED)

    def _open(self, place: str, lang: str, size: dict) -> None:
        self.page.set_viewport_size(size)
        self._cookie("django_language", lang)
        answer = self.page.goto(self.desk.url + place)
        assert answer.status == 200, (place, answer.status)
        assert self.page.url == self.desk.url + place, (place, self.page.url)

    def _fits(self, place: str, size: dict) -> None:
        self.page.set_viewport_size(size)
        if over := self.desk.overflow():
            self._says(place, [f"is {over} px wider than {size['width']}"])

    def _says(self, place: str, lines: list[str]) -> None:
        spoken = self.page.locator("html").get_attribute("lang") if lines else ""
        self.found += [f"{place} ({spoken}) {line}" for line in lines]


def test_every_page_in_both_languages(desk, bureau, settings, tmp_path):
    world, walk, seen = World(tmp_path / "files", bureau), Walk(desk), set()
    world.another()
    for duty in DUTIES:
        Account.objects.create(duty, None, PASSWORD, administrator=True, duty=duty)
    for stage in STAGES:
        getattr(world, stage)()
        desk.day.is_(world.day)
        for who, places in groupby(pages(world, stage, seen), key=itemgetter(0)):
            walk.sits(who)
            for _who, place in places:
                walk.look(place)
    of_the_office(walk, world)
    at_the_door(walk, settings)
    assert not walk.found, "\n".join(walk.found)
    opened = walk.opened | {name for name, *_ in seen}  # two names can have one address
    assert names() - opened == FILES | TAKING | {"set_language"}


def of_the_office(walk: Walk, world: World) -> None:
    """A list that is still being read, and what has passed its period."""
    page, desk, bureau = walk.page, walk.desk, world.bureau
    walk.sits("personnel")
    unknown = [[f"示例{n}", "", "", ""] for n in range(3 * AT_ONCE)]  # read in three looks
    heads = ["姓名", "处室或者单位", "事项", "日期"]
    with world.at():
        asked = {"asking_body": "示例考察组", "purpose": "示例用途", "effect": "A10-2-rank", "day": world.day.isoformat(), "known_on": ""}
        found = begin(sheets.write("名单", heads, unknown), bureau["personnel"].pk, asked)
    walk.look(reverse("list-reading", args=[found.id]))

    desk.day.is_("2060-01-05")
    walk.sits("officer")
    walk.look(reverse("destructions"))
    page.locator("[name=piece]").first.check()
    page.locator("[name=reason]").fill("保管期满，经鉴定无继续保存价值。")
    with page.expect_navigation():
        page.locator("main form .button--primary").click()
    walk.look(page.url.removeprefix(desk.url))


def at_the_door(walk: Walk, settings) -> None:
    """What opens with the right account, password, second factor or hour, not with a capacity in a matter."""
    for duty, name in (("security", "administration-accounts"), ("audit", "administration-record")):
        walk.sits(duty)
        walk.look(reverse(name))
    walk.sits(None)
    a_person_signs_in(walk)
    for name in ("account_change_password", "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"):
        walk.look(reverse(name))
    add_factors(walk)
    passkey = Authenticator.objects.get(type="webauthn")
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_index"):
        walk.look(reverse(name))
    walk.look(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    for name in ("mfa_reauthenticate", "mfa_reauthenticate_webauthn"):
        walk.look(reverse(name))
    walk.sits(None)
    a_person_signs_in(walk, "**/sign-in/code/")  # the password alone does not open any more
    walk.look(reverse("mfa_authenticate"))
    walk.sits("officer")
    settings.ACCOUNT_SAFEGUARDS, settings.LOCK_AFTER_IDLE = True, -1  # not heard of for too long
    walk.look(reverse("unlock"))
    settings.ACCOUNT_SAFEGUARDS, settings.DEMO = False, True
    walk.look(reverse("styleguide"))


def a_person_signs_in(walk: Walk, to: str = "") -> None:
    page, desk = walk.page, walk.desk
    page.set_viewport_size(SCREEN)
    page.goto(desk.url + reverse("sign-in"))
    page.locator("[name=username]").fill("inspector")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main .button--primary").click()
    page.wait_for_url(to or f"{desk.url}/")


def add_factors(walk: Walk) -> None:
    """An authenticator and a passkey, as the person sets them up."""
    page, desk = walk.page, walk.desk
    client = desk.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    client.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    page.set_viewport_size(SCREEN)
    page.goto(desk.url + reverse("mfa_activate_totp"))
    secret = page.locator("main code").first.inner_text()
    page.locator("[name=code]").fill(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))
    page.locator("main .button--primary").click()
    page.wait_for_url(desk.url + reverse("mfa_view_recovery_codes"))
    page.goto(desk.url + reverse("mfa_add_webauthn"))
    with page.expect_navigation():
        page.locator("[data-passkey-start]").click()
