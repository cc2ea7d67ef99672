"""A paper of a matter as it is printed. Papers are Chinese, whatever the language of the page."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from rongcuo.matters import access
from rongcuo.matters.errors import listed
from rongcuo.matters.models import Item
from rongcuo.matters.packs import pack_of
from rongcuo.policy import Pack
from rongcuo.policy.prose import citation
from rongcuo.web.itemtext import Writer, title_of
from rongcuo.web.templatetags.ui import full_day, official

#: The step each kind of paper comes from: its article, its readings, and the body that issues it.
STEP = {
    "application": "submit_application", "forwarding": "forward", "completion_request": "request_completion",
    "completion": "complete", "acceptance": "accept", "refusal": "refuse", "withdrawal": "withdraw",
    "own_view": "own_view", "rule_kept": "keep_rule", "reply": "record_reply", "group": "appoint_group", "hearing": "hear_applicant", "report": "issue_report",
    "consultation": "consult_personnel", "consultation_answer": "answer_consultation",
    "stop_lifted": "lift_stop", "opinion": "give_opinion", "return": "return_for_verification",
    "postponement": "postpone", "minutes": "determine", "determination": "determine",
    "feedback": "feed_back", "receipt": "record_receipt", "publication": "publish",
    "no_publication": "skip_publication", "filing": "file", "closing": "close", "supplement": "supplement",
    "checks": "file", "catalogue": "close", "substitute": "fill_in", "referral": "refer_upward",
    "authority": "record_authority", "step_confirmed": "confirm_step",
    "review_request": "ask_review", "review_declined": "decline_review", "review_withdrawal": "withdraw_review",
    "reviewers": "receive_review", "review_opinion": "give_review_opinion", "review_decision": "decide_review",
    "revocation_proposal": "propose_revocation", "revocation_notice": "notify_revocation",
    "revocation_statement": "state_on_revocation", "revocation_hearing": "hear_on_revocation",
    "revocation_decision": "decide_revocation", "later_minutes": "decide_review", "later_feedback": "feed_back_later",
}
#: Who a paper is addressed to: its subject, or the bodies with a capacity.
TO_SUBJECT = frozenset({
    "completion_request", "acceptance", "refusal", "feedback", "review_declined", "revocation_notice", "later_feedback",
})  # fmt: skip
TO_BODY = {
    "application": "handler", "forwarding": "handler", "completion": "handler", "withdrawal": "handler", "own_view": "handler",
    "report": "handler", "consultation": "executor", "consultation_answer": "handler", "opinion": "decider",
    "return": "handler", "review_request": "handler", "review_withdrawal": "handler", "review_opinion": "decider",
    "revocation_proposal": "decider", "revocation_statement": "handler",
}
#: Signed by the one it comes from, not by a body.
BY_SUBJECT = frozenset({
    "application", "completion", "withdrawal", "own_view", "receipt", "review_request", "review_withdrawal", "revocation_statement",
})  # fmt: skip
#: What stays inside names the readings it depends on that nobody confirmed.
INTERNAL = frozenset({
    "group", "hearing", "report", "consultation", "consultation_answer", "stop_lifted", "opinion", "return",
    "postponement", "minutes", "no_publication", "filing", "closing", "supplement", "checks", "catalogue",
    "reviewers", "review_opinion", "revocation_proposal", "revocation_hearing", "later_minutes",
})  # fmt: skip
#: Under the red head of the body that issues them.
HEADED = TO_SUBJECT | {
    "group", "consultation", "opinion", "determination", "publication", "reviewers", "review_decision",
    "revocation_proposal", "revocation_decision",
}


def printed(standing: access.Standing, item: Item) -> dict:
    """What components/paper.html takes."""
    with translation.override("zh-hans"):
        return _printed(standing, item)


def _printed(standing: access.Standing, item: Item) -> dict:
    matter, pack = standing.matter, pack_of(standing.matter)
    subjects = {s.pk: s for s in access.visible_subjects(standing)}
    subject = subjects.get(item.subject_id)
    people = {str(p.person_id): p.person.name for p in standing.parts}
    writer = Writer(pack, matter, {str(pk): s.name for pk, s in subjects.items()}, people)
    move = pack.procedure.move(STEP[item.kind])
    issuer = _body(pack, move.by)
    fields = [{"label": r["term"], "value": r["value"]} for r in writer.rows(item)]
    if subject is not None:
        fields.insert(0, {"label": _("Concerns"), "value": _who(subject)})
    fields.insert(0, {"label": _("What it is about"), "value": matter.title})
    cites = listed(citation(pack, c) for c in move.cites)
    sign = subject.name if item.kind in BY_SUBJECT and subject else issuer
    if item.kind == "forwarding" and subject:
        sign = subject.unit.name
    return {
        "title": title_of(item.kind), "number": matter.number,
        "issuer": issuer if item.kind in HEADED else "",
        "to": subject.name if item.kind in TO_SUBJECT and subject else _body(pack, [TO_BODY.get(item.kind, "")]),
        "paragraphs": [f"根据《{official(pack.title.zh)}》{cites}，就下列事项形成本件。"],
        "fields": fields + _silent(pack, standing, item), "sign": sign,
        "date": full_day(item.done_on).split(" ")[0],
    }


def _who(subject) -> str:
    return f"{subject.name}（{subject.unit.name}）" if subject.person_id else subject.name


def _body(pack: Pack, capacities) -> str:
    wanted = set(capacities)
    return next((b.name.zh for b in pack.bodies.values() if wanted & set(b.capacities)), "")


def _silent(pack: Pack, standing: access.Standing, item: Item) -> list[dict]:
    """The readings nobody confirmed, on papers that stay inside."""
    if item.kind not in INTERNAL:
        return []
    keys = dict.fromkeys(m.reading for m in pack.procedure.moves if m.action == STEP[item.kind])
    marks = [pack.readings[k] for k in keys if k in pack.readings and k not in standing.matter.adopted]
    text = "\n".join(f"{r.question.zh}{r.answer.zh}" for r in marks)
    label = _("Software default, not laid down by the Measures")
    return [{"label": label, "value": text}] if marks else []
