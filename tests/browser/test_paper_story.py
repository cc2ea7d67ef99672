"""The same matter as in test_story, but nobody it names ever sits at a screen: two of the party committee
transcribe the papers, each confirming what the other recorded. Leaders, applicant, group: no account used.
"""

from __future__ import annotations

from playwright.sync_api import expect

from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.models import Act, Item, Matter, PaperRecord, Step, Subject
from tests.browser import bridge
from tests.browser.desk import Desk

GROUP = ("verifier_1", "verifier_2", "inspector")
#: Everything is entered on one day in June, long after it was done.
ENTERED = "2026-06-10"


def test_a_bridge_repaired_in_haste_on_paper(desk, bureau, browser, browser_context_args):
    second = Desk(browser.new_context(**browser_context_args), desk.url, desk.day, desk.pictures)
    desk.day.is_(ENTERED)
    desk.sign_in("officer")
    second.sign_in("registrar")
    story = OnPaper(desk, second, bureau)
    story.act()
    story.application()
    story.up_to_the_report()
    story.opinion_and_meeting()
    story.to_the_end()
    matter, subject = Matter.objects.get(), Subject.objects.get()
    assert (matter.state, subject.state, subject.outcome) == ("filed", "answered", "lighter")
    assert (matter.opened_on.isoformat(), matter.decided_on.isoformat()) == ("2026-03-05", "2026-04-08")
    assert subject.timeliness == "in_time"
    assert second.complaints == []
    second.context.close()
    signed_in = {bureau[who].pk for who in ("officer", "registrar")}
    for row in PaperRecord.objects.all():
        assert row.status == "confirmed" and {row.recorded_by_id, row.closed_by_id} <= signed_in
        assert row.recorded_by_id != row.closed_by_id
    assert all(step.paper_id for step in Step.objects.all())
    act = Act.objects.get()
    assert (act.notice_sent_on.isoformat(), act.handler_id) == ("2026-03-02", bureau["registrar"].pk)
    assert act.subjects.get().told_on.isoformat() == "2026-03-02"
    before = PaperRecord.objects.filter(action__in=["register_act", "confirm_told", "send_notice"])
    assert before.count() == 3  # nothing was ever done on screen
    assert len(Item.objects.get(kind="minutes").body["views"]) == 5
    assert verify().problems == []
    assert replay() == []


class OnPaper:
    """`desk` is where one keeper of the file sits, `second` where the other does."""

    def __init__(self, desk, second, bureau):
        self.desk, self.second, self.bureau, self.page = desk, second, bureau, desk.page
        self.address = ""
        self.scans = 0

    def scan(self) -> dict:
        self.scans += 1
        words = f"扫描件第{self.scans}号（示例）".encode()
        return {"name": f"扫描件{self.scans}.txt", "mimeType": "text/plain", "buffer": words}

    def act(self) -> None:
        """The act, the telling and the notice, each a sheet of its own."""
        desk, page = self.desk, self.page
        person, unit = self.bureau["rescuer"], self.bureau.units["emergency"]
        page.goto(f"{desk.url}/acts/")
        page.get_by_role("link", name="录入纸质").first.click()
        desk.fill(
            by=str(self.bureau["registrar"].pk), done_on="2026-03-02", scan=self.scan(), kind="case_filing",
            document_number="示例纪立〔2026〕1号", issued_by="示例局机关纪委", started_on="2026-03-02",
            occurred_on="2026-01-12", brief=bridge.BRIEF, subject_0=f"{person.pk}:{unit.pk}",
        )  # fmt: skip
        desk.picture("act")
        desk.sends()
        other = self.second.takes("核对纸质材料")
        self.second.picture("compare-act")
        other.get_by_role("button", name="与纸质材料一致").click()
        self.act_address = other.url.removeprefix(desk.url)
        for link, who, name in (("据纸质材料录入获知情况", "registrar", "telling"), ("据纸质材料录入告知", "officer", "notice")):
            page.goto(desk.url + self.act_address)
            page.get_by_role("link", name=link).click()
            desk.fill(by=str(self.bureau[who].pk), done_on="2026-03-02", scan=self.scan())
            desk.picture(name)
            desk.sends()
            self.confirm()

    def application(self) -> None:
        desk, page = self.desk, self.page
        given = {
            "by": str(self.bureau["rescuer"].pk), "done_on": "2026-03-05", "situations": ["A06-3", "A06-7"],
            "main_situation": "A06-7", "account": bridge.ACCOUNT, "points": "\n".join(bridge.REASONS),
            "remedy": bridge.REMEDY, "integrity": True, "paper_reference": "机党收〔2026〕12号，原件存机关党委",
        }
        page.goto(desk.url + self.act_address)
        page.get_by_role("link", name="录入纸质申请").click()
        desk.elsewhere("application")
        desk.fill(**given)
        desk.is_refused("扫描件")
        desk.fill(scan=self.scan())
        desk.picture("application")
        desk.sends()
        expect(page.locator(".messages")).to_contain_text("经第二人确认后生效")
        page.goto(f"{desk.url}/")
        expect(page.get_by_text("核对纸质材料")).to_have_count(0)  # not by the one who recorded it
        second, other = self.second, self.second.page
        other.goto(f"{desk.url}/")
        second.picture("desk")
        second.takes("核对纸质材料")
        second.picture("compare")
        second.elsewhere("compare")
        other.get_by_role("button", name="与纸质材料一致").click()
        self.address = other.url.removeprefix(desk.url)

    def step(self, label: str, who: str, on: str, **fields) -> None:
        """Transcribed by one, confirmed by the other."""
        self.begin(label, who)
        self.desk.fill(done_on=on, scan=self.scan(), **fields)
        self.desk.sends()
        self.confirm()

    def begin(self, label: str, who: str) -> None:
        page = self.page
        page.goto(self.desk.url + self.address + "on-paper/")
        with page.expect_navigation():
            page.locator(".next-others a", has_text=label).first.click()
        if page.locator("[name=by][type=radio]").count():
            page.locator(f"[name=by][value='{self.bureau[who].pk}']").check()
            with page.expect_navigation():
                page.get_by_role("button", name="继续").click()
        expect(page.locator("h1")).to_contain_text(label)

    def confirm(self) -> None:
        page = self.second.takes("核对纸质材料")
        page.get_by_role("button", name="与纸质材料一致").click()
        expect(page.locator(".messages")).to_contain_text("已确认")

    def up_to_the_report(self) -> None:
        desk, page = self.desk, self.page
        self.step("转报", "emergency_head", "2026-03-06", words="同意转报。")
        self.step("受理", "officer", "2026-03-09", in_scope=True)
        lead, *members = [str(self.bureau[who].pk) for who in GROUP]
        self.step("成立专项工作小组", "officer", "2026-03-10", lead=lead, members=members, task="核实事实经过。")
        for who in GROUP:
            self.step("申报利害关系", who, "2026-03-10", none=True)
        self.step(
            "补充材料", "rescuer", "2026-03-11", file={
                "name": "四方会议记录.txt", "mimeType": "text/plain", "buffer": bridge.MINUTES.encode()
            }, title="四方会议记录", made_on="2026-01-12",
        )
        self.step(
            "听取陈述", GROUP[0], "2026-03-13", place="机关三楼谈话室", present="样例一、样例二",
            record=bridge.RECORD, confirmed=True,
        )
        self.begin("记录核实情况", GROUP[0])
        names = page.locator("[name^='grade-']").evaluate_all("all => all.map(e => e.name)")
        found = {}
        for name in (n.removeprefix("grade-") for n in names):
            value, grade, evidence, note = bridge.FOUND.get(name, bridge.FOUND_NO)
            found |= {f"fact-{name}": value, f"grade-{name}": grade, f"evidence-{name}": evidence, f"note-{name}": note}
        self.step("记录核实情况", GROUP[0], "2026-03-18", **found)
        self.begin("出具书面调查报告", GROUP[0])
        desk.fill(course=bridge.COURSE, facts=bridge.FACTS, done_on="2026-03-24", scan=self.scan())
        for field in page.locator("[name^='weighed-']").all():
            field.fill("经核实，与证据一致。")
        self.answers()
        desk.sends()
        self.confirm()

    def answers(self) -> None:
        fields = self.page.locator("[name^='answer-']").evaluate_all("all => all.map(e => e.name)")
        for name in fields:
            question = name.removeprefix("answer-")
            self.desk.fill(**{
                name: bridge.ANSWERS.get(question, bridge.ANSWER), f"rests-{question}": ["e1", "fdiligent"],
            })  # fmt: skip

    def opinion_and_meeting(self) -> None:
        desk = self.desk
        self.step("征求人事处意见", "officer", "2026-03-25", question="请说明目前的影响期、考核和任用事项。")
        self.step("回复意见", "personnel", "2026-03-27", answer="没有处分或者组织处理。")
        self.step("申报利害关系", "drafter", "2026-03-31", none=True)
        subject = Subject.objects.get().pk
        self.begin("提出初步认定意见", "drafter")
        desk.fill(**{
            "facts": "同意调查报告认定的事实。", f"outcome-{subject}": "lighter", f"reason-{subject}": bridge.OPINION,
            "done_on": "2026-03-31", "scan": self.scan(),
        })  # fmt: skip
        self.answers()
        desk.sends()
        self.confirm()

        leaders = self.bureau.leaders
        self.begin("研究确定", "secretary")
        desk.fill(
            held_on="2026-04-08", place="局第一会议室", due=leaders, present=leaders, chair=leaders[0],
            done_on="2026-04-08", scan=self.scan(), paper_reference="党组会议纪要〔2026〕5号",
        )
        for n in range(len(leaders)):
            desk.fill(**{f"view-{n}": "同意报告所列事实，同意从轻。"})
        desk.fill(**{
            f"outcome-{subject}": "lighter", f"for-{subject}": "5", f"against-{subject}": "0",
            f"abstain-{subject}": "0", f"reason-{subject}": bridge.DECISION,
            **{f"effect-{subject}-{e}": True for e in ("A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-5")},
            f"why-{subject}-{bridge.WITHHELD}": bridge.WHY,
        })  # fmt: skip
        desk.picture("determination")
        desk.sends()
        self.second.takes("核对纸质材料")
        self.second.picture("compare-minutes")
        self.second.page.get_by_role("button", name="与纸质材料一致").click()

    def to_the_end(self) -> None:
        desk, page = self.desk, self.page
        self.begin("反馈", "officer")
        desk.fill(explanation=bridge.FEEDBACK, done_on="2026-04-10", scan=self.scan())
        for field, text in zip(page.locator("[name^='answer-']").all(), bridge.REPLIES, strict=True):
            field.fill(text)
        desk.sends()
        self.confirm()
        self.step("记录签收", "rescuer", "2026-04-13", received_on="2026-04-13", words=bridge.RECEIVED)
        self.step("不公开", "officer", "2026-04-15", reason="暂不公开。")
        self.step("存档备案", "officer", "2026-04-16", note="材料齐全。")
        page.goto(desk.url + self.address)
        desk.picture("matter")
        page.goto(desk.url + self.address + "on-paper/")
        desk.picture("records")
