"""The guide for whoever runs an installation names commands that exist, and the same ones in both languages."""

import configparser
import re
import shlex
from pathlib import Path

import pytest

from rongcuo.cli import VERBS, main

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("docs/operating.md", "docs/operating.zh-CN.md")
UNITS = sorted((ROOT / "docs" / "examples").glob("rongcuo*.service"))


def commands(text: str) -> list[list[str]]:
    """Every `rongcuo VERB …` in code of a guide, without its comment."""
    told = re.findall(r"`rongcuo ([^`]+)`", text) + re.findall(r"^ {4}\.venv/bin/rongcuo (.+)$", text, re.M)
    return [shlex.split(line, comments=True) for line in told]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_of_the_guide_exists(guide, capsys):
    told = commands((ROOT / guide).read_text("utf-8"))
    assert {words[0] for words in told} >= {"setup", "people", "remind", "ledger", "backup", "restore", "dossier"}
    for words in told:
        verbs = [w for w in words if w.islower() and "." not in w and not w.startswith("-")][:2]
        options = [w for w in words if w.startswith("--")]
        assert verbs[0] in VERBS, words
        with pytest.raises(SystemExit) as ended:
            main([*verbs, "--help"])
        assert ended.value.code == 0, words
        said = capsys.readouterr().out
        assert [o for o in options if o not in said] == [], words


def test_both_guides_tell_the_same_commands():
    first, second = (commands((ROOT / guide).read_text("utf-8")) for guide in GUIDES)
    assert first == second


@pytest.mark.parametrize("guide", GUIDES)
def test_the_pages_it_names_exist(guide):
    named = re.findall(r"\]\(([^)#:]+)\)", (ROOT / guide).read_text("utf-8"))
    assert named and [name for name in named if not (ROOT / "docs" / name).exists()] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_units_start_commands_that_exist(unit):
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(unit.read_text("utf-8"))
    started = re.findall(r"/opt/rongcuo/\.venv/bin/rongcuo (\w+)", unit.read_text("utf-8"))
    assert parser.get("Service", "User") == "rongcuo" and started
    assert [verb for verb in started if verb not in VERBS] == []
