"""Reads a facts file: which policy, and per subject what is known of it.

    policy: gansu-anjian-2018            # optional
    settings: {some.reading: value}      # optional
    dates: {conduct: 2019-05-01, start: 2020-01-08, decision: 2020-03-20}     # optional
    superior: [{title: …, article: …, words: …, cites: A15, rule: A06-2, gives: not_met, prevails: yes}]
    subjects:
      示例甲:
        facts: {diligent: yes}           # or findings: a list with grades
        evidence: {diligent: ["1", "3"]}

A file with `facts:` or `findings:` at the top is about one subject without a name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rongcuo.policy.at_time import BASES
from rongcuo.policy.findings import from_findings
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import FactError, Problem, problem
from rongcuo.policy.reader import MAX_FILE_BYTES, Refused, read_yaml
from rongcuo.policy.record import Record
from rongcuo.policy.superior import Superior

_TOP = ("policy", "settings", "subjects", "dates", "superior")
_SUPERIOR = ("title", "article", "words", "cites", "rule", "gives", "prevails")
_SUBJECT = ("facts", "findings", "evidence")


class Subject(Record):
    """What is known of one subject, ready for `assess`."""

    name: str | None
    facts: Mapping[str, object]
    evidence: Mapping[str, list[str]]


class FactsFile:
    """A facts file as written; `policy` may be None. `subjects(pack)` reads it for a pack.

    Raises FactError, each problem with file and line.
    """

    def __init__(self, path: Path):
        self.file = path.name
        try:
            with path.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
            self.raw, self.lines = read_yaml(data, self.file)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FactError([problem("unreadable", str(path), name=reason)]) from None
        except Refused as refused:
            raise FactError([refused.problem]) from None
        self.check(
            (), isinstance(self.raw, dict) and bool(self.raw), "文件为空或不是映射",
            "it is empty or not a mapping",
        )
        self.keys((), self.raw, (*_TOP, *_SUBJECT))
        self.policy = self.raw.get("policy")
        self.check(
            ("policy",), self.policy is None or isinstance(self.policy, str),
            "policy 应为规则包编号", "policy must be a pack id",
        )
        self.settings = self.raw.get("settings") or {}
        self.check(
            ("settings",), isinstance(self.settings, dict), "settings 应为映射",
            "settings must be a mapping",
        )

        self.dates = self.read_dates()
        self.superiors = self.read_superiors()

    def read_dates(self) -> dict[str, date]:
        raw = self.raw.get("dates") or {}
        self.check(("dates",), isinstance(raw, dict), "dates 应为映射", "dates must be a mapping")
        found = {}
        for basis, written in raw.items():
            day = None
            with contextlib.suppress(TypeError, ValueError):
                day = date.fromisoformat(written)
            self.check(
                ("dates", basis), basis in BASES and day is not None,
                "dates 只有 conduct、start、decision，写成 2018-02-23",
                "dates are conduct, start, decision, written like 2018-02-23",
            )
            found[basis] = day
        return found

    def read_superiors(self) -> list[Superior]:
        raw = self.raw.get("superior") or []
        self.check(("superior",), isinstance(raw, list), "superior 应为列表", "superior must be a list")
        for i, one in enumerate(raw):
            self.check(
                ("superior", i),
                isinstance(one, dict) and set(one) == set(_SUPERIOR)
                and all(isinstance(one[key], str) for key in _SUPERIOR[:-1])
                and one["gives"] in ("met", "not_met") and isinstance(one["prevails"], bool),
                "每条上位规定须写 title、article、words、cites、rule、gives（met 或 not_met）、prevails（yes 或 no）",
                "a superior rule has title, article, words, cites, rule, gives (met or not_met), prevails (yes or no)",
            )
        return [Superior(**one) for one in raw]

    def subjects(self, *packs: Pack) -> list[Subject]:
        """Every subject with its facts read for the first of `packs` (versions) that knows each."""
        if "subjects" not in self.raw:
            return [self.subject(packs, None, self.raw, ())]
        several = self.raw["subjects"]
        self.check(
            ("subjects",), isinstance(several, dict) and bool(several),
            "subjects 应为“姓名: 事实”", "subjects must be a mapping name: facts",
        )
        self.check(
            ("subjects",), not any(key in self.raw for key in _SUBJECT),
            "已有 subjects，不应再写 facts", "there are subjects already, so no facts beside them",
        )
        return [
            self.subject(packs, name, raw, ("subjects", name)) for name, raw in several.items()
        ]

    def subject(self, packs: tuple[Pack, ...], name: str | None, raw: object, path: tuple) -> Subject:
        self.check(path, isinstance(raw, dict), "每个对象应为映射", "each subject must be a mapping")
        self.keys(path, raw, _SUBJECT if path else (*_TOP, *_SUBJECT))
        self.check(
            path, ("facts" in raw) != ("findings" in raw), "facts 与 findings 须写其一",
            "write either facts or findings",
        )
        findings, evidence = self.findings(raw, path)
        wrong: list[Problem] = []
        facts: dict[str, object] = {}
        for place, finding in findings:
            try:
                if finding["fact"] in facts:
                    raise FactError([problem("fact-twice", name=finding["fact"])])
                knowing = (one for one in packs if finding["fact"] in one.facts)
                facts |= from_findings(next(knowing, packs[0]), [finding])
            except FactError as error:
                wrong += [one.at(self.file, self.line(place)) for one in error.problems]
        if wrong:
            raise FactError(wrong)
        return Subject(name, facts, evidence)

    def findings(self, raw: dict, path: tuple):
        """(place, finding) of each fact, and the evidence by fact."""
        evidence = raw.get("evidence") or {}
        self.check(
            (*path, "evidence"), isinstance(evidence, dict), "evidence 应为映射",
            "evidence must be a mapping",
        )
        evidence = {name: _ids(ids) for name, ids in evidence.items()}
        if "facts" in raw:
            known = raw["facts"] or {}
            place = (*path, "facts")
            self.check(place, isinstance(known, dict), "facts 应为映射", "facts must be a mapping")
            return [
                ((*place, name), {"fact": name, "value": value}) for name, value in known.items()
            ], evidence
        place, several = (*path, "findings"), raw["findings"]
        self.check(place, isinstance(several, list), "findings 应为列表", "findings must be a list")
        found = []
        for i, one in enumerate(several):
            self.check(
                (*place, i),
                isinstance(one, dict)
                and isinstance(one.get("fact"), str)
                and "value" in one
                and not set(one) - {"fact", "value", "grade", "evidence"},
                "每条认定须有 fact 和 value，可有 grade、evidence",
                "each finding has fact and value, and may have grade and evidence",
            )
            found.append(((*place, i), one))
            if "evidence" in one:
                evidence[one["fact"]] = _ids(one["evidence"])
        return found, evidence

    def keys(self, path: tuple, raw: dict, allowed: tuple[str, ...]) -> None:
        for key in raw:
            if key not in allowed:
                raise FactError([
                    problem(
                        "unknown-key", self.file, self.line((*path, key)), name=key, near=allowed,
                        allowed=", ".join(allowed),
                    )
                ])

    def check(self, path: tuple, holds: bool, zh: str, en: str) -> None:
        if not holds:
            raise FactError(
                [problem("facts-form", self.file, self.line(path), found_zh=zh, found_en=en)]
            )

    def line(self, path: tuple) -> int | None:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def _ids(written: object) -> object:
    """Evidence ids; a number or a single id is taken as meant, anything else is left to fail."""
    several = written if isinstance(written, list) else [written]
    return [str(one) if type(one) is int else one for one in several]
