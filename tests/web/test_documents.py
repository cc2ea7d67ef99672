"""A paper's way through the office on its pages: drafted, edited outside, reviewed, signed, issued, checked, published."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from rongcuo.documents import codes
from rongcuo.documents.models import Dispatch, PublicCopy
from rongcuo.documents.scanning import text_of
from rongcuo.matters.models import Item
from tests.documents.office import Office, confirm

MOST = 15


@pytest.fixture(autouse=True)
def named(settings):
    settings.BUREAU_NAME = "示例局"


@pytest.fixture
def asking(enter, on):
    """asking(case, who, address, data): the answer on the case's day; a POST carries position and key."""

    def ask(case, who: str, address: str, data: dict | None = None):
        client = enter(who) if who else Client()
        with on(case.day):
            if data is None:
                return client.get(address)
            return client.post(address, {"at": case.matter.position, "key": f"k{Dispatch.objects.count()}{len(str(data))}{who}{case.matter.position}"} | data)

    return ask


def step(case, row, action: str) -> str:
    return reverse("dispatch-step", args=[case.matter_id, row.pk, action])


def test_a_paper_goes_its_way_on_pages(case, asking):
    case.until("accepted")
    confirm(case, "accept.enabled")
    item = Item.objects.get(matter=case.matter_id, kind="acceptance")
    papers = reverse("documents", args=[case.matter_id])
    new = reverse("dispatch-new", args=[case.matter_id, "acceptance", item.pk, "acceptance"])
    assert new in asking(case, "drafter", papers).content.decode()
    assert new not in asking(case, "inspector", papers).content.decode()
    people = case.bureau
    answer = asking(case, "drafter", new, {
        "reviewer": str(people["registrar"].pk), "signer": str(people["officer"].pk), "copies": "2", "urgency": "",
    })
    row = Dispatch.objects.get()
    page = reverse("dispatch", args=[case.matter_id, row.pk])
    assert answer["Location"] == page

    # Edited outside, and read back.
    sent = asking(case, "drafter", reverse("dispatch-docx", args=[case.matter_id, row.pk])).content
    document = Document(io.BytesIO(sent))
    next(p for p in document.paragraphs if p.text == "特此通知。").runs[0].text = "特此通知，请查收。"
    out = io.BytesIO()
    document.save(out)
    upload = SimpleUploadedFile("改.docx", out.getvalue())
    assert asking(case, "drafter", step(case, row, "edit"), {"upload": upload}).status_code == 302
    bad = SimpleUploadedFile("坏.docx", b"PK\x03\x04")
    refused = asking(case, "drafter", step(case, row, "edit"), {"upload": bad})
    assert refused.status_code == 200 and "不能读回" in refused.content.decode()

    assert asking(case, "registrar", step(case, row, "review"), {}).status_code == 302
    assert asking(case, "drafter", step(case, row, "sign"), {}).status_code == 403
    assert asking(case, "officer", step(case, row, "sign"), {}).status_code == 302
    wrong = asking(case, "drafter", step(case, row, "issue"), {"number": "3"})
    assert wrong.status_code == 200 and "发文登记簿" in wrong.content.decode()
    assert asking(case, "drafter", step(case, row, "issue"), {"number": "机党受〔2026〕3号"}).status_code == 302
    row.refresh_from_db()
    answer = asking(case, "inspector", reverse("dispatch-pdf", args=[case.matter_id, row.pk]))
    pdf = b"".join(answer.streaming_content)
    assert "特此通知，请查收。" in text_of(pdf) and "草稿" not in text_of(pdf)
    own = asking(case, "inspector", page).content.decode()
    assert "机党受〔2026〕3号" in own and people["registrar"].name not in own  # the sheet is the office's


@pytest.mark.parametrize("typed, says", [
    ({}, "code"), ({"number": "机党受〔2026〕3号"}, "number"), ({"number": "机党受〔2026〕4号"}, "other"),
    ({"code": "0000-0000-0000-0000", "number": "机党受〔2026〕3号"}, "unknown"), ({"file": b"other"}, "differs"),
    ({"file": None}, "genuine"),
])
def test_a_code_tells_whether_it_belongs_and_nothing_else(case, asking, typed, says):
    case.until("accepted")
    confirm(case, "accept.enabled")
    row = Office(case, "acceptance").through().dispatch
    data = {"code": codes.shown(row.code), "number": ""} | {k: v for k, v in typed.items() if k != "file"}
    if "file" in typed:
        content = typed["file"]
        if content is None:
            content = b"".join(asking(case, "officer", reverse("dispatch-pdf", args=[case.matter_id, row.pk])).streaming_content)
        data["file"] = SimpleUploadedFile("a.pdf", content)
    answer = asking(case, "", reverse("paper-checks"), data)
    words = answer.content.decode()
    assert answer.context["result"] == says
    for secret in (case.matter.title, case.matter.number, case.subject.name, row.sha256, row.drafter.name):
        assert secret not in words


def test_a_public_copy_is_made_and_read(case, asking):
    case.until("determined")
    confirm(case, "decide.quorum", "decide.majority", "effect.itemised", "publish.scope", "publish.name")
    office = Office(case, "determination", "determination-waived", ("secretary", "leader_2", "leader_1")).through("党组容〔2026〕1号")
    answer = asking(case, "secretary", step(case, office, "publish"), {"fields": ["subject", "unit"], "strings": "示例园区\n"})
    assert answer.status_code == 302
    one = PublicCopy.objects.get()
    place = reverse("dispatch-public", args=[case.matter_id, office.pk, one.pk])
    words = text_of(b"".join(asking(case, "secretary", place).streaming_content))
    assert case.subject.name not in words and "示例园区" not in words and "×××" in words


def test_the_pages_cost_few_queries(case, enter, on):
    case.until("filed")
    for who, address in (
        ("officer", reverse("documents", args=[case.matter_id])), ("inspector", reverse("documents", args=[case.matter_id])),
    ):
        client = enter(who)
        with on(case.day), CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= MOST, "\n".join(q["sql"][q["sql"].find("FROM"):][:70] for q in queries)


@pytest.mark.parametrize("issued", [False, True])
def test_the_sheet_costs_few_queries(case, enter, on, issued):
    case.until("accepted")
    confirm(case, "accept.enabled")
    office = Office(case, "acceptance")
    office.through() if issued else office.drafted()
    for who in ("officer", "drafter", "registrar"):
        client = enter(who)
        with on(case.day), CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("dispatch", args=[case.matter_id, office.pk])).status_code == 200
        assert len(queries) <= MOST, "\n".join(q["sql"][q["sql"].find("FROM"):][:70] for q in queries)


def test_a_paper_that_cannot_be_set_says_why(case, asking):
    case.until("accepted")
    item = Item.objects.get(matter=case.matter_id, kind="acceptance")
    type(case.matter).objects.filter(pk=case.matter_id).update(title="示例𓀀")
    answer = asking(case, "officer", reverse("document", args=["acceptance", item.pk, "acceptance"]))
    assert answer.status_code == 422 and "𓀀" in answer.content.decode()
