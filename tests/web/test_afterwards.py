"""Reconsideration and revocation by their pages: each step is found, explained, taken, and told to whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo.exemptions.models import Effect
from rongcuo.matters.models import Item, PaperRecord
from tests.exemptions.world import Protected
from tests.matters.world import PLOT
from tests.web.test_matter_steps import error_at, refused
from tests.web.walk import Forms, Quick

EVERYBODY = ("inspector", "chemicals_head", "officer", "drafter", "verifier_1", "secretary", "leader_1", "personnel", "supervisor")


def looked_at(walk, *more: str) -> dict[str, str]:
    """The matter's page as everybody sees it."""
    return {who: walk.page(who) for who in (*EVERYBODY, *more)}


def link(page: str, action: str) -> bool:
    return f"/do/{action}/" in page


@pytest.fixture
def refusal(bureau, enter, on) -> Quick:
    return Quick(bureau, enter, on, plot=replace(PLOT, outcome="refused")).until("received")


def meeting_again(walk, result: str, outcome: str | None = None, **more) -> dict:
    """What the secretary types: every effect that the outcome can have is ticked."""
    s = walk.subject.pk
    typed = walk.meeting(outcome or walk.subject.outcome) | {f"result-{s}": result}
    if result == "kept":
        typed = {k: v for k, v in typed.items() if not k.startswith(("outcome-", "effect-"))}
    return typed | more


def test_a_refusal_is_reconsidered_and_changed(refusal):
    walk = refusal
    s = walk.subject.pk
    pages = looked_at(walk)
    assert link(pages["inspector"], "ask_review") and not link(pages["chemicals_head"], "ask_review")
    walk.day += timedelta(days=3)
    assert error_at(refused(walk, "inspector", "ask_review", {"point-1": " "}), "point-1")
    assert "一次为限" in walk.pages["ask_review"] and "最后一日" in walk.pages["ask_review"]
    walk.do("inspector", "ask_review", {
        "point-1": "会议已经研究过期限。", "point-2": "损失当天止住。",
        "file": SimpleUploadedFile("原始记录.txt", "示例原始记录".encode()), "title": "原始会议记录",
    })  # fmt: skip
    pages = looked_at(walk)
    assert "会议已经研究过期限" in pages["officer"] and "会议已经研究过期限" in pages["inspector"]
    assert "已申请复核" in pages["inspector"] and link(pages["officer"], "receive_review")
    assert walk.page("officer", reverse("desk")).count("受理复核") >= 1

    form = walk.page("officer", walk.address("receive_review"))
    for out in ("verifier_1", "drafter", "secretary", "leader_1", "registrar", "inspector"):
        assert str(walk.bureau[out].pk) not in form
    walk.do("officer", "receive_review", {"members": [str(walk.bureau[w].pk) for w in ("licensor", "trainer")]})
    pages = looked_at(walk, "licensor", "trainer")
    assert link(pages["licensor"], "declare_interests") and not link(pages["verifier_1"], "give_review_opinion")
    assert "申报利害关系" in walk.page("licensor", reverse("desk"))
    for who in ("licensor", "trainer"):
        walk.declare(who)
    assert "提出复核意见" in walk.page("trainer", reverse("desk"))
    opinion = {
        "facts": "重新核对了会议记录。", "answer-1": "成立。", "answer-2": "成立。", f"result-{s}": "changed",
        f"outcome-{s}": "waived", f"reason-{s}": "两点理由成立。",
    }
    assert error_at(refused(walk, "licensor", "give_review_opinion", opinion | {f"outcome-{s}": ""}), f"outcome-{s}")
    assert error_at(refused(walk, "licensor", "give_review_opinion", opinion | {"answer-2": " "}), "answer-2")
    walk.page("verifier_1", walk.address("give_review_opinion"))
    assert walk.send("verifier_1", "give_review_opinion", opinion).status_code == 403
    walk.do("licensor", "give_review_opinion", opinion)

    walk.day += timedelta(days=4)
    assert walk.page("leader_1", walk.address("decide_review"), 403) is not None
    typed = meeting_again(walk, "changed", "waived")
    held = walk.filled("secretary", "decide_review")
    assert f"result-{s}" not in held and f"outcome-{s}" not in held
    assert "两点理由成立" in walk.pages["decide_review"]
    assert error_at(refused(walk, "secretary", "decide_review", typed | {f"result-{s}": ""}), f"result-{s}")
    assert error_at(refused(walk, "secretary", "decide_review", meeting_again(walk, "kept")), f"departure-{s}")
    walk.do("secretary", "decide_review", typed)
    pages = looked_at(walk, "licensor")
    assert "不予认定" in pages["officer"] and "认定容错（免责）" in pages["officer"]
    assert "两点理由成立" not in pages["inspector"], "the opinion stays with the office"
    walk.do("officer", "feed_back_later", {"explanation": "改变原认定，理由如下。", "answer-1": "成立。", "answer-2": "成立。"})
    pages = looked_at(walk)
    assert "改变原认定，理由如下" in pages["inspector"] and "#afterwards" in pages["officer"]
    assert link(pages["inspector"], "record_receipt")
    assert {e.basis for e in Effect.objects.current()} == {"reconsideration"}
    walk.do("inspector", "record_receipt", {"received_on": walk.day.isoformat()})
    assert not link(walk.page("inspector"), "ask_review") and "一次为限" in walk.page("inspector")
    for item in Item.objects.filter(matter=walk.matter_id):
        walk.page("officer", reverse("paper", args=[walk.matter_id, item.pk]))


def test_a_determination_is_revoked_after_the_person_was_heard(bureau, enter, on):
    walk = Quick(bureau, enter, on).until("received")
    s = walk.subject.pk
    walk.day += timedelta(days=20)
    assert not link(walk.page("inspector"), "propose_revocation")
    proposal = {
        "grounds": ["false_material"], "facts": "会议纪要日期系后补。", f"outcome-{s}": "refused",
        f"reason-{s}": "集体研究这一要件不成立。",
    }
    assert error_at(refused(walk, "officer", "propose_revocation", proposal | {"grounds": []}), "grounds")
    walk.do("officer", "propose_revocation", proposal)
    pages = looked_at(walk)
    assert "会议纪要日期系后补" in pages["secretary"] and "会议纪要日期系后补" not in pages["inspector"]
    until = (walk.day + timedelta(days=7)).isoformat()
    assert error_at(refused(walk, "officer", "notify_revocation", {"until": walk.day.isoformat()}), "until")
    walk.do("officer", "notify_revocation", {"text": "拟撤销认定，请陈述。", "until": until})
    pages = looked_at(walk)
    assert "拟撤销认定，请陈述" in pages["inspector"] and link(pages["inspector"], "state_on_revocation")
    assert "拟撤销认定，请陈述" not in pages["chemicals_head"] + pages["personnel"] + pages["verifier_1"]
    assert "提出陈述和申辩" in walk.page("inspector", reverse("desk"))
    walk.do("inspector", "state_on_revocation", {"point-1": "纪要是当天记的，只是誊清晚了。"})
    assert error_at(refused(walk, "officer", "hear_on_revocation", {"way": "silent", "record": "x"}), "way")
    walk.do("officer", "hear_on_revocation", {"way": "stated", "record": "书面陈述已收，未要求面谈。"})
    walk.day += timedelta(days=5)
    typed = meeting_again(walk, "changed", "refused")
    held = walk.page("secretary", walk.address("decide_revocation"))
    assert "只是誊清晚了" in held and "书面陈述已收" in held
    assert error_at(refused(walk, "secretary", "decide_revocation", typed), "reported")
    walk.do("secretary", "decide_revocation", typed | {"reported": "已函报纪检组〔2026〕1号。"})
    walk.do("officer", "feed_back_later", {"explanation": "决定撤销。", "answer-1": "经核对，誊清时间与原件不符。"})
    pages = looked_at(walk)
    assert "决定撤销" in pages["inspector"] and link(pages["inspector"], "record_receipt")
    assert "撤销" in walk.page("personnel", reverse("effects", args=[walk.matter_id, s]))
    assert {e.valid_to for e in Effect.objects.current()} == {walk.day - timedelta(days=1)}
    for item in Item.objects.filter(matter=walk.matter_id):
        walk.page("officer", reverse("paper", args=[walk.matter_id, item.pk]))


@pytest.mark.parametrize("action", ["decline_review", "withdraw_review"])
def test_a_request_ends_without_a_decision(refusal, action):
    refusal.day += timedelta(days=45)
    refusal.do("inspector", "ask_review", {"point-1": "理由。"})
    if action == "decline_review":
        assert "超过最后一日" in refusal.page("officer", refusal.address(action))
        refusal.do("officer", action, {"ground": "late", "reason": "已过期限。"})
    else:
        refusal.do("inspector", action, {"words": "不再申请。"})
    assert refusal.subject.state == "answered"
    assert "已过期限" in refusal.page("inspector") or "不再申请" in refusal.page("officer")


def on_paper(walk, action: str, by: str, typed: dict) -> None:
    """A step transcribed by the officer from its scan and confirmed by the drafter."""
    s = walk.subject.pk
    with walk.now():
        place = reverse("record-subject-step", args=[walk.matter_id, s, action])
        assert place in walk.client("officer").get(reverse("records", args=[walk.matter_id])).content.decode()
        person = str(walk.bureau[by].pk)
        form = Forms(walk.client("officer").get(place, {"by": person}).content.decode()).carrying("scan")
        scan = SimpleUploadedFile(f"{action}.txt", f"示例扫描 {action} {walk.matter.position}".encode())
        given = form["values"] | {"by": person, "done_on": walk.day.isoformat(), "scan": scan} | typed
        sent = walk.client("officer").post(place, given)
        assert sent.status_code == 302, (action, sent.context["form"].errors, sent.context["paper_form"].errors)
        row = PaperRecord.objects.get(action=action, status="waiting")
        address = reverse("record", args=[row.pk])
        page = walk.client("drafter").get(address).content.decode()
        held = Forms(page).carrying("at")["values"]
        done = walk.client("drafter").post(address, held | {"go": "confirm"})
    assert done.status_code == 302, done.content.decode()[:1500]


def test_both_procedures_run_from_paper(bureau, enter, on):
    walk = Quick(bureau, enter, on, plot=replace(PLOT, outcome="refused")).until("received")
    s, names = walk.subject.pk, bureau.leaders
    walk.day += timedelta(days=2)
    on_paper(walk, "ask_review", "inspector", {"point-1": "会议研究过。"})
    on_paper(walk, "receive_review", "officer", {"members": [str(bureau[w].pk) for w in ("licensor", "trainer")]})
    for who in ("licensor", "trainer"):
        walk.declare(who)
    on_paper(walk, "give_review_opinion", "trainer", {
        "facts": "重新核对。", "answer-1": "成立。", f"result-{s}": "changed", f"outcome-{s}": "waived", f"reason-{s}": "成立。",
    })  # fmt: skip
    on_paper(walk, "decide_review", "secretary", meeting_again(walk, "changed", "waived", present=names))
    on_paper(walk, "feed_back_later", "officer", {"explanation": "变更。", "answer-1": "成立。"})
    assert (walk.subject.outcome, walk.subject.state) == ("waived", "answered")
    walk.day += timedelta(days=3)
    on_paper(walk, "propose_revocation", "officer", {
        "grounds": ["hidden_facts"], "facts": "隐瞒了投诉。", f"outcome-{s}": "refused", f"reason-{s}": "要件不成立。",
    })  # fmt: skip
    until = (walk.day + timedelta(days=5)).isoformat()
    on_paper(walk, "notify_revocation", "officer", {"text": "请陈述。", "until": until})
    on_paper(walk, "state_on_revocation", "inspector", {"point-1": "投诉与此无关。"})
    on_paper(walk, "hear_on_revocation", "officer", {"way": "stated", "record": "书面陈述已收。"})
    on_paper(walk, "decide_revocation", "secretary", meeting_again(walk, "changed", "refused"))
    on_paper(walk, "feed_back_later", "officer", {"explanation": "撤销。", "answer-1": "不采纳。"})
    assert (walk.subject.outcome, walk.subject.state) == ("refused", "answered")
    assert "按纸质材料录入" in walk.page("inspector")


def test_the_pages_ask_little_of_the_database(bureau, enter, on):
    case = Protected(bureau).until("filed")
    case.notify("personnel")
    case.revoked()
    case.later(1).tell()
    case.later(1).ask_review()
    with on(case.day):
        for who, name, more in (
            ("officer", "matter", []), ("inspector", "matter", []), ("supervisor", "matter", []), ("officer", "desk", None),
        ):
            client, address = enter(who), reverse(name, args=None if more is None else [case.matter_id])
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            assert len(seen) <= 16, "\n".join(q["sql"].partition(" FROM ")[2][:110] for q in seen)
