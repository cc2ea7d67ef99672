"""How an action says no. Each carries what happened and what to do, in words for people."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rongcuo.policy import FactError


class Refusal(Exception):
    """An action that was not done. `message` says what happened, `cure` what to do."""

    def __init__(self, message: str, cure: str = ""):
        super().__init__(message)
        self.message = message
        self.cure = cure

    @property
    def text(self) -> str:
        """Both sentences, set as the language sets them: Chinese has no space between sentences."""
        return (" " if language() == "en" else "").join(s for s in (self.message, self.cure) if s)


class NotFound(Refusal):
    """Outside the actor's scope: whether it exists is not told."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing here that you may see."))


class NotPermitted(Refusal):
    """Inside the actor's scope, but somebody else's step."""


class NotNow(Refusal):
    """The matter does not stand where this step begins."""


class Incomplete(Refusal):
    """Something the measures ask for is missing; `field` names the place in the form."""

    def __init__(self, message: str, cure: str = "", field: str = ""):
        super().__init__(message, cure)
        self.field = field


def language() -> str:
    """"zh" or "en": the language of the one who acts, as pack texts are kept."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def listed(names: Iterable[str]) -> str:
    """Names one after another, set apart as the language of the one who acts does it."""
    return (", " if language() == "en" else "、").join(names)


def in_words(error: FactError) -> str:
    """What the engine finds wrong with facts, in the language of the one who acts."""
    return error.text(language())
