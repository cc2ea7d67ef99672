"""Pages of Article 10: register, notices, slips, sanctions, consultation, receipts, one's own."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo import ids
from rongcuo.exemptions import reading, sheets
from rongcuo.exemptions.models import Effect, Notice, Query, Sanction
from tests.exemptions.world import Protected


@pytest.fixture
def case(bureau) -> Protected:
    return Protected(bureau).until("filed")


class Pages:
    """Browsers on the case's day."""

    def __init__(self, case, enter, on):
        self.case, self.enter, self.on = case, enter, on
        self.clients: dict = {}

    def client(self, who: str):
        if who not in self.clients:
            self.clients[who] = self.enter(who)
        return self.clients[who]

    def get(self, who: str, name: str, *args, **query):
        with self.on(self.case.day):
            return self.client(who).get(reverse(name, args=args), query)

    def post(self, who: str, name: str, *args, held=None, **data):
        """Open the form, take what it carries, and send it."""
        with self.on(self.case.day):
            address = reverse(name, args=args)
            page = held or self.client(who).get(address).content.decode()
            carried = {n: re.search(rf'name="{n}" value="([^"]*)"', page) for n in ("at", "key")}
            carried = {n: found.group(1) for n, found in carried.items() if found}
            return self.client(who).post(address, carried | data)


@pytest.fixture
def pages(case, enter, on) -> Pages:
    return Pages(case, enter, on)


def test_the_thread_by_pages(pages, case):
    subject = [case.matter_id, case.subject.pk]
    page = pages.get("officer", "effects", *subject)
    assert page.status_code == 200 and "人事处" in page.content.decode()
    assert pages.post("officer", "notice-new", *subject, recipient="personnel").status_code == 302
    notice = Notice.objects.get()
    assert pages.get("personnel", "notice", notice.pk).status_code == 200
    sent = pages.post("personnel", "notice", notice.pk, done="yes", answered_on=case.day.isoformat())
    assert sent.status_code == 302 and Notice.objects.get().state == "done"
    about = f"{case.bureau['inspector'].pk}:{case.bureau.units['chemicals'].pk}"
    asked = pages.post(
        "personnel", "consult", about=about, effect="A10-2-promotion", day=case.day.isoformat(),
        asking_body="示例考察组", purpose="职务晋升考察",
    )
    assert asked.status_code == 302
    query = Query.objects.get()
    shown = pages.get("personnel", "query", query.pk).content.decode()
    assert query.number in shown
    receipt = pages.get("personnel", "receipt", query.pk).content.decode()
    assert "查询回执" in receipt and "data:image/png" in receipt and "不拘束纪检监察机关" in receipt
    with pages.on(case.day):
        from django.test import Client

        checked = Client().get(reverse("check-receipt", args=[query.token]))
    assert checked.status_code == 200 and query.number in checked.content.decode()
    assert pages.get("inspector", "mine").status_code == 200


def test_every_page_opens(pages, case):
    for name in ("protection", "register", "sanctions", "influence", "consult", "queries", "list-new", "sanction-new", "check"):
        assert pages.get("personnel", name).status_code == 200, name
    assert pages.get("personnel", "influence-line", "admonition").status_code == 200
    for who in ("officer", "secretary", "supervisor"):
        assert pages.get(who, "protection").status_code == 200, who
        assert pages.get(who, "register").status_code == 200
    assert pages.get("secretary", "effects-change", case.matter_id, case.subject.pk).status_code == 200
    assert pages.get("inspector", "effects", case.matter_id, case.subject.pk).status_code == 200
    assert pages.get("licensor", "protection").status_code == 404


def sheet(*rows) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.xlsx", sheets.write("名单", ["姓名", "单位", "事项", "日期"], rows))


def test_a_list_goes_through_two_people(pages, case):
    case.sanction("licensor", starts_on=case.day)
    typed = {"asking_body": "示例考察组", "purpose": "年度评优", "effect": "A10-2-promotion", "day": case.day.isoformat()}
    wrong = pages.post("personnel", "list-new", **typed, file=sheet(["示例甲", "矿山监管处", "", ""], ["无此人", "", "", ""]))
    assert wrong.status_code == 200 and Query.objects.count() == 0
    text = wrong.content.decode()
    assert "无此人" in text and "示例考察组" in text
    taken = pages.post("personnel", "list-new", **typed, file=sheet(["示例甲", "", "", ""], ["示例庚", "行政许可处", "", ""], ["示例丁", "", "", ""]))
    assert taken.status_code == 302
    query = Query.objects.get()
    assert (query.state, query.size) == ("waiting", 3)
    assert pages.get("personnel", "query-sheet", query.pk).status_code == 404
    held = pages.get("officer", "query", query.pk).content.decode()
    assert "年度评优" in held
    assert pages.post("officer", "query", query.pk, go="answer").status_code == 302
    query.refresh_from_db()
    assert [r["answer"] for r in query.rows] == ["nothing", "affected", "nothing"]
    answers = pages.get("personnel", "query-sheet", query.pk)
    from openpyxl import load_workbook

    rows = list(load_workbook(BytesIO(answers.content)).active.iter_rows(values_only=True))
    assert rows[0][0] and rows[2][1] == "示例庚" and rows[2][6]


def test_a_long_list_is_read_piece_by_piece_with_a_bar(pages, case, monkeypatch):
    """Without scripts the page asks for itself again, with them only the bar is exchanged; nothing is recorded before
    every row was read and somebody asks."""
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    typed = {"asking_body": "示例考察组", "purpose": "年度评优", "effect": "A10-2-promotion", "day": case.day.isoformat(),
             "known_on": case.day.isoformat()}
    people = [[case.bureau[who].name, "", "", ""] for who in ("inspector", "licensor", "rescuer", "trainer", "mines_inspector")]
    taken = pages.post("personnel", "list-new", **typed, file=sheet(*people))
    address = taken["Location"]
    with pages.on(case.day):
        client = pages.client("personnel")
        seen = [client.get(address).content.decode() for _n in range(3)]
        for page, done in zip(seen, (2, 4, 5), strict=True):
            assert f'value="{done}" max="5"' in page
            assert ('http-equiv="refresh"' in page) == ('hx-get="' in page) == (done < 5)
        assert Query.objects.count() == 0 and pages.client("supervisor").get(address).status_code == 404
        assert client.post(address).status_code == 302
        [query] = Query.objects.all()
        assert (query.size, query.purpose) == (5, "年度评优") and query.known_at is not None
        assert client.get(address).status_code == 404  # dropped


def test_what_is_wrong_with_a_long_list_is_said_by_row_and_nothing_is_asked(pages, case, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    typed = {"asking_body": "示例考察组", "purpose": "年度评优", "effect": "A10-2-promotion", "day": case.day.isoformat()}
    rows = [["示例甲", "", "", ""], ["示例庚", "", "", ""], ["无此人", "", "", ""], ["示例甲", "", "", ""]]
    address = pages.post("personnel", "list-new", **typed, file=sheet(*rows))["Location"]
    with pages.on(case.day):
        client = pages.client("personnel")
        client.get(address)
        assert client.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == address
        page = client.get(address).content.decode()
        assert "无此人" in page and "示例考察组" in page and f'action="{reverse("list-new")}"' in page
        assert "与第2行重复" in page  # also where the two stand in different pieces
        client.post(address)
    assert Query.objects.count() == 0


def test_a_sanction_is_recorded_and_ended(pages, case):
    about = f"{case.bureau['licensor'].pk}:{case.bureau.units['licensing'].pk}"
    typed = {
        "about": about, "document_number": "示例政务〔2026〕1号", "issued_by": "示例局机关纪委", "kinds": ["state_warning"],
        "starts_on": case.day.isoformat(),
    }
    early = pages.post("personnel", "sanction-new", **typed, ends_on="2026-01-01")
    assert early.status_code == 200 and 'id="id_ends_on-error"' in early.content.decode()
    assert pages.post("personnel", "sanction-new", **typed).status_code == 302
    row = Sanction.objects.get()
    done = pages.post("personnel", "sanction", row.line, change="ended", day=case.day.isoformat(), reason="复核撤销。")
    assert done.status_code == 302
    assert pages.get("personnel", "sanction", row.line).status_code == 200
    assert pages.post("personnel", "influence-line", "admonition", source="示例组〔2026〕3号").status_code == 302
    assert "示例组〔2026〕3号" in pages.get("personnel", "influence").content.decode()


def test_effects_are_changed_by_the_secretary(pages, case):
    subject = [case.matter_id, case.subject.pk]
    typed = {
        "document": "示例党组纪要〔2026〕9号", "held_on": case.day.isoformat(),
        "heard": "已听取。", "change-A10-2-rank": "end", "reason-A10-2-rank": "有新事实。",
    }
    assert pages.post("secretary", "effects-change", *subject, **typed).status_code == 302
    assert Effect.objects.filter(effect="A10-2-rank").count() == 2
    text = pages.get("officer", "effects", *subject).content.decode()
    assert "有新事实" in text


def test_no_page_asks_the_database_more_than_fifteen_times(pages, case):
    """However many rows there are: forty notices, forty questions, forty sanctions."""
    sent = case.notify("personnel")
    for n in range(40):
        rows = {f.attname: getattr(sent, f.attname) for f in Notice._meta.concrete_fields}
        Notice.objects.create(**rows | {"id": ids.new_id(), "number": f"示例{n}号"})
    case.sanction("licensor")
    query = case.ask("licensor")
    for n in range(40):
        rows = {f.attname: getattr(query, f.attname) for f in Query._meta.concrete_fields}
        Query.objects.create(**rows | {"id": ids.new_id(), "number": f"示例{n}号", "token": f"t{n}"})
        rows = {f.attname: getattr(Sanction.objects.first(), f.attname) for f in Sanction._meta.concrete_fields}
        Sanction.objects.create(**rows | {"id": ids.new_id(), "line": ids.new_id()})
    subject = [case.matter_id, case.subject.pk]
    for who, name, args in (
        ("personnel", "protection", []), ("officer", "protection", []), ("personnel", "register", []),
        ("officer", "effects", subject), ("personnel", "sanctions", []), ("personnel", "queries", []),
        ("personnel", "query", [query.pk]), ("personnel", "receipt", [query.pk]), ("officer", "notice", [sent.pk]),
        ("personnel", "influence", []), ("inspector", "mine", []), ("personnel", "consult", []),
        ("secretary", "effects-change", subject), ("officer", "notice-new", subject),
    ):
        pages.get(who, name, *args)
        with CaptureQueriesContext(connection) as asked:
            assert pages.get(who, name, *args).status_code == 200
        assert len(asked) <= 15, (who, name, len(asked))
