"""What the other sections are made of: bilingual words, and a thing with an id."""

from __future__ import annotations

from rongcuo.policy.record import Record


class Text(Record):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The words in `lang` ("en" or anything else for Chinese)."""
        return self.en if lang == "en" else self.zh


class Item(Record):
    """What most sections share: id, bilingual name, the articles it rests on."""

    id: str
    name: Text | None
    cites: tuple[str, ...]
    quote: str | None
    note: Text | None


class Code(Record):
    """One code of a list, or one ground of a referral."""

    id: str
    name: Text
    quote: str | None


class Named(Record):
    """A kind, channel or way by name; `where`: where what does not belong here goes."""

    id: str
    name: Text
    cites: tuple[str, ...]
    quote: str | None
    where: Text | None
