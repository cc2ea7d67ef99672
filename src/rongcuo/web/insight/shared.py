"""What the pages of insight share: whether they are there, who may open them, the pack's words."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from rongcuo.insight.access import may
from rongcuo.matters.packs import current_pack
from rongcuo.web.viewing import lang, viewer


def must(request: HttpRequest, action: str) -> None:
    """404 where the viewer's posts do not open a page at all."""
    if not may(viewer(request), action):
        raise Http404


def articles_of(action: str) -> list:
    """The articles that a step rests on."""
    pack = current_pack()
    return [pack.units[c] for c in pack.insight.moves[action].cites]


def name_of(action: str) -> str:
    """What a step is called."""
    return current_pack().insight.moves[action].name.get(lang())


def must_exist() -> None:
    """404 where the measures in force have no such part."""
    if current_pack().insight is None:
        raise Http404
