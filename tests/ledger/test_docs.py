"""docs/ledger.md says of every table whether it is replayed."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from rongcuo.ledger import reduce

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"


def test_every_table_is_in_the_right_list():
    text = DOCUMENT.read_text(encoding="utf-8")
    names = {}
    for word in ("Replayed", "Not replayed"):
        paragraph = re.search(rf"^{word}: (.*?)\n\n", text, re.DOTALL | re.MULTILINE).group(1)
        names[word] = set(re.findall(r"`(\w+\.\w+)`", paragraph))
    ours = {
        model._meta.label for model in apps.get_models() if model.__module__.startswith("rongcuo.")
    }
    replayed = {table.label for table in reduce.replayed_tables()}
    assert names["Replayed"] == replayed
    assert names["Not replayed"] == ours - replayed
