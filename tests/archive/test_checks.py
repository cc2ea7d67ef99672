"""The four checks of DA/T 70 look at what is there, and closing waits where something is changed or lost."""

from __future__ import annotations

import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo.archive import checks
from rongcuo.matters import closing, files, verification
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.models import Evidence, Item
from tests.matters.world import Case, refused


def wrong(case) -> dict[str, list[str]]:
    return {r.code: r.wrong for r in checks.run(case.matter) if r.wrong}


@pytest.fixture
def told(bureau, settings):
    settings.ARCHIVE_FONDS = "X001"
    return Case(bureau).until("filed")


def with_file(bureau, name: str, data: bytes) -> Case:
    case = Case(bureau).until("declared")
    stored = files.store(SimpleUploadedFile(name, data)).as_payload()
    case.act_on(verification.add_evidence, "verifier_1", stored=stored, title=name)
    return case


def test_a_sound_dossier_passes_and_says_what_was_not_looked_at(told):
    results = {r.code: r for r in checks.run(told.matter)}
    assert set(results) == set(checks.CHECKS)
    assert wrong(told) == {}
    assert {c for c, r in results.items() if r.count is None} == {"malware", "carrier"}
    assert results["chain"].count > 15 and results["digest"].count == 1
    assert {r.area for r in results.values()} == set(checks.AREAS)


def test_filing_reports_and_never_refuses(bureau):
    case = Case(bureau).until("published")
    Evidence.objects.update(sha256="0" * 64)
    case.take("filed")
    report = Item.objects.get(kind="checks").body
    assert report["when"] == "file"
    assert next(r for r in report["results"] if r["code"] == "digest")["wrong"]


@pytest.mark.parametrize("how", ["changed", "shorter", "gone"])
def test_closing_waits_for_a_file_that_is_not_what_came_in(told, how):
    told.corrected()
    evidence = Evidence.objects.get(matter=told.matter)
    path = files.path_of(evidence.file)
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if how == "shorter" else data[:-1] + b"?")
    with refused(Incomplete) as caught:
        told.act_on(closing.close, "officer")
    assert evidence.name in caught.value.message
    path.write_bytes(data)
    told.act_on(closing.close, "officer")
    assert [i.body["when"] for i in Item.objects.filter(kind="checks")] == ["file", "close"]


def test_a_paper_that_says_something_else_than_its_entry_is_named(told):
    Item.objects.filter(kind="report").update(body={"facts": "另一种说法"})
    assert list(wrong(told)) == ["content"]
    Item.objects.filter(kind="report").delete()
    assert wrong(told)["papers"] == ["report"]


def test_the_fonds_number_is_asked_for_and_nothing_waits_for_it(bureau):
    case = Case(bureau).until("filed")
    assert wrong(case) == {"fonds": ["RONGCUO_FONDS"]}
    assert checks.waited_for(checks.run(case.matter)) == []


# --- files that do something ------------------------------------------------------------------------


def _pdf(tmp_path, **more) -> bytes:
    path = tmp_path / "a.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if more.get("script"):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    if more.get("attached"):
        pdf.attachments["x.exe"] = b"MZ"
    pdf.save(path, encryption=pikepdf.Encryption(user="x", owner="y") if more.get("locked") else False)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("more", "code"),
    [({"script": True}, "scripts"), ({"attached": True}, "scripts"), ({"locked": True}, "opens"), ({}, None)],
)
def test_a_pdf_that_runs_carries_or_hides_something(bureau, tmp_path, more, code):
    case = with_file(bureau, "证据.pdf", _pdf(tmp_path, **more))
    found = wrong(case)
    found.pop("fonds")
    assert list(found) == ([code] if code else [])


def test_a_broken_pdf_and_a_document_with_something_inside(bureau, tmp_path):
    case = with_file(bureau, "坏.pdf", b"%PDF-1.4 nothing more")
    assert "opens" in wrong(case)
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("word/document.xml", "<x/>")
        box.writestr("word/embeddings/oleObject1.bin", b"x")
    stored = files.store(SimpleUploadedFile("a.docx", path.read_bytes())).as_payload()
    case.act_on(verification.add_evidence, "verifier_1", stored=stored, title="a")
    assert "[3] a.docx" in wrong(case)["scripts"]
