"""The desk: what waits, and what changed since the last visit; nothing else, and quickly."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo import clock
from rongcuo.matters import drafts, verification
from rongcuo.matters.models import Act, Interest, Matter, Step, Subject
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Account
from rongcuo.web.views.signing import SINCE

MOST = 15


def look(client) -> str:
    answer = client.get(reverse("desk"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_desk_says_so_kindly(enter):
    page = look(enter("trainer"))
    assert "今天没有等您办理的事项" in page and 'class="tasks"' not in page and "变化" not in page


def test_an_act_waits_for_the_person_concerned_with_the_count_of_days(case, enter, on):
    case.until("noticed")
    with on(case.day):
        page = look(enter("inspector"))
        assert "提出书面申请" in page and case.act.number in page
        assert reverse("apply", args=[case.target.pk]) in page
        assert "第7日" in page and "3月11日" in page and "草稿" not in page
        drafts.draft_for(case.target.pk, actor=case.bureau["inspector"])
        assert "草稿已保存，仅您可见" in look(enter("inspector"))
        assert case.act.number not in look(enter("mines_inspector"))


def test_a_registered_act_waits_until_everybody_is_told_and_noticed(case, enter, on):
    case.until("registered")
    with on(case.day):
        assert "确认本人或单位已获知" in look(enter("registrar"))
        assert "提出书面申请" not in look(enter("inspector"))
        case.told()
        assert "告知可以申请" in look(enter("officer"))
        case.noticed()
        assert case.act.number not in look(enter("officer"))


def test_the_next_step_waits_for_whoever_takes_it_and_for_nobody_else(case, enter, on):
    case.until("submitted")
    with on(case.day):
        head, other = look(enter("chemicals_head")), look(enter("mines_head"))
        assert "转报" in head and case.matter.number in head
        assert case.matter.number not in other and case.matter.number not in look(enter("leader_1"))
    case.take("forwarded")
    with on(case.day):
        assert "受理" in look(enter("officer"))


def test_changes_are_those_of_others_since_the_last_visit(case, enter, on):
    case.until("accepted")
    account = Account.objects.get(username="inspector")
    with on(case.day, 12):
        client = enter("inspector")
        assert "近期变化" in look(client) and "受理" in look(client)
        session = client.session
        session[SINCE] = clock.now().isoformat()
        session.save()
        assert case.matter.number not in look(client)
    case.take("appointed")
    with on(case.day, 12):
        page = look(client)
        assert "上次离开" in page and "成立专项工作小组" in page and "转报" not in page
        # What one did oneself is no news.
        assert "成立专项工作小组" not in look(enter("officer"))
    assert account.last_desk_at is None  # reading a page writes nothing


def test_what_one_may_not_know_of_is_no_change(case, enter, on):
    case.until("declared")
    Step.objects.filter(matter=case.matter_id).update(recorded_at=clock.now())
    with on(case.day, 12):
        assert "申报利害关系" not in look(enter("inspector"))
        assert "申报利害关系" in look(enter("officer"))


def test_signing_in_and_out_note_the_visit(client, case, on, settings):
    settings.DEMO = True
    with on(date(2026, 3, 5)):
        client.post(reverse("sign-in"), {"person": "inspector"})
        assert client.session[SINCE] is None
    with on(date(2026, 3, 6)):
        client.post(reverse("sign-out"))
        left = Account.objects.get(username="inspector").last_desk_at
        assert left == clock.now()
    with on(date(2026, 3, 9)):
        client.post(reverse("sign-in"), {"person": "inspector"})
        assert client.session[SINCE] == left.isoformat()


@pytest.fixture
def crowd(case, on):
    """Two hundred further matters in verification and before it, as the tables would hold them."""
    case.until("declared")
    pattern, person = case.matter, case.subject
    pack = current_pack()
    acts, matters, subjects, steps = [], [], [], []
    for n in range(200):
        act = Act.objects.get(pk=case.act.pk)
        act.pk, act.number = uuid.uuid4(), f"问责〔2026〕{n + 100}号"
        matter = Matter(**{f.attname: getattr(pattern, f.attname) for f in Matter._meta.concrete_fields})
        matter.pk, matter.act_id, matter.number = uuid.uuid4(), act.pk, f"容错〔2026〕{n + 100}号"
        matter.state = ("intake", "verification", "opinion", "feedback", "publication")[n % 5]
        subject = Subject(**{f.attname: getattr(person, f.attname) for f in Subject._meta.concrete_fields})
        subject.pk, subject.matter_id = uuid.uuid4(), matter.pk
        subject.state = "received" if matter.state == "intake" else "accepted"
        steps.append(Step(
            id=uuid.uuid4(), matter_id=matter.pk, position=1, action="accept", subject_id=subject.pk,
            actor_id=case.bureau["drafter"].pk, done_on=case.day, recorded_at=clock.now(),
        ))  # fmt: skip
        acts.append(act)
        matters.append(matter)
        subjects.append(subject)
    for model, rows in ((Act, acts), (Matter, matters), (Subject, subjects), (Step, steps)):
        model.objects.bulk_create(rows)
    assert pack.procedure.matter_states.keys() >= {m.state for m in matters}
    return case


@pytest.mark.parametrize("who", ["officer", "drafter", "registrar", "inspector", "verifier_1", "secretary", "supervisor", "personnel"])
def test_the_desk_asks_the_database_as_often_with_two_hundred_matters(crowd, enter, on, who):
    with on(crowd.day, 12):
        client = enter(who)
        look(client)
        with CaptureQueriesContext(connection) as seen:
            page = look(client)
        assert len(seen) <= MOST, [q["sql"][:80] for q in seen]
        if who == "officer":
            assert "还有其他事项待办" in page


def test_a_handler_who_is_also_concerned_asks_no_more(crowd, enter, on):
    from tests.matters.world import Case

    further = Case(crowd.bureau, crowd.day, subject="drafter", unit="committee")
    further.until("noticed")
    with on(further.day, 12):
        client = enter("drafter")
        look(client)
        with CaptureQueriesContext(connection) as seen:
            page = look(client)
        assert len(seen) <= MOST, [q["sql"][:80] for q in seen]
        assert "提出书面申请" in page


def test_somebody_who_declared_an_interest_has_no_task_there(case, enter, on):
    case.until("accepted")
    with on(case.day):
        case.act_on(verification.declare_interests, "officer", grounds=["relative"], words="近亲属")
        assert Interest.objects.get(person=case.bureau["officer"].pk).status == "declared"
        page = look(enter("officer"))
        assert "成立专项工作小组" not in page
