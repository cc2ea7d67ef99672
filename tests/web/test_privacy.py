"""At each step it is told what happens with personal information, and how long it is kept (PIPL 17, 35)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rongcuo import clock, ids
from rongcuo.matters import readings
from rongcuo.matters.moves import PER_SUBJECT
from rongcuo.matters.packs import current_pack, settings_of
from rongcuo.web.forms.steps import STEP_FORMS
from rongcuo.web.privacy import notice


def test_every_step_with_a_form_has_its_notice_in_the_pack():
    pack = current_pack()
    for action in (*STEP_FORMS, *pack.privacy.notices):
        told = notice(pack, action, pack.settings())
        for part in ("what", "why", "by", "law", "rights", "kept"):
            assert told[part].zh and told[part].en, (action, part)


@pytest.mark.parametrize(("who", "action", "until"), [
    ("chemicals_head", "forward", "submitted"), ("officer", "accept", "forwarded"),
    ("verifier_1", "record_findings", "heard"), ("secretary", "postpone", "opinion"),
])  # fmt: skip
def test_the_form_of_a_step_tells_it(case, enter, on, who, action, until):
    case.until(until)
    about = [case.matter_id, case.subject.pk, action] if action in PER_SUBJECT else [case.matter_id, action]
    with on(case.day):
        page = enter(who).get(reverse("act-on-subject" if action in PER_SUBJECT else "act-on", args=about)).content.decode()
    told = current_pack().privacy.notices[action]
    assert told.what.zh in page and told.why.zh in page and "30年" in page


def test_the_applicant_reads_it_before_the_first_question(case, enter, on):
    case.until("noticed")
    with on(case.day):
        page = enter("inspector").get(reverse("apply", args=[case.target.pk])).content.decode()
    assert "第十七条" in page and "查阅、复制" in page


def test_how_long_is_what_the_matter_was_opened_under(case):
    case.until("submitted")
    with clock.frozen("2026-03-20T09:00:00+08:00"):
        readings.confirm_reading(
            "archive.retention", actor=case.bureau["officer"], at=None, key=str(ids.new_id()), value="Y", basis="纪要"
        )
    pack = current_pack()
    assert notice(pack, "accept", settings_of(case.matter))["kept"].zh == "30年"
    assert notice(pack, "register_act")["kept"].zh == "永久"


def test_the_account_page_has_all_of_it_and_administrators_none(bureau, enter):
    page = enter("inspector").get(reverse("account")).content.decode()
    told = current_pack().privacy.notices
    assert all(told[m.action].what.zh in page for m in current_pack().procedure.moves if m.action in told)
