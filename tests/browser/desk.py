"""How a person works at the bureau's browser: signs in, reads the desk, opens a matter, fills in a form."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from rongcuo import clock

#: Enough for a password validator, and nobody's.
PASSWORD = "示例口令-0917-abc"
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1440, "height": 900}


class Day:
    """The legal day on which everything happens, for the server's thread as for the test's.

    `clock.frozen` holds one thread only, so the whole process is moved by an offset, as the demo is.
    """

    def __init__(self, monkeypatch):
        self._patch = monkeypatch
        self.today = date(2026, 3, 2)

    def is_(self, day: date | str, hour: int = 9, minute: int = 30) -> None:
        """Make it this day, at this hour in Asia/Shanghai; the clock runs on from there."""
        self.today = date.fromisoformat(day) if isinstance(day, str) else day
        wanted = datetime(self.today.year, self.today.month, self.today.day, hour, minute, tzinfo=clock.ZONE)
        self._patch.setenv("RONGCUO_CLOCK_OFFSET", str(wanted.timestamp() - time.time()))
        assert clock.today() == self.today


class Desk:
    """One browser at which people sit down one after another, each signing in and out."""

    def __init__(self, context: BrowserContext, url: str, day: Day, pictures: Path):
        self.context, self.url, self.day, self.pictures = context, url, day, pictures
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self._denied: set[str] = set()
        self._taken = 0
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._answered)
        self.page.set_default_timeout(10_000)

    # --- what goes wrong without anybody seeing it -------------------------------------------

    def _heard(self, message) -> None:
        refused = message.text.startswith("Failed to load resource") and (
            message.location.get("url") in self._denied
        )
        if message.type == "error" and not refused:
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _answered(self, response) -> None:
        if response.status >= 400 and response.url not in self._denied:
            self.complaints.append(f"{response.status}: {response.url}")

    # --- sitting down ------------------------------------------------------------------------

    @contextmanager
    def sits(self, who: str, on: date | str | None = None) -> Iterator[Page]:
        """The person signs in through the page, works, and signs out."""
        if on is not None:
            self.day.is_(on)
        self.sign_in(who)
        yield self.page
        self.sign_out()

    def sign_in(self, who: str) -> None:
        page = self.page
        page.goto(f"{self.url}/")
        self.fill(username=who, password=PASSWORD)
        self.clicks(page.locator("main .button--primary"))
        page.wait_for_url(f"{self.url}/")

    def sign_out(self) -> None:
        self.clicks(self.page.locator("form[action$='/sign-out/'] button"))
        self.page.wait_for_url("**/sign-in/")

    # --- the hands ---------------------------------------------------------------------------

    def clicks(self, what: Locator) -> None:
        """Press a link or a button."""
        what.click()

    def writes(self, field: Locator, text: str) -> None:
        """Write into a field, in the place of what stands there."""
        field.fill(text)

    def puts(self, name: str, value) -> None:
        """Give one field its value, whatever kind of field it is; what is folded away is opened first."""
        put(self.page, name, value)

    # --- desk, matter, form ------------------------------------------------------------------

    def takes(self, task: str) -> Page:
        """From the desk to what waits there under this verb."""
        page = self.page
        page.goto(f"{self.url}/")
        self.clicks(page.locator(".task-link", has=page.locator(".task-verb", has_text=task)).first)
        return page

    def begins(self, step: str) -> Page:
        """From the matter's page to the form of its next step, by its one button."""
        self.clicks(self.page.locator(".next-main a.button--primary", has_text=step))
        expect(self.page.locator("h1")).to_contain_text(step)
        return self.page

    def chooses(self, step: str) -> Page:
        """From the matter's page to another step that is offered there."""
        self.clicks(self.page.locator(".next-others a", has_text=step))
        return self.page

    def sends(self) -> None:
        """Press the form's one button; the step is taken."""
        self.press()
        refused = self.page.locator(".error-summary").all_inner_texts()
        assert not refused, refused

    def press(self) -> None:
        with self.page.expect_navigation():
            self.clicks(self.page.locator("form:not(.plain-form) .button--primary"))

    def is_refused(self, *words: str) -> Locator:
        """Press the button; the form comes back with a summary that says these words."""
        self.press()
        summary = self.page.locator(".error-summary")
        expect(summary).to_be_focused()
        for word in words:
            expect(summary).to_contain_text(word)
        return summary

    def fill(self, **fields) -> None:
        """Fill in fields by name: text, True to tick, a list to tick several values."""
        for name, value in fields.items():
            self.puts(name, value)

    # --- who may not -------------------------------------------------------------------------

    def denied(self, address: str, status: int = 404) -> None:
        """The address answers as if there were nothing."""
        url = self.url + address
        self._denied.add(url)
        answer = self.page.goto(url)
        assert answer.status == status, (address, answer.status)

    # --- pictures ----------------------------------------------------------------------------

    def picture(self, name: str, *, full: bool = True) -> Path:
        """A picture of the page as it stands, numbered in the order of the story."""
        self._taken += 1
        self.page.evaluate("() => scrollTo(0, 0)")  # what sticks to the top stays there
        path = self.pictures / f"{self._taken:02d}-{name}.png"
        self.page.screenshot(path=path, full_page=full, animations="disabled")
        return path

    def elsewhere(self, name: str) -> None:
        """The same page in English and on a phone; nothing may run over the edge."""
        page, here = self.page, self.page.url
        for lang, size in (("zh", PHONE), ("en", PHONE), ("en", SCREEN)):
            self.speaks(lang)
            page.set_viewport_size(size)
            page.goto(here)
            self.picture(f"{name}-{lang}-{size['width']}")
            assert not self.overflow(), (name, lang, size)
        self.speaks("zh")
        page.goto(here)

    def speaks(self, lang: str) -> None:
        """Choose the language by its button, as anybody does; on a phone it is in the menu."""
        menu = self.page.locator(".menu:not([open]) > summary")
        if menu.is_visible():
            menu.click()
        button = self.page.locator(f"button[name=language][value={'en' if lang == 'en' else 'zh-hans'}]")
        if button.count():
            button.click()
            expect(self.page.locator("html")).to_have_attribute("lang", "en" if lang == "en" else "zh-Hans")

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return self.page.evaluate(
            "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
        )


def put(page: Page, name: str, value) -> None:
    """Give one field its value, whatever kind of field it is; what is folded away is opened first."""
    fields = page.locator(f"[name='{name}']")
    folded = page.locator("details:not([open])", has=fields.first)
    for n in reversed(range(folded.count())):
        folded.nth(n).locator("> summary").click()
    kind = fields.first.evaluate("e => e.type || e.tagName.toLowerCase()")
    if kind == "checkbox" and isinstance(value, bool):
        fields.first.set_checked(value)
    elif kind in {"checkbox", "radio"}:
        for one in [value] if isinstance(value, str) else value:
            page.locator(f"[name='{name}'][value='{one}']").check()
    elif kind == "select-one":
        fields.first.select_option(value)
    elif kind == "file":
        fields.first.set_input_files(value)
    else:
        fields.first.fill(value)


