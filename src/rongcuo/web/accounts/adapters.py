"""What django-allauth asks the product: how a session begins, and how secrets of second factors are kept."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rongcuo import clock
from rongcuo.people.models import Account
from rongcuo.web.accounts.door import note

#: Where the session keeps the instant before which the desk's changes are known.
SINCE = "desk_since"

#: Said of every sign-in that fails, whatever the reason.
WRONG = _("Name and password do not belong together. Capital letters count.")

#: What the library says after a step, in our words; what is missing here is not said.
SAID = {
    "mfa/messages/totp_activated.txt": _("The authenticator is set up. From now on signing in asks for its code."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("There are new recovery codes. The old ones no longer work."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "account/messages/password_changed.txt": _("The password is changed."),
    "usersessions/messages/sessions_logged_out.txt": _("All other sessions are ended."),
}


class Accounts(DefaultAccountAdapter):
    """Nobody signs up; a session begins under a new key and remembers when the person was last here."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def login(self, request, user) -> None:
        before = user.last_desk_at
        super().login(request, user)
        seen(user)
        request.session[SINCE] = before.isoformat() if before else None
        request.came_in_as = user.username
        note(request, "signed_in", user)

    def respond_user_inactive(self, request, user):
        """As for a wrong password: whether an account is closed is nobody's business."""
        messages.error(request, WRONG)
        return redirect("sign-in")

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        if message or message_template in SAID:
            messages.add_message(request, level, message or SAID[message_template])

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("account")

    def send_mail(self, *args, **kwargs) -> None:
        """No mail: closed networks have none, and nothing here needs one."""


class Factors(DefaultMFAAdapter):
    """Secrets lie encrypted in the database, under a key made from the installation's own."""

    def _box(self) -> Fernet:
        key = hashlib.sha256(b"rongcuo second factors:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return self._box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ImproperlyConfigured(
                "Second factors were kept under another RONGCUO_SECRET_KEY. Put the old key back, or remove "
                "the second factors of the accounts concerned and let people set them up anew."
            ) from error

    def _get_site_name(self) -> str:
        return settings.BUREAU_NAME or "Rongcuo"


def seen(account: Account) -> None:
    """Write down that the person is here; at both ends of a session, so that reading a page never writes."""
    Account.objects.filter(pk=account.pk).update(last_desk_at=clock.now())
