"""The thinnest thread: determination, effect, notice, slip, consultation, receipt."""

from __future__ import annotations

from rongcuo.exemptions.models import Notice
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from tests.exemptions.world import Protected


def test_from_the_determination_to_the_receipt(bureau):
    case = Protected(bureau).until("filed")
    assert set(case.effects()) == {"A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-4"}
    assert {e.valid_from for e in case.effects().values()} == {case.matter.decided_on}
    notice = case.notify("personnel")
    assert [e["effect"] for e in notice.effects] == ["A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3"]
    case.slip(notice, done=True)
    assert Notice.objects.get().state == "done"
    query = case.ask()
    assert query.rows[0]["answer"] == "nothing" and query.number == "查询回执〔2026〕1号"
    case.sanction()
    assert case.says() == ("affected", "2026-10-22")
    assert replay() == [] and verify().ok
