"""What has passed its period goes by two people's decision, on its pages; one's own list one does not decide."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo import clock
from rongcuo.archive.models import DestructionList
from rongcuo.matters import closing
from tests.documents.office import Office, confirm

LATER = "2060-01-05T09:00:00+08:00"
MOST = 15


@pytest.fixture
def old(case):
    """A closed matter with an issued paper, seen from the year after the usual period ran out."""
    case.until("noticed")
    confirm(case, "accept.enabled")
    case.until_from("submitted", "accepted")
    paper = Office(case, "acceptance").through("机党受〔2026〕3号").dispatch
    case.until_from("appointed", "filed").corrected()
    case.act_on(closing.close, "officer")
    with clock.frozen(LATER):
        yield case, paper


def links(answer) -> list[str]:
    """The addresses a page of the matter leads to, those of its papers and files among them."""
    return sorted(set(re.findall(r'href="(/(?:matters|documents|corrections)/[^"#?]+)', answer.content.decode())))


def test_from_what_is_due_to_what_is_left_behind(old, enter, django_capture_on_commit_callbacks):
    case, paper = old
    page = reverse("destructions")
    officer, drafter = enter("officer"), enter("drafter")
    with CaptureQueriesContext(connection) as asked:
        answer = officer.get(page).content.decode()
    assert len(asked) <= MOST, [q["sql"][:150] for q in asked]
    due = re.findall(r'name="piece" value="([^"]+)"', answer)
    assert len(due) > 5 and "整改材料" in answer and case.matter.number in answer
    assert reverse("destructions") in officer.get(reverse("transfer")).content.decode()

    # Nothing chosen, and no reasons: said beside the form, what was ticked stays ticked.
    empty = officer.post(page, {"key": "a", "at": 0, "reason": "保管期满"}).content.decode()
    assert "期限" in empty and not DestructionList.objects.exists()
    silent = officer.post(page, {"key": "b", "at": 0, "reason": "", "piece": due[:1]}).content.decode()
    assert silent.count(" checked") == 1

    sent = officer.post(page, {"key": "c", "at": 0, "reason": "保管期满，经鉴定无继续保存价值。", "piece": due})
    one = DestructionList.objects.get()
    here = reverse("destruction", args=[one.pk])
    assert sent["Location"] == here
    assert 'name="piece"' not in officer.get(page).content.decode()  # all of it waits for the decision
    assert "由另一人审定" in officer.get(here).content.decode()
    assert officer.post(here, {"key": "d", "at": 0, "go": "destroy"}).status_code == 403
    asks = drafter.get(here).content.decode()
    assert 'value="destroy"' in asks and "不能恢复" in asks and "保管期满，经鉴定" in asks
    assert drafter.post(here, {"key": "e", "at": 0, "go": "keep"}).status_code == 200  # keeping needs words

    with django_capture_on_commit_callbacks(execute=True):
        assert drafter.post(here, {"key": "f", "at": 0, "go": "destroy"})["Location"] == here
    after = officer.get(here).content.decode()
    assert "已销毁" in after and "record" not in after and "关于" in after
    file = reverse("dispatch-pdf", args=[case.matter_id, paper.pk])
    gone = officer.get(file)
    assert gone.status_code == 410 and "按决定销毁" in gone.content.decode()
    # Nobody's page of what is left breaks: whatever it links to answers.
    for who in ("officer", "inspector", "secretary", "supervisor"):
        client, seen = enter(who), 0
        for address in ["", *links(client.get(reverse("matter", args=[case.matter_id])))]:
            answer = client.get(address or reverse("matter", args=[case.matter_id]))
            assert answer.status_code in {200, 302, 403, 404, 405, 409, 410}, (who, address)
            seen += answer.status_code == 200
        assert seen > 5, who
    assert "经两人决定已销毁" in officer.get(reverse("matter", args=[case.matter_id])).content.decode()
    assert case.matter.number in officer.get(page).content.decode() or one.number in officer.get(page).content.decode()


def test_kept_with_words_nothing_goes_and_others_see_no_list(old, enter):
    case, paper = old
    officer, drafter, page = enter("officer"), enter("drafter"), reverse("destructions")
    due = re.findall(r'name="piece" value="([^"]+)"', officer.get(page).content.decode())
    officer.post(page, {"key": "a", "at": 0, "reason": "期满", "piece": [due[0], "mangled"]})
    here = reverse("destruction", args=[DestructionList.objects.get().pk])
    for who in ("inspector", "secretary", "supervisor", "personnel", "mines_head"):
        assert enter(who).get(page).status_code == enter(who).get(here).status_code == 404
        assert enter(who).post(here, {"key": "x", "at": 0, "go": "destroy"}).status_code == 404
    drafter.post(here, {"key": "b", "at": 0, "go": "keep", "words": "仍有参考价值。"})
    said = drafter.get(here).content.decode()
    assert "仍有参考价值。" in said and "没有销毁" in said
    assert due[0] in officer.get(page).content.decode()  # and may be proposed again
    assert b"%PDF" in b"".join(officer.get(reverse("dispatch-pdf", args=[case.matter_id, paper.pk])))[:8]
