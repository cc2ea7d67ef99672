"""`rongcuo ledger`: says what it found, in both languages, with an exit code and never a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from django.db import connection

from rongcuo import ids
from rongcuo.cli.ledger import main
from rongcuo.ledger import checkpoints, triggers
from rongcuo.ledger.models import Entry, Payload
from tests.ledger import toy


@pytest.fixture
def streams(ledger):
    return toy.fill()


def run(capsys, *argv) -> tuple[int, str, str]:
    code = main(list(argv))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_a_good_record(streams, capsys, tmp_path):
    code, out, err = run(capsys, "verify", "--lang", "en")
    assert (code, err) == (0, "")
    assert "12 entries in 3 streams were read: nothing was changed." in out
    assert "no checkpoint outside the database" in out
    code, out, _ = run(capsys, "checkpoint", "--lang", "en")
    assert code == 0
    assert "Checkpoint 1: 12 entries in 3 streams" in out
    code, out, _ = run(capsys, "verify", "--lang", "en")
    assert code == 0
    assert "keep a copy on another machine" in out
    copy = shutil.copy(checkpoints.path(), tmp_path / "copy.jsonl")
    code, out, _ = run(capsys, "verify", "--against", str(copy), "--lang", "en")
    assert code == 0
    assert "copy.jsonl" in out


def test_a_bad_record_is_named(streams, capsys):
    triggers.remove(connection)
    Payload.objects.filter(entry_id=5).update(body="{}")
    code, out, err = run(capsys, "verify", "--lang", "en")
    assert code == 1
    assert f"The payload of entry 5 ({streams[1]}, position 2) was changed." in err
    assert "The record is unguarded" in err
    assert "problems: 1." in out


def test_missing_guards_alone_are_a_problem(streams, capsys):
    triggers.remove(connection)
    code, _, err = run(capsys, "verify", "--lang", "en")
    assert code == 1
    assert "ledger_entry_no_update" in err


def test_replay_says_which_rows_differ_but_not_what_they_say(streams, capsys):
    assert run(capsys, "replay", "--lang", "en")[0] == 0
    toy.Box.objects.filter(pk=streams[0]).update(name="秘密")
    code, out, err = run(capsys, "replay", "--lang", "en")
    assert code == 1
    assert f"toy.Box {streams[0]}: differs from the record in name." in err
    assert "秘密" not in out + err
    assert run(capsys, "replay", "--apply", "--lang", "en")[0] == 0
    assert run(capsys, "replay", "--lang", "en")[0] == 0


def test_show_lists_envelopes_only(streams, capsys):
    code, out, _ = run(capsys, "show", str(streams[0]))
    assert code == 0
    assert len(out.splitlines()) == 4
    assert Entry.objects.get(stream=streams[0], position=4).digest in out
    assert "示例" not in out
    code, _, err = run(capsys, "show", str(ids.new_id()), "--lang", "en")
    assert code == 1
    assert "has no stream" in err


@pytest.mark.parametrize("argv", [["show", "../../x"], ["burn"], []])
def test_a_wrong_command_line(argv, capsys):
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2


def test_files_that_cannot_be_used(streams, capsys, tmp_path):
    for file in (tmp_path / "nothing.jsonl", tmp_path):
        code, _, err = run(capsys, "verify", "--against", str(file), "--lang", "en")
        assert code == 1
        assert len(err.splitlines()) == 1
        assert str(file) in err
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    code, _, err = run(capsys, "verify", "--against", str(empty), "--lang", "en")
    assert code == 1
    assert "holds no checkpoint" in err


def test_a_database_that_was_never_migrated(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from rongcuo.cli.ledger import main; raise SystemExit(main(['verify']))",
        ],
        env=os.environ | {"RONGCUO_HOME": str(tmp_path), "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
