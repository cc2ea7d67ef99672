"""Sheets to set: a paper of one paragraph, and what the layout needs beside it."""

from __future__ import annotations

from rongcuo.documents.composing import finished
from rongcuo.documents.plain import plain


def sheet(*words: str, **changes) -> dict:
    """The finished sheet of a paper of these paragraphs."""
    made = {
        "profile": "document", "kind": "通知", "title": "关于示例事项的通知", "author": "示例局",
        "mark": "示例局文件", "number": "示例〔2026〕1号", "upward": False, "to": "各处室",
        "blocks": [{"kind": "paragraph", "text": plain(one)} for one in words or ("正文。",)], "people": [],
        "annexes": [], "remark": "", "issuer": "示例局", "sealed": True, "signing": [], "cc": "",
        "date": "2026年3月2日",
    }
    known = {k: changes.pop(k) for k in list(changes) if k in made}
    return finished(made | known, **changes)
