"""What is laid beside the facts, on the sheet and on the forms: earlier matters of the same kind, the rules of the
day, the nearest listed situation, an application made again or for another. Facts all; none of them weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import history, rules
from rongcuo.matters.access import Standing, sees_reasons, visible_matters
from rongcuo.matters.models import Item, Subject
from rongcuo.matters.packs import settings_of
from rongcuo.policy import Assessment, Pack
from rongcuo.policy.model import Text
from rongcuo.web.reasons import reason_nodes
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang


def day_of(text: str | None) -> str:
    return full_day(date.fromisoformat(text)) if text else ""


def situation_names(pack: Pack, keys: Iterable[str]) -> list[str]:
    return [pack.rules[k].name.get(lang()) for k in keys if k in pack.rules]


def _ended(pack: Pack, state: str, outcome: str) -> str:
    """How an earlier application ended, in words."""
    known = pack.determinations.get(outcome)
    return known.name.get(lang()) if known else pack.procedure.subject_states[state].name.get(lang())


# --- earlier matters of the same kind (reading 35) --------------------------------------------


def earlier(pack: Pack, standing: Standing) -> list[dict] | None:
    """For those who verify and decide: [{name, rows}] a subject; None where it is not shown."""
    settings = settings_of(standing.matter)
    if not sees_reasons(standing) or not settings.get("history.show", True):
        return None
    live = [s for s in standing.subjects if s.state not in {"submitted", "refused", "withdrawn"}]
    found = history.of_kind(standing.matter, live, settings)
    return [
        {
            "name": s.name if len(live) > 1 else "",
            "rows": [
                {
                    "number": one.number, "day": one.opened_on, "ended": _ended(pack, one.state, one.outcome),
                    "situations": "；".join(situation_names(pack, one.situations)),
                }
                for one in found[s.pk]
            ],
        }
        for s in live
    ]


# --- the rules of the day (reading 36) --------------------------------------------------------


def rules_kept(items: Iterable[Item], happened: date | None, urls) -> dict | None:
    """The provisions kept: of the day, and later. None where nothing is kept."""
    lanes = rules.lanes(items)
    if not any(lanes.values()):
        return None

    def shown(item: Item) -> dict:
        body = item.body
        span = _("from %(day)s") % {"day": day_of(body["since"])}
        if body["until"]:
            span = _("from %(day)s to %(end)s") % {"day": day_of(body["since"]), "end": day_of(body["until"])}
        return {**body, "span": span, "url": urls(item), "kept_on": item.done_on}

    kept = [i for lane in lanes.values() for i in lane]
    return {
        "day": happened or date.fromisoformat(kept[0].body["day"]),
        "of_the_day": [shown(i) for i in lanes[rules.OF_THE_DAY]], "later": [shown(i) for i in lanes[rules.LATER]],
    }


# --- the catch-all beside the nearest listed situation (reading 12) ---------------------------


def nearest(
    pack: Pack, subject: Subject, check: Assessment, grades: Mapping[str, Text], items: Iterable[Item]
) -> dict | None:
    """What was said of "other situations", and the nearest listed ones with the facts found. None: not claimed."""
    if not subject.nearest:
        return None
    nodes = {n["rule"]: n for n in reason_nodes(check, pack, subject.examined, grades) if n["rule"] in subject.nearest}
    said = []
    for item in items:
        text = _said(item, subject)
        if text:
            said.append({"who": _whose(item.kind), "text": text, "day": item.done_on})
    return {
        "name": subject.name, "said": said,
        "listed": [
            {"name": pack.rules[k].name, "unit": pack.units[pack.rules[k].cites[0]], "nodes": [nodes[k]]}
            for k in subject.nearest if k in nodes
        ],
    }


def _said(item: Item, subject: Subject) -> str:
    body, pk = item.body, str(subject.pk)
    if item.kind == "application" and item.subject_id == subject.pk:
        return (body.get("comparison") or {}).get("words", "")
    if item.kind == "report":
        return (body.get("comparisons") or {}).get(pk, "")
    if item.kind == "opinion":
        return (body["proposals"].get(pk) or {}).get("comparison", "")
    return body.get("catch_all", "") if item.kind == "minutes" else ""


def _whose(kind: str) -> str:
    return {
        "application": _("The applicant"), "report": _("The working group"),
        "opinion": _("The Party committee"), "minutes": _("The minutes"),
    }[kind]


# --- applied again, or for another (readings 17 and 9) ----------------------------------------


def again(pack: Pack, standing: Standing, body: dict) -> dict | None:
    """What an application says of an earlier one; with its address where the viewer may open it."""
    said = body.get("again")
    if not said:
        return None
    open_ = visible_matters(standing.viewer).filter(pk=said["matter"]).exists()
    return {
        "number": said["number"], "url": reverse("matter", args=[said["matter"]]) if open_ else "",
        "ended": _ended(pack, said["state"], said["outcome"]), "day": day_of(said["ended_on"]), "new": said["new"],
    }


def behalf(pack: Pack, body: dict) -> dict | None:
    """Who applied for the person, why, and on what authority."""
    said = body.get("on_behalf")
    if not said:
        return None
    ground = pack.procedure.behalf.get(said["ground"])
    who = _("a relative (%(who)s)") % {"who": said["relative"]} if said["by"] == "relative" else _("the division or unit")
    return {
        "who": who, "ground": ground.name if ground else said["ground"], "basis": said["basis"],
        "authorisation": said["authorisation"],
    }
