"""Packs changed for a test: the tiny pack's content as plain values, and a way to write it."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path

from rongcuo.policy.checks.text import text_digest
from rongcuo.policy.loader import check_files, read_files

TINY = Path(__file__).parent / "packs" / "tiny"


@cache
def _tiny() -> dict:
    return check_files(read_files(TINY))[0]


def content() -> dict:
    """A copy of the tiny pack's content that a test may change."""
    return copy.deepcopy(_tiny())


def signed(changed: dict) -> dict:
    """The content with the digest its text now has."""
    changed["pack"]["text_digest"] = text_digest(changed["text"])
    return changed


def write(folder: Path, changed: dict, scenarios: list | None = None) -> Path:
    """Write content as a pack folder. JSON is YAML."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(json.dumps(changed, ensure_ascii=False, indent=1), "utf-8")
    if scenarios is not None:
        (folder / "scenarios").mkdir()
        (folder / "scenarios" / "s.yaml").write_text(json.dumps(scenarios), "utf-8")
    return folder


def rule(changed: dict, name: str) -> dict:
    return next(one for one in changed["rules"] if one["id"] == name)


def fact(changed: dict, name: str) -> dict:
    return next(one for one in changed["facts"] if one["id"] == name)
