"""The library's forms for passwords, codes and passkeys, in our words."""

from __future__ import annotations

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from rongcuo.web.forms.words import ask_kindly


def _plain(form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    ask_kindly(form)


def _code(form, label, help_text="") -> None:
    _plain(form)
    field = form.fields["code"]
    field.label, field.help_text = label, help_text
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


class Password(ChangePasswordForm):
    """A new password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["oldpassword"].label = _("Your password until now")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _(
            "At least ten characters, not only digits, unlike your name and not one that everybody uses. "
            "A sentence is easiest to remember."
        )
        self.fields["password2"].label = _("The new password once more")


class PasswordAgain(ReauthenticateForm):
    """The password, before something about the account itself is changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["password"].label = _("Your password")


class Code(AuthenticateForm):
    """The second factor at sign-in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self, _("The six digits of your authenticator"), _("Or one of your recovery codes."))
        self.fields["code"].widget.attrs.pop("inputmode")  # recovery codes have letters


class CodeAgain(CodeAgainForm):
    """The second factor, before something about the account itself is changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self, _("The six digits of your authenticator"))


class Authenticator(ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self, _("The six digits it shows now"))


class Passkey(AddWebAuthnForm):
    """A new passkey, with a name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].help_text = _("For instance the machine it is on.")
        self.fields["passwordless"].label = _("Sign in with it alone, without name and password")
        self.fields["passwordless"].help_text = ""
