"""Everything can be done on paper: recorded by those who keep the file, counted once a second one confirms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo import clock, ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import acceptance, application, determination, paper, paper_acts, verification
from rongcuo.matters.access import sees_scan, viewer_of, visible_items, visible_records
from rongcuo.matters.coded import decode, encode
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.files import store
from rongcuo.matters.models import Act, ActSubject, Item, PaperRecord, Step, Subject
from rongcuo.people.errors import dated
from tests.matters.world import Case, refused


def scan(words: str = "") -> dict:
    """A scan, each another one."""
    upload = SimpleUploadedFile("扫描件.txt", f"{words or ids.new_id()}".encode())
    return store(upload).as_payload()


class OnPaper(Case):
    """The same story on paper: `recorder` transcribes what `who` did, `second` confirms, both on `entered`."""

    recorder, second = "officer", "registrar"
    entered: date | None = None

    def later_on(self):
        return clock.frozen(f"{(self.entered or self.day).isoformat()}T15:00:00+08:00")

    def transcribe(self, do, who: str, recorder: str | None = None, **fields) -> PaperRecord:
        subject = fields.pop("subject", None)
        done_on = fields.pop("done_on", self.day)
        kept = fields.pop("scan", None) or scan()
        with self.later_on():
            paper.record_step(
                self.matter_id, actor=self.bureau[recorder or self.recorder], at=self.matter.position,
                key=str(ids.new_id()), action=do.__name__, by=self.bureau[who].pk, done_on=done_on,
                scan=kept, fields=fields, subject=subject, shown=[{"label": "内容", "value": "见扫描件"}],
            )
        return PaperRecord.objects.filter(matter=self.matter_id).order_by("-recorded_at", "-id").get(
            status="waiting"
        )

    def confirm(self, row: PaperRecord, who: str | None = None):
        row = PaperRecord.objects.get(pk=row.pk)
        at = self.matter.position if row.matter_id else row.act.position if row.act_id else 1
        with self.later_on():
            return paper.confirm(
                row.pk, actor=self.bureau[who or self.second], at=at, key=str(ids.new_id())
            )

    def act_on(self, do, who: str, **fields):
        row = self.transcribe(do, who, **fields)
        return self.confirm(row)

    # --- before there is a matter ------------------------------------------------------------

    def act_from_paper(self, recorder: str | None = None, by: str = "registrar", kept: dict | None = None, day=None,
                       **changes) -> PaperRecord:
        """The registration of the act as it stands on paper."""
        people, units = self.bureau, self.bureau.units
        fields = {
            "kind": self.plot.kind, "document_number": self.plot.document_number, "issued_by": "示例局机关纪委",
            "started_on": self.start, "occurred_on": self.start - timedelta(days=45), "brief": self.plot.brief,
            "external": self.plot.external,
            "subjects": [{"person": people[w].pk if w else None, "unit": units[u].pk} for w, u in self._named()],
        }
        with self.later_on():
            entry = paper_acts.record_act(
                actor=people[recorder or self.recorder], key=str(ids.new_id()), by=people[by].pk, done_on=day or self.day,
                scan=kept or scan(), fields=fields | changes, shown=[{"label": "内容", "value": "见扫描件"}],
            )
        return PaperRecord.objects.get(pk=entry.recorded().payload["id"])

    def act_step(self, action: str, by: str, subject=None, day=None, kept: dict | None = None) -> PaperRecord:
        self.act.refresh_from_db()
        with self.later_on():
            entry = paper_acts.record_act_step(
                self.act.pk, actor=self.bureau[self.recorder], at=self.act.position, key=str(ids.new_id()),
                action=action, by=self.bureau[by].pk, done_on=day or self.day, scan=kept or scan(), subject=subject,
            )
        return PaperRecord.objects.get(pk=entry.recorded().payload["id"])

    def registered(self) -> None:
        self.act = Act.objects.get(pk=self.confirm(self.act_from_paper()).stream)

    def told(self) -> None:
        self.day += timedelta(days=self.told_after)
        for row in ActSubject.objects.filter(act=self.act, told_on=None):
            self.confirm(self.act_step("confirm_told", "registrar", row.pk))

    def noticed(self) -> None:
        self.confirm(self.act_step("send_notice", "officer"))

    def sealed(self, who: str | None = None, day: date | None = None, **changes) -> PaperRecord:
        """The application of the subject as it came on paper."""
        self.act.refresh_from_db()
        target = self.target_of(*(self._named()[0]))
        with self.later_on():
            entry = paper.record_application(
                self.act.pk, actor=self.bureau[self.recorder], at=self.act.position, key=str(ids.new_id()),
                target=target.pk, by=self.bureau[who or self.applicant].pk, done_on=day or self.day,
                scan=scan(), fields=self.form(evidence=[scan("会议记录") | {"title": "会议记录", "made_on": None}])
                | changes,
            )
        return PaperRecord.objects.get(pk=entry.recorded().payload["id"])

    def submitted(self) -> None:
        row = self.sealed()
        self.matter_id = self.confirm(row).stream


@pytest.fixture
def on_paper(bureau) -> OnPaper:
    return OnPaper(bureau)


def test_a_whole_matter_on_paper_ends_as_on_screen(bureau):
    """The same people, days and words; nobody but the keepers of the file ever signs in."""
    screen = Case(bureau).until("filed")
    told = OnPaper(bureau, document_number="示例纪立〔2026〕9号").until("filed")
    for one in (told, screen):
        one.act.refresh_from_db()
    for name in ("started_on", "notice_sent_on", "handler_id"):
        assert getattr(told.act, name) == getattr(screen.act, name), name
    assert told.target.told_on == screen.target.told_on
    for name in ("state", "opened_on", "decided_on", "positive", "state_since"):
        assert getattr(told.matter, name) == getattr(screen.matter, name), name
    for name in ("state", "submitted_on", "due_on", "timeliness", "outcome", "effects", "received_on", "via"):
        assert getattr(told.subject, name) == getattr(screen.subject, name), name

    def papers(case):
        rows = Item.objects.filter(matter=case.matter_id)
        return [(i.kind, i.author_id, i.done_on) for i in rows]

    assert papers(told) == papers(screen)
    steps = Step.objects.filter(matter=told.matter_id).select_related("paper")
    assert all(s.paper.recorded_by == bureau["officer"] and s.paper.closed_by == bureau["registrar"] for s in steps)
    assert [s.actor_id for s in steps] == [s.actor_id for s in Step.objects.filter(matter=screen.matter_id)]
    assert verify().ok
    assert replay() == []


def test_a_matter_that_ran_on_paper_is_taken_over(bureau):
    """In September the file of the spring is entered: every date is the paper's, no target is late by it."""
    told = OnPaper(bureau)
    told.entered = date(2026, 9, 17)
    told.until("reported")
    assert (told.matter.state, told.matter.opened_on.month) == ("opinion", 3)
    assert (told.subject.timeliness, told.subject.submitted_on) == ("in_time", date(2026, 3, 5))
    step = Step.objects.filter(matter=told.matter_id).last()
    assert (step.done_on.month, clock.local_date(step.recorded_at)) == (3, told.entered)
    assert (told.act.notice_sent_on.month, told.target.told_on.month) == (3, 3)
    entered = {clock.local_date(e.recorded().instant) for e in Entry.objects.filter(stream__in=[told.act.pk, told.matter_id])}
    assert entered == {told.entered}  # everything of it was entered on that day
    assert replay() == []


def test_nothing_counts_before_the_second_person(on_paper):
    case = on_paper.until("forwarded")
    row = case.transcribe(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    assert case.state == ("intake", "received")
    assert not Item.objects.filter(kind="acceptance").exists()
    with refused(NotPermitted):
        case.confirm(row, "officer")  # the one who recorded it
    for who in ("inspector", "chemicals_head"):  # see the matter, do not keep its file
        with refused(NotFound):
            case.confirm(row, who)
    case.confirm(row, "drafter")
    assert case.state == ("verification", "accepted")
    with refused(NotNow):
        case.confirm(row, "registrar")


def test_the_second_person_says_that_it_does_not_agree(on_paper):
    case = on_paper.until("forwarded")
    row = case.transcribe(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    with case.later_on():
        with refused(Incomplete, "reasons"):
            paper.refuse(row.pk, actor=case.bureau["drafter"], at=case.matter.position, key="a", reasons=" ")
        entry = paper.refuse(
            row.pk, actor=case.bureau["drafter"], at=case.matter.position, key="b", reasons="日期与签收章不符"
        )
        again = paper.refuse(
            row.pk, actor=case.bureau["drafter"], at=case.matter.position, key="b", reasons="日期与签收章不符"
        )
    assert (again.pk, again.repeated) == (entry.pk, True)
    row.refresh_from_db()
    assert (row.status, row.reasons) == ("refused", "日期与签收章不符")
    assert case.state == ("intake", "received")
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)  # recorded anew
    assert case.state == ("verification", "accepted")
    assert replay() == []


def test_two_records_of_one_step_are_found_and_named(on_paper):
    """Two papers of one meeting reach two officers: the second is told who recorded the first, and when."""
    case = on_paper.until("opinion")
    kept = scan("会议纪要")
    held = meeting(case)
    row = case.transcribe(determination.determine, "secretary", scan=kept, **held)
    for again in (kept, scan("另一份纪要")):
        with refused(Incomplete, "scan") as caught:
            case.transcribe(determination.determine, "secretary", recorder="drafter", scan=again, **held)
        assert case.bureau["officer"].name in caught.value.message
        assert dated(case.day) in caught.value.message
    case.confirm(row)
    assert case.matter.state == "feedback"


def test_a_hearing_is_recorded_twice_only_where_there_were_two(on_paper):
    case = on_paper.until("declared").later(1)
    said = {"place": "谈话室", "present": "样例一", "record": "陈述", "confirmed": True}
    case.act_on(verification.hear_applicant, "verifier_1", subject=case.subject.pk, **said)
    with refused(Incomplete, "scan"):
        case.transcribe(verification.hear_applicant, "verifier_1", subject=case.subject.pk, **said)
    case.later(1).act_on(verification.hear_applicant, "verifier_1", subject=case.subject.pk, **said)
    assert Item.objects.filter(kind="hearing").count() == 2


def test_only_those_who_keep_the_file_record(on_paper):
    case = on_paper.until("opinion")
    for who in ("inspector", "chemicals_head", "verifier_1", "personnel", "leader_1", "supervisor", "licensor"):
        with refused(NotPermitted if case.sees(who) else NotFound):
            case.transcribe(determination.determine, "secretary", recorder=who, **meeting(case))
        assert not visible_records(viewer_of(case.bureau[who], case.day)).exists(), who


def test_the_secretary_records_and_an_officer_confirms(on_paper):
    case = on_paper.until("opinion")
    row = case.transcribe(determination.determine, "secretary", recorder="secretary", **meeting(case))
    case.confirm(row, "officer")
    assert case.matter.state == "feedback"


def test_paper_opens_nothing_that_the_person_could_not_do(on_paper):
    """The guard is asked as if the person had acted that day: no colleague, no subject, no one aside."""
    case = on_paper.until("appointed")
    with refused(NotPermitted):
        case.transcribe(verification.declare_interests, "licensor", grounds=[])
    with refused(NotPermitted):
        case.transcribe(verification.hear_applicant, "inspector", subject=case.subject.pk, place="x", present="x", record="x", confirmed=True)
    with refused(Incomplete):  # the guard of the step itself
        case.transcribe(verification.hear_applicant, "verifier_1", subject=case.subject.pk, place="x", present="x", record="x", confirmed=True)
    with refused(Incomplete, "done_on"):
        case.transcribe(verification.declare_interests, "verifier_1", done_on=date(2026, 3, 1), grounds=[])
    with refused(Incomplete, "done_on"):
        case.transcribe(verification.declare_interests, "verifier_1", done_on=date(2026, 12, 1), grounds=[])
    case.act_on(verification.declare_interests, "verifier_1", grounds=["relative"], words="亲属")
    with refused(NotPermitted):  # suspended from that instant, on paper too
        case.transcribe(verification.record_findings, "verifier_1", findings=[])


def test_a_keeper_with_an_interest_neither_records_nor_confirms(on_paper):
    case = on_paper.until("appointed")
    row = case.transcribe(verification.declare_interests, "verifier_1", grounds=[])
    with case.at():
        verification.declare_interests(
            case.matter_id, actor=case.bureau["registrar"], at=case.matter.position, key="r", grounds=["other"],
            words="经办人是亲属",
        )
    with refused(NotPermitted):
        case.confirm(row, "registrar")
    with refused(NotPermitted):
        case.transcribe(verification.declare_interests, "verifier_2", recorder="registrar", grounds=[])
    with case.at():
        verification.decide_recusal(
            case.matter_id, actor=case.bureau["officer"], at=case.matter.position, key="o",
            person=case.bureau["registrar"].pk, recused=True, reasons="属实",
        )
    with refused(NotFound):
        case.confirm(row, "registrar")
    assert not visible_records(viewer_of(case.bureau["registrar"], case.day)).exists()
    case.confirm(row, "drafter")


def test_what_happened_meanwhile_is_said_at_confirmation(on_paper):
    """The application is withdrawn on screen while its acceptance waits on paper."""
    case = on_paper.until("forwarded")
    row = case.transcribe(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    with case.at():
        application.withdraw(
            case.matter_id, actor=case.bureau["inspector"], at=case.matter.position, key="w",
            subject=case.subject.pk,
        )
    with case.later_on(), pytest.raises(Stale):
        paper.confirm(row.pk, actor=case.bureau["drafter"], at=case.matter.position - 1, key="c")
    with refused(NotNow) as caught:
        case.confirm(row)
    assert caught.value.cure
    assert PaperRecord.objects.get(pk=row.pk).status == "waiting"


def test_a_late_paper_is_late_by_its_own_day(on_paper):
    case = on_paper.until("noticed")
    case.entered = date(2026, 3, 20)
    with refused(Incomplete, "done_on"):
        case.sealed(day=date(2026, 3, 1))  # before the act
    row = case.sealed(day=date(2026, 3, 11))
    case.matter_id = case.confirm(row).stream
    assert case.subject.timeliness == "in_time"
    assert case.subject.submitted_on == date(2026, 3, 11)
    other = OnPaper(case.bureau, document_number="示例纪立〔2026〕3号").until("noticed")
    other.entered = date(2026, 3, 20)
    other.matter_id = other.confirm(other.sealed(day=date(2026, 3, 12))).stream
    assert other.subject.timeliness == "late"


def test_an_application_on_paper_is_with_the_committee_at_once(on_paper):
    """It lies on the officer's table; on screen one still with the unit would not be seen there."""
    case = on_paper.until("noticed").later(1)
    row = case.sealed()
    assert not Subject.objects.exists()
    with refused(NotPermitted):
        case.sealed("chemicals_head")  # nobody applies for somebody else's act
    with refused(Incomplete, "scan"):
        case.sealed()
    row.act.refresh_from_db()
    case.matter_id = case.confirm(row).stream
    assert case.sees("officer") and case.sees("inspector") and case.sees("chemicals_head")
    assert not case.sees("leader_1")
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    assert case.subject.via == "forwarded"


def test_the_scan_is_for_those_who_read_all_that_was_made_of_it(on_paper):
    """The minutes' scan carries every voice: whoever reads only the result of it does not open it."""
    case = on_paper.until("received")
    readers = {}
    for row in PaperRecord.objects.filter(matter=case.matter_id):
        readers[row.action] = {
            who for who in ("inspector", "chemicals_head", "verifier_1", "personnel", "supervisor", "licensor")
            if case.sees(who) and sees_scan(case.standing(who), row)
        }
    assert readers["determine"] == {"supervisor"}
    assert readers["submit_application"] == {"inspector", "chemicals_head", "verifier_1", "supervisor"}
    assert readers["issue_report"] == {"verifier_1", "supervisor"}
    assert readers["feed_back"] == {"inspector", "chemicals_head", "verifier_1", "personnel", "supervisor"}
    assert readers["record_findings"] == set()
    assert visible_items(case.standing("inspector")).filter(kind="feedback").exists()


def test_the_same_request_twice_records_once(on_paper):
    case = on_paper.until("forwarded")
    kept, fields = scan(), {"in_scope": True}
    with case.later_on():
        first, second = (
            paper.record_step(
                case.matter_id, actor=case.bureau["officer"], at=case.matter.position, key="same",
                action="accept", by=case.bureau["officer"].pk, done_on=case.day, scan=kept, fields=fields,
                subject=case.subject.pk,
            )
            for _ in range(2)
        )
        assert (first.pk, second.repeated) == (second.pk, True)
        row = PaperRecord.objects.get(status="waiting")
        at = case.matter.position
        done = [paper.confirm(row.pk, actor=case.bureau["drafter"], at=at, key="c") for _ in range(2)]
    assert done[0].pk == done[1].pk
    assert Entry.objects.filter(kind="matter.accept").count() == 1


def test_what_is_typed_comes_back_to_the_type():
    subject = ids.new_id()
    fields = {
        "decisions": {subject: {"for": 3, "effects": {"A10-1": {"granted": True, "reason": ""}}}},
        "held_on": date(2026, 3, 2), "named": None, "evidence": [1, 2], "$odd": "x",
    }
    assert decode(encode(fields)) == fields
    with pytest.raises(TypeError):
        encode({"ratio": 0.5})


def meeting(case: OnPaper) -> dict:
    names = case.bureau.leaders
    return {
        "held_on": case.day, "place": "局第一会议室", "due": names, "present": names, "recused": [],
        "chair": names[0], "views": {n: "同意。" for n in names},
        "decisions": {s.pk: case.decision(s) for s in case.deciding()},
    }
