"""The list, the page, reasons, papers and evidence: what each shows, to whom, and at what cost."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo.demo.bureau import PEOPLE
from rongcuo.demo.story import favourable
from rongcuo.matters import acceptance, application, verification
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.files import path_of
from rongcuo.matters.models import Evidence, Item, ReadLog
from rongcuo.matters.packs import pack_of
from rongcuo.people.models import Account
from tests.matters.world import Case

MOST = 15
EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def two(bureau) -> Case:
    """Two subjects of one unit, the second its head, both accepted and heard."""
    case = Case(bureau, also=(("chemicals_head", "chemicals"),))
    for step in ("registered", "told", "noticed", "submitted"):
        case.take(step)
    case.submit("chemicals_head", account="第二人的陈述只给办理机关看。")
    case.later(5)
    for s in case.matter.subjects.all():
        case.act_on(application.go_direct, "officer", subject=s.pk)
    for s in case.matter.subjects.all():
        case.act_on(acceptance.accept, "officer", subject=s.pk, in_scope=True)
    case.appointed()
    case.declared()
    for s in case.deciding():
        case.act_on(
            verification.hear_applicant, "verifier_1", subject=s.pk, place="谈话室", present="样例一",
            record=f"{s.name}的听取记录。", confirmed=True,
        )
    return case


def get(enter, on, case, who: str, address: str | None = None):
    with on(case.day):
        return enter(who).get(address or reverse("matter", args=[case.matter_id]))


def words(enter, on, case, who: str, address: str | None = None) -> str:
    answer = get(enter, on, case, who, address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- the list --------------------------------------------------------------------------------


def test_the_list_is_empty_kindly_filtered_and_sorted_as_people_count(bureau, enter, on):
    assert "这里还没有事项" in enter("officer").get(reverse("matters")).content.decode()
    for n in range(11):
        case = Case(bureau, date(2026, 3, 2), document_number=f"示例〔2026〕{n}号", brief=f"第{n}件").until("submitted")
        case.later(5)
        case.act_on(application.go_direct, "officer", subject=case.subject.pk)
    with on(case.day):
        client = enter("officer")
        page = client.get(reverse("matters") + "?sort=number").content.decode()
        assert page.index("〔2026〕9号</a>") < page.index("〔2026〕10号</a>") < page.index("〔2026〕11号</a>")
        page = client.get(reverse("matters") + "?q=第7件&step=acceptance").content.decode()
        assert "第7件" in page and "第6件" not in page
        assert "没有符合条件的事项" in client.get(reverse("matters") + "?q=没有").content.decode()
        page = client.get(reverse("matters") + "?col=unit&sort=nonsense&page=99").content.decode()
        assert "危险化学品监管处" in page and ">下一步<" not in page


def test_the_list_shows_what_each_matter_waits_for(case, enter, on):
    case.until("submitted")
    page = words(enter, on, case, "chemicals_head", reverse("matters"))
    assert "转报（危险化学品监管处）" in page and "示例甲" in page
    assert case.matter.number not in words(enter, on, case, "mines_head", reverse("matters"))


# --- the page --------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["submitted", "forwarded", "appointed", "found", "answered", "opinion", "filed"])
def test_everybody_sees_a_page_or_nothing_and_only_buttons_that_open(bureau, enter, on, step):
    case = Case(bureau).until(step)
    for who in PEOPLE:
        answer = get(enter, on, case, who)
        assert (answer.status_code == 200) == case.sees(who), who
        if answer.status_code == 200:
            for address in re.findall(r'href="(/matters/[^"]+/do/[^"]+)"', answer.content.decode()):
                with on(case.day):
                    assert enter(who).get(address).status_code == 200, (who, address)


def test_there_is_one_primary_button_or_the_sentence_who_is_next(case, enter, on):
    case.until("forwarded")
    page = words(enter, on, case, "officer")
    assert page.count("button--primary") == 1 and "目标期限" in page
    page = words(enter, on, case, "inspector")
    assert "button--primary" not in page and "下一步：受理，由局机关党委（纪委）办理" in page


def test_why_a_button_is_not_there(case, enter, on):
    case.until("heard")
    page = words(enter, on, case, "verifier_1")
    assert "须先办理：记录核实情况" in page
    case.until_from("found", "answered")
    assert "问责程序的经办人不参加核实，也不起草意见" in words(enter, on, case, "registrar")


def test_findings_stand_beside_the_article_that_asks_for_them(case, enter, on):
    case.until("found")
    page = words(enter, on, case, "verifier_1")
    assert "逐条核实情况" in page and 'id="found-A03"' in page and "勤勉尽责" in page and "已证实" in page
    assert "软件默认，非《办法》规定" in page
    assert "逐条核实情况" not in words(enter, on, case, "inspector")


def test_the_outcome_is_told_with_each_effect_and_what_is_owed(case, enter, on):
    case.until("received")
    page = words(enter, on, case, "inspector")
    assert "认定容错（免责）" in page and "应当采取的纠错措施" in page and "所提情况已核实" in page
    sheet = page[:page.index('id="timeline"')]
    assert "会议纪要" not in sheet and "赞成" not in sheet and "初步认定意见" not in sheet


# --- who sees what ---------------------------------------------------------------------------


def test_a_subject_sees_the_own_application_and_hearing_and_no_others(two, enter, on):
    page = words(enter, on, two, "inspector")
    assert "示例甲的听取记录" in page and "示例乙的听取记录" not in page
    assert "第二人的陈述" not in page and "示例乙" not in page
    office = words(enter, on, two, "officer")
    assert "第二人的陈述" in office and "示例甲的听取记录" in office and "示例乙的听取记录" in office


def test_papers_evidence_reasons_and_steps_of_others_do_not_exist(two, enter, on):
    mine, theirs = two.subject_of("inspector"), two.subject_of("chemicals_head")
    their_paper = Item.objects.get(kind="hearing", subject=theirs)
    own_paper = Item.objects.get(kind="hearing", subject=mine)
    piece = Evidence.objects.first()
    at = two.matter_id
    addresses = {
        "matter": reverse("matter", args=[at]),
        "own paper": reverse("paper", args=[at, own_paper.pk]),
        "their paper": reverse("paper", args=[at, their_paper.pk]),
        "evidence": reverse("evidence", args=[at, piece.pk]),
        "own reasons": reverse("reasons", args=[at, mine.pk]),
        "their reasons": reverse("reasons", args=[at, theirs.pk]),
        "own step": reverse("act-on-subject", args=[at, mine.pk, "withdraw"]),
        "their step": reverse("act-on-subject", args=[at, theirs.pk, "withdraw"]),
        "nothing": reverse("paper", args=[at, uuid.uuid4()]),
    }
    expected = {
        "inspector": {"matter": 200, "own paper": 200, "evidence": 200, "own step": 200},
        "chemicals_head": {"matter": 200, "their paper": 200, "their step": 200},
        "mines_head": {}, "leader_1": {}, "supervisor": {}, "personnel": {},
        "verifier_1": {"matter": 200, "own paper": 200, "their paper": 200, "evidence": 200,
                       "own reasons": 200, "their reasons": 200, "own step": 403, "their step": 403},
    }  # fmt: skip
    for who, seen in expected.items():
        for name, address in addresses.items():
            assert get(enter, on, two, who, address).status_code == seen.get(name, 404), (who, name)


def test_signed_out_and_without_a_person_there_is_nothing(case, client, bureau):
    case.until("submitted")
    address = reverse("matter", args=[case.matter_id])
    assert client.get(address).status_code == 302
    client.force_login(Account.objects.create(username="root", person=None, password="x" * 12, administrator=True))
    assert client.get(address).status_code == 404 and client.get(reverse("matters")).status_code == 404


def test_a_verifier_does_not_learn_what_is_proposed(two, enter, on):
    pack = pack_of(two.matter)
    two.find([
        {"subject": s.pk, "fact": f, "value": favourable(pack.facts[f]), "grade": "proved", "evidence": [1]}
        for s in two.deciding() for f in facts_to_settle(pack, s.situations)
    ])  # fmt: skip
    two.report()
    two.take("consulted")
    two.take("answered")
    two.propose(outcome="mitigated")
    assert "认定容错（减轻）" in words(enter, on, two, "secretary")
    compared = words(enter, on, two, "verifier_1")
    table = compared[compared.index('class="table compare"'):]
    assert "Effects determined" in table or "认定的容错效果" in table
    assert "认定容错（减轻）" not in table[: table.index("</table>")]


# --- reasons, papers, evidence ---------------------------------------------------------------


def test_the_reasons_are_a_page_to_print(case, enter, on):
    case.until("found")
    page = words(enter, on, case, "verifier_1", reverse("reasons", args=[case.matter_id, case.subject.pk]))
    assert "免责、从轻、减轻均可研究" in page and "data-print" in page and "第三条" in page and "已证实" in page
    assert page.count("<details open") > 5, "the tree stands open"


def test_every_paper_can_be_printed_in_chinese_from_an_english_page(case, enter, on):
    case.until("filed")
    with on(case.day):
        client = enter("officer")
        client.cookies["django_language"] = "en"
        for item in Item.objects.filter(matter=case.matter_id):
            answer = client.get(reverse("paper", args=[case.matter_id, item.pk]))
            page = answer.content.decode()
            sheet = page[page.index('<article class="paper"'):page.index("</article>")]
            assert answer.status_code == 200 and case.matter.number in sheet and "事由" in sheet, item.kind
            silent = "软件默认，非《办法》规定" in sheet
            assert not (silent and item.kind in {"feedback", "determination", "publication", "application"}), item.kind
            assert silent or item.kind not in {"group", "hearing", "minutes"}, item.kind


def test_evidence_is_handed_out_as_recorded_and_its_reading_is_logged(case, enter, on):
    case.until("submitted")
    piece = Evidence.objects.get()
    address = reverse("evidence", args=[case.matter_id, piece.pk])
    answer = get(enter, on, case, "inspector", address)
    assert b"".join(answer.streaming_content) == path_of(piece.file).read_bytes()
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert ReadLog.objects.filter(what="evidence 1").count() == 1


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_damaged_file_is_not_handed_out(case, enter, on, harm):
    case.until("submitted")
    piece = Evidence.objects.get()
    path = path_of(piece.file)
    path.write_bytes(path.read_bytes()[:-1] + b"?") if harm == "changed" else path.unlink()
    answer = get(enter, on, case, "inspector", reverse("evidence", args=[case.matter_id, piece.pk]))
    page = answer.content.decode()
    assert answer.status_code == 410 and piece.sha256 in page and "备份" in page


# --- script, cost ----------------------------------------------------------------------------


def test_what_people_write_is_never_taken_for_markup(bureau, enter, on):
    case = Case(bureau, brief=EVIL[:58], account=EVIL, points=(EVIL,), remedy=EVIL).until("heard")
    case.find([{"subject": case.subject.pk, "fact": "diligent", "value": True, "grade": "proved",
                "evidence": [1], "note": EVIL}])  # fmt: skip
    addresses = [
        reverse("matters"), reverse("matter", args=[case.matter_id]),
        reverse("act-on-subject", args=[case.matter_id, case.subject.pk, "record_findings"]),
        reverse("act-on", args=[case.matter_id, "issue_report"]),
        reverse("reasons", args=[case.matter_id, case.subject.pk]),
        *(reverse("paper", args=[case.matter_id, i.pk]) for i in Item.objects.filter(matter=case.matter_id)),
    ]
    for address in addresses:
        page = words(enter, on, case, "verifier_1", address)
        assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;" in page, address


def test_the_list_costs_few_queries_however_long(bureau, enter, on):
    for n in range(33):
        case = Case(bureau, date(2026, 3, 2), document_number=f"示例〔2026〕{n}号").until("submitted")
    case.later(5)
    with on(case.day):
        for who in ("officer", "inspector"):
            client = enter(who)
            client.get(reverse("matters"))
            with CaptureQueriesContext(connection) as queries:
                page = client.get(reverse("matters")).content.decode()
            assert len(queries) <= MOST and page.count("row-link") == 30


@pytest.mark.parametrize("step", ["submitted", "forwarded", "heard", "found", "reported", "opinion", "filed"])
def test_the_page_costs_few_queries_for_everybody(bureau, enter, on, step):
    case = Case(bureau).until(step)
    for who in ("officer", "drafter", "verifier_1", "inspector", "secretary", "personnel", "supervisor", "chemicals_head"):
        if case.sees(who):
            with on(case.day):
                client = enter(who)
                with CaptureQueriesContext(connection) as queries:
                    client.get(reverse("matter", args=[case.matter_id]))
                assert len(queries) <= MOST, (who, [q["sql"][:90] for q in queries])


def test_more_subjects_cost_no_more_queries(two, enter, on):
    with on(two.day):
        client = enter("verifier_1")
        for address in (
            reverse("matter", args=[two.matter_id]),
            reverse("reasons", args=[two.matter_id, two.subject.pk]),
            reverse("act-on-subject", args=[two.matter_id, two.subject.pk, "record_findings"]),
            reverse("act-on", args=[two.matter_id, "issue_report"]),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= MOST, (address, len(queries))


def test_the_forms_of_the_deciders_cost_few_queries(bureau, enter, on):
    case = Case(bureau).until("answered")
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    for who, action, step in (("drafter", "give_opinion", None), ("secretary", "determine", "opinion")):
        if step:
            case.propose()
        with on(case.day):
            client = enter(who)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("act-on", args=[case.matter_id, action])).status_code == 200
            assert len(queries) <= MOST, (action, [q["sql"][:90] for q in queries])
