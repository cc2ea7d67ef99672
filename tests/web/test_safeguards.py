"""Dates of evidence shown as they are; who read what; a wrong upload and a report, from page to page."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rongcuo import ids
from rongcuo.matters import secrecy, verification
from rongcuo.matters.models import Concern, Evidence


def form(case, **more) -> dict:
    return {"at": case.matter.position, "key": str(ids.new_id()), **more}


def test_evidence_made_late_or_not_dated_says_so(case, enter, on):
    case.until("declared")
    started, occurred = case.matter.act.started_on, case.matter.act.occurred_on
    days = {"旧": occurred, "后": started - timedelta(days=1), "新": started, "无": None}
    for name, day in days.items():
        with case.at():
            stored = secrecy.take(SimpleUploadedFile(f"{name}.txt", name.encode()), "", "")
        case.act_on(verification.add_evidence, "verifier_1", stored=stored, title=f"{name}材料", made_on=day)
    with on(case.day):
        page = enter("verifier_1").get(reverse("matter", args=[case.matter_id]))
        lanes = page.context["evidence"]
        late = {e["title"]: e["late"] for lane in lanes for e in lane["items"]}
        assert late["旧材料"] == "" and "在事发之后" in late["后材料"]
        assert "问责程序启动以后" in late["新材料"] and late["新材料"] in page.content.decode()
        assert late["无材料"] == "未注明日期"
        # What came later stands apart from what was there on the day (reading 36).
        found = {e["title"]: n for n, lane in enumerate(lanes) for e in lane["items"]}
        assert found["旧材料"] < found["后材料"] == found["新材料"] < found["无材料"]


def test_a_classified_file_in_the_form_keeps_nothing(case, enter, on, settings):
    case.until("declared")
    with on(case.day):
        client, place = enter("verifier_1"), reverse("act-on", args=[case.matter_id, "add_evidence"])
        before = {f for f in settings.FILES.rglob("*") if f.is_file()}
        given = form(case, title="材料", secrecy="secret", file=SimpleUploadedFile("a.txt", b"x"))
        answer = client.post(place, given)
        assert "不接收涉密材料" in answer.content.decode()
        assert {f for f in settings.FILES.rglob("*") if f.is_file()} == before
        client.post(place, form(case, title="索引", secrecy="secret", reference="示例密1号，存机要室"))
        assert Evidence.objects.get(title="索引").secrecy == "secret"


def test_who_read_what_is_shown_with_capacity(case, enter, on):
    case.until("declared")
    with on(case.day):
        enter("verifier_1").get(reverse("matter", args=[case.matter_id]))
        officer = enter("officer")
        place = reverse("reads", args=[case.matter_id])
        assert place in officer.get(reverse("matter", args=[case.matter_id])).content.decode()
        page = officer.get(place).content.decode()
        assert case.bureau["verifier_1"].name in page
        assert case.bureau["officer"].name in page  # the looking itself
        own = enter("inspector").get(reverse("matter", args=[case.matter_id])).content.decode()
        assert place not in own


def test_a_wrong_upload_from_page_to_page(case, enter, on, django_capture_on_commit_callbacks):
    case.until("declared")
    row = Evidence.objects.first()
    with on(case.day):
        officer, drafter = enter("officer"), enter("drafter")
        place = reverse("evidence-aside", args=[case.matter_id, row.pk])
        assert officer.post(place, form(case)).context["form"].errors
        with django_capture_on_commit_callbacks(execute=True):
            officer.post(place, form(case, reason="误传"))
        assert drafter.get(reverse("evidence", args=[case.matter_id, row.pk])).status_code == 410
        assert 'value="destroy"' not in officer.get(place).content.decode()
        assert 'value="destroy"' in drafter.get(place).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            drafter.post(place, form(case, reason="属误传", go="destroy"))
        assert "经两人决定已销毁" in drafter.get(reverse("matter", args=[case.matter_id])).content.decode()
        assert drafter.get(place).status_code == 404


def test_a_report_from_the_applicant_to_the_discipline_officer(case, enter, on):
    case.until("accepted")
    with on(case.day):
        place = reverse("concern-new", args=[case.matter_id])
        client = enter("inspector")
        assert place in client.get(reverse("matter", args=[case.matter_id])).content.decode()
        assert client.post(place, form(case)).context["form"].errors
        client.post(place, form(case, words="有人打招呼"))
        row = Concern.objects.get()
        supervisor = enter("supervisor")
        assert reverse("concern", args=[row.pk]) in supervisor.get(reverse("concerns")).content.decode()
        assert "有人打招呼" in supervisor.get(reverse("concern", args=[row.pk])).content.decode()
        supervisor.post(reverse("concern", args=[row.pk]), form(case, answer="已核查"))
        assert "已核查" in supervisor.get(reverse("concern", args=[row.pk])).content.decode()
        for who in ("officer", "inspector", "leader_1"):
            assert enter(who).get(reverse("concern", args=[row.pk])).status_code == 404
