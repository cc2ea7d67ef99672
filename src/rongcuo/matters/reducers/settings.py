"""Confirmed readings and the years of the calendar."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer


@reducer("reading.confirmed")
def _confirmed(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Adoption", p["id"],
        {
            "policy": p["policy"], "key": p["reading"], "value": p["value"], "basis": p["basis"],
            "by_id": entry.actor, "confirmed_on": p["confirmed_on"],
        },
    )


@reducer("calendar.year_recorded")
def _year_recorded(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.CalendarYear", p["id"],
        {"year": p["year"], "body": p["body"], "recorded_on": p["recorded_on"]},
    )
