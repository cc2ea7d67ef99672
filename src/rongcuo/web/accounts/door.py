"""Writing down what happens at the door (people.SignIn)."""

from __future__ import annotations

from django.http import HttpRequest

from rongcuo import clock
from rongcuo.people.models import Account, SignIn
from rongcuo.web.accounts.tries import address


def note(request: HttpRequest, what: str, account: Account | None) -> None:
    """Write one line. A name that is no account's is not kept."""
    SignIn.objects.create(account=account, what=what, address=address(request)[:45], at=clock.now())
