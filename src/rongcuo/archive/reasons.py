"""The trees of reasons as data: what the articles say to the findings of each subject."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.models import Finding, Matter


def reasons_now(matter: Matter, subjects) -> Iterator[tuple[str, bytes]]:
    """What the articles say to the findings of each subject, as JSON. It explains; it decided nothing."""
    for subject in subjects:
        found = list(Finding.objects.filter(subject=subject))
        if found:
            document = {"subject": str(subject.pk), **assess_subject(matter, subject, found).document()}
            yield str(subject.pk), sorted_json(document)


def sorted_json(value: object) -> bytes:
    """JSON as packs, readings and calendars take their digests over it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
