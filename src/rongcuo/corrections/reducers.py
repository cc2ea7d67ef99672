"""What each kind of entry of a correction changes in the tables. Pure: everything is in the entry."""

from __future__ import annotations

from uuid import UUID, uuid5

from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables

register_tables(
    "corrections.Plan", "corrections.Measure", "corrections.Line", "corrections.Proof",
    "corrections.Reminder", "corrections.Reminded",
)


def _line(entry: Recorded, body: dict | None = None):
    p = entry.payload
    yield Put(
        "corrections.Line", uuid5(UUID(p["plan"]), str(entry.position)),
        {
            "plan_id": p["plan"], "position": entry.position,
            "action": entry.kind.removeprefix("correction."), "actor_id": entry.actor,
            "measure_id": p["measure"], "done_on": p["done_on"], "recorded_at": entry.instant,
            "body": body if body is not None else p.get("body") or {},
        },
    )


def _common(entry: Recorded):
    """The state, the record's line and the files of any step of a plan."""
    p = entry.payload
    changed = {"position": entry.position}
    if p["to"]:
        changed |= {"state": p["to"], "state_since": p["done_on"]}
    for name in ("told_on", "drawn_up_on", "check_from", "effect"):
        if name in p:
            changed[name] = p[name]
    yield Put("corrections.Plan", p["plan"], changed)
    yield from _line(entry)
    for row in p["files"]:
        yield Put(
            "corrections.Proof", row["id"],
            {
                "plan_id": p["plan"], "measure_id": row["measure"], "n": row["n"], "title": row["title"],
                "file": row["file"], "name": row["name"], "media_type": row["media_type"],
                "size": row["size"], "sha256": row["sha256"], "provider_id": entry.actor,
                "added_on": p["done_on"],
            },
        )


def _measures(entry: Recorded):
    p = entry.payload
    for row in p["measures"]:
        yield Put(
            "corrections.Measure", row["id"],
            {
                "plan_id": p["plan"], "n": row["n"], "text": row["text"], "expected": row["expected"],
                "owner_id": row["owner"], "from_on": row["from_on"], "working_days": row["working_days"],
                "due_on": row["due_on"], "provisional": row["provisional"], "report_on": row["report_on"],
            },
        )


@reducer("correction.open_plan")
def _opened(entry: Recorded):
    p = entry.payload
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    yield Put(
        "corrections.Plan", p["plan"],
        {
            "number": p["number"], "matter_id": p["matter"], "subject_id": p["subject"],
            "person_id": p["person"], "unit_id": p["unit"], "position": entry.position,
            "state": p["to"], "state_since": p["done_on"], "basis": p["basis"], "reason": p["reason"],
            "opened_on": p["done_on"], "working_days": p["working_days"], "due_on": p["due_on"],
            "provisional": p["provisional"],
        },
    )
    yield from _line(entry, {"reason": p["reason"], "basis": p["basis"]})


@reducer("correction.draw_up")
def _drawn_up(entry: Recorded):
    p = entry.payload
    yield from _measures(entry)
    yield from _common(entry)
    written = {
        k: p[k] for name in ("event", "outcome", "factor", "cause") for k in (name, f"{name}_codes")
    }
    yield Put("corrections.Plan", p["plan"], {**written, "lists": p["lists"], "drawn_up_by_id": entry.actor})


@reducer("correction.add_measures")
def _added(entry: Recorded):
    yield from _measures(entry)
    yield from _common(entry)


@reducer("correction.report_progress")
def _reported(entry: Recorded):
    p = entry.payload
    yield Put("corrections.Measure", p["measure"], {"report_on": p["report_on"]})
    yield from _common(entry)


@reducer("correction.prove")
def _proved(entry: Recorded):
    p = entry.payload
    yield Put("corrections.Measure", p["measure"], {"state": "done", "done_on": p["done_on"]})
    yield from _common(entry)


@reducer("correction.send_back")
def _sent_back(entry: Recorded):
    yield Put("corrections.Measure", entry.payload["measure"], {"state": "open", "done_on": None})
    yield from _common(entry)


@reducer("correction.hand_over")
def _handed_over(entry: Recorded):
    p = entry.payload
    yield Put(
        "corrections.Measure", p["measure"], {"owner_id": p["owner"], "past_owners": p["past_owners"]}
    )
    yield from _common(entry)


@reducer("correction.defer")
def _deferred(entry: Recorded):
    p = entry.payload
    yield Put(
        "corrections.Measure", p["measure"],
        {k: p[k] for k in ("from_on", "working_days", "due_on", "provisional")},
    )
    yield from _common(entry)


@reducer("correction.name_checker")
def _named(entry: Recorded):
    yield Put("corrections.Plan", entry.payload["plan"], {"checker_id": entry.payload["checker"]})
    yield from _common(entry)


@reducer("correction.check_effect")
def _checked(entry: Recorded):
    p = entry.payload
    yield from _common(entry)
    yield Put("corrections.Plan", p["plan"], {"checked_on": p["done_on"]})


@reducer("correction.close_plan")
def _closed(entry: Recorded):
    yield from _common(entry)
    yield Put("corrections.Plan", entry.payload["plan"], {"closed_on": entry.payload["done_on"]})


for _action in ("talk", "remind_by_letter", "hear_before_referral", "refer"):
    reducer(f"correction.{_action}")(_common)


@reducer("correction.reminded")
def _reminded(entry: Recorded):
    """Reminders of one plan, in a stream of their own: they change no state and make no page stale."""
    p = entry.payload
    for row in p["reminders"]:
        yield Put(
            "corrections.Reminder", row["id"],
            {
                "plan_id": p["plan"], "measure_id": row["measure"], "rule": row["rule"],
                "about": row["about"], "due_on": row["due_on"], "day": row["day"],
                "recorded_on": p["done_on"],
            },
        )
        for person in row["people"]:
            yield Put(
                "corrections.Reminded", uuid5(UUID(row["id"]), person),
                {"reminder_id": row["id"], "person_id": person},
            )


@reducer("correction.recounted")
def _recounted(entry: Recorded):
    """A day that had been provisional, counted again once the year's notice was there."""
    p = entry.payload
    yield Put("corrections.Plan", p["plan"], {"position": entry.position, **p["plan_days"]})
    for measure, days in p["measures"].items():
        yield Put("corrections.Measure", measure, days)
    yield from _line(entry, {})
