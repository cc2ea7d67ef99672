"""The calendar verb: what it prints, what it refuses, and that it needs no Django."""

import subprocess
import sys

import pytest

from rongcuo.cli import main as rongcuo


def main(arguments):
    return rongcuo(["calendar", *arguments])


@pytest.fixture(autouse=True)
def no_language_chosen(monkeypatch):
    for name in ("LC_ALL", "LANG", "RONGCUO_CALENDAR"):
        monkeypatch.delenv(name, raising=False)


def test_due_prints_the_reckoning_day_by_day(capsys):
    assert main(["due", "2026-09-17", "7"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-09-17    0  周四，工作日；起算当日不计入"
    assert lines[3] == "2026-09-20    2  周日，国庆节调休上班"
    assert lines[8] == "2026-09-25       周五，中秋节放假"
    assert lines[12] == "2026-09-17 起 7 个工作日，最后一日：2026-09-28 24:00"
    assert lines[13].startswith("日历摘要: ") and len(lines) == 14


def test_due_in_english_says_when_it_is_provisional(capsys):
    assert main(["due", "2026-12-30", "1", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "1 working day from 2026-12-30, last day: 2026-12-31 24:00 (provisional)" in out
    assert "The holiday notice for 2027 is not entered" in out


def test_explain_names_the_notice_a_day_rests_on(capsys):
    assert main(["explain", "2018-12-29"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2018-12-29  周六，元旦调休上班",
        "依据: 国务院办公厅关于2019年部分节假日安排的通知",
    ]
    assert main(["explain", "2027-02-08", "--lang", "en"]) == 0
    assert "the notice for 2027 is not entered" in capsys.readouterr().out


def test_show_lists_years_and_one_year(capsys):
    assert main(["show"]) == 0
    assert capsys.readouterr().out.count("国务院办公厅关于") == 9
    assert main(["show", "2026", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "number: not confirmed; date: 2025-11-04; version 1" in out
    assert "2026-10-10  Saturday, make-up working day for National Day" in out


def test_show_refuses_a_year_without_a_notice(capsys):
    assert main(["show", "2027"]) == 2
    assert capsys.readouterr().err == "2027年的通知尚未录入。\n"


def test_a_broken_folder_is_named_in_the_language_asked_for(capsys, tmp_path):
    (tmp_path / "2026.json").write_text("{")
    (tmp_path / "2025.json").write_text("[]")
    assert main(["show", "--folder", str(tmp_path)]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first == "2025.json：文件内容应为一个 JSON 对象。"
    assert second.startswith("2026.json：不是可读的 JSON")
    assert main(["show", "--folder", str(tmp_path), "--lang", "en"]) == 2
    assert "2026.json: not readable JSON" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["due", "2026-02-30", "7"], "a date must look like 2026-09-17"),
        (["due", "2026-03-02", "-7"], "whole number from 0 to 1000"),
        (["due", "2026-03-02", "1001"], "whole number from 0 to 1000"),
        (["due", "2026-03-02", "七"], "whole number from 0 to 1000"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(capsys, arguments, says):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert says in capsys.readouterr().err


def test_no_django_is_loaded():
    check = (
        "import sys; from rongcuo.cli import main; main(['calendar', 'due', '2026-09-17', '7']); "
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], capture_output=True).returncode == 0
