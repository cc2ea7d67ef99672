"""密级: raised and lowered with a reason, carried by papers and dossier, and nothing of a class is published."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo import ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import classes, publication, secrecy, verification
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import ClassChange, Evidence
from tests.matters.test_paper import OnPaper
from tests.matters.world import refused


def give(case, who, level, about="matter", ref=None, term="", reason="定密责任人意见", at=None):
    with case.at():
        return classes.classify(
            case.matter_id, actor=case.bureau[who], at=case.matter.position if at is None else at, key=str(ids.new_id()),
            about=about, ref=ref, secrecy=level, term=term, reason=reason,
        )


def test_a_class_is_given_and_taken_with_a_reason_and_both_stay(case):
    case.until("accepted")
    with refused(Incomplete, "term"):
        give(case, "officer", "work")
    with refused(Incomplete, "reason"):
        give(case, "officer", "work", term="5年", reason=" ")
    entry = give(case, "officer", "work", term="5年")
    assert entry.kind == "class.changed"
    assert (case.matter.secrecy, case.matter.secrecy_term) == ("work", "5年")
    with refused(Incomplete, "secrecy"):
        give(case, "drafter", "work", term="5年")
    give(case, "drafter", "", reason="经审查解除")
    assert (case.matter.secrecy, case.matter.secrecy_term) == ("", "")
    told = [(c.before, c.after, c.reason) for c in ClassChange.objects.order_by("position")]
    assert told == [("", "工作秘密★5年", "定密责任人意见"), ("工作秘密★5年", "", "经审查解除")]
    assert [c.after for c in classes.history(case.standing("officer"), case.matter_id)] == ["", "工作秘密★5年"]
    assert verify().ok
    assert replay() == []


@pytest.mark.parametrize("level", sorted(secrecy.REFUSED))
@pytest.mark.parametrize("about", classes.ABOUT)
def test_nothing_here_is_raised_to_what_is_not_kept_here(on_paper, level, about):
    case = on_paper.until("accepted")
    ref = {"matter": None, "evidence": Evidence.objects.first().pk, "scan": case.matter.paper_records.first().pk}[about]
    with refused(Incomplete, "secrecy"):
        give(case, "officer", level, about, ref)


@pytest.fixture
def on_paper(bureau) -> OnPaper:
    return OnPaper(bureau)


def test_evidence_and_scans_have_a_class_of_their_own(on_paper):
    case = on_paper.until("accepted")
    evidence, scan = Evidence.objects.first(), case.matter.paper_records.first()
    act_scan = case.act.paper_records.get(action="register_act")
    give(case, "officer", "internal", "evidence", evidence.pk)
    give(case, "registrar", "work", "scan", scan.pk)
    give(case, "registrar", "internal", "scan", act_scan.pk)
    for row in (evidence, scan, act_scan):
        row.refresh_from_db()
    assert (evidence.secrecy, scan.secrecy, act_scan.secrecy) == ("internal", "work", "internal")
    assert case.matter.secrecy == ""
    with refused(NotFound):
        give(case, "officer", "work", "evidence", ids.new_id())
    with refused(NotFound):
        give(case, "officer", "work", "minutes", evidence.pk)
    assert replay() == []


def test_the_class_is_set_by_those_who_keep_the_file(case):
    case.until("declared")
    for who, error in (
        ("inspector", NotPermitted), ("verifier_1", NotPermitted), ("licensor", NotFound), ("supervisor", NotFound),
    ):
        with refused(error):
            give(case, who, "internal")
    with pytest.raises(Stale):
        give(case, "officer", "internal", at=1)
    case.act_on(verification.declare_interests, "officer", grounds=["other"], words="亲属")
    with refused(NotPermitted):
        give(case, "officer", "internal")


def test_the_reference_to_a_classified_paper_is_not_lowered_here(case):
    case.until("declared")
    case.act_on(
        verification.add_evidence, "verifier_1", stored=secrecy.take(None, "secret", "示例密1号，存机要室"), title="索引",
    )
    with refused(NotNow):
        give(case, "officer", "", "evidence", Evidence.objects.get(title="索引").pk)


def test_nothing_of_a_class_is_published_without_a_decision_that_lowers_it(case):
    case.until("fed_back")
    given = {"form": "meeting", "scope": "unit", "text": "一起经研究予以容错的事项。"}
    for level, term in (("internal", ""), ("work", "2年")):
        give(case, "officer", level, term=term)
        with refused(Incomplete):
            case.act_on(publication.publish, "officer", **given)
    give(case, "officer", "", reason="党组会议纪要〔2026〕6号：可以公开")
    case.act_on(publication.publish, "officer", **given)
    assert case.matter.state == "filing"


def test_the_dossier_says_the_class_of_each_of_its_parts_and_keeps_it(on_paper, tmp_path):
    from rongcuo.archive.export import export
    from rongcuo.archive.importing import import_package
    from rongcuo.archive.models import Imported

    case = on_paper.until("accepted")
    give(case, "officer", "internal")
    give(case, "officer", "work", "evidence", Evidence.objects.first().pk)
    with case.at():
        made = export(case.standing("officer"), tmp_path)
        with zipfile.ZipFile(BytesIO(made.path.read_bytes())) as package:
            listing = next(n for n in package.namelist() if n.endswith("文件目录.XML"))
            text = package.read(listing).decode()
        assert "<密级>内部</密级>" in text and "<密级>工作秘密</密级>" in text
        import_package(made.path, actor=case.bureau["officer"], key="import")
    kept = {p.get("secrecy") for p in Imported.objects.get().pieces}
    assert {"内部", "工作秘密"} <= kept


def test_papers_set_from_the_record_carry_class_and_term(case):
    from rongcuo.documents.papers import draft_sheet, template_for
    from rongcuo.documents.sources.items import record_of
    from rongcuo.matters.models import Item

    case.until("accepted")
    give(case, "officer", "work", term="5年")
    record = record_of(Item.objects.get(kind="acceptance"))
    assert draft_sheet(record, template_for(record))["secrecy"] == "工作秘密★5年"


def test_classes_in_order():
    assert classes.class_of("工作秘密★5年") == "work" and classes.class_of("秘密★1年") == "secret"
    assert classes.class_of("") == classes.class_of("加急") == ""
    assert classes.highest(["内部", "工作秘密★2年", ""]) == "工作秘密★2年" and classes.highest([]) == ""
    assert secrecy.mark_of("internal") == "内部" and secrecy.mark_of("", "5年") == ""


def test_a_wrong_upload_of_a_class_is_refused_by_its_name_too(settings):
    with pytest.raises(Incomplete):
        secrecy.take(SimpleUploadedFile("会议★秘密.txt", b"x"), "internal", "")
    assert not settings.FILES.exists()
