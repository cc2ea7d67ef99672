"""The package of a dossier, checked on a Python that has nothing of ours."""

from __future__ import annotations

import errno
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo.archive.bag import PackageError
from rongcuo.archive.export import export
from rongcuo.documents.models import Dispatch
from rongcuo.matters import files, verification
from rongcuo.matters.errors import NotFound
from rongcuo.matters.models import Evidence
from tests.archive.forging import Package
from tests.matters.world import Case

pytestmark = pytest.mark.django_db


def verify(package, *more: str, script=None) -> tuple[int, dict]:
    """What verify.py says, the package's own unless `script`, run without our package, site or environment."""
    if script is None:
        with zipfile.ZipFile(package) as box:
            name = next(n for n in box.namelist() if n.endswith("/verify.py"))
            script = package.with_suffix(".verify.py")
            script.write_bytes(box.read(name))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(package), "--json", *more],
        capture_output=True, env={}, timeout=120,
    )
    assert not done.stderr, done.stderr.decode()
    return done.returncode, json.loads(done.stdout)


def test_a_closed_matters_package_verifies_without_us(sealed):
    code, said = verify(sealed.path, "--against", str(sealed.against), "--expect", sealed.made.digest)
    assert (code, said["ok"], said["found"]) == (0, True, [])
    assert said["held"] and said["digest"] == sealed.made.digest
    assert said["notes"] == []


def package_of(case, folder, **more):
    with case.at():
        return export(case.standing("officer"), folder, **more)


def test_a_running_matter_is_exported_and_says_that_it_is_not_closed(bureau, tmp_path):
    case = Case(bureau).until("reported")
    made = package_of(case, tmp_path)
    code, said = verify(made.path)
    assert (code, said["found"], made.sealed) == (0, [], False)
    assert "not closed" in said["notes"][0]
    with zipfile.ZipFile(made.path) as box:
        assert "未编" in box.read(f"{made.path.stem}/data/文件目录.XML").decode()


def test_the_same_dossier_at_the_same_instant_is_the_same_package(sealed, tmp_path, settings):
    """Whoever exports again has the same bytes, and so the same digest."""
    settings.FILES, settings.CHECKPOINTS = sealed.home / "files", sealed.home / "checkpoints"
    with sealed.case.at():
        again = export(sealed.case.standing("officer"), tmp_path)
    one, other = Package(again.path).files, Package(sealed.path).files
    assert [n for n in {*one, *other} if one.get(n) != other.get(n)] == []
    assert again.digest == sealed.made.digest
    assert again.path.read_bytes() == sealed.path.read_bytes()


def test_what_lies_where(sealed):
    with zipfile.ZipFile(sealed.path) as box:
        names = {n.split("/", 1)[1] for n in box.namelist()}
        assert all(i.compress_type == zipfile.ZIP_STORED for i in box.infolist())
        page = box.read(f"{sealed.path.stem}/index.html").decode()
    assert {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "index.html", "verify.py"} <= names
    for part in ("说明文件.TXT", "文件目录.XML", "过程/记录.jsonl", "校验/检查点.json", "检测/四性检测报告.txt", "其他/规则/A08.yaml"):
        assert f"data/{part}" in names
    assert any(n.endswith("/正本.pdf") and "调查核实报告" in n for n in names)
    assert any("整改材料" in n for n in names)
    assert "<script" not in page and "default-src 'none'" in page
    for n in names:
        if n.startswith("data/电子档案/") and "/正本" in n:
            assert quote(n) in page


def test_sm3_stands_beside_sha256_where_it_is_wanted(bureau, tmp_path):
    case = Case(bureau).until("accepted")
    made = package_of(case, tmp_path, sm3=True)
    with zipfile.ZipFile(made.path) as box:
        lines = box.read(f"{made.path.stem}/manifest-sm3.txt").decode().splitlines()
        digest, name = lines[0].split("  ", 1)
        assert hashlib.new("sm3", box.read(f"{made.path.stem}/{name}")).hexdigest() == digest
    assert verify(made.path)[1]["ok"]
    package = Package(made.path)
    package.files["manifest-sm3.txt"] = package.files["manifest-sm3.txt"].replace(lines[0][:6].encode(), b"000000", 1)
    package.files["manifest-sha256.txt"] = package.files["manifest-sha256.txt"]
    assert verify(package.write(tmp_path / "x.zip"))[0] == 1


class Full:
    """A disk that is full after so many bytes."""

    def __init__(self, file, room: int):
        self.file, self.room = file, room

    def write(self, data):
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.file.write(data)

    def __getattr__(self, name):
        return getattr(self.file, name)


@pytest.mark.parametrize("room", [0, 100, 20_000, 90_000])
def test_a_disk_that_fills_up_leaves_no_half_package_and_says_what_to_do(bureau, tmp_path, monkeypatch, room):
    case = Case(bureau).until("reported")
    opened = Path.open
    monkeypatch.setattr(
        Path, "open",
        lambda self, mode="r", *a, **k: Full(opened(self, mode, *a, **k), room) if self.suffix == ".part" and self.parent == tmp_path / "out" else opened(self, mode, *a, **k),
    )
    with pytest.raises(PackageError) as caught:
        package_of(case, tmp_path / "out")
    assert "空间不足" in str(caught.value) and str(tmp_path / "out") in str(caught.value)
    assert list((tmp_path / "out").iterdir()) == []
    monkeypatch.undo()
    assert verify(package_of(case, tmp_path / "out").path)[0] == 0


def test_a_folder_that_cannot_be_written_is_said(bureau, tmp_path):
    case = Case(bureau).until("accepted")
    (tmp_path / "file").write_text("x")
    with pytest.raises(PackageError):
        package_of(case, tmp_path / "file" / "below")


def test_a_file_of_evidence_that_is_not_what_it_was_stops_the_export(bureau, tmp_path):
    case = Case(bureau).until("accepted")
    path = files.path_of(Evidence.objects.get(matter=case.matter).file)
    path.write_bytes(path.read_bytes() + b"?")
    with pytest.raises(PackageError) as caught:
        package_of(case, tmp_path)
    assert "专题会议记录" in str(caught.value)
    assert list(tmp_path.glob("*.zip*")) == []


def test_progress_is_told_and_ends(bureau, tmp_path):
    case, seen = Case(bureau).until("reported"), []
    package_of(case, tmp_path, progress=lambda done, total, name: seen.append((done, total)))
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)
    assert all(d <= t for d, t in seen)


def test_nobody_else_takes_the_dossier(bureau, tmp_path):
    case = Case(bureau).until("filed")
    for who in ("inspector", "chemicals_head", "secretary", "personnel", "supervisor", "verifier_1"):
        with pytest.raises(NotFound), case.at():
            export(case.standing(who), tmp_path)
    assert list(tmp_path.glob("*.zip*")) == []


def test_names_and_texts_of_every_kind_come_through(bureau, tmp_path):
    odd = "𠮷㐂喆·买买提<b>{{ x }}</b>&\u200b\x07 \u202e长" + "长" * 300
    case = Case(bureau, brief=odd[:190], account=odd, points=(odd,)).until("accepted")
    upload = SimpleUploadedFile('../a:b*?"<>|𠮷.txt', "内容".encode())
    case.act_on(verification.add_evidence, "officer", stored=files.store(upload).as_payload(), title=odd[:100])
    made = package_of(case, tmp_path)
    code, said = verify(made.path)
    assert (code, said["found"]) == (0, [])
    with zipfile.ZipFile(made.path) as box:
        page = box.read(f"{made.path.stem}/index.html").decode()
        assert not any(set(n.split("/", 1)[1]) & set('\\:*?"<>|') or ".." in n for n in box.namelist())
    assert "<b>{{" not in page


def test_an_issued_paper_is_in_the_dossier_as_it_was_issued_with_its_number_and_text(sealed):
    dispatch = Dispatch.objects.get(matter=sealed.matter)
    package = Package(sealed.path)
    name = package.one("受理文书/02/正本.pdf")
    assert hashlib.sha256(package.files[name]).hexdigest() == dispatch.sha256
    text = json.loads(package.files[package.one("受理文书/02/定稿/")])
    assert text["sheet"] == dispatch.texts.get(n=dispatch.version).sheet
    assert f"<文件编号>{dispatch.number}</文件编号>" in package.files[package.one("受理文书/02/元数据")].decode()
    row = next(r for r in json.loads(package.files[package.one("其他/目录.json")]) if r["kind"] == "acceptance")
    assert row["document_number"] == dispatch.number
