"""What the README tells a newcomer to type does what it says."""

import re
import shlex
from pathlib import Path

import pytest

from rongcuo.cli import main

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


def commands(readme: str) -> list[list[str]]:
    lines = re.findall(r"^ {4}\.venv/bin/rongcuo (.+)$", (ROOT / readme).read_text("utf-8"), re.M)
    return [shlex.split(line, comments=True) for line in lines]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_of_the_readme_runs(readme, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    told = commands(readme)
    assert len(told) >= 3
    for words in told:
        assert main(words) == 0, words
        assert capsys.readouterr().out


def test_both_readmes_tell_the_same_commands():
    plain = [[w for w in words if w not in {"--lang", "en"}] for words in commands(READMES[0])]
    assert plain == commands(READMES[1])


@pytest.mark.parametrize("readme", READMES)
def test_the_pictures_and_pages_it_names_exist(readme):
    named = re.findall(r"\]\(([^)#:]+)\)", (ROOT / readme).read_text("utf-8"))
    assert named and [name for name in named if not (ROOT / name).exists()] == []


def test_the_example_has_an_open_and_a_settled_subject(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert main(["assess", "docs/examples/facts.yaml", "--lang", "en"]) == 0
    first, second = capsys.readouterr().out.split("[示例乙]")
    assert "only lighter or mitigated" in first.lower()
    assert "undetermined" in second.lower()
