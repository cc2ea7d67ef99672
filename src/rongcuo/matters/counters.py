"""Human numbers, counted per kind and year under the transaction's lock."""

from __future__ import annotations

from rongcuo.matters.models import Counter
from rongcuo.matters.packs import current_pack


def next_number(kind: str, year: int) -> tuple[str, int]:
    """(counter id, next value). The value is in the entry; the reducer moves the counter on."""
    counter = f"{kind}/{year}"
    row = Counter.objects.select_for_update().filter(pk=counter).first()
    return counter, (row.last if row else 0) + 1


def number(kind: str, year: int, value: int) -> str:
    """The human number as the pack writes it."""
    return current_pack().procedure.numbers[kind].format(year=year, n=value)
