"""The tables of a correction. All are replayed: changed only by `reducers.py`."""

from __future__ import annotations

from django.db import models

from rongcuo.matters.models import Matter, Subject
from rongcuo.people.models import Person, Unit


class Plan(models.Model):
    """The correction of one person or unit in a matter (A11-1).

    What happened, its outcome, the contributing factors and the root cause are separate, each with
    several codes of the list version that `lists` names, and each with words.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="plans")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="plans")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="plans")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=30)
    state_since = models.DateField()
    basis = models.CharField(max_length=20)  # determined | requested
    reason = models.TextField(blank=True)
    opened_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    told_on = models.DateField(null=True, help_text="The talk was held or the letter sent.")
    drawn_up_on = models.DateField(null=True)
    drawn_up_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lists = models.JSONField(default=dict)
    event_codes = models.JSONField(default=list)
    event = models.TextField(blank=True)
    outcome_codes = models.JSONField(default=list)
    outcome = models.TextField(blank=True)
    factor_codes = models.JSONField(default=list)
    factor = models.TextField(blank=True)
    cause_codes = models.JSONField(default=list)
    cause = models.TextField(blank=True)
    check_from = models.DateField(null=True, help_text="From this day the effect can be checked.")
    checker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="plans_to_check")
    effect = models.CharField(max_length=12, blank=True)  # proved | not_proved
    checked_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        indexes = [
            models.Index(fields=["state", "due_on"]), models.Index(fields=["-opened_on", "-number"]),
            models.Index(fields=["state", "check_from"]),
        ]

    @property
    def name(self) -> str:
        return self.person.name if self.person_id else self.unit.name


class Measure(models.Model):
    """One rectification measure: what, by whom, until when, and what will prove it."""

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures")
    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    expected = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, related_name="measures")
    past_owners = models.JSONField(default=list)
    from_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="open")  # open | done
    report_on = models.DateField(help_text="The day by which progress is next reported.")
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["plan", "n"]
        indexes = [
            models.Index(fields=["state", "due_on"]), models.Index(fields=["state", "report_on"]),
            models.Index(fields=["owner", "state"]),
        ]


class Line(models.Model):
    """One line of the plan's record: a step, by whom, when, and what was said."""

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="record")
    position = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="record")
    done_on = models.DateField()
    recorded_at = models.DateTimeField()
    body = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["plan", "position"]), models.Index(fields=["-recorded_at"])]


class Proof(models.Model):
    """A file that proves a measure (`measure` set) or the effect (none). Its digest is in the record."""

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="proofs")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="proofs")
    n = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    file = models.UUIDField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    provider = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_on = models.DateField()

    class Meta:
        ordering = ["plan", "n"]


class Reminder(models.Model):
    """That somebody was reminded of something due, once: one row a rule, due day and thing."""

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reminders")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="reminders")
    rule = models.CharField(max_length=60)
    about = models.CharField(max_length=12)
    due_on = models.DateField()
    day = models.DateField(help_text="The working day on which the rule asks for it.")
    recorded_on = models.DateField()

    class Meta:
        ordering = ["plan", "day", "rule"]
        indexes = [models.Index(fields=["recorded_on"])]


class Reminded(models.Model):
    """One person whom a reminder went to."""

    id = models.UUIDField(primary_key=True)
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "reminder"])]
