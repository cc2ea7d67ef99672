"""The database itself refuses to change the record; lost guards are found and put back."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from rongcuo import ids
from rongcuo.ledger import checkpoints, checks, reduce, triggers
from rongcuo.ledger.errors import Broken
from rongcuo.ledger.models import Entry, Payload
from rongcuo.ledger.verify import verify
from tests.ledger import toy

EVERYWHERE = [
    "UPDATE ledger_entry SET kind = 'x' WHERE seq = 2",
    "UPDATE ledger_entry SET digest = digest WHERE seq = 2",
    "DELETE FROM ledger_entry WHERE seq = 2",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_payload SET body = '{}' WHERE entry_id = 2",
    "UPDATE ledger_payload SET body = '', salt = '' WHERE entry_id = 2",
    "UPDATE ledger_payload SET body = '', salt = '', destroyed_by_id = 3 WHERE entry_id = 2",
    "UPDATE ledger_payload SET entry_id = 99 WHERE entry_id = 2",
    "DELETE FROM ledger_payload WHERE entry_id = 2",
    "UPDATE ledger_checkpoint SET root = 'x'",
    "DELETE FROM ledger_checkpoint",
]


def copy(**changed) -> str:
    """What follows INSERT INTO: entry 2 again, with some columns changed."""
    names = [field.attname for field in Entry._meta.concrete_fields]
    values = [changed.get(name, name) for name in names]
    return (
        f"ledger_entry ({', '.join(names)}) "
        f"SELECT {', '.join(values)} FROM ledger_entry WHERE seq = 2"
    )


ON_SQLITE = [
    "INSERT OR REPLACE INTO " + copy(kind="'x'"),
    "REPLACE INTO " + copy(seq="99", digest="'x'"),
    "REPLACE INTO " + copy(seq="99", position="99"),
    "INSERT OR IGNORE INTO " + copy(),
    "UPDATE OR REPLACE ledger_entry SET seq = 3 WHERE seq = 2",
    "REPLACE INTO ledger_payload (entry_id, salt, body) VALUES (2, '', '{}')",
    "REPLACE INTO ledger_checkpoint SELECT * FROM ledger_checkpoint",
]
ON_POSTGRESQL = [
    "TRUNCATE ledger_entry CASCADE",
    "TRUNCATE ledger_payload",
    "TRUNCATE ledger_checkpoint",
    "SET LOCAL session_replication_role = replica; DELETE FROM ledger_payload",
    "INSERT INTO ledger_payload VALUES (2, '', '{}', NULL) "
    "ON CONFLICT (entry_id) DO UPDATE SET body = '{}'",
]


@pytest.fixture
def filled(ledger):
    streams = toy.fill()
    checkpoints.checkpoint()
    connection.check_constraints()  # PostgreSQL truncates nothing while deferred checks wait
    return streams


def refused(statement: str) -> None:
    before = list(Entry.objects.values()), list(Payload.objects.values())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (list(Entry.objects.values()), list(Payload.objects.values())) == before
    assert verify().ok


@pytest.mark.parametrize("statement", EVERYWHERE)
def test_changing_is_refused(filled, statement):
    refused(statement)


@pytest.mark.sqlite
@pytest.mark.parametrize("statement", ON_SQLITE)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replacing_is_refused_on_sqlite(filled, statement, recursive):
    """Also by a connection that did not switch recursive triggers on."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
        try:
            refused(statement)
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")


@pytest.mark.postgres
@pytest.mark.parametrize("statement", ON_POSTGRESQL)
def test_truncating_is_refused_on_postgresql(filled, statement):
    refused(statement)


def test_the_orm_is_refused_too(filled):
    entry = Entry.objects.get(pk=2)
    for change in (entry.save, entry.payload.delete, Entry.objects.filter(pk=2).update):
        arguments = {"kind": "x"} if change.__name__ == "update" else {}
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(**arguments)


def warnings() -> list[str]:
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [message.msg for message in found if message.id == "ledger.W001"]


def test_a_lost_guard_is_found_and_migrate_puts_it_back(committed):
    toy.fill()
    assert warnings() == []
    triggers.insist(connection)
    on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER ledger_entry_no_delete{on}")
    assert "ledger_entry_no_delete" in warnings()[0]
    with pytest.raises(Broken, match="ledger_entry_no_delete"):
        triggers.insist(connection)
    call_command("migrate", verbosity=0)
    assert warnings() == []
    triggers.insist(connection)
    refused("DELETE FROM ledger_entry")


@pytest.mark.postgres
def test_a_guard_switched_off_or_hollowed_out_is_found(ledger):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_update")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION ledger_payload_guard() RETURNS trigger "
            "LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
        )
    assert set(triggers.missing(connection)) == {
        "ledger_entry_no_update",
        "ledger_payload_no_update",
    }
    triggers.install(connection)
    assert triggers.missing(connection) == []
    toy.fill()
    refused(EVERYWHERE[0])
    refused(EVERYWHERE[4])


@pytest.mark.sqlite
def test_a_guard_hollowed_out_is_found(ledger):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_entry_no_update")
        cursor.execute(
            "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END"
        )
    assert triggers.missing(connection) == ["ledger_entry_no_update"]
    assert triggers.install(connection) == ["ledger_entry_no_update"]
    toy.fill()
    refused(EVERYWHERE[0])


def widen(model, name: str) -> None:
    """Alter a column as a migration does; SQLite rebuilds the whole table for it."""
    old = model._meta.get_field(name)
    new = models.CharField(max_length=old.max_length + 1)
    new.set_attributes_from_name(name)
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)
    with connection.schema_editor() as editor:
        editor.alter_field(model, new, old)


@pytest.mark.sqlite
def test_a_rebuilt_table_loses_its_guards_and_migrate_puts_them_back(committed):
    toy.fill()
    widen(Payload, "salt")
    lost = triggers.missing(connection)
    assert lost == [f"ledger_payload_no_{event}" for event in ("update", "delete", "replace")]
    assert all(name in warnings()[0] for name in lost)
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []
    refused(EVERYWHERE[4])


def test_a_migration_of_the_ledger_sets_the_guards_aside_and_back(committed):
    """Another table's trigger speaks of ledger_entry, so a rebuild with it in place would fail."""
    toy.fill()

    class Migration:
        app_label = "ledger"

    triggers.before_migrate("default", plan=[(Migration, False)])
    assert len(triggers.missing(connection)) == 9
    widen(Entry, "kind")
    triggers.after_migrate("default")
    assert triggers.missing(connection) == []
    assert verify().ok
    refused("DELETE FROM ledger_entry")


def test_migrating_other_apps_leaves_the_guards_alone(committed):
    class Migration:
        app_label = "toy"

    triggers.before_migrate("default", plan=[(Migration, False)])
    assert triggers.missing(connection) == []


def test_a_table_that_could_not_be_replayed_is_refused_by_a_check(ledger):
    class Clocked(models.Model):
        id = models.UUIDField(primary_key=True, default=ids.new_id)
        made = models.DateTimeField(auto_now_add=True)
        chance = models.UUIDField(default=ids.new_id)
        beside = models.UUIDField(default=ids.new_id)
        fine = models.JSONField(default=dict)

        class Meta:
            app_label = "toy"

        def __str__(self) -> str:
            return "clocked"

    assert checks.tables_replay(None) == []
    reduce.register_tables(Clocked, unreplayed={"toy.Clocked": ["beside"]})
    reduce.register_tables("toy.Nothing")
    found = checks.tables_replay(None)
    assert sorted(message.id for message in found) == ["ledger.E001", "ledger.E002", "ledger.E002"]
    assert {"made", "chance"} == {m.msg.split(":")[0].split(".")[-1] for m in found[:2]}
