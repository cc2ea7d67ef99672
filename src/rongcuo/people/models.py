"""Who is who: people, units, and the posts that join them for a time.

`Account` is how a person signs in; a person may have none (leaders who act on paper).
`Person`, `Unit` and `Post` are replayed from the ledger's people stream; `Account` is not.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Unit(models.Model):
    """A division, an affiliated unit or a body of the organisation (A02, A07)."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    body = models.CharField(max_length=60, help_text="The pack's body this unit is or belongs to.")
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being known to the organisation."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    party_member = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet):
    def on(self, day: date) -> PostQuerySet:
        """Posts held on a day; both ends are inclusive."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Post(models.Model):
    """A person holding a place in a unit, from a day until a day (inclusive)."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    head = models.BooleanField(default=False, help_text="Heads the unit and may forward or refuse.")
    secretary = models.BooleanField(default=False, help_text="Records for the deciding body.")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "-head", "title"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.title}"


class AccountManager(BaseUserManager):
    def create(self, username: str, person: Person | None, password: str | None = None, **more):
        account = self.model(username=username, person=person, **more)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """How a person signs in. An administrator's account has no access to any matter."""

    username = models.CharField(max_length=80, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    last_desk_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    def __str__(self) -> str:
        return self.person.name if self.person_id else self.username
