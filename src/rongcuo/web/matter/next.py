"""Where a matter stands in Article 8, what comes next and who takes it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import again
from rongcuo.matters.access import act_subjects_to_apply_for, keeps_file
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.closing import named
from rongcuo.matters.moves import BY_SECRETARY, Open, interests_count
from rongcuo.matters.outside import suggests
from rongcuo.matters.waiting import Waiting, target_of
from rongcuo.policy.model import Move
from rongcuo.web.matter.page import MatterPage

#: The moves that complete a step, for the ribbon.
COMPLETES: dict[str, tuple[str, ...]] = {
    "application": ("forward", "decline_forwarding", "go_direct"), "acceptance": ("accept",),
    "verification": ("issue_report",), "determination": ("determine",), "feedback": ("feed_back",),
    "publication": ("publish", "skip_publication"), "filing": ("file",),
}
#: Moves that end a stage: while something else must come first, they are explained, not offered.
AFTER_OTHERS = frozenset({"issue_report", "give_opinion"})
#: Moves that only the secretary of the deciding body records.
RECORDED = BY_SECRETARY
#: Moves that are possible for long and seldom wanted; they stand last.
QUIET = ("propose_revocation", "withdraw_review", "decline_review", "receive_review", "add_evidence",
         "declare_interests", "ask_recusal", "appoint_group", "dispense_group", "fill_in",
         "refer_upward", "record_authority", "lift_stop", "postpone", "own_view", "withdraw")


def ribbon(page: MatterPage) -> list[dict]:
    """The steps of Article 8 with the day of each, and who holds the present one."""
    procedure, matter = page.pack.procedure, page.matter
    here, order = procedure.matter_states[matter.state], list(procedure.steps)
    first = next(iter(procedure.matter_states))
    now = here.step
    if matter.state == first and all(s.state == "submitted" for s in page.subjects):
        now = order[0]
    done = {}
    for step in page.steps:
        for name, actions in COMPLETES.items():
            made_by_unit = name == "application" and step.action == "submit_application" and step.subject.on_behalf == "unit"
            if step.action in actions or made_by_unit:  # what the unit submits is forwarded with it
                done[name] = step
    rows = []
    for n, (key, step) in enumerate(procedure.steps.items()):
        row = {"name": step.name, "url": f"#{key}", "state": "next"}
        if here.final and matter.decided_on is None:  # ended without a determination
            row["state"] = "done" if key in done else "ended" if key == now else "skipped"
        elif here.final or n < order.index(now):
            row["state"] = "done"
        elif key == now:
            row |= {"state": "now", "holder": page.holder(page.waiting[0]) if page.waiting else ""}
        if key in done and row["state"] in {"done", "skipped"}:
            row["day"] = done[key].done_on
            if done[key].action == "skip_publication":
                row |= {"state": "skipped", "state_word": _("Not published")}
        elif row["state"] == "now":
            row |= {"day": matter.state_since, "note": page.name(page.waiting[0].move) if page.waiting else ""}
        if row["state"] == "next":
            row["url"] = ""
        rows.append(row)
    return rows


def actions(page: MatterPage) -> dict:
    """The one next step as a button, or who is next; other steps beside it; and why some are not there."""
    first = page.mine[0] if page.mine else None
    taken = {_key(w) for w in page.mine}
    waited = {w.move.action for w in page.waiting}
    more = [w for w in page.mine[1:]]
    offered, refused = [], []
    for one in page.open:
        if _key(one) in taken:
            continue
        why = _why_not(page, one, waited)
        if why is None:
            offered.append(one)
        elif why:
            refused.append({"label": page.name(one.move), "why": why})
    offered.sort(key=lambda o: QUIET.index(o.move.action) + 1 if o.move.action in QUIET else 0)
    refused += _of_others(page, taken)
    return {
        "primary": _link(page, first) if first else None,
        "reckoning": target_of(page.pack, first, page.standing) if first else None,
        "others": [_link(page, one) for one in [*more, *offered]] + _again(page) + _correction(page) + _beside(page) + _paper(page) + _safeguards(page),
        "waiting": "" if first else sentence(page), "refused": refused,
    }


def _again(page: MatterPage) -> list[dict]:
    """For whoever applied: applying again, once the application is over and none stands (reading 17)."""
    settings = page.pack.settings(page.matter.adopted)
    ended = [s for s in page.subjects if s.pk in page.standing.own and again.over(page.pack, s)]
    if not ended or settings.get("apply.reapply") == "never":
        return []
    rows = []
    for target in act_subjects_to_apply_for(page.standing.viewer).filter(act=page.matter.act_id):
        if again.standing(page.pack, target) is None:
            rows.append({"label": _("Apply again, on new facts"), "url": reverse("apply", args=[target.pk])})
    return rows


def _correction(page: MatterPage) -> list[dict]:
    """Opening a correction on request, for those who may, once somebody was told the result."""
    move = page.pack.correction.moves.get("open_plan") if page.pack.correction else None
    told = any(s.answered_on for s in page.subjects)
    if move is None or not told or page.matter.sealed_on or page.standing.suspended or not page.standing.capacities & set(move.by):
        return []
    return [{"label": move.name.get(page.lang), "url": reverse("correction-new", args=[page.matter.pk])}]


def _safeguards(page: MatterPage) -> list[dict]:
    """Who read what, for those it is shown to; the way to the discipline officer, for everybody."""
    links = [{"label": _("Report to the discipline officer"), "url": reverse("concern-new", args=[page.matter.pk])}]
    if not page.standing.suspended and page.standing.seeing & {"handler", "supervisor"}:
        links.insert(0, {"label": _("Who read what"), "url": reverse("reads", args=[page.matter.pk])})
    return links


def _paper(page: MatterPage) -> list[dict]:
    """For those who keep the file: what was done on paper."""
    standing = page.standing
    if standing.suspended or not keeps_file(standing.capacities, standing.viewer, page.pack):
        return []
    return [{"label": _("Record a step from paper"), "url": reverse("records", args=[page.matter.pk])}]


def _beside(page: MatterPage) -> list[dict]:
    """Like cases, where there are findings; a clarification, once somebody was told the result (A13)."""
    insight = page.pack.insight
    if insight is None or not page.office:
        return []
    rows = []
    may_clarify = page.standing.capacities & set(insight.moves["clarify"].by) and not page.standing.suspended
    for s in page.subjects:
        more = f" · {s.name}" if page.several else ""
        if page.found(s) and s.state == "accepted":
            rows.append({"label": _("Like cases") + more, "url": reverse("like-cases", args=[page.matter.pk, s.pk])})
        if s.answered_on and may_clarify:
            label = insight.moves["clarify"].name.get(page.lang) + more
            rows.append({"label": label, "url": reverse("clarification-new", args=[page.matter.pk, s.pk])})
    return rows


def sentence(page: MatterPage) -> str:
    """Who is next, in words."""
    if page.standing.suspended:
        return _("You declared an interest in this matter; you do not act in it until that is decided.")
    if not page.waiting:
        state = page.pack.procedure.matter_states[page.matter.state].name.get(page.lang)
        return _("Nothing is to be done: %(state)s.") % {"state": state}
    first = page.waiting[0]
    return _("Next: %(step)s, by %(who)s.") % {"step": page.name(first.move), "who": page.holder(first)}


def _key(one: Waiting | Open) -> tuple:
    return one.move.action, one.subject and one.subject.pk


def _link(page: MatterPage, one: Waiting | Open) -> dict:
    label = page.name(one.move)
    if one.subject is not None and page.several:
        label = f"{label} · {one.subject.name}"
    return {"label": label, "url": page.url(one.move.action, one.subject)}


def _why_not(page: MatterPage, one: Open, waited: set[str]) -> str | None:
    """None: it is offered. Empty: it is left out silently. Else why it is not there; the rules stay with
    the actions."""
    action = one.move.action
    if action in RECORDED and not page.standing.viewer.secretary:
        return _("What the leading group decides is recorded by its secretary.")
    if action in AFTER_OTHERS and action not in waited and page.waiting:
        first = page.join(dict.fromkeys(page.name(w.move) for w in page.waiting))
        return _("This comes first: %(steps)s.") % {"steps": first}
    if one.subject is not None and action in {"ask_review", "propose_revocation"}:
        return _closed_again(page, action, one.subject)
    if action in {"declare_interests", "ask_recusal"} and not interests_count(page.pack, page.standing):
        return ""
    if action == "give_review_opinion":  # it is a button for those named, and nobody else's
        return ""
    if action == "go_direct" and not any(_key(w) == _key(one) for w in page.waiting):
        return _("The unit still has time to forward this application.")
    if action == "request_completion" and one.subject.completion_asked:
        return _("Completion was already asked for once.")
    if action in {"forward", "decline_forwarding"} and one.subject.head_conflict:
        return _("The applicant says the head is in conflict; the application goes directly.")
    if action == "consult_personnel" and action not in waited:
        return "" if page.matter.consulted else None
    if action == "answer_consultation" and not page.matter.consulted:
        return ""
    if action == "close" and page.owed:
        return _("This is still owed: %(what)s.") % {"what": named(page.owed)}
    if action in {"record_receipt", "decide_recusal"} and action not in waited:
        return ""
    if action == "confirm_step" and not any(s.doubt == "open" for s in page.steps):
        return ""
    if action == "dispense_group" and page.standing.parts:
        return ""
    if action == "own_view" and not (one.subject.on_behalf and one.subject.person_id == page.standing.viewer.person):
        return ""
    if action == "record_reply" and not (suggests(page.matter) and one.subject.outcome and page.pack.determinations[one.subject.outcome].positive):
        return ""
    if action == "keep_rule" and not _asks_for_rule(page):
        return ""
    if action == "record_authority" and not page.sees("referral"):
        return ""
    if action in {"fill_in", "refer_upward", "confirm_step", "record_authority", "decide_recusal"} and not (
        "handler" in page.standing.capacities or page.standing.viewer.secretary
    ):
        return ""
    if action == "lift_stop" and not any(_stopped(page, s) for s in page.subjects):
        return ""
    if action == "publish" and not page.matter.positive:
        return _("Only a positive determination may be published (A08-5).")
    return None


def _asks_for_rule(page: MatterPage) -> bool:
    """Whether somebody claims what rests on the rules of the day."""
    fact = page.pack.procedure.rule_kept
    return any(fact in facts_to_settle(page.pack, s.examined) for s in page.subjects if s.state == "accepted")


def _closed_again(page: MatterPage, action: str, subject) -> str | None:
    """Whether a reconsideration or revocation can be begun; the actions have the rules."""
    settings = page.pack.settings(page.matter.adopted)
    if action == "propose_revocation":
        return None if settings.get("revoke.enabled", True) else ""
    if not settings.get("review.enabled", True):
        return ""
    done = [i for i in page.papers("later_feedback", subject=subject.pk) if i.body["result"] == "changed" or i.body["decision"] == "review_decision"]
    if done and done[-1].body["decision"] == "review_decision":
        return _("The determination was reconsidered; there is one round.")
    return None


def _stopped(page: MatterPage, subject) -> bool:
    return subject.state == "accepted" and not set(page.assessment(subject).admissible) - {"refused"}


def _of_others(page: MatterPage, taken: set) -> list[dict]:
    """Why the steps that wait are no buttons here."""
    rows = {}
    lost = page.standing.viewer.capacities - page.standing.capacities
    for waiting in page.waiting:
        if _key(waiting) in taken:
            continue
        why = _lost(page, waiting.move, lost)
        if not why:
            if not page.mine:
                continue  # the sentence says it already
            why = _("This step belongs to: %(who)s.") % {"who": page.holder(waiting)}
        rows[page.name(waiting.move)] = why
    return [{"label": label, "why": why} for label, why in rows.items()]


def _lost(page: MatterPage, move: Move, lost: frozenset[str]) -> str:
    """Why a capacity that comes with one's post may not be used in this matter."""
    if not lost & set(move.by):
        return ""
    if page.standing.is_subject:
        return _("You are a subject of this matter, so you take no part in handling it.")
    if page.standing.own:
        return _("The unit that you head is a subject of this matter, so you take no part in handling it.")
    mine = page.standing.interests.get(page.standing.viewer.person)
    if mine is not None and mine.status == "recused":
        return _("It was decided that you step aside in this matter.")
    return _("Whoever handled the accountability act neither verifies nor drafts the opinion.")
