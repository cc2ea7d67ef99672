"""Whatever anybody tries in whatever order, the procedure answers as an independent model answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rongcuo import clock, ids
from rongcuo.demo.bureau import Bureau
from rongcuo.demo.story import favourable
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import application, determination, drafts, files, paper
from rongcuo.matters.access import Viewer, viewer_of, visible_matters
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.doing import ACTIONS
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import (
    Act,
    ActSubject,
    Interest,
    Item,
    Matter,
    Part,
    Point,
    Step,
    Subject,
)
from rongcuo.matters.packs import current_pack
from tests.matters import reference as ref
from tests.matters.conftest import build_bureau
from tests.matters.world import Case

ANSWERS = {
    NotFound: "unseen", NotPermitted: "not yours", Stale: "stale", NotNow: "not now", Incomplete: "incomplete",
}
GROUPS = (
    ("verifier_1", "verifier_2", "verifier_3"), ("verifier_1", "verifier_2", "licensor"),
    ("verifier_3", "licensor", "officer"), ("verifier_1", "verifier_2"), ("verifier_1", "mines_head", "inspector"),
    ("verifier_1", "verifier_2", "registrar"), ("verifier_1", "mines_head", "chemicals_head"),
    ("verifier_1", "drafter", "verifier_3"),
)
REVIEWERS = (
    ("licensor", "personnel"), ("licensor", "verifier_3"), ("officer", "licensor"), ("mines_head", "licensor"),
    ("licensor", "secretary"), ("chemicals_head", "supervisor"), ("licensor", "registrar"), ("inspector", "licensor"),
    ("drafter", "licensor"), ("licensor", "licensor"),
)
PLAIN = {
    "reviewers": REVIEWERS[0],
    "careful": True, "group": GROUPS[0], "ground": False, "recused": False, "person": "officer", "way": "borrow",
    "capacity": "verifier", "step": 0,
}
#: Keepers of the file who work on paper together; the others try it too.
PEERS = ("officer", "registrar", "secretary")
TEXT = "示例材料。".encode()
STORED = {"name": "a.txt", "media_type": "text/plain", "size": len(TEXT), "sha256": sha256(TEXT).hexdigest()}

#: What is still done once the matter is filed, closed or ended.
AFTER_FILING = {
    "record_receipt", "close", "supplement", "check_dossier", "declare_interests", "ask_recusal", "decide_recusal",
    "confirm_step", *ref.LATER_TO,
}

#: A throw of dice a rule makes its many choices with; drawing each one by itself would be slow.
dices = st.integers(0, 2**64).map(Random)

# Both are built once a run, by the test below.
bureau: Bureau | None = None
viewers: dict[str, Viewer] = {}


class Procedure(RuleBasedStateMachine):
    """An act against three people; everybody of the bureau tries everything."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.model = ref.Reference()
        self.subjects: list = []  # ids, in the order of the model's applications
        self.sent: list = []
        self.papers: list = []
        self.looked = None
        self.matter = None

    @initialize(dice=dices, steps=st.integers(0, 30))
    def a_story_is_under_way(self, dice, steps):
        """An act is registered; and often somebody has applied, and the matter has come some way."""
        others = [("mines_inspector", "mines"), ("drafter", "committee")]
        self.case = Case(bureau, ref.START, also=others).until("noticed")
        for owner in dice.sample(ref.OWNERS, dice.choice([1, 1, 2, 3])) if steps > 1 else ():
            self.apply(dice, False, owner)
        for _ in range(steps if self.matter else 0):
            self.go_on(dice)
            self.a_busy_day(dice, times=3)

    def teardown(self):
        try:
            assert verify().problems == []
            assert replay() == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- trying ------------------------------------------------------------------------------

    def now(self):
        return clock.frozen(datetime.combine(self.model.day, time(9, 30), clock.ZONE))

    def tries(self, do) -> str:
        try:
            with self.now():
                self.entry = do()
        except tuple(ANSWERS) as error:
            return ANSWERS[type(error)]
        return "ok"

    def act(self, who: str, action: str, app, how: dict, off: int = 0) -> None:
        """The program and the model are asked the same, and answer the same."""
        expected = self.model.answer(who, action, app, how, stale=bool(off))
        key, at = str(ids.new_id()), self.model.position + off
        final = self.model.state in {"ended", "filed", "closed"}
        subject = ids.new_id() if app is None else self.subjects[self.model.applications.index(app)]
        fields = self.fields(action, subject, how, about=app and subject)
        if ref.MOVES[action][2] is not None:
            fields["subject"] = subject
        matter = self.matter or ids.new_id()

        def do():
            return ACTIONS[action](matter, actor=bureau[who], at=at, key=key, **fields)

        given = self.tries(do)
        assert given == expected, (who, action, how, self.model)
        if given == "ok":
            assert not (final and action not in AFTER_FILING), action
            if action == "give_review_opinion":
                assert who not in self.model.hands(app)
            if action == "decide_revocation":
                heard = Item.objects.filter(kind="revocation_hearing", subject=subject).order_by("position").last()
                told = Item.objects.filter(kind="revocation_notice", subject=subject).order_by("position").last()
                assert heard.position > told.position
            assert not (action in ref.OFFICE and self.model.own(who)), (who, action)
            self.model.do(who, action, app, how)
            self.sent.append((do, self.entry.pk))

    def fields(self, action: str, subject, how: dict, about) -> dict:
        """A full form, so that nothing but the procedure says no."""
        deciding = Subject.objects.filter(matter=self.matter, state="accepted") if self.matter else []
        answers = {
            q.id: {"text": "见所列事实。", "facts": ["diligent"]} for q in current_pack().questions.values()
        }
        simple = {
            "decline_forwarding": {"reason": "x"}, "request_completion": {"missing": "x"},
            "complete": {"words": "x"}, "accept": {"in_scope": True, "reason": "x"},
            "refuse": {"ground": "no_procedure", "reason": "x"},
            "hear_applicant": {"place": "x", "present": "x", "record": "x", "confirmed": True},
            "add_evidence": {"stored": STORED | {"file": files.keep(TEXT)}, "title": "x", "about": about},
            "declare_interests": {"grounds": ["other"] if how["ground"] else [], "words": "x"},
            "ask_recusal": {"person": bureau[how["person"]].pk, "grounds": ["other"], "words": "x"},
            "confirm_step": {"step": self.step_at(how["step"]), "stands": how["recused"], "words": "x"},
            "fill_in": {
                "way": how["way"], "capacity": how["capacity"], "person": bureau[how["person"]].pk, "reasons": "x"
            },
            "refer_upward": {"to": "x", "reasons": "x"}, "own_view": {"agrees": True, "words": "x"},
            "keep_rule": {"title": "x", "article": "x", "text": "x", "since": ref.START.replace(year=2020)},
            "record_reply": {
                "issued_by": "x", "number": "x", "replied_on": self.model.day, "made_of_it": "noted", "text": "x"
            },
            "record_authority": {"issued_by": "x", "number": "x", "text": "x"},
            "decide_recusal": {
                "person": bureau[how["person"]].pk, "recused": how["recused"], "reasons": "x"
            },
            "record_findings": {"findings": [row | {"subject": subject} for row in rows()]},
            "consult_personnel": {"question": "x"}, "answer_consultation": {"answer": "x"},
            "lift_stop": {"about": subject, "reason": "x"}, "return_for_verification": {"reason": "x"},
            "postpone": {"reason": "x"}, "skip_publication": {"reason": "x"},
            "record_receipt": {"received_on": self.model.day},
            "supplement": {"title": "x", "text": "x"},
            "publish": {"form": "meeting", "scope": "unit", "text": "一起失误。"},
        }
        if action in simple:
            return simple[action]
        if action == "dispense_group":
            return {"verifiers": [bureau[m].pk for m in how["group"][:2]], "reason": "x"}
        if action == "appoint_group":
            group = [bureau[m].pk for m in how["group"]]
            return {"lead": group[0], "members": group[1:], "task": "x", "reason": "x"}
        if action == "issue_report":
            points = Point.objects.filter(subject__in=deciding)
            return {"facts": "x", "course": "x", "answers": answers, "weighed": {p.pk: "x" for p in points}}
        if action == "feed_back":
            points = Point.objects.filter(subject=subject)
            return {"explanation": "x", "answers": {p.pk: "x" for p in points}}
        if action == "give_opinion":
            given = {"outcome": "waived", "reason": "x", "beyond": "x", "effects": []}
            return {"facts": "x", "answers": answers, "proposals": {s.pk: given for s in deciding}}
        if action in ref.LATER_TO:
            return self.later(action, subject, how)
        return self.meeting(deciding, how) if action == "determine" else {}

    def later(self, action: str, subject, how: dict) -> dict:
        """A full form of a step after the determination."""
        answers = {n: "x" for n in range(1, 40)}
        simple = {
            "ask_review": {"points": ["x"]}, "decline_review": {"ground": "other_remedy", "reason": "x"},
            "receive_review": {"members": [bureau[m].pk for m in how["reviewers"]], "reason": "x"},
            "give_review_opinion": {"facts": "x", "answers": answers, "proposal": {"result": "kept", "reason": "x"}},
            "propose_revocation": {
                "grounds": ["new_facts"], "facts": "x", "proposal": {"outcome": "refused", "reason": "x"}
            },
            "notify_revocation": {"text": "x", "until": self.model.day + timedelta(days=7)},
            "state_on_revocation": {"points": ["x"]},
            "hear_on_revocation": {"way": "heard", "record": "x", "place": "x", "present": "x", "confirmed": True},
            "feed_back_later": {"explanation": "x", "answers": answers},
        }
        if action in simple or action == "withdraw_review":
            return simple.get(action, {})
        meeting = self.meeting([], how)
        meeting.pop("decisions")
        votes = {"for": len(meeting["present"]), "against": 0, "abstain": 0}
        row = Subject.objects.filter(pk=subject).first()
        revokes = action == "decide_revocation" and row is not None and row.outcome != "refused"
        decision = {"result": "changed", "outcome": "refused"} if revokes else {"result": "kept"}
        return {**meeting, "decision": {**decision, **votes, "reason": "x", "departure": "x", "beyond": "x", "effects": {}}}

    def step_at(self, position: int):
        row = Step.objects.filter(matter=self.matter, position=position).first() if self.matter else None
        return row.pk if row else ids.new_id()

    def meeting(self, deciding, how: dict) -> dict:
        names = {k: bureau[k].name for k in ref.LEADERS}
        away = {k for k in names if self.model.interests.get(k) in {"declared", "recused"} and how["careful"]}
        present = [name for k, name in names.items() if k not in away]
        effects = {
            s.pk: {e.id: {"granted": True} for e in determination.effects_for(current_pack(), s, "waived")}
            for s in deciding
        }
        vote = {"outcome": "waived", "for": len(present), "against": 0, "abstain": 0, "reason": "x", "beyond": "x"}
        return {
            "held_on": self.model.day, "place": "x", "due": list(names.values()), "present": present,
            "recused": [names[k] for k in away], "chair": present[0], "views": {},
            "decisions": {s.pk: vote | {"effects": effects[s.pk]} for s in deciding},
        }

    # --- the rules ---------------------------------------------------------------------------

    @precondition(lambda self: self.matter)
    @rule(dice=dices)
    def go_on(self, dice):
        """Something that carries the matter on, so that stories get to their end."""
        model, how = self.model, PLAIN
        if model.state == "verification" and model.members and not model._all_declared():
            silent = sorted(m for m in model.members if m not in model.interests)
            return self.act(silent[0], "declare_interests", None, how)
        for app in model.applications:
            silent = sorted(r for r in app.reviewers if r not in model.interests)
            if app.state == "under_review" and silent:
                return self.act(silent[0], "declare_interests", None, how)
        if model.doubted:
            free = [w for w in (*PEERS, "drafter") if model.sees(w) and model._leads(w)
                    and model.interests.get(w) != "declared" and not model.own(w)]
            at = min(model.doubted)
            free = [w for w in free if model.steps[at][0] != w]
            if free:
                return self.act(free[0], "confirm_step", None, {**how, "step": at})
        if model.state == "opinion" and not any(
            "opinion_giver" in model.held(w) and w in model.interests for w in ref.COMMITTEE
        ):
            return self.act("officer", "declare_interests", None, how)
        found = [
            (who, action, app)
            for action in sorted(ref.ONWARD) for who in ref.PEOPLE for app in self.apps()
            if (ref.MOVES[action][2] is None or app is not None)
            and model.answer(who, action, app, how) == "ok" and self.useful(action, app)
        ]
        if found:
            who, action, app = dice.choice(found)
            keepers = [w for w in ref.PEOPLE if model.keeps(w) and w in PEERS]
            if len(keepers) > 1 and dice.random() < 0.4:  # the same on paper
                recorder, second = dice.sample(keepers, 2)
                self.record(ref.Paper(recorder, who, action, app, how, model.day))
                return self.close(dice, second)
            self.act(who, action, app, how)
        elif model.state == "intake":
            self.days_pass(1)  # until the application may go directly
        return None

    def apps(self):
        return [*self.model.applications, None]

    def useful(self, action: str, app) -> bool:
        """Not what is done already."""
        model = self.model
        done = {
            "appoint_group": bool(model.members), "hear_applicant": app is not None and app.heard,
            "record_findings": app is not None and app.found, "consult_personnel": model.consulted,
            "answer_consultation": model.answered,
        }
        return not done.get(action, False)

    @precondition(lambda self: self.matter)
    @rule(dice=dices)
    def a_busy_day(self, dice, times=30):
        """Many things tried by many: by the right people and the wrong, in time and not."""
        for _ in range(times if self.model.state not in {"ended", "filed", "closed"} else 12):
            action, app = dice.choice(sorted(ref.MOVES)), dice.choice(self.apps())
            named = sorted(self.model.interests) if dice.random() < 0.7 else []
            own = {
                "person": dice.choice(named or ref.PEOPLE), "group": dice.choice(GROUPS),
                "ground": dice.random() < 0.3, "recused": dice.random() < 0.5, "careful": dice.random() < 0.7,
                "reviewers": dice.choice(REVIEWERS), **self.of_recusal(dice),
            }
            who = dice.choice(ref.PEOPLE)
            may = [w for w in ref.PEOPLE if self.model.sees(w) and self.model.may(w, action, app)]
            if may and dice.random() < 0.85:
                who = dice.choice(may)
            self.act(who, action, app, own, dice.choice([0] * 18 + [-1, 1]))

    @precondition(lambda self: self.matter)
    @rule(dice=dices)
    def work_on_paper(self, dice, times=8):
        """Steps are transcribed by many, for many, and confirmed or not by a second one."""
        for _ in range(times):
            if self.papers and dice.random() < 0.5:
                self.close(dice)
            else:
                self.transcribe(dice)

    def transcribe(self, dice) -> None:
        model = self.model
        action, app = dice.choice(sorted(ref.MOVES)), dice.choice(self.apps())
        may = [w for w in ref.PEOPLE if model.sees(w) and model.may(w, action, app)] or ref.PEOPLE
        how = {**PLAIN, "group": dice.choice(GROUPS), "ground": dice.random() < 0.2,
               "reviewers": dice.choice(REVIEWERS), **self.of_recusal(dice)}
        keepers = [w for w in ref.PEOPLE if model.keeps(w)] or ref.PEOPLE
        recorder = dice.choice(keepers if dice.random() < 0.8 else ref.PEOPLE)
        self.record(ref.Paper(recorder, dice.choice(may), action, app, how, model.day), dice.choice([0] * 9 + [-1]))

    def record(self, row: ref.Paper, off: int = 0) -> None:
        model, action, app, how = self.model, row.action, row.about, row.how
        subject = ids.new_id() if app is None else self.subjects[model.applications.index(app)]
        fields = self.fields(action, subject, how, about=app and subject)
        expected = model.paper_answer(row, stale=bool(off))

        def do():
            return paper.record_step(
                self.matter, actor=bureau[row.recorder], at=model.position + off, key=str(ids.new_id()),
                action=action, by=bureau[row.by].pk, done_on=row.day, fields=fields,
                subject=subject if ref.MOVES[action][2] is not None else None,
                scan=STORED | {"file": ids.new_id(), "sha256": uuid4().hex},
            )

        given = self.tries(do)
        assert given == expected, (row, model)
        if given == "ok":
            model.position += 1
            model.papers.append(row)
            self.papers.append((row, UUID(self.entry.recorded().payload["id"])))

    def close(self, dice, who: str | None = None) -> None:
        """A second person confirms (the newest, where one is named), or says that it does not agree."""
        model = self.model
        if not self.papers:
            return
        row, pk = self.papers[-1] if who else dice.choice(self.papers)
        who = who or dice.choice([w for w in ref.PEOPLE if model.keeps(w)] or ref.PEOPLE)
        who = who if dice.random() < 0.9 else dice.choice(ref.PEOPLE)
        off, position = dice.choice([0] * 9 + [-1]), model.position
        expected = model.confirm_answer(who, row, stale=bool(off))
        given = self.tries(
            lambda: paper.confirm(pk, actor=bureau[who], at=position + off, key=str(ids.new_id()))
        )
        assert given == expected, (who, row, model)
        if given == "ok":
            assert who != row.recorder
            model.confirm(row)
        elif given == "not now" and row.status == "waiting":
            assert self.tries(
                lambda: paper.refuse(pk, actor=bureau[who], at=position, key=str(ids.new_id()), reasons="x")
            ) == "ok"
            model.position += 1
            row.status = "refused"

    def of_recusal(self, dice) -> dict:
        """In whose place, in which capacity; which step of somebody who stepped aside."""
        doubted = sorted(self.model.doubted)
        return {
            "way": dice.choice(["borrow", "designate"]),
            "capacity": dice.choice(["verifier", "handler", "opinion_giver"]),
            "step": dice.choice(doubted) if doubted and dice.random() < 0.8 else self.model.position,
        }

    @rule(dice=dices, conflict=st.booleans())
    def apply(self, dice, conflict, owner=None):
        owner = owner or dice.choice(ref.OWNERS)
        who = dice.choice([owner] * 4 + [dice.choice(ref.PEOPLE)])
        if self.model.state in {"ended", "filed", "closed"} and not self.model.own(owner):
            return  # it would open another matter; this machine follows one
        expected = self.model.submit_answer(who, owner)
        target = ActSubject.objects.get(act=self.case.act, person=bureau[owner].pk)

        keepers = [w for w in PEERS[:2] if w not in self.model.interests]
        sealed = expected == "ok" and len(keepers) > 1 and dice.random() < 0.3

        def do():
            if sealed:
                return self.sealed(target, owner, keepers, conflict)
            draft = drafts.draft_for(target.pk, actor=bureau[who])
            return application.submit_application(
                draft.pk, actor=bureau[who], key=str(ids.new_id()), **self.case.form(head_conflict=conflict)
            )

        assert self.tries(do) == expected, (who, owner, self.model)
        if expected == "ok":
            self.matter = self.entry.stream
            self.model.submit(owner, conflict).on_paper = sealed
            self.subjects.append(UUID(self.entry.recorded().payload["subject"]))

    def sealed(self, target, owner: str, keepers: list[str], conflict: bool):
        """The application comes on paper; one keeper of the file records it, another confirms."""
        first, second = (bureau[w] for w in keepers)
        given = {"actor": first, "key": str(ids.new_id()), "target": target.pk, "by": bureau[owner].pk}
        at = Act.objects.get(pk=target.act_id).position
        entry = paper.record_application(
            target.act_id, at=at, done_on=self.model.day, fields=self.case.form(head_conflict=conflict),
            scan=STORED | {"file": ids.new_id(), "sha256": uuid4().hex}, **given,
        )
        pk = UUID(entry.recorded().payload["id"])
        return paper.confirm(pk, actor=second, at=at + 1, key=str(ids.new_id()))

    @precondition(lambda self: self.sent)
    @rule(dice=dices)
    def send_twice(self, dice):
        do, first = dice.choice(self.sent)
        assert self.tries(do) == "ok"
        assert (self.entry.pk, self.entry.repeated) == (first, True)

    @rule(days=st.integers(1, 3))
    def days_pass(self, days):
        self.model.day = min(self.model.day + timedelta(days=days), ref.END)

    # --- what always holds -------------------------------------------------------------------

    @invariant()
    def the_tables_are_as_the_model_says(self):
        model, matter = self.model, Matter.objects.filter(pk=self.matter).first()
        if matter is None:
            assert model.state is None
            return
        assert (matter.state, matter.position) == (model.state, model.position)
        assert (matter.consulted, matter.to_decide) == (model.consulted or model.decided, model.to_decide)
        assert (matter.decided_on is not None) == model.decided
        assert (matter.sealed_on is not None) == (model.state == "closed")
        rows = Subject.objects.in_bulk(self.subjects)
        assert len(rows) == Subject.objects.filter(matter=matter).count()
        for pk, app in zip(self.subjects, model.applications, strict=True):
            row = rows[pk]
            assert (row.state, row.via, row.timeliness) == (app.state, app.via, app.mark)
            assert (row.direct_on, row.head_conflict) == (app.direct_on, app.conflict)
            assert (row.answered_on is not None, row.received_on is not None) == (app.answered, app.received)
            assert bool(row.outcome) == (app.state in {"determined", "answered"} | ref.LATER)
        names = {p.pk: key for key, p in bureau.people.items()}
        parts = Part.objects.filter(matter=matter, ended=False).values_list("person", flat=True)
        assert sorted(names[p] for p in parts) == sorted(
            [*model.members, *(p for p, _ in model.given), *(r for a in model.applications for r in a.reviewers)]
        )
        open_ = Step.objects.filter(matter=matter, doubt="open").values_list("position", flat=True)
        assert set(open_) == model.doubted
        interests = Interest.objects.filter(matter=matter).values_list("person", "status")
        assert {names[p]: status for p, status in interests} == model.interests

    @invariant()
    def nobody_else_knows_of_it(self):
        now = (self.model.position, self.model.day)
        if not self.matter or now == self.looked:
            return
        self.looked = now
        for who in ref.PEOPLE:
            viewer = replace(viewers[who], day=self.model.day)
            seen = visible_matters(viewer).filter(pk=self.matter).exists()
            assert seen == self.model.sees(who), (who, self.model)

    @invariant()
    def a_subject_neither_verifies_nor_decides(self):
        owners = {a.owner for a in self.model.applications}
        for who in owners:
            assert self.model.held(who) <= {"applicant"}

    @invariant()
    def no_two_entries_stand_at_one_position(self):
        if self.matter:
            positions = Entry.objects.filter(stream=self.matter).values_list("position", flat=True)
            assert sorted(positions) == list(range(1, self.model.position + 1))


def rows() -> list[dict]:
    pack = current_pack()
    return [
        {"fact": fact, "value": favourable(pack.facts[fact]), "grade": "proved", "note": "查证属实。"}
        for fact in facts_to_settle(pack, ["A06-1"])
    ]


@pytest.mark.slow
def test_the_procedure_answers_as_the_model(db):
    global bureau
    bureau = build_bureau()
    viewers.update((who, viewer_of(bureau[who], ref.START)) for who in ref.PEOPLE)
    assert set(ref.MOVES) == set(ACTIONS)
    # Shrinking a story of fifty steps takes longer than reading it.
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    run_state_machine_as_test(
        Procedure,
        settings=settings(max_examples=24, stateful_step_count=14, deadline=None, phases=phases),
    )
