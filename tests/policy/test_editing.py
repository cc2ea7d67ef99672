"""What an editor is given: a schema for one file at a time, made of the published one."""

import json
from pathlib import Path

import jsonschema
import pytest

from rongcuo.policy.editing import editor_schemas
from rongcuo.policy.loader import load
from rongcuo.policy.reader import read_yaml
from tests.policy.test_command import rongcuo  # noqa: F401 - a fixture

POLICIES = Path(__file__).parents[2] / "policies"
FILES = sorted(p for p in POLICIES.glob("*/*/**/*.yaml") if p.is_relative_to(POLICIES))
SCHEMAS = {name: jsonschema.Draft202012Validator(schema) for name, schema in editor_schemas().items()}


def schema_of(path: Path):
    return SCHEMAS["scenario.json" if "scenarios" in path.parts else "pack.json"]


def in_yaml_12(value):
    """As an editor reads it: yes and no are words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return {key: in_yaml_12(one) for key, one in value.items()}
    return [in_yaml_12(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.relative_to(POLICIES).as_posix())
def test_an_editor_finds_nothing_wrong_in_the_files_we_ship(path):
    content, _lines = read_yaml(path.read_bytes(), path.name)
    assert [e.message for e in schema_of(path).iter_errors(content)] == []
    assert [e.message for e in schema_of(path).iter_errors(in_yaml_12(content))] == []


@pytest.mark.parametrize(
    "wrong",
    [{"rule": []}, {"facts": [{"id": "a"}]}, {"outcomes": [{"id": "a", "admit": []}]}, {"pack": {"format": 2}}],
)
def test_an_editor_marks_what_the_loader_refuses(wrong):
    assert list(SCHEMAS["pack.json"].iter_errors(wrong))


def test_the_schemas_are_schemas_and_offer_every_section():
    published = json.loads((Path(load.__code__.co_filename).parent / "schema" / "pack-1.json").read_text("utf-8"))
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema.schema)
    assert SCHEMAS["pack.json"].schema["properties"].keys() == published["properties"].keys()


def test_a_new_pack_leads_the_editor_to_its_schema(rongcuo):  # noqa: F811
    assert rongcuo("policy", "new", "sample-2024", "--json").returncode == 0
    packs = rongcuo.folder / "policies"
    for path in (packs / "sample-2024").rglob("*.yaml"):
        first = path.read_text("utf-8").split("\n")[0]
        assert first.startswith("# yaml-language-server: $schema=")
        schema = json.loads((path.parent / first.partition("=")[2]).read_text("utf-8"))
        content, _lines = read_yaml(path.read_bytes(), path.name)
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(content)) == []
    assert load(packs / "sample-2024" / "1.0.0").id == "sample-2024"
    (packs / ".schema" / "pack.json").unlink()
    done = rongcuo("policy", "schema", "--lang", "en")
    assert done.returncode == 0 and (packs / ".schema" / "pack.json").is_file() and "$schema" in done.stdout
    assert rongcuo("policy", "schema", "--folder", str(packs / "sample-2024" / "1.0.0" / "pack.yaml")).returncode == 2
