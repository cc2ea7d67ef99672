"""Loads a pack folder: read, merge, check shape, check meaning, build. See docs/policy-pack.md."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from rongcuo.policy import cache
from rongcuo.policy.build import build, content_digest
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import PackError, Problem, problem
from rongcuo.policy.reader import MAX_FILE_BYTES

MAX_FILES = 300
SCENARIOS = "scenarios"
# Sections that are mappings and stand in one file only.
SINGLE = ("pack", "procedure", "transition", "protection", "correction", "insight")


def load(path: str | os.PathLike[str], *, scenarios: bool = True) -> Pack:
    """The pack in folder `path`, checked.

    Reads every `*.yaml` below it (scenarios/*.yaml are its tests; they are checked in any case,
    and left out of the result where `scenarios` is False, which is a little faster). A pack whose files have not
    changed is taken from the cache (see `rongcuo.policy.cache`), which makes no other difference.
    Raises PackError with every problem found, each with file, line and cure.
    """
    folder = Path(path)
    files = read_files(folder)
    key = _key(files)
    content, tests, digest = cache.fetch(key) or (None, None, None)
    if content is None:
        content, tests = check_files(files)
        digest = content_digest(content)
        cache.store(key, (content, tests, digest))
    return build(content, tests if scenarios else [], digest)


def read_files(folder: Path) -> list[tuple[str, bytes]]:
    """(name relative to the folder, bytes) of every YAML file, in the order of names."""
    if not folder.is_dir():
        raise PackError([problem("no-folder", name=folder)])
    paths = sorted(
        (one for one in folder.rglob("*.yaml") if one.is_file()),
        key=lambda one: one.relative_to(folder).as_posix(),
    )
    if not paths:
        raise PackError([problem("no-files", name=folder)])
    if len(paths) > MAX_FILES:
        raise PackError([problem("too-many-files", limit=MAX_FILES)])
    files, wrong = [], []
    for one in paths:
        name = one.relative_to(folder).as_posix()
        try:
            with one.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            wrong.append(problem("unreadable", name, name=error.strerror or type(error).__name__))
            continue
        files.append((name, data))
    if wrong:
        raise PackError(wrong)
    return files


def check_files(files: list[tuple[str, bytes]]) -> tuple[dict, list[dict]]:
    """The merged content and the scenarios of these files; PackError if anything is wrong."""
    from rongcuo.policy import shape
    from rongcuo.policy.checks import check
    from rongcuo.policy.marks import Marks
    from rongcuo.policy.reader import Refused, read_yaml

    content: dict = {}
    scenarios: list = []
    marks, scenario_marks = Marks(), Marks()
    wrong: list[Problem] = []
    for name, data in files:
        try:
            value, lines = read_yaml(data, name)
        except Refused as refused:
            wrong.append(refused.problem)
            continue
        if name.split("/")[0] == SCENARIOS:
            if not isinstance(value, list):
                wrong.append(
                    problem("file-not-mapping", name, 1, wanted_zh="列表", wanted_en="list")
                )
                continue
            offset = len(scenarios)
            moved = {
                (path[0] + offset, *path[1:]): line for path, line in lines.items() if path
            }
            scenario_marks.take(name, moved, {})
            scenarios.extend(value)
        elif not isinstance(value, dict):
            wrong.append(
                problem("file-not-mapping", name, 1, wanted_zh="映射", wanted_en="mapping")
            )
        else:
            wrong.extend(_merge(content, value, name, lines, marks))
    # Content that is not whole would only give follow-up errors.
    wrong = wrong or shape.check_pack(content, marks) or check(content, marks)
    wrong = wrong or shape.check_scenarios(scenarios, scenario_marks)
    if not wrong:
        from rongcuo.policy.checks.scenarios import check_scenarios

        for i, one in enumerate(scenarios):
            one["_file"], one["_line"] = scenario_marks.place((i,))
        wrong = check_scenarios(content, scenarios, scenario_marks)
    if wrong:
        raise PackError(wrong)
    return content, scenarios


def _merge(content: dict, value: dict, name: str, lines: dict, marks) -> list[Problem]:
    wrong, offsets = [], {}
    for section, part in value.items():
        have = content.get(section)
        if have is None:
            content[section] = part
        elif isinstance(have, list) and isinstance(part, list) and section not in SINGLE:
            offsets[section] = len(have)
            have.extend(part)
        else:
            line = lines.get((section,))
            wrong.append(problem("section-twice", name, line, name=section))
    marks.take(name, lines, offsets)
    return wrong


def _key(files: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256(cache.ENGINE_KEY)
    for name, data in files:
        digest.update(b"%d:%s\n%d:" % (len(name.encode()), name.encode(), len(data)))
        digest.update(data)
    return digest.hexdigest()
