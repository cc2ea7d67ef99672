"""What kinds of papers are called."""

from __future__ import annotations

from django.utils.translation import gettext as _


def title_of(kind: str) -> str:
    """What a kind of paper is called."""
    return {
        "application": _("Application"), "forwarding": _("Forwarding"),
        "completion_request": _("Request for completion"), "completion": _("Completion"),
        "acceptance": _("Acceptance"), "refusal": _("Refusal of acceptance"),
        "withdrawal": _("Withdrawal"), "own_view": _("What the person says of it"),
        "rule_kept": _("Rule kept in its wording"), "reply": _("Answer of the body outside"), "group": _("Working group"), "hearing": _("Record of hearing"),
        "report": _("Verification report"), "consultation": _("Question to the personnel division"),
        "consultation_answer": _("Answer of the personnel division"),
        "stop_lifted": _("Lifting of the stop"), "opinion": _("Preliminary opinion"),
        "return": _("Return for verification"), "postponement": _("Postponement"),
        "minutes": _("Minutes of the meeting"), "determination": _("Determination"),
        "feedback": _("Feedback"), "receipt": _("Receipt"), "publication": _("Publication"),
        "no_publication": _("No publication"), "filing": _("Filing"), "closing": _("Closing of the dossier"),
        "substitute": _("In place of somebody who stepped aside"), "referral": _("Referral upward"),
        "authority": _("Authority from above"), "step_confirmed": _("Step of somebody who stepped aside"),
        "supplement": _("Supplement to the dossier"), "checks": _("Report on the four checks"),
        "catalogue": _("List of the dossier's papers"),
        "review_request": _("Request for reconsideration"), "review_declined": _("Request not taken up"),
        "review_withdrawal": _("Request taken back"), "reviewers": _("Who reviews"),
        "review_opinion": _("Review opinion"), "review_decision": _("Decision on the reconsideration"),
        "revocation_proposal": _("Proposal to revoke or change"),
        "revocation_notice": _("Notice before revocation or change"),
        "revocation_statement": _("Statement of the subject"),
        "revocation_hearing": _("Hearing before revocation or change"),
        "revocation_decision": _("Decision on the revocation or change"),
        "later_minutes": _("Minutes of the later meeting"), "later_feedback": _("Feedback on the later decision"),
    }.get(kind, kind)
