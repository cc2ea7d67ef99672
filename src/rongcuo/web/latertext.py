"""What the papers after the determination say (readings 39 to 41); part of `itemtext.Writer`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.matters.errors import listed
from rongcuo.web.forms.steps.afterwards import GROUNDS, RESULTS, WAY_WORDS
from rongcuo.web.viewing import lang


class Afterwards:
    """Rows of the papers of a reconsideration and of a revocation or change."""

    @staticmethod
    def _listed_points(points: list[str]) -> str:
        return "\n".join(f"{n}. {p}" for n, p in enumerate(points, 1)) if len(points) > 1 else "".join(points)

    def _result(self, b: dict) -> str:
        return str(RESULTS["kept"]) if b["result"] == "kept" else self._outcome(b["outcome"])

    def _later_grounds(self, b: dict) -> str:
        known = self.pack.procedure.later.grounds if self.pack.procedure.later else {}
        return listed(known[g].name.get(lang()) for g in b["grounds"] if g in known)

    def _review_request(self, b: dict):
        yield _("Reasons"), self._listed_points(b["points"])
        yield _("Last day"), self._day(b["due_on"])
        yield _("When it came"), _("after the last day; a person decides") if b["late"] else _("in time")
        yield _("Evidence"), self._numbers(b["evidence"])

    def _review_declined(self, b: dict):
        yield _("Ground"), str(GROUNDS.get(b["ground"], b["ground"]))
        yield _("Reasons"), b["reason"]

    def _review_withdrawal(self, b: dict):
        yield _("What was said"), b["words"]

    def _reviewers(self, b: dict):
        yield _("Who reviews"), listed(self.names.get(m, "") for m in b["members"])
        yield _("Reasons"), b["reason"]

    def _review_opinion(self, b: dict):
        yield _("What was looked at again, and what it showed"), b["facts"]
        for one in b["answers"]:
            yield f"{one['n']}. {one['text']}", one["answer"]
        yield _("Proposed"), self._result(b)
        yield _("Reasons"), b["reason"]
        yield _("Minority view"), b["minority"]
        yield _("Who reviews"), listed(self.names.get(m, "") for m in b["members"])

    def _review_decision(self, b: dict):
        yield _("Day of the meeting"), self._day(b["held_on"])
        yield _("Determined before"), self._outcome(b["before"]["outcome"])
        yield _("Decision"), self._result(b)
        yield _("Grounds"), self._later_grounds(b) if "grounds" in b else ""
        yield _("Reasons"), b["reason"]
        yield _("Effects from then on"), self._effects(b["effects"])
        yield _("Reported to the discipline body"), b.get("reported", "")

    _revocation_decision = _review_decision

    def _revocation_proposal(self, b: dict):
        yield _("Grounds"), self._later_grounds(b)
        yield _("Facts, and how they are known"), b["facts"]
        yield _("Determined before"), self._outcome(b["before"]["outcome"])
        yield _("Proposed"), self._outcome(b["outcome"])
        yield _("Reasons"), b["reason"]
        yield _("Evidence"), self._numbers(b["evidence"])

    def _revocation_notice(self, b: dict):
        yield _("Grounds"), self._later_grounds(b)
        yield _("Proposed"), self._outcome(b["outcome"])
        yield _("What the subject is told"), b["text"]
        yield _("A statement is awaited until"), self._day(b["until"])
        yield _("Where the subject can be heard in person"), b["place"]

    def _revocation_statement(self, b: dict):
        yield _("What the subject says"), self._listed_points(b["points"])
        yield _("Evidence"), self._numbers(b["evidence"])

    def _revocation_hearing(self, b: dict):
        yield _("How the subject was heard"), str(WAY_WORDS.get(b["way"], b["way"]))
        yield _("Record"), b["record"]
        yield _("Place"), b["place"]
        yield _("Present"), b["present"]

    def _later_feedback(self, b: dict):
        yield _("Determined before"), self._outcome(b["before"]["outcome"])
        yield _("Result"), self._result(b)
        yield _("Effects from then on"), self._effects(b["effects"])
        yield _("Explanation"), b["explanation"]
        for one in b["answers"]:
            yield f"{one['n']}. {one['text']}", one["answer"]
