"""The application: private while it is written, kept whatever happens, submitted once."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo.ledger.models import Entry
from rongcuo.matters.files import path_of
from rongcuo.matters.models import Draft, DraftFile, Evidence, Item, Matter, Point, Subject

PDF = b"%PDF-1.4\n" + b"x" * 200
SCRIPT = "<script>alert(1)</script>"


class Applicant:
    """A person filling in the application for an act: `write` posts a screen, `read` opens one."""

    def __init__(self, client, target):
        self.client, self.target = client, target

    def url(self, screen: str) -> str:
        return reverse("apply-screen", args=[self.target, screen])

    def read(self, screen: str | None = None) -> str:
        answer = self.client.get(self.url(screen) if screen else reverse("apply", args=[self.target]))
        assert answer.status_code == 200, screen
        return answer.content.decode()

    def write(self, screen: str, **data):
        return self.client.post(self.url(screen), {"go": "next", **data})

    def fill(self) -> None:
        """Everything that is needed, and nothing else."""
        self.write("what", account="按会议研究的方案要求企业限期整改。")
        self.write("situation", situations=["A06-1"])
        self.write("reasons", point_0="方案经处务会集体研究。", point_1="当天到现场协调。")
        self.write("truth", integrity="on")

    def submit(self, key: str | None = None):
        return self.client.post(self.url("form"), {"go": "submit", "key": key or str(uuid.uuid4()), "at": "0"})

    def add(self, name: str, content: bytes, **data):
        return self.write("evidence", file=SimpleUploadedFile(name, content), **{"go": "add", **data})


@pytest.fixture
def applicant(case, enter, on):
    """The inspector on the day the notice was sent."""
    case.until("noticed")
    with on(case.day):
        yield Applicant(enter("inspector"), case.target.pk)


# --- the way through -------------------------------------------------------------------------


def test_reading_makes_no_draft_and_says_what_matters(applicant):
    page = applicant.read()
    for words in ("不会因此加重处理", "仅您", "剩 7 个工作日", "第八条（一）", "所在处室（单位）负责人"):
        assert words in page or words == "仅您"
    applicant.read("what")
    assert not Draft.objects.exists()


def test_every_screen_saves_goes_on_and_can_be_the_first_one_opened(applicant):
    answer = applicant.write("what", account="第一句话")
    assert answer["Location"] == applicant.url("situation")
    answer = applicant.write("situation", situations=["A06-1", "A06-11"])
    assert answer["Location"] == applicant.url("main")
    answer = applicant.write("main", main="A06-11")
    assert answer["Location"] == applicant.url("fact-duty_related")
    applicant.write("fact-private_gain", answer="no", words="有账可查")
    assert "第一句话" in applicant.read("what")
    page = applicant.read("fact-private_gain")
    assert "有账可查" in page and re.search(r'value="no"[^>]*checked', page)
    assert "仅您可见" in page and "每位申请人" in page
    assert re.search(r'value="A06-11"[^>]*checked', applicant.read("main"))


def test_one_situation_needs_no_question_which_fits_best(applicant):
    applicant.write("situation", situations=["A06-1"])
    assert applicant.client.get(applicant.url("main")).status_code == 404
    assert "事前是否经过民主决策程序" in applicant.read("fact-democratic_procedure")
    # What was not claimed is not asked.
    assert applicant.client.get(applicant.url("fact-first_trial")).status_code == 404


def test_nobody_is_asked_to_judge_oneself_and_no_outcome_is_shown(applicant):
    applicant.fill()
    applicant.write("fact-diligent", answer="yes")
    for fact in ("breach", "grave", "knowing_violation", "concealed", "plainly_breach", "rule_of_day_recorded"):
        assert applicant.client.get(applicant.url(f"fact-{fact}")).status_code == 404
    for page in (applicant.read(), applicant.read("form")):
        for word in ("免责可行", "可以免责", "符合容错", "不予容错", "从轻或者减轻"):
            assert word not in page.split('class="article"')[0]


def test_going_back_stopping_and_skipping_save_too(applicant):
    assert applicant.write("what", account="甲", go="leave")["Location"] == reverse("apply", args=[applicant.target])
    assert applicant.write("what", account="乙", go="back")["Location"] == reverse("apply", args=[applicant.target])
    applicant.write("situation", situations=["A06-1"])
    answer = applicant.write("fact-goal_missed", answer="unknown", go="skip")
    assert answer["Location"] == applicant.url("reasons")
    assert "乙" in applicant.read("what")
    assert applicant.write("reasons", point_0="一", go="back")["Location"].endswith("/fact-remedied/")


def test_further_rows_for_reasons_keep_what_was_typed(applicant):
    answer = applicant.write("reasons", point_0="一", point_1="", point_2="二", go="more")
    assert answer["Location"] == applicant.url("reasons")
    applicant.write("reasons", point_0="一", point_1="二", point_2="三", go="more")
    page = applicant.read("reasons")
    assert "point_4" in page and page.index("一") < page.index("二") < page.index("三")


def test_saving_in_the_background_answers_in_words(applicant):
    place = applicant.url("what")
    answer = applicant.client.post(place, {"account": "写到一半"}, headers={"hx-request": "true"})
    assert answer.status_code == 200 and "仅您可见" in answer.content.decode() and "<html" not in answer.content.decode()
    assert Draft.objects.get().form["account"] == "写到一半"
    applicant.client.logout()
    answer = applicant.client.post(place, {"account": "x"}, headers={"hx-request": "true"})
    assert "未保存" in answer.content.decode() and Draft.objects.get().form["account"] == "写到一半"


def test_pages_ask_the_database_little(applicant):
    applicant.fill()
    for n in range(6):
        applicant.add(f"{n}.pdf", PDF)
    for screen in (None, "what", "situation", "reasons", "evidence", "form"):
        with CaptureQueriesContext(connection) as seen:
            applicant.read(screen)
        assert len(seen) <= 15, (screen, len(seen))


# --- privacy ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chemicals_head", "officer", "registrar", "mines_inspector", "leader_1", "supervisor"])
def test_a_draft_is_its_authors_alone(applicant, enter, who):
    applicant.fill()
    applicant.add("a.pdf", PDF, title="会议记录")
    file = DraftFile.objects.get()
    other = enter(who)
    here = [applicant.target]
    for place in (
        reverse("apply", args=here), applicant.url("what"), applicant.url("form"),
        reverse("apply-print", args=here), reverse("apply-file", args=[*here, file.pk]),
    ):
        assert other.get(place).status_code == 404, place
    for place in (applicant.url("what"), reverse("apply-discard", args=here), reverse("apply-file", args=[*here, file.pk])):
        assert other.post(place, {"account": "x"}).status_code == 404, place
    assert Draft.objects.get().form["account"] != "x" and DraftFile.objects.exists()


def test_before_the_telling_is_confirmed_there_is_nothing_to_apply_for(case, enter, on):
    case.until("registered")
    with on(case.day):
        assert enter("inspector").get(reverse("apply", args=[case.target.pk])).status_code == 404


def test_nothing_of_a_draft_is_recorded_and_it_can_be_deleted(applicant):
    before = Entry.objects.count()
    applicant.fill()
    applicant.add("a.pdf", PDF)
    stored = path_of(DraftFile.objects.get().pk)
    assert stored.exists() and Entry.objects.count() == before
    assert applicant.client.get(reverse("apply-discard", args=[applicant.target])).status_code == 405
    applicant.client.post(reverse("apply-discard", args=[applicant.target]))
    assert not Draft.objects.exists() and not stored.exists()
    assert "开始填写" in applicant.read()


# --- evidence --------------------------------------------------------------------------------


def test_a_file_is_kept_named_shown_again_and_taken_out(applicant):
    applicant.add("会议记录.pdf", PDF, title="处务会记录", made_on="2026-01-05")
    row = DraftFile.objects.get()
    assert (row.title, row.name, row.made_on.isoformat()) == ("处务会记录", "会议记录.pdf", "2026-01-05")
    assert "处务会记录" in applicant.read("evidence")
    place = reverse("apply-file", args=[applicant.target, row.pk])
    answer = applicant.client.get(place)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    stored = path_of(row.pk)
    applicant.client.post(place)
    assert not DraftFile.objects.exists() and not stored.exists()
    assert applicant.client.get(place).status_code == 404


def test_a_file_damaged_on_disk_is_not_sent(applicant):
    applicant.add("a.pdf", PDF)
    row = DraftFile.objects.get()
    path_of(row.pk).write_bytes(PDF + b"!")
    answer = applicant.client.get(reverse("apply-file", args=[applicant.target, row.pk]), follow=True)
    assert "已损坏" in answer.content.decode()


def test_going_on_keeps_a_file_that_was_only_chosen(applicant):
    answer = applicant.write("evidence", file=SimpleUploadedFile("a.pdf", PDF))
    assert answer["Location"] == applicant.url("head") and DraftFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ\x00\x00" * 40, "PDF"),
        ("a.pdf", b"\x00\x01\x02\x03", "PDF"),
        ("a.docx", b"PK\x03\x04not a zip", "PDF"),
        ("a.pdf", b"", "空"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why_and_the_rest_is_kept(applicant, name, content, words):
    answer = applicant.add(name, content, title="能说明的事")
    page = answer.content.decode()
    assert answer.status_code == 200 and "error-summary" in page and words in page
    assert 'value="能说明的事"' in page and not DraftFile.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(applicant, settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    page = applicant.add("a.pdf", PDF + b"x" * 1024 * 1024, title="扫描件").content.decode()
    assert "1 MB" in page and 'value="扫描件"' in page and not DraftFile.objects.exists()
    assert not [p for p in settings.FILES.rglob("*") if p.is_file()]


@pytest.mark.parametrize("name", ["../../x.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "a\x00\n/x.pdf"])
def test_a_name_that_is_a_path_is_only_a_name(applicant, settings, name):
    applicant.add(name, PDF)
    row = DraftFile.objects.get()
    assert row.name == "x.pdf" and path_of(row.pk).is_relative_to(settings.FILES)
    assert [p.name for p in settings.FILES.rglob("*") if p.is_file()] == [row.pk.hex]


def test_no_file_and_a_day_that_has_not_come_are_said(applicant):
    assert "请先选择文件" in applicant.write("evidence", go="add").content.decode()
    page = applicant.add("a.pdf", PDF, made_on="2027-01-01").content.decode()
    assert "这一天还没有到" in page and not DraftFile.objects.exists()


# --- submitting ------------------------------------------------------------------------------


def test_a_whole_application_is_submitted_with_everything_that_was_said(applicant, case):
    applicant.fill()
    applicant.write("situation", situations=["A06-11", "A06-1"])
    applicant.write("main", main="A06-1")
    applicant.write("fact-diligent", answer="yes", words="每一步都有记录")
    applicant.write("fact-private_gain", answer="no")
    applicant.write("fact-gain_for_others", answer="unknown")
    applicant.write("remedy", remedy="当天调整时限")
    applicant.write("head", head="no")
    applicant.add("会议记录.pdf", PDF, title="处务会记录")
    page = applicant.read("form")
    for words in ("容错申请书", "示例甲", "每一步都有记录", "第六条第（一）项（主要）", "1. 方案经处务会集体研究。", "处务会记录", "不清楚"):
        assert words in page
    answer = applicant.submit()
    matter, subject = Matter.objects.get(), Subject.objects.get()
    assert answer["Location"] == reverse("matter", args=[matter.pk])
    assert subject.claims == {"diligent": True, "private_gain": False, "gain_for_others": None}
    assert (subject.main_situation, set(subject.situations)) == ("A06-1", {"A06-1", "A06-11"})
    assert not subject.head_conflict
    body = Item.objects.get(kind="application").body
    assert body["words"] == {"diligent": "每一步都有记录"} and body["remedy"] == "当天调整时限"
    assert [p.text for p in Point.objects.all()] == ["方案经处务会集体研究。", "当天到现场协调。"]
    assert Evidence.objects.get().title == "处务会记录" and not Draft.objects.exists()


def test_afterwards_the_application_leads_to_its_matter(applicant):
    applicant.fill()
    place = applicant.submit()["Location"]
    for screen in ("what", "form", "evidence"):
        assert applicant.client.get(applicant.url(screen))["Location"] == place
    assert applicant.client.get(reverse("apply", args=[applicant.target]))["Location"] == place
    assert applicant.write("what", account="太迟")["Location"] == place
    answer = applicant.client.post(applicant.url("what"), {"account": "太迟"}, headers={"hx-request": "true"})
    assert "已提交" in answer.content.decode() and not Draft.objects.exists()


def test_pressing_twice_submits_once(applicant):
    applicant.fill()
    key = str(uuid.uuid4())
    first, second = applicant.submit(key), applicant.submit(key)
    assert first["Location"] == second["Location"]
    assert Subject.objects.count() == 1 == Entry.objects.filter(kind="matter.submit_application").count()


@pytest.mark.parametrize(
    ("screen", "empty", "needed"),
    [
        ("what", {"account": "  "}, "事实经过"),
        ("situation", {"situations": []}, "主张情形"),
        ("reasons", {"point_0": ""}, "申请理由"),
        ("truth", {}, "真实性"),
    ],
)
def test_what_is_needed_is_said_and_everything_written_stays(applicant, screen, empty, needed):
    applicant.fill()
    applicant.write("remedy", remedy="已经补救")
    applicant.write(screen, **empty)
    page = applicant.read("form")
    assert applicant.url(screen) in page and needed in page and "还需要填写" in page
    answer = applicant.submit()
    page = answer.content.decode()
    assert answer.status_code == 200 and "error-summary" in page and "已经补救" in page
    assert not Matter.objects.exists() and Draft.objects.get().form["remedy"] == "已经补救"


def test_which_of_several_fits_best_is_needed(applicant):
    applicant.fill()
    applicant.write("situation", situations=["A06-1", "A06-2"])
    assert applicant.url("main") in applicant.read("form")
    assert "error-summary" in applicant.submit().content.decode()


def test_an_application_without_any_answer_to_the_questions_is_taken(applicant):
    applicant.fill()
    assert applicant.submit().status_code == 302 and Subject.objects.get().claims == {}


def test_a_text_beyond_any_length_is_refused_and_kept_on_the_screen(applicant):
    applicant.write("what", account="先前的话")
    answer = applicant.write("what", account="长" * 20_001)
    assert answer.status_code == 200 and "长长长" in answer.content.decode()
    assert Draft.objects.get().form["account"] == "先前的话"


@pytest.mark.parametrize("answer", ["perhaps", "../x", "1"])
def test_an_answer_that_is_none_is_not_taken(applicant, answer):
    page = applicant.write("fact-diligent", answer=answer)
    assert page.status_code == 200 and "error-summary" in page.content.decode()


def test_script_in_every_text_is_shown_as_text(applicant):
    applicant.write("what", account=SCRIPT)
    applicant.write("situation", situations=["A06-1"])
    applicant.write("fact-diligent", answer="yes", words=SCRIPT)
    applicant.write("reasons", point_0=SCRIPT)
    applicant.write("remedy", remedy=SCRIPT)
    applicant.add(f"{SCRIPT.replace('/', '')}.pdf", PDF, title=SCRIPT)
    for screen in (None, "what", "fact-diligent", "reasons", "remedy", "evidence", "form"):
        assert "<script>alert" not in applicant.read(screen), screen
    printed = applicant.client.get(reverse("apply-print", args=[applicant.target])).content.decode()
    assert printed.count("&lt;script&gt;alert(1)") >= 5 and "<script>alert" not in printed


# --- late, the head, the unit ----------------------------------------------------------------


def test_a_late_application_is_asked_why_and_still_taken(case, enter, on):
    case.until("noticed")
    case.later(14)
    with on(case.day):
        late = Applicant(enter("inspector"), case.target.pk)
        late.fill()
        assert "仍可以申请" in late.read()
        late.write("late", late_reason="因公外出")
        assert "逾期说明" in late.read("form") and "因公外出" in late.read("form")
        assert late.submit().status_code == 302
        assert Subject.objects.get().timeliness == "late"
        assert Item.objects.get(kind="application").body["late_reason"] == "因公外出"


def test_in_time_nobody_is_asked_why_so_late(applicant):
    assert applicant.client.get(applicant.url("late")).status_code == 404


def test_past_the_head_when_the_applicant_says_so(applicant, case):
    applicant.fill()
    applicant.write("head", head="yes")
    assert "负责人看不到" in applicant.read("form")
    applicant.submit()
    assert Subject.objects.get().head_conflict
    case.matter_id = Matter.objects.get().pk
    assert not case.sees("chemicals_head")


def test_a_head_who_applies_is_not_asked_about_the_head(case, enter, on, bureau):
    from tests.matters.world import Case

    own = Case(bureau, subject="chemicals_head")
    own.until("noticed")
    with on(own.day):
        head = Applicant(enter("chemicals_head"), own.target.pk)
        assert head.client.get(head.url("head")).status_code == 404
        head.fill()
        head.submit()
        assert Subject.objects.get().head_conflict


def test_a_unit_applies_through_its_head(bureau, enter, on):
    from tests.matters.world import Case

    unit = Case(bureau, unit_applies=True)
    unit.until("noticed")
    with on(unit.day):
        head = Applicant(enter("chemicals_head"), unit.target.pk)
        assert head.client.get(head.url("head")).status_code == 404
        head.fill()
        assert head.submit().status_code == 302
        subject = Subject.objects.get()
        assert subject.person_id is None and not subject.head_conflict
        assert enter("inspector").get(reverse("apply", args=[unit.target.pk])).status_code == 404


def test_in_english_everything_is_english_but_the_form(applicant):
    applicant.client.cookies["django_language"] = "en"
    applicant.fill()
    page = applicant.read("what")
    assert "What happened? Use your own words." in page and "事实经过" not in page
    assert "容错申请书" in applicant.read("form")
