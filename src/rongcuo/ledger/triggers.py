"""Triggers that make the database itself refuse to change the record, on SQLite and PostgreSQL.

They guard against programs and people using the application's own account; who may alter the schema
can drop them, which is what `verify` and the checkpoints are for. Django rebuilds a table on SQLite
when it alters one and loses its triggers, so they are installed after every migrate.
"""

from __future__ import annotations

from .errors import Broken

TABLES = ("ledger_entry", "ledger_payload", "ledger_checkpoint")

# Blanking a payload is permitted only on the word of a decision entry that names it and two persons.
_PERMITTED = """
    OLD.destroyed_by_id IS NULL AND NEW.entry_id = OLD.entry_id AND NEW.salt = '' AND NEW.body = ''
    AND EXISTS (
      SELECT 1 FROM ledger_entry d
      JOIN ledger_payload p ON p.entry_id = d.seq
      JOIN ledger_entry e ON e.seq = OLD.entry_id
      WHERE d.seq = NEW.destroyed_by_id
        AND d.kind = 'payload.destroyed' AND e.kind <> 'payload.destroyed'
        AND {entry} = e.digest AND {decided} <> {confirmed})"""


def _sqlite() -> dict[str, str]:
    """Trigger name -> the statement that makes it."""
    same = {  # what INSERT OR REPLACE would silently delete
        "ledger_entry": "seq = NEW.seq OR digest = NEW.digest"
        " OR (stream = NEW.stream AND position = NEW.position)"
        " OR (actor = NEW.actor AND key = NEW.key)"
        " OR (actor IS NULL AND NEW.actor IS NULL AND key = NEW.key)",
        "ledger_payload": "entry_id = NEW.entry_id",
        "ledger_checkpoint": "number = NEW.number",
    }
    permitted = _PERMITTED.format(
        entry="json_extract(p.body, '$.entry')",
        decided="json_extract(p.body, '$.decided_by')",
        confirmed="json_extract(p.body, '$.confirmed_by')",
    )
    made = {}
    for table in TABLES:
        change = f"WHEN NOT ({permitted})" if table == "ledger_payload" else ""
        replace = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same[table]})"
        for event, condition in (("update", change), ("delete", ""), ("insert", replace)):
            name = f"{table}_no_{'replace' if event == 'insert' else event}"
            made[name] = (
                f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    return made


_GUARDS = {
    "ledger_refuse": "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
    "USING ERRCODE = 'restrict_violation'; END",
    "ledger_payload_guard": "BEGIN IF {permitted} THEN RETURN NEW; END IF; "
    "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; "
    "END".replace(
        "{permitted}",
        _PERMITTED.format(
            entry="p.body::jsonb ->> 'entry'",
            decided="p.body::jsonb ->> 'decided_by'",
            confirmed="p.body::jsonb ->> 'confirmed_by'",
        ),
    ),
}


def _postgresql() -> dict[str, tuple[str, str, str]]:
    """Trigger name -> table, its function, the statement that makes it."""
    made = {}
    for table in TABLES:
        guard = "ledger_payload_guard" if table == "ledger_payload" else "ledger_refuse"
        for event, level, function in (
            ("update", "ROW", guard),
            ("delete", "ROW", "ledger_refuse"),
            ("truncate", "STATEMENT", "ledger_refuse"),
        ):
            name = f"{table}_no_{event}"
            made[name] = (
                table,
                function,
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {event.upper()} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION {function}()",
            )
    return made


def tables_exist(connection) -> bool:
    """Whether the record's tables have been made."""
    return set(TABLES) <= set(connection.introspection.table_names())


def missing(connection) -> list[str]:
    """Names of triggers that are absent, switched off, or not as they should be."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = dict(cursor.fetchall())
            return [name for name, sql in _sqlite().items() if found.get(name) != sql]
        cursor.execute(
            "SELECT t.tgname, t.tgrelid::regclass::text, p.proname, p.prosrc FROM pg_trigger t "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled = 'A'"
        )
        found = {name: rest for name, *rest in cursor.fetchall()}
        return [
            name
            for name, (table, function, _) in _postgresql().items()
            if found.get(name) != [table, function, _GUARDS[function]]
        ]


def install(connection) -> list[str]:
    """Make what is missing; returns the names made. Does nothing where all is well."""
    absent = missing(connection)
    if not absent:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in absent:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(_sqlite()[name])
            return absent
        for function, body in _GUARDS.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $guard${body}$guard$"
            )
        for name in absent:
            table, _, statement = _postgresql()[name]
            cursor.execute(statement)
            # ALWAYS: also where a session plays the replica, which switches ordinary triggers off.
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    return absent


def remove(connection) -> None:
    """Drop the triggers: before a migration of these tables, and between tests."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _sqlite():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for name, (table, _, _) in _postgresql().items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def insist(connection) -> None:
    """Called when a server starts. Raises Broken where the record is unguarded or not there."""
    if not tables_exist(connection):
        raise Broken("the database has no record yet: run `rongcuo setup`")
    absent = missing(connection)
    if absent:
        raise Broken(f"the record is unguarded, run `rongcuo setup`: {', '.join(absent)}")


def before_migrate(using: str, plan=(), **_) -> None:
    """SQLite cannot rename a rebuilt table while another table's trigger speaks of it."""
    from django.db import connections

    if tables_exist(connections[using]) and any(m.app_label == "ledger" for m, _ in plan):
        remove(connections[using])


def after_migrate(using: str, **_) -> None:
    from django.db import connections

    if tables_exist(connections[using]):
        install(connections[using])
