"""Evidence: checked by content, stored under random names, the digest kept in the record."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo.matters import drafts, files
from rongcuo.matters.errors import Incomplete, NotFound
from rongcuo.matters.models import DraftFile, Evidence
from tests.matters.world import refused


def archive(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for member in members:
            packed.writestr(member, "x")
    return out.getvalue()


PDF = b"%PDF-1.7\n\xe2\xe3\xcf\xd3"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keep(name: str, content: bytes):
    return files.store(SimpleUploadedFile(name, content))


def on_disk(folder) -> list:
    return [p for p in folder.rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (archive("[Content_Types].xml", "word/document.xml"), DOCX),
        (archive("xl/workbook.xml"), XLSX),
        ("示例会议记录".encode(), "text/plain"),
        ("例".encode() * 3000, "text/plain"),  # a character cut where the reading ends
    ],
)
def test_the_kind_is_told_by_the_content_never_by_the_name(settings, content, media_type):
    stored = keep("anything.exe", content)
    assert (stored.media_type, stored.size) == (media_type, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert files.path_of(stored.file).read_bytes() == content
    assert files.intact(stored.sha256, stored.file)
    assert on_disk(settings.FILES) == [files.path_of(stored.file)]


@pytest.mark.parametrize(
    "content",
    [
        b"",  # 0 bytes
        b"MZ\x90\x00\x03", b"\x7fELF\x02\x01\x00", b"PK\x03\x04 broken", archive("a.txt"),
        archive("word/document.xml", "word/vbaProject.bin"), b"\xff\xfe\x00\x00", b"\x80\x81\x82 \xc0\xc1",
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(settings, content):
    with pytest.raises(Incomplete) as caught:
        keep("a.pdf", content)
    assert caught.value.field == "file"
    assert caught.value.cure
    assert on_disk(settings.FILES) == []


def test_a_huge_file_is_refused_before_it_is_stored(settings):
    settings.EVIDENCE_MAX_BYTES = 10
    keep("a.txt", b"0123456789")
    with pytest.raises(Incomplete):
        keep("a.txt", b"01234567890")
    assert len(on_disk(settings.FILES)) == 1


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../x", "x"), ("..\\..\\x.pdf", "x.pdf"), ("/etc/passwd", "passwd"), ("C:\\a\\会议 记录.pdf", "会议 记录.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"), ("\u202egpj.exe", "gpj.exe"), ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("  a   b  ", "a b"), ("e\u0301.txt", "\u00e9.txt"),
    ],
)
def test_a_name_is_never_a_path(settings, name, clean):
    assert files.clean_name(name) == clean


@pytest.mark.parametrize("name", ["", "..", ".", "///", "../..", "\x00"])
def test_a_file_without_a_name_gets_one(name):
    assert files.clean_name(name)
    assert "/" not in files.clean_name(name)


def test_where_a_file_lies_does_not_depend_on_its_name(settings):
    stored = keep("x", PDF)
    path = files.path_of(stored.file)
    assert path.resolve().is_relative_to(settings.FILES)
    assert path.name == stored.file.hex


def test_a_write_that_breaks_off_leaves_nothing_behind(settings):
    class Broken(SimpleUploadedFile):
        def chunks(self, chunk_size=None):
            yield b"%PDF-"
            raise OSError("示例")

    with pytest.raises(OSError, match="示例"):
        files.store(Broken("a.pdf", PDF))
    assert on_disk(settings.FILES) == []


def test_a_changed_or_missing_file_is_noticed(settings):
    stored = keep("a.pdf", PDF)
    path = files.path_of(stored.file)
    path.write_bytes(PDF + b"!")
    assert not files.intact(stored.sha256, stored.file)
    path.unlink()
    assert not files.intact(stored.sha256, stored.file)


def test_a_drafts_files_are_its_authors_and_go_with_it(case, settings):
    case.until("noticed")
    draft = case.drafted()
    row = DraftFile.objects.get()
    other = case.bureau["chemicals_head"]
    with case.at():
        with refused(NotFound):
            drafts.attach(draft.pk, SimpleUploadedFile("a.txt", b"x"), title="", made_on=None, actor=other)
        with refused(NotFound):
            drafts.detach(row.pk, actor=other)
        second = drafts.attach(
            draft.pk, SimpleUploadedFile("../b.txt", b"x"), title=" ", made_on=None,
            actor=case.bureau["inspector"],
        )
        assert second.title == "b.txt"
        assert len(on_disk(settings.FILES)) == 2
        drafts.detach(second.pk, actor=case.bureau["inspector"])
        assert len(on_disk(settings.FILES)) == 1
        drafts.discard(draft.pk, actor=case.bureau["inspector"])
    assert on_disk(settings.FILES) == []


def test_submitted_a_drafts_files_live_on_as_evidence(case):
    case.until("submitted")
    evidence = Evidence.objects.get()
    assert files.intact(evidence.sha256, evidence.file)
    assert not DraftFile.objects.exists()


@pytest.mark.parametrize("name", ["请示（机密★10年）.pdf", "★秘密.pdf"])
def test_no_way_in_takes_a_file_whose_name_says_it_is_classified(name, settings):
    with pytest.raises(Incomplete):
        keep(name, PDF)
    assert not on_disk(settings.FILES)
