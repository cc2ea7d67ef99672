"""Drafts of applications: the author's alone, outside the ledger, deletable."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from rongcuo import clock, ids
from rongcuo.matters.access import act_subjects_to_apply_for, own_drafts, viewer_of
from rongcuo.matters.errors import NotFound
from rongcuo.matters.files import path_of
from rongcuo.matters.models import Draft, DraftFile
from rongcuo.matters.secrecy import take
from rongcuo.people.models import Person


def draft_for(act_subject: UUID, *, actor: Person) -> Draft:
    """The author's draft for an act they may apply in; made on first use."""
    viewer = viewer_of(actor)
    target = act_subjects_to_apply_for(viewer).filter(pk=act_subject).first()
    if target is None:
        raise NotFound
    draft, _made = Draft.objects.get_or_create(
        author_id=actor.pk, act_subject=target,
        defaults={"id": ids.new_id(), "updated_at": clock.now()},
    )
    return draft


@transaction.atomic
def save_draft(draft: UUID, answers: dict, *, actor: Person) -> Draft:
    """Merge answers into the draft. Nothing is checked: a draft may be unfinished or odd."""
    row = own_drafts(viewer_of(actor)).select_for_update().filter(pk=draft).first()
    if row is None:
        raise NotFound
    row.form = {**row.form, **answers}
    row.updated_at = clock.now()
    row.save(update_fields=["form", "updated_at"])
    return row


def attach(
    draft: UUID, upload, *, title: str, made_on: date | None, actor: Person, secrecy: str = "", reference: str = ""
) -> DraftFile:
    """Keep a file with the draft; it becomes evidence when the application is submitted. Of a classified
    paper only a reference is kept."""
    row = own_drafts(viewer_of(actor)).filter(pk=draft).first()
    if row is None:
        raise NotFound
    stored = take(upload, secrecy, reference)
    return DraftFile.objects.create(
        id=stored["file"], draft=row, title=(title.strip() or stored["name"])[:200], made_on=made_on,
        **{n: stored[n] for n in ("name", "media_type", "size", "sha256", "secrecy")},
    )


def detach(file: UUID, *, actor: Person) -> None:
    """Take a file out of a draft and off the disk."""
    row = DraftFile.objects.filter(pk=file, draft__in=own_drafts(viewer_of(actor))).first()
    if row is None:
        raise NotFound
    row.delete()
    path_of(file).unlink(missing_ok=True)


def discard(draft: UUID, *, actor: Person) -> None:
    """Delete a draft with its files; nothing of it was ever recorded."""
    row = own_drafts(viewer_of(actor)).filter(pk=draft).first()
    if row is None:
        raise NotFound
    files = list(row.files.values_list("pk", flat=True))
    row.delete()
    for file in files:
        path_of(file).unlink(missing_ok=True)
