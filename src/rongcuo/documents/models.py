"""Papers on their way out. All tables are replayed: changed only by `reducers.py`."""

from __future__ import annotations

from django.db import models

from rongcuo.matters.models import Matter, Subject
from rongcuo.people.models import Person


class Dispatch(models.Model):
    """One paper and its 发文稿纸: who drafted, reviewed, signed it, when, and what was issued.

    A paper of no matter (a warning, an analysis, an answer on the measures) has a stream of its own in the record.
    state: drafted, reviewed, signed, issued, dropped. `version` is the text (`Text.n`) that stands. An
    issued paper is a file under a random name; its digest, number and code are in the record.
    """

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="dispatches")  # none: the office's own
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="dispatches")
    template = models.CharField(max_length=100)
    source = models.CharField(max_length=60)
    record = models.UUIDField()
    state = models.CharField(max_length=12, default="drafted")
    version = models.PositiveSmallIntegerField(default=1)
    secrecy = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    copies = models.PositiveSmallIntegerField(default=1)
    drafter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drafted_on = models.DateField()
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True)
    signer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=20, null=True, unique=True)
    file = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    ended_why = models.TextField(blank=True)

    class Meta:
        ordering = ["drafted_on", "id"]
        indexes = [models.Index(fields=["matter", "state"]), models.Index(fields=["number"])]


class Text(models.Model):
    """One version of a paper's words, exactly as it was put before those who review and sign."""

    id = models.UUIDField(primary_key=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="texts")
    n = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8)  # record | edited
    sheet = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_on = models.DateField()

    class Meta:
        ordering = ["dispatch", "n"]


class Countersign(models.Model):
    """Whose consent is asked for before a paper is signed (会签), and what was said."""

    id = models.UUIDField(primary_key=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="countersigns")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["dispatch", "id"]


class PublicCopy(models.Model):
    """A redacted copy of an issued paper: a file of its own, linked to the original by its digest."""

    id = models.UUIDField(primary_key=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="public_copies")
    of_sha256 = models.CharField(max_length=64)
    hidden = models.JSONField(default=list)  # names of the fields left out; other strings are only counted
    strings = models.PositiveSmallIntegerField(default=0)
    file = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_on = models.DateField()

    class Meta:
        ordering = ["dispatch", "made_on", "id"]
