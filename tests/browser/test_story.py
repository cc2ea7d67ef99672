"""One matter from the registered act to filing, by the people the measures name, in a real browser.

Everybody signs in through the page and works with what the pages offer: desk, matter, form.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.models import Matter, Subject
from tests.browser import bridge

GROUP = ("verifier_1", "verifier_2", "inspector")


def test_a_bridge_repaired_in_haste(desk, bureau):
    story = Story(desk, bureau)
    story.before_the_matter()
    story.application()
    story.taking_up()
    story.verification()
    story.opinion()
    story.determination()
    story.feedback()
    story.ending()
    story.as_recorded()


class Story:
    """The matter as it goes on; `address` is its page once it exists."""

    def __init__(self, desk, bureau):
        self.desk, self.bureau, self.page = desk, bureau, desk.page
        self.address = ""

    # --- the act is registered, told, noticed ------------------------------------------------

    def before_the_matter(self) -> None:
        desk, page = self.desk, self.page
        page.goto(desk.url)
        desk.picture("sign-in")
        with desk.sits("rescuer", "2026-03-02"):
            expect(page.get_by_text("今天没有等您办理的事项")).to_be_visible()
            desk.picture("empty-desk")

        with desk.sits("registrar"):
            desk.clicks(page.get_by_role("navigation", name="主导航").get_by_text("问责程序"))
            desk.clicks(page.get_by_role("link", name="登记问责程序"))
            person, unit = self.bureau["rescuer"], self.bureau.units["emergency"]
            desk.fill(
                kind="case_filing", document_number="示例纪立〔2026〕1号", issued_by="示例局机关纪委",
                started_on="2026-03-02", occurred_on="2026-01-12", brief=bridge.BRIEF,
                subject_0=f"{person.pk}:{unit.pk}",
            )
            desk.picture("act-new")
            desk.sends()
            self.act = page.url.removeprefix(desk.url)
            desk.fill(told_on="2026-03-02")
            desk.clicks(page.get_by_role("button", name="确认已获知"))
            expect(page.get_by_text("已于 2026年3月2日 星期一 获知")).to_be_visible()
            desk.picture("act-told")

        with desk.sits("rescuer"):
            desk.denied(self.act)  # the act itself is the office's; the notice is what the person gets

        with desk.sits("officer"):
            desk.takes("告知可以申请")
            desk.clicks(page.get_by_role("button", name="告知"))
            expect(page.locator(".messages")).to_contain_text("告知已发出")

    # --- the application, in two sittings ----------------------------------------------------

    def application(self) -> None:
        desk, page = self.desk, self.page
        with desk.sits("rescuer", "2026-03-04"):
            desk.picture("applicant-desk")
            desk.elsewhere("applicant-desk")
            desk.takes("提出书面申请")
            self.form = page.url.removeprefix(desk.url)
            desk.picture("apply-overview")
            desk.clicks(page.get_by_role("link", name="开始填写"))
            desk.fill(account=bridge.ACCOUNT)
            # It is kept while it is being written, without a press.
            expect(page.locator("#saved")).to_contain_text(re.compile("09:3. 已保存"))
            desk.picture("apply-what")
            desk.elsewhere("apply-what")
            self.next()
            desk.fill(situations=["A06-3", "A06-7"])
            desk.picture("apply-situation")
            self.next()
            desk.fill(main="A06-7")
            self.next()
            desk.fill(answer="yes", words=bridge.ADDED)
            desk.picture("apply-fact")
            self.next()
            desk.fill(answer="unknown")  # "I don't know" is an answer
            desk.clicks(page.get_by_role("button", name="先到这里"))
            expect(page.locator("h1")).to_have_text("申请容错")
            desk.picture("apply-left")

        with desk.sits("emergency_head"):
            desk.denied(self.form)  # a draft is the author's alone, also for the head
            expect(page.get_by_text(bridge.TITLE)).to_have_count(0)

        with desk.sits("rescuer", "2026-03-05"):
            expect(self.task("提出书面申请")).to_contain_text("草稿已保存，仅您可见")
            desk.takes("提出书面申请")
            desk.clicks(page.get_by_role("link", name="继续填写"))
            desk.clicks(page.get_by_role("button", name="直接写理由"))
            desk.fill(**{f"point_{n}": text for n, text in enumerate(bridge.REASONS)})
            desk.picture("apply-reasons")
            self.next()
            desk.fill(remedy=bridge.REMEDY)
            self.next()
            desk.fill(
                file={"name": "四方会议记录.txt", "mimeType": "text/plain", "buffer": bridge.MINUTES.encode()},
                title="四方会议记录", made_on="2026-01-12",
            )
            desk.clicks(page.get_by_role("button", name="添加这份材料"))
            expect(page.get_by_text("草稿中已有 1 份材料")).to_be_visible()
            desk.picture("apply-evidence")
            self.next()
            desk.fill(head="no")
            self.next()
            self.next()  # not confirmed yet: the last page says what is still needed, and refuses
            expect(page.locator(".missing")).to_contain_text("真实性")
            desk.clicks(page.get_by_role("button", name="提交申请"))
            expect(page.locator(".error-summary")).to_contain_text("请确认所述属实")
            desk.clicks(page.locator(".missing a"))
            desk.fill(integrity=True)
            self.next()
            expect(page.locator(".paper")).to_contain_text(bridge.REASONS[1])
            desk.picture("apply-form")
            desk.clicks(page.get_by_role("button", name="提交申请"))
            expect(page.locator(".messages")).to_contain_text("申请已提交")
            self.address = page.url.removeprefix(desk.url)
            desk.picture("applicant-matter")

    def next(self) -> None:
        self.desk.clicks(self.page.get_by_role("button", name="保存并继续"))
        self.page.wait_for_load_state()

    def task(self, verb: str):
        return self.page.locator(".task", has=self.page.locator(".task-verb", has_text=verb))

    # --- forwarded, accepted -----------------------------------------------------------------

    def taking_up(self) -> None:
        desk = self.desk
        with desk.sits("verifier_3", "2026-03-06"):  # a colleague in the same division
            expect(self.page.get_by_text(bridge.TITLE)).to_have_count(0)
            desk.denied(self.address)

        with desk.sits("emergency_head"):
            self.opens("转报")
            desk.fill(words="抢险情况属实，同意转报。")
            desk.picture("forward")
            desk.sends()

        with desk.sits("officer", "2026-03-09"):
            self.opens("受理")
            desk.fill(in_scope=True)
            desk.picture("accept")
            desk.sends()

        with desk.sits("officer", "2026-03-10"):
            self.opens("成立专项工作小组")
            lead, *members = [str(self.bureau[who].pk) for who in GROUP]
            desk.fill(
                lead=lead, members=members[:1], task="核实抢险、变更和结算的事实经过，听取本人陈述，出具书面调查报告。",
            )
            desk.is_refused("单数")  # two are not a group; what was chosen stays
            expect(self.page.locator(f"[name=lead][value='{lead}']")).to_be_checked()
            desk.fill(members=members)
            desk.picture("group")
            desk.sends()

    def opens(self, step: str) -> None:
        """From the desk to the matter, and there to the form."""
        self.desk.takes(step)
        expect(self.page).to_have_url(self.desk.url + self.address)
        self.desk.begins(step)

    # --- verification ------------------------------------------------------------------------

    def verification(self) -> None:
        desk, page = self.desk, self.page
        for who in GROUP:
            with desk.sits(who):
                self.opens("申报利害关系")
                if who == GROUP[0]:
                    desk.picture("interests")
                desk.fill(none=True)
                desk.sends()

        with desk.sits(GROUP[0], "2026-03-13"):
            self.opens("听取陈述")
            desk.fill(place="机关三楼谈话室", present="样例一、样例二", record=bridge.RECORD, confirmed=True)
            desk.picture("hearing")
            desk.sends()

        with desk.sits(GROUP[0], "2026-03-18"):
            self.opens("记录核实情况")
            desk.elsewhere("findings")
            for name in self.facts():
                value, grade, evidence, note = bridge.FOUND.get(name, bridge.FOUND_NO)
                desk.fill(**{
                    f"fact-{name}": value, f"grade-{name}": grade, f"evidence-{name}": evidence,
                    f"note-{name}": note,
                })  # fmt: skip
            desk.picture("findings")
            desk.sends()
            page.goto(desk.url + self.address)
            desk.picture("matter-verification")

        with desk.sits(GROUP[0], "2026-03-24"):
            self.opens("出具书面调查报告")
            self.reports(bridge.FACTS + bridge.VERDICT)
            summary = desk.is_refused("应予容错")
            expect(summary).not_to_contain_text("None")
            expect(page.locator("[name=facts]")).to_have_value(bridge.FACTS + bridge.VERDICT)
            desk.picture("report-verdict-word")
            desk.fill(**{"facts": bridge.FACTS, "answer-A05.motive": ""})
            desk.is_refused("当时出于什么动机")
            expect(page.locator("[name='answer-A05.gravity']")).to_have_value(bridge.ANSWERS["A05.gravity"])
            desk.fill(**{"answer-A05.motive": bridge.ANSWERS["A05.motive"]})
            desk.sends()
            page.goto(desk.url + self.address)
            desk.clicks(page.get_by_role("link", name="完整理由").first)
            expect(page.get_by_role("main")).to_contain_text("从轻")
            self.why = page.url.removeprefix(desk.url)
            desk.picture("reasons")
            desk.elsewhere("reasons")

        with desk.sits("rescuer"):  # the report is not for the applicant
            page.goto(desk.url + self.address)
            body = page.locator("body")
            expect(body).to_contain_text(bridge.REASONS[0])
            expect(body).not_to_contain_text("第三方复核，工程量属实")
            expect(body).not_to_contain_text(bridge.COURSE)
            desk.denied(self.why)

    def facts(self) -> list[str]:
        """The facts that the sheet asks for."""
        names = self.page.locator("[name^='grade-']").evaluate_all("all => all.map(e => e.name)")
        return [name.removeprefix("grade-") for name in names]

    def reports(self, facts: str) -> None:
        self.desk.fill(course=bridge.COURSE, facts=facts)
        for field in self.page.locator("[name^='weighed-']").all():
            self.desk.writes(field, "经核实，与证据一致。")
        self.answers()

    def answers(self) -> None:
        """Every question answered, each resting on the minutes and on the finding of diligence."""
        fields = self.page.locator("[name^='answer-']").evaluate_all("all => all.map(e => e.name)")
        for name in fields:
            question = name.removeprefix("answer-")
            self.desk.fill(**{
                name: bridge.ANSWERS.get(question, bridge.ANSWER), f"rests-{question}": ["e1", "fdiligent"],
            })  # fmt: skip

    # --- personnel, opinion ------------------------------------------------------------------

    def opinion(self) -> None:
        desk, page = self.desk, self.page
        with desk.sits("officer", "2026-03-25"):
            self.opens("征求人事处意见")
            desk.fill(question="请说明该同志目前的影响期、考核和任用事项，以及其他规定的限制。")
            desk.sends()

        with desk.sits("personnel", "2026-03-27"):
            self.opens("回复意见")
            desk.fill(answer="经查，目前没有处分或者组织处理，没有正在计算的影响期。")
            desk.picture("personnel")
            desk.sends()

        with desk.sits("drafter", "2026-03-31"):
            desk.takes("提出初步认定意见")
            desk.picture("matter-drafter")
            desk.chooses("申报利害关系")
            desk.fill(none=True)
            desk.sends()
            page.goto(desk.url + self.address)
            desk.begins("提出初步认定意见")
            subject = self.subject.pk
            desk.fill(**{
                "facts": "同意调查报告认定的事实。", f"outcome-{subject}": "lighter",
                f"reason-{subject}": bridge.OPINION,
            })  # fmt: skip
            self.answers()
            desk.picture("opinion")
            desk.sends()

    @property
    def subject(self) -> Subject:
        return Subject.objects.get()

    # --- the leading group -------------------------------------------------------------------

    def determination(self) -> None:
        desk, page = self.desk, self.page
        subject, leaders = self.subject.pk, self.bureau.leaders
        with desk.sits("secretary", "2026-04-08"):
            self.opens("研究确定")
            expect(page.locator("[name^='effect-']:checked, [name^='outcome-']:checked")).to_have_count(0)
            desk.fill(
                held_on="2026-04-08", place="局第一会议室", due=leaders, present=leaders, chair=leaders[0],
            )
            for n in range(len(leaders)):
                desk.fill(**{f"view-{n}": "同意报告所列事实，同意从轻。"})
            desk.fill(**{
                f"outcome-{subject}": "lighter", f"for-{subject}": "5", f"against-{subject}": "0",
                f"abstain-{subject}": "0", f"reason-{subject}": bridge.DECISION,
            })  # fmt: skip
            for effect in ("A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-5"):
                desk.fill(**{f"effect-{subject}-{effect}": True})
            desk.is_refused("理由")  # an effect is neither granted nor refused with a reason
            expect(page.locator(f"[name='effect-{subject}-A10-5']")).to_be_checked()
            desk.fill(**{f"why-{subject}-{bridge.WITHHELD}": bridge.WHY})
            desk.picture("determination")
            desk.sends()
            page.goto(desk.url + self.address)
            desk.picture("matter-determined")

    # --- feedback and receipt ----------------------------------------------------------------

    def feedback(self) -> None:
        desk, page = self.desk, self.page
        with desk.sits("officer", "2026-04-10"):
            self.opens("反馈")
            desk.fill(explanation=bridge.FEEDBACK)
            answers = page.locator("[name^='answer-']")
            expect(answers).to_have_count(len(bridge.REASONS))
            for n, text in list(enumerate(bridge.REPLIES))[:-1]:
                desk.writes(answers.nth(n), text)
            desk.is_refused()  # each reason is answered
            expect(answers.first).to_have_value(bridge.REPLIES[0])
            desk.writes(answers.last, bridge.REPLIES[-1])
            desk.picture("feedback")
            desk.sends()

        with desk.sits("rescuer", "2026-04-13"):
            desk.takes("记录签收")
            desk.picture("applicant-feedback")
            body = page.locator("body")
            for text in (bridge.FEEDBACK, *bridge.REPLIES, bridge.WHY):
                expect(body).to_contain_text(text)
            for hidden in (bridge.OPINION, "同意报告所列事实", "示范子", bridge.COURSE):
                expect(body).not_to_contain_text(hidden)
            desk.begins("记录签收")
            desk.fill(received_on="2026-04-13", words=bridge.RECEIVED)
            desk.sends()

    # --- publication, filing -----------------------------------------------------------------

    def ending(self) -> None:
        desk, page = self.desk, self.page
        with desk.sits("officer", "2026-04-15"):
            self.opens("公开")
            named = f"{bridge.LESSON}当事人{self.bureau['rescuer'].name}已知悉。"
            desk.fill(form="circular", scope="organisation", text=named)
            desk.is_refused("未同意具名")
            expect(page.locator("[name=text]")).to_have_value(named)
            desk.picture("publish-name")
            desk.fill(text=bridge.LESSON)
            desk.sends()

        with desk.sits("officer", "2026-04-16"):
            self.opens("存档备案")
            desk.fill(note="材料齐全，存档备案。")
            desk.sends()
            page.goto(desk.url + self.address)
            desk.picture("matter-filed")
            desk.elsewhere("matter-filed")
            page.goto(f"{desk.url}/matters/")
            desk.picture("matters")

        with desk.sits("verifier_3"):
            desk.denied(self.address)
            page.goto(f"{desk.url}/matters/")
            expect(page.get_by_text(bridge.TITLE)).to_have_count(0)

    # --- what the record says ----------------------------------------------------------------

    def as_recorded(self) -> None:
        matter, subject = Matter.objects.get(), self.subject
        assert (matter.state, subject.state, subject.outcome) == ("filed", "answered", "lighter")
        assert set(subject.effects) == {"A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-5"}
        assert verify().problems == []
        assert replay() == []
