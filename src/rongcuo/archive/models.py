"""Tables of the archive.

Replayed: Imported, DestructionList. SearchRow is derived: it can be emptied and made again from the
tables (`rongcuo dossier index`).
"""

from __future__ import annotations

from django.db import models

from rongcuo.matters.models import Matter
from rongcuo.people.models import Person


class SearchRow(models.Model):
    """One thing that can be found: a matter, one of its subjects, a paper, a piece of evidence.

    The words' one- and two-character tokens lie beside it: on SQLite in the FTS5 table `archive_fts`, on
    PostgreSQL in the column `grams` (tsvector, GIN).
    """

    id = models.BigAutoField(primary_key=True)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    subject = models.UUIDField(null=True)
    source = models.CharField(max_length=10)  # matter | subject | item | evidence
    ref = models.UUIDField()
    kind = models.CharField(max_length=30)  # the kind of item, the lane of evidence
    day = models.DateField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="one_row_a_thing_found")]


class Imported(models.Model):
    """A dossier of another installation: its package as it came, verified then, read-only."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    sealed_on = models.DateField(null=True)
    pieces = models.JSONField(default=list, help_text="Its list of papers: number, title, date, period, files.")
    proved_until = models.CharField(max_length=27)
    compared = models.BooleanField(default=False, help_text="Its checkpoint agreed with a copy kept elsewhere.")
    digest = models.CharField(max_length=64, unique=True)
    file = models.UUIDField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-imported_at"]


class DestructionList(models.Model):
    """What is to be destroyed after its period, proposed by one person and decided by another.

    rows: what each 件 was: matter, its number, the 件's number, title, date, period. It stays for ever.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    rows = models.JSONField()
    reason = models.TextField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    status = models.CharField(max_length=12, default="proposed")  # proposed | destroyed | refused
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["-proposed_on", "-number"]
