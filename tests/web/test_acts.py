"""Registering an act, confirming that somebody was told, sending the notice."""

import uuid

import pytest
from django.urls import reverse

from rongcuo.ledger.models import Entry
from rongcuo.matters.models import Act, ActSubject

DAY = "2026-03-02"


@pytest.fixture
def form(bureau):
    """What a clerk types."""
    return {
        "kind": "case_filing", "document_number": "示例纪立〔2026〕7号", "issued_by": "示例局机关纪委",
        "started_on": DAY, "occurred_on": "2026-01-20", "brief": "示例罐区检查记录录入错误\n第二行",
        "subject_0": f"{bureau['inspector'].pk}:{bureau.units['chemicals'].pk}", "subject_1": "", "subject_2": "",
        "key": str(uuid.uuid4()), "at": "0", "go": "register",
    }


@pytest.fixture
def clerk(enter, on):
    from datetime import date

    with on(date(2026, 3, 3)):
        yield enter("registrar")


def test_an_act_is_registered_told_and_noticed(form, clerk, enter):
    answer = clerk.post(reverse("act-new"), form)
    act = Act.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("act", args=[act.pk])
    page = clerk.get(answer["Location"]).content.decode()
    assert "示例甲" in page and act.number in page and "获知后，可以发出告知" in page

    row = ActSubject.objects.get()
    told = {"told_on": "2026-03-03", "at": act.position, "key": str(uuid.uuid4())}
    assert clerk.post(reverse("act-told", args=[act.pk, row.pk]), told).status_code == 302
    row.refresh_from_db()
    act.refresh_from_db()
    assert row.told_on.isoformat() == "2026-03-03"

    office = enter("officer")
    page = office.get(reverse("act", args=[act.pk])).content.decode()
    assert "第7日" in page and "发出可以申请的告知" in page
    office.post(reverse("act-notice", args=[act.pk]), {"at": act.position, "key": str(uuid.uuid4())})
    act.refresh_from_db()
    assert act.notice_sent_on is not None
    assert "已告知可以申请" in office.get(reverse("acts")).content.decode()


def test_pressing_twice_registers_once(form, clerk):
    first = clerk.post(reverse("act-new"), form)
    second = clerk.post(reverse("act-new"), form)
    assert first["Location"] == second["Location"] and Act.objects.count() == 1


def test_several_people_and_a_unit_may_be_concerned(form, clerk, bureau):
    unit = bureau.units["training"].pk
    form |= {"subject_1": f":{unit}", "subject_2": f"{bureau['trainer'].pk}:{unit}"}
    clerk.post(reverse("act-new"), form)
    assert ActSubject.objects.count() == 3 and ActSubject.objects.get(person=None).unit_id == unit


def test_more_rows_keep_what_was_typed(form, clerk):
    page = clerk.post(reverse("act-new"), form | {"go": "more"}).content.decode()
    assert "subject_5" in page and form["document_number"] in page and not Act.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"started_on": "2026-03-04"}, "这一天还没有到"),
        ({"occurred_on": "2026-03-09"}, "这一天还没有到"),
        ({"occurred_on": "2026-03-03"}, "不能"),
        ({"started_on": "2026-13-01"}, "日期无法识别"),
        ({"document_number": ""}, "请填写"),
        ({"subject_0": ""}, "请选择"),
        ({"subject_0": "x:y"}, ""),
        ({"kind": "inquiry_letter"}, ""),
        ({"brief": "   "}, "请填写"),
        ({"brief": "长" * 5000}, ""),
    ],
)
def test_what_cannot_be_registered_is_said_at_its_place_and_all_is_kept(form, clerk, change, words):
    before = Entry.objects.count()
    answer = clerk.post(reverse("act-new"), form | change)
    page = answer.content.decode()
    assert answer.status_code == 200 and "error-summary" in page and words in page
    assert form["issued_by"] in page and Entry.objects.count() == before


def test_script_in_a_field_comes_back_as_text(form, clerk):
    page = clerk.post(reverse("act-new"), form | {"brief": "<script>alert(1)</script>", "kind": ""}).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_told_before_the_start_or_in_the_future_is_refused(case, enter, on):
    case.until("registered")
    act, row = case.act, case.target
    with on(case.day):
        clerk = enter("registrar")
        for day in ("2026-03-01", "2026-03-09", "bad"):
            answer = clerk.post(
                reverse("act-told", args=[act.pk, row.pk]), {"told_on": day, "at": 1, "key": str(uuid.uuid4())}
            )
            assert answer.status_code == 200 and "error-summary" in answer.content.decode()
        row.refresh_from_db()
        assert row.told_on is None


def test_a_notice_before_everybody_was_told_is_refused(case, enter, on):
    case.until("registered")
    with on(case.day):
        answer = enter("officer").post(
            reverse("act-notice", args=[case.act.pk]), {"at": 1, "key": str(uuid.uuid4())}
        )
        assert answer.status_code == 200 and "error-summary" in answer.content.decode()
        case.act.refresh_from_db()
        assert case.act.notice_sent_on is None


def test_somebody_acted_first(case, enter, on):
    case.until("registered")
    with on(case.day):
        answer = enter("registrar").post(
            reverse("act-told", args=[case.act.pk, case.target.pk]),
            {"told_on": DAY, "at": 9, "key": str(uuid.uuid4())},
        )
        page = answer.content.decode()
        assert answer.status_code == 409 and reverse("act", args=[case.act.pk]) in page and DAY in page


@pytest.mark.parametrize("who", ["inspector", "chemicals_head", "leader_1", "personnel", "verifier_1"])
def test_for_everybody_else_acts_do_not_exist(case, enter, on, who):
    case.until("told")
    with on(case.day):
        client = enter(who)
        for place in (reverse("acts"), reverse("act-new"), reverse("act", args=[case.act.pk])):
            assert client.get(place).status_code == 404
        for place in (reverse("act-notice", args=[case.act.pk]), reverse("act-told", args=[case.act.pk, case.target.pk])):
            assert client.post(place, {"told_on": DAY, "at": 1, "key": "k"}).status_code == 404


def test_a_supervisor_registers_and_tells_but_does_not_send_the_notice(form, enter, on):
    from datetime import date

    with on(date(2026, 3, 3)):
        client = enter("supervisor")
        place = client.post(reverse("act-new"), form)["Location"]
        act, row = Act.objects.get(), ActSubject.objects.get()
        client.post(reverse("act-told", args=[act.pk, row.pk]), {"told_on": DAY, "at": 1, "key": str(uuid.uuid4())})
        act.refresh_from_db()
        assert "发出可以申请的告知" not in client.get(place).content.decode()
        answer = client.post(reverse("act-notice", args=[act.pk]), {"at": act.position, "key": str(uuid.uuid4())})
        assert answer.status_code == 403 and "承办人" in answer.content.decode()


def test_one_cannot_register_an_act_against_oneself(form, clerk, bureau):
    form["subject_0"] = f"{bureau['registrar'].pk}:{bureau.units['committee'].pk}"
    assert clerk.post(reverse("act-new"), form).status_code == 200 and not Act.objects.exists()
