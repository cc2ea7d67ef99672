"""What verification can find, in words. Each problem names what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "changed": _("Entry %(seq)s (%(stream)s, position %(position)s) was changed."),
    "reordered": _(
        "Entry %(seq)s (%(stream)s, position %(position)s) was moved: "
        "it was recorded as entry %(was_seq)s at position %(was_position)s."
    ),
    "inserted": _("Entry %(seq)s (%(stream)s, position %(position)s) was inserted."),
    "removed": _("An entry was removed: %(stream)s, position %(position)s."),
    "number_removed": _("An entry was removed: number %(seq)s is missing from the record."),
    "numbers_removed": _(
        "Entries were removed: numbers %(seq)s to %(now)s are missing from the record."
    ),
    "unlinked": _(
        "Entry %(seq)s (%(stream)s, position %(position)s) does not follow from the entry before: "
        "one of them was replaced."
    ),
    "payload_changed": _(
        "The payload of entry %(seq)s (%(stream)s, position %(position)s) was changed."
    ),
    "payload_missing": _(
        "The payload of entry %(seq)s (%(stream)s, position %(position)s) was removed."
    ),
    "payload_undecided": _(
        "The payload of entry %(seq)s (%(stream)s, position %(position)s) was emptied "
        "without a decision of two persons."
    ),
    "payload_stray": _("A payload belongs to entry %(seq)s, which is missing from the record."),
    "stream_removed": _(
        "The whole of %(stream)s was removed: checkpoint %(number)s of %(source)s "
        "knew it up to position %(position)s."
    ),
    "tail_removed": _(
        "The end of %(stream)s was removed: checkpoint %(number)s of %(source)s "
        "knew it up to position %(position)s, it now ends at %(now)s."
    ),
    "head_changed": _(
        "%(stream)s was rewritten: the entry at position %(position)s is not the one "
        "that checkpoint %(number)s of %(source)s knew."
    ),
    "checkpoint_changed": _("Checkpoint %(number)s of %(source)s was changed."),
    "checkpoint_removed": _("Checkpoint %(number)s is missing from %(source)s."),
    "checkpoint_unreadable": _("Line %(number)s of %(source)s is not a checkpoint."),
    "checkpoint_none": _("%(source)s holds no checkpoint."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """code: a key of TEXTS; the other fields where they apply. str() is in the active language."""

    code: str
    seq: int | None = None
    stream: str | None = None
    position: int | None = None
    was_seq: int | None = None
    was_position: int | None = None
    number: int | None = None
    source: str | None = None
    now: int | None = None

    def __str__(self) -> str:
        fields = {name: getattr(self, name) for name in self.__slots__}
        return str(TEXTS[self.code]) % fields


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A payload emptied by a decision: not a problem. decision: the deciding entry's seq."""

    seq: int
    stream: str
    position: int
    decision: int

    def __str__(self) -> str:
        text = _(
            "The payload of entry %(seq)s (%(stream)s, position %(position)s) "
            "was destroyed by decision %(decision)s."
        )
        return str(text) % {name: getattr(self, name) for name in self.__slots__}
