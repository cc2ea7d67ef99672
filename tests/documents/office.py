"""A paper taken through the office: drafted, reviewed, signed, issued, as the right people."""

from __future__ import annotations

from rongcuo import ids
from rongcuo.documents import issuing
from rongcuo.documents.models import Dispatch
from rongcuo.ledger.record import head
from rongcuo.matters.models import Adoption, Item
from rongcuo.matters.packs import current_pack
from rongcuo.matters.readings import STREAM, confirm_reading
from tests.matters.world import Case


class Office:
    """One paper of a case. The committee's: drafter drafts, registrar reviews, officer signs."""

    def __init__(self, case: Case, kind: str, template: str | None = None, people=("drafter", "registrar", "officer"), item: Item | None = None):
        self.case, self.people = case, people
        self.item = item or Item.objects.filter(matter=case.matter_id, kind=kind).last()
        self.template = template or kind
        self.pk = None

    @property
    def dispatch(self) -> Dispatch:
        return Dispatch.objects.get(pk=self.pk)

    def drafted(self, **changes) -> Office:
        drafter, reviewer, signer = self.people
        entry = self.case.act_on(
            issuing.draft_paper, changes.pop("who", drafter),
            **{
                "source": self.item.kind, "record_id": self.item.pk, "template": self.template,
                "reviewer": self.case.bureau[reviewer].pk, "signer": self.case.bureau[signer].pk,
            } | changes,
        )
        self.pk = Dispatch.objects.get(pk=entry.recorded().payload["dispatch"]).pk
        return self

    def do(self, action, who: str, **fields):
        with self.case.at():
            return action(
                self.case.matter_id, self.pk, actor=self.case.bureau[who], at=self.case.matter.position,
                key=str(ids.new_id()), **fields,
            )

    def reviewed(self) -> Office:
        self.do(issuing.review_paper, self.people[1])
        return self

    def signed(self) -> Office:
        self.do(issuing.sign_paper, self.people[2])
        return self

    def issued(self, number: str = "机党受〔2026〕3号", who: str | None = None) -> Office:
        self.do(issuing.issue_paper, who or self.people[0], number=number)
        return self

    def through(self, number: str = "机党受〔2026〕3号") -> Office:
        return self.drafted().reviewed().signed().issued(number)


def confirm(case: Case, *keys: str) -> None:
    """Confirm readings with the value they have."""
    pack = current_pack()
    for key in keys:
        if not Adoption.objects.filter(key=key).exists():
            value = pack.readings[key].default
            with case.at():
                confirm_reading(
                    key, actor=case.bureau["officer"], at=head(STREAM), key=str(ids.new_id()),
                    value=list(value) if isinstance(value, tuple) else value, basis="示例会议纪要",
                )
