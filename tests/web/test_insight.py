"""Pages of insight: forms as people send them, figures with and without a picture, the audit as a spreadsheet."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from rongcuo.insight.copying import CROSSED
from rongcuo.insight.models import Advance, Caution, Clarification, Report
from rongcuo.insight.publication import publish
from rongcuo.people.models import Account
from tests.insight.world import at, planted, reported
from tests.matters.world import Case
from tests.web.walk import Forms

NOW = "2026-07-06"


@pytest.fixture
def send(bureau):
    """send("officer", address, {…}) opens the form and sends it with what was typed."""

    def do(who: str | None, address: str, typed: dict, day: str = NOW):
        with at(day):
            client = Client()
            if who:
                client.force_login(Account.objects.get(username=who))
            page = client.get(address).content.decode()
            held = Forms(page).carrying("key")["values"]
            return client.post(address, held | typed)

    return do


def counted(*days: str) -> None:
    """The daily job, on these days."""
    for day in days:
        with at(day):
            publish()


@pytest.fixture
def get(bureau):
    def do(who: str, address: str, day: str = NOW):
        with at(day):
            client = Client()
            client.force_login(Account.objects.get(username=who))
            return client.get(address)

    return do


def test_a_report_by_name_is_answered_and_thanked_for(bureau, send, get):
    answer = send("inspector", reverse("report-new"), {"kind": "near_miss", "text": "差点漏批。"})
    row = Report.objects.get()
    assert answer["Location"] == reverse("report", args=[row.pk])
    assert row.number in get("officer", reverse("desk")).content.decode()
    codes = {"plain": "签发前少一次复核。", "event_codes": ["inspection"], "cause_codes": ["no_review"]}
    for action, typed in (("deidentify", codes), ("answer_report", {"text": "已调整。"}), ("thank", {"text": "谢谢。"}),
                          ("remind_early", {"text": "签发前复核。", "unit": str(bureau.units["mines"].pk)})):
        answer = send("officer", reverse("report-step", args=[row.pk, action]), typed)
        assert answer.status_code == 302, answer.content.decode()[:800]
    assert "签发前复核。" in get("mines_head", reverse("prevention")).content.decode()
    assert "已调整。" in get("inspector", reverse("report", args=[row.pk])).content.decode()
    assert row.number not in get("officer", reverse("desk")).content.decode()


def test_what_was_typed_stays_where_a_report_is_not_taken(send):
    page = send("inspector", reverse("report-new"), {"kind": "", "text": "差点漏批。"}).content.decode()
    assert "差点漏批。" in page and "error-summary" in page
    page = send(None, reverse("report-nameless"), {"kind": "", "text": "差点漏批。"}).content.decode()
    assert "差点漏批。" in page and not Report.objects.exists()


def test_from_a_figure_to_a_warning_received_and_measured_again(bureau, send, get):
    planted(bureau, "2026-04-01", 9)
    assert "每日任务" in get("officer", reverse("figures") + "?dim=cause").content.decode()  # not counted yet
    counted("2026-07-01")
    page = get("officer", reverse("figures") + "?dim=cause").content.decode()
    link = f"{reverse('warning-new')}?dim=cause&amp;code=no_review"
    assert link in page and 'id="chart-data"' in page and "<svg" in page  # a picture without scripts too
    typed = {"form": "warning", "title": "签发前复核", "text": "由第二人复核。", "units": [str(bureau.units["mines"].pk)]}
    send("officer", link.replace("&amp;", "&"), typed)
    row = Caution.objects.get()
    assert row.number in get("mines_head", reverse("desk")).content.decode()
    with at(NOW):
        client = Client()
        client.force_login(Account.objects.get(username="mines_head"))
        page = client.get(reverse("warning", args=[row.pk])).content.decode()
        held = Forms(page).carrying("key")["values"]
        receive = reverse("warning-receive", args=[row.pk, bureau.units["mines"].pk])
        assert client.post(receive, held).status_code == 302
        assert client.post(receive, held | {"key": "another", "at": "2"}).status_code == 409
    assert send("officer", reverse("warning-again", args=[row.pk]), {"found": "x"}).status_code == 200  # too early
    counted("2027-01-04")
    answer = send("officer", reverse("warning-again", args=[row.pk]), {"found": "已经下降。"}, "2027-01-11")
    assert answer.status_code == 302
    assert "已经下降。" in get("mines_head", reverse("warning", args=[row.pk]), "2027-01-11").content.decode()


def test_a_figure_that_is_withheld_stands_nowhere_in_the_page(bureau, get):
    planted(bureau, "2026-04-01", 4)
    planted(bureau, "2026-04-02", 9, cause_codes=["no_record"])
    counted("2026-07-01")
    page = get("officer", reverse("figures") + "?dim=cause").content.decode()
    cells = page[page.index("<tbody>"): page.index("</tbody>")]
    assert ">4<" not in cells and ">9<" not in cells and "不显示" in cells
    assert get("officer", reverse("figures") + "?dim=person").status_code == 200  # an unknown one is the first


def test_a_crossed_table_on_the_page_and_every_table_in_the_file(bureau, get):
    """What is withheld stands on neither; what is shown stands alike on both."""
    for day, n, unit, cause in (("2025-03-03", 12, "chemicals", "no_review"), ("2025-09-01", 20, "mines", "no_review"),
                                ("2025-10-02", 2, "licensing", "no_training"), ("2025-11-03", 9, "chemicals", "no_record")):
        planted(bureau, day, n, unit=unit, cause_codes=[cause])
    address = reverse("figures") + "?cross=cause-unit"
    assert "2026年1月" in get("officer", address, "2025-12-30").content.decode()
    counted("2026-01-05")
    page = get("officer", address, "2026-01-05").content.decode()
    cells = page[page.index("<tbody>"): page.index("</table>")]
    assert ">32<" in cells and ">2<" not in cells and "不显示" in cells and "<script" not in page[page.index("<main"):]
    assert f"{reverse('warning-new')}?dim=cause&amp;code=no_review" in cells
    for name in CROSSED:
        assert get("officer", f"{reverse('figures')}?cross={name}&year=1999", "2026-01-05").status_code == 200
    answer = get("supervisor", reverse("figures-xlsx"), "2026-01-05")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert len(book.sheetnames) == 1 + 8 + len(CROSSED)
    [sheet] = [book[n] for n in book.sheetnames if n.startswith("2025") and "根本原因" in n and "单位" in n]
    numbers = {row[0].value: [c.value for c in row[1:]] for row in sheet.iter_rows(min_row=2)}
    assert "—" in [c for row in numbers.values() for c in row] and 2 not in [c for row in numbers.values() for c in row]
    assert [row[-1] for row in numbers.values()][0] == 32
    assert get("inspector", reverse("figures-xlsx"), "2026-01-05").status_code == 404


def test_a_record_in_advance_through_the_page(bureau, send, get):
    typed = {"title": "试行", "basis": "方案。", "meeting": "处务会。", "risk": "漏报。", "rule": "无限制。"}
    address = reverse("advance-new")
    page = get("inspector", address).content.decode()
    assert "在《办法》下不产生效力" in page
    assert send("inspector", address, typed | {"risk": ""}).status_code == 200
    answer = send("inspector", address, typed)
    row = Advance.objects.get()
    assert answer["Location"] == reverse("advance", args=[row.pk])
    assert row.digest[:8] in get("chemicals_head", answer["Location"]).content.decode()


def test_a_letter_of_clarification_is_printed_and_names_the_point_only(bureau, send, get):
    case = Case(bureau).until("filed")
    subject = case.subject
    typed = {"point": "反映收受好处。", "conclusion": "不属实。", "disturbs": "年度考核。", "addressees": "危化处", "ways": ["meeting"]}
    address = reverse("clarification-new", args=[case.matter_id, subject.pk])
    assert address in get("officer", reverse("matter", args=[case.matter_id])).content.decode()
    send("officer", address, typed)
    page = get("inspector", reverse("clarification", args=[Clarification.objects.get().pk])).content.decode()
    assert "反映收受好处。" in page and "会议说明" in page
    assert case.plot.account not in page and case.matter.title not in page


def test_the_audit_as_a_spreadsheet_says_what_the_page_says(bureau, get):
    Case(bureau).until("received")
    answer = get("supervisor", reverse("self-audit-xlsx", args=[2026]))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = [row for row in book["2026"].iter_rows(values_only=True)]
    page = get("supervisor", reverse("self-audit", args=[2026])).content.decode()
    assert ("第八条（一）", "其中无人申请", 0, "件", None) in [tuple(v if v != "" else None for v in r) for r in rows]
    assert len(rows) > 120 and "其中无人申请" in page
    assert not any(isinstance(v, str) and v.startswith("=") for row in rows for v in row)


def test_pages_are_bounded_in_queries(bureau, get):
    for n in range(12):
        reported(bureau, "2026-03-02", who="inspector" if n % 2 else None)
    planted(bureau, "2026-04-01", 12)
    addresses = [reverse(n) for n in ("prevention", "reports", "figures", "warnings", "advances", "desk")]
    for who in ("officer", "inspector", "supervisor"):
        client = Client()
        client.force_login(Account.objects.get(username=who))
        for address in addresses:
            with at(NOW):
                client.get(address)
                with CaptureQueriesContext(connection) as found:
                    client.get(address)
            assert len(found) <= 15, (who, address, len(found))
