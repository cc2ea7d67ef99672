"""A toy bureau of boxes and things in them, to try the ledger on: models, reducers, actions."""

from __future__ import annotations

from django.db import models, transaction

from rongcuo import ids
from rongcuo.ledger.record import record
from rongcuo.ledger.reduce import (
    Drop,
    Put,
    redaction,
    reducer,
    register_tables,
    upcast,
)


class Box(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200, default="")
    count = models.IntegerField(default=0)
    day = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    tags = models.JSONField(default=dict)
    mark = models.CharField(max_length=20, default="")  # changes outside the record

    class Meta:
        app_label = "toy"
        db_table = "toy_box"

    def __str__(self) -> str:
        return self.name


class Thing(models.Model):
    id = models.UUIDField(primary_key=True)
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    label = models.CharField(max_length=200)

    class Meta:
        app_label = "toy"
        db_table = "toy_thing"

    def __str__(self) -> str:
        return self.label


def register() -> None:
    """Declare the toy tables and reducers in whatever registry is in place."""
    register_tables(Box, Thing, unreplayed={"toy.Box": ["mark"]})

    @reducer("box.opened")
    def _(entry):
        said = entry.payload
        fields = {name: said[name] for name in ("name", "day", "price", "tags") if name in said}
        yield Put("toy.Box", entry.stream, {**fields, "opened_at": entry.instant})

    @reducer("box.renamed", schema=2)
    def _(entry):
        yield Put("toy.Box", entry.stream, {"name": entry.payload["name"]})

    @upcast("box.renamed", 1)
    def _(payload):
        return {"name": payload["title"]}

    @reducer("thing.added")
    def _(entry):
        said = entry.payload
        yield Put("toy.Thing", said["id"], {"box_id": entry.stream, "label": said["label"]})
        yield Put("toy.Box", entry.stream, {"count": said["count"]})

    @reducer("thing.removed")
    def _(entry):
        yield Drop("toy.Thing", entry.payload["id"])
        yield Put("toy.Box", entry.stream, {"count": entry.payload["count"]})

    @reducer("box.closed")
    def _(entry):
        yield from (Drop("toy.Thing", pk) for pk in entry.payload["things"])
        yield Drop("toy.Box", entry.stream)

    @reducer("box.noted")
    def _(entry):
        return ()

    @redaction("box.opened")
    def _(payload):
        return payload | {"name": ""}

    @redaction("box.renamed")
    def _(payload):
        return payload | {"name": ""}

    @redaction("thing.added")
    def _(payload):
        return payload | {"label": ""}


@transaction.atomic
def fill(*, boxes: int = 3, things: int = 3, actor=None) -> list:
    """Some boxes with things in them, entries of the streams mixed; returns the streams."""
    streams = [ids.new_id() for _ in range(boxes)]
    for number, stream in enumerate(streams):
        payload = {
            "name": f"示例箱 {number}",
            "day": "2026-09-17",
            "price": "12.50",
            "tags": {"a": 1},
        }
        record(stream, "box.opened", actor=actor, payload=payload, at=0)
    for number in range(1, things + 1):
        for stream in streams:
            payload = {"id": ids.new_id(), "label": f"示例物 {number}", "count": number}
            record(stream, "thing.added", actor=actor, payload=payload, at=number)
    return streams
