"""The register of effects, and what was told and asked of it. All tables are replayed.

Effects and sanctions have two times: valid (from when until when it holds) and recorded (from when until
when the register said so). A change closes the recorded time of a row and adds another; no row is lost.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from rongcuo.matters.models import Act, Matter, Subject
from rongcuo.people.models import Person, Unit


class TwoTimes(models.QuerySet):
    """Rows with valid and recorded time."""

    def known(self, instant: datetime) -> TwoTimes:
        """What the register said at an instant."""
        return self.filter(Q(recorded_to=None) | Q(recorded_to__gt=instant), recorded_from__lte=instant)

    def current(self) -> TwoTimes:
        """What the register says now."""
        return self.filter(recorded_to=None)

    def on(self, day: date) -> TwoTimes:
        """What holds on a day; both ends are included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Effect(models.Model):
    """One version of an effect of a determination: a respect of A10 for one subject.

    `line` is the same in all versions. An effect that was revoked ends on the day before.
    """

    id = models.UUIDField(primary_key=True)
    line = models.UUIDField()
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="effect_rows")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="effect_rows")
    effect = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField(null=True)
    basis = models.CharField(max_length=20)  # determination | revocation | reconsideration | limit
    document = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = TwoTimes.as_manager()

    class Meta:
        ordering = ["matter", "subject", "effect", "recorded_from"]
        indexes = [
            models.Index(fields=["subject", "effect"]), models.Index(fields=["recorded_to", "-recorded_from"]),
        ]

    @property
    def empty(self) -> bool:
        """Revoked from its first day on: it holds on no day."""
        return self.valid_to is not None and self.valid_to < self.valid_from


class Sanction(models.Model):
    """One version of a sanction, handling or statutory bar, as recorded from its document (A10-5, A15)."""

    id = models.UUIDField(primary_key=True)
    line = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="sanctions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="sanctions")
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="sanctions")
    document_number = models.CharField(max_length=80)
    issued_by = models.CharField(max_length=120)
    policy = models.CharField(max_length=80)
    kinds = models.JSONField(default=list)
    respects = models.JSONField(default=list)
    months = models.PositiveSmallIntegerField(null=True)
    restored_on = models.DateField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, default="stands")  # stands | restored | ended
    reason = models.TextField(blank=True)
    closed_why = models.TextField(blank=True, help_text="Why another version, or none, took its place.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = TwoTimes.as_manager()

    class Meta:
        ordering = ["-valid_from", "document_number", "recorded_from"]
        indexes = [
            models.Index(fields=["person", "valid_from"]), models.Index(fields=["unit", "valid_from"]),
            models.Index(fields=["line"]), models.Index(fields=["recorded_to", "valid_to"]),
        ]

    @property
    def name(self) -> str:
        return self.person.name if self.person_id else self.unit.name


class Confirmed(models.Model):
    """A line of the table of influence periods that a person confirmed, with the source named."""

    id = models.UUIDField(primary_key=True)
    policy = models.CharField(max_length=80)
    line = models.CharField(max_length=60)
    months = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    confirmed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "line"], name="one_confirmation_a_line")]


class Notice(models.Model):
    """A notice of effects to those who carry them out, and its return slip (reading 42)."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="notices")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="notices")
    recipient = models.CharField(max_length=60)
    effects = models.JSONField(default=list)  # [{effect, from, until}]
    words = models.TextField(blank=True)
    sent_on = models.DateField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="sent")  # sent | done | not_done | settled | superseded
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settlement = models.TextField(blank=True)

    class Meta:
        ordering = ["-sent_on", "-number"]
        indexes = [models.Index(fields=["state", "due_on"]), models.Index(fields=["-sent_on", "-number"])]


class SlipReminder(models.Model):
    """That a slip past due was reminded of, once a rule."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="reminders")
    rule = models.CharField(max_length=60)
    day = models.DateField(help_text="The working day on which the rule asks for it.")
    recorded_on = models.DateField()
    to = models.JSONField(default=list)

    class Meta:
        ordering = ["notice", "day", "rule"]
        constraints = [models.UniqueConstraint(fields=["notice", "rule"], name="one_reminder_a_rule")]


class Query(models.Model):
    """One consultation of the register and the receipt it gave: the audit log.

    kind: single (one person or unit), own (about oneself), list. state: waiting (a list before the
    second person), declined, answered. `rows` are the questions, and once answered the answers; the same
    as in the receipt. `people` are the ids asked about, for the gate.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=40, unique=True)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="queries")
    asked_on = models.DateField()
    asking_body = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    policy = models.CharField(max_length=80)
    known_at = models.DateTimeField(null=True)
    act_number = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="queried")
    rows = models.JSONField(default=list)
    people = models.TextField(blank=True)
    size = models.PositiveIntegerField(default=1)
    second = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    expires_on = models.DateField(null=True)
    released_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_on", "-number"]
        indexes = [
            models.Index(fields=["state", "kind"]), models.Index(fields=["-asked_on", "-number"]),
            models.Index(fields=["person", "released_on"]),
        ]
