"""The measures with what the software makes of them, the readings, and the calendar."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo.matters.models import Adoption
from rongcuo.matters.packs import adopted_now, current_pack
from rongcuo.web.templatetags.ui import official

LATE = "apply.late"


def post(client, reading=LATE, **data):
    fields = {"value": "always_examined", "basis": "局党组会议纪要〔2026〕3号", "at": "0", "key": str(uuid.uuid4())}
    return client.post(reverse("reading", args=[reading]), fields | data)


@pytest.fixture
def officer(enter, on):
    with on(date(2026, 3, 5)):
        yield enter("officer")


def test_the_whole_text_stands_there_with_every_reading_marked(enter):
    page = enter("inspector").get(reverse("measures")).content.decode()
    pack = current_pack()
    for unit in pack.units.values():
        if unit.article is not None:
            assert official(unit.zh) in page
    for reading in pack.readings.values():
        assert reverse("reading", args=[reading.key]) in page, reading.key
    assert page.count("软件默认，非《办法》规定") == len(pack.readings)


def test_a_confirmed_reading_is_shown_with_who_when_and_on_what_basis(officer):
    assert post(officer).status_code == 302
    page = officer.get(reverse("reading", args=[LATE])).content.decode()
    for words in ("一律受理审查", "范例一", "2026年3月5日", "局党组会议纪要〔2026〕3号", "由具名的人决定"):
        assert words in page
    assert adopted_now(current_pack()) == {LATE: "always_examined"}
    readings = officer.get(reverse("readings")).content.decode()
    assert "已确认 1 项" in readings
    assert LATE not in officer.get(reverse("readings") + "?only=open").content.decode()
    pack = current_pack()
    measures = officer.get(reverse("measures")).content.decode()
    assert measures.count("软件默认，非《办法》规定") == len(pack.readings) - 1


def test_pressing_twice_confirms_once_and_a_stale_page_is_told(officer):
    fields = {"value": "always_examined", "basis": "甲", "at": "0", "key": str(uuid.uuid4())}
    first, second = (officer.post(reverse("reading", args=[LATE]), fields) for _ in range(2))
    assert first.status_code == second.status_code == 302 and Adoption.objects.count() == 1
    stale = post(officer, value="human_decision", basis="另有依据")
    assert stale.status_code == 409 and "另有依据" in stale.content.decode()
    assert Adoption.objects.get().value == "always_examined"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"basis": " "}, "请填写"), ({"value": ""}, "请选择"), ({"value": "never"}, ""), ({"basis": "长" * 300}, "")],
)
def test_without_a_basis_or_with_no_such_value_nothing_is_confirmed(officer, change, words):
    page = post(officer, **change).content.decode()
    assert "error-summary" in page and words in page and not Adoption.objects.exists()


@pytest.mark.parametrize("key", ["verify.group_min", "apply.initiation_acts", "deadline.cutoff", "history.bar"])
def test_every_type_of_reading_can_be_confirmed(officer, key):
    reading = current_pack().readings[key]
    value = {"number": "5", "list": ["case_filing"], "text": "24:00", "yes_no": "yes"}[reading.type]
    assert post(officer, key, value=value).status_code == 302
    kept = Adoption.objects.get().value
    assert kept == {"number": 5, "list": ["case_filing"], "text": "24:00", "yes_no": True}[reading.type]
    assert officer.get(reverse("reading", args=[key])).status_code == 200


def test_everybody_reads_and_only_handlers_confirm(enter):
    client = enter("inspector")
    page = client.get(reverse("reading", args=[LATE])).content.decode()
    assert "<textarea" not in page and 'name="basis"' not in page
    assert post(client).status_code == 404 and not Adoption.objects.exists()
    assert client.get(reverse("reading", args=["no.such"])).status_code == 404


def test_a_span_is_explained_day_by_day(enter):
    client = enter("inspector")
    page = client.get(reverse("calendar"), {"start": "2026-02-12", "n": "7"}).content.decode()
    assert "2026年2月28日 星期六" in page and "春节调休上班" in page and "第7日" in page
    page = client.get(reverse("calendar"), {"start": "2027-12-30", "n": "7"}).content.decode()
    assert "暂定" in page and "2028年" in page


@pytest.mark.parametrize(
    "asked", [{"start": "x", "n": "7"}, {"start": "2026-02-12", "n": "-1"}, {"start": "2026-02-12", "n": "99999"},
              {"start": "9999-12-30", "n": "7"}, {"start": "", "n": ""}],
)
def test_a_span_that_cannot_be_counted_is_said(enter, asked):
    answer = enter("inspector").get(reverse("calendar"), asked)
    assert answer.status_code == 200 and "error-summary" in answer.content.decode()


def test_the_notices_are_listed_and_what_is_not_checked_is_marked(enter):
    page = enter("inspector").get(reverse("calendar")).content.decode()
    assert "国务院办公厅关于2026年部分节假日安排的通知" in page and "文号未核实" in page


@pytest.mark.parametrize("name", ["measures", "readings", "calendar", "acts", "act-new"])
def test_these_pages_ask_the_database_little(officer, name):
    with CaptureQueriesContext(connection) as seen:
        assert officer.get(reverse(name)).status_code == 200
    assert len(seen) <= 15
