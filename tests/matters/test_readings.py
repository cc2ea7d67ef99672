"""A14 Interpretation: the program's reading holds until a named person confirms or changes it."""

from __future__ import annotations

import pytest

from rongcuo import ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.record import head
from rongcuo.ledger.replay import replay
from rongcuo.matters import readings
from rongcuo.matters.errors import Incomplete, NotPermitted
from rongcuo.matters.models import Adoption
from rongcuo.matters.packs import adopted_now, current_pack, settings_of
from tests.matters.world import Case, refused


def confirm(case, reading, value, who="officer", basis="党组会议纪要〔2026〕1号", at=None):
    with case.at():
        return readings.confirm_reading(
            reading, actor=case.bureau[who], at=at, key=str(ids.new_id()), value=value, basis=basis
        )


def test_a_reading_is_confirmed_by_whom_when_and_on_what_basis(case):
    confirm(case, "verify.group_min", 3)
    row = Adoption.objects.get()
    assert (row.key, row.value, row.basis) == ("verify.group_min", 3, "党组会议纪要〔2026〕1号")
    assert (row.by, row.confirmed_on) == (case.bureau["officer"], case.day)
    confirm(case, "verify.group_min", 5)  # and changed later: the newest stands
    assert adopted_now(current_pack()) == {"verify.group_min": 5}
    assert replay() == []


def test_every_default_can_be_confirmed_and_every_type_survives_the_ledger(case):
    pack = current_pack()
    for reading in pack.readings.values():
        confirm(case, reading.key, reading.default)
    adopted = adopted_now(pack)
    assert pack.settings(adopted) == pack.settings()
    assert replay() == []


@pytest.mark.parametrize(
    ("reading", "value"),
    [
        ("verify.group_min", "three"), ("verify.group_min", True), ("verify.hear_applicant", "yes"),
        ("role.hr", "ask_nobody"), ("apply.initiation_acts", ["rumour"]), ("no.such_reading", 1),
    ],
)
def test_what_the_reading_does_not_allow_is_refused(case, reading, value):
    with refused(Incomplete):
        confirm(case, reading, value)


def test_without_a_written_basis_nothing_is_confirmed(case):
    with refused(Incomplete, "basis"):
        confirm(case, "verify.group_min", 3, basis=" ")


def test_only_the_party_committee_confirms(case):
    for who in ("inspector", "chemicals_head", "secretary", "leader_1", "personnel", "supervisor"):
        with refused(NotPermitted):
            confirm(case, "verify.group_min", 3, who=who)


def test_a_running_matter_keeps_the_readings_it_was_opened_under(bureau):
    case = Case(bureau).until("accepted")
    confirm(case, "verify.group_min", 5)
    case.take("appointed")  # a group of three, as at the opening
    later = Case(bureau).until("accepted")
    with refused(Incomplete, "members"):
        later.take("appointed")
    assert settings_of(case.matter)["verify.group_min"] == 3
    assert settings_of(later.matter)["verify.group_min"] == 5
    assert case.matter.adoption_digest != later.matter.adoption_digest


def test_two_who_confirm_at_once_are_told(case):
    confirm(case, "verify.group_min", 5, at=head(readings.STREAM))
    with pytest.raises(Stale):
        confirm(case, "verify.group_min", 7, at=0)
