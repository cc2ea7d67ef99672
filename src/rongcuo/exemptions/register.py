"""The register of effects: opened by the determination, changed by decision, read as of any day.

An effect begins on the day of the determination. A change holds from its own day on and leaves what was before. What
a reconsideration or revocation changes follows its decision (`matters.review`, `matters.revocation`) and nothing else.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.exemptions.acting import check_position, standing_for, stream_of, subject_of
from rongcuo.exemptions.models import Effect, Notice
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.determination import effects_for
from rongcuo.matters.doing import check_day
from rongcuo.matters.errors import NotPermitted, language
from rongcuo.matters.following import follows
from rongcuo.matters.guards import need, words
from rongcuo.matters.once import once
from rongcuo.people.models import Person

#: What a change recorded here can rest on: an end that is now known.
GROUNDS = ("limit",)
#: Changes that follow the decisions on a reconsideration and a revocation.
DECIDED = {"decide_review": "reconsideration", "decide_revocation": "revocation"}


@follows("determine")
def opened(doing, entry) -> None:
    """Open an effect for each respect that was ticked, from the day of the determination."""
    granted = entry.recorded().payload["effects"]
    day = entry.recorded().payload["decided_on"]
    rows = []
    for subject, effects in granted.items():
        for effect in effects:
            line = uuid5(UUID(subject), f"effect/{effect}/{entry.position}")
            rows.append({"id": uuid5(line, "1"), "line": line, "subject": subject, "effect": effect,
                         "from": day, "to": None, "reason": ""})
    if not rows:
        return
    record(
        stream_of(doing.matter.pk), "effects.opened", actor=doing.actor.pk, at=None,
        payload={"matter": doing.matter.pk, "basis": "determination", "document": doing.matter.number,
                 "determined_at": entry.seq, "closes": [], "opens": rows},
    )


def changed(doing, entry) -> None:
    """What the leading group decided again: effects no longer granted end the day before, new ones begin on its day.

    Notices that wait for a slip on such an effect are superseded; who was told is told anew (`owing`).
    """
    p = entry.recorded().payload
    if not p["changed"]:
        return
    day, subject = date.fromisoformat(p["decided_on"]), UUID(p["subject"])
    granted, closes, opens = set(p["effects"]), [], []
    reason = next(i["body"]["reason"] for i in p["items"] if i["kind"] in {"review_decision", "revocation_decision"})
    stand = [e for e in Effect.objects.current().filter(subject=subject) if e.valid_to is None or e.valid_to >= day]
    for one in stand:
        if one.effect not in granted:
            closes.append(one.pk)
            opens.append({"id": uuid5(one.pk, f"{entry.position}"), "line": one.line, "subject": subject,
                          "effect": one.effect, "from": one.valid_from, "to": day - timedelta(days=1), "reason": reason})
    for effect in sorted(granted - {e.effect for e in stand}):
        line = uuid5(subject, f"effect/{effect}/{entry.position}")
        opens.append({"id": uuid5(line, "1"), "line": line, "subject": subject, "effect": effect, "from": day,
                      "to": None, "reason": reason})
    if not opens:
        return
    touched = {row["effect"] for row in opens}
    waiting = Notice.objects.filter(subject=subject, state="sent")
    record(
        stream_of(doing.matter.pk), "effects.changed", actor=doing.actor.pk, at=None,
        payload={"matter": doing.matter.pk, "subject": subject, "basis": DECIDED[doing.move.action],
                 "document": doing.matter.number, "held_on": day, "effective": day, "heard": "",
                 "determined_at": entry.seq, "closes": closes, "opens": opens,
                 "supersedes": [n.pk for n in waiting if {e["effect"] for e in n.effects} & touched]},
    )


for _action in DECIDED:
    follows(_action)(changed)


@once("effects.changed", "matter", stream_of)
def change_effects(
    matter: UUID, *, actor: Person, at: int, key: str, subject: UUID, ground: str, document: str,
    held_on: date, heard: str, changes: dict[str, dict], effective: date | None = None,
) -> Entry:
    """Give effects an end that is now known, or open one, by a decision of the leading group.

    `changes`: {effect: {"granted": bool, "until": last day or None, "reason"}}: not granted ends it; granted
    opens one that does not stand, or gives one that stands another last day. It holds from `effective` on,
    which is not before the decision. `heard`: how the person was heard, needed where something is taken.
    """
    stream = stream_of(matter)
    standing, pack = standing_for(actor, matter, "change_effects")
    if not standing.viewer.secretary:
        raise NotPermitted(
            _("What the leading group decides is recorded by its secretary."),
            _("Ask the secretary to record it."),
        )
    check_position(stream, at)
    row = subject_of(standing.matter, standing, subject)
    need(row.outcome, _("Nothing was determined for %(who)s yet.") % {"who": row.name})
    need(ground in GROUNDS, _("Say what the change rests on."),
         _("A reconsideration or revocation has its own steps on the matter's page; effects follow its decision."),
         "ground")
    check_day(held_on)
    need(held_on >= standing.matter.decided_on,
         _("The decision cannot lie before the determination that it changes."), field="held_on")
    effective = effective or held_on
    need(effective >= held_on, _("A change holds from its decision on, not for the time before."),
         field="effective")
    possible = {e.id for e in effects_for(pack, row, row.outcome)}
    now = {e.effect: e for e in Effect.objects.current().filter(subject=row)}
    closes, opens = [], []
    for effect, change in changes.items():
        name = pack.effects[effect].name.get(language()) if effect in pack.effects else effect
        need(effect in possible, _("An effect is named that this outcome cannot have for %(who)s.")
             % {"who": row.name}, field=f"change-{effect}")
        reason = words(change.get("reason"), f"reason-{effect}")
        until, stands = change.get("until"), now.get(effect)
        ends = stands is None or (stands.valid_to is not None and stands.valid_to < effective)
        if change["granted"]:
            start = effective if ends else stands.valid_from
            need(until is None or until >= max(start, effective),
                 _("“%(effect)s” would end before it begins.") % {"effect": name}, field=f"until-{effect}")
        else:
            need(not ends, _("“%(effect)s” does not stand on that day.") % {"effect": name},
                 field=f"change-{effect}")
            start, until = stands.valid_from, effective - timedelta(days=1)
        line = uuid5(row.pk, f"effect/{effect}/{at}/changed") if ends else stands.line
        if not ends:
            closes.append(stands.pk)
        opens.append({"id": ids.new_id(), "line": line, "subject": row.pk, "effect": effect,
                      "from": start, "to": until, "reason": reason})
    need(opens, _("Choose at least one effect to change."), field="changes")
    if any(not c["granted"] for c in changes.values()):
        words(heard, "heard")
    waiting = Notice.objects.filter(subject=row, state="sent")
    touched = [n.pk for n in waiting if {e["effect"] for e in n.effects} & set(changes)]
    return record(
        stream, "effects.changed", actor=actor.pk, at=at, key=key,
        payload={"matter": matter, "subject": row.pk, "basis": ground, "document": words(document, "document"),
                 "held_on": held_on, "effective": effective, "heard": heard.strip(), "closes": closes,
                 "opens": opens, "supersedes": touched},
    )
