"""The official papers of a matter, or of a record that belongs to none: for each record the viewer may read, what the pack has a paper for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from rongcuo.documents.access import InOffice, may_draft, visible_dispatches, visible_office
from rongcuo.documents.papers import templates_for
from rongcuo.documents.sources import SOURCES, Record
from rongcuo.matters.access import Standing, Viewer, visible_items, visible_subjects


def records(standing: Standing) -> Iterator[Record]:
    """What the viewer may read that papers can be made from."""
    subjects = {s.pk: s for s in visible_subjects(standing)}
    for item in visible_items(standing).select_related("author"):
        if item.kind in SOURCES:
            author = item.author.name if item.author_id else ""
            yield Record(item.kind, item, item.done_on, standing.matter, subjects.get(item.subject_id), author)
    for source in SOURCES.values():
        yield from source.within(standing)


def official(standing: Standing) -> list[dict]:
    """Rows of web/documents/list.html, by day: {name, kind, form, day, subject, who, pdf, docx, dispatch, draft}."""
    found = list(records(standing))
    sent = visible_dispatches(standing, [r.pk for r in found]).exclude(state="dropped")
    on_the_way = {(d.template, d.record): d for d in sent}
    rows, several = [], len(standing.subjects) > 1
    for record in found:
        for one in templates_for(record):
            where = [record.source, record.pk, one.id]
            dispatch = on_the_way.get((one.id, record.pk))
            draft = may_draft(standing, one) and dispatch is None
            rows.append({
                "dispatch": dispatch, "state": dispatch.state if dispatch else "",
                "draft": reverse("dispatch-new", args=[standing.matter.pk, *where]) if draft else "",
                "name": one.name, "kind": "" if one.kind == "internal" else one.kind, "form": one.form,
                "day": record.done_on, "subject": record.subject.name if record.subject and several else "",
                "who": record.author if record.source == "declaration" else "",
                "pdf": reverse("document", args=where), "docx": reverse("document-docx", args=where),
            })  # fmt: skip
    return sorted(rows, key=lambda row: row["day"])


def of_records(viewer: Viewer, records: Iterable[tuple[Record, str]]) -> list[dict]:
    """The same for records that belong to no matter (rows of web/documents/of_record.html); each with what it is about."""
    found, standing = list(records), InOffice(viewer)
    sent = visible_office(viewer, [record.pk for record, _about in found]).exclude(state="dropped")
    on_the_way = {(d.template, d.record): d for d in sent}
    rows = []
    for record, about in found:
        for one in templates_for(record):
            where = [record.source, record.pk, one.id]
            dispatch = on_the_way.get((one.id, record.pk))
            rows.append({
                "name": one.name, "about": about, "kind": "" if one.kind == "internal" else one.kind,
                "dispatch": dispatch, "dispatch_url": reverse("office-dispatch", args=[dispatch.pk]) if dispatch else "",
                "draft": reverse("office-dispatch-new", args=where) if may_draft(standing, one) and not dispatch else "",
                "pdf": reverse("document", args=where), "docx": reverse("document-docx", args=where),
            })  # fmt: skip
    return rows
