"""How an account is found."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import Subquery

from rongcuo.ledger.models import Checkpoint
from rongcuo.people.models import Account


class Backend(ModelBackend):
    """Django's, with what every page asks for read along: the person, and the newest checkpoint's instant
    (`sealed_at`)."""

    def get_user(self, user_id):
        newest = Checkpoint.objects.order_by("-number").values("instant")[:1]
        account = (
            Account.objects.select_related("person").annotate(sealed_at=Subquery(newest)).filter(pk=user_id).first()
        )
        return account if account is not None and self.user_can_authenticate(account) else None
