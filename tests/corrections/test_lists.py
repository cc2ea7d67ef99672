"""A code list that changes leaves old plans as they were written; a wrong one is refused with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rongcuo.policy import PackError, load

GANSU = Path(__file__).resolve().parents[2] / "policies" / "gansu-anjian-2018" / "1.0.0"
NEWER = """    - id: cause
      version: 2
      name: {zh: "根本原因", en: "Root cause"}
      cites: A11-1
      codes:
        - {id: no_second_look, zh: "缺少第二人复核", en: "No second look"}

  # Working days from the due day"""


def changed(tmp_path, old: str, new: str) -> Path:
    folder = shutil.copytree(GANSU, tmp_path / "1.0.0")
    file = folder / "A11-correction.yaml"
    text = file.read_text("utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_new_plans_take_the_newest_version_and_old_ones_keep_theirs(tmp_path):
    rules = load(changed(tmp_path, "  # Working days from the due day", NEWER)).correction
    assert rules.newest("cause").version == 2
    assert list(rules.newest("cause").codes) == ["no_second_look"]
    assert rules.version("cause", 1).codes["no_review"].name.zh == "缺少复核、审核环节"
    assert rules.version("cause", 3) is None
    assert rules.newest("event").version == 1


@pytest.mark.parametrize(("old", "new", "code"), [
    ("duty: A11-1", "duty: A11-9", "unknown-duty"),
    ("by: [handler], cites: [A11, A11-1]}", "by: [handlr], cites: [A11, A11-1]}", "unknown-capacity"),
    ("to: [applicant, forwarder]}", "to: [applicant, everybody]}", "unknown-capacity"),
    ("from: [opened], to: running}", "from: [opened], to: runing}", "unknown-state"),
    ("reading: correct.plan_wd", "reading: correct.plan", "unknown-reading"),
    ("{id: plan_late, about", "{id: plan_due, about", "duplicate-id"),
    ("- {id: no_record, zh", "- {id: no_review, zh", "duplicate-id"),
    ("cites: A11-4\n    grounds", "cites: A11-7\n    grounds", "unknown-unit"),
    ('quote: "心存侥幸"', 'quote: "心存侥悻"', "quote-not-found"),
    ("about: progress, working_days: 1", "about: progres, working_days: 1", "not-allowed"),
])
def test_a_wrong_word_is_refused_with_file_and_line(tmp_path, old, new, code):
    with pytest.raises(PackError) as caught:
        load(changed(tmp_path, old, new))
    found = [p for p in caught.value.problems if p.code == code]
    assert found and all(p.file == "A11-correction.yaml" and p.line for p in found)
