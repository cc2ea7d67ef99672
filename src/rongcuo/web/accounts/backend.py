"""How an account is found."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from rongcuo.people.models import Account


class Backend(ModelBackend):
    """Django's, with the person read along: every page asks for it."""

    def get_user(self, user_id):
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
