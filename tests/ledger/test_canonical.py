"""Canonical JSON: what may be recorded, and that it comes back as it went in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.ledger import canonical
from rongcuo.ledger.errors import NotCanonical

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_round_trip_is_exact_and_stable(value):
    encoded = canonical.encode(value)
    assert canonical.decode(encoded) == value
    assert canonical.encode(canonical.decode(encoded)) == encoded


def test_the_bytes_are_those_of_rfc_8785():
    """Section 3.2.3: keys sorted by UTF-16 code units; no space; the shortest escapes."""
    value = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}
    assert canonical.encode(value).decode() == (
        '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"😀":5,"\ufb33":3}'
    )


def test_other_types_become_text_in_one_way():
    east = timezone(timedelta(hours=8))
    value = {
        "day": date(2026, 9, 17),
        "instant": datetime(2026, 9, 17, 9, 0, tzinfo=east),
        "id": UUID("ABCDEF00-0000-4000-8000-000000000001"),
        "sum": Decimal("1E+2"),
        "list": (1, 2),
    }
    assert canonical.plain(value) == {
        "day": "2026-09-17",
        "instant": "2026-09-17T01:00:00.000000Z",
        "id": "abcdef00-0000-4000-8000-000000000001",
        "sum": "100",
        "list": [1, 2],
    }


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)))
def test_instants_come_back(instant):
    assert canonical.instant_from(canonical.instant_text(instant)) == instant


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), {1: 2}, {1, 2}, b"x", 2**53, Decimal("NaN"), "\ud800", "a\x00", object()],
)
def test_what_cannot_be_carried_is_refused_by_name(value):
    with pytest.raises(NotCanonical, match="a\\.b|\\$\\.a"):
        canonical.encode({"a": {"b": value}})


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(NotCanonical):
        canonical.encode(datetime(2026, 9, 17))


@given(
    kind=st.text(st.characters(exclude_categories=["Cs"])),
    key=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
    actor=st.none() | st.uuids(),
    numbers=st.tuples(*[st.integers(-(2**53) + 1, 2**53 - 1)] * 3),
)
def test_the_fast_envelope_digest_is_over_the_bytes_of_rfc_8785(kind, key, actor, numbers):
    seq, position, schema = numbers
    envelope = canonical.envelope(
        seq=seq,
        stream=UUID(int=7),
        position=position,
        kind=kind,
        actor=actor,
        recorded_at="2026-09-17T01:00:00.000000Z",
        schema=schema,
        prev=canonical.NO_DIGEST,
        payload_digest=canonical.NO_DIGEST,
        key=key,
    )
    assert canonical.envelope_digest(envelope) == sha256(rfc8785.dumps(envelope)).hexdigest()
