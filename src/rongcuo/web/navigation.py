"""The places in the head of every page: first what one does all day, at the end what it rests on."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo.exemptions.access import OFFICE
from rongcuo.matters.packs import current_pack
from rongcuo.web.viewing import viewer


def navigation(request: HttpRequest) -> list[dict]:
    """[{label, url, current, aside}], in the order in which they stand."""
    if request.user.person_id is None:
        from rongcuo.web.views.administration import navigation as places  # its pages use the frame

        work, rests_on = places(request), []
    else:
        work, rests_on = _work(request), _rests_on()
    return [
        {"label": label, "url": reverse(name), "current": _is_at(request, reverse(name)), "aside": aside}
        for group, aside in ((work, False), (rests_on, True))
        for name, label in group
    ]


def _is_at(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url))


def _work(request: HttpRequest) -> list[tuple[str, str]]:
    """Everybody's two places, then those that come with a capacity, then what concerns everybody now and then."""
    pack, capacities = current_pack(), viewer(request).capacities
    office = capacities & OFFICE
    places = [("desk", _("Desk"), True), ("matters", _("Matters"), True)]
    places += [
        ("acts", _("Accountability acts"), capacities & set(pack.procedure.move("register_act").by)),
        ("concerns", _("Reports received"), "supervisor" in capacities),
        ("looked", _("Searches and lists"), "supervisor" in capacities),
        ("samples", _("Spot checks"), "supervisor" in capacities),
        ("protection", _("Effects and queries"), pack.protection and office),
        ("corrections", _("Corrections"), True),
        ("transfer", _("Archive"), "handler" in capacities),
        ("mine", _("My effects"), pack.protection and not office),
        ("prevention", _("Prevention"), pack.insight),
    ]
    return [(name, label) for name, label, there in places if there]


def _rests_on() -> list[tuple[str, str]]:
    return [
        ("search", pgettext("verb", "Search")), ("measures", _("The measures")), ("readings", _("Readings")),
        ("calendar", _("Calendar")),
    ]
