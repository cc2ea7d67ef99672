"""What becomes of Article 10 in the sample bureau: notices, slips, a sanction, questions. All invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from rongcuo import clock, ids
from rongcuo.demo.bureau import Bureau
from rongcuo.demo.story import Story
from rongcuo.exemptions import consulting, notices, register, sanctions
from rongcuo.exemptions.acting import stream_of
from rongcuo.exemptions.models import Notice
from rongcuo.ledger.record import head

#: Which sample matters it is about: their places in `matters.SAMPLES`.
INSPECTOR, MINES, LICENSOR, RESCUER = 0, 1, 2, 4


@dataclass(frozen=True)
class Event:
    """What happens on a day."""

    day: date
    do: Callable[[], None]


class Protecting:
    """The events of Article 10, each done by the right person on its day."""

    def __init__(self, bureau: Bureau, stories: list[Story]):
        self.bureau, self.stories = bureau, stories
        self.sent: dict[tuple[int, str], Notice] = {}
        self.asked: dict[str, object] = {}

    def events(self) -> list[Event]:
        """In the order of their days."""
        body = {"asking_body": "示例局干部考察组"}
        listed = {**body, "purpose": "2026年度职级晋升资格审核"}
        rows = [self._row(k) for k in ("inspector", "licensor", "trainer", "verifier_1")]
        return [
            Event(date(2026, 5, 6), lambda: self._notify(INSPECTOR, "personnel")),
            Event(date(2026, 5, 6), lambda: self._notify(INSPECTOR, "awards")),
            Event(date(2026, 5, 8), lambda: self._slip(INSPECTOR, "personnel", "personnel", "已登记，考察、职级晋升时不作影响。")),
            Event(date(2026, 5, 20), lambda: self._slip(INSPECTOR, "awards", "officer", "纸质回执：已告知评选办。")),
            Event(date(2026, 6, 3), self._sanction),
            Event(date(2026, 6, 8), lambda: self._notify(LICENSOR, "personnel")),
            Event(date(2026, 6, 8), lambda: self._notify(LICENSOR, "awards")),
            Event(date(2026, 6, 10), lambda: self._slip(LICENSOR, "personnel", "personnel", "影响期内从其规定，期满后办理。")),
            Event(date(2026, 6, 18), lambda: self._slip(
                LICENSOR, "awards", "officer", "纸质回执：本年度评优由上级主办，须请示后再办。", done=False)),
            Event(date(2026, 8, 20), lambda: self._notify(RESCUER, "personnel")),
            Event(date(2026, 9, 2), lambda: self._ask(
                "inspector", "A10-2-promotion", purpose="2026年度职务晋升考察", act_number="示例纪立〔2026〕1号", **body)),
            Event(date(2026, 9, 3), lambda: self._ask("licensor", "A10-2-rank", purpose="2026年度职级晋升资格审核", **body)),
            Event(date(2026, 9, 8), self._limit),
            Event(date(2026, 9, 10), lambda: self._notify(MINES, "personnel")),
            Event(date(2026, 9, 15), lambda: self._list(rows, **listed)),
            Event(date(2026, 9, 16), self._release),
        ]  # fmt: skip

    # --- the steps ---------------------------------------------------------------------------

    def _do(self, action: Callable, who: str, **fields):
        return action(actor=self.bureau[who], key=str(ids.new_id()), **fields)

    def _at(self, n: int) -> int:
        return head(stream_of(self.stories[n].matter_id))

    def _notify(self, n: int, recipient: str) -> None:
        story = self.stories[n]
        entry = self._do(
            notices.send_effect_notice, "officer", matter=story.matter_id, at=self._at(n), subject=story.subject.pk,
            recipient=recipient, words_="请按告知内容落实，并于收到之日起十个工作日内退回回执。",
        )
        self.sent[n, recipient] = Notice.objects.get(pk=entry.recorded().payload["id"])

    def _slip(self, n: int, recipient: str, who: str, answer: str, *, done: bool = True) -> None:
        notice = self.sent[n, recipient]
        self._do(
            notices.record_slip, who, notice=notice.pk, at=self._at(n), done=done, answered_on=clock.today(),
            answer=answer,
        )

    def _sanction(self) -> None:
        self._do(
            sanctions.record_sanction, "personnel", person=self.bureau["licensor"].pk, unit=None,
            document_number="示例政务〔2026〕1号", issued_by="示例局机关纪委", kinds=["state_warning"],
            starts_on=date(2026, 5, 25), act_number=self.stories[LICENSOR].act.document_number,
        )

    def _ask(self, who: str, effect: str, **fields) -> None:
        entry = self._do(
            consulting.consult, "personnel", person=self.bureau[who].pk, unit=None, effect=effect,
            day=clock.today(), **fields,
        )
        self.asked[who] = entry.stream

    def _limit(self) -> None:
        story = self.stories[MINES]
        self._do(
            register.change_effects, "secretary", matter=story.matter_id, at=self._at(MINES), subject=story.subject.pk,
            ground="limit", document="示例党组纪要〔2026〕11号", held_on=clock.today(), heard="",
            changes={"A10-4": {"granted": True, "until": date(2026, 12, 31), "reason": "适用于2026年度评优。"}},
        )

    def _row(self, who: str) -> dict:
        person = self.bureau[who]
        return {
            "person": str(person.pk), "unit": None, "name": person.name, "place": "", "effect": "A10-2-rank",
            "day": "2026-09-15",
        }

    def _list(self, rows: list[dict], **fields) -> None:
        self._do(consulting.ask_list, "personnel", rows=rows, **fields)

    def _release(self) -> None:
        query = self.asked["inspector"]
        self._do(consulting.release_query, "personnel", query=query, at=head(query))


def on(day: date):
    """Ten in the morning of a day, after the steps of the matters."""
    return clock.frozen(datetime.combine(day, time(10), clock.ZONE))
