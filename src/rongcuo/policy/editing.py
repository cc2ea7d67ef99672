"""The schemas as an editor wants them: for one file of a pack at a time, with yes and no as people write them.

The published schema (`schema/pack-1.json`) is about the merged content of a folder. An editor sees one file,
in which most sections are missing, and reads `yes` as text (YAML 1.2). So what an editor is given is
made of the published schema here, and never kept by hand.
"""

from __future__ import annotations

import json
from pathlib import Path

from rongcuo.policy.shape import SCHEMAS

FOLDER = ".schema"  # beside the packs: policies/.schema/
_PUBLISHED = {"pack.json": "pack-1.json", "scenario.json": "scenario-1.json"}


def editor_schemas() -> dict[str, dict]:
    """File name -> JSON Schema for one file: of a pack, and of its scenarios."""
    found = {}
    for name, published in _PUBLISHED.items():
        schema = json.loads((SCHEMAS / published).read_text("utf-8"))
        schema.pop("required", None)
        schema["$id"] += ":file"
        found[name] = _as_written(schema)
    return found


def write_editor_schemas(packs: Path) -> list[Path]:
    """Write them to `<packs>/.schema/`, where a pack's first line finds them. Returns the paths. OSError."""
    folder = packs / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in editor_schemas().items():
        paths.append(folder / name)
        paths[-1].write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return paths


def modeline(depth: int, scenario: bool = False) -> str:
    """The first line of a file `depth` folders below the packs' folder, for yaml-language-server."""
    name = "scenario.json" if scenario else "pack.json"
    return f"# yaml-language-server: $schema={'../' * depth}{FOLDER}/{name}\n"


def _as_written(schema: object) -> object:
    """Wherever true or false may stand, yes and no may stand too."""
    if isinstance(schema, list):
        return [_as_written(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("const"), bool):
        told = "yes" if schema["const"] else "no"
        return {key: value for key, value in schema.items() if key != "const"} | {"enum": [schema["const"], told]}
    kinds = schema.get("type")
    if kinds == "boolean":
        rest = {key: value for key, value in schema.items() if key != "type"}
        return rest | {"enum": [True, False, "yes", "no"]}
    return {key: _as_written(value) for key, value in schema.items()}
