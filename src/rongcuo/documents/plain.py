"""Text as it is printed."""

from __future__ import annotations

import re
import unicodedata

_LEFT_OUT = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def plain(text: object) -> str:
    """User text as it is printed: NFC, no control or direction characters, line feeds kept."""
    text = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    text = re.sub(r"[\t\u2028\u2029]+", " ", text)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _LEFT_OUT)
