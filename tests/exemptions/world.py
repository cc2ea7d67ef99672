"""A matter told to its determination, and the protection's actions done as the right person."""

from __future__ import annotations

from rongcuo import ids
from rongcuo.exemptions import consulting, notices, register, sanctions
from rongcuo.exemptions.acting import TABLE_STREAM, stream_of
from rongcuo.exemptions.models import Effect, Notice, Query, Sanction
from rongcuo.ledger.record import head
from tests.matters.world import Case


class Protected(Case):
    """A case with the steps of Article 10 after it."""

    # --- the register ------------------------------------------------------------------------

    @property
    def stream(self):
        return stream_of(self.matter_id)

    def effects(self) -> dict[str, Effect]:
        return {e.effect: e for e in Effect.objects.current().filter(subject=self.subject)}

    def change(self, who="secretary", **fields):
        given = {
            "subject": self.subject.pk, "ground": "limit", "document": "示例党组纪要〔2026〕9号",
            "held_on": self.day, "heard": "已听取本人意见。", "changes": {},
        } | fields  # fmt: skip
        with self.at():
            return register.change_effects(
                self.matter_id, actor=self.bureau[who], at=head(self.stream), key=str(ids.new_id()), **given
            )

    # --- notices -----------------------------------------------------------------------------

    def notify(self, recipient="personnel", who="officer", **fields):
        with self.at():
            entry = notices.send_effect_notice(
                self.matter_id, actor=self.bureau[who], at=head(self.stream), key=str(ids.new_id()),
                subject=fields.pop("subject", self.subject.pk), recipient=recipient, **fields,
            )
        return Notice.objects.get(pk=entry.recorded().payload["id"])

    def slip(self, notice, who="personnel", done=True, answer="", **fields):
        with self.at():
            return notices.record_slip(
                notice.pk, actor=self.bureau[who], at=head(self.stream), key=str(ids.new_id()), done=done,
                answered_on=fields.pop("answered_on", self.day), answer=answer,
            )

    # --- sanctions ---------------------------------------------------------------------------

    def sanction(self, about=None, who="personnel", **fields) -> Sanction:
        given = {
            "person": self.bureau[about or self.plot.subject].pk, "unit": None,
            "document_number": "示例政务〔2026〕1号", "issued_by": "示例局机关纪委", "kinds": ["state_warning"],
            "starts_on": self.day,
        } | fields  # fmt: skip
        with self.at():
            entry = sanctions.record_sanction(actor=self.bureau[who], key=str(ids.new_id()), **given)
        return Sanction.objects.current().get(line=entry.stream)

    def alter(self, row: Sanction, change: str, day=None, who="personnel", reason="据有关决定。"):
        with self.at():
            return sanctions.change_sanction(
                row.line, actor=self.bureau[who], at=head(row.line), key=str(ids.new_id()), change=change,
                day=day, reason=reason,
            )

    def confirm(self, line: str, who="personnel", source="示例组〔2026〕3号", months=None):
        with self.at():
            return sanctions.confirm_line(
                line, actor=self.bureau[who], at=head(TABLE_STREAM), key=str(ids.new_id()), source=source,
                months=months,
            )

    # --- queries -----------------------------------------------------------------------------

    def ask(self, about=None, who="personnel", effect="A10-2-promotion", **fields) -> Query:
        given = {
            "person": self.bureau[about or self.plot.subject].pk, "unit": None, "effect": effect,
            "day": self.day, "asking_body": "示例局干部考察组", "purpose": "2026年度职务晋升考察",
        } | fields  # fmt: skip
        with self.at():
            entry = consulting.consult(actor=self.bureau[who], key=str(ids.new_id()), **given)
        return Query.objects.get(pk=entry.stream)

    def says(self, **fields) -> tuple[str, str | None]:
        """What a query answers: the answer and until when."""
        row = self.ask(**fields).rows[0]
        return row["answer"], row["until"]
