"""The record: append-only entries in streams, and the tables that follow from them.

Everything public is reached from here and loaded on first use, so that this package may be imported
before Django is ready:

    from rongcuo.ledger import record, reducer, upcast, register_tables, Put, Drop, Recorded, Stale
"""

from importlib import import_module

_HOME = {
    "errors": (
        "LedgerError NotCanonical NotInTransaction UnknownKind UnknownTable KeyReused "
        "NotPermitted Broken Stale"
    ),
    "reducing": "Put Drop Recorded reducer upcast redaction register_tables replayed_tables",
    "models": "Entry Payload Checkpoint",
    "recording": "record lock read head",
    "replaying": "replay Difference",
    "verification": "verify Report Problem",
    "checkpoints": "checkpoint",
    "destruction": "destroy_payload",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}
__all__ = sorted(_MODULE_OF)


def __getattr__(name: str):
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
