"""Verification codes: 80 random bits that stand on an issued paper, as letters and as a QR code."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

from rongcuo import ids

#: Crockford's letters: none is taken for another.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A fresh code of sixteen letters."""
    number = int(ids.new_salt()[:20], 16)
    return "".join(LETTERS[number >> shift & 31] for shift in range(75, -1, -5))


def read_code(text: str) -> str:
    """A code as somebody typed it: spaces and dashes aside, O as 0, I and L as 1."""
    return re.sub(r"[\s\-—－]", "", text.upper()).translate(_READ_AS)[:40]


def shown(code: str) -> str:
    """In fours, as it is printed."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def printed(code: str) -> dict:
    """What the layout prints of a code: {qr: SVG, lines, alt}."""
    address = settings.SITE_ADDRESS.rstrip("/") + reverse("paper-check", args=[code]) if settings.SITE_ADDRESS else ""
    lines = [f"验证码 {shown(code)}"]
    if settings.SITE_ADDRESS:
        lines.append(f"查验：{settings.SITE_ADDRESS.rstrip('/')}{reverse('paper-checks')}")
    return {"qr": svg(address or code), "lines": lines, "alt": f"二维码，内容为：{address or shown(code)}"}


def svg(content: str) -> str:
    """A QR code as SVG, runs of dark modules as one rectangle each."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    made = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    made.add_data(content)
    made.make(fit=True)
    path = []
    for y, row in enumerate(made.modules):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                path.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
                x = end
            x += 1
    size = len(made.modules)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{"".join(path)}"/></svg>'
