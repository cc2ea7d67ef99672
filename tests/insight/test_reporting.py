"""A11-3: early reports, by name and without; a report without a name keeps no account, address or session."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from rongcuo import ids
from rongcuo.insight import reporting
from rongcuo.insight.access import visible_reports
from rongcuo.insight.models import Report
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from rongcuo.people.models import Account
from tests.insight.world import at, classified, key, reported
from tests.matters.world import refused

ADDRESS, AGENT = "203.0.113.77", "示例浏览器/7.7"


def everything() -> dict[str, set[str]]:
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  (names of the schema itself)
            found[name] = {repr(row) for row in cursor.fetchall()}
    return found


def test_a_report_without_a_name_keeps_no_account_address_or_session(bureau, caplog):
    """Somebody is signed in and reports without a name: database, session and logs are searched for them."""
    account = Account.objects.get(username="inspector")
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=ADDRESS)
    with at("2026-03-02"), caplog.at_level(logging.DEBUG):
        client.force_login(account)
        client.get(reverse("desk"))
        session = client.session.session_key
        stored = dict(client.session.items())
        before = everything()
        caplog.clear()
        page = client.get(reverse("report-nameless"))
        answer = client.post(reverse("report-nameless"), {"kind": "near_miss", "text": "差点漏批一次。"})
    assert answer.status_code == 200 and Report.objects.count() == 1
    assert bureau["inspector"].name not in page.content.decode()  # the page itself does not know who asks
    after = everything()
    added = {name: rows - before.get(name, set()) for name, rows in after.items()}
    assert {name for name, rows in added.items() if rows} == {
        "ledger_entry", "ledger_payload", "insight_report", "matters_counter"
    }
    traces = [str(account.pk), str(bureau["inspector"].pk), bureau["inspector"].pk.hex, account.username, session,
              ADDRESS, AGENT, bureau["inspector"].name]
    new = " ".join(row for rows in added.values() for row in rows)
    written = new + caplog.text + str(answer.headers) + repr(answer.cookies)
    for trace in traces[1:]:
        assert trace not in written, trace
    report = Report.objects.get()
    assert report.person is None
    assert before["django_session"] == after["django_session"]
    assert dict(client.session.items()) == stored
    assert "sessionid" not in answer.cookies
    assert verify().ok and replay() == []


def test_the_code_is_told_once_and_finds_the_answer(bureau):
    with at("2026-03-02"):
        entry, code = reporting.report_without_name(kind="sign", text="苗头。")
        row = Report.objects.get(pk=entry.stream)
        assert code not in repr(everything()) and code.replace("-", "") not in repr(everything())
        reporting.answer_report(row.pk, actor=bureau["officer"], at=1, key=key(), text="已经调整。")
        page = Client().post(reverse("report-answer"), {"code": f" {code.upper()} "}).content.decode()
        assert "已经调整。" in page
        for wrong in ("0000-0000-0000-0000", "", "x" * 400):
            assert "已经调整。" not in Client().post(reverse("report-answer"), {"code": wrong}).content.decode()


def test_by_name_the_reporter_reads_what_was_done_and_not_the_office_s_work(bureau):
    row = classified(bureau, "2026-03-02")
    with at("2026-03-03"):
        for n, (action, text) in enumerate((("answer_report", "已答复。"), ("record_correction", "已改正。"), ("thank", "谢谢。"))):
            reporting.ACTIONS[action](row.pk, actor=bureau["officer"], at=2 + n, key=key(), text=text)
        client = Client()
        client.force_login(Account.objects.get(username="inspector"))
        page = client.get(reverse("report", args=[row.pk])).content.decode()
    for text in ("已答复。", "已改正。", "谢谢。", "差点漏批。"):
        assert text in page
    assert "签发前少一次复核。" not in page and "缺少复核" not in page


def test_who_sees_a_report(bureau):
    row = reported(bureau, "2026-03-02")
    nameless = reported(bureau, "2026-03-02", who=None)
    for who in bureau.people:
        seen = set(visible_reports(viewer_of(bureau[who])).values_list("pk", flat=True))
        if who in {"officer", "drafter", "registrar"}:
            assert seen == {row.pk, nameless.pk}
        else:
            assert seen == ({row.pk} if who == "inspector" else set()), who
    with refused(NotFound), at("2026-03-03"):
        reporting.answer_report(ids.new_id(), actor=bureau["officer"], at=0, key=key(), text="x")


def test_only_the_committee_answers(bureau):
    row = reported(bureau, "2026-03-02")
    for who in ("inspector", "supervisor", "leader_1", "personnel", "chemicals_head"):
        with refused(NotPermitted), at("2026-03-03"):
            reporting.answer_report(row.pk, actor=bureau[who], at=1, key=key(), text="x")


def test_what_is_counted_has_nobody_in_it(bureau):
    row = reported(bureau, "2026-03-02")
    with at("2026-03-03"):
        given = {"actor": bureau["officer"], "at": 1, "key": key(), "event_codes": ["inspection"]}
        with refused(Incomplete, "plain"):
            reporting.deidentify(row.pk, **given, plain=f"{bureau['inspector'].name}少一次复核。")
        with refused(Incomplete, "event_codes"):
            reporting.deidentify(row.pk, **{**given, "event_codes": []}, plain="少一次复核。")
        with refused(Incomplete, "cause_codes"):
            reporting.deidentify(row.pk, **given, plain="少一次复核。", cause_codes=["nothing"])
        reporting.deidentify(row.pk, **given, plain="少一次复核。")
        with refused(Incomplete):
            reporting.deidentify(row.pk, **{**given, "at": 2, "key": key()}, plain="再写一次。")


def test_an_early_reminder_goes_to_the_unit_without_the_reporter(bureau):
    row = reported(bureau, "2026-03-02")
    with at("2026-03-03"):
        with refused(Incomplete, "text"):
            reporting.remind_early(row.pk, actor=bureau["officer"], at=1, key=key(), unit=bureau.units["mines"].pk,
                                   text=f"{bureau['inspector'].name}反映……")
        reporting.remind_early(row.pk, actor=bureau["officer"], at=1, key=key(), unit=bureau.units["mines"].pk, text="签发前复核。")
    assert [r.body["text"] for r in reporting.reminders_of({bureau.units["mines"].pk})] == ["签发前复核。"]
    assert reporting.reminders_of({bureau.units["chemicals"].pk}) == []


@pytest.mark.parametrize(("given", "field"), [
    ({"kind": "x", "text": "a"}, "kind"), ({"kind": "sign", "text": "  "}, "text"),
    ({"kind": "sign", "text": "长" * 10_001}, "text"),
])
def test_a_report_is_taken_whole_or_not(bureau, given, field):
    with refused(Incomplete, field), at("2026-03-02"):
        reporting.report_without_name(**given)


def test_nobody_can_flood_the_office(bureau, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_NAMELESS", 2)
    for _n in range(2):
        reported(bureau, "2026-03-02", who=None)
    with refused(Incomplete), at("2026-03-02"):
        reporting.report_without_name(kind="sign", text="x")
    reported(bureau, "2026-03-03", who=None)


def test_the_page_says_first_what_does_not_belong_here_and_who_sees_what(bureau):
    page = Client().get(reverse("report-nameless")).content.decode()
    places = [page.index(words) for words in ("生产安全事故", "重大事故隐患", "违纪违法线索", "谁能看到什么", "<form method")]
    assert places == sorted(places)
