"""From which step on whom a matter is open to, and how sight of it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo import clock
from rongcuo.demo.story import STEPS
from rongcuo.matters import acceptance, access, application, determination, verification
from rongcuo.matters.access import viewer_of, visible_items
from rongcuo.matters.errors import NotFound, NotPermitted
from rongcuo.people.models import Post
from rongcuo.people.record import add_post, end_post
from tests.matters.world import Case, refused

#: The step from which on a person may know of the matter; None: never.
SINCE = {
    "inspector": "submitted", "chemicals_head": "submitted",
    "officer": "forwarded", "drafter": "forwarded", "registrar": "forwarded",
    "verifier_1": "appointed", "verifier_2": "appointed", "verifier_3": "appointed",
    "personnel": "consulted", "secretary": "opinion", "leader_1": "opinion", "leader_5": "opinion",
    "supervisor": "determined",
    "mines_inspector": None, "mines_head": None, "emergency_head": None, "training_head": None,
    "licensor": None, "trainer": None,
}


def test_each_learns_of_the_matter_when_the_procedure_comes_to_them(case):
    case.until("noticed")
    for step in STEPS[STEPS.index("submitted"):]:
        case.take(step)
        for who, since in SINCE.items():
            expected = since is not None and STEPS.index(step) >= STEPS.index(since)
            assert case.sees(who) == expected, (step, who)


def test_once_open_it_stays_open_when_the_matter_goes_back(case):
    case.until("opinion")
    case.act_on(determination.return_for_verification, "secretary", reason="补充核实。")
    for who in ("secretary", "leader_1", "personnel", "verifier_1", "officer"):
        assert case.sees(who), who


def test_a_paper_is_not_read_before_ones_capacity_has_come(case):
    """The head of the unit who also sits in the leading group reads as a head until then."""
    with clock.frozen("2026-01-06T09:00:00+08:00"):
        add_post(
            actor=None, person=case.bureau["chemicals_head"].pk, title="党组成员",
            unit=case.bureau.units["leading_group"].pk,
        )
    case.until("answered")
    assert {i.kind for i in visible_items(case.standing("chemicals_head"))} == {
        "application", "forwarding", "acceptance"
    }
    case.take("opinion")
    assert "opinion" in {i.kind for i in visible_items(case.standing("chemicals_head"))}


def test_a_post_opens_what_it_opens_from_its_first_to_its_last_day(case):
    case.until("accepted")
    officer = case.bureau["officer"]
    post = Post.objects.get(person=officer)
    end_post(actor=None, post=post.pk, until=case.day)
    assert case.sees("officer")
    case.later(1)
    assert not case.sees("officer")
    assert viewer_of(officer, case.day).capacities == frozenset()
    with refused(NotFound):
        case.take("appointed")
    with case.at():
        add_post(
            actor=None, person=officer.pk, unit=post.unit_id, title="专职副书记",
            since=case.day + timedelta(days=2),
        )
    assert not case.sees("officer")
    case.later(2)
    assert case.sees("officer")


def test_a_new_head_forwards_and_the_former_one_does_not(case):
    case.until("submitted")
    post = Post.objects.get(person=case.bureau["chemicals_head"])
    end_post(actor=None, post=post.pk, until=case.day - timedelta(days=1))
    with case.at():
        add_post(
            actor=None, person=case.bureau["licensor"].pk, unit=post.unit_id, title="处长", head=True
        )
    with refused(NotFound):
        case.take("forwarded")
    case.plot.head = "licensor"
    case.take("forwarded")


@pytest.mark.parametrize("who", ["verifier_1", "drafter", "leader_2", "officer"])
def test_a_confirmed_recusal_is_404_in_every_gate(case, who):
    case.until("opinion")
    case.act_on(verification.declare_interests, who, grounds=["earlier_part"], words="参与过前期工作。")
    assert case.sees(who)  # suspended, not yet recused
    by = "registrar" if who == "officer" else "officer"
    case.act_on(
        verification.decide_recusal, by, person=case.bureau[who].pk, recused=True, reasons="属实。"
    )
    assert not case.sees(who)
    standing = case.standing(who)
    assert standing.capacities == standing.seeing == frozenset()
    assert not access.visible_items(standing).exists()
    assert not access.visible_steps(standing).exists()
    assert not access.visible_findings(standing).exists()
    assert not access.visible_subjects(standing)
    with refused(NotFound):
        case.act_on(verification.declare_interests, who, grounds=[])


def test_a_subject_in_office_has_no_capacity_in_the_own_matter(bureau):
    """A member of the party committee applies: everything goes by a colleague."""
    case = Case(bureau, subject="drafter", unit="committee", head="officer").until("noticed")
    case.submit()
    assert case.subject.direct_on == case.day  # the committee has no head of its own to forward
    case.act_on(application.go_direct, "drafter", subject=case.subject.pk)
    with refused(NotPermitted):
        case.act_on(acceptance.accept, "drafter", subject=case.subject.pk, in_scope=True)
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    assert case.standing("drafter").capacities == {"applicant"}


def test_an_account_without_a_person_is_nobody(bureau):
    """Units have no person either; an administrator is not taken for one of them."""
    case = Case(bureau, unit_applies=True).until("accepted")
    viewer = viewer_of(None, case.day)
    assert (viewer.capacities, viewer.headed, viewer.secretary) == (frozenset(), frozenset(), False)
    assert not access.visible_matters(viewer).exists()
    assert not access.visible_acts(viewer).exists()
    assert not access.own_act_subjects(viewer).exists()
    assert not access.own_drafts(viewer).exists()
