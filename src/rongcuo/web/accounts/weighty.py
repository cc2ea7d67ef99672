"""Weighty steps: whoever takes one is asked again who they are, in the form of the step itself.

The question stands among the fields, so that nothing that was filled in is ever lost to it, and it works
without JavaScript. Which steps are weighty is the pack's word.
"""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rongcuo.people.models import Account
from rongcuo.policy import Pack
from rongcuo.web.accounts import tries
from rongcuo.web.accounts.door import note
from rongcuo.web.accounts.locking import PROVED
from rongcuo.web.forms.words import ask_kindly


class Again(forms.Form):
    """The password once more, or a code of the authenticator."""

    again = forms.CharField(
        label=_("It is you: your password"), max_length=200, strip=False,
        help_text=_("This step weighs much, so it is asked again. The code of your authenticator will do too."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, label="", help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["again"].label = label
        if help_text:
            self.fields["again"].help_text = help_text
        ask_kindly(self)


def asked(request: HttpRequest, pack: Pack, action: str) -> Again | None:
    """The question, where the step is weighty and who it is was not proved a short while ago."""
    if not settings.ACCOUNT_SAFEGUARDS or action not in pack.accounts.weighty or _recently(request):
        return None
    return Again(request.POST or None)


def _recently(request: HttpRequest) -> bool:
    return time.time() - request.session.get(PROVED, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def proved(request: HttpRequest, question: Again | None) -> bool:
    """Whether the question was answered, or was not asked. A wrong answer is an error of the form."""
    if question is None:
        return True
    if not question.is_valid():
        return False
    account = request.user
    if tries.paused(request, account.username):
        question.add_error("again", _("There were several tries that failed. Please wait five minutes."))
        return False
    if not is_of(account, question.cleaned_data["again"]):
        waits = tries.failed(request, account.username)
        note(request, "waiting" if waits else "again_failed", account)
        question.add_error("again", _("This is neither your password nor a code that holds now."))
        return False
    tries.succeeded(request, account.username)
    request.session[PROVED] = time.time()
    return True


def is_of(account: Account, words: str) -> bool:
    """Whether these are the account's password or a code of its authenticator."""
    if account.check_password(words):
        return True
    code = words.strip()
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return False
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP)
    return any(row.wrap().validate_code(code) for row in rows)
