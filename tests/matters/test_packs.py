"""The calendar and the confirmed readings read together are what each gives alone."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rongcuo import ids
from rongcuo.matters import calendar_years, packs
from rongcuo.matters.models import Adoption


def test_read_together_and_apart(bureau):
    pack = packs.current_pack()
    name = f"{pack.id}/{pack.version}"
    chosen = {"apply.forward_within": 3, "publish.name": "never", "correct.mandatory": ["A11-1"], "x": True}
    for key, value in chosen.items():
        Adoption.objects.create(
            id=ids.new_id(), policy="other/1" if key == "x" else name, key=key, value=value, basis="x",
            by=bureau["officer"], confirmed_on=date(2026, 3, 2),
        )
    beyond = max(packs.current_calendar().years) + 1
    for year in (beyond, beyond + 1):
        notice = {"title_zh": "示例放假通知", "number": None, "date": None, "confirmed": False}
        days = [{"date": f"{year}-01-01", "off": True, "name_zh": "元旦", "name_en": "New Year"}]
        calendar_years.record_year(
            {"year": year, "notice": notice, "version": 1, "days": days}, actor=bureau["officer"].pk
        )
    apart = packs.current_calendar(), packs.adopted_now(pack)
    with packs.one_calendar(), CaptureQueriesContext(connection) as asked:
        together = packs.current_calendar(), packs.adopted_now(pack)
        assert packs.current_calendar() is together[0]
    assert len(asked) == 1 and together == apart and together[0] is apart[0]
    assert set(apart[1]) == set(chosen) - {"x"} and beyond + 1 in apart[0].years
