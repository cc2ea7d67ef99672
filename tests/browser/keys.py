"""A person at the same desk who has a keyboard only: Tab, Enter, Space, arrows, and letters.

At every stop the focus must be seen and stand after the one before in the page's own order.
"""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk

#: What is said of the element that has the focus: is it the wanted one, is it seen, does it follow the last one.
STOP = """(wanted) => {
  const here = document.activeElement, last = window.lastStop;
  window.lastStop = here === document.body ? null : here;
  if (here === document.body) return {here: "", there: false, seen: true, follows: true};
  const drawn = getComputedStyle(here), box = here.getBoundingClientRect();
  return {
    here: here.outerHTML.slice(0, 160),
    there: here === wanted || (wanted.type === "radio" && here.type === "radio" && here.name === wanted.name),
    seen: drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0
      && box.top < innerHeight,
    follows: !last || !last.isConnected || here === last || Boolean(last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""
#: Which way to the wanted element: nothing has the focus, it is here, before or after.
WAY = """(wanted) => {
  const here = document.activeElement;
  if (here === wanted) return "here";
  if (here === document.body) return "top";
  return here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING ? "after" : "before";
}"""


class Keys(Desk):
    """What `Desk` does, with the keys alone. No pictures: they are taken where the same story is told by hand."""

    def __init__(self, *args):
        super().__init__(*args)
        self.stops = 0
        self._dates: str | None = None

    def picture(self, name: str, *, full: bool = True) -> None: ...

    def elsewhere(self, name: str) -> None: ...

    # --- moving ------------------------------------------------------------------------------

    def to(self, what: Locator, most: int = 400) -> None:
        """Move the focus to an element of this page, past the frame by its first link."""
        self._unfold(what)
        wanted = what.element_handle()
        way = self.page.evaluate(WAY, wanted)
        if way == "here":
            return
        if way == "top" and what.evaluate("e => Boolean(e.closest('main'))"):
            self.page.keyboard.press("Tab")
            expect(self.page.locator(".skip")).to_be_focused()
            self.page.keyboard.press("Enter")
            # The address keeps the place it was led to, through forms and redirects; the story reads addresses.
            self.page.evaluate("() => history.replaceState(null, '', location.pathname + location.search)")
            way = self.page.evaluate(WAY, wanted)  # a page of one question has the focus in it already
        self.page.evaluate("() => { window.lastStop = null }")
        key = "Shift+Tab" if way == "before" else "Tab"
        for _ in range(most):
            self.page.keyboard.press(key)
            stop = self.page.evaluate(STOP, wanted)
            self.stops += 1
            assert stop["seen"], f"the focus is not seen: {stop['here']}"
            assert stop["follows"] or key != "Tab", f"out of order: {stop['here']}"
            if stop["there"]:
                return
        raise AssertionError(f"not reached by keyboard: {what}")

    def _unfold(self, what: Locator) -> None:
        """Open what the element is folded away in, from outside in."""
        folds = self.page.locator("details:not([open])", has=what)
        while folds.count():
            self.to(folds.first.locator("> summary"))
            self.page.keyboard.press("Enter")

    # --- the hands ---------------------------------------------------------------------------

    def clicks(self, what: Locator) -> None:
        self.to(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def writes(self, field: Locator, text: str) -> None:
        self.to(field)
        self.page.keyboard.press("Control+A")
        if text:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.press("Delete")

    def puts(self, name: str, value) -> None:
        fields = self.page.locator(f"[name='{name}']")
        kind = fields.first.evaluate("e => e.type || e.tagName.toLowerCase()")
        if kind == "checkbox" and isinstance(value, bool):
            self._ticks(fields.first, value)
        elif kind in {"checkbox", "radio"}:
            for one in [value] if isinstance(value, str) else value:
                wanted = self.page.locator(f"[name='{name}'][value='{one}']")
                (self._chooses if kind == "radio" else self._ticks)(wanted)
        elif kind == "select-one":
            self._selects(fields.first, value)
        elif kind == "file":
            self.to(fields.first)
            with self.page.expect_file_chooser() as chooser:
                self.page.keyboard.press("Enter")
            chooser.value.set_files(value)
        elif kind == "date":
            self._dates_it(fields.first, value)
        else:
            self.writes(fields.first, value)

    def _ticks(self, box: Locator, wanted: bool = True) -> None:
        if box.is_checked() != wanted:
            self.to(box)
            self.page.keyboard.press("Space")
        assert box.is_checked() == wanted

    def _chooses(self, button: Locator) -> None:
        """Into the group with Tab, to the answer with the arrows."""
        self.to(button)
        here = self.page.locator("*:focus")
        if here.get_attribute("value") == button.get_attribute("value"):
            self.page.keyboard.press("Space")
        for _ in range(100):
            if button.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"not reached with the arrows: {button}")

    def _selects(self, field: Locator, value: str) -> None:
        self.to(field)
        now, wanted = field.evaluate("(e, v) => [e.selectedIndex, [...e.options].findIndex(o => o.value === v)]", value)
        for _ in range(abs(wanted - now)):
            self.page.keyboard.press("ArrowDown" if wanted > now else "ArrowUp")
        expect(field).to_have_value(value)

    def _dates_it(self, field: Locator, value: str) -> None:
        """Typed in the order in which the browser asks: by its language the year or the month first."""
        year, month, day = value.split("-")
        for order in [self._dates] if self._dates else [month + day + year, year + month + day]:
            typed = {"m": month + day + year, "y": year + month + day}.get(order, order)
            self.to(field)
            self.page.keyboard.type(typed)
            if field.input_value() == value:
                self._dates = "m" if typed.startswith(month) and not typed.startswith(year) else "y"
                return
            while field.evaluate("e => e === document.activeElement"):
                self.page.keyboard.press("Shift+Tab")
        raise AssertionError(f"the date cannot be typed: {field}")

    # --- what was not taken ------------------------------------------------------------------

    def is_refused(self, *words: str) -> Locator:
        """The summary has the focus; from there Enter leads to the first field that is to be looked at."""
        summary = super().is_refused(*words)
        if summary.locator("a").count():
            first = summary.locator("a").first
            self.to(first)
            self.page.keyboard.press("Enter")
            place = self.page.locator(f"[id='{first.get_attribute('href').removeprefix('#')}']")
            assert place.evaluate("""e => {
              const here = document.activeElement;
              return here.matches("input, select, textarea") && (here === e || e.contains(here)
                || Boolean(e.closest(".field") && here.closest(".field") === e.closest(".field")));
            }"""), first.get_attribute("href")  # fmt: skip
        return summary
