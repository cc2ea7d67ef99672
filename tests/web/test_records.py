"""A step on paper in the pages: who did it, its form with the day and the scan, the second person's eyes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rongcuo import ids
from rongcuo.ledger.models import Entry
from rongcuo.matters.models import Act, PaperRecord, ReadLog


def paper_of(case, **more) -> dict:
    return {
        "at": case.matter.position, "key": str(ids.new_id()), "done_on": case.day.isoformat(),
        "scan": SimpleUploadedFile("受理单.txt", "扫描".encode()), **more,
    }


@pytest.fixture
def arrived(case):
    return case.until("forwarded")


def test_an_acceptance_on_paper_from_desk_to_timeline(arrived, enter, on):
    case, person = arrived, arrived.bureau["officer"]
    with on(case.day):
        officer = enter("officer")
        page = officer.get(reverse("records", args=[case.matter_id])).content.decode()
        place = reverse("record-subject-step", args=[case.matter_id, case.subject.pk, "accept"])
        assert place in page
        who = officer.get(place)
        assert {str(p.pk) for p in who.context["people"]} == {
            str(case.bureau[k].pk) for k in ("officer", "drafter", "registrar")
        }
        assert officer.get(place, {"by": "nobody"}).context["form"].errors
        form = officer.get(place, {"by": str(person.pk)})
        assert "in_scope" in form.context["form"].fields
        before = Entry.objects.count()
        missing = officer.post(place, paper_of(case, by=str(person.pk), in_scope="on", done_on="", scan=""))
        assert missing.status_code == 200 and set(missing.context["paper_form"].errors) == {"done_on", "scan"}
        refused = officer.post(place, paper_of(case, by=str(person.pk)))  # the step's own guard
        assert refused.context["form"].errors
        assert Entry.objects.count() == before
        sent = officer.post(place, paper_of(case, by=str(person.pk), in_scope="on", paper_reference="机党〔2026〕2号"))
        assert sent["Location"] == reverse("records", args=[case.matter_id])
        row = PaperRecord.objects.get()
        assert (row.status, row.by, row.reference) == ("waiting", person, "机党〔2026〕2号")
        assert row.shown
        assert case.state == ("intake", "received")

        mine = officer.get(reverse("record", args=[row.pk])).content.decode()
        assert 'value="confirm"' not in mine and 'value="refuse"' in mine
        drafter = enter("drafter")
        address = reverse("record", args=[row.pk])
        assert address in drafter.get(reverse("desk")).content.decode()
        assert address not in officer.get(reverse("desk")).content.decode()
        assert 'value="confirm"' in drafter.get(address).content.decode()
        scan = drafter.get(reverse("record-scan", args=[row.pk]))
        assert (b"".join(scan.streaming_content)).decode() == "扫描"
        assert ReadLog.objects.filter(what=f"scan {row.pk}", person=case.bureau["drafter"]).exists()
        given = {"at": case.matter.position, "key": str(ids.new_id()), "go": "confirm"}
        done = drafter.post(address, given)
        assert done["Location"] == reverse("matter", args=[case.matter_id])
        assert case.state == ("verification", "accepted")
        office = drafter.get(reverse("matter", args=[case.matter_id])).content.decode()
        assert f"{person.name}录入" in office
        own = enter("inspector").get(reverse("matter", args=[case.matter_id])).content.decode()
        assert "按纸质材料录入" in own and person.name not in own


def test_what_does_not_agree_goes_back_with_its_reason(arrived, enter, on):
    case = arrived
    with on(case.day):
        officer, place = enter("officer"), reverse("record-subject-step", args=[case.matter_id, case.subject.pk, "accept"])
        officer.post(place, paper_of(case, by=str(case.bureau["officer"].pk), in_scope="on"))
        row = PaperRecord.objects.get()
        drafter, address = enter("drafter"), reverse("record", args=[row.pk])
        given = {"at": case.matter.position, "key": str(ids.new_id()), "go": "refuse"}
        assert drafter.post(address, given).context["form"].errors["reasons"]
        drafter.post(address, given | {"reasons": "日期不符"})
        row.refresh_from_db()
        assert (row.status, row.reasons) == ("refused", "日期不符")
        assert "日期不符" in officer.get(reverse("records", args=[case.matter_id])).content.decode()


def test_an_application_on_paper(case, enter, on):
    case.until("noticed").later(2)
    with on(case.day):
        officer = enter("officer")
        act = Act.objects.get(pk=case.act.pk)
        place = reverse("record-application", args=[act.pk, case.target.pk])
        assert place in officer.get(reverse("act", args=[act.pk])).content.decode()
        given = {
            "at": act.position, "key": str(ids.new_id()), "by": str(case.bureau["inspector"].pk),
            "done_on": case.day.isoformat(), "scan": SimpleUploadedFile("申请.txt", "申请书".encode()),
            "situations": ["A06-1"], "account": "经过", "points": "理由一\n\n理由二", "integrity": "on",
        }
        assert officer.post(place, given | {"points": " "}).context["form"].errors
        given["scan"] = SimpleUploadedFile("申请.txt", "申请书".encode())
        assert officer.post(place, given)["Location"] == reverse("act", args=[act.pk])
        row = PaperRecord.objects.get()
        page = officer.get(reverse("act", args=[act.pk])).content.decode()
        assert place not in page and reverse("record", args=[row.pk]) in page
        act.refresh_from_db()
        done = enter("drafter").post(
            reverse("record", args=[row.pk]), {"at": act.position, "key": str(ids.new_id()), "go": "confirm"}
        )
        row.refresh_from_db()
        assert done["Location"] == reverse("matter", args=[row.matter_id])
        case.matter_id = row.matter_id
        assert case.subject.points.count() == 2
        assert enter("officer").get(done["Location"]).status_code == 200
        assert place not in officer.get(reverse("act", args=[act.pk])).content.decode()


def test_a_file_that_cannot_be_taken_leaves_nothing(arrived, enter, on, settings):
    case = arrived
    with on(case.day):
        officer = enter("officer")
        place = reverse("record-subject-step", args=[case.matter_id, case.subject.pk, "accept"])
        bad = paper_of(case, by=str(case.bureau["officer"].pk), in_scope="on", scan=SimpleUploadedFile("x.exe", b"MZ\x00"))
        files = {f for f in settings.FILES.rglob("*") if f.is_file()}
        answer = officer.post(place, bad)
        assert answer.context["paper_form"].errors["scan"]
        assert {f for f in settings.FILES.rglob("*") if f.is_file()} == files
        assert not PaperRecord.objects.exists()


def test_the_pages_ask_little_of_the_database(arrived, enter, on, django_assert_max_num_queries):
    case = arrived
    with on(case.day):
        officer = enter("officer")
        officer.get(reverse("desk"))
        place = reverse("record-subject-step", args=[case.matter_id, case.subject.pk, "accept"])
        officer.post(place, paper_of(case, by=str(case.bureau["officer"].pk), in_scope="on"))
        for address in (
            reverse("records", args=[case.matter_id]), reverse("record", args=[PaperRecord.objects.get().pk]), place,
            reverse("matter", args=[case.matter_id]), reverse("desk"),
        ):
            with django_assert_max_num_queries(16):
                assert officer.get(address).status_code == 200


# --- before there is a matter ------------------------------------------------------------------


def sheet(day, **more) -> dict:
    return {
        "key": str(ids.new_id()), "done_on": day.isoformat(), "scan": SimpleUploadedFile("登记表.txt", f"{ids.new_id()}".encode()),
        **more,
    }


def test_an_act_its_telling_and_its_notice_on_paper_from_desk_to_desk(bureau, enter, on):
    from datetime import date

    day, person, unit = date(2026, 3, 2), bureau["inspector"], bureau.units["chemicals"]
    by = str(bureau["registrar"].pk)
    act = {
        "kind": "case_filing", "document_number": "示例纪立〔2026〕1号", "issued_by": "示例局机关纪委", "started_on": day.isoformat(),
        "brief": "示例园区检查整改时限偏紧", "subject_0": f"{person.pk}:{unit.pk}", "by": by,
    }
    with on(date(2026, 6, 10)):
        officer, second = enter("officer"), enter("registrar")
        assert reverse("record-act") in officer.get(reverse("acts")).content.decode()
        missing = officer.post(reverse("record-act"), sheet(day, **act, scan=""))
        assert set(missing.context["form"].errors) == {"scan"} and act["brief"] in missing.content.decode()
        more = officer.post(reverse("record-act"), {**act, "go": "more"})
        assert act["brief"] in more.content.decode() and "subject_5" in more.context["form"].fields
        early = officer.post(reverse("record-act"), sheet(date(2026, 3, 1), **act))
        assert "done_on" in early.context["form"].errors
        assert officer.post(reverse("record-act"), sheet(day, **act))["Location"] == reverse("acts")
        row = PaperRecord.objects.get()
        place = reverse("record", args=[row.pk])
        assert place in officer.get(reverse("acts")).content.decode()
        assert place in second.get(reverse("desk")).content.decode()
        page = second.get(place).content.decode()
        assert act["document_number"] in page and person.name in page
        answer = second.post(place, {"at": 1, "key": "k1", "go": "confirm"})
        made = Act.objects.get()
        assert answer["Location"] == reverse("act", args=[made.pk])
        target = made.subjects.get()
        told = reverse("record-told", args=[made.pk, target.pk])
        assert told in officer.get(reverse("act", args=[made.pk])).content.decode()
        officer.post(told, sheet(day, by=by, at=made.position))
        row = PaperRecord.objects.get(status="waiting")
        page = officer.get(reverse("act", args=[made.pk])).content.decode()
        assert reverse("record", args=[row.pk]) in page and told not in page
        made.refresh_from_db()
        second.post(reverse("record", args=[row.pk]), {"at": made.position, "key": "k2", "go": "confirm"})
        target.refresh_from_db()
        made.refresh_from_db()
        assert target.told_on == day
        notice = reverse("record-notice", args=[made.pk])
        assert notice in officer.get(reverse("act", args=[made.pk])).content.decode()
        officer.post(notice, sheet(day, by=str(bureau["officer"].pk), at=made.position))
        row = PaperRecord.objects.get(status="waiting")
        made.refresh_from_db()
        second.post(reverse("record", args=[row.pk]), {"at": made.position, "key": "k3", "go": "confirm"})
        made.refresh_from_db()
        assert made.notice_sent_on == day
        assert notice not in officer.get(reverse("act", args=[made.pk])).content.decode()


def test_a_classified_sheet_is_never_stored_but_referred_to(arrived, enter, on, settings):
    case = arrived
    with on(case.day):
        officer = enter("officer")
        place = reverse("record-subject-step", args=[case.matter_id, case.subject.pk, "accept"])
        given = {"by": str(case.bureau["officer"].pk), "in_scope": "on", "scan_class": "secret"}
        before = {f for f in settings.FILES.rglob("*") if f.is_file()}
        answer = officer.post(place, paper_of(case, **given))
        assert "不接收涉密材料" in answer.content.decode()
        assert "scan" in answer.context["paper_form"].errors
        answer = officer.post(place, paper_of(case, **given, scan=""))
        assert set(answer.context["paper_form"].errors) == {"paper_reference"}
        assert {f for f in settings.FILES.rglob("*") if f.is_file()} == before
        assert not PaperRecord.objects.exists()
        officer.post(place, paper_of(case, **given, scan="", paper_reference="示例密〔2026〕3号，存机要室"))
        row = PaperRecord.objects.get()
        assert row.secrecy == "secret"
        page = officer.get(reverse("record", args=[row.pk])).content.decode()
        assert "打开纸质材料的索引" in page
        scan = b"".join(officer.get(reverse("record-scan", args=[row.pk])).streaming_content).decode()
        assert scan.strip() == "示例密〔2026〕3号，存机要室"
