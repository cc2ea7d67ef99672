"""The record: append-only entries in streams, and the tables that follow from them.

    from rongcuo.ledger.record import record, read, head, lock, Stale
    from rongcuo.ledger.reduce import reducer, upcast, redaction, register_tables, Put, Drop, Recorded
    from rongcuo.ledger.models import Entry, Payload, Checkpoint

Only `models`, and what reads or writes them, needs Django ready; `reduce` may be imported any time.
"""
