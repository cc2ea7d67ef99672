"""The offline check of a receipt: run as whoever was handed it would, with Python alone and without Rongcuo."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from rongcuo import clock
from rongcuo.exemptions import receipts
from rongcuo.ledger.checkpoints import checkpoint, path
from tests.exemptions.world import Protected


@pytest.fixture
def case(bureau) -> Protected:
    """A question needs no matter: the receipt says that nothing is recorded."""
    return Protected(bureau)


@pytest.fixture
def handed(case, tmp_path):
    """A receipt's file and a copy of the checkpoint file, in a folder of their own beside the program."""
    query = case.ask("trainer")
    with case.at():
        checkpoint()
    folder = tmp_path / "handed"
    folder.mkdir()
    (folder / "check_receipt.py").write_bytes(receipts.CHECKER.read_bytes())
    (folder / "receipt.json").write_text(json.dumps(receipts.receipt_file(query), ensure_ascii=False), "utf-8")
    (folder / "checkpoints.jsonl").write_bytes(path().read_bytes())
    return folder


def check(folder, receipt="receipt.json", seal="checkpoints.jsonl"):
    """-I: no environment, no site of the user; -S: no packages at all. Only the standard library is left."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "check_receipt.py", receipt, seal], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}, timeout=60,
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_a_genuine_receipt(handed):
    code, said = check(handed)
    assert code == 0, said
    assert "真实" in said and "查询回执〔2026〕1号" in said and "示例局干部考察组" in said
    assert "seen only online" in said and "not bind" in said


def test_without_packages_there_is_no_rongcuo_in_it(handed):
    done = subprocess.run([sys.executable, "-I", "-S", "-c", "import rongcuo"], capture_output=True, cwd=handed, timeout=60)
    assert done.returncode != 0
    assert b"import rongcuo" not in receipts.CHECKER.read_bytes()


def forge(folder, change):
    receipt = json.loads((folder / "receipt.json").read_text("utf-8"))
    change(receipt)
    (folder / "forged.json").write_text(json.dumps(receipt, ensure_ascii=False), "utf-8")
    return check(folder, "forged.json")


def test_a_changed_answer_is_found(handed):
    code, said = forge(handed, lambda r: r.update(body=r["body"].replace("示例局干部考察组", "示例另一单位")))
    assert code == 1 and "不真实" in said


def test_a_receipt_made_up_whole_is_found(handed):
    """Body, payload digest and envelope digest made to fit each other; the checkpoint knows another head."""
    import hashlib

    def change(r):
        r["body"] = r["body"].replace('"nothing"', '"barred"')
        r["envelope"]["payload_digest"] = hashlib.sha256((r["salt"] + r["body"]).encode()).hexdigest()
        text = json.dumps(r["envelope"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        r["digest"] = hashlib.sha256(text.encode()).hexdigest()

    code, said = forge(handed, change)
    assert code == 1 and "checkpoint" in said


def test_a_changed_checkpoint_is_found(handed):
    text = (handed / "checkpoints.jsonl").read_text("utf-8")
    line = json.loads(text)
    line["heads"][0][2] = "0" * 64
    (handed / "changed.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    code, said = check(handed, seal="changed.jsonl")
    assert code == 1 and "checkpoint" in said


def test_an_older_checkpoint_says_so_and_nothing_more(case, tmp_path):
    with case.at():
        checkpoint()
    before = path().read_bytes()
    query = case.ask("trainer")
    (tmp_path / "check_receipt.py").write_bytes(receipts.CHECKER.read_bytes())
    (tmp_path / "receipt.json").write_text(json.dumps(receipts.receipt_file(query)), "utf-8")
    (tmp_path / "checkpoints.jsonl").write_bytes(before)
    code, said = check(tmp_path)
    assert code == 2 and "older than the receipt" in said
    with case.at():
        checkpoint()
    (tmp_path / "checkpoints.jsonl").write_bytes(path().read_bytes())
    assert check(tmp_path)[0] == 0


def test_what_is_no_receipt_is_said_in_a_sentence(handed):
    for text in ("", "{}", "[]", "null", '{"envelope": 1}', "\x00", "{" * 10_000):
        (handed / "odd.json").write_text(text, "utf-8")
        code, said = check(handed, "odd.json")
        assert code == 1 and "不真实" in said, text
        assert check(handed, seal="odd.json")[0] in (1, 2), text
    assert check(handed, "no-such-file.json")[0] == 1


def test_an_expired_receipt_says_so(case, tmp_path, monkeypatch):
    """The file is genuine; that its time is over is said from the checking machine's own day."""
    query = case.ask("trainer")
    with case.at():
        checkpoint()
    from rongcuo.exemptions.offline import check_receipt as program

    (tmp_path / "r.json").write_text(json.dumps(receipts.receipt_file(query)), "utf-8")

    class Later(program.date):
        @classmethod
        def today(cls):
            return query.expires_on + timedelta(days=1)

    import io

    out = io.StringIO()
    monkeypatch.setattr(program, "date", Later)
    assert program.main([str(tmp_path / "r.json"), str(path())], out) == 0
    assert "expired" in out.getvalue()
    assert clock.today()
