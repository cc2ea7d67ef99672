"""One- and two-character tokens, of Chinese as of letters and digits. Pure.

Chinese has no spaces, and a word of a dictionary is not what people look for: 整改 must be found in 督促整改落实, and
a name wherever it stands. All tokens of the query are in every text that holds it; whether the text
really holds it, character by character, is then looked at in the text itself.
"""

from __future__ import annotations

import re
import unicodedata

#: A run of Han characters (with extensions), or of letters and digits.
_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff々〇]+|[^\W_㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff々〇]+")
MAX_WORDS, MAX_LENGTH = 8, 60


#: Full-width letters and digits as plain ones; punctuation stays as it was written.
_PLAIN = {ord(c) + 0xFEE0: c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


def kept(text: str) -> str:
    """Text as it is kept to be searched and shown: composed, full-width letters and digits as plain ones."""
    return unicodedata.normalize("NFC", text.replace("\0", "")).translate(_PLAIN)


def normal(text: str) -> str:
    """Text as it is compared: as it is kept, in small letters."""
    return kept(text).lower()


def tokens(text: str) -> list[str]:
    """Every character, and every pair of neighbouring ones within a run."""
    found: dict[str, None] = {}
    for run in _RUN.findall(text):
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(run[i:i + 2] for i in range(len(run) - 1)))
    return list(found)


def wanted(word: str) -> list[str]:
    """Tokens that every text with this word has."""
    found: dict[str, None] = {}
    for run in _RUN.findall(word):
        found.update(dict.fromkeys([run[i:i + 2] for i in range(len(run) - 1)] or [run]))
    return list(found)


def words(query: str) -> list[str]:
    """The words of a query, at spaces; each must be found. Empty where there is nothing to look for."""
    given = normal(query.replace("\0", " ")).split()
    return [w[:MAX_LENGTH] for w in given if _RUN.search(w)][:MAX_WORDS]
