"""The tables of insight. Replayed, but for `Likeness`, which is an index made anew from findings."""

from __future__ import annotations

from django.db import models

from rongcuo.matters.models import Matter, Subject
from rongcuo.people.models import Person, Unit


class Report(models.Model):
    """A first sign, a near miss or a common problem that somebody reported (A11-3).

    `person` is empty where it was reported without a name: then nothing tells who it was, and the answer
    is read with the code whose digest is kept. `plain` is the text without anybody in it; only that and the
    codes are counted.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    position = models.PositiveIntegerField()
    received_on = models.DateField()
    kind = models.CharField(max_length=60)
    text = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="reports")
    code_digest = models.CharField(max_length=64, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    plain = models.TextField(blank=True)
    lists = models.JSONField(default=dict)
    event_codes = models.JSONField(default=list)
    factor_codes = models.JSONField(default=list)
    cause_codes = models.JSONField(default=list)
    counted_on = models.DateField(null=True, help_text="Taken into the counted copy on this day.")
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["-received_on", "-number"]
        indexes = [
            models.Index(fields=["-received_on"]), models.Index(fields=["answered_on"]),
            models.Index(fields=["code_digest"]),
        ]


class ReportLine(models.Model):
    """What was done about a report: classified, reminded, answered, put right, thanked."""

    id = models.UUIDField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="record")
    position = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_on = models.DateField()
    body = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]


class Caution(models.Model):
    """A warning (警示提醒) or an education measure to some units, from figures; measured again later."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    position = models.PositiveIntegerField()
    form = models.CharField(max_length=12)  # warning | education
    dimension = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    figures = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    text = models.TextField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_on = models.DateField()
    again_on = models.DateField(help_text="From this day it is measured again.")
    measured_on = models.DateField(null=True)
    later = models.JSONField(default=dict)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ["-issued_on", "-number"]
        indexes = [models.Index(fields=["measured_on", "again_on"])]


class CautionUnit(models.Model):
    """A unit that a warning goes to, and when its head received it."""

    id = models.UUIDField(primary_key=True)
    caution = models.ForeignKey(Caution, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    received_on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["unit__name"]
        indexes = [models.Index(fields=["unit", "received_on"])]


class Published(models.Model):
    """The figures of a half-year, counted once when it was over (`publication.py`).

    `copy`: how often for each code and pair of codes, nobody in it; shown to nobody. `columns`: what is shown by half-year.
    `grids`: the crossed tables of the year that ended with it, else None.
    """

    id = models.UUIDField(primary_key=True)
    period = models.CharField(max_length=6, unique=True)
    published_on = models.DateField()
    minimum = models.PositiveSmallIntegerField()
    copy = models.JSONField()
    columns = models.JSONField()
    grids = models.JSONField(null=True)

    class Meta:
        ordering = ["period"]


class Advance(models.Model):
    """A record made before trying something new (事前留痕). No effect under the measures."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    basis = models.TextField()
    meeting = models.TextField()
    risk = models.TextField()
    rule = models.TextField()
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    files = models.JSONField(default=list)

    class Meta:
        ordering = ["-recorded_on", "-number"]


class Clarification(models.Model):
    """A letter of clarification (澄清函) on one concrete point of a closed or decided matter (A13)."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clarifications")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="clarifications")
    point = models.TextField()
    conclusion = models.TextField()
    disturbs = models.TextField()
    addressees = models.TextField()
    ways = models.JSONField(default=list)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_on = models.DateField()

    class Meta:
        ordering = ["-issued_on", "-number"]


class Likeness(models.Model):
    """The findings of a closed subject as bits, so that like cases are found fast. Made anew at any time."""

    subject = models.OneToOneField(Subject, models.CASCADE, primary_key=True, related_name="+")
    policy = models.CharField(max_length=80)
    situation = models.CharField(max_length=60)
    outcome = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    bits = models.TextField()
    known = models.TextField()
