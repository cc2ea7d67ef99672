"""What each kind of entry of insight changes in the tables. Pure."""

from __future__ import annotations

from uuid import UUID, uuid5

from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables

register_tables(
    "insight.Report", "insight.ReportLine", "insight.Caution", "insight.CautionUnit", "insight.Advance",
    "insight.Clarification", "insight.Published",
)


@reducer("report.received")
def _received(entry: Recorded):
    p = entry.payload
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    yield Put(
        "insight.Report", p["report"],
        {
            "number": p["number"], "position": entry.position, "received_on": p["received_on"],
            "kind": p["kind"], "text": p["text"], "person_id": p["person"], "unit_id": p["unit"],
            "code_digest": p["code_digest"],
        },
    )


def _line(entry: Recorded):
    p = entry.payload
    yield Put("insight.Report", p["report"], {"position": entry.position})
    yield Put(
        "insight.ReportLine", uuid5(UUID(p["report"]), str(entry.position)),
        {
            "report_id": p["report"], "position": entry.position, "action": entry.kind.removeprefix("report."),
            "actor_id": entry.actor, "done_on": p["done_on"], "body": p["body"],
        },
    )


@reducer("report.deidentify")
def _classified(entry: Recorded):
    p = entry.payload
    yield from _line(entry)
    fields = {k: p[k] for k in ("plain", "lists", "event_codes", "factor_codes", "cause_codes")}
    yield Put("insight.Report", p["report"], {**fields, "unit_id": p["unit"], "counted_on": p["done_on"]})


@reducer("report.answer_report")
def _answered(entry: Recorded):
    yield from _line(entry)
    yield Put("insight.Report", entry.payload["report"], {"answered_on": entry.payload["done_on"]})


for _action in ("remind_early", "record_correction", "thank"):
    reducer(f"report.{_action}")(_line)


@reducer("figures.published")
def _published(entry: Recorded):
    p = entry.payload
    names = ("period", "published_on", "minimum", "copy", "columns", "grids")
    yield Put("insight.Published", p["id"], {n: p[n] for n in names})


@reducer("caution.issued")
def _issued(entry: Recorded):
    p = entry.payload
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    names = ("number", "form", "dimension", "code", "figures", "title", "text", "issued_on", "again_on")
    yield Put(
        "insight.Caution", p["caution"],
        {**{n: p[n] for n in names}, "position": entry.position, "author_id": entry.actor},
    )
    for row in p["units"]:
        yield Put("insight.CautionUnit", row["id"], {"caution_id": p["caution"], "unit_id": row["unit"]})


@reducer("caution.received")
def _caution_received(entry: Recorded):
    p = entry.payload
    yield Put("insight.Caution", p["caution"], {"position": entry.position})
    yield Put("insight.CautionUnit", p["row"], {"received_on": p["done_on"], "by_id": entry.actor})


@reducer("caution.measured")
def _measured(entry: Recorded):
    p = entry.payload
    yield Put(
        "insight.Caution", p["caution"],
        {"position": entry.position, "measured_on": p["done_on"], "later": p["later"], "found": p["found"]},
    )


@reducer("advance.recorded")
def _advance(entry: Recorded):
    p = entry.payload
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    names = ("number", "title", "basis", "meeting", "risk", "rule", "recorded_on", "files", "digest")
    yield Put(
        "insight.Advance", p["advance"],
        {**{n: p[n] for n in names}, "author_id": entry.actor, "unit_id": p["unit"], "recorded_at": entry.instant},
    )


@reducer("clarification.issued")
def _clarified(entry: Recorded):
    p = entry.payload
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    names = ("number", "point", "conclusion", "disturbs", "addressees", "ways", "issued_on")
    yield Put(
        "insight.Clarification", p["clarification"],
        {**{n: p[n] for n in names}, "matter_id": p["matter"], "subject_id": p["subject"], "author_id": entry.actor},
    )
