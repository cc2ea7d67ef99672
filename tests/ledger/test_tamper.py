"""Whoever changes the record behind the triggers' back is found, and what was changed is named."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from rongcuo import ids
from rongcuo.ledger import canonical, checkpoints, triggers
from rongcuo.ledger.models import Checkpoint, Entry, Payload
from rongcuo.ledger.record import record
from rongcuo.ledger.verify import verify
from tests.ledger import toy


@pytest.fixture
def streams(ledger, tmp_path):
    """Three streams of four entries, sealed; then one entry more in each; a copy kept elsewhere."""
    streams = toy.fill()
    checkpoints.checkpoint()
    for stream in streams:
        record(stream, "box.noted", actor=None, payload={"words": "later"}, at=4)
    shutil.copy(checkpoints.path(), tmp_path / "elsewhere.jsonl")
    return streams


@contextmanager
def tampering():
    """Behind the triggers' back; undone afterwards, so that the test's database stays consistent."""
    with transaction.atomic():
        triggers.remove(connection)
        yield
        transaction.set_rollback(True)


def found(against=None) -> set[tuple]:
    """The problems as (code, seq, position)."""
    return {(p.code, p.seq, p.position) for p in verify(against).problems}


def at(stream, position) -> Entry:
    return Entry.objects.get(stream=stream, position=position)


def drop(entries) -> None:
    Payload.objects.filter(entry__in=entries)._raw_delete("default")
    entries._raw_delete("default")


def shift(entries, **columns) -> None:
    """Move entries one by one, out of each other's way."""
    for entry in entries:
        values = {name: getattr(entry, name) + by for name, by in columns.items()}
        Entry.objects.filter(pk=entry.pk).update(**values)


def forge(entry: Entry, **columns) -> Entry:
    """Change an entry and give it the digest that fits."""
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.digest = canonical.digest(entry.envelope())
    Entry.objects.filter(pk=entry.pk).update(**columns, digest=entry.digest)
    return entry


def rechain(stream, position) -> None:
    """Redo the chain after a forged entry, as a forger who owns the database would."""
    prev = at(stream, position).digest
    for entry in Entry.objects.filter(stream=stream, position__gt=position).order_by("position"):
        prev = forge(entry, prev=prev).digest


def test_an_untouched_record_verifies(streams, tmp_path):
    report = verify(tmp_path / "elsewhere.jsonl")
    assert report.ok
    assert (report.entries, report.streams) == (15, 3)
    assert report.held_until == canonical.instant_from(Checkpoint.objects.get().instant)
    assert report.held_in.endswith("elsewhere.jsonl")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "box.closed"),
        ("actor", ids.new_id()),
        ("recorded_at", "2026-09-18T01:00:00.000000Z"),
        ("schema", 2),
        ("prev", "f" * 64),
        ("payload_digest", "f" * 64),
        ("key", "forged"),
        ("digest", "f" * 64),
    ],
)
def test_a_changed_envelope_is_named(streams, column, value):
    entry = at(streams[1], 2)
    with tampering():
        Entry.objects.filter(pk=entry.pk).update(**{column: value})
        problems = found()
        assert ("changed", entry.seq, 2) in problems
        assert {code for code, *_ in problems} <= {"changed", "payload_changed"}
        assert str(entry.seq) in str(verify().problems[0])
    assert verify().ok


@pytest.mark.parametrize("column", ["body", "salt"])
def test_one_flipped_byte_of_a_payload_is_named(streams, column):
    entry = at(streams[0], 2)
    text = getattr(entry.payload, column)
    flipped = text[:4] + chr(ord(text[4]) ^ 1) + text[5:]
    with tampering():
        Payload.objects.filter(pk=entry.pk).update(**{column: flipped})
        assert found() == {("payload_changed", entry.seq, 2)}


def test_swapped_payloads_are_both_named(streams):
    one, two = at(streams[0], 2), at(streams[0], 3)
    said = {entry.pk: (entry.payload.salt, entry.payload.body) for entry in (one, two)}
    with tampering():
        for mine, other in ((one, two), (two, one)):
            salt, body = said[other.pk]
            Payload.objects.filter(pk=mine.pk).update(salt=salt, body=body)
        assert found() == {("payload_changed", one.seq, 2), ("payload_changed", two.seq, 3)}


def test_a_missing_payload_and_a_stray_one_are_named(streams):
    one, two = at(streams[0], 2), at(streams[2], 5)
    with tampering():
        Payload.objects.filter(pk=one.pk)._raw_delete("default")
        Entry.objects.filter(pk=two.pk)._raw_delete("default")
        assert found() == {("payload_missing", one.seq, 2), ("payload_stray", two.seq, None)}


def test_an_emptied_payload_without_a_decision_is_named(streams):
    entry, other = at(streams[0], 2), at(streams[1], 2)
    with tampering():
        Payload.objects.filter(pk=entry.pk).update(salt="", body="")
        Payload.objects.filter(pk=other.pk).update(salt="", body="", destroyed_by=entry)
        assert found() == {
            ("payload_undecided", entry.seq, 2),
            ("payload_undecided", other.seq, 2),
        }


def test_a_removed_entry_is_named(streams):
    entry = at(streams[1], 3)
    with tampering():
        drop(Entry.objects.filter(pk=entry.pk))
        assert found() == {("removed", None, 3), ("number_removed", entry.seq, None)}


def test_a_removed_entry_is_named_when_the_gap_is_closed(streams):
    entry = at(streams[1], 3)
    with tampering():
        drop(Entry.objects.filter(pk=entry.pk))
        shift(Entry.objects.filter(stream=streams[1], position__gt=3), position=-1)
        problems = found()
        assert {("removed", None, 3), ("number_removed", entry.seq, None)} <= problems
        assert {code for code, *_ in problems} == {
            *("removed", "number_removed", "reordered"),
        }


def test_swapped_entries_are_named_with_their_true_places(streams):
    one, two = at(streams[1], 2), at(streams[1], 4)
    with tampering():
        for entry, place in ((one, 99), (two, 2), (one, 4)):
            Entry.objects.filter(pk=entry.pk).update(position=place)
        problems = verify().problems
        assert {(p.code, p.position, p.was_position) for p in problems} == {
            ("reordered", 4, 2),
            ("reordered", 2, 4),
        }


def test_swapped_numbers_of_two_streams_are_named(streams):
    """Across streams the order matters to a replay, so seq is under the digest too."""
    one, two = at(streams[0], 5), at(streams[2], 5)
    with tampering():
        drop(Entry.objects.filter(pk__in=[one.pk, two.pk]))
        one.seq, two.seq = two.seq, one.seq
        Entry.objects.bulk_create([one, two])
        moved = {(p.seq, p.was_seq) for p in verify().problems if p.code == "reordered"}
        assert moved == {(one.seq, two.seq), (two.seq, one.seq)}


def insert(stream, position, seq, prev) -> Entry:
    entry = Entry(
        seq=seq,
        stream=stream,
        position=position,
        kind="box.noted",
        actor=None,
        recorded_at="2026-09-17T01:00:00.000000Z",
        schema=1,
        prev=prev,
        payload_digest=canonical.payload_digest("salt", "{}"),
        key=None,
    )
    entry.digest = canonical.digest(entry.envelope())
    entry.save(force_insert=True)
    Payload.objects.create(entry=entry, salt="salt", body="{}")
    return entry


def test_an_inserted_entry_is_named(streams):
    with tampering():
        later = Entry.objects.filter(stream=streams[1], position__gte=3).order_by("-position")
        shift(list(later), position=1)
        forged = insert(streams[1], 3, 16, at(streams[1], 2).digest)
        problems = found()
        assert ("inserted", forged.seq, 3) in problems
        assert {code for code, *_ in problems} == {"inserted", "reordered"}


def test_a_replaced_entry_with_a_fitting_digest_breaks_the_chain(streams):
    with tampering():
        forge(at(streams[1], 3), actor=ids.new_id())
        assert found() == {("unlinked", at(streams[1], 4).seq, 4)}


def test_a_forger_who_redoes_the_chain_is_found_by_the_checkpoint(streams):
    with tampering():
        forge(at(streams[1], 2), actor=ids.new_id())
        rechain(streams[1], 2)
        (problem,) = verify().problems
        assert (problem.code, problem.position) == ("head_changed", 4)
        assert problem.stream == str(streams[1])
        assert str(streams[1]) in str(problem)


def test_a_removed_tail_is_named(streams, tmp_path):
    last = max(at(stream, 4).seq for stream in streams)
    with tampering():
        drop(Entry.objects.filter(seq__gte=last))
        (problem,) = verify(tmp_path / "elsewhere.jsonl").problems
        assert (problem.code, problem.position, problem.now) == ("tail_removed", 4, 3)


def test_a_removed_stream_is_named(streams, tmp_path):
    gone = Entry.objects.filter(stream=streams[1])
    seqs = list(gone.values_list("seq", flat=True))
    with tampering():
        drop(gone)
        problems = verify(tmp_path / "elsewhere.jsonl").problems
        assert {p.seq for p in problems if p.code == "number_removed"} == set(seqs)
        (named,) = (p for p in problems if p.code == "stream_removed")
        assert (named.stream, named.position) == (str(streams[1]), 4)


def test_only_the_copy_finds_what_was_rolled_back_with_its_checkpoints(streams, tmp_path):
    """The whole database and the file beside it put back to an earlier state."""
    with tampering():
        drop(Entry.objects.all())
        Checkpoint.objects.all()._raw_delete("default")
        checkpoints.path().unlink()
        report = verify()
        assert report.ok
        assert report.held_until is None
        codes = {p.code for p in verify(tmp_path / "elsewhere.jsonl").problems}
        assert codes == {"stream_removed", "checkpoint_removed"}


def test_what_came_after_the_last_checkpoint_is_beyond_it(streams, tmp_path):
    """The limit is stated, not hidden: the end of the record can be cut off unseen after it."""
    with tampering():
        drop(Entry.objects.filter(seq__gt=12))
        assert verify(tmp_path / "elsewhere.jsonl").ok


@pytest.mark.parametrize("column", ["instant", "root", "entries", "heads", "digest", "prev"])
def test_a_changed_checkpoint_is_named(streams, column):
    checkpoints.checkpoint()
    forged = {"entries": 3, "heads": "[]", "instant": "2026-01-01T00:00:00.000000Z"}
    with tampering():
        Checkpoint.objects.filter(number=1).update(**{column: forged.get(column, "f" * 64)})
        problems = verify().problems
        assert {(p.code, p.number) for p in problems} >= {("checkpoint_changed", 1)}
        assert any(p.source == "database" for p in problems)


def test_removed_checkpoints_are_named(streams):
    checkpoints.checkpoint()
    with tampering():
        Checkpoint.objects.filter(number=1)._raw_delete("default")
        assert ("checkpoint_removed", 1) in {(p.code, p.number) for p in verify().problems}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "checkpoint_none"),
        (b"\x89PNG\r\n\x1a\n\x00\n", "checkpoint_unreadable"),
        (b"[]\n", "checkpoint_unreadable"),
        (b"{}\n", "checkpoint_unreadable"),
        (b"[" * 100_000 + b"\n", "checkpoint_unreadable"),
    ],
)
def test_a_file_that_is_no_checkpoint_file_is_named(streams, tmp_path, content, code):
    file = tmp_path / "other.jsonl"
    file.write_bytes(content)
    assert code in {p.code for p in verify(file).problems}


def test_a_line_changed_in_the_copy_is_named(streams, tmp_path):
    file = tmp_path / "elsewhere.jsonl"
    file.write_text(file.read_text().replace('"entries":12', '"entries":11'))
    problems = {(p.code, p.number, p.source) for p in verify(file).problems}
    assert ("checkpoint_changed", 1, str(file)) in problems
