"""One matter with four applications taken through everything, beside another matter, for walks over pages.

Built once a module in a transaction that is rolled back; every client is a session of that transaction.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler

from rongcuo import clock, ids
from rongcuo.archive.export import export
from rongcuo.archive.importing import import_package
from rongcuo.archive.models import DestructionList, Imported
from rongcuo.corrections import effect, measures, planning, telling
from rongcuo.corrections.models import Measure, Plan, Proof
from rongcuo.demo import bureau as sample
from rongcuo.demo.bureau import GROUP
from rongcuo.documents import issuing
from rongcuo.exemptions import consulting, notices, sanctions
from rongcuo.exemptions.acting import stream_of
from rongcuo.exemptions.models import Query
from rongcuo.insight import advance, clarifying, reporting, warning
from rongcuo.insight.publication import publish
from rongcuo.ledger import record as ledger
from rongcuo.matters import (
    acceptance,
    application,
    closing,
    concerns,
    determination,
    drafts,
    feedback,
    interpretation,
    paper,
    recusal,
    review,
    revocation,
    rules,
    sampling,
    verification,
)
from rongcuo.matters.files import store
from rongcuo.matters.models import DraftFile, Evidence, Item, Point, Step
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Account, Person
from rongcuo.people.record import add_person, add_post
from tests.documents.office import Office, confirm
from tests.matters.world import Case

#: Everybody who looks, in the order of the table's columns: key of the table -> account of the bureau.
PEOPLE = {
    "anonymous": None, "admin": "administrator", "outsider": "licensor", "subject": "inspector",
    "cosubject": "mines_inspector", "head": "chemicals_head", "cohead": "mines_head",
    "otherhead": "emergency_head", "handler": "officer", "registrar": "registrar", "drafter": "drafter",
    "member": "verifier_1", "othergroup": "other_1", "recused": "verifier_3", "stepped": "stepped",
    "decider": "leader_1", "secretary": "secretary", "personnel": "personnel", "supervisor": "supervisor",
}
#: People of this world who are not in the sample bureau: key -> unit.
MORE = {"stepped": "committee", "other_1": "licensing", "other_2": "licensing", "other_3": "licensing"}


@contextmanager
def rolled_back():
    """Whatever happens inside leaves no trace in the database."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _first_article() -> str:
    return next(u.id for u in current_pack().units.values() if u.article)


class World(Case):
    """The matter's people, their browsers, and every stage on the way. `marks`: words -> who wrote them."""

    def __init__(self, files: Path, bureau: sample.Bureau | None = None):
        settings.FILES = files
        with clock.frozen("2026-01-05T09:00:00+08:00"):
            bureau = bureau or sample.build()
            for key, unit in MORE.items():
                pk = add_person(actor=None, name=f"示例{key}")
                add_post(actor=None, person=pk, unit=bureau.units[unit].pk, title="干部")
                bureau.people[key] = Person.objects.get(pk=pk)
                Account.objects.create(username=key, person=bureau.people[key])
            Account.objects.create(username="administrator", person=None, administrator=True)
        super().__init__(
            bureau, also=[("mines_inspector", "mines"), (None, "training"), ("trainer", "training")]
        )
        self._handler = ClientHandler(enforce_csrf_checks=False)
        self._sessions: dict[str, str] = {}
        self.evidence: dict[str, UUID] = {}
        self.imported: UUID | None = None
        self.imported_path = "x"

    # --- browsers ----------------------------------------------------------------------------

    def client(self, column: str, **more) -> Client:
        """A browser of somebody in the table (or of an account of the bureau); each time a new one."""
        client, account = Client(**more), PEOPLE.get(column, column)
        if not more:
            client.handler = self._handler  # reading the middleware anew each time costs more than a page
        if account is None:
            return client
        if account not in self._sessions:
            client.force_login(Account.objects.get(username=account))
            self._sessions[account] = client.session.session_key
        client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[account]
        return client

    def ask(self, column: str, method: str, address: str, data: dict | None = None):
        """The answer to one request on the story's day. What a POST changes is undone."""
        client = self.client(column)
        with self.at(), rolled_back():
            if method == "GET":
                return client.get(address)
            kept = {f: f.read_bytes() for f in settings.FILES.rglob("*") if f.is_file()}
            answer = client.post(address, {"at": "-1", "key": str(ids.new_id())} | (data or {}))
            for file, content in kept.items():
                if not file.exists():
                    file.write_bytes(content)
            return answer

    # --- stages ------------------------------------------------------------------------------

    def begun(self) -> None:
        """The act is told and noticed, and the subject has a draft with a file."""
        self.until("noticed")
        self.drafted()
        with self.at():
            self.question = interpretation.ask(
                actor=self.bureau["inspector"], key=str(ids.new_id()), units=[_first_article()], question="如何理解？",
            ).stream
        self.draft_file = DraftFile.objects.get(draft__author=self.bureau["inspector"])

    def applied(self) -> None:
        """Submitted with the own unit; the co-subject too."""
        self.later(1)
        self._submit("inspector", "inspector")
        self._submit("mines_inspector", "mines_inspector")
        self.a, self.b = self.subject_of("inspector"), self.subject_of("mines_inspector")

    def _submit(self, actor: str, who: str | None, unit: str | None = None) -> None:
        with self.at():
            draft = drafts.draft_for(self.target_of(who, unit).pk, actor=self.bureau[actor])
            entry = application.submit_application(
                draft.pk, actor=self.bureau[actor], key=str(ids.new_id()),
                **self.form(
                    account=f"{actor}经过", points=[f"{actor}理由"], remedy=f"{actor}补救",
                    words={"diligent": f"{actor}的话"},
                ),
            )
        self.matter_id = entry.stream

    def forwarded(self) -> None:
        """With the party committee."""
        for subject, who in ((self.a, "chemicals_head"), (self.b, "mines_head")):
            self.act_on(application.forward, who, subject=subject.pk, words=f"{who}转报")

    def asked(self) -> None:
        """The subject was asked to complete the application."""
        self.act_on(acceptance.request_completion, "officer", subject=self.a.pk, missing="补件")
        self.on_paper("complete", "inspector", self.a, words="纸质补件")

    def on_paper(self, action: str, who: str, subject=None, **fields) -> None:
        """The officer transcribes a step; it waits for a second person."""
        scan = store(SimpleUploadedFile("scan.txt", b"scan")).as_payload()
        with self.at():
            entry = paper.record_step(
                self.matter_id, actor=self.bureau["officer"], at=self.matter.position, key=str(ids.new_id()),
                action=action, by=self.bureau[who].pk, done_on=self.day, scan=scan, fields=fields,
                subject=subject.pk if subject else None, shown=[{"label": "内容", "value": "纸质内容"}],
            )
        self.record = UUID(entry.recorded().payload["id"])

    def grouped(self) -> None:
        """Accepted; the group works; one member and one of the committee stepped aside."""
        self.act_on(acceptance.complete, "inspector", subject=self.a.pk, words="补件说明")
        for subject in (self.a, self.b):
            self.act_on(acceptance.accept, "officer", subject=subject.pk, in_scope=True)
        self._submit("trainer", "trainer")
        d = self.subject_of("trainer")
        self.act_on(application.withdraw, "trainer", subject=d.pk, words="撤回")
        self._submit("training_head", None, "training")
        c = self.subject_of(None, "training")
        self.later(7)
        self.act_on(application.go_direct, "officer", subject=c.pk)
        self.act_on(acceptance.refuse, "officer", subject=c.pk, ground="outside_scope", reason="不予受理")
        self.c, self.d = c, d
        self.take("appointed")
        for who in GROUP[:2]:
            self.act_on(verification.declare_interests, who, grounds=[])
        self._evidence("stepped", "early", None, False)
        for who in ("verifier_3", "stepped"):
            self.act_on(verification.declare_interests, who, grounds=["relative"], words=f"{who}回避")
            self.act_on(
                verification.decide_recusal, "officer", person=self.bureau[who].pk, recused=True,
                reasons="属实",
            )
        with self.at():
            raised = concerns.raise_concern(
                self.matter_id, actor=self.bureau["inspector"], key=str(ids.new_id()), words="反映人情关系"
            )
        self.concern = raised.stream
        doubted = Step.objects.get(matter=self.matter_id, doubt="open")
        self.act_on(recusal.confirm_step, "officer", step=doubted.pk, stands=True, words="可以保留")
        self.act_on(
            recusal.fill_in, "officer", way="borrow", capacity="opinion_giver", person=self.bureau["other_2"].pk,
            reasons="借调理由",
        )
        self.act_on(recusal.refer_upward, "officer", to="上级机关", reasons="报请理由")
        self.act_on(recusal.record_authority, "officer", issued_by="上级机关", number="1号", text="授权内容")
        self._evidence("verifier_1", "group", None, False)
        self._evidence("verifier_1", "witness", self.a, True)
        self._evidence("mines_inspector", "co", self.b, False)
        self._evidence("officer", "relative", self.a, False, relative="示例亲属，配偶")
        self.act_on(rules.keep_rule, "verifier_1", title="示例规则", article="第五条", text="规则原文", since=self.start.replace(year=2020))
        rows = Evidence.objects.filter(matter=self.matter_id)
        self.evidence["applicant"] = rows.get(lane="applicant", subject=self.a).pk

    def _evidence(self, who: str, key: str, about, witness: bool, **more) -> None:
        upload = SimpleUploadedFile(f"{key}.txt", f"{key} 证据".encode())
        stored = store(upload).as_payload()
        self.act_on(
            verification.add_evidence, who, stored=stored, title=f"{key}证据", witness=witness,
            about=about.pk if about else None, **more,
        )
        self.evidence[key] = Evidence.objects.get(matter=self.matter_id, title=f"{key}证据").pk

    def found_out(self) -> None:
        """Heard, found, reported, the personnel division asked and answered."""
        self.later(1)
        for s, who in ((self.a, "inspector"), (self.b, "mines_inspector")):
            self.act_on(
                verification.hear_applicant, "verifier_1", subject=s.pk, place=f"{who}谈话室",
                present="样例一", record=f"{who}陈述", confirmed=True,
            )
        with self.at():
            rows = self.rows([1])
        both = rows + [r | {"subject": self.b.pk, "note": "调查备注"} for r in rows]
        self.find(both)
        self.report(facts="调查事实", weighed={
            p.pk: "衡量理由" for p in Point.objects.filter(subject__in=self.deciding())
        })  # fmt: skip
        self.take("consulted")
        self.take("answered")

    def proposed(self) -> None:
        """The committee's opinion is given; the leading group sends back once, puts off, and decides later."""
        self.act_on(determination.lift_stop, "drafter", about=self.a.pk, reason="解除理由")
        self.propose(facts="拟定意见")
        self.act_on(determination.return_for_verification, "secretary", reason="退回理由")
        self.report(facts="再次调查")
        self.propose(facts="再次拟定")
        self.act_on(determination.postpone, "secretary", reason="延期理由")

    def decided(self) -> None:
        """Decided; nothing is fed back yet."""
        self.meet(decision={"dissent": "不同意见", "reason": "决定理由"})
        with self.at():
            entry = sampling.draw(
                actor=self.bureau["supervisor"], key=str(ids.new_id()), first=self.start, last=self.day, size=1
            )
        self.pick = UUID(entry.recorded().payload["picks"][0]["id"])

    def told_result(self) -> None:
        """Fed back and received."""
        for s, who in ((self.a, "inspector"), (self.b, "mines_inspector")):
            self.act_on(
                feedback.feed_back, "officer", subject=s.pk, explanation=f"{who}反馈",
                answers={p.pk: f"{who}答复" for p in Point.objects.filter(subject=s)},
            )
            self.act_on(feedback.record_receipt, who, subject=s.pk, received_on=self.day, words=f"{who}收到")

    def announced(self) -> None:
        """Published; one paper is issued, another is on its way."""
        self.take("published")
        confirm(self, "accept.enabled")
        item = Item.objects.get(matter=self.matter_id, kind="acceptance", subject=self.a.pk)
        self.issued = Office(self, "acceptance", item=item).through()
        self.drafting = Office(self, "acceptance", "handler-letter", item=item).drafted()

    def closed(self) -> None:
        """Filed."""
        self.take("filed")
        self._no_publication()
        for kind, body in (
            ("own_view", {"agrees": True, "words": "本人意见"}),
            ("reply", {"issued_by": "外部机关", "number": "1号", "replied_on": self.day.isoformat(),
                       "made_of_it": "noted", "text": "答复内容"}),
        ):
            self._beside(kind, body, self.a)

    def protected(self) -> None:
        """A notice waits for its slip; a sanction is recorded; one question is answered, a list waits."""
        who, today = self.bureau["personnel"], self.day

        def key() -> str:
            return str(ids.new_id())

        with self.at():
            sent = notices.send_effect_notice(
                self.matter_id, actor=self.bureau["officer"], at=ledger.head(stream_of(self.matter_id)), key=key(),
                subject=self.a.pk, recipient="personnel",
            )
            self.notice = UUID(sent.recorded().payload["id"])
            other = self.bureau["rescuer"].pk
            self.sanction = sanctions.record_sanction(
                actor=who, key=key(), person=other, unit=None, document_number="示例政务〔2026〕1号",
                issued_by="示例局机关纪委", kinds=["state_warning"], starts_on=today,
            ).stream
            asked = {"asking_body": "示例考察组", "purpose": "示例用途"}
            self.query = consulting.consult(
                actor=who, key=key(), person=other, unit=None, effect="A10-2-rank", day=today, **asked
            ).stream
            row = {"person": str(other), "unit": None, "name": "示例戊", "place": "", "effect": "A10-2-rank", "day": today.isoformat()}
            self.waiting = consulting.ask_list(actor=who, key=key(), rows=[row], **asked).stream
            self.token = Query.objects.get(pk=self.query).token

    def correcting(self) -> None:
        """The subject's plan is drawn up, one measure of two proved; the co-subject's stands open."""
        self.correction = Plan.objects.get(subject=self.a)
        self._step(telling.talk, "officer", place="谈话室", present="范例一", error="错误所在", causes="原因", demands="要求")
        names = ("event", "outcome", "factor", "cause")
        coded = {k: v for n in names for k, v in ((n, f"{n}文字"), (f"{n}_codes", ["other"]))}
        rows = [
            {"text": f"{who}措施", "owner": self.bureau[who].pk, "working_days": 10, "expected": "证明"}
            for who in ("inspector", "licensor")
        ]
        self._step(planning.draw_up, "inspector", measures=rows, **coded)
        one, self.measure = Measure.objects.filter(plan=self.correction)
        self._step(measures.prove, "inspector", measure=one.pk, done="完成情况", files=self._proof())
        self.proof = Proof.objects.get(plan=self.correction).pk

    def _step(self, do, who: str, **fields) -> None:
        self.correction.refresh_from_db()
        with self.at():
            do(self.correction.pk, actor=self.bureau[who], at=self.correction.position, key=str(ids.new_id()), **fields)

    def _proof(self) -> list:
        return [("证明", store(SimpleUploadedFile("证明.txt", "证明材料".encode())))]

    def _corrected(self) -> None:
        """Both plans are closed, so that nothing is owed."""
        day = self.day
        self._step(measures.prove, "licensor", measure=self.measure.pk, done="完成", files=self._proof())
        self._checked()
        self.day, self.correction = day, Plan.objects.get(subject=self.b)
        self._step(telling.talk, "officer", place="谈话室", present="范例一", error="x", causes="x", demands="x")
        names = ("event", "outcome", "factor", "cause")
        coded = {k: v for n in names for k, v in ((n, "x"), (f"{n}_codes", ["other"]))}
        row = {"text": "措施", "owner": self.bureau["mines_inspector"].pk, "working_days": 10, "expected": "证明"}
        self._step(planning.draw_up, "mines_inspector", measures=[row], **coded)
        one = Measure.objects.get(plan=self.correction)
        self._step(measures.prove, "mines_inspector", measure=one.pk, done="完成", files=self._proof())
        self._checked()

    def _checked(self) -> None:
        self._step(effect.name_checker, "officer", checker=self.bureau["registrar"].pk)
        self.correction.refresh_from_db()
        self.day = self.correction.check_from
        self._step(effect.check_effect, "registrar", proved=True, how="抽查", found="有效", files=self._proof())
        self._step(effect.close_plan, "officer")

    def insight(self) -> None:
        """What belongs to no one matter: reports, a warning, a record in advance; and a letter about the subject."""
        officer, insp = self.bureau["officer"], self.bureau["inspector"]
        with self.at():
            self.report = reporting.report(actor=insp, key=str(ids.new_id()), kind="sign", text="inspector报告").stream
            publish()
            self.caution = warning.warn(
                actor=officer, key=str(ids.new_id()), form="warning", dimension="cause", code="no_review", title="警示",
                text="警示内容", units=[self.bureau.units["chemicals"].pk],
            ).stream
            self.office = issuing.draft_paper(
                None, actor=self.bureau["drafter"], at=0, key=str(ids.new_id()), source="caution", record_id=self.caution,
                template="caution", reviewer=self.bureau["registrar"].pk, signer=officer.pk,
            ).stream
            said = dict.fromkeys(("basis", "meeting", "risk", "rule"), "留痕内容")
            file = [("附件", store(SimpleUploadedFile("附件.txt", "附件".encode())))]
            self.advance = advance.record_advance(
                actor=insp, key=str(ids.new_id()), unit=self.bureau.units["chemicals"].pk, title="留痕", files=file, **said
            ).stream
            said = dict.fromkeys(("point", "conclusion", "disturbs", "addressees"), "澄清内容")
            self.clarification = clarifying.clarify(
                self.matter_id, actor=officer, key=str(ids.new_id()), subject=self.a.pk, **said
            ).stream

    def sealed(self) -> None:
        """Closed: the dossier is sealed, and supplemented once."""
        with self.at():
            notices.record_slip(
                self.notice, actor=self.bureau["personnel"], at=ledger.head(stream_of(self.matter_id)),
                key=str(ids.new_id()), done=True, answered_on=self.day,
            )
        self._corrected()
        # No entry says these; the check would find that.
        Item.objects.filter(kind__in=("no_publication", "own_view", "reply")).delete()
        self.act_on(closing.close, "officer", note="结案说明")
        self.act_on(closing.supplement, "officer", title="补充材料题名", text="补充材料内容")
        with self.at(), tempfile.TemporaryDirectory() as folder:
            package = export(self.standing("officer"), Path(folder)).path
            self.imported = import_package(package, actor=self.bureau["officer"], key=str(ids.new_id())).stream
            # Nothing has passed its period yet: the list is put there.
            self.destruction = DestructionList.objects.create(
                id=ids.new_id(), number="2026-1", rows=[], reason="保管期满", proposed_by=self.bureau["officer"], proposed_on=self.day
            ).pk
        pieces = Imported.objects.get().pieces
        self.imported_path = next(f["path"] for p in pieces for f in p["files"] if "附件/证据" in f["path"])

    def reopened(self) -> None:
        """After the sealing: the subject's determination reconsidered and kept, its revocation proposed, heard and not
        decided for; the co-subject asked twice, once not taken up and once taken back."""
        other = self.b.pk
        for _ in range(2):
            self.act_on(review.ask_review, "mines_inspector", subject=other, points=["mines_inspector申请复核"])
            if not Item.objects.filter(matter=self.matter_id, kind="review_declined").exists():
                self.act_on(review.decline_review, "officer", subject=other, ground="other_remedy", reason="不予受理复核")
        self.act_on(review.withdraw_review, "mines_inspector", subject=other, words="撤回复核")
        self.ask_review(points=["inspector申请复核", "inspector另有理由"])
        self.receive_review(members=("rescuer", "other_3"), reason="逾期仍受理")
        self.declare("rescuer", "other_3")
        self.review_opinion("rescuer", result="kept", facts="复核情况")
        self.meet_again(review.decide_review, decision=self.again(result="kept", reason="复核决定"))
        self.tell()
        self.propose_revocation(facts="撤销事实")
        self.notify_revocation(text="告知撤销")
        self.states(points=("inspector陈述申辩",))
        self.hear(record="inspector听取陈述")
        self.meet_again(
            revocation.decide_revocation, decision=self.again(result="kept", departure="偏离建议", reason="撤销研究")
        )
        self.tell()

    def _no_publication(self) -> None:
        """A paper that cannot stand beside a publication."""
        self._beside("no_publication", {"reason": "不公开理由"})

    def _beside(self, kind: str, body: dict, subject=None) -> None:
        """A paper that this matter's course cannot have: put there by hand, and taken away before it is sealed."""
        Item.objects.create(
            id=ids.new_id(), matter=self.matter, subject=subject, kind=kind, body=body,
            author=self.bureau["officer"], done_on=self.day, position=self.matter.position,
        )

    def another(self) -> None:
        """Another matter with a group of its own, about somebody else."""
        self.other = Case(
            self.bureau, subject="rescuer", unit="emergency", head="emergency_head",
            document_number="示例纪立〔2026〕2号", brief="另一事项",
        ).until("accepted")
        group = [self.bureau[k].pk for k in ("other_1", "other_2", "other_3")]
        self.other.act_on(
            verification.appoint_group, "officer", lead=group[0], members=group[1:], task="核实。"
        )

    def paper(self, kind: str, subject=None) -> UUID:
        """The last paper of a kind, of a subject where it has one."""
        rows = Item.objects.filter(matter=self.matter_id, kind=kind)
        return rows.filter(subject=subject.pk if subject else None).last().pk

    def through(self, stage: str) -> World:
        """Take the matter through all stages up to this one."""
        for name in STAGES[: STAGES.index(stage) + 1]:
            getattr(self, name)()
        return self


STAGES = (
    "begun", "applied", "forwarded", "asked", "grouped", "found_out", "proposed", "decided", "told_result",
    "announced", "closed", "protected", "correcting", "insight", "sealed", "reopened",
)
