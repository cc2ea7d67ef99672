"""The tables that follow from the ledger, and the few that do not.

Replayed (changed only by `reducers`): Act, ActSubject, Matter, Subject, Part, Step, Item, Point,
Evidence, Finding, Interest, Counter, Adoption, CalendarYear, PaperRecord,
Undertaking, ClassChange, Concern, Sample, Sampled.
Not replayed: Draft and DraftFile (the author's alone), ReadLog.
"""

from __future__ import annotations

from django.db import models

from rongcuo.people.models import Person, Unit


class Act(models.Model):
    """An accountability act (问责程序的启动), registered before anybody can apply (A08-1)."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    document_number = models.CharField(max_length=80)
    issued_by = models.CharField(max_length=120)
    external = models.BooleanField(default=False)
    started_on = models.DateField()
    occurred_on = models.DateField(null=True)
    brief = models.TextField()
    handler = models.ForeignKey(Person, models.PROTECT, related_name="acts_handled")
    notice_sent_on = models.DateField(null=True)

    class Meta:
        ordering = ["-started_on", "number"]


class ActSubject(models.Model):
    """A person or unit the act is directed at, and the day each was told."""

    id = models.UUIDField(primary_key=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="act_subjects")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="act_subjects")
    told_on = models.DateField(null=True)
    #: Why the person cannot apply, on what paper that rests, and from which day the unit may (reading 9).
    behalf_ground = models.CharField(max_length=40, blank=True)
    behalf_basis = models.CharField(max_length=300, blank=True)
    behalf_on = models.DateField(null=True)

    @property
    def name(self) -> str:
        return self.person.name if self.person_id else self.unit.name


class Matter(models.Model):
    """One matter, one deliberation (一事一议, A04): what happened under one act.

    Who applies again after it has ended opens another one, which `follows` it (reading 17).
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="matters", related_query_name="matter")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="matters")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=30)
    state_since = models.DateField()
    opened_on = models.DateField()
    decided_on = models.DateField(null=True)
    positive = models.BooleanField(null=True)
    to_decide = models.BooleanField(default=False)
    consulted = models.BooleanField(default=False)
    postponed_until = models.DateField(null=True)
    sealed_on = models.DateField(null=True, help_text="The day the dossier was closed; later papers supplement it.")
    policy = models.CharField(max_length=80)
    policy_digest = models.CharField(max_length=64)
    adoption_digest = models.CharField(max_length=64)
    calendar_digest = models.CharField(max_length=64)
    engine = models.CharField(max_length=20)
    adopted = models.JSONField(default=dict)
    secrecy = models.CharField(max_length=12, blank=True)  # see classes.CLASSES
    secrecy_term = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        indexes = [
            models.Index(fields=["state", "-opened_on"]),
            models.Index(fields=["-opened_on", "-number"]),
        ]

    def __str__(self) -> str:
        return self.number


class Subject(models.Model):
    """A person or unit in a matter, with the application made for it (reading 10)."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="subjects")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="subjects")
    state = models.CharField(max_length=30)
    state_since = models.DateField()
    submitted_on = models.DateField()
    direct_on = models.DateField(null=True, help_text="From this day the application may go directly.")
    head_conflict = models.BooleanField(default=False)
    via = models.CharField(max_length=12, blank=True)  # forwarded | direct
    on_paper = models.BooleanField(default=False)  # it came to the party committee on paper
    on_behalf = models.CharField(max_length=10, blank=True)  # unit | relative: who applied for the person
    due_on = models.DateField()
    timeliness = models.CharField(max_length=16)  # in_time | on_notice | late
    provisional = models.BooleanField(default=False)
    situations = models.JSONField(default=list)
    main_situation = models.CharField(max_length=60, blank=True)
    nearest = models.JSONField(default=list, help_text="Listed situations the catch-all is compared with.")
    claims = models.JSONField(default=dict)
    completion_asked = models.BooleanField(default=False)
    proposed = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    effects = models.JSONField(default=list)
    answered_on = models.DateField(null=True)
    received_on = models.DateField(null=True, help_text="The day the feedback was received.")
    asked_on = models.DateField(null=True, help_text="The day reconsideration was last asked for.")

    class Meta:
        ordering = ["submitted_on", "id"]
        indexes = [
            models.Index(fields=["state", "matter"]),
            models.Index(fields=["received_on", "answered_on"]),
        ]

    @property
    def name(self) -> str:
        return self.person.name if self.person_id else self.unit.name

    @property
    def examined(self) -> list[str]:
        """The situations whose facts are looked into: those claimed, and those they are compared with."""
        return list(dict.fromkeys([*self.situations, *self.nearest]))


class Part(models.Model):
    """A part somebody was given in one matter by name: a member of its working group, or one who reviews what was
    determined about `review`."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="parts")
    capacity = models.CharField(max_length=20)
    lead = models.BooleanField(default=False)
    outside = models.BooleanField(default=False)
    ended = models.BooleanField(default=False)
    review = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="reviewers")

    class Meta:
        indexes = [models.Index(fields=["person", "matter"])]


class Interest(models.Model):
    """What somebody declared about interests in a matter, and what was decided (readings 23, 24)."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="interests")
    grounds = models.JSONField(default=list)
    words = models.TextField(blank=True)
    declared_on = models.DateField()
    status = models.CharField(max_length=12)  # clear | declared | recused | cleared
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    reasons = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "person"], name="one_interest_a_person_and_matter")
        ]


class Undertaking(models.Model):
    """That somebody who handles a matter undertook what Article 13 asks of them, with the first step taken."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="undertakings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_on = models.DateField()
    texts = models.JSONField(help_text="The pack's undertakings, by id.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "person"], name="one_undertaking_a_person_and_matter")
        ]


class Step(models.Model):
    """One line of the timeline: an entry of the matter's stream in words."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="steps")
    done_on = models.DateField()
    recorded_at = models.DateTimeField()
    paper = models.ForeignKey("PaperRecord", models.PROTECT, null=True, related_name="steps")
    #: A step of somebody who then stepped aside: open | stands | redo.
    doubt = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["matter", "position"]), models.Index(fields=["-recorded_at"])]


class PaperRecord(models.Model):
    """A step transcribed from paper: done by and on, recorded by and on. It counts once a second person
    confirmed it; until then nothing of the matter has changed.

    `fields` is what the action takes (see `coded`), `shown` the same in words as the form had it.
    """

    id = models.UUIDField(primary_key=True)
    #: None while the record of the act itself waits; `opens` is the act that it opens, `named` whom that names.
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="paper_records")
    opens = models.UUIDField(null=True)
    named = models.JSONField(default=list)
    act_subject = models.ForeignKey(ActSubject, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="paper_records")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    done_on = models.DateField()
    fields = models.JSONField()
    shown = models.JSONField()
    reference = models.CharField(max_length=200, blank=True)
    file = models.UUIDField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    secrecy = models.CharField(max_length=12, blank=True)  # see classes.CLASSES
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    status = models.CharField(max_length=12, default="waiting")  # waiting | confirmed | refused
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["status", "matter"])]


class Item(models.Model):
    """One paper of the matter: application, notice, hearing, report, opinion, minutes, feedback …

    `kind` decides who may read it (`access.ITEMS`); `body` is what was recorded.
    """

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="items")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="items")
    kind = models.CharField(max_length=30)
    body = models.JSONField()
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_on = models.DateField()
    position = models.PositiveIntegerField()
    refers = models.JSONField(default=list, help_text="Papers it is about; always, once the dossier is sealed.")

    class Meta:
        ordering = ["position", "kind", "id"]
        indexes = [models.Index(fields=["matter", "kind"])]


class Point(models.Model):
    """One argument of the applicant, which the report weighs and the feedback answers."""

    id = models.UUIDField(primary_key=True)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="points")
    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    weighed = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["subject", "n"]


class Evidence(models.Model):
    """One piece of evidence. The file lies under a random name; the digest is in the ledger."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="evidence")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="evidence")
    n = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    lane = models.CharField(max_length=12)  # applicant | group | witness | relative
    source = models.CharField(max_length=120, blank=True, help_text="From whom a relative's paper comes.")
    made_on = models.DateField(null=True)
    added_on = models.DateField()
    file = models.UUIDField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    provider = models.ForeignKey(Person, models.PROTECT, related_name="+")
    secrecy = models.CharField(max_length=12, blank=True)  # see secrecy.CLASSES
    held = models.CharField(max_length=10, blank=True)  # aside | destroyed
    held_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["n"]


class Finding(models.Model):
    """What verification found on one fact for one subject, with its grade and evidence."""

    id = models.UUIDField(primary_key=True)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="findings")
    fact = models.CharField(max_length=80)
    value = models.JSONField()
    grade = models.CharField(max_length=30)
    evidence = models.JSONField(default=list)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    found_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "fact"], name="one_finding_a_subject_and_fact")
        ]


class ClassChange(models.Model):
    """That the class of secrecy of a matter, a piece of evidence, a scan or a paper was raised or lowered, and why."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="class_changes")
    about = models.CharField(max_length=12)  # matter | evidence | scan | dispatch
    ref = models.UUIDField()
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-position", "id"]


class Concern(models.Model):
    """A report of favouritism or benefits (A13). It goes to the discipline officers and to nobody else."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="concerns")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField()
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at"]


class Sample(models.Model):
    """A sample of positive determinations, drawn by a seed that nobody chose."""

    id = models.UUIDField(primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    first = models.DateField()
    last = models.DateField()
    seed = models.CharField(max_length=64)
    population = models.PositiveIntegerField()

    class Meta:
        ordering = ["-drawn_at"]


class Sampled(models.Model):
    """A matter that was drawn, and what looking at it again showed."""

    id = models.UUIDField(primary_key=True)
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="picks")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sample", "n"]


class Counter(models.Model):
    """The last human number given out per kind and year."""

    id = models.CharField(primary_key=True, max_length=40)  # kind/year
    last = models.PositiveIntegerField()


class Adoption(models.Model):
    """A reading of a silent point that a person confirmed or changed (A14)."""

    id = models.UUIDField(primary_key=True)
    policy = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    value = models.JSONField()
    basis = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    confirmed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "key"], name="one_adoption_a_key")]


class Interpretation(models.Model):
    """A question about the measures and its answer for the leading group (A14)."""

    id = models.UUIDField(primary_key=True)
    policy = models.CharField(max_length=80)
    units = models.JSONField(default=list)
    question = models.TextField()
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    public_question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    basis = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["-asked_on", "pk"]


class CalendarYear(models.Model):
    """A year's holiday notice entered by an operator after the seeded files."""

    id = models.UUIDField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    body = models.JSONField()
    recorded_on = models.DateField()


class Draft(models.Model):
    """An application being written. Its author's alone, outside the ledger, deletable."""

    id = models.UUIDField(primary_key=True)
    author = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    act_subject = models.ForeignKey(ActSubject, models.CASCADE, related_name="drafts")
    form = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "act_subject"], name="one_draft_an_author")
        ]


class DraftFile(models.Model):
    """A file attached to a draft; it becomes evidence when the application is submitted."""

    id = models.UUIDField(primary_key=True)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    title = models.CharField(max_length=200)
    made_on = models.DateField(null=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    secrecy = models.CharField(max_length=12, blank=True)  # see secrecy.CLASSES


class ReadLog(models.Model):
    """Who looked at what, and when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="reads")
    what = models.CharField(max_length=80)
    at = models.DateTimeField()
    capacity = models.CharField(max_length=80, blank=True, help_text="In which capacities it was read.")
    purpose = models.CharField(max_length=120, blank=True, help_text="What for: see `reading_log`.")
