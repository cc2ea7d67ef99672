"""The chapter of Article 10 on a matter's page: effects as they stand, notices and their slips."""

from __future__ import annotations

import json

from django.db.models import BooleanField, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.exemptions import access
from rongcuo.exemptions.models import Effect, Notice
from rongcuo.matters.models import Matter
from rongcuo.web.matter.page import MatterPage
from rongcuo.web.protection.words import effect_facts, notice_line


def chapter(page: MatterPage) -> dict | None:
    """The chapter, or None where nothing was granted that the viewer may see."""
    if page.matter.decided_on is None:
        return None
    subjects, sees_notices = access.seen_in(page.standing)
    effects, notices = _read(page)
    page.matter.known_notices, page.matter.known_effects = notices, effects
    found = []
    for subject in page.subjects:
        if subjects is not None and subject.pk not in subjects:
            continue
        facts = [effect_facts(e) for e in effects if e.subject_id == subject.pk]
        if not facts:
            continue
        lines = [notice_line(n, page.standing.viewer.day) for n in notices if n.subject_id == subject.pk] if sees_notices else []
        found.append({
            "id": f"effects-{subject.pk}", "heading": subject.name if page.several else "",
            "template": "web/matter/effects.html", "readings": [],
            "data": {
                "effects": facts, "notices": lines, "url": reverse("effects", args=[page.matter.pk, subject.pk]),
            },
            "units": list(dict.fromkeys(e["unit"] for e in facts if e["unit"])),
        })  # fmt: skip
    return {"id": "effects", "heading": _("What it exempts from"), "rows": found} if found else None


#: Columns that both tables have, by name in each: read together in one query.
_EFFECT = ("pk", "subject_id", "effect", "valid_from", "valid_to", "basis")
_NOTICE = ("pk", "subject_id", "recipient", "sent_on", "due_on", "state")


def _read(page: MatterPage) -> tuple[list[Effect], list[Notice]]:
    """The matter's effects as they stand and its notices, in one query; gated by the caller."""
    matter: Matter = page.matter
    effects = Effect.objects.current().filter(matter=matter).order_by()
    notices = Notice.objects.filter(matter=matter).order_by()
    rows = effects.values_list(Value("effect"), *_EFFECT, Value(""), Value(False, output_field=BooleanField()), Value("[]")).union(
        notices.values_list(Value("notice"), *_NOTICE, "number", "provisional", Cast("effects", TextField())), all=True
    )
    people = {s.pk: s for s in page.standing.subjects}
    found: tuple[list, list] = ([], [])
    for kind, *values, number, provisional, told in rows:
        if kind == "effect":
            made = Effect(**dict(zip(("id", *_EFFECT[1:]), values, strict=True)))
            found[0].append(made)
        else:
            made = Notice(**dict(zip(("id", *_NOTICE[1:]), values, strict=True)), number=number, provisional=provisional, effects=json.loads(told))
            found[1].append(made)
        made.matter, made.subject = matter, people[made.subject_id]
    found[0].sort(key=lambda e: list(page.pack.effects).index(e.effect) if e.effect in page.pack.effects else 99)
    found[1].sort(key=lambda n: (n.sent_on, n.number))
    return found
