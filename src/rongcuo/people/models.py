"""Who is who: people, units, and the posts that join them for a time.

`Account` is how a person signs in; a person may have none (leaders who act on paper).
`Person`, `Unit` and `Post` are replayed from the ledger's people stream; `Account` is not.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rongcuo import ids


class Unit(models.Model):
    """A division, an affiliated unit or a body of the organisation (A02, A07)."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    body = models.CharField(max_length=60, help_text="The pack's body this unit is or belongs to.")
    ended_on = models.DateField(null=True, help_text="The last day of the unit.")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    former = models.JSONField(default=list, help_text="Earlier names, oldest first: {name, name_en, until}.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being known to the organisation."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40, blank=True, db_index=True, help_text="The staff number, where there is one.")
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
    stands_in_for = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+",
        help_text="Whose place this is, where it is held for a time in somebody's stead.",
    )

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


#: The three who look after an installation, apart from one another and from every matter.
DUTIES = {
    "system": _("System administrator"),
    "security": _("Security administrator"),
    "audit": _("Audit administrator"),
}


class Account(AbstractBaseUser):
    """How a person signs in; or one of the three administrators, who belong to no person.

    An administrator's account has no access to any matter: what a matter shows is shown to persons, and
    the database holds the two apart.
    """

    uid = models.UUIDField(default=ids.new_id, unique=True, editable=False)
    username = models.CharField(max_length=80, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    administrator = models.BooleanField(default=False)
    duty = models.CharField(max_length=10, blank=True, help_text="Which administrator; empty for persons.")
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=False, help_text="The password was handed over, to be used once.")
    last_desk_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(duty="") | Q(person=None, administrator=True), name="administrators_have_no_person"
            )
        ]

    def __str__(self) -> str:
        return self.person.name if self.person_id else self.username

    @property
    def duties(self) -> str:
        """system, security or audit; empty for a person. The first administrators were system administrators."""
        return self.duty or ("system" if self.administrator and self.person_id is None else "")


class SignIn(models.Model):
    """What happened at the door: who came in, who failed, what became of a second factor. Never a password.

    A name that belongs to no account is not kept: people type passwords into it.
    """

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sign_ins")
    what = models.CharField(max_length=24)
    address = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
