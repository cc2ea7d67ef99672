"""The index follows the tables: whatever changes a matter, a subject, a paper or evidence changes its row here,
in the same transaction. It is derived, and `rebuild` makes it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from django.db import connection

from rongcuo.archive.models import SearchRow
from rongcuo.archive.searching.grams import kept, normal, tokens
from rongcuo.ledger import applying
from rongcuo.matters.models import Evidence, Item, Matter, Subject
from rongcuo.matters.titles import title_of

_CODE = re.compile(r"^[\x00-\x7f]*$")
_HAN = re.compile(r"[㐀-鿿]")
#: Papers about the dossier repeat what others say.
NOT_FOUND = frozenset({"catalogue", "checks"})
SOURCES = {"matters.Matter": "matter", "matters.Subject": "subject", "matters.Item": "item", "matters.Evidence": "evidence"}


def spoken(value: object) -> Iterator[str]:
    """The words in a paper's body: texts, and keys that are names; no identifiers, dates or codes."""
    if isinstance(value, str):
        if value and not _CODE.match(value):
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from spoken(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if _HAN.search(key):
                yield key
            yield from spoken(one)


def _of_matter(m: Matter) -> SearchRow:
    return SearchRow(matter_id=m.pk, source="matter", ref=m.pk, kind="matter", day=m.opened_on, text=f"{m.number} {m.title}")


def _of_subject(s: Subject) -> SearchRow:
    text = f"{s.name} {s.unit.name}"
    return SearchRow(matter_id=s.matter_id, subject=s.pk, source="subject", ref=s.pk, kind="subject", day=s.submitted_on, text=text)


def _of_item(i: Item) -> SearchRow | None:
    if i.kind in NOT_FOUND:
        return None
    return SearchRow(
        matter_id=i.matter_id, subject=i.subject_id, source="item", ref=i.pk, kind=i.kind, day=i.done_on,
        text="\n".join(spoken(i.body)),
    )


def _of_evidence(e: Evidence) -> SearchRow:
    return SearchRow(
        matter_id=e.matter_id, subject=e.subject_id, source="evidence", ref=e.pk, kind=e.lane, day=e.added_on,
        text=f"{e.title} {e.name}",
    )


_MAKE: dict[str, tuple[Callable, Callable]] = {
    "matter": (lambda: Matter.objects.order_by("pk"), _of_matter),
    "subject": (lambda: Subject.objects.select_related("person", "unit").order_by("pk"), _of_subject),
    "item": (lambda: Item.objects.order_by("position", "pk"), _of_item),
    "evidence": (lambda: Evidence.objects.order_by("n", "pk"), _of_evidence),
}


@applying.observe
def follow(changed: Iterable[tuple[str, object]]) -> None:
    """Called with (table, key) of every row that an entry changed."""
    keys: dict[str, set] = {}
    for label, pk in changed:
        if label in SOURCES:
            keys.setdefault(SOURCES[label], set()).add(pk)
    for source, refs in keys.items():
        rows, make = _MAKE[source]
        _put(source, refs, [make(one) for one in rows().filter(pk__in=refs)])


def _put(source: str, refs: set, rows: Iterable[SearchRow | None]) -> None:
    """Make these rows the ones of these things."""
    there = {r.ref: r for r in SearchRow.objects.filter(source=source, ref__in=refs)}
    for row in filter(None, rows):
        old = there.pop(row.ref, None)
        row.text = kept(row.text)
        if old is not None and (old.text, old.subject, old.kind, old.day) == (row.text, row.subject, row.kind, row.day):
            continue
        if old is not None:
            _forget(old)
            row.pk = old.pk
        row.save()
        if old is None and row.pk == 1:  # the table was emptied and counts from one again
            _empty_tokens()
        _tell(row)
    for old in there.values():
        _forget(old)
        old.delete()


def grams(row: SearchRow) -> str:
    return " ".join(tokens(normal(row.text)))


def _tell(row: SearchRow) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("UPDATE archive_searchrow SET grams = array_to_tsvector(%s) WHERE id = %s",
                           [sorted(set(grams(row).split())), row.pk])
            return
        cursor.execute("INSERT INTO archive_fts(rowid, grams) VALUES (%s, %s)", [row.pk, grams(row)])


def _forget(row: SearchRow) -> None:
    """Take a row's tokens out; SQLite is told what they were."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO archive_fts(archive_fts, rowid, grams) VALUES ('delete', %s, %s)", [row.pk, grams(row)]
            )


def _empty_tokens() -> None:
    """On PostgreSQL the tokens are in the rows; on SQLite in a table of their own."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO archive_fts(archive_fts) VALUES ('delete-all')")


def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Empty the index and make it again from the tables; how many rows it has then. In one transaction."""
    from django.db import transaction

    done = 0
    with transaction.atomic():
        SearchRow.objects.all().delete()
        _empty_tokens()
        for source, (rows, make) in _MAKE.items():
            batch: list = []
            for one in rows().iterator(chunk_size=1000):
                batch.append(one)
                if len(batch) == 1000:
                    done += _fill(source, batch, make)
                    batch = []
                    progress(done)
            done += _fill(source, batch, make)
            progress(done)
    return done


def _fill(source: str, batch: list, make: Callable) -> int:
    rows = [r for r in map(make, batch) if r is not None]
    for row in rows:
        row.text = kept(row.text)
    SearchRow.objects.bulk_create(rows)
    made = list(SearchRow.objects.filter(source=source, ref__in=[r.ref for r in rows]))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "UPDATE archive_searchrow SET grams = array_to_tsvector(%s) WHERE id = %s",
                [(sorted(set(grams(r).split())), r.pk) for r in made],
            )
        else:
            cursor.executemany(
                "INSERT INTO archive_fts(rowid, grams) VALUES (%s, %s)", [(r.pk, grams(r)) for r in made]
            )
    return len(rows)


def missing() -> int:
    """How many things have no row: 0 where the index is whole."""
    wanted = Matter.objects.count() + Subject.objects.count() + Evidence.objects.count()
    wanted += Item.objects.exclude(kind__in=NOT_FOUND).count()
    return wanted - SearchRow.objects.count()


def label(row: SearchRow) -> str:
    """What a hit is: a paper by its kind, else nothing."""
    return title_of(row.kind) if row.source == "item" else ""
