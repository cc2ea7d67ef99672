"""The matters the gallery's papers come from, told with the program's own actions. Everybody is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from rongcuo import clock, ids
from rongcuo.corrections import referral, telling
from rongcuo.corrections.models import Line, Plan
from rongcuo.demo.building import NOW, build
from rongcuo.demo.bureau import existing
from rongcuo.demo.matters import SAMPLES
from rongcuo.demo.story import Story
from rongcuo.documents import access, issuing, papers, sources
from rongcuo.documents.composing import finished
from rongcuo.documents.models import Dispatch
from rongcuo.documents.setting import pictures
from rongcuo.documents.sources import Record, analysis
from rongcuo.documents.sources.words import day
from rongcuo.exemptions.models import Notice
from rongcuo.insight import clarifying, warning
from rongcuo.insight.models import Caution, Clarification
from rongcuo.ledger.record import head
from rongcuo.matters import (
    acceptance,
    application,
    interpretation,
    later,
    recusal,
    review,
    revocation,
    verification,
)
from rongcuo.matters.access import Standing, viewer_of, visible_matters, with_people
from rongcuo.matters.determination import effects_for
from rongcuo.matters.models import Adoption, Interest, Interpretation, Item, Step
from rongcuo.matters.packs import current_pack
from rongcuo.matters.readings import STREAM, confirm_reading
from rongcuo.people.models import Person

START = date(2026, 7, 1)
#: Where the rows of each source lie; items are found by their kind.
ROWS = {
    "declaration": Interest, "effect_notice": Notice, "reading": Adoption, "plan": Plan, "clarification": Clarification,
    "caution": Caution, "interpretation": Interpretation, "dispatch": Dispatch,
}
LINES = {"talk": "talk", "reminder_letter": "remind_by_letter", "strict_referral": "refer"}


def told(ppi: int) -> dict:
    """{template id: (template, pages as PNG)} for every template of the sample pack."""
    build()
    bureau = existing()
    with ids.seeded("rongcuo-gallery"):
        _more(bureau)
        with clock.frozen(NOW):
            people = [viewer_of(p) for p in Person.objects.all()]
            _confirm(bureau)
            return dict(_papers(people, ppi))


def _more(bureau) -> None:
    """Matters for the papers the sample bureau does not come to."""

    def story(until: str, **changes) -> Story:
        plot = replace(SAMPLES[0].plot, document_number="示例纪立〔2026〕20号", **changes)
        return Story(bureau, plot, START).until(until)

    story("fed_back", outcome="refused", findings={"private_gain": True}, subject="mines_inspector", unit="mines", head="mines_head")
    story("determined", external=True, subject="licensor", unit="licensing", head="licensing_head")
    story(
        "determined", external=True, outcome="refused", findings={"concealed": True}, subject="rescuer",
        unit="emergency", head="emergency_head",
    )
    story("opinion", findings={"higher_managed": True}, outcome="refused", subject="trainer", unit="training", head="training_head")
    asked = story("forwarded")
    asked.act_on(acceptance.request_completion, "officer", subject=asked.subject.pk, missing="请补充处务会会议记录和整改时限调整的书面依据。")
    asked.act_on(acceptance.complete, "inspector", subject=asked.subject.pk, words="现补充会议记录一份。", stored=[])
    refused = story("forwarded", subject="licensor", unit="licensing", head="licensing_head")
    refused.act_on(
        acceptance.refuse, "officer", subject=refused.subject.pk, ground="no_procedure",
        reason="所附函询通知不是问责程序的启动，待启动后可以再次提出。",
    )
    withdrawn = story("forwarded", subject="mines_inspector", unit="mines", head="mines_head")
    withdrawn.act_on(application.withdraw, "mines_inspector", subject=withdrawn.subject.pk, words="情况已经当面说明，不再申请。")
    aside = story("heard", subject="licensor", unit="licensing", head="licensing_head")
    aside.act_on(verification.declare_interests, "officer", grounds=["other"], words="曾参与该事项的问责办理。")
    aside.act_on(
        verification.decide_recusal, "drafter", person=bureau["officer"].pk, recused=True, reasons="确有应当回避的情形。",
    )
    step = Step.objects.filter(matter=aside.matter_id, doubt="open").first()
    aside.act_on(recusal.confirm_step, "drafter", step=step.pk, stands=True, words="该步骤材料齐全，程序合规。")
    aside.act_on(
        recusal.fill_in, "drafter", way="borrow", capacity="verifier", person=bureau["trainer"].pk, reasons="回避后核实人员不足。",
    )
    aside.act_on(recusal.refer_upward, "drafter", to="示例上级主管部门", reasons="有关人员回避后，本局办理人员不足。")
    tolerated = story("filed", subject="rescuer", unit="emergency", head="emergency_head")
    tolerated.correct(
        telling.remind_by_letter, "officer", error="现场处置记录不全，没有按规定留存影像。", causes="任务紧急，分工不明确。",
        demands="明确记录责任人，补齐记录，并在处内通报学习。",
    )
    tolerated.correct(
        referral.hear_before_referral, "officer", place="机关三楼谈话室", present="范例一、范例二",
        told="提醒后仍未整改，也没有说明理由。", said="近期任务集中，愿意尽快整改。",
    )
    with tolerated.at():
        clarifying.clarify(
            tolerated.matter_id, actor=bureau["officer"], key=str(ids.new_id()), subject=tolerated.subject.pk,
            point="反映其在示例抢险中擅自改变现场处置方案。", conclusion="经核实，处置方案的调整经现场指挥部集体研究，反映与事实不符。",
            disturbs="年度考核期间有人反复询问。", addressees="人事处", ways=[],
        )
        warning.warn(
            actor=bureau["officer"], key=str(ids.new_id()), form="education", dimension="cause", code="no_review",
            title="关于开展文书复核专题培训的通知", text="请组织本处室执法人员参加一次文书复核专题学习，并交流一例典型问题。",
            units=[bureau.units["chemicals"].pk],
        )
        entry = interpretation.ask(
            actor=bureau["inspector"], key=str(ids.new_id()), units=["A06-5"], question="电话承诺补件算不算容缺受理？",
        )
        interpretation.answer(
            entry.stream, actor=bureau["officer"], at=1, key=str(ids.new_id()), units=["A06-5"],
            question="仅有电话承诺补齐材料，是否属于容缺受理？", text="应有书面或者可以核对的承诺记录；只有电话而无记录的，不按容缺受理认定。",
            basis="示例局党组会议纪要",
        )
    _again(bureau, story)
    grounds = list(current_pack().correction.grounds)
    tolerated.correct(
        referral.refer, "officer", grounds=grounds[:1], reason="经书面提醒仍未整改，影响扩大。", to="示例局机关纪委",
    )


def _again(bureau, story) -> None:
    """What followed determinations: requests taken up and not, and proposals to revoke, the person heard."""

    def meet(told: Story, do, result: str, outcome: str, **more) -> None:
        names, subject = bureau.leaders, told.subject
        possible = effects_for(current_pack(), subject, outcome)
        positive = current_pack().determinations[outcome].positive
        ticks = {e.id: {"granted": True, "reason": ""} for e in possible} if positive and result == "changed" else {}
        decision = {
            "result": result, "outcome": outcome, "for": 5, "against": 0, "abstain": 0, "departure": "", "dissent": "",
            "reason": "经集体研究，复核查明的事实清楚，理由成立。" if result == "changed" else "经集体研究，未出现改变原认定的事实。",
            "beyond": "复核后要件成立。", "effects": ticks,
        }
        told.act_on(
            do, "secretary", subject=subject.pk, held_on=told.day, place="局第一会议室", due=names, present=names,
            recused=[], chair=names[0], views={}, decision=decision, **more,
        )

    def tell(told: Story, explanation: str) -> None:
        points = later.points_of(told.matter, told.subject)
        answers = {n: "已逐项核对，意见见上。" for n in range(1, len(points) + 1)}
        told.act_on(later.feed_back_later, "officer", subject=told.subject.pk, explanation=explanation, answers=answers)

    def review_of(told: Story, result: str, outcome: str) -> None:
        told.act_on(review.ask_review, told.plot.subject, subject=told.subject.pk, points=[
            "整改期限经专题会议集体研究，会议记录已附。", "损失发生当日已经止住，企业两日内恢复生产。",
        ])  # fmt: skip
        members = [bureau[k].pk for k in ("licensing_head", "trainer")]
        told.act_on(review.receive_review, "officer", subject=told.subject.pk, members=members)
        for who in ("licensing_head", "trainer"):
            told.act_on(verification.declare_interests, who, grounds=[])
        told.act_on(
            review.give_review_opinion, "licensing_head", subject=told.subject.pk,
            facts="重新查阅了专题会议记录、整改台账和企业复工证明，并当面询问了两名参会人员。",
            answers={1: "会议记录原件与参会人员所述一致，属实。", 2: "有企业复工证明，属实。"},
            proposal={"result": result, "outcome": outcome, "reason": "原核实时会议记录未附，要件因此未予认定；现已查明。"},
        )
        meet(told, review.decide_review, result, outcome)

    plots = {
        "mines_inspector": {"unit": "mines", "head": "mines_head"},
        "rescuer": {"unit": "emergency", "head": "emergency_head"},
    }
    changed = story("received", outcome="refused", findings={"private_gain": True}, subject="mines_inspector", **plots["mines_inspector"])
    review_of(changed, "changed", "waived")
    tell(changed, "经复核，决定变更原认定，理由和效果见复核决定。")
    kept = story("received", subject="rescuer", **plots["rescuer"])
    review_of(kept, "kept", "waived")
    late = story("received", outcome="refused", findings={"private_gain": True}, subject="mines_inspector", **plots["mines_inspector"])
    late.act_on(review.ask_review, "mines_inspector", subject=late.subject.pk, points=["对问责决定的档次有意见。"])
    late.act_on(
        review.decline_review, "officer", subject=late.subject.pk, ground="other_remedy",
        reason="来信针对的是问责决定的档次，不是容错认定，应当向作出决定的机关提出。",
    )
    for result, outcome in (("changed", "refused"), ("kept", "waived")):
        told = story("received", subject="rescuer", **plots["rescuer"])
        told.act_on(
            revocation.propose_revocation, "officer", subject=told.subject.pk, grounds=["false_material"],
            facts="所附专题会议记录的日期系后补，与当日签到表、值班日志不符。",
            proposal={"outcome": "refused", "reason": "集体研究这一要件不成立。"},
        )
        told.act_on(
            revocation.notify_revocation, "officer", subject=told.subject.pk, until=told.day + timedelta(days=7),
            text="经核对，申请所附专题会议记录的日期与当日签到表、值班日志不符，拟不再认定集体研究这一要件。", place="机关三楼谈话室",
        )
        told.act_on(
            revocation.state_on_revocation, told.plot.subject, subject=told.subject.pk,
            points=["会议记录是当天手写的，后来誊清时误写了日期，手写原件可以核对。"],
        )
        told.act_on(
            revocation.hear_on_revocation, "officer", subject=told.subject.pk, way="heard", place="机关三楼谈话室",
            present="范例一、范例二", confirmed=True,
            record="问：请说明会议记录日期的情况。\n答：手写原件在处里，誊清时写错了日期，愿意提交原件核对。",
        )
        more = {"reported": "已函报示例局机关纪委。"} if result == "changed" else {}
        if result == "kept":
            meet_kept = {"departure": "手写原件经核对与签到表一致，材料虚假不成立。"}
            names = bureau.leaders
            told.act_on(
                revocation.decide_revocation, "secretary", subject=told.subject.pk, held_on=told.day, place="局第一会议室",
                due=names, present=names, recused=[], chair=names[0], views={},
                decision={"result": "kept", "for": 5, "against": 0, "abstain": 0, "reason": "手写原件经核对属实。", **meet_kept},
            )
            continue
        meet(told, revocation.decide_revocation, result, outcome, **more)


def _confirm(bureau) -> None:
    """Every reading a paper rests on, as it stands."""
    pack = current_pack()
    for key in sorted({k for t in pack.documents.values() for k in t.readings}):
        if Adoption.objects.filter(key=key).exists():
            continue
        value = pack.readings[key].default
        confirm_reading(
            key, actor=bureau["officer"], at=head(STREAM), key=str(ids.new_id()),
            value=list(value) if isinstance(value, tuple) else value, basis="示例局党组会议纪要",
        )


def _papers(people: list, ppi: int) -> Iterator:
    for one in current_pack().documents.values():
        if one.source == "dispatch":
            continue
        for record in _records(one.source, people):
            if sources.fits(one, record):
                sheet, instant = _sheet(record, one, people)
                yield one.id, (one, pictures(sheet, instant, ppi))
                break
        else:
            raise SystemExit(f"no sample matter comes to {one.id}")
    one = current_pack().documents["dispatch-sheet"]
    record = next(_records("dispatch", people))
    yield one.id, (one, pictures(papers.draft_sheet(record, one), papers.instant_of(record.done_on), ppi))


def _records(source: str, people: list) -> Iterator[Record]:
    """Records of a source, each seen by somebody who may; the fullest first."""
    if source == "analysis":
        for viewer in people:
            yield from (analysis.record_of(row, viewer) for row in analysis.analyses(viewer))
        return
    if source in ROWS:
        rows = ROWS[source].objects.all()
    elif source in LINES:
        rows = Line.objects.filter(action=LINES[source])
    else:
        rows = Item.objects.filter(kind=source)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        for viewer in people:
            record = sources.SOURCES[source].find(viewer, pk)
            if record is not None:
                yield record
                break


def _sheet(record: Record, one, people: list) -> tuple[dict, int]:
    """The paper as it goes out, where it does; else as it is printed and signed by hand."""
    dispatch = _issued(record, one, people) if one.by and record.matter else None
    if dispatch is None:
        return papers.draft_sheet(record, one, marked=False), papers.instant_of(record.done_on)
    from rongcuo.documents import codes

    sheet = finished(
        issuing.text_of(dispatch).sheet, number=dispatch.number or None, date=day(dispatch.signed_on),
        signer=dispatch.signer.name, printed_on=day(dispatch.issued_on), check=codes.printed(dispatch.code),
    )
    return sheet, papers.instant_of(dispatch.issued_on)


def _issued(record: Record, one, people: list) -> Dispatch | None:
    for viewer in people:
        matter = with_people(visible_matters(viewer)).filter(pk=record.matter.pk).first()
        standing = Standing(viewer, matter) if matter else None
        if standing is None or not access.may_draft(standing, one) or not access.reads(standing, record):
            continue
        actor = Person.objects.get(pk=viewer.person)
        others = [p for p in access.candidates(standing, one.by) if issuing._holds(p, standing, one)]
        if len(others) < 2:
            continue
        reviewer, signer = others[1], others[0]

        def act(do, who, *about, matter=record.matter.pk, **fields):
            return do(matter, *about, actor=who, at=head(matter), key=str(ids.new_id()), **fields)

        entry = act(
            issuing.draft_paper, actor, source=record.source, record_id=record.pk, template=one.id,
            reviewer=reviewer.pk, signer=signer.pk,
        )
        pk = UUID(entry.recorded().payload["dispatch"])
        act(issuing.review_paper, reviewer, pk)
        act(issuing.sign_paper, signer, pk)
        number = f"{one.number.split('〔')[0]}〔2026〕{Dispatch.objects.exclude(number='').count() + 1}号"
        act(issuing.issue_paper, actor, pk, number=number)
        return Dispatch.objects.get(pk=pk)
    return None
