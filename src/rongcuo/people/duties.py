"""The three administrators: which of them may do what. None of them has any part in a matter.

The system administrator keeps people, units and posts and opens accounts; the security administrator lets
accounts in and out; the audit administrator reads what both did. Nobody alone makes an account that works:
who opens it cannot let it in, and who lets it in cannot open it.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.people.errors import NotYours
from rongcuo.people.models import DUTIES, Account


def allowed(by: Account | None, duty: str) -> UUID | None:
    """The identifier to record as the actor; None for the operator at the command line. Raises NotYours."""
    if by is None:
        return None
    if by.duties != duty or not by.is_active:
        raise NotYours(_("This belongs to the %(who)s.") % {"who": str(DUTIES[duty]).lower()})
    return by.uid
