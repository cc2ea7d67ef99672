"""A classified file is refused before a byte is kept; a wrong upload goes by two people; reports reach one desk."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo.ledger.errors import Stale
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import concerns, drafts, secrecy, verification
from rongcuo.matters.access import viewer_of, visible_evidence
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.files import opened, path_of
from rongcuo.matters.models import Concern, Evidence
from tests.matters.world import refused


def upload(name="会议记录.txt", words="示例"):
    return SimpleUploadedFile(name, words.encode())


@pytest.mark.parametrize("level", sorted(secrecy.REFUSED))
def test_a_classified_file_is_refused_before_it_is_kept(level, settings):
    with pytest.raises(Incomplete) as caught:
        secrecy.take(upload(), level, "")
    assert caught.value.field == "file" and caught.value.cure
    assert not settings.FILES.exists()
    with pytest.raises(Incomplete) as caught:
        secrecy.take(None, level, " ")
    assert caught.value.field == "reference"
    kept = secrecy.take(None, level, "示例密〔2026〕1号，存机要室")
    assert kept["secrecy"] == level
    assert path_of(kept["file"]).read_text("utf-8").strip() == "示例密〔2026〕1号，存机要室"


@pytest.mark.parametrize(
    "name, refused_",
    [("机密★10年方案.txt", True), ("方案（★秘密）.txt", True), ("绝密 ☆.txt", True), ("商业秘密说明.txt", False),
     ("保密承诺书.txt", False), ("会议记录.txt", False)],
)
def test_a_mark_in_the_name_is_enough(name, refused_, settings):
    if refused_:
        with pytest.raises(Incomplete):
            secrecy.take(upload(name), "", "")
        assert not settings.FILES.exists()
    else:
        assert secrecy.take(upload(name), "work", "")["secrecy"] == "work"


def test_the_applicant_is_asked_as_well(case):
    case.until("noticed")
    with case.at():
        draft = drafts.draft_for(case.target.pk, actor=case.bureau["inspector"])
        with pytest.raises(Incomplete):
            drafts.attach(draft.pk, upload(), title="x", made_on=None, actor=case.bureau["inspector"], secrecy="secret")
        assert not draft.files.exists()


def put(case, who, do, **more):
    with case.at():
        return do(
            case.matter_id, actor=case.bureau[who], at=case.matter.position, key=f"{who}{do.__name__}{case.matter.position}",
            **more,
        )


@pytest.fixture
def uploaded(case):
    case.until("declared")
    case.act_on(
        verification.add_evidence, "verifier_1", stored=secrecy.take(upload(), "work", ""), title="误传材料",
    )
    return case, Evidence.objects.get(title="误传材料")


def test_two_people_destroy_a_wrong_upload_and_its_record_stays(uploaded, django_capture_on_commit_callbacks):
    case, row = uploaded
    about = {"evidence": row.pk, "reason": "误传涉密材料"}
    for who, error in (("inspector", NotFound), ("chemicals_head", NotFound), ("licensor", NotFound)):
        with refused(error):
            put(case, who, secrecy.put_aside, **about)
    with refused(Incomplete, "reason"):
        put(case, "verifier_1", secrecy.put_aside, evidence=row.pk, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        put(case, "verifier_1", secrecy.put_aside, **about)
    assert opened(row.sha256, row.file) is None  # nobody opens it from this instant
    row.refresh_from_db()
    assert row.held == "aside"
    with refused(NotNow):
        put(case, "officer", secrecy.put_aside, **about)
    with refused(NotPermitted):
        put(case, "verifier_1", secrecy.decide, destroy=True, **about)
    with case.at(), pytest.raises(Stale):
        secrecy.decide(case.matter_id, actor=case.bureau["officer"], at=1, key="s", destroy=True, **about)
    with django_capture_on_commit_callbacks(execute=True):
        put(case, "officer", secrecy.decide, destroy=True, **about)
    row.refresh_from_db()
    assert row.held == "destroyed" and not path_of(row.file).exists()
    assert visible_evidence(case.standing("officer")).filter(pk=row.pk).exists()  # its record
    with refused(NotNow):
        put(case, "drafter", secrecy.decide, destroy=False, **about)
    assert verify().ok
    assert replay() == []


def test_a_file_put_aside_by_mistake_is_given_back(uploaded, django_capture_on_commit_callbacks):
    case, row = uploaded
    about = {"evidence": row.pk, "reason": "核对后不涉密"}
    with django_capture_on_commit_callbacks(execute=True):
        put(case, "officer", secrecy.put_aside, **about)
        put(case, "drafter", secrecy.decide, destroy=False, **about)
    row.refresh_from_db()
    assert row.held == "" and opened(row.sha256, row.file) is not None
    assert replay() == []


def test_a_report_reaches_the_discipline_officer_and_nobody_else(case):
    case.until("accepted")
    with case.at():
        with refused(NotFound):
            concerns.raise_concern(case.matter_id, actor=case.bureau["licensor"], key="a", words="x")
        with refused(Incomplete, "words"):
            concerns.raise_concern(case.matter_id, actor=case.bureau["inspector"], key="b", words=" ")
        before = case.matter.position
        entry = concerns.raise_concern(case.matter_id, actor=case.bureau["inspector"], key="c", words="有人打招呼")
        assert concerns.raise_concern(case.matter_id, actor=case.bureau["inspector"], key="c", words="x").repeated
    assert case.matter.position == before  # the matter itself tells nothing of it
    for who in case.bureau.people:
        seen = concerns.visible_concerns(viewer_of(case.bureau[who], case.day)).exists()
        assert seen == (who == "supervisor"), who
    with case.at():
        with refused(NotFound):
            concerns.answer_concern(entry.stream, actor=case.bureau["officer"], key="d", answer="x")
        concerns.answer_concern(entry.stream, actor=case.bureau["supervisor"], key="e", answer="已核查。")
        with refused(NotNow):
            concerns.answer_concern(entry.stream, actor=case.bureau["supervisor"], key="f", answer="x")
    assert Concern.objects.get().answer == "已核查。"
    assert replay() == []


def test_a_discipline_officer_who_is_named_does_not_read_it(case):
    case.until("determined")
    with case.at():
        concerns.raise_concern(case.matter_id, actor=case.bureau["inspector"], key="c", words="监督员收受礼品")
    from rongcuo.matters.models import Interest

    Interest.objects.create(
        id=case.matter_id, matter=case.matter, person=case.bureau["supervisor"], status="recused",
        declared_on=case.day,
    )
    assert not concerns.visible_concerns(viewer_of(case.bureau["supervisor"], case.day)).exists()
