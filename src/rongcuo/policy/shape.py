"""Shape of a pack and of scenarios against the published JSON Schemas, in words for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from rongcuo.policy.marks import Marks, where
from rongcuo.policy.problems import Problem

FORMAT = 1  # the newest pack format this engine knows
SCHEMAS = Path(__file__).parent / "schema"

_TYPES = {
    "string": ("文字", "text"),
    "integer": ("整数", "a whole number"),
    "number": ("数", "a number"),
    "boolean": ("yes 或 no", "yes or no"),
    "array": ("列表", "a list"),
    "object": ("映射（键: 值）", "a mapping (key: value)"),
    "null": ("空", "empty"),
}


def check_pack(content: dict, marks: Marks) -> list[Problem]:
    """Problems of shape in the merged content of a pack; a newer format is reported alone."""
    header = content.get("pack")
    written = header.get("format") if isinstance(header, dict) else None
    if isinstance(written, int) and not isinstance(written, bool) and written > FORMAT:
        return [marks.problem(("pack", "format"), "newer-format", name=written, limit=FORMAT)]
    return _problems("pack-1.json", content, marks)


def check_scenarios(content: list, marks: Marks) -> list[Problem]:
    """Problems of shape in the list of scenarios."""
    return _problems("scenario-1.json", content, marks)


@cache
def _validator(name: str):
    import jsonschema

    checker = jsonschema.FormatChecker(formats=())

    @checker.checks("date", raises=ValueError)
    def _is_date(value) -> bool:
        return not isinstance(value, str) or bool(date.fromisoformat(value))

    @checker.checks("known_date", raises=ValueError)
    def _is_known_date(value) -> bool:
        return not isinstance(value, str) or bool(date.fromisoformat(f"{value}-01-01"[:10]))

    schema = json.loads((SCHEMAS / name).read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def _problems(name: str, content: object, marks: Marks) -> list[Problem]:
    found: dict[Problem, None] = {}
    for error in _validator(name).iter_errors(content):
        whose = where(content, tuple(error.absolute_path))
        for one in _translate(error, marks):
            found.setdefault(one.about(*whose))
    return sorted(found, key=lambda one: (one.file or "", one.line or 0))


def _translate(error, marks: Marks) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    kind, rule, value = error.validator, error.validator_value, error.instance
    if kind == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for key in value:
            if key not in known:
                yield marks.problem(
                    (*path, key), "unknown-key", name=key, near=known, allowed=", ".join(known)
                )
    elif kind == "required":
        for key in rule:
            if key not in value:
                yield marks.problem(path, "missing-key", name=key)
    elif kind == "dependentRequired":
        for key, needed in rule.items():
            for other in needed:
                if key in value and other not in value:
                    yield marks.problem((*path, key), "missing-key", name=other)
    elif kind == "type" or kind == "anyOf":
        wanted = rule if isinstance(rule, list) else [rule]
        wanted = ["string", "null"] if kind == "anyOf" else wanted
        yield marks.problem(
            path, "wrong-type", name=name, found=_show(value),
            wanted_zh="或".join(_TYPES[one][0] for one in wanted),
            wanted_en=" or ".join(_TYPES[one][1] for one in wanted),
        )
    elif kind in ("enum", "const"):
        allowed = rule if kind == "enum" else [rule]
        yield marks.problem(
            path, "not-allowed", name=name, found=_show(value),
            allowed=", ".join(_show(one) for one in allowed),
        )
    elif kind == "oneOf":
        constraint = path[0] == "constraints" and len(path) == 2
        code = "constraint-form" if constraint else "expression-form"
        yield marks.problem(path, code, found=_show(value))
    else:
        yield marks.problem(
            path, "bad-form", name=name, found=_show(value), allowed=f"{kind} {rule}"
        )


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
