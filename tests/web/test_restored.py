"""A backup is put back in mid-step: what was sent from a later page is not done, and is not lost."""

from __future__ import annotations

from django.urls import reverse

from rongcuo.ledger.models import Entry
from rongcuo.matters import acceptance
from tests.matters.world import Case


def test_a_page_from_after_the_backup_is_answered_as_stale_with_what_was_typed(case: Case, enter, on):
    case.until("forwarded")
    position = case.matter.position
    with on(case.day):
        client = enter("officer")
        place = reverse("act-on-subject", args=[case.matter_id, case.subject.pk, "refuse"])
        # The page was made two steps later than the record that was put back knows of.
        answer = client.post(place, {
            "at": position + 2, "key": "from-before", "ground": "outside_scope", "reason": "不属于本局人员，已核对名册。",
        })  # fmt: skip
        page = answer.content.decode()
        assert answer.status_code == 409 and "不属于本局人员，已核对名册。" in page
        assert Entry.objects.filter(stream=case.matter_id).count() == position
        # The work goes on from what stands.
        case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
        assert case.subject.state == "accepted"


def test_the_key_of_a_step_that_was_lost_does_it_once_and_only_once(case: Case, enter, on):
    case.until("forwarded")
    with on(case.day):
        client = enter("officer")
        place = reverse("act-on-subject", args=[case.matter_id, case.subject.pk, "accept"])
        sent = {"at": case.matter.position, "key": "once", "in_scope": "on", "reason": ""}
        assert client.post(place, sent).status_code == 302
        before = Entry.objects.count()
        assert client.post(place, sent).status_code == 302
        assert Entry.objects.count() == before
