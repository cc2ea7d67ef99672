"""How a change of people, units or accounts says no."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from rongcuo.policy.prose import day_words


class Refused(Exception):
    """Not done. `message` says what happened, `cure` what to do, `field` the place in a form."""

    def __init__(self, message: str, cure: str = "", field: str = ""):
        super().__init__(message)
        self.message, self.cure, self.field = str(message), str(cure), field

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.message, self.cure) if part)


class NotYours(Refused):
    """The change belongs to another administrator."""


def dated(day: date) -> str:
    """A day in the words of a refusal, in the language of the one who acts."""
    return day_words(day, "en" if (get_language() or "").startswith("en") else "zh")
