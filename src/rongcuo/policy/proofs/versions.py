"""Versions of the same measures that overlap in time, or leave a hole between them.

The witness: a day on which two are in force, or none between two that are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rongcuo.policy.proofs.proof import Finding, Proof

CODE = "versions-in-time"


def findings(proof: Proof) -> Iterator[Finding]:
    pack = proof.pack
    if pack.valid_from is None:
        return
    if pack.valid_to is not None and pack.valid_to < pack.valid_from:
        yield _finding(
            pack.version, (), pack.valid_to, "{a} 版的失效日早于生效日（{day}）",
            "version {a} ends on {day}, before it begins",
        )
        return
    later = [one for one in proof.versions if one.id == pack.id and _after(one, pack)]
    following = min(later, key=lambda one: one.valid_from, default=None)
    if following is None:
        return
    if pack.valid_to is None or pack.valid_to >= following.valid_from:
        yield _finding(
            pack.version, (following.version,), following.valid_from,
            "{a} 版与 {b} 版在 {day} 同时有效", "versions {a} and {b} are both in force on {day}",
        )
    elif pack.valid_to + timedelta(days=1) < following.valid_from:
        yield _finding(
            pack.version, (following.version,), pack.valid_to + timedelta(days=1),
            "{a} 版与 {b} 版之间的 {day} 没有版本有效",
            "between versions {a} and {b} none is in force on {day}",
        )


def _after(one, pack) -> bool:
    return one.valid_from is not None and (
        (one.valid_from, one.version) > (pack.valid_from, pack.version)
    )


def _finding(version: str, beside: tuple, day: date, zh: str, en: str) -> Finding:
    names = {"a": version, "b": ", ".join(beside), "day": day.isoformat()}
    return Finding(
        CODE, version, beside, {"day": day}, {},
        zh.format(**names) + "。请改正 valid_from 或 valid_to。",
        en.format(**names).capitalize() + ". Correct valid_from or valid_to.",
    )


def confirm(proof: Proof, finding: Finding) -> bool:
    day = finding.settings["day"]
    in_force = [
        one for one in (proof.pack, *proof.versions)
        if one.valid_from and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    return len({one.version for one in in_force}) != 1
