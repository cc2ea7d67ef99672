"""What filing and closing add: the report of the four checks, and at closing the numbered catalogue.

A paper that comes to a sealed dossier is a 件 of its own: it is numbered and its file kept with it.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.archive import checks
from rongcuo.archive.catalogue import Describing, Numbers
from rongcuo.archive.pieces import ABOUT
from rongcuo.archive.reasons import reasons_now
from rongcuo.archive.related import annex_of, issued, public_copies, scans
from rongcuo.archive.related import streams as related_streams
from rongcuo.ledger import canonical
from rongcuo.matters import sealing
from rongcuo.matters.doing import Doing, action, scope
from rongcuo.matters.files import keep
from rongcuo.matters.models import Evidence, Item
from rongcuo.people.models import Person


@sealing.register
def prepare(doing: Doing) -> dict:
    """Checks when filing and closing; the catalogue when closing and for every later paper."""
    if doing.move.action in {"file", "close"}:
        results = checks.run(doing.matter)
        if doing.move.action == "close":
            _refuse_unless_sound(doing, results)
        doing.paper("checks", report(doing.move.action, results))
    if doing.move.action == "file" or all(i["kind"] in ABOUT for i in doing.items):
        return {}
    return _catalogue(doing)


@action("check_dossier")
def check(doing: Doing) -> dict:
    """Check the dossier when somebody asks or a schedule does; the report is a paper in it."""
    doing.paper("checks", report("command", checks.run(doing.matter)))
    return {}


def check_dossier(matter: UUID, *, actor: Person, key: str) -> list[checks.Result]:
    """The same from a command, at whatever position the matter stands; the results."""
    standing = scope(actor, matter)
    entry = check(matter, actor=actor, at=standing.matter.position, key=key)
    (paper,) = entry.recorded().payload["items"]
    return [checks.Result(**row) for row in paper["body"]["results"]]


def report(when: str, results: list[checks.Result]) -> dict:
    """The body of a paper of kind `checks`."""
    return {"when": when, "results": [one.as_json() for one in results]}


def _refuse_unless_sound(doing: Doing, results: list[checks.Result]) -> None:
    wrong = checks.waited_for(results)
    doing.need(
        not wrong,
        _("The check of the dossier found: %(what)s.")
        % {"what": "；".join(f"{_(checks.CHECKS[r.code][1])}（{'、'.join(r.wrong[:5])}）" for r in wrong)},
        _("Restore what is changed or missing from the backup, then close."),
    )


def _catalogue(doing: Doing) -> dict:
    matter, numbers = doing.matter, Numbers()
    made = Describing(matter, doing.pack, doing.settings, doing.standing.subjects)
    new = [_unsaved(doing, one) for one in doing.items]
    made.actions[matter.position + 1] = doing.move.action
    if matter.sealed_on is None:
        items = [*Item.objects.filter(matter=matter).select_related("matter"), *new]
        annexes = [*map(annex_of, Evidence.objects.filter(matter=matter)), *scans(matter)]
        annexes += [*(one.annex for one in issued(matter)), *public_copies(matter)]
        streams = related_streams(matter)
        closing = next(i for i in doing.items if i["kind"] == "closing")
        ground, closed_on, first = closing["body"]["ground"], doing.done_on, 1
    else:
        items = new
        annexes = [annex_of(_unsaved_evidence(doing, row)) for row in doing.payload.get("evidence") or ()]
        if doing.paper_record is not None:
            annexes += [a for a in scans(matter) if a.id == doing.paper_record.pk]
        streams = []
        before = Item.objects.filter(matter=matter, kind="catalogue")
        ground, closed_on = before[0].body["ground"], matter.sealed_on
        first = sum(len(one.body["pieces"]) for one in before) + 1
    rows = made.rows(items, annexes, streams, closed_on, ground, numbers, first)
    reasons = []
    if matter.sealed_on is None:
        reasons = [
            {"subject": subject, "file": keep(text), "sha256": hashlib.sha256(text).hexdigest(), "size": len(text)}
            for subject, text in reasons_now(matter, doing.standing.subjects)
        ]
    doing.paper(
        "catalogue", {"ground": ground, "closed_on": closed_on, "pieces": rows, "reasons": reasons}
    )
    return {"counters": numbers.used}


def _unsaved(doing: Doing, item: dict) -> Item:
    return Item(
        id=item["id"], matter=doing.matter, subject_id=item["subject"], kind=item["kind"],
        body=canonical.plain(item["body"]), author=doing.actor, done_on=doing.done_on,
        position=doing.matter.position + 1, refers=list(map(str, item["refers"])),
    )


def _unsaved_evidence(doing: Doing, row: dict) -> Evidence:
    return Evidence(
        id=row["id"], matter=doing.matter, n=row["n"], title=row["title"], lane=row["lane"],
        added_on=doing.done_on, file=row["file"], name=row["name"], media_type=row["media_type"],
        size=row["size"], sha256=row["sha256"], provider=doing.actor, made_on=None,
    )
