"""Article 8's procedure once more, in plain dictionaries: who may, from where to where.

Written from the measures and the readings, not from the code: it imports nothing of it. Days are
counted by weekday alone, so the story stays in March 2026, which has no public holiday.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

START = date(2026, 3, 2)
LAST_DAY = date(2026, 3, 11)
END = date(2026, 3, 31)

POSTS = {
    "officer": {"handler", "opinion_giver"}, "drafter": {"handler", "opinion_giver"},
    "registrar": {"handler", "opinion_giver"}, "secretary": {"decider"}, "leader_1": {"decider"},
    "personnel": {"executor"}, "supervisor": {"supervisor"},
}
COMMITTEE = {"officer", "drafter", "registrar"}
UNIT = {
    "inspector": "chemicals", "chemicals_head": "chemicals", "mines_inspector": "mines", "mines_head": "mines",
    "officer": "committee", "drafter": "committee", "registrar": "committee", "verifier_1": "mines",
    "verifier_2": "licensing", "verifier_3": "emergency", "licensor": "licensing",
    "secretary": "leading_group", "leader_1": "leading_group", "personnel": "personnel",
    "supervisor": "discipline",
}
HEAD = {"chemicals": "chemicals_head", "mines": "mines_head"}  # the committee has no head
PEOPLE = tuple(UNIT)
#: Whom the act is directed at. One of them sits in the party committee.
OWNERS = ("inspector", "mines_inspector", "drafter")
LEADERS = ("leader_1", "leader_2", "leader_3", "leader_4", "leader_5")
#: A reconsideration and a revocation: states of an application that Article 8 is done with.
REVIEWING = {"review_asked", "under_review", "review_to_decide", "review_decided"}
REVOKING = {"revocation_proposed", "revocation_told", "revocation_stated", "revocation_heard", "revocation_decided"}
LATER = REVIEWING | REVOKING
FINAL = {"refused", "withdrawn", "answered"} | LATER
PENDING = {"submitted", "received", "completion"}
BEFORE_MEETING = {"intake", "verification", "opinion", "determination"}
SPEAKING = {"verification", "opinion", "determination"}
AFTER = {"feedback", "publication", "filing", "filed", "closed"}
#: Steps by which somebody has a part in what was determined.
PARTS = {
    "forward", "decline_forwarding", "hear_applicant", "record_findings", "issue_report", "lift_stop", "give_opinion", "determine",
    "give_review_opinion", "decide_review", "propose_revocation", "hear_on_revocation", "decide_revocation",
}

#: action: (capacities, states of the matter or None, states of the application or None).
#: With the third column the action is about one application.
MOVES = {
    "forward": ({"forwarder"}, None, {"submitted"}),
    "decline_forwarding": ({"forwarder"}, None, {"submitted"}),
    "go_direct": ({"applicant", "handler"}, None, {"submitted"}),
    "request_completion": ({"handler"}, None, {"received"}),
    "complete": ({"applicant"}, None, {"completion"}),
    "accept": ({"handler"}, {"intake", "verification"}, {"received"}),
    "refuse": ({"handler"}, BEFORE_MEETING, {"received", "completion"}),
    "withdraw": ({"applicant"}, BEFORE_MEETING, PENDING | {"accepted"}),
    "own_view": ({"applicant"}, BEFORE_MEETING, {"received", "completion", "accepted"}),
    "keep_rule": ({"verifier", "handler"}, {"verification"}, None),
    "record_reply": ({"handler"}, {"feedback", "publication", "filing", "filed"}, {"determined", "answered"}),
    "hear_applicant": ({"verifier"}, {"verification"}, set()),
    "feed_back": ({"handler"}, {"feedback"}, {"determined"}),
    "record_receipt": ({"applicant", "handler"}, AFTER, set()),
    "add_evidence": ({"applicant", "verifier", "handler"}, {"intake", "verification"}, None),
    "appoint_group": ({"handler"}, {"verification"}, None),
    "declare_interests": ({"verifier", "opinion_giver", "decider", "handler"}, SPEAKING | AFTER, None),
    "ask_recusal": (
        {"applicant", "forwarder", "verifier", "opinion_giver", "decider", "handler"}, SPEAKING | AFTER, None
    ),
    "decide_recusal": ({"handler", "decider"}, SPEAKING | AFTER, None),
    "confirm_step": ({"handler", "decider"}, SPEAKING | AFTER, None),
    "fill_in": ({"handler", "decider"}, SPEAKING, None),
    "refer_upward": ({"handler", "decider"}, SPEAKING, None),
    "record_authority": ({"handler", "decider"}, SPEAKING, None),
    "dispense_group": ({"handler"}, {"verification"}, None),
    "record_findings": ({"verifier"}, {"verification"}, None),
    "issue_report": ({"verifier"}, {"verification"}, None),
    "consult_personnel": ({"handler"}, {"opinion"}, None),
    "answer_consultation": ({"executor"}, {"opinion"}, None),
    "lift_stop": ({"opinion_giver"}, {"opinion"}, None),
    "give_opinion": ({"opinion_giver"}, {"opinion"}, None),
    "determine": ({"decider"}, {"determination"}, None),
    "return_for_verification": ({"decider"}, {"determination"}, None),
    "postpone": ({"decider"}, {"determination"}, None),
    "publish": ({"handler"}, {"publication"}, None),
    "skip_publication": ({"handler"}, {"publication"}, None),
    "file": ({"handler"}, {"filing"}, None),
    "close": ({"handler"}, {"filed", "ended"}, None),
    "supplement": ({"handler"}, {"closed"}, None),
    "check_dossier": ({"handler"}, {"filed", "closed", "ended"}, None),
    "ask_review": ({"applicant"}, AFTER, {"answered"}),
    "decline_review": ({"handler"}, None, {"review_asked"}),
    "receive_review": ({"handler"}, None, {"review_asked", "under_review", "review_to_decide"}),
    "give_review_opinion": ({"verifier"}, None, {"under_review"}),
    "decide_review": ({"decider"}, None, {"review_to_decide"}),
    "withdraw_review": ({"applicant"}, None, {"review_asked", "under_review", "review_to_decide"}),
    "propose_revocation": ({"handler", "opinion_giver"}, AFTER, {"answered"}),
    "notify_revocation": ({"handler"}, None, {"revocation_proposed"}),
    "state_on_revocation": ({"applicant"}, None, {"revocation_told", "revocation_stated"}),
    "hear_on_revocation": ({"handler", "opinion_giver"}, None, {"revocation_told", "revocation_stated"}),
    "decide_revocation": ({"decider"}, None, {"revocation_heard"}),
    "feed_back_later": ({"handler"}, None, {"review_decided", "revocation_decided"}),
}
#: Where a step of a reconsideration or revocation leads.
LATER_TO = {
    "ask_review": "review_asked", "decline_review": "answered", "receive_review": "under_review",
    "give_review_opinion": "review_to_decide", "decide_review": "review_decided", "withdraw_review": "answered",
    "propose_revocation": "revocation_proposed", "notify_revocation": "revocation_told",
    "state_on_revocation": "revocation_stated", "hear_on_revocation": "revocation_heard",
    "decide_revocation": "revocation_decided", "feed_back_later": "answered",
}
#: What carries a matter on, for stories that get somewhere.
ONWARD = {
    "forward", "go_direct", "complete", "accept", "appoint_group", "hear_applicant", "record_findings",
    "issue_report", "consult_personnel", "answer_consultation", "give_opinion", "determine", "feed_back",
    "publish", "skip_publication", "file", "close", "ask_review", "receive_review", "give_review_opinion",
    "decide_review", "propose_revocation", "notify_revocation", "hear_on_revocation", "decide_revocation",
    "feed_back_later",
}
#: What leads on to another state, and so is taken once.
LEADS = {
    "forward", "decline_forwarding", "go_direct", "request_completion", "complete", "accept", "refuse",
    "withdraw", "issue_report", "give_opinion", "determine", "return_for_verification", "feed_back",
    "publish", "skip_publication", "file", "close",
} | set(LATER_TO)
#: What only an office may do; a subject never does it.
OFFICE = set(MOVES) - {
    "forward", "decline_forwarding", "go_direct", "complete", "withdraw", "add_evidence", "record_receipt",
    "ask_recusal", "ask_review", "withdraw_review", "state_on_revocation", "own_view",
}


def weekdays_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


@dataclass
class Application:
    owner: str
    state: str
    direct_on: date
    conflict: bool
    mark: str
    via: str = ""
    asked: bool = False
    heard: bool = False
    found: bool = False
    answered: bool = False
    received: bool = False
    withdrawn_on: date | None = None
    on_paper: bool = False
    since: date = START
    reviewers: set = field(default_factory=set)
    reviewed: set = field(default_factory=set)  # everybody whose review opinion was given
    used: bool = False  # the one round
    revoked: bool = False

    @property
    def unit(self) -> str:
        return UNIT[self.owner]

    def arrived(self, day: date) -> bool:
        """Whether it has come to the party committee."""
        if self.via or self.conflict or self.on_paper:
            return True
        if self.state == "withdrawn":
            return self.direct_on <= self.withdrawn_on
        return self.state != "submitted" or self.direct_on <= day


@dataclass
class Paper:
    """A step transcribed from paper: it changes nothing until a second keeper of the file confirms it."""

    recorder: str
    by: str
    action: str
    about: Application | None
    how: dict
    day: date
    status: str = "waiting"

    @property
    def app(self) -> Application | None:
        """The application the step is about, where it is about one; else the whole matter's."""
        return self.about if MOVES[self.action][2] is not None else None


@dataclass
class Reference:
    """One act against three people, and what came of it."""

    day: date = START
    state: str | None = None
    since: date = START
    papers: list[Paper] = field(default_factory=list)
    position: int = 0
    applications: list[Application] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    interests: dict[str, str] = field(default_factory=dict)
    asked_by: dict[str, str] = field(default_factory=dict)
    given: set = field(default_factory=set)  # (person, capacity) found in place of others
    steps: dict = field(default_factory=dict)  # position: (person, action)
    abouts: dict = field(default_factory=dict)  # position: the application it was about
    ever: set = field(default_factory=set)  # everybody who was of the working group
    doubted: set = field(default_factory=set)  # positions of steps to be confirmed
    consulted: bool = False
    answered: bool = False
    to_decide: bool = False
    decided: bool = False

    # --- who is what -------------------------------------------------------------------------

    def own(self, who: str) -> list[Application]:
        return [a for a in self.applications if a.owner == who]

    def of_unit(self, who: str) -> list[Application]:
        if self.own(who):
            return []
        return [a for a in self.applications if HEAD.get(a.unit) == who and not a.conflict]

    def recused(self, who: str) -> bool:
        return self.interests.get(who) == "recused"

    def held(self, who: str) -> set[str]:
        found = set()
        if self.own(who):
            found.add("applicant")
        if self.of_unit(who):
            found.add("forwarder")
        if self.own(who) or self.recused(who):
            return found
        found |= POSTS.get(who, set())
        if who in self.members or any(who in a.reviewers for a in self.applications):
            found.add("verifier")
        found |= {capacity for person, capacity in self.given if person == who}
        if who == "registrar":  # handled the accountability file
            found -= {"verifier", "opinion_giver"}
        return found

    def sees(self, who: str) -> bool:
        if self.own(who) or any(HEAD.get(a.unit) == who and not a.conflict for a in self.applications):
            return True
        if self.recused(who):
            return False
        if who in self.members or any(who in a.reviewers for a in self.applications):
            return True
        return any(p == who for p, _ in self.given) or self.sees_by_post(who)

    def hands(self, app: Application) -> set[str]:
        """Who had a part in what was determined about an application, or belongs to those who decide."""
        took = {w for at, (w, a) in self.steps.items() if a in PARTS and self.abouts.get(at) in (None, app)}
        return took | app.reviewed | self.ever | set(LEADERS) | {"secretary", "registrar"}

    def looked_at_again(self) -> bool:
        return any(a.state in LATER for a in self.applications)

    def sees_by_post(self, who: str) -> bool:
        if who in OWNERS or self.recused(who):  # the act names them, applied or not
            return False
        posts = POSTS.get(who, set())
        return (
            ("handler" in posts and any(a.arrived(self.day) for a in self.applications))
            or ("decider" in posts and self.to_decide)
            or ("executor" in posts and self.consulted)
            or ("supervisor" in posts and self.decided)
        )

    def may(self, who: str, action: str, app: Application | None) -> bool:
        capacities = MOVES[action][0]
        held = self.held(who) & capacities
        if held - {"applicant", "forwarder"} or MOVES[action][2] is None:
            return bool(held)
        return ("applicant" in held and app in self.own(who)) or (
            "forwarder" in held and app in self.of_unit(who)
        )

    def keeps(self, who: str) -> bool:
        """Who records from paper: the party committee, and for the leading group its secretary."""
        return "handler" in self.held(who) or (who == "secretary" and "decider" in self.held(who))

    # --- what is answered --------------------------------------------------------------------

    def submit_answer(self, who: str, owner: str) -> str:
        if who != owner:
            return "unseen"
        if self.state is None:
            return "ok"
        if any(a.state not in {"withdrawn", "refused", "answered"} for a in self.own(owner)):
            return "not now"  # one application at a time stands
        if self.state not in {"intake", "verification", "ended", "filed", "closed"}:
            return "not now"
        return "incomplete" if self.own(owner) else "ok"  # a further one says what is new

    def answer(self, who: str, action: str, app: Application | None, how: dict, stale: bool = False) -> str:
        """ok | unseen | not yours | stale | not now | incomplete"""
        _, places, states = MOVES[action]
        if self.state is None or not self.sees(who) or (states is not None and app is None):
            return "unseen"
        if not self.may(who, action, app):
            return "not yours"
        if self.interests.get(who) == "declared" and action != "declare_interests":
            return "not yours"
        if stale:
            return "stale"
        if (places and self.state not in places) or (states and app.state not in states):
            return "not now"
        return getattr(self, f"_{action}", lambda *_: "ok")(who, app, how)

    def paper_answer(self, paper: Paper, stale: bool = False) -> str:
        """What a keeper is answered who transcribes a step."""
        if self.state is None or not self.sees(paper.recorder):
            return "unseen"
        if not self.keeps(paper.recorder) or self.interests.get(paper.recorder) == "declared":
            return "not yours"
        if stale:
            return "stale"
        alike = [p for p in self.papers if (p.action, p.app) == (paper.action, paper.app) and p.status != "refused"]
        if any(p.status == "waiting" and paper.action in LEADS for p in alike):
            return "incomplete"
        if any((p.by, p.day) == (paper.by, paper.day) for p in alike):
            return "incomplete"
        return self.as_done(paper)

    def as_done(self, paper: Paper) -> str:
        """The step, as if it were taken on the day of the paper."""
        today, self.day = self.day, paper.day
        try:
            if not self.sees(paper.by):
                return "not yours"
            given = self.answer(paper.by, paper.action, paper.about, paper.how)
            early = paper.day < (paper.app or self).since
            return "incomplete" if given == "ok" and early else given
        finally:
            self.day = today

    def confirm_answer(self, who: str, paper: Paper, stale: bool = False) -> str:
        if not self.keeps(who) or not self.sees_by_post(who):
            return "unseen"
        if paper.status != "waiting":
            return "not now"
        if who == paper.recorder or self.interests.get(who) == "declared":
            return "not yours"
        if stale:
            return "stale"
        return "ok" if self.as_done(paper) == "ok" else "not now"

    @staticmethod
    def _needs(*conditions: bool) -> str:
        return "ok" if all(conditions) else "incomplete"

    def _own_view(self, who, app, how):
        return "incomplete"  # nobody applied for another here

    def _record_reply(self, who, app, how):
        return "not now"  # the act is the bureau's own

    def _go_direct(self, who, app, how):
        return self._needs(app.conflict or app.direct_on <= self.day)

    def _request_completion(self, who, app, how):
        return self._needs(not app.asked)

    def _add_evidence(self, who, app, how):
        if not self.held(who) & {"verifier", "handler"}:
            if app is None:  # the own application is meant, if one is still open
                return "ok" if any(a.state not in FINAL for a in self.own(who)) else "unseen"
            if app.owner != who:
                return "unseen"
        return self._needs(app is None or app.state not in FINAL)

    def _appoint_group(self, who, app, how):
        group = set(how["group"])
        units = {a.unit for a in self.applications}
        return self._needs(
            len(group) >= 3, len(group) % 2 == 1, "registrar" not in group,
            not group & set(OWNERS),
            not any(self.interests.get(m) in {"declared", "recused"} for m in group),
            any(UNIT[m] not in units for m in group),
        )

    def _declare_interests(self, who, app, how):
        if self.decided and not self.looked_at_again():
            return "not now"
        return self._needs(how["ground"] or self.interests.get(who) in {None, "clear"})

    def _ask_recusal(self, who, app, how):
        if self.decided and not self.looked_at_again():
            return "not now"
        named = how["person"]
        return self._needs(
            named != who, bool(self.held(named) & {"verifier", "handler", "opinion_giver", "decider"}),
            self.interests.get(named) not in {"declared", "recused"}, self.asked_by.get(named) != who,
        )

    def _leads(self, who) -> bool:
        """The party committee acts, and for the leading group its secretary; no single member."""
        return "handler" in self.held(who) or who == "secretary"

    def _confirm_step(self, who, app, how):
        if not self._leads(who):
            return "not yours"
        if how["step"] not in self.doubted:
            return "unseen"
        return self._needs(self.steps[how["step"]][0] != who)

    def _fill_in(self, who, app, how):
        named, capacity, way = how["person"], how["capacity"], how["way"]
        if not self._leads(who) or (way == "designate" and who != "secretary"):
            return "not yours"
        inside = capacity in POSTS.get(named, set())
        return self._needs(
            named not in OWNERS, self.interests.get(named) not in {"declared", "recused"},
            capacity == "handler" or named != "registrar", capacity not in self.held(named),
            way != "borrow" or not inside,
        )

    def _refer_upward(self, who, app, how):
        return "ok" if self._leads(who) else "not yours"

    _record_authority = _refer_upward

    def _dispense_group(self, who, app, how):
        two = how["group"][:2]
        return self._needs(
            "registrar" not in two, not set(two) & set(OWNERS),
            not any(self.interests.get(m) in {"declared", "recused"} for m in two),
        )

    def _decide_recusal(self, who, app, how):
        if not self._leads(who):
            return "not yours"
        if how["person"] not in self.interests:
            return "unseen"
        return self._needs(how["person"] != who, self.interests[how["person"]] == "declared")

    def _all_declared(self) -> bool:
        return all(m in self.interests for m in self.members)

    def _hear_applicant(self, who, app, how):
        return self._needs(self._all_declared(), app.state == "accepted")

    def _record_findings(self, who, app, how):
        if not self._all_declared():
            return "incomplete"
        return "unseen" if app is None else self._needs(app.state == "accepted")

    def _issue_report(self, who, app, how):
        accepted = self.accepted()
        return self._needs(
            self._all_declared(), not any(a.state in PENDING for a in self.applications),
            all(a.heard and a.found for a in accepted),
        )

    def _answer_consultation(self, who, app, how):
        return self._needs(self.consulted)

    def _lift_stop(self, who, app, how):
        return "ok" if app is not None and app.state == "accepted" else "unseen"

    def _give_opinion(self, who, app, how):
        return self._needs(who in self.interests, self.answered)

    def _determine(self, who, app, how):
        if who != "secretary":
            return "not yours"
        if self.doubted:
            return "incomplete"
        open_interest = any(self.interests.get(p) in {"declared", "recused"} for p in LEADERS)
        return self._needs(how["careful"] or not open_interest)

    def _return_for_verification(self, who, app, how):
        return "ok" if who == "secretary" else "not yours"

    _postpone = _return_for_verification

    def _record_receipt(self, who, app, how):
        return self._needs(app.answered and not app.received)

    def _close(self, who, app, how):
        # Here everybody answered is tolerated, and nobody corrects: the plan is still open (A11-1).
        return self._needs(not any(a.answered for a in self.applications))

    def _ask_review(self, who, app, how):
        return self._needs(not app.used)

    def _receive_review(self, who, app, how):
        named = set(how["reviewers"])
        return self._needs(
            len(named) > 1, not named & set(OWNERS), not named & self.hands(app),
            not any(self.interests.get(m) in {"declared", "recused"} for m in named),
        )

    def _give_review_opinion(self, who, app, how):
        if who not in app.reviewers:
            return "not yours"
        return self._needs(not app.reviewers & self.hands(app), all(r in self.interests for r in app.reviewers))

    def _decide_review(self, who, app, how):
        return self._determine(who, app, how)

    _decide_revocation = _decide_review

    # --- what then changes -------------------------------------------------------------------

    def accepted(self) -> list[Application]:
        return [a for a in self.applications if a.state == "accepted"]

    def confirm(self, paper: Paper) -> None:
        today, self.day = self.day, paper.day
        self.do(paper.by, paper.action, paper.about, paper.how)
        self.day, paper.status = today, "confirmed"

    def submit(self, owner: str, conflict: bool) -> Application:
        head = HEAD.get(UNIT[owner])
        direct = weekdays_after(self.day, 2) + timedelta(days=1) if head else self.day
        mark = "in_time" if self.day <= LAST_DAY else "late"
        app = Application(owner, "submitted", direct, conflict, mark, since=self.day)
        self.applications.append(app)
        if self.state is None:
            self.state, self.since = "intake", self.day
        self.position += 1
        return app

    def do(self, who: str, action: str, app: Application | None, how: dict) -> None:
        before = self.state, [a.state for a in self.applications]
        self._do(who, action, app, how)
        self.since = self.since if self.state == before[0] else self.day
        for each, state in zip(self.applications, before[1], strict=True):
            each.since = each.since if each.state == state else self.day

    def _do(self, who: str, action: str, app: Application | None, how: dict) -> None:
        self.position += 1
        self.steps[self.position] = who, action
        self.abouts[self.position] = app if MOVES[action][2] is not None else None
        to = {
            "forward": "received", "decline_forwarding": "received", "go_direct": "received",
            "request_completion": "completion", "complete": "received", "accept": "accepted",
            "refuse": "refused", "withdraw": "withdrawn", "feed_back": "answered",
        }.get(action) or LATER_TO.get(action)
        if to:
            app.state = to
        if action in {"forward", "decline_forwarding", "go_direct"}:
            app.via = "forwarded" if action == "forward" else "direct"
        elif action == "request_completion":
            app.asked = True
        elif action == "accept":
            self.state = "verification"
        elif action in {"refuse", "withdraw"}:
            app.withdrawn_on = self.day
            if all(a.state in FINAL for a in self.applications):
                self.state = "ended"
        elif action == "appoint_group":
            self.members = set(how["group"])
            self.ever |= self.members
        elif action == "declare_interests":
            self.interests[who] = "declared" if how["ground"] else "clear"
            self.asked_by.pop(who, None)
        elif action == "decide_recusal":
            self.interests[how["person"]] = "recused" if how["recused"] else "cleared"
            if how["recused"]:
                self.members.discard(how["person"])
                for each in self.applications:
                    each.reviewers.discard(how["person"])
                self.given = {(p, c) for p, c in self.given if p != how["person"]}
                self.doubted |= {
                    at for at, (actor, done) in self.steps.items()
                    if actor == how["person"] and done not in
                    {"declare_interests", "ask_recusal", "withdraw", "submit_application"}
                }
        elif action == "ask_recusal":
            self.interests[how["person"]] = "declared"
            self.asked_by[how["person"]] = who
        elif action == "confirm_step":
            self.doubted.discard(how["step"])
        elif action == "fill_in":
            if how["capacity"] == "verifier":
                self.members.add(how["person"])
                self.ever.add(how["person"])
            else:
                self.given.add((how["person"], how["capacity"]))
        elif action == "dispense_group":
            self.members = set(how["group"][:2])
            self.ever |= self.members
        elif action == "hear_applicant":
            app.heard = True
        elif action == "record_findings":
            app.found = True
        elif action == "issue_report":
            self.state = "opinion"
        elif action == "consult_personnel":
            self.consulted = True
        elif action == "answer_consultation":
            self.answered = True
        elif action == "give_opinion":
            self.state, self.to_decide = "determination", True
        elif action == "determine":
            for each in self.accepted():
                each.state = "determined"
            self.state, self.decided = "feedback", True
        elif action == "return_for_verification":
            self.state = "verification"
        elif action == "feed_back":
            app.answered = True
            if all(a.state in FINAL for a in self.applications):
                self.state = "publication"
        elif action == "record_receipt":
            app.received = True
        elif action in {"publish", "skip_publication"}:
            self.state = "filing"
        elif action == "file":
            self.state = "filed"
        elif action == "close":
            self.state = "closed"
        elif action == "receive_review":
            app.reviewers = set(how["reviewers"])
        elif action == "give_review_opinion":
            app.reviewed |= app.reviewers
        elif action == "withdraw_review":
            app.reviewers = set()
        elif action == "decide_review":
            app.used = True
        elif action == "decide_revocation":
            app.used, app.revoked = app.used and app.revoked, True  # here always: to a refusal, or kept one
        elif action == "feed_back_later":
            app.answered, app.received = True, False
