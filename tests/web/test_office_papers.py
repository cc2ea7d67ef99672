"""Papers of no matter: a warning, an answer on the measures and the analysis of a half-year go the office's way."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo import ids
from rongcuo.documents import codes, issuing
from rongcuo.documents.models import Dispatch
from rongcuo.documents.scanning import text_of
from rongcuo.documents.sources.analysis import analyses
from rongcuo.insight import publication, warning
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.replay import replay
from rongcuo.matters import interpretation
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import NotFound, NotPermitted
from rongcuo.matters.models import Adoption
from tests.matters.world import refused

DAY = date(2026, 9, 17)
MOST = 15


@pytest.fixture(autouse=True)
def named(settings):
    settings.BUREAU_NAME = "示例局"


@pytest.fixture
def today(bureau, on):
    with on(DAY):
        yield


@pytest.fixture
def warned(bureau, today):
    """A warning from a figure, to one division."""
    publication.publish()
    return warning.warn(
        actor=bureau["officer"], key="w", form="warning", dimension="cause", code="no_review",
        title="关于加强文书复核的警示提醒", text="近期文书复核缺失多发，请逐件复核。", units=[bureau.units["mines"].pk],
    ).stream


def way(bureau, enter, source: str, record, template: str, number: str) -> Dispatch:
    """Drafted by drafter, reviewed by registrar, signed by officer, numbered by drafter; on pages."""
    drafter = enter("drafter")
    new = reverse("office-dispatch-new", args=[source, record, template])
    assert drafter.get(new).status_code == 200
    sent = drafter.post(new, {
        "reviewer": str(bureau["registrar"].pk), "signer": str(bureau["officer"].pk), "copies": "1", "urgency": "",
        "at": "0", "key": f"d{template}",
    })
    row = Dispatch.objects.get(template=template)
    assert sent["Location"] == reverse("office-dispatch", args=[row.pk])
    for n, (who, action, fields) in enumerate((
        ("registrar", "review", {}), ("officer", "sign", {}), ("drafter", "issue", {"number": number}),
    ), 1):
        client = enter(who)
        assert reverse("office-dispatch", args=[row.pk]) in client.get(reverse("desk")).content.decode(), action
        page = client.get(reverse("office-dispatch", args=[row.pk])).content.decode()
        place = reverse("office-dispatch-step", args=[row.pk, action])
        assert place in page and f'name="at" value="{n}"' in page
        assert client.post(place, {"at": n, "key": f"{action}{template}", **fields}).status_code == 302
    row.refresh_from_db()
    return row


def test_a_warning_goes_its_way_and_is_frozen(bureau, enter, warned):
    officer = enter("officer")
    page = reverse("warning", args=[warned])
    assert reverse("office-dispatch-new", args=["caution", warned, "caution"]) in officer.get(page).content.decode()
    row = way(bureau, enter, "caution", warned, "caution", "机党发〔2026〕8号")
    assert (row.state, row.number, row.matter_id) == ("issued", "机党发〔2026〕8号", None)
    for who in ("officer", "mines_head"):
        client = enter(who)
        assert row.number in client.get(page).content.decode()
        sheet = client.get(reverse("office-dispatch", args=[row.pk]))
        pdf = b"".join(client.get(reverse("office-dispatch-pdf", args=[row.pk])).streaming_content)
        words = text_of(pdf)
        assert "请逐件复核" in words and "机党发〔2026〕8号" in words and "2026年9月17日" in words
        # The sheet and its signatures are the office's; whoever the warning went to reads the paper alone.
        assert ("发文稿纸" in sheet.content.decode()) == (who == "officer")
    assert enter("inspector").get(reverse("office-dispatch", args=[row.pk])).status_code == 404
    assert enter("drafter").get(reverse("document", args=["dispatch", row.pk, "dispatch-sheet"])).status_code == 200
    genuine = enter("inspector").post(reverse("paper-checks"), {"code": codes.shown(row.code), "number": row.number})
    assert "相符" in genuine.content.decode()
    assert replay() == []


def test_an_answer_on_the_measures_is_issued(bureau, enter, today):
    asked = interpretation.ask(actor=bureau["inspector"], key="q", units=["A07"], question="七个工作日从哪一天算起？").stream
    interpretation.answer(
        asked, actor=bureau["officer"], at=1, key="a", question="期限从哪一天算起？", text="自启动之日的次日起算。",
        basis="局党组会议纪要第3期", units=["A07"],
    )
    row = way(bureau, enter, "interpretation", asked, "interpretation", "机党函〔2026〕9号")
    page = enter("inspector").get(reverse("interpretation", args=[asked])).content.decode()
    assert row.number in page and reverse("office-dispatch", args=[row.pk]) in page
    words = text_of(b"".join(enter("inspector").get(reverse("office-dispatch-pdf", args=[row.pk])).streaming_content))
    assert "自启动之日的次日起算" in words and "第七条" in words and "七个工作日从哪一天" not in words


def test_the_analysis_of_a_half_year_says_the_figures_and_nobody(bureau, enter, warned, on):
    with on(date(2027, 2, 1)):
        publication.publish()
        first = analyses(viewer_of(bureau["officer"])).first()
        assert first.period == "2026-2"
        officer = enter("officer")
        with CaptureQueriesContext(connection) as asked:
            page = officer.get(reverse("figures")).content.decode()
        assert len(asked) <= MOST
        assert reverse("office-dispatch-new", args=["analysis", first.pk, "analysis"]) in page
        pdf = enter("officer").get(reverse("document", args=["analysis", first.pk, "analysis"])).content
        words = text_of(pdf)
        for one in ("2026年下半年易错情形的分析报告", "失误种类", "偶然波动", "关于加强文书复核的警示提醒", "特此报告"):
            assert one in words
        assert not any(p.name in words for p in bureau.people.values())
        assert enter("inspector").get(reverse("document", args=["analysis", first.pk, "analysis"])).status_code in {200, 404}
        assert enter("officer").get(reverse("document", args=["analysis", ids.new_id(), "analysis"])).status_code == 404
        row = way(bureau, enter, "analysis", first.pk, "analysis", "机党报〔2027〕1号")
        assert row.number in enter("officer").get(reverse("figures")).content.decode()


def test_others_neither_draft_nor_act_and_a_second_comer_is_told(bureau, warned):
    given = {
        "source": "caution", "record_id": warned, "template": "caution", "reviewer": bureau["registrar"].pk,
        "signer": bureau["officer"].pk,
    }
    with refused(NotFound):
        issuing.draft_paper(None, actor=bureau["inspector"], at=0, key="1", **given)
    with refused(NotPermitted):
        issuing.draft_paper(None, actor=bureau["mines_head"], at=0, key="2", **given)
    entry = issuing.draft_paper(None, actor=bureau["drafter"], at=0, key="3", **given)
    again = issuing.draft_paper(None, actor=bureau["drafter"], at=0, key="3", **given)
    assert again.repeated and Dispatch.objects.count() == 1
    pk = Dispatch.objects.get().pk
    assert entry.stream == pk
    with refused(NotPermitted):
        issuing.review_paper(None, pk, actor=bureau["officer"], at=1, key="4")
    with refused(NotFound):
        issuing.review_paper(None, pk, actor=bureau["inspector"], at=1, key="5")
    issuing.review_paper(None, pk, actor=bureau["registrar"], at=1, key="6")
    with pytest.raises(Stale):
        issuing.sign_paper(None, pk, actor=bureau["officer"], at=1, key="7")
    assert not Adoption.objects.exists()
