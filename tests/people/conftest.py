"""The sample bureau, in a transaction that is rolled back."""

from __future__ import annotations

import pytest

from rongcuo.people.models import Account
from tests.matters.conftest import bureau, case, own_folders  # noqa: F401  (fixtures)


@pytest.fixture
def keeper(db):
    """keeper("system") is that administrator's account."""

    def of(duty: str) -> Account:
        return Account.objects.create(f"{duty}-keeper", None, administrator=True, duty=duty)

    return of
