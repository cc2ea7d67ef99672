"""System checks: the guards of the record, and tables that could not be replayed."""

from __future__ import annotations

from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.models import NOT_PROVIDED

from . import reduce as reducing
from . import triggers
from .applying import model_of

_CONSTANT = (dict, list, str, int, bool)


@register(Tags.database)
def guards_stand(app_configs, databases=None, **_) -> list:
    """A warning, not an error: `migrate` runs the checks first, and it is the cure."""
    found = []
    for alias in databases or ():
        connection = connections[alias]
        absent = triggers.missing(connection) if triggers.tables_exist(connection) else []
        if absent:
            message = f"The record is unguarded; these triggers are absent: {', '.join(absent)}"
            found.append(Warning(message, hint="Run `rongcuo setup`.", id="ledger.W001"))
    return found


@register(Tags.models)
def tables_replay(app_configs, **_) -> list:
    """A replayed row must follow from its entries alone: no clock and no chance in a default."""
    found = []
    for declared in reducing.replayed_tables():
        try:
            model = model_of(declared)
        except LookupError:
            found.append(Error(f"No model {declared.label} to replay.", id="ledger.E001"))
            continue
        for field in model._meta.concrete_fields:
            default = field.default
            chance = callable(default) and default not in (*_CONSTANT, NOT_PROVIDED)
            if (
                chance
                or field.db_default is not NOT_PROVIDED
                or getattr(field, "auto_now", False)
                or getattr(field, "auto_now_add", False)
            ) and not (field.attname in declared.unreplayed or (field.primary_key and chance)):
                text = f"{declared.label}.{field.attname}: its value does not come from an entry."
                found.append(Error(text, id="ledger.E002"))
    return found
