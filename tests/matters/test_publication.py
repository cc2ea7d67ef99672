"""A08-5 Publication: positive determinations, within a certain scope, names by consent only."""

from __future__ import annotations

import pytest

from rongcuo import ids
from rongcuo.matters import acceptance, application, feedback, publication, readings, verification
from rongcuo.matters.errors import Incomplete, NotNow, NotPermitted
from rongcuo.matters.models import Item, Point
from tests.matters.world import Case, refused


def publish(case, who="officer", **changes):
    case.act_on(
        publication.publish, who,
        **{"form": "circular", "scope": "organisation", "text": "一起失误经研究符合容错情形。"} | changes,
    )


def feed_back(case, subject):
    case.act_on(
        feedback.feed_back, "officer", subject=subject.pk, explanation="理由如下。",
        answers={p.pk: "已核实。" for p in Point.objects.filter(subject=subject)},
    )


def test_a_positive_determination_may_be_published_without_names(case):
    case.until("fed_back")
    for field, change in (
        ("form", {"form": "newspaper"}), ("scope", {"scope": "internet"}), ("text", {"text": " "}),
    ):
        with refused(Incomplete, field):
            publish(case, **change)
    publish(case)
    assert case.matter.state == "filing"
    assert Item.objects.get(kind="publication").body["named"] == []


def test_a_name_stands_in_it_by_consent_only(case):
    case.until("fed_back")
    text = "示例甲同志的失误符合容错情形。"
    with refused(Incomplete, "text"):
        publish(case, text=text)
    with refused(Incomplete, "consent"):
        publish(case, text=text, named=[str(case.subject.pk)])
    publish(case, text=text, named=[str(case.subject.pk)], consent="本人9月1日书面同意。")
    assert Item.objects.get(kind="publication").body["named"] == ["示例甲"]


def test_whether_names_are_published_at_all_is_a_reading(case):
    with case.at():
        readings.confirm_reading(
            "publish.name", actor=case.bureau["officer"], at=None, key="r", value="never", basis="示例纪要"
        )
    case.until("fed_back")
    with refused(Incomplete, "named"):
        publish(case, named=[str(case.subject.pk)], consent="本人同意。")
    publish(case)


def test_a_negative_result_is_never_published(bureau):
    case = Case(bureau, outcome="refused").until("fed_back")
    with refused(Incomplete):
        publish(case)
    with refused(Incomplete, "reason"):
        case.act_on(publication.skip_publication, "officer", reason=" ")
    case.act_on(publication.skip_publication, "officer", reason="未认定，不公开。")
    assert case.matter.state == "filing"


def test_of_several_only_the_positive_ones_may_be_named(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines"), ("rescuer", "emergency")]).until("accepted")
    for who, head in (("mines_inspector", "mines_head"), ("rescuer", "emergency_head")):
        case.submit(who)
        case.act_on(application.forward, head, subject=case.subject_of(who).pk)
    case.act_on(acceptance.accept, "officer", subject=case.subject_of("mines_inspector").pk, in_scope=True)
    case.act_on(application.withdraw, "rescuer", subject=case.subject_of("rescuer").pk)
    case.until_from("appointed", "heard")
    other = case.subject_of("mines_inspector")
    case.act_on(
        verification.hear_applicant, "verifier_1", subject=other.pk, place="x", present="y", record="z",
        confirmed=True,
    )
    with case.at():
        rows = case.rows([1])
    case.find([*rows, *(r | {"subject": other.pk} for r in rows)])
    case.report()
    case.until_from("consulted", "answered")
    case.propose()
    first, second = case.subject, case.subject_of("mines_inspector")
    case.meet(
        decisions={
            first.pk: case.decision(first),
            second.pk: case.decision(second, outcome="refused", departure="证据不足。"),
        }
    )
    feed_back(case, first)
    assert case.matter.state == "feedback"  # the other one is not answered yet
    feed_back(case, second)
    everybody = [str(s.pk) for s in case.matter.subjects.all()]
    for name in ("示例丙", "示例戊"):  # refused; withdrawn
        with refused(Incomplete, "text"):
            publish(case, text=f"{name}的失误", named=everybody, consent="都同意。")
    publish(case, text="示例甲的失误符合容错情形。", named=everybody, consent="本人书面同意。")
    assert Item.objects.get(kind="publication").body["named"] == ["示例甲"]


@pytest.mark.parametrize("do", [publication.publish, publication.skip_publication])
def test_the_committee_decides_on_publication_after_the_feedback(case, do):
    fields = {"reason": "不公开。"} if do is publication.skip_publication else {
        "form": "meeting", "scope": "unit", "text": "一起失误。"
    }
    case.until("determined")
    with refused(NotNow):
        case.act_on(do, "officer", **fields)
    case.take("fed_back")
    for who in ("inspector", "secretary", "supervisor", "personnel"):
        with refused(NotPermitted):
            case.act_on(do, who, **fields)
    case.act_on(do, "officer", **fields)


def test_who_published_cannot_publish_a_stranger(case):
    case.until("fed_back")
    publish(case, named=[str(ids.new_id())])
    assert Item.objects.get(kind="publication").body["named"] == []
