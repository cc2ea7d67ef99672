"""`rongcuo dossier`: what an operator does as a person of the bureau, through that person's gates."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from rongcuo.cli import main
from rongcuo.matters.models import Item, ReadLog
from rongcuo.people.models import Account
from tests.archive.conftest import closed


@pytest.fixture
def told(bureau):
    for who in ("officer", "inspector"):
        Account.objects.create(username=who, person=bureau[who])
    return closed(bureau)


def run(told, *words: str) -> int:
    with told.at():
        return main(["dossier", *words, "--lang", "en"])


def test_export_and_verify(told, tmp_path, capsys):
    assert run(told, "export", told.matter.number, "--as", "officer", "--to", str(tmp_path)) == 0
    said = capsys.readouterr().out
    package = next(tmp_path.glob("*.zip"))
    digest = said.split()[-1]
    assert str(package) in said and len(digest) == 64
    assert run(told, "verify", str(package), "--expect", digest) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert run(told, "verify", str(package), "--expect", "0" * 64) == 1
    assert ReadLog.objects.get(what__startswith="dossier").what.endswith(digest)


def test_nobody_exports_outside_their_right(told, tmp_path, capsys):
    for who in ("inspector", "nobody"):
        assert run(told, "export", told.matter.number, "--as", who, "--to", str(tmp_path)) == 2
        assert "Traceback" not in capsys.readouterr().err
    assert run(told, "export", "容错〔1999〕1号", "--as", "officer", "--to", str(tmp_path)) == 2
    assert list(tmp_path.glob("*.zip*")) == []


def test_checks_on_record_for_one_and_for_all(told, capsys):
    before = Item.objects.filter(kind="checks").count()
    assert run(told, "check", "--as", "officer") == 0
    assert run(told, "check", str(told.matter.pk), "--as", "officer") == 0
    assert Item.objects.filter(kind="checks").count() == before + 2
    assert "✓" in capsys.readouterr().out
    Item.objects.filter(kind="report").update(body={"facts": "改过"})
    assert run(told, "check", "--as", "officer") == 1
    assert "report" in capsys.readouterr().out


def test_the_transfer_list(told, tmp_path, capsys):
    assert run(told, "export", told.matter.number, "--as", "officer", "--to", str(tmp_path)) == 0
    digest = capsys.readouterr().out.split()[-1]
    file = tmp_path / "list.xlsx"
    assert run(told, "transfer", str(file), "--as", "officer") == 0
    rows = list(load_workbook(file).active.iter_rows(values_only=True))
    assert rows[3][:3] == ("No.", "Archive number", "Title")
    body = rows[4:]
    assert [r[0] for r in body] == list(range(1, len(body) + 1))
    assert {r[9] for r in body} == {digest}
    assert all(r[8] == told.matter.number for r in body)


def test_a_title_is_no_formula(told, tmp_path):
    from rongcuo.archive import transfer

    paper = Item.objects.filter(kind="catalogue").first()
    paper.body["pieces"][0]["title"] = '=HYPERLINK("http://x","y")\x0b'
    paper.save()
    file = tmp_path / "list.xlsx"
    file.write_bytes(transfer.as_xlsx([told.matter], "示例局"))
    cell = load_workbook(file).active["C5"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x","y")', "s")


def test_the_index_is_made_again(told, capsys):
    assert run(told, "index") == 0
    assert "rows" in capsys.readouterr().out


def test_import(told, tmp_path, capsys):
    assert run(told, "export", told.matter.number, "--as", "officer", "--to", str(tmp_path)) == 0
    package = next(tmp_path.glob("*.zip"))
    assert run(told, "import", str(package), "--as", "officer") == 0
    assert told.matter.number in capsys.readouterr().out
    assert run(told, "import", str(package), "--as", "officer") == 2
    assert run(told, "import", str(tmp_path / "none.zip"), "--as", "officer") == 2
