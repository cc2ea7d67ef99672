"""What may follow a determination, at the browser: refused and reconsidered; tolerated and revoked, the person heard."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from rongcuo.exemptions.models import Effect
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.models import Subject
from tests.matters.world import Case


def meeting(desk, case, result: str, outcome: str, **more) -> None:
    """The minutes of a meeting that decides again: all present, all in favour, every effect ticked."""
    names, s = case.bureau.leaders, case.subject.pk
    desk.fill(
        held_on=desk.day.today.isoformat(), place="局第一会议室", present=names, chair=names[0],
        **{f"result-{s}": result, f"outcome-{s}": outcome, f"for-{s}": "5", f"against-{s}": "0", f"abstain-{s}": "0",
           f"reason-{s}": "集体研究，理由成立。"}, **more,
    )
    if outcome == "waived":
        for effect in ("A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-4"):
            desk.fill(**{f"effect-{s}-{effect}": True})


def test_refused_then_reconsidered_by_others_and_changed(desk, bureau):
    case = Case(bureau, outcome="refused").until("filed")
    page, s = desk.page, case.subject.pk
    here = desk.url + reverse("matter", args=[case.matter_id])
    day = case.day + timedelta(days=5)

    with desk.sits("inspector", on=day):
        page.goto(here)
        desk.chooses("申请复核")
        desk.elsewhere("ask")
        expect(page.locator("main")).to_contain_text("一次为限")
        desk.is_refused("理由1")
        desk.fill(**{"point-1": "整改期限经会议集体研究。", "point-2": "损失当天止住，企业已恢复。"})
        desk.picture("ask")
        desk.sends()
        expect(page.locator("#afterwards")).to_contain_text("已申请复核")
        desk.picture("asked")

    with desk.sits("officer", on=day + timedelta(days=1)):
        desk.takes("受理复核")
        desk.begins("受理复核")
        expect(page.locator("main")).not_to_contain_text(bureau["verifier_1"].name)
        desk.picture("receive")
        desk.elsewhere("receive")
        desk.fill(members=[str(bureau[w].pk) for w in ("licensor", "trainer")])
        desk.sends()

    for who in ("licensor", "trainer"):
        with desk.sits(who):
            desk.takes("申报利害关系")
            desk.begins("申报利害关系")
            desk.fill(none=True)
            desk.sends()

    with desk.sits("licensor", on=day + timedelta(days=6)):
        desk.takes("提出复核意见")
        desk.begins("提出复核意见")
        desk.elsewhere("opinion")
        desk.fill(**{
            "facts": "重新核对会议记录和整改台账。", "answer-1": "属实。", "answer-2": "属实。",
            f"result-{s}": "changed", f"outcome-{s}": "waived", f"reason-{s}": "两点理由成立。",
        })
        desk.picture("opinion")
        desk.sends()

    with desk.sits("secretary", on=day + timedelta(days=9)):
        desk.takes("研究复核")
        desk.begins("研究复核")
        desk.elsewhere("decide")
        meeting(desk, case, "changed", "waived")
        desk.picture("decide")
        desk.sends()

    with desk.sits("officer", on=day + timedelta(days=10)):
        desk.takes("反馈复核")
        desk.begins("反馈复核")
        desk.fill(**{"explanation": "经复核，变更原认定。", "answer-1": "成立。", "answer-2": "成立。"})
        desk.sends()
        expect(page.locator("#afterwards")).to_contain_text("认定容错（免责）")
        desk.picture("told")
        desk.elsewhere("told")

    with desk.sits("inspector"):
        page.goto(here)
        expect(page.locator("#effects")).to_contain_text("干部提拔任用不受影响")
        expect(page.locator("#determination")).to_contain_text("不予认定")
        desk.picture("subject")
        desk.elsewhere("subject")
        page.goto(desk.url + reverse("documents", args=[case.matter_id]))
        expect(page.locator("main")).to_contain_text("反馈函")

    assert Subject.objects.get(pk=s).outcome == "waived"
    assert {e.valid_from for e in Effect.objects.current()} == {day + timedelta(days=9)}
    assert replay() == [] and verify().ok


def test_tolerated_then_revoked_after_the_person_was_heard(desk, bureau):
    case = Case(bureau).until("filed")
    page, s = desk.page, case.subject.pk
    here = desk.url + reverse("matter", args=[case.matter_id])
    day = case.day + timedelta(days=20)

    with desk.sits("officer", on=day):
        page.goto(here)
        desk.chooses("提出撤销、变更建议")
        desk.elsewhere("propose")
        desk.fill(
            grounds=["false_material"], facts="会议纪要的日期系后补，与原始签到不符。",
            **{f"outcome-{s}": "refused", f"reason-{s}": "集体研究这一要件不成立。"},
        )
        desk.picture("propose")
        desk.sends()
        desk.begins("告知拟撤销、变更")
        desk.fill(until=(day + timedelta(days=7)).isoformat(), place="机关三楼谈话室")
        desk.picture("notify")
        desk.sends()

    with desk.sits("inspector", on=day + timedelta(days=2)):
        desk.takes("提出陈述和申辩")
        desk.begins("提出陈述和申辩")
        desk.elsewhere("state")
        desk.fill(**{"point-1": "纪要是当天记的，后来只是誊清。"})
        desk.picture("state")
        desk.sends()
        expect(page.locator("#afterwards")).to_contain_text("后来只是誊清")

    with desk.sits("secretary"):
        page.goto(here)
        expect(page.locator(".next-main")).not_to_contain_text("研究撤销")

    with desk.sits("officer", on=day + timedelta(days=3)):
        desk.takes("听取陈述")
        desk.begins("听取陈述")
        desk.elsewhere("hear")
        desk.fill(way="silent", record="x")
        desk.is_refused("书面")
        desk.fill(way="stated", record="书面陈述收悉，本人没有要求面谈。")
        desk.picture("hear")
        desk.sends()

    with desk.sits("secretary", on=day + timedelta(days=8)):
        desk.takes("研究撤销")
        desk.begins("研究撤销")
        desk.elsewhere("revoke")
        expect(page.locator("main")).to_contain_text("后来只是誊清")
        meeting(desk, case, "changed", "refused")
        desk.is_refused("文字")
        desk.fill(reported="已函报示例局纪检组，〔2026〕1号。")
        desk.picture("revoke")
        desk.sends()

    with desk.sits("officer"):
        page.goto(here)
        desk.begins("反馈复核")
        desk.fill(**{"explanation": "经研究，决定撤销。", "answer-1": "经核对原件，不采纳。"})
        desk.sends()
        desk.picture("revoked")
        desk.elsewhere("revoked")

    with desk.sits("personnel"):
        page.goto(desk.url + reverse("effects", args=[case.matter_id, s]))
        desk.picture("effects")

    assert {(e.valid_to, e.basis) for e in Effect.objects.current()} == {(day + timedelta(days=7), "revocation")}
    assert replay() == [] and verify().ok
