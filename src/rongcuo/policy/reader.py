"""Reads one YAML file into plain values, with the line of every value, within firm limits.

Only what the pack format needs: mappings with word keys, lists, text, whole numbers, yes/no and
null. Anything that looks like a date or a decimal number stays text, so no float ever arises and
the values are JSON as they stand. Anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re

from rongcuo.policy.problems import Problem, problem

MAX_FILE_BYTES = 1_000_000
MAX_NODES = 100_000
MAX_DEPTH = 40

_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")
_WORDS = {"true": True, "yes": True, "false": False, "no": False, "null": None, "~": None, "": None}

Path = tuple[str | int, ...]


class Refused(Exception):
    """This file cannot be read; `.problem` says why and where."""

    def __init__(self, found: Problem):
        self.problem = found
        super().__init__(found.text("en"))


def read_yaml(data: bytes, file: str) -> tuple[object, dict[Path, int]]:
    """The value of the file and the line of each path in it (root is `()`).

    Raises `Refused` for anything but one plain YAML document within the limits.
    """
    import yaml

    if len(data) > MAX_FILE_BYTES:
        raise Refused(problem("too-large", file, limit=MAX_FILE_BYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(problem("not-utf8", file, line)) from None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(yaml.parse(text, Loader=loader), yaml.events, file).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).split("\n")[0]
        line = mark.line + 1 if mark else None
        raise Refused(problem("yaml", file, line, name=said)) from None


class _Builder:
    def __init__(self, stream, events, file: str):
        self.stream, self.events, self.file = stream, events, file
        self.marks: dict[Path, int] = {}

    def refuse(self, code: str, event, **names) -> Refused:
        return Refused(problem(code, self.file, event.start_mark.line + 1, **names))

    def document(self) -> tuple[object, dict[Path, int]]:
        value, seen = None, 0
        for event in self.stream:
            if isinstance(event, self.events.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    raise self.refuse("many-documents", event)
                value = self.value(next(self.stream), (), 0)
        self.marks.setdefault((), 1)
        return value, self.marks

    def value(self, event, path: Path, depth: int) -> object:
        events = self.events
        if isinstance(event, events.AliasEvent) or event.anchor is not None:
            raise self.refuse("yaml-alias", event)
        if event.tag is not None:
            raise self.refuse("yaml-tag", event, name=event.tag)
        if depth > MAX_DEPTH:
            raise self.refuse("too-deep", event, limit=MAX_DEPTH)
        if len(self.marks) >= MAX_NODES:
            raise self.refuse("too-many-nodes", event, limit=MAX_NODES)
        self.marks.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, events.ScalarEvent):
            return scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, events.SequenceStartEvent):
            return self.sequence(path, depth)
        return self.mapping(path, depth)

    def sequence(self, path: Path, depth: int) -> list:
        items: list = []
        while not isinstance(event := next(self.stream), self.events.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items)), depth + 1))
        return items

    def mapping(self, path: Path, depth: int) -> dict:
        items: dict = {}
        while not isinstance(event := next(self.stream), self.events.MappingEndEvent):
            if isinstance(event, self.events.AliasEvent) or getattr(event, "anchor", None):
                raise self.refuse("yaml-alias", event)
            if not isinstance(event, self.events.ScalarEvent) or event.tag is not None:
                raise self.refuse("yaml-key", event)
            key = event.value
            if key in items:
                raise self.refuse("duplicate-key", event, name=key)
            self.marks[(*path, key)] = event.start_mark.line + 1
            items[key] = self.value(next(self.stream), (*path, key), depth + 1)
        return items


def scalar(text: str) -> object:
    """An unquoted word: yes/no/true/false, null, a whole number, or else text."""
    word = text.lower()
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.match(text):
        return int(text)
    return text
