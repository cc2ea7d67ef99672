"""Checkpoints: what they bind, the file outside the database, and proofs for one stream."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from django.db import connection

from rongcuo import clock, ids
from rongcuo.ledger import checkpoints, merkle, triggers
from rongcuo.ledger.errors import Broken
from rongcuo.ledger.models import Checkpoint, Entry, Payload
from rongcuo.ledger.record import record
from rongcuo.ledger.verify import verify
from tests.ledger import toy


@pytest.fixture
def streams(ledger):
    return toy.fill()


def lines() -> list[dict]:
    return [json.loads(line) for line in checkpoints.path().read_text().splitlines()]


def test_a_line_says_what_stands(streams):
    with clock.frozen("2026-09-17T09:00"):
        made = checkpoints.checkpoint()
    (line,) = lines()
    assert line["instant"] == "2026-09-17T01:00:00.000000Z"
    assert (line["number"], line["entries"], line["streams"]) == (1, 12, 3)
    assert line["root"] == made.root
    heads = {s: [p, d] for s, p, d in line["heads"]}
    for stream in streams:
        last = Entry.objects.get(stream=stream, position=4)
        assert heads[str(stream)] == [4, last.digest]


def test_a_stranger_verifies_with_nothing_but_sha256(streams):
    """As docs/ledger.md tells: no code of ours, only json and sha256."""
    checkpoints.checkpoint()
    (line,) = lines()
    level = [
        sha256(b"\x00" + json.dumps(head, separators=(",", ":")).encode()).digest()
        for head in sorted(line["heads"])
    ]
    left = sha256(b"\x01" + level[0] + level[1]).digest()
    assert sha256(b"\x01" + left + level[2]).hexdigest() == line["root"]
    stated = line.pop("digest")
    text = json.dumps(line, sort_keys=True, separators=(",", ":"))
    assert sha256(text.encode()).hexdigest() == stated
    prev = "0" * 64
    for entry in Entry.objects.filter(stream=streams[0]).order_by("position"):
        envelope = {
            "v": 1,
            "seq": entry.seq,
            "stream": str(entry.stream),
            "position": entry.position,
            "kind": entry.kind,
            "actor": None,
            "recorded_at": entry.recorded_at,
            "schema": entry.schema,
            "prev": prev,
            "payload_digest": sha256(
                (entry.payload.salt + entry.payload.body).encode()
            ).hexdigest(),
            "key": None,
        }
        text = json.dumps(envelope, sort_keys=True, separators=(",", ":"))
        prev = sha256(text.encode()).hexdigest()
    assert [str(streams[0]), 4, prev] in line["heads"]


def test_later_lines_name_only_what_moved(streams):
    checkpoints.checkpoint()
    record(streams[1], "box.noted", actor=None, payload={}, at=4)
    checkpoints.checkpoint()
    checkpoints.checkpoint()
    one, two, three = lines()
    assert [head[:2] for head in two["heads"]] == [[str(streams[1]), 5]]
    assert three["heads"] == []
    assert three["root"] == two["root"] != one["root"]
    assert (two["prev"], three["prev"]) == (one["digest"], two["digest"])
    assert verify().ok


def test_of_an_empty_record(ledger):
    assert checkpoints.checkpoint().root == sha256(b"").hexdigest()
    assert verify().ok


def test_a_cut_off_line_is_written_again(streams):
    checkpoints.checkpoint()
    checkpoints.checkpoint()
    whole = checkpoints.path().read_bytes()
    checkpoints.path().write_bytes(whole[:-40])
    assert verify().ok
    checkpoints.checkpoint()
    assert checkpoints.path().read_bytes().startswith(whole)
    assert [line["number"] for line in lines()] == [1, 2, 3]
    assert verify().ok


def test_a_lost_file_is_written_again_from_the_table(streams):
    checkpoints.checkpoint()
    whole = checkpoints.path().read_bytes()
    checkpoints.path().unlink()
    assert verify().held_until is None
    checkpoints.checkpoint()
    assert checkpoints.path().read_bytes().startswith(whole)


def test_a_stream_that_went_back_is_not_sealed(streams):
    checkpoints.checkpoint()
    triggers.remove(connection)
    gone = Entry.objects.filter(stream=streams[1], position=4)
    Payload.objects.filter(entry__in=gone)._raw_delete("default")
    gone._raw_delete("default")
    with pytest.raises(Broken, match=str(streams[1])):
        checkpoints.checkpoint()
    assert Checkpoint.objects.count() == len(lines()) == 1


def test_every_stream_has_a_proof(streams):
    made = checkpoints.checkpoint()
    for stream in streams:
        shown = checkpoints.inclusion(str(stream))
        assert shown["root"] == made.root
        assert checkpoints.is_included(shown)
        leaf = [shown["leaf"][0], shown["leaf"][1] + 1, shown["leaf"][2]]
        assert not checkpoints.is_included(shown | {"leaf": leaf})
    with pytest.raises(KeyError):
        checkpoints.inclusion(str(ids.new_id()))


def test_the_root_is_that_of_the_tree_module():
    heads = {"b": (1, "x"), "a": (2, "y")}
    expected = merkle.root([b'["a",2,"y"]', b'["b",1,"x"]']).hex()
    assert checkpoints.root_of(heads) == expected


def test_when_it_was_last_sealed(ledger):
    assert checkpoints.newest_instant() is None
    toy.fill()
    first = checkpoints.checkpoint().instant
    assert checkpoints.newest_instant() == first
    record(ids.new_id(), "box.noted", actor=None, payload={}, at=0)
    second = checkpoints.checkpoint().instant
    assert checkpoints.newest_instant() == second != first
