"""Toy tables beside the real ledger, and a registry that knows nothing else."""

from __future__ import annotations

import pytest
from django.db import connection

from rongcuo.ledger import reduce
from tests.ledger import toy


@pytest.fixture(scope="session")
def toy_tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(toy.Box)
        editor.create_model(toy.Thing)


@pytest.fixture
def registry(monkeypatch):
    """Only the ledger's own kind and the toy's kinds and tables are known."""
    own = {"payload.destroyed": reduce._reducers["payload.destroyed"]}
    for name, known in (("reducers", own), ("upcasts", {}), ("redactions", {}), ("tables", {})):
        monkeypatch.setattr(reduce, f"_{name}", known)
    toy.register()


@pytest.fixture
def ledger(toy_tables, registry, db, settings, tmp_path):
    """An empty ledger inside a transaction that is rolled back after the test."""
    settings.CHECKPOINTS = tmp_path / "checkpoints"


@pytest.fixture
def committed(toy_tables, registry, transactional_db, settings, tmp_path):
    """An empty ledger where transactions are real; the tables are emptied after the test."""
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    yield
    toy.Thing.objects.all().delete()
    toy.Box.objects.all()._raw_delete("default")
